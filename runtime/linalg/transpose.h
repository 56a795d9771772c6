// Transposing dense row-major arrays.
#pragma once

#include <cstdint>

namespace lineal::linalg {

/// out (columns x rows) = t(x) for row-major x (rows x columns); single-threaded, for operands of factorisations.
void transpose(int64_t rows, int64_t columns, const double* x, double* out);

}  // namespace lineal::linalg
