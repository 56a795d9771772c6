// Block seeds, selection of cells, assembly.
#include "runtime/ops/random/random_matrix.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/random/java_random.h"
#include "runtime/ops/random/poisson.h"
#include "runtime/ops/random/random_numbers.h"
#include "runtime/ops/random/well1024a.h"

namespace lineal {
namespace {

constexpr int64_t kBlock = 1000;
constexpr int64_t kMostBlocks = int64_t{1} << 24;  // their seeds and lists take about 1 GiB
constexpr int64_t kTaskCells = 1 << 16;

/// The cells that are set in one block of a sparse result, in row-major order; positions are within the block.
struct BlockEntries {
  std::vector<int32_t> rows;
  std::vector<int32_t> columns;
  std::vector<double> values;
};

/// The grid of blocks and the linear map that all laws' values go through.
struct Grid {
  explicit Grid(const RandomRequest& request)
      : rows(request.rows),
        columns(request.columns),
        block_rows((rows + kBlock - 1) / kBlock),
        block_columns((columns + kBlock - 1) / kBlock),
        sparsity(request.sparsity),
        offset(request.law == RandomLaw::kUniform ? request.least : 0),
        range(request.law == RandomLaw::kUniform ? request.greatest - request.least : 1) {}

  int64_t height(int64_t block_row) const { return std::min(kBlock, rows - block_row * kBlock); }
  int64_t width(int64_t block_column) const { return std::min(kBlock, columns - block_column * kBlock); }

