// The operators that random programs use: found in the registry by what they declare, so that nothing lists them.
#pragma once

#include <string>
#include <vector>

#include "runtime/ops/declare/registry.h"

namespace lineal {

struct DrawnOperators {
  // Cell by cell, and never much larger than their operands: programs nest them deeply.
  std::vector<const OpDef*> unary;
  std::vector<const OpDef*> binary;
  // Of one matrix, never failing: one value a row, one a column, one.
  std::vector<const OpDef*> of_rows;
  std::vector<const OpDef*> of_columns;
  std::vector<const OpDef*> of_all;
  // Of one matrix, never failing, and of the same shape.
  std::vector<const OpDef*> same_shape;
};
const DrawnOperators& drawn_operators();

/// The expression of an operator over written operands.
std::string written_call(const OpDef& op, const std::vector<std::string>& operands);

}  // namespace lineal
