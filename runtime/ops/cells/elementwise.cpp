// Shared parts of the cell-wise kernels, and the list of their groups.
#include "runtime/ops/cells/elementwise.h"

#include <cmath>

#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/declare/families.h"

namespace lineal {

void register_elementwise(OpRegistry& registry) {
  register_unary(registry);
  register_arithmetic(registry);
  register_comparisons(registry);
  register_logic(registry);
  register_extremes(registry);
  register_bitwise(registry);
  register_select(registry);
}

NewMatrix reuse_input(KernelCall& call, size_t i, int64_t rows, int64_t columns) {
  const Value& value = call.in[i];
  if (!value.is_matrix()) return {};
  const Matrix& matrix = value.as_matrix();
  if (matrix.is_sparse() || matrix.rows() != rows || matrix.columns() != columns) return {};
  NewMatrix taken = call.take_for_writing(i);
  if (taken) call.context.counters.in_place.fetch_add(1, std::memory_order_relaxed);
  return taken;
}

NewMatrix take_output(KernelCall& call, int64_t rows, int64_t columns) {
  for (size_t i = 0; i < call.in.size(); ++i) {
    if (NewMatrix reused = reuse_input(call, i, rows, columns)) return reused;
  }
  return NewMatrix::dense(rows, columns);
}

void fail_scalar(const KernelCall& call) {
  std::string operands;
  bool integers = true;
  for (const Value& value : call.in) {
    if (!operands.empty()) operands += " and ";
    operands += describe(value);
    integers = integers && value.is_int();
  }
  if (integers && call.in.size() == 2 && call.in[1].as_int() == 0 && call.op.name != kTimes) {
    throw Error(ErrorKind::kRuntime, cat(call.op.call, ": division of whole numbers by zero: ", operands));
  }
  throw Error(ErrorKind::kRuntime,
              cat(call.op.call,
                  integers ? ": the result does not fit into a 64-bit integer: " : ": not defined for these operands: ",
                  operands));
}

void fail_shapes(const OpDef& op, const MatrixBlock& left, const MatrixBlock& right) {
  // What would fit the other way round is a vector that someone expected to spread as it does in NumPy.
  const bool spreads =
      (left.rows() == right.rows() && left.columns() == 1) || (left.columns() == right.columns() && left.rows() == 1);
  throw Error(ErrorKind::kRuntime,
              cat(op.call, ": dimensions do not fit: ", left.rows(), "x", left.columns(), " and ", right.rows(), "x",
                  right.columns(), spreads ? " (a row or column spreads on the right side only)" : ""));
}

}  // namespace lineal
