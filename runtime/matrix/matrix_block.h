// The cells of a matrix in memory, dense row-major or CSR: what kernels see.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace lineal {

/// A dense buffer, 64-byte aligned. Buffers of released matrices are kept for a while and handed out again, since the
/// first touch of fresh pages costs more than most cell-wise operators.
class CellBuffer {
 public:
  CellBuffer() = default;
  /// Takes `cells` doubles of undefined content. Throws Error(kResource) when memory is exhausted.
  explicit CellBuffer(int64_t cells);
  CellBuffer(const CellBuffer& other);
  CellBuffer(CellBuffer&& other) noexcept;
  CellBuffer& operator=(CellBuffer other) noexcept;
  ~CellBuffer();

  double* data() { return data_; }
  const double* data() const { return data_; }
  int64_t size() const { return size_; }

 private:
  double* data_ = nullptr;
  int64_t size_ = 0;
};

/// Compressed sparse rows: the entries of row i are [offsets[i], offsets[i + 1]) of `columns` and `values`, columns
/// ascending within a row, no stored +0.0. A computed -0.0 is an entry, so that its sign survives: having an entry does
/// not mean being non-zero. A matrix without non-zeros has empty `offsets` too, so that matrix(0, 1e9, 1e9) costs
/// nothing.
struct SparseRows {
  std::vector<int64_t> offsets;
  std::vector<int64_t> columns;
  std::vector<double> values;
};

/// Cells in memory. A kernel gets the blocks of its operands pinned, and builds its result as one; a matrix that waits
/// on disk, or was not computed yet, has none. Pointers into a block are good while its pin lives.
class MatrixBlock {
 public:
  MatrixBlock(const MatrixBlock&) = delete;
  MatrixBlock& operator=(const MatrixBlock&) = delete;

  int64_t rows() const { return rows_; }
  int64_t columns() const { return columns_; }
  int64_t cells() const { return rows_ * columns_; }
  bool is_sparse() const { return is_sparse_; }

  /// The dense cells. Only for dense matrices.
  double* data() { return cells_.data(); }
  const double* data() const { return cells_.data(); }
  double* row(int64_t r) { return cells_.data() + r * columns_; }
  const double* row(int64_t r) const { return cells_.data() + r * columns_; }

  /// The CSR arrays. Only for sparse matrices.
  SparseRows& entries() { return entries_; }
  const SparseRows& entries() const { return entries_; }
  /// Columns and values of row r of a sparse matrix; both empty for a row without entries.
  std::span<const int64_t> row_columns(int64_t r) const;
  std::span<const double> row_values(int64_t r) const;

  /// One cell of either form; O(log nnz of the row) for CSR. No bounds check.
  double at(int64_t r, int64_t c) const;
  /// Counts the non-zeros (NaN counts); O(cells) for dense.
  int64_t count_nonzeros() const;
  /// Bytes of memory held.
  int64_t bytes() const;

 private:
  friend class Matrix;
  friend class NewMatrix;
  MatrixBlock(int64_t rows, int64_t columns, bool is_sparse) : rows_(rows), columns_(columns), is_sparse_(is_sparse) {}

  int64_t rows_;
  int64_t columns_;
  bool is_sparse_;
  CellBuffer cells_;
  SparseRows entries_;
};

/// Whether CSR leaves the cell out: +0.0 alone.
inline bool is_plain_zero(double cell) {
  return std::bit_cast<uint64_t>(cell) == 0;
}

}  // namespace lineal
