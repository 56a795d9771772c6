// The dependency check of parfor: what one iteration writes, no other may read or write.
#pragma once

#include <vector>

#include "compiler/ast/ast.h"
#include "runtime/core/error.h"

namespace lineal {

/// Appends an error for every loop-carried dependency that the text shows: a variable read before it is assigned in the
/// body and assigned there as a whole; an indexed write whose subscripts do not mention a loop variable; an indexed
/// read of a written matrix at other subscripts. What the text cannot decide (two iterations that happen to write one
/// cell) is found when iterations are merged.
void check_parfor_dependencies(const ast::Statement& loop, std::vector<Error>& errors);

}  // namespace lineal
