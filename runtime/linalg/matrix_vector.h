// Products of a matrix and a vector: memory-bound, without packing. The bits are those of multiply.
#pragma once

#include <cstdint>

#include "runtime/core/thread_pool.h"

namespace lineal::linalg {

/// out = X v for row-major X (rows x columns).
void multiply_rows(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out);

/// out = t(X) v for row-major X (rows x columns), without transposing X.
void multiply_columns(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out);

}  // namespace lineal::linalg
