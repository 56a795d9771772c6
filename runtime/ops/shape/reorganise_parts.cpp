// Copies of parts of matrices and frames.
#include "runtime/ops/shape/reorganise_parts.h"

#include <algorithm>
#include <cstring>

#include "runtime/core/checked.h"

namespace lineal {
namespace {

constexpr int64_t kBlockCells = int64_t{1} << 16;
constexpr int64_t kTile = 64;

int64_t blocks_of(int64_t count, int64_t size) {
  return count / size + (count % size != 0 ? 1 : 0);
}

void copy_cells(const double* from, int64_t count, double* to) {
  if (count > 0) std::memcpy(to, from, static_cast<size_t>(count) * sizeof(double));
}

/// Calls body(begin, end) for stretches of rows worth a thread's while.
template <class Body>
void for_row_blocks(int64_t rows, int64_t columns, ThreadPool& pool, const Body& body) {
  const int64_t step = std::max<int64_t>(1, kBlockCells / std::max<int64_t>(1, columns));
  if (rows <= step) {
    body(int64_t{0}, rows);
    return;
  }
  pool.for_each(blocks_of(rows, step), [&](int64_t block) { body(block * step, std::min(rows, (block + 1) * step)); });
}

Ref<MatrixBlock> transpose_sparse(const MatrixBlock& matrix) {
  if (matrix.entries().values.empty()) return MatrixBlock::zero(matrix.columns(), matrix.rows());
  const SparseRows& from = matrix.entries();
  SparseRows to;
  to.offsets.assign(static_cast<size_t>(matrix.columns()) + 1, 0);
  to.columns.resize(from.columns.size());
  to.values.resize(from.values.size());
  for (const int64_t column : from.columns)
    ++to.offsets[static_cast<size_t>(column) + 1];
  for (size_t c = 1; c < to.offsets.size(); ++c)
    to.offsets[c] += to.offsets[c - 1];
  std::vector<int64_t> next(to.offsets.begin(), to.offsets.end() - 1);
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const std::span<const int64_t> columns = matrix.row_columns(r);
    const std::span<const double> values = matrix.row_values(r);
    for (size_t k = 0; k < columns.size(); ++k) {
      const auto place = static_cast<size_t>(next[static_cast<size_t>(columns[k])]++);
      to.columns[place] = r;
      to.values[place] = values[k];
    }
  }
  return MatrixBlock::sparse(matrix.columns(), matrix.rows(), std::move(to));
}

/// Transposes rows [begin, end): tiles of 64 x 64, eight rows at a time, so that each written cache line is whole.
void transpose_rows(const MatrixBlock& matrix, int64_t begin, int64_t end, MatrixBlock& result) {
  for (int64_t row = begin; row < end; row += kTile) {
    const int64_t row_end = std::min(end, row + kTile);
    for (int64_t column = 0; column < matrix.columns(); column += kTile) {
      const int64_t column_end = std::min(matrix.columns(), column + kTile);
      for (int64_t r = row; r < row_end; r += 8) {
        const int64_t count = std::min<int64_t>(8, row_end - r);
        const double* from = matrix.row(r);
        for (int64_t c = column; c < column_end; ++c) {
          double* to = result.row(c) + r;
          for (int64_t k = 0; k < count; ++k)
            to[k] = from[k * matrix.columns() + c];
        }
      }
    }
  }
}

Ref<MatrixBlock> reshape_dense(const MatrixBlock& matrix, int64_t rows, int64_t columns, bool by_row) {
  const Ref<MatrixBlock> result = MatrixBlock::dense(rows, columns);
  if (by_row) {
    copy_cells(matrix.data(), matrix.cells(), result->data());
    return result;
  }
  int64_t row = 0;
  int64_t column = 0;
  for (int64_t c = 0; c < matrix.columns(); ++c) {
    for (int64_t r = 0; r < matrix.rows(); ++r) {
      result->data()[row * columns + column] = matrix.data()[r * matrix.columns() + c];
      if (++row == rows) {
        row = 0;
        ++column;
      }
    }
  }
  return result;
}

}  // namespace

