// HOPs to code: the order of instructions, the slots of values, where values die, and how their lineage is traced.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "compiler/hop/hop.h"
#include "runtime/program/program.h"

namespace lineal {

using CalleeMap = std::unordered_map<const HopFunction*, const FunctionCode*>;

/// Where a DAG is lowered to.
struct LowerScope {
  /// Slots [0, variables) are variables; temporaries follow.
  size_t variables = 0;
  const CalleeMap* callees = nullptr;
  /// The scripts, for the places that lineage names; null: none are named.
  const SourceMap* sources = nullptr;
};

/// The code of a DAG, and where the values of its kEvaluate roots are found after it ran, in order of roots (none for
/// other roots, and for all roots unless they are wanted).
struct LoweredDag {
  Code code;
  std::vector<Operand> values;
};

enum class RootValues { kDropped, kKept };

/// Lowers one DAG by itself, as recompiling a block does. `live_out` says which variables are needed afterwards; the
/// others are released at their last use. The values of kEvaluate roots are kept for predicates and loop bounds.
LoweredDag lower_dag(const Dag& dag, const std::vector<bool>& live_out, const LowerScope& scope,
                     RootValues root_values);

/// Lowers all functions. find_live_variables must have run over each of them.
std::unique_ptr<Program> lower(const HopProgram& program, const SourceMap* sources = nullptr);

}  // namespace lineal
