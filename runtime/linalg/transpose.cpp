#include "runtime/linalg/transpose.h"

#include <algorithm>

namespace lineal::linalg {

void transpose(int64_t rows, int64_t columns, const double* x, double* out) {
  constexpr int64_t kTile = 32;
  for (int64_t r = 0; r < rows; r += kTile) {
    const int64_t row_end = std::min(rows, r + kTile);
    for (int64_t c = 0; c < columns; c += kTile) {
      const int64_t column_end = std::min(columns, c + kTile);
      for (int64_t i = r; i < row_end; ++i) {
        for (int64_t j = c; j < column_end; ++j)
          out[j * rows + i] = x[i * columns + j];
      }
    }
  }
}

}  // namespace lineal::linalg
