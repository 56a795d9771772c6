// Left indexing of matrices and frames.
#include "runtime/ops/indexing/indexing_assign.h"

#include <algorithm>
#include <cstring>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/frames/frame_indexing.h"

namespace lineal {
namespace {

/// A CSR matrix that is written to becomes dense up to this many cells, or when it is at least a quarter full: repeated
/// writes into CSR arrays move all entries behind them.
constexpr int64_t kDenseCells = int64_t{1} << 23;

bool worth_dense(const MatrixBlock& matrix) {
  return matrix.cells() <= kDenseCells || static_cast<int64_t>(matrix.entries().values.size()) >= matrix.cells() / 4;
}

/// Takes the matrix out of in[0] when nobody else holds it, otherwise copies it.
NewMatrix writable(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  if (matrix.is_sparse() && call.context.config.storage != StorageMode::kSparse && worth_dense(matrix)) {
    ++call.context.counters.densified;
    return dense_copy(matrix);
  }
  if (NewMatrix own = call.take_for_writing(0)) {
    ++call.context.counters.in_place;
    return own;
  }
  return NewMatrix::copy_of(matrix);
}

/// What is written: the cells of a matrix, or one number.
struct Source {
  const MatrixBlock* matrix = nullptr;
  double number = 0;
};

void write_dense(MatrixBlock& matrix, const Rectangle& part, const Source& value) {
  if (value.matrix == nullptr) {
    matrix.row(part.row_begin)[part.column_begin] = value.number;
    return;
  }
  const MatrixBlock& source = *value.matrix;
  for (int64_t r = 0; r < part.rows(); ++r) {
    double* to = matrix.row(part.row_begin + r) + part.column_begin;
    if (!source.is_sparse()) {
      if (part.columns() > 0) std::memmove(to, source.row(r), static_cast<size_t>(part.columns()) * sizeof(double));
      continue;
    }
    std::fill_n(to, part.columns(), 0.0);
    const std::span<const int64_t> columns = source.row_columns(r);
    for (size_t k = 0; k < columns.size(); ++k)
      to[columns[k]] = source.row_values(r)[k];
  }
}

/// Replaces the cells [column_begin, column_end) of row r by the entries given.
void splice_row(SparseRows& entries, int64_t r, const Rectangle& part, const std::vector<int64_t>& columns,
                const std::vector<double>& values) {
  const auto row = static_cast<size_t>(r);
  const auto begin = entries.columns.begin();
  const auto first =
      std::lower_bound(begin + entries.offsets[row], begin + entries.offsets[row + 1], part.column_begin);
  const auto last = std::lower_bound(first, begin + entries.offsets[row + 1], part.column_end);
  const int64_t place = first - begin;
  const int64_t old = last - first;
  const auto fresh = static_cast<int64_t>(columns.size());
  const int64_t kept = std::min(old, fresh);
  std::copy_n(columns.begin(), kept, entries.columns.begin() + place);
  std::copy_n(values.begin(), kept, entries.values.begin() + place);
  if (fresh > old) {
    entries.columns.insert(entries.columns.begin() + place + kept, columns.begin() + kept, columns.end());
    entries.values.insert(entries.values.begin() + place + kept, values.begin() + kept, values.end());
  } else if (fresh < old) {
    entries.columns.erase(entries.columns.begin() + place + kept, entries.columns.begin() + place + old);
    entries.values.erase(entries.values.begin() + place + kept, entries.values.begin() + place + old);
  }
  if (fresh != old) {
    for (size_t k = row + 1; k < entries.offsets.size(); ++k)
      entries.offsets[k] += fresh - old;
  }
}

/// The entries of one row of the right-hand side, at their columns in the target.
void source_row(const Source& value, int64_t r, const Rectangle& part, std::vector<int64_t>& columns,
                std::vector<double>& values) {
  columns.clear();
  values.clear();
  const auto add = [&](int64_t column, double x) {
    if (is_plain_zero(x)) return;
    columns.push_back(part.column_begin + column);
    values.push_back(x);
  };
  if (value.matrix == nullptr) return add(0, value.number);
  const MatrixBlock& source = *value.matrix;
  if (!source.is_sparse()) {
    for (int64_t c = 0; c < part.columns(); ++c)
      add(c, source.row(r)[c]);
    return;
  }
  for (size_t k = 0; k < source.row_columns(r).size(); ++k)
    add(source.row_columns(r)[k], source.row_values(r)[k]);
}

/// Replaces many rows of a CSR matrix in one pass over its arrays.
void rebuild(MatrixBlock& matrix, const Rectangle& part, const Source& value) {
  RowBuilder result(matrix.rows(), matrix.columns());
  std::vector<int64_t> columns;
  std::vector<double> values;
  for (int64_t r = 0; r < matrix.rows(); ++r) {
    const std::span<const int64_t> old_columns = matrix.row_columns(r);
    const std::span<const double> old_values = matrix.row_values(r);
    if (r < part.row_begin || r >= part.row_end) {
      result.add(old_columns, old_values, 0);
      result.end_row();
      continue;
    }
    const auto first = static_cast<size_t>(std::lower_bound(old_columns.begin(), old_columns.end(), part.column_begin) -
                                           old_columns.begin());
    const auto last = static_cast<size_t>(std::lower_bound(old_columns.begin(), old_columns.end(), part.column_end) -
                                          old_columns.begin());
    source_row(value, r - part.row_begin, part, columns, values);
    result.add(old_columns.subspan(0, first), old_values.subspan(0, first), 0);
    result.add(columns, values, 0);
    result.add(old_columns.subspan(last), old_values.subspan(last), 0);
    result.end_row();
  }
  matrix.entries() = std::move(result.finish()->entries());
}

void write_sparse(MatrixBlock& matrix, const Rectangle& part, const Source& value) {
  constexpr int64_t kFewRows = 4;
  if (part.rows() > kFewRows) return rebuild(matrix, part, value);
  SparseRows& entries = matrix.entries();
  if (entries.offsets.empty()) entries.offsets.assign(static_cast<size_t>(matrix.rows()) + 1, 0);
  std::vector<int64_t> columns;
  std::vector<double> values;
  for (int64_t r = 0; r < part.rows(); ++r) {
    source_row(value, r, part, columns, values);
    splice_row(entries, part.row_begin + r, part, columns, values);
  }
  if (entries.values.empty()) entries = {};
}

}  // namespace

void assign_matrix(KernelCall& call, const Rectangle& part) {
  const Value& value = call.in[1];
  if (value.is_number()) {
    if (part.rows() != 1 || part.columns() != 1) {
      throw Error(ErrorKind::kRuntime,
                  cat("invalid index range of scalar left indexing: a number fits one cell only: ", part.rows(), "x",
                      part.columns(), " cells (matrix(value, ", part.rows(), ", ", part.columns(), ") fills them)"));
    }
  } else if (!value.is_matrix()) {
    throw Error(ErrorKind::kRuntime,
                cat("left indexing: cells of a matrix take a number or a matrix: ", describe(value)));
  } else if (value.as_matrix().rows() != part.rows() || value.as_matrix().columns() != part.columns()) {
    throw Error(ErrorKind::kRuntime, cat("left indexing: the shapes differ: ", part.rows(), "x", part.columns(),
                                         " cells and a ", describe(value)));
  }
  NewMatrix matrix = writable(call);
  const Source source{.matrix = value.is_matrix() ? &call.matrix(1) : nullptr,
                      .number = value.is_number() ? value.number() : 0};
  if (matrix->is_sparse()) {
    write_sparse(*matrix, part, source);
  } else {
    write_dense(*matrix, part, source);
  }
  call.out[0] = Value::matrix(std::move(matrix));
}

void assign_frame(KernelCall& call, const Rectangle& part) {
  const Value& value = call.in[1];
  const int64_t rows = value.is_frame() ? value.as_frame().rows() : value.is_matrix() ? value.as_matrix().rows() : 1;
  const int64_t columns = value.is_frame()    ? value.as_frame().columns()
                          : value.is_matrix() ? value.as_matrix().columns()
                                              : 1;
  if (value.is_list() || rows > part.rows() || columns > part.columns() ||
      (value.is_scalar() && (part.rows() != 1 || part.columns() != 1))) {
    throw Error(ErrorKind::kRuntime, cat("left indexing: the value does not fit ", part.rows(), "x", part.columns(),
                                         " cells of a frame: ", describe(value)));
  }
  // A smaller frame fills the rectangle from its top left corner.
  call.out[0] = frame_assign(call.in[0], value, part.row_begin + 1, part.row_begin + rows, part.column_begin + 1,
                             part.column_begin + columns);
}

}  // namespace lineal