  int64_t rows;
  int64_t columns;
  int64_t block_rows;
  int64_t block_columns;
  double sparsity;
  double offset;
  double range;
};

/// One number of WELL1024a for each block, whose state comes from java.util.Random.
std::vector<int64_t> block_seeds(int64_t seed, int64_t blocks) {
  JavaRandom random(seed);
  std::array<uint32_t, Well1024a::kWords> state{};
  for (uint32_t& word : state)
    word = static_cast<uint32_t>(random.next_int());
  Well1024a well(state);
  std::vector<int64_t> seeds(static_cast<size_t>(blocks));
  for (int64_t& block_seed : seeds)
    block_seed = well.next_long();
  return seeds;
}

/// Java's conversion: towards zero, NaN to 0, what does not fit to the nearest bound.
int64_t saturated(double x) {
  if (std::isnan(x)) return 0;
  if (x >= 0x1p63) return INT64_MAX;
  if (x < -0x1p63) return INT64_MIN;
  return static_cast<int64_t>(x);
}

/// Seeds the positions by the first value of the stream; it is drawn whether or not positions are needed.
template <class Stream>
JavaRandom position_stream(Stream& values) {
  return JavaRandom(saturated(values.next() * 0x1p63));
}

/// Calls `set(row, column, value)` for each cell of a block that is set, in row-major order.
template <class Stream, class Set>
void generate_block(const Grid& grid, int64_t height, int64_t width, Stream values, const Set& set) {
  JavaRandom positions = position_stream(values);
  const double expected = grid.sparsity * static_cast<double>(height) * static_cast<double>(width);
  if (random_is_sparse(height, width, static_cast<int64_t>(expected))) {
    const double log_unset = java_log(1 - grid.sparsity);
    if (log_unset == 0) return;  // so sparse that 1 - sparsity rounds to 1
    const int64_t cells = height * width;
    int64_t position = 0;  // counted from 1
    while (position < cells) {
      // The gap to the next cell that is set is distributed geometrically.
      const double gap = std::ceil(java_log(positions.next_double()) / log_unset);
      if (gap > static_cast<double>(cells - position)) return;
      position += static_cast<int64_t>(gap);
      set((position - 1) / width, (position - 1) % width, grid.offset + grid.range * values.next());
    }
    return;
  }
  for (int64_t r = 0; r < height; ++r) {
    for (int64_t c = 0; c < width; ++c) {
      if (positions.next_double() <= grid.sparsity) set(r, c, grid.offset + grid.range * values.next());
    }
  }
}

/// Calls `task(block_row, block_column, block)` for all blocks, several small ones to a task of the pool.
template <class Task>
void for_each_block(const Grid& grid, KernelContext& context, const Task& task) {
  const int64_t blocks = grid.block_rows * grid.block_columns;
  const int64_t cells = std::min(kBlock, grid.rows) * std::min(kBlock, grid.columns);
  const int64_t together = std::max<int64_t>(1, kTaskCells / cells);
  context.pool.for_each((blocks + together - 1) / together, [&](int64_t group) {
    context.interrupt.check();
    const int64_t end = std::min(blocks, (group + 1) * together);
    for (int64_t block = group * together; block < end; ++block)
      task(block / grid.block_columns, block % grid.block_columns, block);
  });
}

template <class MakeStream>
MatrixRef generate_dense(const Grid& grid, const std::vector<int64_t>& seeds, KernelContext& context,
                         const MakeStream& make_stream) {
  NewMatrix result = NewMatrix::dense(grid.rows, grid.columns);
  for_each_block(grid, context, [&](int64_t block_row, int64_t block_column, int64_t block) {
    const int64_t height = grid.height(block_row);
    const int64_t width = grid.width(block_column);
    auto values = make_stream(seeds[static_cast<size_t>(block)]);
    const auto row_of = [&](int64_t r) { return result->row(block_row * kBlock + r) + block_column * kBlock; };
    if (grid.sparsity == 1) {
      position_stream(values);
      for (int64_t r = 0; r < height; ++r) {
        double* out = row_of(r);
        for (int64_t c = 0; c < width; ++c)
          out[c] = grid.offset + grid.range * values.next();
      }
      return;
    }
    for (int64_t r = 0; r < height; ++r)
      std::fill_n(row_of(r), width, 0.0);
    generate_block(grid, height, width, std::move(values),
                   [&](int64_t r, int64_t c, double value) { row_of(r)[c] = value; });
  });
  return result;
}

/// Puts the entries of all blocks into rows.
MatrixRef assemble(const Grid& grid, std::vector<BlockEntries>& blocks, KernelContext& context) {
  std::vector<int64_t> offsets(static_cast<size_t>(grid.rows) + 1, 0);
  for (int64_t block = 0; block < static_cast<int64_t>(blocks.size()); ++block) {
    const int64_t first = block / grid.block_columns * kBlock;
    for (const int32_t r : blocks[static_cast<size_t>(block)].rows)
      ++offsets[static_cast<size_t>(first + r + 1)];
  }
  for (size_t r = 1; r < offsets.size(); ++r)
    offsets[r] += offsets[r - 1];
  if (offsets.back() == 0) return NewMatrix::zero(grid.rows, grid.columns);

  SparseRows entries;
  entries.columns.resize(static_cast<size_t>(offsets.back()));
  entries.values.resize(static_cast<size_t>(offsets.back()));
  context.pool.for_each(grid.block_rows, [&](int64_t block_row) {
    const auto first = offsets.begin() + block_row * kBlock;
    std::vector<int64_t> next(first, first + grid.height(block_row));
    for (int64_t block_column = 0; block_column < grid.block_columns; ++block_column) {
      BlockEntries& block = blocks[static_cast<size_t>(block_row * grid.block_columns + block_column)];
      for (size_t i = 0; i < block.values.size(); ++i) {
        const auto at = static_cast<size_t>(next[static_cast<size_t>(block.rows[i])]++);
        entries.columns[at] = block_column * kBlock + block.columns[i];
        entries.values[at] = block.values[i];
      }
      block = {};
    }
  });
  entries.offsets = std::move(offsets);
  return NewMatrix::sparse(grid.rows, grid.columns, std::move(entries));
}

template <class MakeStream>
MatrixRef generate_sparse(const Grid& grid, const std::vector<int64_t>& seeds, KernelContext& context,
                          const MakeStream& make_stream) {
  std::vector<BlockEntries> blocks(seeds.size());
  for_each_block(grid, context, [&](int64_t block_row, int64_t block_column, int64_t block) {
    BlockEntries& entries = blocks[static_cast<size_t>(block)];
    generate_block(grid, grid.height(block_row), grid.width(block_column),
                   make_stream(seeds[static_cast<size_t>(block)]), [&](int64_t r, int64_t c, double value) {
                     if (value == 0) return;
                     entries.rows.push_back(static_cast<int32_t>(r));
                     entries.columns.push_back(static_cast<int32_t>(c));
                     entries.values.push_back(value);
                   });
  });
  return assemble(grid, blocks, context);
}

template <class MakeStream>
MatrixRef generate(const RandomRequest& request, KernelContext& context, const MakeStream& make_stream) {
  const Grid grid(request);
  if (grid.block_rows > kMostBlocks / std::max<int64_t>(1, grid.block_columns)) {
    throw Error(ErrorKind::kResource, cat("rand: too many blocks of 1000x1000: ", grid.rows, "x", grid.columns));
  }
  const double expected = grid.sparsity * static_cast<double>(grid.rows) * static_cast<double>(grid.columns);
  const bool sparse = grid.sparsity < 1 && random_is_sparse(grid.rows, grid.columns, static_cast<int64_t>(expected));
  if (!sparse) checked_dense_bytes(grid.rows, grid.columns);
  const std::vector<int64_t> seeds = block_seeds(request.seed, grid.block_rows * grid.block_columns);
  return sparse ? generate_sparse(grid, seeds, context, make_stream)
                : generate_dense(grid, seeds, context, make_stream);
}

bool equal_ignoring_case(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                    [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == y; });
}

}  // namespace

