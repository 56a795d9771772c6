// A matrix of doubles, dense row-major or CSR.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/core/ref.h"
#include "runtime/matrix/object.h"

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

/// What computes the cells of a deferred matrix.
class PendingCells {
 public:
  virtual ~PendingCells() = default;
};

/// A matrix value. Zero rows or columns are ordinary. Mutable while it is being built; once published as MatrixRef it
/// never changes.
class MatrixBlock final : public Object {
 public:
  /// Dense, cells undefined. Throws Error(kResource) when rows * columns overflows or memory is exhausted.
  static Ref<MatrixBlock> dense(int64_t rows, int64_t columns);
  /// Dense, every cell `value`.
  static Ref<MatrixBlock> filled(int64_t rows, int64_t columns, double value);
  /// CSR without entries; takes memory for no cell.
  static Ref<MatrixBlock> zero(int64_t rows, int64_t columns);
  /// CSR from finished arrays; `entries.offsets` has rows + 1 numbers, or none if there is no entry.
  static Ref<MatrixBlock> sparse(int64_t rows, int64_t columns, SparseRows entries);
  /// A matrix of which only the size is there. The interpreter alone meets one, and puts a matrix with cells in its
  /// place before a kernel looks at it.
  static Ref<MatrixBlock> deferred(int64_t rows, int64_t columns, std::unique_ptr<PendingCells> pending);

  int64_t rows() const { return rows_; }
  int64_t columns() const { return columns_; }
  int64_t cells() const { return rows_ * columns_; }
  bool is_sparse() const { return is_sparse_; }
  /// Null unless the matrix is deferred.
  PendingCells* pending() const { return pending_.get(); }

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
  MatrixBlock() = default;
  int64_t rows_ = 0;
  int64_t columns_ = 0;
  bool is_sparse_ = false;
  std::unique_ptr<PendingCells> pending_;
  CellBuffer cells_;
  SparseRows entries_;

 public:
  /// A deep copy that the caller may change.
  Ref<MatrixBlock> clone() const;
};

using MatrixRef = Ref<const MatrixBlock>;

/// Returns the same matrix in dense form; the argument itself when it is dense already.
MatrixRef to_dense(const MatrixRef& matrix);
/// Whether CSR leaves the cell out: +0.0 alone.
inline bool is_plain_zero(double cell) {
  return std::bit_cast<uint64_t>(cell) == 0;
}

/// Returns the same matrix as CSR; the argument itself when it is CSR already.
MatrixRef to_sparse(const MatrixRef& matrix);

}  // namespace lineal
