#include "runtime/linalg/product_tile.h"

#include <algorithm>

#include "runtime/linalg/scratch.h"

namespace lineal::linalg {
namespace {

using kernels::kBlockTerms;
using kernels::kPanelTerms;
using kernels::PackedPart;
using kernels::ProductBlock;
using kernels::ProductKernels;
using kernels::Store;

// A packed block of the left operand is to stay in the second-level cache, one of the right in the third; both numbers
// are multiples of every variant's tile.
constexpr int64_t kLeftRows = 96;
constexpr int64_t kRightColumns = 1008;
// Packing does not pay for less.
constexpr int64_t kThinRows = 16;
constexpr int64_t kSmallVolume = int64_t{1} << 21;

int64_t rounded_up(int64_t count, int64_t multiple) {
  return (count + multiple - 1) / multiple * multiple;
}

/// Packs rows of op(A) or columns of op(B), as `terms_adjoin` says how their terms lie.
void pack(const ProductKernels& kernels, bool terms_adjoin, const PackedPart& part, int64_t width, double* to) {
  (terms_adjoin ? kernels.pack_chains : kernels.pack_terms)(part, width, to);
}

/// The right operand's block, packed unless it lies well.
void take_right(const ProductKernels& kernels, const Operand& right, bool packs, ProductBlock& block) {
  if (!packs) {
    block.right = right.data;
    block.right_stride = right.stride;
    block.right_step = kernels.tile_columns;
    return;
  }
  const int64_t width = kernels.tile_columns;
  double* const to = scratch(Scratch::kRight, rounded_up(block.columns, width) * block.depth);
  pack(kernels, right.form == Form::kTransposed, {block.columns, block.depth, right.data, right.stride}, width, to);
  block.right = to;
  block.right_stride = width;
  block.right_step = width * block.depth;
}

void run_unpacked_left(const ProductKernels& kernels, const Operand& left, ProductBlock& block) {
  block.left = left.data;
  block.left_stride = left.stride;
  if (left.form == Form::kPlain) {
    block.left_step = kernels.tile_rows * left.stride;
    kernels.by_rows(block);
  } else {
    block.left_step = kernels.tile_rows;
    kernels.by_terms(block);
  }
}

void run_packed_left(const ProductKernels& kernels, const Operand& left, const ProductBlock& block) {
  const int64_t width = kernels.tile_rows;
  for (int64_t r = 0; r < block.rows; r += kLeftRows) {
    ProductBlock part = block;
    part.rows = std::min(kLeftRows, block.rows - r);
    part.c = block.c + r * block.c_stride;
    double* const to = scratch(Scratch::kLeft, rounded_up(part.rows, width) * block.depth);
    pack(kernels, left.form == Form::kPlain, {part.rows, block.depth, left.at(r, 0), left.stride}, width, to);
    part.left = to;
    part.left_stride = width;
    part.left_step = width * block.depth;
    kernels.by_terms(part);
  }
}

/// Sums of one panel, at most kRightColumns wide. `store` other than kSet only for a single block.
void multiply_panel(const Operand& left, const Operand& right, int64_t depth, Store store, const Target& target) {
  const ProductKernels& kernels = kernels::product_kernels();
  const bool small = target.rows <= kThinRows || target.rows * target.columns * depth <= kSmallVolume;
  for (int64_t k = 0; k < depth; k += kBlockTerms) {
    ProductBlock block{.rows = target.rows,
                       .columns = target.columns,
                       .depth = std::min(kBlockTerms, depth - k),
                       .c = target.c,
                       .c_stride = target.stride,
                       .store = k == 0 ? store : Store::kAdd};
    take_right(kernels, right.part(k, 0), !small || right.form == Form::kTransposed, block);
    if (small) {
      run_unpacked_left(kernels, left.part(0, k), block);
    } else {
      run_packed_left(kernels, left.part(0, k), block);
    }
  }
}

/// The upper triangle of one panel of op(X) t(op(X)): one packed copy serves as both operands.
void multiply_self_panel(const Operand& left, int64_t depth, const Target& target) {
  const ProductKernels& kernels = kernels::product_kernels();
  const int64_t width = kernels.tile_columns;
  for (int64_t k = 0; k < depth; k += kBlockTerms) {
    const int64_t terms = std::min(kBlockTerms, depth - k);
    double* const packed = scratch(Scratch::kRight, rounded_up(target.rows, width) * terms);
    pack(kernels, left.form == Form::kPlain, {target.rows, terms, left.at(0, k), left.stride}, width, packed);
    for (int64_t r = 0; r < target.rows; r += width) {  // the columns before r lie below the diagonal
      kernels.by_terms({.rows = std::min(width, target.rows - r),
                        .columns = target.columns - r,
                        .depth = terms,
                        .left = packed + r * terms,
                        .left_stride = width,
                        .left_step = kernels.tile_rows,
                        .right = packed + r * terms,
                        .right_stride = width,
                        .right_step = width * terms,
                        .c = target.c + r * target.stride + r,
                        .c_stride = target.stride,
                        .store = k == 0 ? Store::kSet : Store::kAdd,
                        .first_diagonal = 0});
    }
  }
}

/// Runs `panel(k, depth, target)` for each panel and adds their sums in order.
template <class Panel>
void in_panels(int64_t depth, const Target& target, const Panel& panel) {
  panel(0, std::min(depth, kPanelTerms), target);
  if (depth <= kPanelTerms) return;
  double* const sums = scratch(Scratch::kPanel, target.rows * target.columns);
  for (int64_t k = kPanelTerms; k < depth; k += kPanelTerms) {
    panel(k, std::min(depth - k, kPanelTerms), {sums, target.columns, target.rows, target.columns});
    store_tile(sums, Store::kAdd, target);
  }
}

}  // namespace

void store_tile(const double* sums, Store store, const Target& target) {
  const ProductKernels& kernels = kernels::product_kernels();
  for (int64_t r = 0; r < target.rows; ++r)
    kernels.store_sums(target.columns, sums + r * target.columns, store, target.c + r * target.stride);
}

void multiply_tile(const Operand& left, const Operand& right, int64_t depth, Store store, const Target& target) {
  for (int64_t j = 0; j < target.columns; j += kRightColumns) {
    const Operand strip = right.part(0, j);
    const Target to{target.c + j, target.stride, target.rows, std::min(kRightColumns, target.columns - j)};
    if (depth <= kBlockTerms) {
      multiply_panel(left, strip, depth, store, to);
      continue;
    }
    const auto panel = [&](int64_t k, int64_t terms, const Target& out) {
      multiply_panel(left.part(0, k), strip.part(k, 0), terms, Store::kSet, out);
    };
    if (store == Store::kSet) {
      in_panels(depth, to, panel);
      continue;
    }
    double* const cells = scratch(Scratch::kCells, to.rows * to.columns);
    in_panels(depth, {cells, to.columns, to.rows, to.columns}, panel);
    store_tile(cells, store, to);
  }
}

void multiply_self_tile(const Operand& left, int64_t depth, const Target& target) {
  in_panels(depth, target,
            [&](int64_t k, int64_t terms, const Target& out) { multiply_self_panel(left.part(0, k), terms, out); });
}

}  // namespace lineal::linalg
