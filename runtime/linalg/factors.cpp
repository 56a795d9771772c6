#include "runtime/linalg/factors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/kernels/product.h"
#include "runtime/linalg/dense_products.h"

namespace lineal::linalg {
namespace {

using kernels::ProductKernels;
using kernels::Store;

/// Rows or columns that are factored or solved together: part of the definition of the bits.
constexpr int64_t kBlock = 64;
/// Columns of a block row that stay in the cache while its rows are solved.
constexpr int64_t kStripe = 64;

/// Columns [0, count) in stripes, on the threads of the pool.
template <class Body>
void for_stripes(ThreadPool& pool, int64_t count, const Body& body) {
  constexpr int64_t kTogether = 4;  // stripes for which a thread is worth waking
  const int64_t tasks = (count + kStripe * kTogether - 1) / (kStripe * kTogether);
  const auto run = [&](int64_t task) {
    const int64_t end = std::min(count, (task + 1) * kStripe * kTogether);
    for (int64_t begin = task * kStripe * kTogether; begin < end; begin += kStripe)
      body(begin, std::min(kStripe, end - begin));
  };
  if (tasks <= 1) {
    if (tasks == 1) run(0);
    return;
  }
  pool.for_each(tasks, run);
}

/// to[j] -= sum over k of x[k * stride + j] * v[k], at most kStripe cells, one chain of fused operations for each.
void subtract_terms(const ProductKernels& kernels, int64_t cells, int64_t terms, const double* x, int64_t stride,
                    const double* v, double* to) {
  if (terms == 0) return;
  double chains[kStripe] = {};
  kernels.extend_chains(cells, terms, x, stride, v, chains);
  kernels.store_sums(cells, chains, Store::kSubtract, to);
}

/// A block of columns from the diagonal down, column by column, which is how it is factored.
class Panel {
 public:
  Panel(int64_t size, int64_t first, double* a)
      : a_(a + first * size + first),
        stride_(size),
        rows_(size - first),
        columns_(std::min(kBlock, rows_)),
        cells_(static_cast<size_t>(rows_ * columns_)),
        chains_(static_cast<size_t>(rows_)) {
    for (int64_t i = 0; i < rows_; ++i) {
      for (int64_t j = 0; j < columns_; ++j)
        column(j)[i] = a_[i * stride_ + j];
    }
  }

  int64_t columns() const { return columns_; }

  /// Exchanges rows of the panel alone; `pivots[j]` is the row, from the panel's first, that came to row j. Returns the
  /// first column whose pivot is zero, or -1.
  int64_t factor(const ProductKernels& kernels, std::vector<int64_t>& pivots) {
    int64_t zero = -1;
    for (int64_t j = 0; j < columns_; ++j) {
      eliminate(kernels, j);
      double* const x = column(j);
      const int64_t pivot = largest(x, j);
      pivots.push_back(pivot);
      if (pivot != j) {
        for (int64_t k = 0; k < columns_; ++k)
          std::swap(column(k)[j], column(k)[pivot]);
      }
      if (x[j] == 0) {
        if (zero < 0) zero = j;
        continue;  // zeros all the way down
      }
      const double divisor = x[j];
      for (int64_t i = j + 1; i < rows_; ++i)
        x[i] /= divisor;
    }
    return zero;
  }

  void put_back() const {
    for (int64_t i = 0; i < rows_; ++i) {
      for (int64_t j = 0; j < columns_; ++j)
        a_[i * stride_ + j] = cells_[static_cast<size_t>(j * rows_ + i)];
    }
  }

 private:
  double* column(int64_t j) { return cells_.data() + j * rows_; }

  /// Takes the columns before from column j.
  void eliminate(const ProductKernels& kernels, int64_t j) {
    double* const x = column(j);
    std::fill(chains_.begin(), chains_.end(), 0.0);
    for (int64_t k = 0; k < j; ++k) {
      x[k] = kernels::canonical(x[k] - (0.0 + chains_[static_cast<size_t>(k)]));  // as store_sums does
      kernels.extend_chains(j - 1 - k, 1, column(k) + k + 1, rows_, x + k, chains_.data() + k + 1);
    }
    if (j == 0) return;
    kernels.extend_chains(rows_ - j, j, column(0) + j, rows_, x, chains_.data() + j);
    kernels.store_sums(rows_ - j, chains_.data() + j, Store::kSubtract, x + j);
  }

  /// The first of the largest magnitudes from row j on. NaN is no magnitude, unless it comes first.
  int64_t largest(const double* x, int64_t j) const {
    int64_t found = j;
    double best = std::fabs(x[j]);
    for (int64_t i = j + 1; i < rows_; ++i) {
      if (std::fabs(x[i]) > best) {
        best = std::fabs(x[i]);
        found = i;
      }
    }
    return found;
  }

