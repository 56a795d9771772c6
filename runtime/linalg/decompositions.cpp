#include "runtime/linalg/decompositions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "runtime/linalg/aligned_cells.h"
#include "runtime/linalg/lapack.h"
#include "runtime/linalg/transpose.h"

namespace lineal::linalg {
namespace {

bool all_finite(int64_t count, const double* a) {
  return std::all_of(a, a + count, [](double x) { return std::isfinite(x); });
}

Outcome eigen_symmetric(int64_t size, const double* a, double* values, double* vectors) {
  AlignedCells cells(a, size * size);
  AlignedCells ascending(size);
  const int n = static_cast<int>(size);
  int info = 0;
  int length = -1;
  int int_length = -1;
  double best = 0;
  int best_int = 0;
  lapack().syevd("V", "L", &n, cells.data(), &n, ascending.data(), &best, &length, &best_int, &int_length, &info, 1, 1);
  length = static_cast<int>(best);
  int_length = best_int;
  AlignedCells work(length);
  std::vector<int> int_work(static_cast<size_t>(int_length));
  lapack().syevd("V", "L", &n, cells.data(), &n, ascending.data(), work.data(), &length, int_work.data(), &int_length,
                 &info, 1, 1);
  std::copy_n(ascending.data(), size, values);
  transpose(size, size, cells.data(), vectors);
  return {info};
}

Outcome eigen_general(int64_t size, const double* a, double* values, double* vectors) {
  AlignedCells cells(size * size);
  transpose(size, size, a, cells.data());
  AlignedCells real(size);
  AlignedCells imaginary(size);
  AlignedCells right(size * size);
  const int n = static_cast<int>(size);
  const int one = 1;
  int info = 0;
  int length = -1;
  double best = 0;
  lapack().geev("N", "V", &n, cells.data(), &n, real.data(), imaginary.data(), nullptr, &one, right.data(), &n, &best,
                &length, &info, 1, 1);
  length = static_cast<int>(best);
  AlignedCells work(length);
  lapack().geev("N", "V", &n, cells.data(), &n, real.data(), imaginary.data(), nullptr, &one, right.data(), &n,
                work.data(), &length, &info, 1, 1);
  if (info > 0) return {info};
  std::vector<int64_t> order(static_cast<size_t>(size));
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](int64_t i, int64_t j) { return real[i] < real[j]; });
  for (int64_t j = 0; j < size; ++j) {
    const int64_t from = order[static_cast<size_t>(j)];
    values[j] = real[from];
    for (int64_t i = 0; i < size; ++i)
      vectors[i * size + j] = right[from * size + i];
  }
  return {};
}

}  // namespace

bool is_symmetric(int64_t size, const double* a, double tolerance) {
  for (int64_t i = 0; i < size; ++i) {
    for (int64_t j = 0; j < i; ++j) {
      const double x = a[i * size + j];
      const double y = a[j * size + i];
      if (!(std::fabs(x - y) <= tolerance * std::max(std::fabs(x), std::fabs(y)))) return false;
    }
  }
  return true;
}

Outcome cholesky(int64_t size, const double* a, double* lower) {
  if (size == 0) return {};
  AlignedCells cells(size * size);
  transpose(size, size, a, cells.data());  // its row-major lower triangle, LAPACK's upper one, is A's upper triangle
  const int n = static_cast<int>(size);
  int info = 0;
  lapack().potrf("U", &n, cells.data(), &n, &info, 1);
  for (int64_t i = 0; i < size; ++i) {
    // A NaN passes some builds of dpotrf unnoticed.
    if (info == 0 && !(cells[i * size + i] > 0)) info = static_cast<int>(i + 1);
    std::copy_n(cells.data() + i * size, i + 1, lower + i * size);
    std::fill(lower + i * size + i + 1, lower + (i + 1) * size, 0.0);
  }
  return {info};
}

Outcome eigen(int64_t size, const double* a, double* values, double* vectors) {
  if (size == 0) return {};
  if (!all_finite(size * size, a)) return {size};
  const double tolerance =
      10.0 * static_cast<double>(size) * static_cast<double>(size) * std::numeric_limits<double>::epsilon();
  return is_symmetric(size, a, tolerance) ? eigen_symmetric(size, a, values, vectors)
                                          : eigen_general(size, a, values, vectors);
}

