// Runs cell functions of two operands where at least one is CSR.
//
// Zeros are never taken on trust: f is evaluated on the actual zeros (0 * NaN is NaN, 0 / 0 is NaN), and only cells
// where it gives a zero are left out. The sign of that zero is not kept, or -2 * X would have no zeros to leave out; a
// -0.0 computed from an entry is an entry.
#include <algorithm>
#include <vector>

#include "runtime/ops/cells/elementwise.h"
#include "runtime/ops/declare/infer.h"

namespace lineal {
namespace {

/// Builds CSR row by row.
class RowBuilder {
 public:
  explicit RowBuilder(int64_t rows, size_t expected) {
    entries_.offsets.reserve(static_cast<size_t>(rows) + 1);
    entries_.offsets.push_back(0);
    entries_.columns.reserve(expected);
    entries_.values.reserve(expected);
  }
  void add(int64_t column, double value) {
    if (is_plain_zero(value)) return;
    entries_.columns.push_back(column);
    entries_.values.push_back(value);
  }
  void end_row() { entries_.offsets.push_back(static_cast<int64_t>(entries_.values.size())); }
  SparseRows take() { return std::move(entries_); }

 private:
  SparseRows entries_;
};

size_t entries_of(const MatrixBlock& matrix) {
  return matrix.is_sparse() ? matrix.entries().values.size() : 0;
}

/// f over the non-zeros of a CSR matrix where all its zeros stay zeros: value(row, column, x).
template <class Function>
MatrixRef map_nonzeros(const MatrixBlock& x, const Function& value) {
  if (x.entries().offsets.empty()) return NewMatrix::zero(x.rows(), x.columns());
  RowBuilder builder(x.rows(), entries_of(x));
  for (int64_t r = 0; r < x.rows(); ++r) {
    const std::span<const int64_t> columns = x.row_columns(r);
    const std::span<const double> values = x.row_values(r);
    for (size_t k = 0; k < columns.size(); ++k)
      builder.add(columns[k], value(r, columns[k], values[k]));
    builder.end_row();
  }
  return NewMatrix::sparse(x.rows(), x.columns(), builder.take());
}

/// A dense result: `fill` writes f at zeros of x into a whole row, then the non-zeros are written by value(row, column,
/// x).
template <class Fill, class Function>
MatrixRef densify_rows(const MatrixBlock& x, const Fill& fill, const Function& value) {
  NewMatrix out = NewMatrix::dense(x.rows(), x.columns());
  if (out->cells() == 0) return out;
  for (int64_t r = 0; r < x.rows(); ++r) {
    double* row = out->row(r);
    fill(r, row);
    const std::span<const int64_t> columns = x.row_columns(r);
    const std::span<const double> values = x.row_values(r);
    for (size_t k = 0; k < columns.size(); ++k)
      row[columns[k]] = value(r, columns[k], values[k]);
  }
  return out;
}

/// A CSR matrix and a number on the given side.
MatrixRef with_number(const MatrixBlock& x, double number, bool number_on_left, const BinaryCell& cell) {
  const auto f = [&](double v) { return number_on_left ? cell.apply(number, v) : cell.apply(v, number); };
  const double at_zero = f(0);
  const auto value = [&](int64_t, int64_t, double v) { return f(v); };
  if (at_zero == 0) return map_nonzeros(x, value);
  return densify_rows(
      x, [&](int64_t, double* row) { std::fill_n(row, x.columns(), at_zero); }, value);
}

/// A CSR matrix with a dense vector spread over it.
MatrixRef with_vector(const MatrixBlock& x, const double* y, infer::Spread spread, const BinaryCell& cell) {
  const bool by_row = spread == infer::Spread::kColumn;  // one number per row
  const int64_t length = by_row ? x.rows() : x.columns();
  const auto value = [&](int64_t r, int64_t c, double v) { return cell.apply(v, by_row ? y[r] : y[c]); };
  bool zeros_stay = true;
  for (int64_t i = 0; i < length && zeros_stay; ++i)
    zeros_stay = cell.apply(0, y[i]) == 0;
  if (zeros_stay) return map_nonzeros(x, value);
  const double zero = 0;
  return densify_rows(
      x,
      [&](int64_t r, double* row) {
        if (by_row) {
          std::fill_n(row, x.columns(), cell.apply(0, y[r]));
        } else {
          cell.left_number(&zero, y, row, x.columns());
        }
      },
      value);
}

/// Walks the union of the entries of one row of two CSR matrices: visit(column, x, y).
template <class Visit>
void merge_row(const MatrixBlock& x, const MatrixBlock& y, int64_t r, const Visit& visit) {
  const std::span<const int64_t> left = x.row_columns(r);
  const std::span<const int64_t> right = y.row_columns(r);
  const std::span<const double> left_values = x.row_values(r);
  const std::span<const double> right_values = y.row_values(r);
  size_t i = 0;
  size_t j = 0;
  while (i < left.size() || j < right.size()) {
    const int64_t a = i < left.size() ? left[i] : INT64_MAX;
    const int64_t b = j < right.size() ? right[j] : INT64_MAX;
    if (a == b) {
      visit(a, left_values[i++], right_values[j++]);
    } else if (a < b) {
      visit(a, left_values[i++], 0.0);
    } else {
      visit(b, 0.0, right_values[j++]);
    }
  }
}

/// Two CSR matrices of one shape.
MatrixRef both_sparse(const MatrixBlock& x, const MatrixBlock& y, const BinaryCell& cell) {
  const double at_zeros = cell.apply(0, 0);
  const bool empty = x.entries().offsets.empty() && y.entries().offsets.empty();
  if (at_zeros == 0) {
    if (empty) return NewMatrix::zero(x.rows(), x.columns());
    RowBuilder builder(x.rows(), std::max(entries_of(x), entries_of(y)));
    for (int64_t r = 0; r < x.rows(); ++r) {
      merge_row(x, y, r, [&](int64_t c, double a, double b) { builder.add(c, cell.apply(a, b)); });
      builder.end_row();
    }
    return NewMatrix::sparse(x.rows(), x.columns(), builder.take());
  }
  NewMatrix out = NewMatrix::filled(x.rows(), x.columns(), at_zeros);
  for (int64_t r = 0; !empty && r < x.rows(); ++r) {
    double* row = out->row(r);
    merge_row(x, y, r, [&](int64_t c, double a, double b) { row[c] = cell.apply(a, b); });
  }
  return out;
}

/// A CSR and a dense matrix of one shape. CSR again when the zeros of the CSR one absorb nearly everything.
MatrixRef with_dense(const MatrixBlock& sparse, const MatrixBlock& dense, bool sparse_on_left, const BinaryCell& cell) {
  const double zero = 0;
  const auto fill = [&](int64_t r, double* row) {
    if (sparse_on_left) {
      cell.left_number(&zero, dense.row(r), row, dense.columns());
    } else {
      cell.right_number(dense.row(r), &zero, row, dense.columns());
    }
  };
  const auto value = [&](int64_t r, int64_t c, double v) {
    return sparse_on_left ? cell.apply(v, dense.row(r)[c]) : cell.apply(dense.row(r)[c], v);
  };
  if (sparse.cells() == 0 || !(sparse_on_left ? cell.left_absorbs : cell.right_absorbs)) {
    return densify_rows(sparse, fill, value);
  }
  RowBuilder builder(sparse.rows(), entries_of(sparse));
  std::vector<double> row(static_cast<size_t>(sparse.columns()));
  for (int64_t r = 0; r < sparse.rows(); ++r) {
    fill(r, row.data());
    const std::span<const int64_t> columns = sparse.row_columns(r);
    const std::span<const double> values = sparse.row_values(r);
    if (std::all_of(row.begin(), row.end(), [](double z) { return z == 0; })) {
      for (size_t k = 0; k < columns.size(); ++k)
        builder.add(columns[k], value(r, columns[k], values[k]));
    } else {
      for (double& each : row)
        each = each == 0 ? 0 : each;
      for (size_t k = 0; k < columns.size(); ++k)
        row[static_cast<size_t>(columns[k])] = value(r, columns[k], values[k]);
      for (size_t c = 0; c < row.size(); ++c)
        builder.add(static_cast<int64_t>(c), row[c]);
    }
    builder.end_row();
  }
  return NewMatrix::sparse(sparse.rows(), sparse.columns(), builder.take());
}

void make_dense(KernelCall& call, size_t i) {
  if (call.matrix(i).is_sparse()) call.replace(i, Value::matrix(dense_copy(call.matrix(i))));
}

}  // namespace

void run_binary_sparse(KernelCall& call, const BinaryCell& cell) {
  Value& left = call.in[0];
  Value& right = call.in[1];
  const bool left_sparse = left.is_matrix() && left.as_matrix().is_sparse();
  const bool right_sparse = right.is_matrix() && right.as_matrix().is_sparse();
  if (!left_sparse && !right_sparse) return run_binary_dense(call, cell);
  if (left_sparse && right.is_number()) {
    call.out[0] = Value::matrix(with_number(call.matrix(0), right.number(), false, cell));
    return;
  }
  if (right_sparse && left.is_number()) {
    call.out[0] = Value::matrix(with_number(call.matrix(1), left.number(), true, cell));
    return;
  }
  if (!left.is_matrix() || !right.is_matrix()) fail_scalar(call);
  const MatrixBlock& x = call.matrix(0);
  const MatrixBlock& y = call.matrix(1);
  const infer::Spread spread = infer::spread(x.rows(), x.columns(), y.rows(), y.columns());
  switch (spread) {
    case infer::Spread::kMisfit:
      fail_shapes(call.op, x, y);
    case infer::Spread::kSame:
      call.out[0] = Value::matrix(left_sparse && right_sparse ? both_sparse(x, y, cell)
                                  : left_sparse               ? with_dense(x, y, true, cell)
                                                              : with_dense(y, x, false, cell));
      return;
    case infer::Spread::kOuter:
      make_dense(call, 0);
      make_dense(call, 1);
      return run_binary_dense(call, cell);
    default:
      // A vector is small beside the matrix it is spread over.
      make_dense(call, 1);
      if (!left_sparse) return run_binary_dense(call, cell);
      call.out[0] = Value::matrix(with_vector(x, call.matrix(1).data(), spread, cell));
  }
}

}  // namespace lineal