RowBuilder::RowBuilder(int64_t rows, int64_t columns) : rows_(rows), columns_(columns) {
  checked_dense_bytes(rows, 1);
  entries_.offsets.reserve(static_cast<size_t>(rows) + 1);
  entries_.offsets.push_back(0);
}

void RowBuilder::reserve(int64_t entries) {
  entries_.columns.reserve(static_cast<size_t>(entries));
  entries_.values.reserve(static_cast<size_t>(entries));
}

void RowBuilder::add(std::span<const int64_t> columns, std::span<const double> values, int64_t shift) {
  entries_.values.insert(entries_.values.end(), values.begin(), values.end());
  if (shift == 0) {
    entries_.columns.insert(entries_.columns.end(), columns.begin(), columns.end());
    return;
  }
  for (const int64_t column : columns)
    entries_.columns.push_back(column + shift);
}

Ref<MatrixBlock> RowBuilder::finish() {
  return MatrixBlock::sparse(rows_, columns_, std::move(entries_));
}

Ref<MatrixBlock> gather_rows(const MatrixBlock& matrix, std::span<const int64_t> rows, ThreadPool& pool) {
  const auto count = static_cast<int64_t>(rows.size());
  if (!matrix.is_sparse()) {
    const Ref<MatrixBlock> result = MatrixBlock::dense(count, matrix.columns());
    for_row_blocks(count, matrix.columns(), pool, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r)
        copy_cells(matrix.row(rows[static_cast<size_t>(r)]), matrix.columns(), result->row(r));
    });
    return result;
  }
  if (matrix.entries().values.empty()) return MatrixBlock::zero(count, matrix.columns());
  RowBuilder result(count, matrix.columns());
  for (const int64_t r : rows) {
    result.add(matrix.row_columns(r), matrix.row_values(r), 0);
    result.end_row();
  }
  return result.finish();
}

Ref<Frame> gather_rows(const Frame& frame, std::span<const int64_t> rows) {
  std::vector<Frame::Column> columns;
  for (int64_t c = 0; c < frame.columns(); ++c) {
    const Frame::Column& from = frame.column(c);
    columns.push_back({from.name, from.type, from.cells->gather(rows)});
  }
  return make_ref<Frame>(static_cast<int64_t>(rows.size()), std::move(columns));
}

Ref<MatrixBlock> gather_columns(const MatrixBlock& matrix, std::span<const int64_t> columns, ThreadPool& pool) {
  const auto count = static_cast<int64_t>(columns.size());
  if (!matrix.is_sparse()) {
    const Ref<MatrixBlock> result = MatrixBlock::dense(matrix.rows(), count);
    for_row_blocks(matrix.rows(), count, pool, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        const double* from = matrix.row(r);
        double* to = result->row(r);
        for (int64_t c = 0; c < count; ++c)
          to[c] = from[columns[static_cast<size_t>(c)]];
      }
    });
    return result;
  }
  if (matrix.entries().values.empty()) return MatrixBlock::zero(matrix.rows(), count);
  RowBuilder result(matrix.rows(), count);
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const std::span<const int64_t> found = matrix.row_columns(r);
    const std::span<const double> values = matrix.row_values(r);
    size_t wanted = 0;
    for (size_t k = 0; k < found.size(); ++k) {
      wanted = static_cast<size_t>(
          std::lower_bound(columns.begin() + static_cast<int64_t>(wanted), columns.end(), found[k]) - columns.begin());
      if (wanted < columns.size() && columns[wanted] == found[k]) result.add(static_cast<int64_t>(wanted), values[k]);
    }
    result.end_row();
  }
  return result.finish();
}

