#include "runtime/linalg/dense_products.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/linalg/matrix_vector.h"
#include "runtime/linalg/tiling.h"

namespace lineal::linalg {
namespace {

struct Operand {
  Form form;
  const double* data;
  int64_t stride;

  /// Start of the logical part that begins at row `r` and column `c`.
  const double* at(int64_t r, int64_t c) const {
    return form == Form::kPlain ? data + r * stride + c : data + c * stride + r;
  }
};

int64_t parts_of(int64_t count, int64_t part) {
  return (count + part - 1) / part;
}

/// Sums of blocks that are kept apart until they are added in order: 32 MiB.
constexpr int64_t kSumCells = int64_t{1} << 22;
/// A result that large gives each thread tiles that pack their operands cheaply, with fewer sums to keep and to add.
constexpr int64_t kSmallResult = int64_t{1} << 18;

class Product {
 public:
  Product(Operand left, Operand right, int64_t rows, int64_t columns, int64_t depth, double* c, bool symmetric)
      : left_(left), right_(right), rows_(rows), columns_(columns), depth_(depth), c_(c), symmetric_(symmetric) {}

  void run(ThreadPool& pool) {
    // Which dimension is run in parallel changes no bit: block sums are computed apart and added in order in both ways.
    const int64_t blocks = parts_of(depth_, kDepthBlock);
    const int64_t wanted = wanted_parts(pool.threads());
    const int64_t wave = std::min(blocks, kSumCells / rows_ / columns_);
    const bool by_blocks = wanted > 1 && wave >= wanted && rows_ * columns_ <= kSmallResult;
    const std::vector<Tile> tiles = cut(by_blocks ? 1 : wanted);
    if (by_blocks) return blocks_in_parallel(pool, tiles, blocks, wave);
    pool.for_each(static_cast<int64_t>(tiles.size()), [&](int64_t t) { whole_depth(tiles[static_cast<size_t>(t)]); });
  }

 private:
  /// A second part for each thread evens out what the machine does besides, but packs more; a triangle has small tiles
  /// on its diagonal for that.
  int64_t wanted_parts(int threads) const {
    constexpr double kLarge = 4e9;
    const double volume = static_cast<double>(rows_) * static_cast<double>(columns_) * static_cast<double>(depth_);
    return threads > 1 && volume > kLarge && !symmetric_ ? int64_t{2} * threads : threads;
  }

  std::vector<Tile> cut(int64_t wanted) const {
    return symmetric_ ? cut_triangle(rows_, depth_, wanted) : cut_rectangle(rows_, columns_, depth_, wanted);
  }

  void block(const Tile& tile, int64_t number, double* out, int64_t out_stride) const {
    const int64_t k = number * kDepthBlock;
    const int64_t depth = std::min(kDepthBlock, depth_ - k);
    if (!tile.diagonal) return block_part(tile, k, depth, Sum::kSet, out, out_stride);
    const int64_t done =
        multiply_self_tile(left_.form, tile.rows, depth, left_.at(tile.row, k), left_.stride, out, out_stride);
    if (done == depth) return;
    const int64_t strip = strip_size(tile.rows);
    for (int64_t r = 0; r < tile.rows; r += strip) {
      const Tile part{tile.row + r, tile.column + r, std::min(strip, tile.rows - r), tile.columns - r};
      block_part(part, k + done, depth - done, done == 0 ? Sum::kSet : Sum::kAdd, out + r * out_stride + r, out_stride);
    }
  }

  void block_part(const Tile& tile, int64_t k, int64_t depth, Sum sum, double* out, int64_t out_stride) const {
    multiply_tile(left_.form, right_.form, tile.rows, tile.columns, depth, left_.at(tile.row, k), left_.stride,
                  right_.at(k, tile.column), right_.stride, sum, out, out_stride);
  }

  double* target(const Tile& tile) const { return c_ + tile.row * columns_ + tile.column; }

  void add_to(const Tile& tile, const double* sum) const {
    for (int64_t r = 0; r < tile.rows; ++r) {
      double* to = target(tile) + r * columns_;
      const double* from = sum + r * tile.columns;
      for (int64_t j = tile.diagonal ? r : 0; j < tile.columns; ++j)
        to[j] += from[j];
    }
  }

