// Extremes and products along an axis.
#include "runtime/ops/aggregate/aggregate_extreme.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace lineal {
namespace {

constexpr int64_t kBlockCells = int64_t{1} << 15;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

int64_t blocks_of(int64_t count, int64_t size) {
  return count / size + (count % size != 0 ? 1 : 0);
}

int64_t rows_per_block(const MatrixBlock& matrix) {
  return std::max<int64_t>(1, kBlockCells / std::max<int64_t>(1, matrix.columns()));
}

template <Extreme extreme>
constexpr double kStart = extreme == Extreme::kMin ? kInfinity : -kInfinity;

/// NaN replaces any number and is replaced by none.
template <Extreme extreme>
inline double better(double best, double x) {
  const bool replaces = extreme == Extreme::kMin ? x < best : x > best;
  return replaces || x != x ? x : best;
}

template <Extreme extreme>
double run(const double* cells, int64_t count) {
  using Pack = double __attribute__((vector_size(16)));
  constexpr int64_t kPacks = 4;
  double best = kStart<extreme>;
  int64_t i = 0;
  if (count >= 4 * kPacks) {
    Pack lanes[kPacks];
    for (Pack& lane : lanes)
      lane = Pack{best, best};
    for (; i + 2 * kPacks <= count; i += 2 * kPacks) {
      for (int64_t p = 0; p < kPacks; ++p) {
        Pack x;
        std::memcpy(&x, cells + i + 2 * p, sizeof x);
        if constexpr (extreme == Extreme::kMin) {
          lanes[p] = ((x < lanes[p]) | (x != x)) ? x : lanes[p];
        } else {
          lanes[p] = ((x > lanes[p]) | (x != x)) ? x : lanes[p];
        }
      }
    }
    for (const Pack& lane : lanes)
      best = better<extreme>(better<extreme>(best, lane[0]), lane[1]);
  }
  for (; i < count; ++i)
    best = better<extreme>(best, cells[i]);
  return best;
}

template <Extreme extreme>
double all_cells(const MatrixBlock& matrix, ThreadPool& pool) {
  if (matrix.is_sparse()) {
    const std::vector<double>& values = matrix.entries().values;
    const double best = run<extreme>(values.data(), static_cast<int64_t>(values.size()));
    return static_cast<int64_t>(values.size()) < matrix.cells() ? better<extreme>(best, 0) : best;
  }
  const int64_t blocks = blocks_of(matrix.cells(), kBlockCells);
  std::vector<double> parts(static_cast<size_t>(blocks));
  pool.for_each(blocks, [&](int64_t block) {
    const int64_t begin = block * kBlockCells;
    parts[static_cast<size_t>(block)] =
        run<extreme>(matrix.data() + begin, std::min(kBlockCells, matrix.cells() - begin));
  });
  return run<extreme>(parts.data(), blocks);
}

template <Extreme extreme>
void rows_of(const MatrixBlock& matrix, std::vector<double>& best, ThreadPool& pool) {
  const int64_t step = rows_per_block(matrix);
  pool.for_each(blocks_of(matrix.rows(), step), [&](int64_t block) {
    for (int64_t r = block * step; r < std::min(matrix.rows(), (block + 1) * step); ++r) {
      double& result = best[static_cast<size_t>(r)];
      if (matrix.is_sparse()) {
        const std::span<const double> values = matrix.row_values(r);
        const auto count = static_cast<int64_t>(values.size());
        result = run<extreme>(values.data(), count);
        if (count < matrix.columns()) result = better<extreme>(result, 0);
      } else {
        result = run<extreme>(matrix.row(r), matrix.columns());
      }
    }
  });
}

template <Extreme extreme>
void columns_of(const MatrixBlock& matrix, std::vector<double>& best, ThreadPool& pool) {
  if (matrix.is_sparse()) {
    std::vector<int64_t> counts(best.size());
    const SparseRows& entries = matrix.entries();
    for (size_t k = 0; k < entries.values.size(); ++k) {
      const auto c = static_cast<size_t>(entries.columns[k]);
      best[c] = better<extreme>(best[c], entries.values[k]);
      ++counts[c];
    }
    for (size_t c = 0; c < best.size(); ++c) {
      if (counts[c] < matrix.rows()) best[c] = better<extreme>(best[c], 0);
    }
    return;
  }
  // Stripes of columns keep the running values in cache; each thread writes its own.
  constexpr int64_t kStripe = 512;
  pool.for_each(blocks_of(matrix.columns(), kStripe), [&](int64_t stripe) {
    const int64_t begin = stripe * kStripe;
    const int64_t count = std::min(kStripe, matrix.columns() - begin);
    double* __restrict result = best.data() + begin;
    for (int64_t r = 0; r < matrix.rows(); ++r) {
      const double* __restrict row = matrix.row(r) + begin;
      for (int64_t c = 0; c < count; ++c)
        result[c] = better<extreme>(result[c], row[c]);
    }
  });
}

template <Extreme extreme>
std::vector<double> extremes_of(const MatrixBlock& matrix, Axis axis, ThreadPool& pool) {
  std::vector<double> best;
  if (axis == Axis::kAll || (axis == Axis::kColumns && matrix.columns() == 1)) {
    best = {all_cells<extreme>(matrix, pool)};
  } else if (axis == Axis::kRows) {
    best.assign(static_cast<size_t>(matrix.rows()), kStart<extreme>);
    rows_of<extreme>(matrix, best, pool);
  } else {
    best.assign(static_cast<size_t>(matrix.columns()), kStart<extreme>);
    columns_of<extreme>(matrix, best, pool);
  }
  for (double& value : best)
    value += 0.0;  // -0.0 becomes +0.0
  return best;
}

template <Extreme extreme>
double position(const double* row, int64_t columns) {
  double best = kStart<extreme>;
  int64_t found = 0;
  for (int64_t c = 0; c < columns; ++c) {
    if (extreme == Extreme::kMin ? row[c] <= best : row[c] >= best) {
      best = row[c];
      found = c;
    }
  }
  return static_cast<double>(found + 1);
}

double product(const double* cells, int64_t count) {
  double result = 1;
  for (int64_t i = 0; i < count; ++i)
    result *= cells[i];
  return result;
}

}  // namespace