Outcome singular_values(int64_t rows, int64_t columns, const double* a, double* u, double* singular, double* v) {
  const int64_t count = std::min(rows, columns);
  if (count == 0) return {};
  if (!all_finite(rows * columns, a)) return {count};
  // Column-major, the cells are t(A) = V S t(U): the first factor is V, and the last, read row-major, is U.
  AlignedCells cells(a, rows * columns);
  AlignedCells first(columns * count);
  AlignedCells last(count * rows);
  AlignedCells descending(count);
  std::vector<int> int_work(static_cast<size_t>(8 * count));
  const int m = static_cast<int>(columns);
  const int n = static_cast<int>(rows);
  const int k = static_cast<int>(count);
  int info = 0;
  int length = -1;
  double best = 0;
  lapack().gesdd("S", &m, &n, cells.data(), &m, descending.data(), first.data(), &m, last.data(), &k, &best, &length,
                 int_work.data(), &info, 1);
  length = static_cast<int>(best);
  AlignedCells work(length);
  lapack().gesdd("S", &m, &n, cells.data(), &m, descending.data(), first.data(), &m, last.data(), &k, work.data(),
                 &length, int_work.data(), &info, 1);
  std::copy_n(descending.data(), count, singular);
  std::copy_n(last.data(), count * rows, u);
  transpose(count, columns, first.data(), v);
  return {info};
}

Outcome lu(int64_t size, const double* a, double* p, double* lower, double* upper) {
  if (size == 0) return {};
  AlignedCells cells(size * size);
  transpose(size, size, a, cells.data());
  std::vector<int> pivots(static_cast<size_t>(size));
  const int n = static_cast<int>(size);
  int info = 0;
  lapack().getrf(&n, &n, cells.data(), &n, pivots.data(), &info);
  if (info > 0) return {info};
  std::vector<int64_t> source(static_cast<size_t>(size));
  std::iota(source.begin(), source.end(), int64_t{0});
  for (size_t i = 0; i < source.size(); ++i)
    std::swap(source[i], source[static_cast<size_t>(pivots[i] - 1)]);
  std::fill_n(p, size * size, 0.0);
  for (int64_t i = 0; i < size; ++i) {
    p[i * size + source[static_cast<size_t>(i)]] = 1;
    for (int64_t j = 0; j < size; ++j) {
      const double cell = cells[j * size + i];
      lower[i * size + j] = j < i ? cell : j == i ? 1 : 0;
      upper[i * size + j] = j < i ? 0 : cell;
    }
  }
  return {};
}

void qr(int64_t rows, int64_t columns, const double* a, double* h, double* r) {
  std::vector<double> work(static_cast<size_t>(rows * columns));  // columns one after the other
  transpose(rows, columns, a, work.data());
  std::vector<double> diagonal(static_cast<size_t>(std::min(rows, columns)), 0.0);
  for (int64_t step = 0; step < std::min(rows, columns); ++step) {
    double* x = work.data() + step * rows;
    double square = 0;
    for (int64_t i = step; i < rows; ++i)
      square += x[i] * x[i];
    const double alpha = x[step] > 0 ? -std::sqrt(square) : std::sqrt(square);
    diagonal[static_cast<size_t>(step)] = alpha;
    if (alpha == 0) continue;
    x[step] -= alpha;
    for (int64_t c = step + 1; c < columns; ++c) {
      double* y = work.data() + c * rows;
      double dot = 0;
      for (int64_t i = step; i < rows; ++i)
        dot -= y[i] * x[i];
      const double scale = dot / (alpha * x[step]);
      for (int64_t i = step; i < rows; ++i)
        y[i] -= scale * x[i];
    }
  }
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < columns; ++j) {
      const double cell = work[static_cast<size_t>(j * rows + i)];
      const double d = j < static_cast<int64_t>(diagonal.size()) ? diagonal[static_cast<size_t>(j)] : 0;
      h[i * columns + j] = j > i ? 0 : d == 0 ? 0 : cell / -d;
      r[i * columns + j] = j > i ? cell : j == i ? d : 0;
    }
  }
}

}  // namespace lineal::linalg