  void whole_depth(const Tile& tile) const {
    block(tile, 0, target(tile), columns_);
    const int64_t blocks = parts_of(depth_, kDepthBlock);
    if (blocks == 1) return;
    const std::unique_ptr<double[]> sum(new double[static_cast<size_t>(tile.rows * tile.columns)]);
    for (int64_t b = 1; b < blocks; ++b) {
      block(tile, b, sum.get(), tile.columns);
      add_to(tile, sum.get());
    }
  }

  /// Long sums: the blocks of a wave are computed side by side into own buffers, then added in order.
  void blocks_in_parallel(ThreadPool& pool, const std::vector<Tile>& tiles, int64_t blocks, int64_t wave) const {
    const auto count = static_cast<int64_t>(tiles.size());
    std::vector<std::unique_ptr<double[]>> sums(static_cast<size_t>(count * wave));
    for (int64_t begin = 0; begin < blocks; begin += wave) {
      const int64_t end = std::min(begin + wave, blocks);
      pool.for_each((end - begin) * count, [&](int64_t task) {  // tiles of one block in turn: they share its rows
        const int64_t b = begin + task / count;
        const Tile& tile = tiles[static_cast<size_t>(task % count)];
        if (b == 0) return block(tile, 0, target(tile), columns_);
        std::unique_ptr<double[]>& sum = sums[static_cast<size_t>(task)];
        if (!sum) sum.reset(new double[static_cast<size_t>(tile.rows * tile.columns)]);
        block(tile, b, sum.get(), tile.columns);
      });
      pool.for_each(count, [&](int64_t t) {
        for (int64_t b = std::max<int64_t>(begin, 1); b < end; ++b)
          add_to(tiles[static_cast<size_t>(t)], sums[static_cast<size_t>((b - begin) * count + t)].get());
      });
    }
  }

  Operand left_;
  Operand right_;
  int64_t rows_;
  int64_t columns_;
  int64_t depth_;
  double* c_;
  bool symmetric_;
};

void check_sizes(int64_t rows, int64_t columns, int64_t depth) {
  if (std::max({rows, columns, depth}) > std::numeric_limits<int32_t>::max()) {
    throw Error(ErrorKind::kResource,
                cat("%*%: dimension exceeds 2147483647: ", rows, "x", depth, " and ", depth, "x", columns));
  }
}

/// True when the product has an empty side or depth, and is done.
bool is_empty_product(int64_t rows, int64_t columns, int64_t depth, double* c) {
  if (rows != 0 && columns != 0 && depth != 0) return false;
  if (depth == 0 && rows != 0 && columns != 0) std::fill_n(c, rows * columns, 0.0);
  return true;
}

void mirror_upper(int64_t size, double* c) {
  constexpr int64_t kTile = 32;
  for (int64_t r = 0; r < size; r += kTile) {
    for (int64_t j = 0; j <= r; j += kTile) {
      for (int64_t i = r; i < std::min(size, r + kTile); ++i) {
        for (int64_t k = j; k < std::min(i, j + kTile); ++k)
          c[i * size + k] = c[k * size + i];
      }
    }
  }
}

}  // namespace

void multiply(ThreadPool& pool, Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth,
              const double* a, const double* b, double* c) {
  if (is_empty_product(rows, columns, depth, c)) return;
  if (columns == 1) {
    return left_form == Form::kPlain ? multiply_rows(pool, rows, depth, a, b, c)
                                     : multiply_columns(pool, depth, rows, a, b, c);
  }
  if (rows == 1) {
    return right_form == Form::kPlain ? multiply_columns(pool, depth, columns, b, a, c)
                                      : multiply_rows(pool, columns, depth, b, a, c);
  }
  check_sizes(rows, columns, depth);
  prepare_blas();
  Product({left_form, a, left_form == Form::kPlain ? depth : rows},
          {right_form, b, right_form == Form::kPlain ? columns : depth}, rows, columns, depth, c, /*symmetric=*/false)
      .run(pool);
}

void multiply_self(ThreadPool& pool, Form form, int64_t rows, int64_t columns, const double* x, double* c) {
  const int64_t size = form == Form::kPlain ? rows : columns;
  const int64_t depth = form == Form::kPlain ? columns : rows;
  if (is_empty_product(size, size, depth, c)) return;
  if (size == 1) return multiply_rows(pool, 1, depth, x, x, c);
  check_sizes(size, size, depth);
  prepare_blas();
  const Form other = form == Form::kPlain ? Form::kTransposed : Form::kPlain;
  Product({form, x, columns}, {other, x, columns}, size, size, depth, c, /*symmetric=*/true).run(pool);
  mirror_upper(size, c);
}

}  // namespace lineal::linalg
