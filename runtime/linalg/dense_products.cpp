#include "runtime/linalg/dense_products.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "runtime/linalg/matrix_vector.h"
#include "runtime/linalg/product_tile.h"
#include "runtime/linalg/tiling.h"

namespace lineal::linalg {
namespace {

using kernels::kPanelTerms;
using kernels::Store;

int64_t parts_of(int64_t count, int64_t part) {
  return (count + part - 1) / part;
}

/// Panels' sums that are kept apart until they are added in order: 32 MiB.
constexpr int64_t kSumCells = int64_t{1} << 22;
/// A larger result gives each thread tiles of its own, with fewer sums to keep and to add.
constexpr int64_t kSmallResult = int64_t{1} << 18;
/// No thread is worth waking for less.
constexpr double kSingleVolume = 1 << 18;

double volume_of(int64_t rows, int64_t columns, int64_t depth) {
  return static_cast<double>(rows) * static_cast<double>(columns) * static_cast<double>(depth);
}

class Product {
 public:
  Product(Operand left, Operand right, int64_t depth, Store store, const Target& target, Shape shape)
      : left_(left), right_(right), depth_(depth), store_(store), target_(target), shape_(shape) {}

  void run(ThreadPool& pool) {
    const int64_t panels = parts_of(depth_, kPanelTerms);
    const int64_t threads = pool.threads();
    const int64_t cells = target_.rows * target_.columns;
    if (threads > 1 && panels > 1 && cells <= kSmallResult && store_ == Store::kSet)
      return panels_in_parallel(pool, panels);
    const std::vector<Tile> tiles = cut(threads == 1 ? 1 : wanted_tiles(threads));
    pool.for_each(static_cast<int64_t>(tiles.size()), [&](int64_t t) {
      const Tile& tile = tiles[static_cast<size_t>(t)];
      multiply(tile, 0, depth_, store_, target_of(tile));
    });
  }

 private:
  /// A second part for each thread evens out what the machine does besides, but packs more; a triangle has small tiles
  /// on its diagonal for that.
  int64_t wanted_tiles(int64_t threads) const {
    constexpr double kLarge = 4e9;
    const bool several = shape_ == Shape::kFull && volume_of(target_.rows, target_.columns, depth_) > kLarge;
    return several ? 2 * threads : threads;
  }

  std::vector<Tile> cut(int64_t wanted) const {
    return shape_ == Shape::kUpper ? cut_triangle(target_.rows, depth_, wanted)
                                   : cut_rectangle(target_.rows, target_.columns, depth_, wanted);
  }

  Target target_of(const Tile& tile) const {
    return {target_.c + tile.row * target_.stride + tile.column, target_.stride, tile.rows, tile.columns};
  }

  void multiply(const Tile& tile, int64_t k, int64_t depth, Store store, const Target& target) const {
    if (tile.diagonal) return multiply_self_tile(left_.part(tile.row, k), depth, target);
    multiply_tile(left_.part(tile.row, k), right_.part(k, tile.column), depth, store, target);
  }

  /// Long sums: the panels of a wave are summed side by side, then added in order.
  void panels_in_parallel(ThreadPool& pool, int64_t panels) const {
    const int64_t wanted = 3 * pool.threads();
    const std::vector<Tile> tiles = cut(parts_of(wanted, panels));
    const auto count = static_cast<int64_t>(tiles.size());
    const int64_t wave = std::min(panels, std::max(wanted, kSumCells / target_.rows / target_.columns));
    std::vector<std::unique_ptr<double[]>> sums(static_cast<size_t>(count * wave));
    for (int64_t begin = 0; begin < panels; begin += wave) {
      const int64_t end = std::min(begin + wave, panels);
      pool.for_each((end - begin) * count, [&](int64_t task) {  // tiles of one panel in turn: they share its rows
        const int64_t panel = begin + task / count;
        const Tile& tile = tiles[static_cast<size_t>(task % count)];
        const int64_t k = panel * kPanelTerms;
        const int64_t terms = std::min(kPanelTerms, depth_ - k);
        if (panel == 0) return multiply(tile, k, terms, Store::kSet, target_of(tile));
        std::unique_ptr<double[]>& sum = sums[static_cast<size_t>(task)];
        if (!sum) sum.reset(new double[static_cast<size_t>(tile.rows * tile.columns)]);
        multiply(tile, k, terms, Store::kSet, {sum.get(), tile.columns, tile.rows, tile.columns});
      });
      pool.for_each(count, [&](int64_t t) {
        for (int64_t panel = std::max<int64_t>(begin, 1); panel < end; ++panel)
          store_tile(sums[static_cast<size_t>((panel - begin) * count + t)].get(), Store::kAdd,
                     target_of(tiles[static_cast<size_t>(t)]));
      });
    }
  }

