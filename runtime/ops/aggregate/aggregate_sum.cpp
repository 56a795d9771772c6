// Sums along an axis of dense and CSR matrices.
#include "runtime/ops/aggregate/aggregate_sum.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace lineal {
namespace {

// Part of the definition of a sum's bits: changing one changes the numeric profile.
constexpr int64_t kLanes = 8;
constexpr int64_t kBlockCells = int64_t{1} << 15;
constexpr int64_t kColumnBlocks = 32;

using Pack = double __attribute__((vector_size(16)));
constexpr int64_t kPacks = kLanes / 2;

struct Lanes {
  std::array<Sum, kLanes> lanes;

  Sum total() const {
    Sum sum;
    for (const Sum& lane : lanes)
      sum.add(lane);
    return sum;
  }
};

template <Term term>
void add_term(Sum& sum, double x) {
  if constexpr (term == Term::kValue) {
    sum.add(x);
  } else {
    sum.add_square(x);
  }
}

/// The same operations as Sum::add and Sum::add_square, two lanes at a time.
template <Term term>
inline void add_pack(Pack& high, Pack& low, const Pack& x) {
  Pack value = x;
  if constexpr (term == Term::kSquare) value = x * x;
  const Pack total = high + value;
  const Pack part = total - high;
  low += (high - (total - part)) + (value - part);
  high = total;
  if constexpr (term == Term::kSquare) {
    const Pack scaled = 134217729.0 * x;
    const Pack head = scaled - (scaled - x);
    const Pack tail = x - head;
    low += ((head * head - value) + 2.0 * head * tail) + tail * tail;
  }
}

template <Term term>
Sum run(const double* cells, int64_t count) {
  Sum sum;
  if (count <= kLanes) {  // a lane holds one cell at most, so that combining lanes is adding cells
    for (int64_t i = 0; i < count; ++i)
      add_term<term>(sum, cells[i]);
    return sum;
  }
  Pack high[kPacks] = {};
  Pack low[kPacks] = {};
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int64_t p = 0; p < kPacks; ++p) {
      Pack x;
      std::memcpy(&x, cells + i + 2 * p, sizeof x);
      add_pack<term>(high[p], low[p], x);
    }
  }
  Lanes lanes;
  for (int64_t lane = 0; lane < kLanes; ++lane)
    lanes.lanes[static_cast<size_t>(lane)] = {high[lane / 2][lane % 2], low[lane / 2][lane % 2]};
  for (int64_t lane = 0; i < count; ++i, ++lane)
    add_term<term>(lanes.lanes[static_cast<size_t>(lane)], cells[i]);
  return lanes.total();
}

int64_t blocks_of(int64_t count, int64_t size) {
  return count / size + (count % size != 0 ? 1 : 0);
}

template <Term term>
Sum all_dense(const double* cells, int64_t count, ThreadPool& pool) {
  const int64_t blocks = blocks_of(count, kBlockCells);
  if (blocks <= 1) return run<term>(cells, count);
  std::vector<Sum> parts(static_cast<size_t>(blocks));
  pool.for_each(blocks, [&](int64_t block) {
    const int64_t begin = block * kBlockCells;
    parts[static_cast<size_t>(block)] = run<term>(cells + begin, std::min(kBlockCells, count - begin));
  });
  Sum sum;
  for (const Sum& part : parts)
    sum.add(part);
  return sum;
}

/// Collects entries in order of their index in the dense form, in the lanes and blocks that the dense form would use.
template <Term term>
class BlockwiseSum {
 public:
  void add(int64_t index, double x) {
    const int64_t block = index / kBlockCells;
    if (block != block_) flush(block);
    add_term<term>(lanes_.lanes[static_cast<size_t>(index % kLanes)], x);
  }
  Sum finish() {
    flush(-1);
    return total_;
  }

 private:
  void flush(int64_t next) {
    if (block_ >= 0) total_.add(lanes_.total());
    lanes_ = {};
    block_ = next;
  }

  int64_t block_ = -1;
  Lanes lanes_;
  Sum total_;
};

template <Term term>
Sum all_sparse(const MatrixBlock& matrix) {
  BlockwiseSum<term> sum;
  for (int64_t r = 0; r < matrix.rows() && !matrix.entries().offsets.empty(); ++r) {
    const std::span<const int64_t> columns = matrix.row_columns(r);
    const std::span<const double> values = matrix.row_values(r);
    for (size_t k = 0; k < columns.size(); ++k)
      sum.add(r * matrix.columns() + columns[k], values[k]);
  }
  return sum.finish();
}

template <Term term>
Sum dense_row(const double* row, int64_t columns) {
  if (columns <= kBlockCells) return run<term>(row, columns);
  Sum sum;
  for (int64_t begin = 0; begin < columns; begin += kBlockCells)
    sum.add(run<term>(row + begin, std::min(kBlockCells, columns - begin)));
  return sum;
}