  double* a_;
  int64_t stride_;
  int64_t rows_;
  int64_t columns_;
  std::vector<double> cells_;
  std::vector<double> chains_;
};

/// Rows [first, first + rows) of L or of t(U) below: x_i -= the terms of the rows before it in the block.
void solve_block_lower(const ProductKernels& kernels, int64_t size, int64_t columns, const double* factors,
                       int64_t first, int64_t rows, double* x, int64_t stride) {
  for (int64_t i = 1; i < rows; ++i)
    subtract_terms(kernels, columns, i, x, stride, factors + (first + i) * size + first, x + i * stride);
}

}  // namespace

RowFactors factor_rows(ThreadPool& pool, int64_t size, double* a) {
  const ProductKernels& kernels = kernels::product_kernels();
  RowFactors result;
  result.source.resize(static_cast<size_t>(size));
  std::iota(result.source.begin(), result.source.end(), int64_t{0});
  for (int64_t first = 0; first < size; first += kBlock) {
    Panel panel(size, first, a);
    std::vector<int64_t> pivots;
    const int64_t zero = panel.factor(kernels, pivots);
    if (zero >= 0 && result.zero_pivot == 0) result.zero_pivot = first + zero + 1;
    panel.put_back();
    const int64_t next = first + panel.columns();
    for (size_t j = 0; j < pivots.size(); ++j) {
      const int64_t row = first + static_cast<int64_t>(j);
      const int64_t other = first + pivots[j];
      if (row == other) continue;
      ++result.exchanges;
      std::swap(result.source[static_cast<size_t>(row)], result.source[static_cast<size_t>(other)]);
      std::swap_ranges(a + row * size, a + row * size + first, a + other * size);
      std::swap_ranges(a + row * size + next, a + (row + 1) * size, a + other * size + next);
    }
    const int64_t rest = size - next;
    if (rest == 0) break;
    for_stripes(pool, rest, [&](int64_t begin, int64_t count) {
      solve_block_lower(kernels, size, count, a, first, panel.columns(), a + first * size + next + begin, size);
    });
    multiply_add(pool, Form::kPlain, Form::kPlain, rest, rest, panel.columns(), Sign::kMinus, a + next * size + first,
                 size, a + first * size + next, size, a + next * size + next, size);
  }
  return result;
}

int64_t factor_positive(ThreadPool& pool, int64_t size, double* a) {
  const ProductKernels& kernels = kernels::product_kernels();
  for (int64_t first = 0; first < size; first += kBlock) {
    const int64_t rows = std::min(kBlock, size - first);
    double* const block = a + first * size + first;
    if (first > 0) {
      multiply_add(pool, Form::kTransposed, Form::kPlain, rows, size - first, first, Sign::kMinus, a + first, size,
                   a + first, size, block, size);
    }
    // The square on the diagonal, then the columns right of it.
    double column[kBlock];
    double square[kBlock * kBlock];  // t(U), so that a row's factors lie side by side
    double diagonal[kBlock];
    for (int64_t i = 0; i < rows; ++i) {
      for (int64_t k = 0; k < i; ++k)
        square[i * kBlock + k] = column[k] = block[k * size + i];
      subtract_terms(kernels, rows - i, i, block + i, size, column, block + i * size + i);
      const double pivot = block[i * size + i];
      if (!(pivot > 0)) return first + i + 1;
      diagonal[i] = std::sqrt(pivot);
      block[i * size + i] = diagonal[i];
      for (int64_t j = i + 1; j < rows; ++j)
        block[i * size + j] /= diagonal[i];
    }
    for_stripes(pool, size - first - rows, [&](int64_t begin, int64_t count) {
      double* const x = block + rows + begin;
      for (int64_t i = 0; i < rows; ++i) {
        subtract_terms(kernels, count, i, x, size, square + i * kBlock, x + i * size);
        for (int64_t j = 0; j < count; ++j)
          x[i * size + j] /= diagonal[i];
      }
    });
  }
  return 0;
}

void solve_lower(ThreadPool& pool, int64_t size, int64_t columns, const double* factors, Known known, double* x) {
  const ProductKernels& kernels = kernels::product_kernels();
  for (int64_t first = 0; first < size; first += kBlock) {
    const int64_t rows = std::min(kBlock, size - first);
    double* const block = x + first * columns;
    const int64_t before = known == Known::kIdentity ? first : columns;
    const int64_t wide = known == Known::kIdentity ? first + rows : columns;
    if (first > 0) {
      multiply_add(pool, Form::kPlain, Form::kPlain, rows, before, first, Sign::kMinus, factors + first * size, size, x,
                   columns, block, columns);
    }
    for_stripes(pool, wide, [&](int64_t begin, int64_t count) {
      solve_block_lower(kernels, size, count, factors, first, rows, block + begin, columns);
    });
  }
}

void solve_upper(ThreadPool& pool, int64_t size, int64_t columns, const double* factors, double* x) {
  const ProductKernels& kernels = kernels::product_kernels();
  for (int64_t first = (size - 1) / kBlock * kBlock; first >= 0; first -= kBlock) {
    const int64_t rows = std::min(kBlock, size - first);
    const int64_t next = first + rows;
    double* const block = x + first * columns;
    if (next < size) {
      multiply_add(pool, Form::kPlain, Form::kPlain, rows, columns, size - next, Sign::kMinus,
                   factors + first * size + next, size, x + next * columns, columns, block, columns);
    }
    for_stripes(pool, columns, [&](int64_t begin, int64_t count) {
      for (int64_t i = rows - 1; i >= 0; --i) {
        const double* const row = factors + (first + i) * size + first;
        double* const to = block + i * columns + begin;
        subtract_terms(kernels, count, rows - 1 - i, to + columns, columns, row + i + 1, to);
        for (int64_t j = 0; j < count; ++j)
          to[j] /= row[i];
      }
    });
  }
}

}  // namespace lineal::linalg
