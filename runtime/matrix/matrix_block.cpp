// Building, copying and reading matrices of both forms.
#include "runtime/matrix/matrix_block.h"

#include <algorithm>
#include <cstring>

#include "runtime/core/cat.h"
#include "runtime/core/check.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"
#include "runtime/matrix/cell_memory.h"

namespace lineal {

CellBuffer::CellBuffer(int64_t cells) : size_(cells) {
  if (cells == 0) return;
  if (cells > 0 && cells <= INT64_MAX / 8) data_ = take_cells(cells);
  if (data_ == nullptr) {
    throw Error(ErrorKind::kResource, cat("matrix: not enough memory: ", cells, " cells of 8 bytes, the machine has ",
                                          machine_memory(), " bytes"));
  }
}

CellBuffer::CellBuffer(const CellBuffer& other) : CellBuffer(other.size_) {
  if (size_ > 0) std::memcpy(data_, other.data_, static_cast<size_t>(size_) * sizeof(double));
}

CellBuffer::CellBuffer(CellBuffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

CellBuffer& CellBuffer::operator=(CellBuffer other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

CellBuffer::~CellBuffer() {
  give_cells(data_, size_);
}

Ref<MatrixBlock> MatrixBlock::dense(int64_t rows, int64_t columns) {
  const int64_t bytes = checked_dense_bytes(rows, columns);
  Ref<MatrixBlock> matrix(new MatrixBlock);
  matrix->rows_ = rows;
  matrix->columns_ = columns;
  try {
    matrix->cells_ = CellBuffer(rows * columns);
  } catch (const Error&) {
    throw Error(ErrorKind::kResource, cat("matrix: not enough memory: a dense ", rows, "x", columns, " takes ", bytes,
                                          " bytes, the machine has ", machine_memory()));
  }
  return matrix;
}

Ref<MatrixBlock> MatrixBlock::filled(int64_t rows, int64_t columns, double value) {
  Ref<MatrixBlock> matrix = dense(rows, columns);
  std::fill_n(matrix->data(), matrix->cells(), value);
  return matrix;
}

Ref<MatrixBlock> MatrixBlock::zero(int64_t rows, int64_t columns) {
  return sparse(rows, columns, {});
}

Ref<MatrixBlock> MatrixBlock::sparse(int64_t rows, int64_t columns, SparseRows entries) {
  checked_cells(rows, columns);
  LINEAL_CHECK_EQ(entries.columns.size(), entries.values.size(), "CSR arrays of different lengths");
  if (entries.offsets.empty()) {
    LINEAL_CHECK_EQ(entries.values.size(), 0, "CSR values without offsets");
  } else {
    LINEAL_CHECK_EQ(entries.offsets.size(), rows + 1, "CSR offsets do not fit the rows");
    LINEAL_CHECK_EQ(entries.offsets.back(), entries.values.size(), "CSR offsets do not fit the values");
  }
  if (entries.values.empty()) entries = {};
  Ref<MatrixBlock> matrix(new MatrixBlock);
  matrix->rows_ = rows;
  matrix->columns_ = columns;
  matrix->is_sparse_ = true;
  matrix->entries_ = std::move(entries);
  return matrix;
}

std::span<const int64_t> MatrixBlock::row_columns(int64_t r) const {
  if (entries_.offsets.empty()) return {};
  const auto row = static_cast<size_t>(r);
  return {entries_.columns.data() + entries_.offsets[row],
          static_cast<size_t>(entries_.offsets[row + 1] - entries_.offsets[row])};
}

std::span<const double> MatrixBlock::row_values(int64_t r) const {
  if (entries_.offsets.empty()) return {};
  const auto row = static_cast<size_t>(r);
  return {entries_.values.data() + entries_.offsets[row],
          static_cast<size_t>(entries_.offsets[row + 1] - entries_.offsets[row])};
}

double MatrixBlock::at(int64_t r, int64_t c) const {
  if (!is_sparse_) return cells_.data()[r * columns_ + c];
  const std::span<const int64_t> found = row_columns(r);
  const auto place = std::lower_bound(found.begin(), found.end(), c);
  if (place == found.end() || *place != c) return 0;
  return row_values(r)[static_cast<size_t>(place - found.begin())];
}

int64_t MatrixBlock::count_nonzeros() const {
  const double* cells_begin = is_sparse_ ? entries_.values.data() : cells_.data();
  const int64_t count = is_sparse_ ? static_cast<int64_t>(entries_.values.size()) : cells();
  int64_t nonzeros = 0;
  for (int64_t i = 0; i < count; ++i)
    nonzeros += cells_begin[i] != 0 ? 1 : 0;
  return nonzeros;
}

int64_t MatrixBlock::bytes() const {
  return static_cast<int64_t>(sizeof(MatrixBlock)) + cells_.size() * 8 +
         static_cast<int64_t>(8 *
                              (entries_.offsets.capacity() + entries_.columns.capacity() + entries_.values.capacity()));
}

Ref<MatrixBlock> MatrixBlock::deferred(int64_t rows, int64_t columns, std::unique_ptr<PendingCells> pending) {
  Ref<MatrixBlock> matrix(new MatrixBlock);
  matrix->rows_ = rows;
  matrix->columns_ = columns;
  matrix->pending_ = std::move(pending);
  return matrix;
}

Ref<MatrixBlock> MatrixBlock::clone() const {
  if (is_sparse_) return sparse(rows_, columns_, entries_);
  Ref<MatrixBlock> copy = dense(rows_, columns_);
  if (cells() > 0) std::memcpy(copy->data(), data(), static_cast<size_t>(cells()) * sizeof(double));
  return copy;
}

MatrixRef to_dense(const MatrixRef& matrix) {
  if (!matrix->is_sparse()) return matrix;
  const Ref<MatrixBlock> result = MatrixBlock::filled(matrix->rows(), matrix->columns(), 0);
  if (matrix->entries().offsets.empty()) return result;
  for (int64_t r = 0; r < matrix->rows(); ++r) {
    const std::span<const int64_t> columns = matrix->row_columns(r);
    const std::span<const double> values = matrix->row_values(r);
    double* row = result->row(r);
    for (size_t k = 0; k < columns.size(); ++k)
      row[columns[k]] = values[k];
  }
  return result;
}

MatrixRef to_sparse(const MatrixRef& matrix) {
  if (matrix->is_sparse()) return matrix;
  const int64_t count =
      std::count_if(matrix->data(), matrix->data() + matrix->cells(), [](double cell) { return !is_plain_zero(cell); });
  if (count == 0) return MatrixBlock::zero(matrix->rows(), matrix->columns());
  SparseRows entries;
  entries.offsets.resize(static_cast<size_t>(matrix->rows()) + 1);
  entries.columns.resize(static_cast<size_t>(count));
  entries.values.resize(static_cast<size_t>(count));
  size_t next = 0;
  for (int64_t r = 0; r < matrix->rows(); ++r) {
    const double* row = matrix->row(r);
    for (int64_t c = 0; c < matrix->columns(); ++c) {
      if (is_plain_zero(row[c])) continue;
      entries.columns[next] = c;
      entries.values[next++] = row[c];
    }
    entries.offsets[static_cast<size_t>(r) + 1] = static_cast<int64_t>(next);
  }
  return MatrixBlock::sparse(matrix->rows(), matrix->columns(), std::move(entries));
}

}  // namespace lineal
