// Transposing, reversing, rolling and diagonals.
#include <algorithm>
#include <numeric>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/declare/families.h"
#include "runtime/ops/declare/infer.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/declare/registry.h"
#include "runtime/ops/shape/reorganise_construct.h"
#include "runtime/ops/shape/reorganise_parts.h"
#include "runtime/ops/shape/reorganise_select.h"

namespace lineal {
namespace {

void transposed(KernelCall& call) {
  call.out[0] = Value::matrix(transpose(call.matrix(0), call.context.pool));
}

void reversed(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  if (matrix.is_sparse() && matrix.entries().values.empty()) {
    call.out[0] = call.in[0];
    return;
  }
  std::vector<int64_t> rows(static_cast<size_t>(matrix.rows()));
  std::iota(rows.rbegin(), rows.rend(), 0);
  call.out[0] = Value::matrix(gather_rows(matrix, rows, call.context.pool));
}

void rolled(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  const int64_t rows = matrix.rows();
  const int64_t shift = rows == 0 ? 0 : (call.integer(1) % rows + rows) % rows;
  if (shift == 0 || (matrix.is_sparse() && matrix.entries().values.empty())) {
    call.out[0] = call.in[0];
    return;
  }
  std::vector<int64_t> order(static_cast<size_t>(rows));
  std::iota(order.begin(), order.begin() + shift, rows - shift);
  std::iota(order.begin() + shift, order.end(), 0);
  call.out[0] = Value::matrix(gather_rows(matrix, order, call.context.pool));
}

NewMatrix diagonal_of(const MatrixBlock& matrix) {
  NewMatrix result = NewMatrix::dense(matrix.rows(), 1);
  for (int64_t i = 0; i < matrix.rows(); ++i)
    result->data()[i] = matrix.at(i, i);
  return result;
}

/// Below this size CSR costs more than the zeros that it saves.
constexpr int64_t kSmallDiagonal = 16;

NewMatrix matrix_of_diagonal(const MatrixBlock& vector) {
  const int64_t size = vector.rows();
  if (size <= kSmallDiagonal) {
    NewMatrix result = NewMatrix::filled(size, size, 0);
    for (int64_t i = 0; i < size; ++i)
      result->row(i)[i] = vector.at(i, 0);
    return result;
  }
  RowBuilder result(size, size);
  result.reserve(size);
  for (int64_t i = 0; i < size; ++i) {
    result.add(i, vector.at(i, 0));
    result.end_row();
  }
  return result.finish();
}

void diagonal(KernelCall& call) {
  const MatrixBlock& matrix = call.matrix(0);
  const bool zeros = matrix.is_sparse() && matrix.entries().values.empty();
  if (matrix.columns() == 1) {
    call.out[0] = Value::matrix(zeros ? NewMatrix::zero(matrix.rows(), matrix.rows()) : matrix_of_diagonal(matrix));
  } else if (matrix.rows() == matrix.columns()) {
    call.out[0] = Value::matrix(zeros ? NewMatrix::zero(matrix.rows(), 1) : diagonal_of(matrix));
  } else {
    throw Error(ErrorKind::kRuntime,
                cat("diag: the matrix must be a column vector or square: ", matrix.rows(), "x", matrix.columns()));
  }
}

void infer_transposed(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = in[0].is_matrix() ? ValueInfo::matrix(in[0].columns, in[0].rows, in[0].nonzeros) : ValueInfo::matrix();
}

void infer_diagonal(const OpDef&, std::span<const ValueInfo> in, std::span<ValueInfo> out) {
  out[0] = ValueInfo::matrix();
  if (!in[0].is_matrix() || !in[0].sized()) return;
  if (in[0].columns == 1) {
    out[0] = ValueInfo::matrix(in[0].rows, in[0].rows, in[0].rows);
  } else if (in[0].rows == in[0].columns) {
    out[0] = ValueInfo::matrix(in[0].rows, 1);
  }
}

}  // namespace

void register_reorganise(OpRegistry& registry) {
  register_matrix(registry);
  registry.add({.name = "t",
                .call = "t",
                .params = {{"target", kMatrix}},
                .traits = kDeterministic | kReusable | kZeroPreserving,
                .fails = Fails::kNever,
                .infer = infer_transposed,
                .kernels = {any_form(transposed)},
                .help = "Transposed matrix."});
  registry.add({.name = "rev",
                .call = "rev",
                .params = {{"target", kMatrix}},
                .traits = kDeterministic | kReusable,
                .fails = Fails::kNever,
                .infer = infer::same_as_first,
                .kernels = {any_form(reversed)},
                .help = "Rows in reverse order."});
  registry.add({.name = "roll",
                .call = "roll",
                .params = {{"target", kMatrix}, {"shift", kNumber}},
                .traits = kDeterministic | kReusable,
                .fails = Fails::kNever,
                .infer = infer::same_as_first,
                .kernels = {any_form(rolled)},
                .law_cases = {"7x5, 3", "300x200, 17", "7x5, 0"},
                .help = "Rows moved down by a number of places, those that leave at the bottom return at the top."});
  registry.add({.name = "diag",
                .call = "diag",
                .params = {{"target", kMatrix}},
                .traits = kDeterministic | kReusable,
                .fails = Fails::kUnlessSized,
                .infer = infer_diagonal,
                .kernels = {any_form(diagonal)},
                .law_cases = {"6x1", "6x6", "300x300"},
                .help = "Diagonal matrix of a column vector, or the diagonal of a square matrix."});
  register_selections(registry);
}

}  // namespace lineal
