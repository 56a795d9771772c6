// Binary matrices.
#include "runtime/io/binary_matrix.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "runtime/core/cat.h"
#include "runtime/core/checked.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");
constexpr std::string_view kMagic = "LINEALM1";
constexpr size_t kHeaderBytes = 40;
constexpr int64_t kMaxEntries = int64_t{1} << 58;

template <class T>
std::vector<T> take_array(std::string_view& rest, int64_t count) {
  std::vector<T> values(static_cast<size_t>(count));
  if (count > 0) std::memcpy(values.data(), rest.data(), values.size() * sizeof(T));
  rest.remove_prefix(values.size() * sizeof(T));
  return values;
}

template <class T>
std::string_view bytes_of(const T* data, int64_t count) {
  return {reinterpret_cast<const char*>(data), static_cast<size_t>(count) * sizeof(T)};
}

/// Writes cells, every NaN with the same bits: which ones an operation leaves depends on the processor, and no operator
/// can tell them apart.
void write_cells(const double* cells, int64_t count, const std::function<void(std::string_view)>& write) {
  constexpr int64_t kPiece = 1 << 13;
  std::vector<double> piece(static_cast<size_t>(std::min(count, kPiece)));
  for (int64_t begin = 0; begin < count; begin += kPiece) {
    const int64_t size = std::min(kPiece, count - begin);
    std::transform(cells + begin, cells + begin + size, piece.begin(),
                   [](double x) { return x == x ? x : std::numeric_limits<double>::quiet_NaN(); });
    write(bytes_of(piece.data(), size));
  }
}

/// Cells that CSR stores.
int64_t stored_cells(const MatrixBlock& dense) {
  const double* cells = dense.data();
  return dense.cells() - std::count_if(cells, cells + dense.cells(), is_plain_zero);
}

/// The form of the file is the smaller one: it follows from the cells alone, not from how the matrix lay in memory, so
/// that equal values have equal files.
bool csr_is_smaller(const MatrixBlock& matrix, int64_t stored) {
  const double csr = stored == 0 ? 0 : static_cast<double>(matrix.rows() + 1) + 2 * static_cast<double>(stored);
  return csr < static_cast<double>(matrix.rows()) * static_cast<double>(matrix.columns());
}

SparseRows entries_of(const MatrixBlock& dense, int64_t stored) {
  SparseRows entries;
  entries.offsets.reserve(static_cast<size_t>(dense.rows() + 1));
  entries.columns.reserve(static_cast<size_t>(stored));
  entries.values.reserve(static_cast<size_t>(stored));
  entries.offsets.push_back(0);
  for (int64_t r = 0; r < dense.rows(); ++r) {
    for (int64_t c = 0; c < dense.columns(); ++c) {
      if (is_plain_zero(dense.row(r)[c])) continue;
      entries.columns.push_back(c);
      entries.values.push_back(dense.row(r)[c]);
    }
    entries.offsets.push_back(static_cast<int64_t>(entries.values.size()));
  }
  return entries;
}

void check_rows(const SparseRows& entries, int64_t rows, int64_t columns, const std::string& path) {
  const auto fail = [&] { throw Error(ErrorKind::kIo, cat(path, ": damaged binary matrix: rows are not in order")); };
  const auto count = static_cast<int64_t>(entries.columns.size());
  if (entries.offsets.front() != 0 || entries.offsets.back() != count) fail();
  for (size_t r = 0; r < static_cast<size_t>(rows); ++r) {
    if (entries.offsets[r] > entries.offsets[r + 1] || entries.offsets[r + 1] > count) fail();
    for (auto i = static_cast<size_t>(entries.offsets[r]); i < static_cast<size_t>(entries.offsets[r + 1]); ++i) {
      const bool ascending =
          i == static_cast<size_t>(entries.offsets[r]) || entries.columns[i - 1] < entries.columns[i];
      if (!ascending || entries.columns[i] < 0 || entries.columns[i] >= columns || is_plain_zero(entries.values[i])) {
        fail();
      }
    }
  }
}

}  // namespace

