// Checks that a program of HOPs is what every pass may rely on.
#pragma once

#include <string_view>

#include "compiler/hop/hop.h"

namespace lineal {

/// Whether passes are followed by verify() unless somebody asks: in builds with assertions.
#ifdef NDEBUG
inline constexpr bool kVerifyByDefault = false;
#else
inline constexpr bool kVerifyByDefault = true;
#endif

/// Throws Error(kInternal) that names the pass and shows the node or block, unless all of this holds:
///
/// - What roots and nodes refer to lives in their own DAG, and nothing is computed from itself, be it through inputs or
///   through what nodes are known as.
/// - A node has the inputs of its kind: an operator those of its declaration, a call those of its callee. Only kOutput
///   nodes take results of what has several.
/// - What is known of a value can be: no size below -1, sizes of matrices and frames only, numbers of scalars only, and
///   nothing that contradicts what the operator says about its inputs.
/// - What a node is known as is known as itself, as are the inputs of that. An operator that stands in for another is
///   known as what was written, or names the rule that may have changed its rounding.
/// - An operator that stands in for another accepts what is known of its inputs.
/// - Slots are variables of the function; control blocks have the roots of their predicate or bounds.
///
/// Takes time in the size of the program.
void verify(const HopProgram& program, std::string_view pass);

}  // namespace lineal
