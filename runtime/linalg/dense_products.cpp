#include "runtime/linalg/dense_products.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/linalg/matrix_vector.h"

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

struct Tile {
  int64_t row, column, rows, columns;
};

int64_t parts_of(int64_t count, int64_t part) {
  return (count + part - 1) / part;
}

/// Cuts a dimension into equal parts of about 512: a tile amortises the packing of its operands. Multiples of 48 suit
/// every kernel's register block.
int64_t tile_size(int64_t count) {
  constexpr int64_t kAim = 512;
  constexpr int64_t kMultiple = 48;
  if (count <= kAim) return std::max<int64_t>(count, 1);
  const int64_t even = parts_of(count, parts_of(count, kAim));
  return parts_of(even, kMultiple) * kMultiple;
}

/// Rows of a triangle are cut into about four strips, each of which begins at its diagonal.
int64_t strip_size(int64_t count) {
  return std::clamp<int64_t>(parts_of(parts_of(count, 4), 4) * 4, 24, 128);
}

class Product {
 public:
  Product(Operand left, Operand right, int64_t rows, int64_t columns, int64_t depth, double* c, bool symmetric)
      : left_(left), right_(right), columns_(columns), depth_(depth), c_(c) {
    const int64_t tall = symmetric ? strip_size(rows) : tile_size(rows);
    const int64_t wide = tile_size(columns);
    for (int64_t r = 0; r < rows; r += tall) {
      for (int64_t j = symmetric ? r : 0; j < columns; j += wide)
        tiles_.push_back({r, j, std::min(tall, rows - r), std::min(wide, columns - j)});
    }
  }

  void run(ThreadPool& pool) {
    const int64_t tiles = static_cast<int64_t>(tiles_.size());
    const int64_t blocks = parts_of(depth_, kDepthBlock);
    if (tiles == 1 && blocks == 1) return whole_depth(tiles_[0]);
    // Which dimension is run in parallel changes no bit: block sums are computed apart and added in order in both ways.
    if (blocks > 1 && tiles < 16 && (blocks > 7 || tiles == 1)) return blocks_in_parallel(pool, blocks);
    pool.for_each(tiles, [&](int64_t t) { whole_depth(tiles_[static_cast<size_t>(t)]); });
  }

 private:
  void block(const Tile& tile, int64_t number, double* out, int64_t out_stride) const {
    const int64_t k = number * kDepthBlock;
    multiply_tile(left_.form, right_.form, tile.rows, tile.columns, std::min(kDepthBlock, depth_ - k),
                  left_.at(tile.row, k), left_.stride, right_.at(k, tile.column), right_.stride, out, out_stride);
  }

  double* target(const Tile& tile) const { return c_ + tile.row * columns_ + tile.column; }

  void add_to(const Tile& tile, const double* sum) const {
    for (int64_t r = 0; r < tile.rows; ++r) {
      double* to = target(tile) + r * columns_;
      const double* from = sum + r * tile.columns;
      for (int64_t j = 0; j < tile.columns; ++j)
        to[j] += from[j];
    }
  }

  void whole_depth(const Tile& tile) const {
    block(tile, 0, target(tile), columns_);
    const int64_t blocks = parts_of(depth_, kDepthBlock);
    if (blocks == 1) return;
    std::vector<double> sum(static_cast<size_t>(tile.rows * tile.columns));
    for (int64_t b = 1; b < blocks; ++b) {
      block(tile, b, sum.data(), tile.columns);
      add_to(tile, sum.data());
    }
  }

  /// Few tiles, long sums: blocks of a wave are computed side by side into own buffers, then added in order.
  void blocks_in_parallel(ThreadPool& pool, int64_t blocks) const {
    constexpr int64_t kWave = 32;
    const int64_t tiles = static_cast<int64_t>(tiles_.size());
    std::vector<std::vector<double>> sums(static_cast<size_t>(tiles * std::min(kWave, blocks)));
    for (int64_t begin = 0; begin < blocks; begin += kWave) {
      const int64_t wave = std::min(kWave, blocks - begin);
      pool.for_each(wave, [&](int64_t w) {  // all tiles of a block: its rows are read once
        for (int64_t t = 0; t < tiles; ++t) {
          const Tile& tile = tiles_[static_cast<size_t>(t)];
          if (begin + w == 0) {
            block(tile, 0, target(tile), columns_);
            continue;
          }
          std::vector<double>& sum = sums[static_cast<size_t>(t * wave + w)];
          sum.resize(static_cast<size_t>(tile.rows * tile.columns));
          block(tile, begin + w, sum.data(), tile.columns);
        }
      });
      pool.for_each(tiles, [&](int64_t t) {
        for (int64_t b = 0; b < wave; ++b) {
          if (begin + b != 0) add_to(tiles_[static_cast<size_t>(t)], sums[static_cast<size_t>(t * wave + b)].data());
        }
      });
    }
  }

  Operand left_;
  Operand right_;
  int64_t columns_;
  int64_t depth_;
  double* c_;
  std::vector<Tile> tiles_;
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