std::optional<RandomLaw> random_law(std::string_view name) {
  if (equal_ignoring_case(name, "uniform")) return RandomLaw::kUniform;
  if (equal_ignoring_case(name, "normal")) return RandomLaw::kNormal;
  if (equal_ignoring_case(name, "poisson")) return RandomLaw::kPoisson;
  return std::nullopt;
}

bool random_is_sparse(int64_t rows, int64_t columns, int64_t nonzeros) {
  if (columns <= 1) return false;
  const auto r = static_cast<double>(rows);
  const auto c = static_cast<double>(columns);
  const double share = static_cast<double>(nonzeros) / r / c;
  if (!(share < 0.4)) return false;
  if (share == 0) return true;
  const double set = std::ceil(share * r * c);
  const double used_rows = std::min(r, set);
  // In bytes, without what both forms have: a row's object and arrays, the array of rows, a dense array.
  const double row_bytes = std::floor(88 + 12 * std::max(4.0, set / used_rows));
  const double sparse_bytes = std::floor(48 + 8 * r + used_rows * row_bytes);
  const double dense_bytes = 96 + 8 * r * c;
  return sparse_bytes < dense_bytes;
}

MatrixRef random_matrix(const RandomRequest& request, KernelContext& context) {
  checked_cells(request.rows, request.columns);
  const bool uniform = request.law == RandomLaw::kUniform;
  if (request.sparsity == 0 || request.rows == 0 || request.columns == 0 ||
      (uniform && request.least == 0 && request.greatest == 0)) {
    return NewMatrix::zero(request.rows, request.columns);
  }
  const bool constant =
      request.least == request.greatest || (std::isnan(request.least) && std::isnan(request.greatest));
  if (uniform && request.sparsity == 1 && constant) {
    return NewMatrix::filled(request.rows, request.columns, request.least);
  }
  switch (request.law) {
    case RandomLaw::kUniform:
      return generate(request, context, [](int64_t seed) { return UniformStream(seed); });
    case RandomLaw::kNormal:
      return generate(request, context, [](int64_t seed) { return NormalStream(seed); });
    default: {
      const PoissonLaw law(request.lambda);
      return generate(request, context, [&](int64_t seed) { return PoissonStream(law, seed); });
    }
  }
}

}  // namespace lineal
