#include "runtime/core/checked.h"

#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {

int64_t checked_cells(int64_t rows, int64_t columns) {
  int64_t cells = 0;
  if (rows < 0 || columns < 0 || __builtin_mul_overflow(rows, columns, &cells)) {
    throw Error(ErrorKind::kResource, cat("matrix: dimensions too large: ", rows, "x", columns));
  }
  return cells;
}

int64_t checked_dense_bytes(int64_t rows, int64_t columns) {
  int64_t bytes = 0;
  if (__builtin_mul_overflow(checked_cells(rows, columns), int64_t{8}, &bytes)) {
    throw Error(ErrorKind::kResource, cat("matrix: dimensions too large: ", rows, "x", columns));
  }
  return bytes;
}

}  // namespace lineal
