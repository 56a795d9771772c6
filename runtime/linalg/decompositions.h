// Factorisations of dense matrices. Arrays are row-major; see linear_systems.h for Outcome.
#pragma once

#include <cstdint>

#include "runtime/linalg/linear_systems.h"

namespace lineal::linalg {

/// True when every |a_ij - a_ji| is at most `tolerance` times the larger magnitude.
bool is_symmetric(int64_t size, const double* a, double tolerance);

/// lower (size x size, zeros above) with A = L t(L); reads the upper triangle of A. Fails at the first leading minor
/// that is not positive.
Outcome cholesky(ThreadPool& pool, int64_t size, const double* a, double* lower);

/// Eigenvalues ascending, and vectors in columns. For a matrix that is not symmetric, real parts, and LAPACK's pairs of
/// real and imaginary columns. Fails when the iteration does not converge or a cell is not finite.
Outcome eigen(int64_t size, const double* a, double* values, double* vectors);

/// Thin singular value decomposition, k = min(rows, columns): u (rows x k), `singular` descending (k), v (columns x k).
Outcome singular_values(int64_t rows, int64_t columns, const double* a, double* u, double* singular, double* v);

/// P A = L U with row exchanges: p is a permutation matrix, unit lower, upper. Fails at an exactly zero pivot.
Outcome lu(ThreadPool& pool, int64_t size, const double* a, double* p, double* lower, double* upper);

/// Householder factorisation as commons-math stores it: column j of h (rows x columns, lower trapezoid) is the
/// reflector x - r_jj e over -r_jj, r (rows x columns) is upper.
void qr(int64_t rows, int64_t columns, const double* a, double* h, double* r);

}  // namespace lineal::linalg
