// Shapes of matrices, and parts of them.
#pragma once

#include <cstdint>

namespace lineal {

struct MatrixShape {
  int64_t rows = 0;
  int64_t columns = 0;
};

/// Rows [row_begin, row_end) and columns [column_begin, column_end), from 0.
struct Rectangle {
  int64_t row_begin = 0;
  int64_t row_end = 0;
  int64_t column_begin = 0;
  int64_t column_end = 0;

  int64_t rows() const { return row_end - row_begin; }
  int64_t columns() const { return column_end - column_begin; }
};

}  // namespace lineal
