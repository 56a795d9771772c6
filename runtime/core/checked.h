// The one place where dimensions become bytes.
#pragma once

#include <cstdint>

namespace lineal {

/// Returns rows * columns. Throws Error(kResource) with both values when they are negative or the product overflows.
int64_t checked_cells(int64_t rows, int64_t columns);

/// Returns rows * columns * 8, the bytes of a dense matrix. Throws as checked_cells.
int64_t checked_dense_bytes(int64_t rows, int64_t columns);

}  // namespace lineal
