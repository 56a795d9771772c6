// What functions do to the world and whether they do it the same way twice, over the call graph.
#pragma once

#include "compiler/hop/hop.h"

namespace lineal {

/// Fills in hash, has_effects, deterministic and may_fail_only of every function. The hash is that of the definition
/// and of all it may call, by what they are and not by their names: two functions that differ in any way never share
/// one. Functions that call each other share one answer about effects: the call graph's strongly connected components
/// are taken in reverse topological order.
void analyse_functions(HopProgram& program);

}  // namespace lineal