template <Term term>
std::vector<Sum> rows_of(const MatrixBlock& matrix, ThreadPool& pool) {
  std::vector<Sum> sums(static_cast<size_t>(matrix.rows()));
  if (matrix.is_sparse() && matrix.entries().offsets.empty()) return sums;
  const int64_t group = std::max<int64_t>(1, kBlockCells / std::max<int64_t>(1, matrix.columns()));
  pool.for_each(blocks_of(matrix.rows(), group), [&](int64_t block) {
    const int64_t end = std::min(matrix.rows(), (block + 1) * group);
    for (int64_t r = block * group; r < end; ++r) {
      Sum& sum = sums[static_cast<size_t>(r)];
      if (!matrix.is_sparse()) {
        sum = dense_row<term>(matrix.row(r), matrix.columns());
        continue;
      }
      BlockwiseSum<term> entries;
      const std::span<const int64_t> columns = matrix.row_columns(r);
      const std::span<const double> values = matrix.row_values(r);
      for (size_t k = 0; k < columns.size(); ++k)
        entries.add(columns[k], values[k]);
      sum = entries.finish();
    }
  });
  return sums;
}

/// Sums per column of some rows.
struct ColumnSums {
  std::vector<double> high, low;

  explicit ColumnSums(int64_t columns) : high(static_cast<size_t>(columns)), low(static_cast<size_t>(columns)) {}

  template <Term term>
  void add_row(const double* row) {
    double* __restrict h = high.data();
    double* __restrict l = low.data();
    const double* __restrict x = row;
    const size_t n = high.size();
    for (size_t c = 0; c < n; ++c) {
      Sum sum{h[c], l[c]};
      add_term<term>(sum, x[c]);
      h[c] = sum.high;
      l[c] = sum.low;
    }
  }
  template <Term term>
  void add_cell(int64_t column, double x) {
    const auto c = static_cast<size_t>(column);
    Sum sum{high[c], low[c]};
    add_term<term>(sum, x);
    high[c] = sum.high;
    low[c] = sum.low;
  }
};

template <Term term>
void add_rows(const MatrixBlock& matrix, int64_t begin, int64_t end, ColumnSums& sums) {
  for (int64_t r = begin; r < end; ++r) {
    if (!matrix.is_sparse()) {
      sums.add_row<term>(matrix.row(r));
      continue;
    }
    const std::span<const int64_t> columns = matrix.row_columns(r);
    const std::span<const double> values = matrix.row_values(r);
    for (size_t k = 0; k < columns.size(); ++k)
      sums.add_cell<term>(columns[k], values[k]);
  }
}

/// Blocks of rows per column sum: at most kColumnBlocks, so that combining them stays cheap for wide matrices, and at
/// least 64 rows each.
int64_t rows_per_block(const MatrixBlock& matrix) {
  const int64_t by_cells = kBlockCells / std::max<int64_t>(1, matrix.columns());
  return std::max({int64_t{64}, by_cells, blocks_of(matrix.rows(), kColumnBlocks)});
}

template <Term term>
std::vector<Sum> columns_of(const MatrixBlock& matrix, ThreadPool& pool) {
  std::vector<Sum> sums(static_cast<size_t>(matrix.columns()));
  if (matrix.is_sparse() && matrix.entries().offsets.empty()) return sums;
  const int64_t step = rows_per_block(matrix);
  const int64_t blocks = blocks_of(matrix.rows(), step);
  std::vector<ColumnSums> parts(static_cast<size_t>(blocks), ColumnSums(0));
  pool.for_each(blocks, [&](int64_t block) {
    ColumnSums part(matrix.columns());
    add_rows<term>(matrix, block * step, std::min(matrix.rows(), (block + 1) * step), part);
    parts[static_cast<size_t>(block)] = std::move(part);
  });
  for (const ColumnSums& part : parts) {
    for (size_t c = 0; c < sums.size(); ++c)
      sums[c].add(Sum{part.high[c], part.low[c]});
  }
  return sums;
}

template <Term term>
std::vector<Sum> sum_terms(const MatrixBlock& matrix, Axis axis, ThreadPool& pool) {
  if (axis == Axis::kRows) return rows_of<term>(matrix, pool);
  if (axis == Axis::kColumns && matrix.columns() != 1) return columns_of<term>(matrix, pool);
  if (matrix.is_sparse()) return {all_sparse<term>(matrix)};
  return {all_dense<term>(matrix.data(), matrix.cells(), pool)};
}

}  // namespace

std::vector<Sum> sum_cells(const MatrixBlock& matrix, Axis axis, Term term, ThreadPool& pool) {
  return term == Term::kValue ? sum_terms<Term::kValue>(matrix, axis, pool)
                              : sum_terms<Term::kSquare>(matrix, axis, pool);
}

Sum sum_run(const double* cells, int64_t count, Term term) {
  return term == Term::kValue ? dense_row<Term::kValue>(cells, count) : dense_row<Term::kSquare>(cells, count);
}

}  // namespace lineal
