// Loops of matrix products for one block of the depth, in a variant for each instruction set. All variants give the
// same bits: docs/numerics.md, "Matrix products".
#pragma once

#include <bit>
#include <cstdint>

namespace lineal::kernels {

/// Terms that one chain of fused multiply-adds sums, from +0 and in ascending order.
inline constexpr int64_t kBlockTerms = 256;
/// Blocks whose sums are added in order before they meet those of other panels.
inline constexpr int64_t kPanelBlocks = 16;
inline constexpr int64_t kPanelTerms = kBlockTerms * kPanelBlocks;

/// What becomes of a sum s at its destination c: c = +0 + s, c = c + (+0 + s) or c = c - (+0 + s). A result that is not
/// a number is stored as 0x7ff8000000000000.
enum class Store : uint8_t { kSet, kAdd, kSubtract };

inline double canonical(double x) {
  return x == x ? x : std::bit_cast<double>(uint64_t{0x7ff8000000000000});
}

inline constexpr int64_t kAllCells = int64_t{1} << 60;

/// The part of a product that one block of its depth gives. Tiles of kernels lie at multiples of `tile_rows` and
/// `tile_columns`; steps lead from one tile's operand to the next one's, so that packed and unpacked operands look
/// alike.
struct ProductBlock {
  int64_t rows = 0;
  int64_t columns = 0;
  int64_t depth = 0;  // at most kBlockTerms, at least 1
  const double* left = nullptr;
  int64_t left_stride = 0;  // from row to row (by_rows) or from term to term (by_terms)
  int64_t left_step = 0;
  const double* right = nullptr;  // columns side by side
  int64_t right_stride = 0;       // from term to term
  int64_t right_step = 0;
  double* c = nullptr;
  int64_t c_stride = 0;
  Store store = Store::kSet;
  int64_t first_diagonal = -kAllCells;  // wanted are cells with column - row >= this; others may be written as well
};

/// `count` chains of `depth` terms, cut from a stored array.
struct PackedPart {
  int64_t count = 0;
  int64_t depth = 0;
  const double* from = nullptr;
  int64_t stride = 0;
};

/// Compressed sparse rows: entries of row i are [offsets[i], offsets[i + 1]), columns ascending.
struct CompressedRows {
  int64_t rows = 0;
  const int64_t* offsets = nullptr;
  const int64_t* indices = nullptr;
  const double* values = nullptr;
};

/// A cell on its way to its sum. `stamp` is that of the row plus the number of the block, so the caller gives rows
/// stamps that ascend by at least the number of blocks of the depth; smaller stamps mean a cell without terms.
struct SparseCell {
  double block = 0;
  double panel = 0;
  double total = 0;
  int64_t stamp = -1;
};

/// One variant of the loops. Pointers need no alignment, sizes may be 0 unless said otherwise, nothing is read or
/// written outside the stated cells.
struct ProductKernels {
  int64_t tile_rows;
  int64_t tile_columns;
  /// The block's product; terms of a row of the left operand lie side by side.
  void (*by_rows)(const ProductBlock& block);
  /// The block's product; rows of a term of the left operand lie side by side.
  void (*by_terms)(const ProductBlock& block);
  /// Packs chains into groups of `width`, a multiple of 4: chain i, term k goes to
  /// to[i / width * width * depth + k * width + i % width]. Places of chains >= count are left alone.
  /// `pack_chains` takes chain i, term k from from[i * stride + k], `pack_terms` from from[k * stride + i].
  void (*pack_chains)(const PackedPart& part, int64_t width, double* to);
  void (*pack_terms)(const PackedPart& part, int64_t width, double* to);
  /// sums[i] for i < rows: the panel's sum of the terms x[i * stride + k] * v[k], k < depth <= kPanelTerms.
  void (*dot_rows)(int64_t rows, int64_t depth, const double* x, int64_t stride, const double* v, double* sums);
  /// sums[b] for b < blocks: +0 plus the sum of block b of x and v.
  void (*dot_blocks)(int64_t blocks, const double* x, const double* v, double* sums);
  /// chains[j] for j < columns: goes on with the terms x[k * stride + j] * v[k], k < depth.
  void (*extend_chains)(int64_t columns, int64_t depth, const double* x, int64_t stride, const double* v,
                        double* chains);
  /// Stores `count` sums as `store` says.
  void (*store_sums)(int64_t count, const double* sums, Store store, double* out);
  /// out (a.rows x columns, gaps by out_stride) = A times the dense rows `right`, all blocks and panels.
  void (*sparse_dense)(const CompressedRows& a, const double* right, int64_t right_stride, int64_t columns, double* out,
                       int64_t out_stride);
  /// sums[j]: goes on with the terms values * v of all entries in column j, rows ascending.
  void (*scatter)(const CompressedRows& a, const double* v, double* sums);
  /// Row `row` of A B: writes the columns that have terms, unordered, to `touched` and their cells to
  /// cells[column].total; returns how many. See SparseCell for `stamp`.
  int64_t (*sparse_row)(const CompressedRows& a, int64_t row, const CompressedRows& b, int64_t stamp, SparseCell* cells,
                        int64_t* touched);
};

/// The variant for instruction_set().
const ProductKernels& product_kernels();

/// The variants; those of processors that the program is not compiled for are null.
extern const ProductKernels* const kPlainProducts;
extern const ProductKernels* const kAvx2Products;
extern const ProductKernels* const kAvx512Products;

}  // namespace lineal::kernels
