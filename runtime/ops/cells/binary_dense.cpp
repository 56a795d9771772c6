// Runs cell functions of two operands over dense matrices and numbers.
#include "runtime/ops/cells/elementwise.h"
#include "runtime/ops/declare/infer.h"

namespace lineal {
namespace {

/// Matrices of one shape, or a matrix and a number: one flat range.
void run_flat(KernelCall& call, BinaryCell::Loop loop, int64_t block, const double* x, bool x_moves, const double* y,
              bool y_moves, MatrixBlock& out) {
  for_cells(call.context, out.cells(), block, [&](int64_t begin, int64_t end) {
    loop(x_moves ? x + begin : x, y_moves ? y + begin : y, out.data() + begin, end - begin);
  });
}

/// A vector spread over the rows or columns of the left operand, or two vectors over each other.
void run_spread(KernelCall& call, const BinaryCell& cell, infer::Spread spread, const double* x, const double* y,
                MatrixBlock& out) {
  const int64_t columns = out.columns();
  for_cells(call.context, out.cells(), cell.block, [&](int64_t begin, int64_t end) {
    for_row_pieces(begin, end, columns, [&](int64_t row, int64_t column, int64_t at, int64_t count) {
      double* target = out.data() + at;
      switch (spread) {
        case infer::Spread::kColumn:
          return cell.right_number(x + at, y + row, target, count);
        case infer::Spread::kRow:
          return cell.both(x + at, y + column, target, count);
        default:
          return cell.left_number(x + row, y + column, target, count);
      }
    });
  });
}

}  // namespace

void run_binary_dense(KernelCall& call, const BinaryCell& cell) {
  const Value& left = call.in[0];
  const Value& right = call.in[1];
  if (!left.is_matrix() && !right.is_matrix()) {
    const Value* operands[] = {&left, &right};
    if (!call.op.scalar(operands, call.out[0])) fail_scalar(call);
    return;
  }
  if (left.is_matrix() && right.is_matrix()) {
    const MatrixBlock& x = call.matrix(0);
    const MatrixBlock& y = call.matrix(1);
    const infer::Spread spread = infer::spread(x.rows(), x.columns(), y.rows(), y.columns());
    if (spread == infer::Spread::kMisfit) fail_shapes(call.op, x, y);
    if (spread == infer::Spread::kSame) {
      NewMatrix out = take_output(call, x.rows(), x.columns());
      run_flat(call, cell.both, cell.block, x.data(), true, y.data(), true, *out);
      call.out[0] = Value::matrix(std::move(out));
      return;
    }
    NewMatrix out;
    if (spread != infer::Spread::kOuter) out = reuse_input(call, 0, x.rows(), x.columns());
    if (!out) out = NewMatrix::dense(x.rows(), spread == infer::Spread::kOuter ? y.columns() : x.columns());
    run_spread(call, cell, spread, x.data(), y.data(), *out);
    call.out[0] = Value::matrix(std::move(out));
    return;
  }
  if (!left.is_number() && !right.is_number()) fail_scalar(call);
  const MatrixBlock& matrix = call.matrix(left.is_matrix() ? 0 : 1);
  if (!(left.is_matrix() ? right : left).is_number()) fail_scalar(call);
  const double number = left.is_matrix() ? right.number() : left.number();
  NewMatrix out = take_output(call, matrix.rows(), matrix.columns());
  if (left.is_matrix()) {
    run_flat(call, cell.right_number, cell.block, matrix.data(), true, &number, false, *out);
  } else {
    run_flat(call, cell.left_number, cell.block, &number, false, matrix.data(), true, *out);
  }
  call.out[0] = Value::matrix(std::move(out));
}

}  // namespace lineal
