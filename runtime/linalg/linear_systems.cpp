#include "runtime/linalg/linear_systems.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/linalg/blas.h"
#include "runtime/linalg/lapack.h"
#include "runtime/linalg/transpose.h"

namespace lineal::linalg {
namespace {

using Cells = std::vector<double>;

/// LU of t(A): the row-major cells of A are the column-major cells of t(A).
struct Factors {
  Cells cells;
  std::vector<int> pivots;
  int info = 0;
  Factors(int64_t size, const double* a) : cells(a, a + size * size), pivots(static_cast<size_t>(size)) {
    const int n = static_cast<int>(size);
    dgetrf_(&n, &n, cells.data(), &n, pivots.data(), &info);
  }
};

/// The first diagonal element of the triangle of an LQ factorisation of t(A) that is zero but for rounding, counted
/// from 1; 0 if there is none. LAPACK looks for exact zeros, which dependent columns seldom leave.
int negligible_pivot(int64_t rows, int64_t columns, const Cells& factor) {
  double largest = 0;
  const auto pivot = [&](int64_t i) { return std::abs(factor[static_cast<size_t>(i * columns + i)]); };
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
  prepare_blas();
  const Factors factors(size, a);
  if (factors.info > 0) return {factors.info};
  if (right == 0) return {};
  const int n = static_cast<int>(size);
  const int count = static_cast<int>(right);
  Cells columns;
  double* cells = x;
  if (right == 1) {
    std::copy_n(b, size, x);
  } else {
    columns.resize(static_cast<size_t>(size * right));
    transpose(size, right, b, columns.data());
    cells = columns.data();
  }
  int info = 0;
  dgetrs_("T", &n, &count, factors.cells.data(), &n, factors.pivots.data(), cells, &n, &info, 1);
  if (right != 1) transpose(right, size, cells, x);
  return {};
}

Outcome solve_least_squares(int64_t rows, int64_t columns, int64_t right, const double* a, const double* b, double* x) {
  if (columns == 0 || right == 0) return {};
  prepare_blas();
  Cells factor(a, a + rows * columns);  // column-major: t(A), columns x rows
  Cells target(static_cast<size_t>(rows * right));
  transpose(rows, right, b, target.data());
  const int m = static_cast<int>(columns);
  const int n = static_cast<int>(rows);
  const int count = static_cast<int>(right);
  int info = 0;
  int length = -1;
  double best = 0;
  dgels_("T", &m, &n, &count, factor.data(), &m, target.data(), &n, &best, &length, &info, 1);
  length = static_cast<int>(best);
  Cells work(static_cast<size_t>(length));
  dgels_("T", &m, &n, &count, factor.data(), &m, target.data(), &n, work.data(), &length, &info, 1);
  if (info > 0) return {info};
  if (const int row = negligible_pivot(rows, columns, factor)) return {row};
  for (int64_t i = 0; i < columns; ++i) {
    for (int64_t j = 0; j < right; ++j)
      x[i * right + j] = target[static_cast<size_t>(j * rows + i)];
  }
  return {};
}

Outcome invert(int64_t size, const double* a, double* out) {
  if (size == 0) return {};
  prepare_blas();
  const Factors factors(size, a);
  if (factors.info > 0) return {factors.info};
  std::copy(factors.cells.begin(), factors.cells.end(), out);
  const int n = static_cast<int>(size);
  int info = 0;
  int length = -1;
  double best = 0;
  dgetri_(&n, out, &n, factors.pivots.data(), &best, &length, &info);
  length = static_cast<int>(best);
  Cells work(static_cast<size_t>(length));
  dgetri_(&n, out, &n, factors.pivots.data(), work.data(), &length, &info);
  return {info};
}

double determinant(int64_t size, const double* a) {
  if (size == 0) return 1;
  prepare_blas();
  const Factors factors(size, a);
  double product = 1;
  for (int64_t i = 0; i < size; ++i) {
    product *= factors.cells[static_cast<size_t>(i * size + i)];
    if (factors.pivots[static_cast<size_t>(i)] != i + 1) product = -product;
  }
  return product;
}

}  // namespace lineal::linalg
