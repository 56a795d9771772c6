#include "runtime/linalg/linear_systems.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/linalg/aligned_cells.h"
#include "runtime/linalg/lapack.h"
#include "runtime/linalg/transpose.h"

namespace lineal::linalg {
namespace {

/// LU of t(A): the row-major cells of A are the column-major cells of t(A).
struct Factors {
  AlignedCells cells;
  std::vector<int> pivots;
  int info = 0;
  Factors(int64_t size, const double* a) : cells(a, size * size), pivots(static_cast<size_t>(size)) {
    const int n = static_cast<int>(size);
    lapack().getrf(&n, &n, cells.data(), &n, pivots.data(), &info);
  }
};

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

Outcome solve_square(int64_t size, int64_t right, const double* a, const double* b, double* x) {
  if (size == 0) return {};
  const Factors factors(size, a);
  if (factors.info > 0) return {factors.info};
  if (right == 0) return {};
  const int n = static_cast<int>(size);
  const int count = static_cast<int>(right);
  AlignedCells columns(size * right);
  transpose(size, right, b, columns.data());
  int info = 0;
  lapack().getrs("T", &n, &count, factors.cells.data(), &n, factors.pivots.data(), columns.data(), &n, &info, 1);
  transpose(right, size, columns.data(), x);
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

Outcome invert(int64_t size, const double* a, double* out) {
  if (size == 0) return {};
  Factors factors(size, a);
  if (factors.info > 0) return {factors.info};
  const int n = static_cast<int>(size);
  int info = 0;
  int length = -1;
  double best = 0;
  lapack().getri(&n, factors.cells.data(), &n, factors.pivots.data(), &best, &length, &info);
  length = static_cast<int>(best);
  AlignedCells work(length);
  lapack().getri(&n, factors.cells.data(), &n, factors.pivots.data(), work.data(), &length, &info);
  std::copy_n(factors.cells.data(), size * size, out);
  return {info};
}

double determinant(int64_t size, const double* a) {
  if (size == 0) return 1;
  const Factors factors(size, a);
  double product = 1;
  for (int64_t i = 0; i < size; ++i) {
    product *= factors.cells[i * size + i];
    if (factors.pivots[static_cast<size_t>(i)] != i + 1) product = -product;
  }
  return product;
}

}  // namespace lineal::linalg
