// Products of a matrix and a vector: memory-bound, with one definition of the dot product for every form.
#pragma once

#include <cstdint>

#include "runtime/core/thread_pool.h"

namespace lineal::linalg {

/// The dot product behind every function here: terms are cut into blocks of kDotBlock; within a block term k is added
/// to lane k mod 8; lanes, then blocks, are combined in a fixed order.
inline constexpr int64_t kDotBlock = 1024;

/// out[i] = dot(row i of X, v) for row-major X (rows x columns).
void multiply_rows(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out);

/// out[j] = dot(column j of X, v) for row-major X (rows x columns), without transposing X: the same bits as
/// multiply_rows on t(X).
void multiply_columns(ThreadPool& pool, int64_t rows, int64_t columns, const double* x, const double* v, double* out);

}  // namespace lineal::linalg
