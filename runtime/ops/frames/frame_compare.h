// Comparison of two columns.
#pragma once

#include <cstdint>

#include "runtime/matrix/frame.h"

namespace lineal {

enum class Relation : uint8_t { kEqual, kDiffer, kLess, kLessEqual, kGreater, kGreaterEqual };

/// Booleans, cell by cell: numbers are compared where both columns hold numbers, otherwise texts. A missing cell equals
/// only a missing cell and is in no order. The columns have equally many cells.
Ref<const ColumnCells> compare_columns(Relation relation, const Frame::Column& left, const Frame::Column& right);

}  // namespace lineal