std::vector<double> extremes(const MatrixBlock& matrix, Axis axis, Extreme extreme, ThreadPool& pool) {
  return extreme == Extreme::kMin ? extremes_of<Extreme::kMin>(matrix, axis, pool)
                                  : extremes_of<Extreme::kMax>(matrix, axis, pool);
}

std::vector<double> row_positions(const MatrixBlock& matrix, Extreme extreme, ThreadPool& pool) {
  std::vector<double> result(static_cast<size_t>(matrix.rows()));
  const int64_t step = rows_per_block(matrix);
  pool.for_each(blocks_of(matrix.rows(), step), [&](int64_t block) {
    std::vector<double> expanded(matrix.is_sparse() ? static_cast<size_t>(matrix.columns()) : 0);
    for (int64_t r = block * step; r < std::min(matrix.rows(), (block + 1) * step); ++r) {
      const double* row = matrix.is_sparse() ? expanded.data() : matrix.row(r);
      if (matrix.is_sparse()) expand_row(matrix, r, expanded.data());
      result[static_cast<size_t>(r)] = extreme == Extreme::kMin ? position<Extreme::kMin>(row, matrix.columns())
                                                                : position<Extreme::kMax>(row, matrix.columns());
    }
  });
  return result;
}

std::vector<double> products(const MatrixBlock& matrix, Axis axis, ThreadPool& pool) {
  if (axis == Axis::kAll) {
    const int64_t blocks = blocks_of(matrix.cells(), kBlockCells);
    std::vector<double> parts(static_cast<size_t>(blocks));
    pool.for_each(blocks, [&](int64_t block) {
      const int64_t begin = block * kBlockCells;
      parts[static_cast<size_t>(block)] = product(matrix.data() + begin, std::min(kBlockCells, matrix.cells() - begin));
    });
    return {product(parts.data(), blocks)};
  }
  if (axis == Axis::kRows) {
    std::vector<double> result(static_cast<size_t>(matrix.rows()));
    const int64_t step = rows_per_block(matrix);
    pool.for_each(blocks_of(matrix.rows(), step), [&](int64_t block) {
      for (int64_t r = block * step; r < std::min(matrix.rows(), (block + 1) * step); ++r)
        result[static_cast<size_t>(r)] = product(matrix.row(r), matrix.columns());
    });
    return result;
  }
  std::vector<double> result(static_cast<size_t>(matrix.columns()), 1);
  double* __restrict running = result.data();
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const double* __restrict row = matrix.row(r);
    for (int64_t c = 0; c < matrix.columns(); ++c)
      running[c] *= row[c];
  }
  return result;
}

void expand_row(const MatrixBlock& matrix, int64_t r, double* cells) {
  if (!matrix.is_sparse()) {
    if (matrix.columns() > 0) std::memcpy(cells, matrix.row(r), static_cast<size_t>(matrix.columns()) * sizeof(double));
    return;
  }
  std::fill_n(cells, matrix.columns(), 0.0);
  const std::span<const int64_t> columns = matrix.row_columns(r);
  const std::span<const double> values = matrix.row_values(r);
  for (size_t k = 0; k < columns.size(); ++k)
    cells[columns[k]] = values[k];
}

}  // namespace lineal
