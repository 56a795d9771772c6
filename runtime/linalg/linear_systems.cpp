#include "runtime/linalg/linear_systems.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/linalg/aligned_cells.h"
#include "runtime/linalg/factors.h"
#include "runtime/linalg/lapack.h"
#include "runtime/linalg/transpose.h"

namespace lineal::linalg {
namespace {

/// The first diagonal element of the triangle of an LQ factorisation of t(A) that is zero but for rounding, counted
/// from 1; 0 if there is none. LAPACK looks for exact zeros, which dependent columns seldom leave.
int negligible_pivot(int64_t rows, int64_t columns, const AlignedCells& factor) {
  double largest = 0;
  const auto pivot = [&](int64_t i) { return std::abs(factor[i * columns + i]); };
  for (int64_t i = 0; i < columns; ++i)
    largest = std::max(largest, pivot(i));
  const double least = largest * static_cast<double>(rows) * std::numeric_limits<double>::epsilon();
  for (int64_t i = 0; i < columns; ++i) {
    if (pivot(i) <= least) return static_cast<int>(i + 1);
  }
  return 0;
}

}  // namespace

Outcome solve_square(ThreadPool& pool, int64_t size, int64_t right, const double* a, const double* b, double* x) {
  std::vector<double> cells(a, a + size * size);
  const RowFactors factors = factor_rows(pool, size, cells.data());
  if (factors.zero_pivot != 0) return {factors.zero_pivot};
  if (right == 0) return {};
  for (int64_t i = 0; i < size; ++i)
    std::copy_n(b + factors.source[static_cast<size_t>(i)] * right, right, x + i * right);
  solve_lower(pool, size, right, cells.data(), Known::kNothing, x);
  solve_upper(pool, size, right, cells.data(), x);
  return {};
}

Outcome solve_least_squares(int64_t rows, int64_t columns, int64_t right, const double* a, const double* b, double* x) {
  if (columns == 0 || right == 0) return {};
  AlignedCells factor(a, rows * columns);  // column-major: t(A), columns x rows
  AlignedCells target(rows * right);
  transpose(rows, right, b, target.data());
  const int m = static_cast<int>(columns);
  const int n = static_cast<int>(rows);
  const int count = static_cast<int>(right);
  int info = 0;
  int length = -1;
  double best = 0;
  lapack().gels("T", &m, &n, &count, factor.data(), &m, target.data(), &n, &best, &length, &info, 1);
  length = static_cast<int>(best);
  AlignedCells work(length);
  lapack().gels("T", &m, &n, &count, factor.data(), &m, target.data(), &n, work.data(), &length, &info, 1);
  if (info > 0) return {info};
  if (const int row = negligible_pivot(rows, columns, factor)) return {row};
  for (int64_t i = 0; i < columns; ++i) {
    for (int64_t j = 0; j < right; ++j)
      x[i * right + j] = target[j * rows + i];
  }
  return {};
}

Outcome invert(ThreadPool& pool, int64_t size, const double* a, double* out) {
  std::vector<double> cells(a, a + size * size);
  const RowFactors factors = factor_rows(pool, size, cells.data());
  if (factors.zero_pivot != 0) return {factors.zero_pivot};
  std::vector<double> inverse(cells.size());
  for (int64_t i = 0; i < size; ++i)
    inverse[static_cast<size_t>(i * size + i)] = 1;
  solve_lower(pool, size, size, cells.data(), Known::kIdentity, inverse.data());
  solve_upper(pool, size, size, cells.data(), inverse.data());
  // That is the inverse of L U = P A; exchanging its columns gives that of A.
  for (int64_t i = 0; i < size; ++i) {
    const double* const row = inverse.data() + i * size;
    for (int64_t j = 0; j < size; ++j)
      out[i * size + factors.source[static_cast<size_t>(j)]] = row[j];
  }
  return {};
}

double determinant(ThreadPool& pool, int64_t size, const double* a) {
  std::vector<double> cells(a, a + size * size);
  const RowFactors factors = factor_rows(pool, size, cells.data());
  double product = factors.exchanges % 2 == 0 ? 1 : -1;
  for (int64_t i = 0; i < size; ++i)
    product *= cells[static_cast<size_t>(i * size + i)];
  return product;
}

}  // namespace lineal::linalg
