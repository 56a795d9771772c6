// What functions do to the world and whether they do it the same way twice, over the call graph.
#pragma once

#include "compiler/hop/hop.h"

namespace lineal {

/// Fills in hash, has_effects, deterministic and may_fail_only of every function and of main. Functions that call each
/// other share one answer: the call graph's strongly connected components are taken in reverse topological order.
void analyse_functions(HopProgram& program);

}  // namespace lineal
