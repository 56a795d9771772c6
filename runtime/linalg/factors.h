// Triangular factors and systems, in blocks around our own products, so that they have the same bits on every
// processor: docs/numerics.md, "Linear systems and factorisations". Arrays are row-major without gaps.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/core/thread_pool.h"

namespace lineal::linalg {

/// P A = L U. Row i of the right side is row `source[i]` of A.
struct RowFactors {
  std::vector<int64_t> source;
  int64_t exchanges = 0;
  int64_t zero_pivot = 0;  // the first pivot that is exactly zero, from 1; 0: none
};

/// Replaces A by U, on and above the diagonal, and L, whose diagonal is 1, below. Goes on after a zero pivot.
RowFactors factor_rows(ThreadPool& pool, int64_t size, double* a);

/// Replaces the upper triangle of A by U with A = t(U) U. Returns the first leading minor that is not positive, from 1,
/// where it stops, or 0.
int64_t factor_positive(ThreadPool& pool, int64_t size, double* a);

/// Replaces the `columns` columns of x by the solution of L y = x. With Known::kIdentity x is the identity, and the
/// zeros above the diagonal of the solution are not computed.
enum class Known : uint8_t { kNothing, kIdentity };
void solve_lower(ThreadPool& pool, int64_t size, int64_t columns, const double* factors, Known known, double* x);

/// Replaces x by the solution of U y = x.
void solve_upper(ThreadPool& pool, int64_t size, int64_t columns, const double* factors, double* x);

}  // namespace lineal::linalg