MatrixRef parse_binary_matrix(std::string_view text, const std::string& path, const ReadOptions& options) {
  std::string_view rest = text;
  if (!text.starts_with(kMagic) || text.size() < kHeaderBytes) {
    throw Error(ErrorKind::kIo, cat(path, ": not a binary matrix of Lineal"));
  }
  rest.remove_prefix(kMagic.size());
  const std::vector<int64_t> header = take_array<int64_t>(rest, 4);
  const int64_t form = header[0], rows = header[1], columns = header[2], count = header[3];
  const auto size = static_cast<int64_t>(rest.size());
  if (form < 0 || form > 1 || rows < 0 || columns < 0 || count < 0 || count > kMaxEntries || rows > kMaxEntries) {
    throw Error(ErrorKind::kIo, cat(path, ": damaged binary matrix: bad header"));
  }
  if ((options.rows >= 0 && options.rows != rows) || (options.columns >= 0 && options.columns != columns)) {
    throw Error(ErrorKind::kIo, cat(path, ": file has a ", rows, "x", columns, " matrix, expected ", options.rows, "x",
                                    options.columns));
  }
  const int64_t cells = checked_cells(rows, columns);
  const auto check_size = [&](int64_t words) {
    if (size % 8 != 0 || size / 8 != words) {
      throw Error(ErrorKind::kIo, cat(path, ": damaged binary matrix: ", size, " bytes after the header of a ", rows,
                                      "x", columns, " matrix"));
    }
  };
  if (form == 0) {
    check_size(cells);
    NewMatrix matrix = NewMatrix::dense(rows, columns);
    if (cells > 0) std::memcpy(matrix->data(), rest.data(), rest.size());
    return matrix;
  }
  check_size(count == 0 ? 0 : rows + 1 + 2 * count);
  if (count == 0) return NewMatrix::zero(rows, columns);
  SparseRows entries;
  entries.offsets = take_array<int64_t>(rest, rows + 1);
  entries.columns = take_array<int64_t>(rest, count);
  entries.values = take_array<double>(rest, count);
  check_rows(entries, rows, columns, path);
  return NewMatrix::sparse(rows, columns, std::move(entries));
}

void write_binary_matrix(const MatrixBlock& matrix, const std::function<void(std::string_view)>& write) {
  SparseRows own;
  const SparseRows* entries = &own;
  if (matrix.is_sparse()) {
    entries = &matrix.entries();
  } else if (const int64_t stored = stored_cells(matrix); csr_is_smaller(matrix, stored)) {
    own = entries_of(matrix, stored);
  }
  const auto count = static_cast<int64_t>(entries->values.size());
  const bool as_csr = matrix.is_sparse() ? csr_is_smaller(matrix, count) : !own.offsets.empty();
  const std::array<int64_t, 4> header{as_csr ? 1 : 0, matrix.rows(), matrix.columns(), as_csr ? count : 0};
  write(kMagic);
  write(bytes_of(header.data(), 4));
  if (as_csr) {
    if (count == 0) return;
    write(bytes_of(entries->offsets.data(), matrix.rows() + 1));
    write(bytes_of(entries->columns.data(), count));
    write_cells(entries->values.data(), count, write);
  } else if (!matrix.is_sparse()) {
    write_cells(matrix.data(), matrix.cells(), write);
  } else {
    std::vector<double> row(static_cast<size_t>(matrix.columns()));
    for (int64_t r = 0; r < matrix.rows(); ++r) {
      std::fill(row.begin(), row.end(), 0.0);
      const std::span<const int64_t> columns = matrix.row_columns(r);
      for (size_t k = 0; k < columns.size(); ++k)
        row[static_cast<size_t>(columns[k])] = matrix.row_values(r)[k];
      write_cells(row.data(), matrix.columns(), write);
    }
  }
}

}  // namespace lineal
