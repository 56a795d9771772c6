// Solving, inverting and determinants of dense matrices. Arrays are row-major.
#pragma once

#include <cstdint>

#include "runtime/core/thread_pool.h"

namespace lineal::linalg {

/// What came of a factorisation; a failure is a fact about the data that the operator puts into words.
struct Outcome {
  int64_t failed_at = 0;  // 0: success; otherwise the pivot or column, from 1, where the routine gave up
  bool ok() const { return failed_at == 0; }
};

/// x (size x right) = solution of A x = b by LU; fails at an exactly zero pivot.
Outcome solve_square(ThreadPool& pool, int64_t size, int64_t right, const double* a, const double* b, double* x);

/// x (columns x right) = least-squares solution of A x = b by LAPACK, rows >= columns; fails when A
/// has no full rank in the sense of an exactly zero diagonal.
Outcome solve_least_squares(int64_t rows, int64_t columns, int64_t right, const double* a, const double* b, double* x);

/// out = inverse of A; fails at an exactly zero pivot.
Outcome invert(ThreadPool& pool, int64_t size, const double* a, double* out);

/// The determinant by LU; 1 for an empty matrix.
double determinant(ThreadPool& pool, int64_t size, const double* a);

}  // namespace lineal::linalg
