// Building, copying and converting matrices.
#include <algorithm>
#include <cstring>

#include "cache/pool/memory_pool.h"
#include "runtime/core/cat.h"
#include "runtime/core/check.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/matrix/matrix.h"

namespace lineal {

NewMatrix NewMatrix::dense(int64_t rows, int64_t columns) {
  const int64_t bytes = checked_dense_bytes(rows, columns);
  Ref<Matrix> matrix(new Matrix(rows, columns, false));
  try {
    matrix->block_.cells_ = CellBuffer(rows * columns);
  } catch (const Error&) {
    throw Error(ErrorKind::kResource, cat("matrix: not enough memory: a dense ", rows, "x", columns, " takes ", bytes,
                                          " bytes; ", why_no_memory()));
  }
  matrix->pins_.store(1, std::memory_order_relaxed);
  return NewMatrix(std::move(matrix));
}

NewMatrix NewMatrix::filled(int64_t rows, int64_t columns, double value) {
  NewMatrix matrix = dense(rows, columns);
  std::fill_n(matrix->data(), matrix->cells(), value);
  return matrix;
}

NewMatrix NewMatrix::zero(int64_t rows, int64_t columns) {
  return sparse(rows, columns, {});
}

NewMatrix NewMatrix::sparse(int64_t rows, int64_t columns, SparseRows entries) {
  checked_cells(rows, columns);
  LINEAL_CHECK_EQ(entries.columns.size(), entries.values.size(), "CSR arrays of different lengths");
  if (entries.offsets.empty()) {
    LINEAL_CHECK_EQ(entries.values.size(), 0, "CSR values without offsets");
  } else {
    LINEAL_CHECK_EQ(entries.offsets.size(), rows + 1, "CSR offsets do not fit the rows");
    LINEAL_CHECK_EQ(entries.offsets.back(), entries.values.size(), "CSR offsets do not fit the values");
  }
  if (entries.values.empty()) entries = {};
  Ref<Matrix> matrix(new Matrix(rows, columns, true));
  matrix->block_.entries_ = std::move(entries);
  matrix->pins_.store(1, std::memory_order_relaxed);
  return NewMatrix(std::move(matrix));
}

NewMatrix NewMatrix::copy_of(const MatrixBlock& block) {
  if (block.is_sparse()) return sparse(block.rows(), block.columns(), block.entries());
  NewMatrix copy = dense(block.rows(), block.columns());
  if (block.cells() > 0) std::memcpy(copy->data(), block.data(), static_cast<size_t>(block.cells()) * sizeof(double));
  return copy;
}

NewMatrix NewMatrix::take_for_writing(const Matrix& matrix, const Pin& own) {
  if (!matrix.unique() || matrix.pending_) return {};
  int32_t pins = 1;
  if (own.matrix_ != &matrix || !matrix.pins_.compare_exchange_strong(pins, 2, std::memory_order_acquire)) return {};
  matrix.forget_disk();                                         // even if the writer fails and never publishes
  return NewMatrix(Ref<Matrix>(const_cast<Matrix*>(&matrix)));  // the handle is the caller's alone
}

NewMatrix::~NewMatrix() {
  if (matrix_) matrix_->unpin();
}

NewMatrix::operator MatrixRef() && {
  matrix_->publish();
  matrix_->unpin();
  const Ref<Matrix> published = std::exchange(matrix_, {});
  return published;
}

NewMatrix dense_copy(const MatrixBlock& block) {
  if (!block.is_sparse()) return NewMatrix::copy_of(block);
  NewMatrix result = NewMatrix::filled(block.rows(), block.columns(), 0);
  if (block.entries().offsets.empty()) return result;
  for (int64_t r = 0; r < block.rows(); ++r) {
    const std::span<const int64_t> columns = block.row_columns(r);
    const std::span<const double> values = block.row_values(r);
    double* row = result->row(r);
    for (size_t k = 0; k < columns.size(); ++k)
      row[columns[k]] = values[k];
  }
  return result;
}

MatrixRef to_dense(const MatrixRef& matrix) {
  if (!matrix->is_sparse()) return matrix;
  const Pin pin(matrix);
  return dense_copy(*pin);
}

MatrixRef to_sparse(const MatrixRef& matrix) {
  if (matrix->is_sparse()) return matrix;
  const Pin cells(matrix);
  const int64_t count =
      std::count_if(cells->data(), cells->data() + cells->cells(), [](double cell) { return !is_plain_zero(cell); });
  if (count == 0) return NewMatrix::zero(matrix->rows(), matrix->columns());
  SparseRows entries;
  entries.offsets.resize(static_cast<size_t>(matrix->rows()) + 1);
  entries.columns.resize(static_cast<size_t>(count));
  entries.values.resize(static_cast<size_t>(count));
  size_t next = 0;
  for (int64_t r = 0; r < matrix->rows(); ++r) {
    const double* row = cells->row(r);
    for (int64_t c = 0; c < matrix->columns(); ++c) {
      if (is_plain_zero(row[c])) continue;
      entries.columns[next] = c;
      entries.values[next++] = row[c];
    }
    entries.offsets[static_cast<size_t>(r) + 1] = static_cast<int64_t>(next);
  }
  return NewMatrix::sparse(matrix->rows(), matrix->columns(), std::move(entries));
}

}  // namespace lineal