Ref<Frame> gather_columns(const Frame& frame, std::span<const int64_t> columns) {
  std::vector<Frame::Column> result;
  for (const int64_t c : columns)
    result.push_back(frame.column(c));
  return make_ref<Frame>(frame.rows(), std::move(result));
}

Ref<MatrixBlock> copy_rectangle(const MatrixBlock& matrix, const Rectangle& part, ThreadPool& pool) {
  if (!matrix.is_sparse()) {
    const Ref<MatrixBlock> result = MatrixBlock::dense(part.rows(), part.columns());
    for_row_blocks(part.rows(), part.columns(), pool, [&](int64_t begin, int64_t end) {
      const double* from = matrix.row(part.row_begin + begin) + part.column_begin;
      if (part.columns() == matrix.columns()) {
        copy_cells(from, (end - begin) * part.columns(), result->row(begin));
        return;
      }
      double* to = result->row(begin);
      if (part.columns() == 1) {
        for (int64_t r = 0; r < end - begin; ++r)
          to[r] = from[r * matrix.columns()];
        return;
      }
      for (int64_t r = begin; r < end; ++r, from += matrix.columns(), to += part.columns())
        copy_cells(from, part.columns(), to);
    });
    return result;
  }
  if (matrix.entries().values.empty()) return MatrixBlock::zero(part.rows(), part.columns());
  RowBuilder result(part.rows(), part.columns());
  for (int64_t r = part.row_begin; r < part.row_end; ++r) {
    const std::span<const int64_t> columns = matrix.row_columns(r);
    const auto first =
        static_cast<size_t>(std::lower_bound(columns.begin(), columns.end(), part.column_begin) - columns.begin());
    const auto last =
        static_cast<size_t>(std::lower_bound(columns.begin(), columns.end(), part.column_end) - columns.begin());
    result.add(columns.subspan(first, last - first), matrix.row_values(r).subspan(first, last - first),
               -part.column_begin);
    result.end_row();
  }
  return result.finish();
}

Ref<MatrixBlock> transpose(const MatrixBlock& matrix, ThreadPool& pool) {
  if (matrix.is_sparse()) return transpose_sparse(matrix);
  const Ref<MatrixBlock> result = MatrixBlock::dense(matrix.columns(), matrix.rows());
  if (matrix.rows() <= 1 || matrix.columns() <= 1) {
    copy_cells(matrix.data(), matrix.cells(), result->data());
    return result;
  }
  // Blocks of whole tiles, so that no two threads write one cache line of an aligned row.
  const int64_t step = kTile * std::max<int64_t>(1, kBlockCells / (kTile * matrix.columns()));
  if (matrix.rows() <= step) {
    transpose_rows(matrix, 0, matrix.rows(), *result);
    return result;
  }
  pool.for_each(blocks_of(matrix.rows(), step), [&](int64_t block) {
    transpose_rows(matrix, block * step, std::min(matrix.rows(), (block + 1) * step), *result);
  });
  return result;
}

Ref<MatrixBlock> reshape(const MatrixBlock& matrix, int64_t rows, int64_t columns, bool by_row) {
  if (!matrix.is_sparse()) return reshape_dense(matrix, rows, columns, by_row);
  if (matrix.entries().values.empty()) return MatrixBlock::zero(rows, columns);
  if (!by_row) return transpose_sparse(*reshape(*transpose_sparse(matrix), columns, rows, true));
  RowBuilder result(rows, columns);
  result.reserve(static_cast<int64_t>(matrix.entries().values.size()));
  int64_t row = 0;
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const std::span<const int64_t> found = matrix.row_columns(r);
    for (size_t k = 0; k < found.size(); ++k) {
      const int64_t index = r * matrix.columns() + found[k];
      for (; row < index / columns; ++row)
        result.end_row();
      result.add(index % columns, matrix.row_values(r)[k]);
    }
  }
  for (; row < rows; ++row)
    result.end_row();
  return result.finish();
}

}  // namespace lineal
