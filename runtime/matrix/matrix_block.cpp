// Memory of cells, and reading them in both forms.
#include "runtime/matrix/matrix_block.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "cache/pool/memory_pool.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {

CellBuffer::CellBuffer(int64_t cells) : size_(cells) {
  if (cells == 0) return;
  if (cells > 0 && cells <= INT64_MAX / 8) data_ = take_cells(cells);
  if (data_ == nullptr) {
    throw Error(ErrorKind::kResource,
                cat("matrix: not enough memory: ", cells, " cells of 8 bytes; ", why_no_memory()));
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

}  // namespace lineal
