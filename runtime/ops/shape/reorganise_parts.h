// Picking rows, columns and rectangles out of matrices of either form, rows and columns out of frames.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/core/thread_pool.h"
#include "runtime/matrix/frame.h"
#include "runtime/matrix/matrix.h"
#include "runtime/ops/declare/rectangle.h"

namespace lineal {

/// The rows numbered `rows` (from 0, any order, repetitions allowed), in the form of `matrix`.
NewMatrix gather_rows(const MatrixBlock& matrix, std::span<const int64_t> rows, ThreadPool& pool);
Ref<Frame> gather_rows(const Frame& frame, std::span<const int64_t> rows);

/// The columns numbered `columns` (from 0, ascending), in the form of `matrix`.
NewMatrix gather_columns(const MatrixBlock& matrix, std::span<const int64_t> columns, ThreadPool& pool);
Ref<Frame> gather_columns(const Frame& frame, std::span<const int64_t> columns);

/// A rectangle in the form of `matrix`. The caller has checked the bounds.
NewMatrix copy_rectangle(const MatrixBlock& matrix, const Rectangle& part, ThreadPool& pool);

/// The transposed matrix, in the form of `matrix`.
NewMatrix transpose(const MatrixBlock& matrix, ThreadPool& pool);

/// The matrix with its cells in row-major order (or, without `by_row`, both read and written in column-major order)
/// laid out as rows x columns. The caller has checked that the number of cells fits.
NewMatrix reshape(const MatrixBlock& matrix, int64_t rows, int64_t columns, bool by_row);

/// Builds CSR row by row.
class RowBuilder {
 public:
  RowBuilder(int64_t rows, int64_t columns);
  void reserve(int64_t entries);
  /// Adds an entry to the current row, columns ascending; +0.0 is left out.
  void add(int64_t column, double value) {
    if (is_plain_zero(value)) return;
    entries_.columns.push_back(column);
    entries_.values.push_back(value);
  }
  void add(std::span<const int64_t> columns, std::span<const double> values, int64_t shift);
  void end_row() { entries_.offsets.push_back(static_cast<int64_t>(entries_.values.size())); }
  NewMatrix finish();

 private:
  int64_t rows_;
  int64_t columns_;
  SparseRows entries_;
};

}  // namespace lineal