  Operand left_;
  Operand right_;
  int64_t depth_;
  Store store_;
  Target target_;
  Shape shape_;
};

/// True when the product has an empty side or depth, and is done.
bool is_empty_product(int64_t rows, int64_t columns, int64_t depth, double* c) {
  if (rows != 0 && columns != 0 && depth != 0) return false;
  if (depth == 0 && rows != 0 && columns != 0) std::fill_n(c, rows * columns, 0.0);
  return true;
}

void mirror_rows(int64_t begin, int64_t end, int64_t size, double* c) {
  constexpr int64_t kTile = 32;
  for (int64_t r = begin; r < end; r += kTile) {
    for (int64_t j = 0; j <= r; j += kTile) {
      for (int64_t i = r; i < std::min(end, r + kTile); ++i) {
        for (int64_t k = j; k < std::min(i, j + kTile); ++k)
          c[i * size + k] = c[k * size + i];
      }
    }
  }
}

void mirror_upper(ThreadPool& pool, int64_t size, double* c) {
  constexpr int64_t kPart = 64;
  if (size <= 4 * kPart) return mirror_rows(0, size, size, c);
  pool.for_each(parts_of(size, kPart),
                [&](int64_t part) { mirror_rows(part * kPart, std::min(size, (part + 1) * kPart), size, c); });
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
  const Operand left{left_form, a, left_form == Form::kPlain ? depth : rows};
  const Operand right{right_form, b, right_form == Form::kPlain ? columns : depth};
  const Target target{c, columns, rows, columns};
  if (volume_of(rows, columns, depth) <= kSingleVolume) return multiply_tile(left, right, depth, Store::kSet, target);
  Product(left, right, depth, Store::kSet, target, Shape::kFull).run(pool);
}

void multiply_self(ThreadPool& pool, Form form, int64_t rows, int64_t columns, const double* x, double* c) {
  const int64_t size = form == Form::kPlain ? rows : columns;
  const int64_t depth = form == Form::kPlain ? columns : rows;
  if (is_empty_product(size, size, depth, c)) return;
  if (size == 1) return multiply_rows(pool, 1, depth, x, x, c);
  const Target target{c, size, size, size};
  Product({form, x, columns}, {other(form), x, columns}, depth, Store::kSet, target, Shape::kUpper).run(pool);
  mirror_upper(pool, size, c);
}

void multiply_add(ThreadPool& pool, Form left_form, Form right_form, int64_t rows, int64_t columns, int64_t depth,
                  Sign sign, const double* a, int64_t a_stride, const double* b, int64_t b_stride, double* c,
                  int64_t c_stride) {
  if (rows == 0 || columns == 0) return;
  const Target target{c, c_stride, rows, columns};
  const Store store = sign == Sign::kPlus ? Store::kAdd : Store::kSubtract;
  if (depth == 0) {  // the cells of the product are +0
    const std::vector<double> zeros(static_cast<size_t>(rows * columns));
    return store_tile(zeros.data(), store, target);
  }
  const Operand left{left_form, a, a_stride};
  const Operand right{right_form, b, b_stride};
  if (volume_of(rows, columns, depth) <= kSingleVolume) return multiply_tile(left, right, depth, store, target);
  Product(left, right, depth, store, target, Shape::kFull).run(pool);
}

}  // namespace lineal::linalg
