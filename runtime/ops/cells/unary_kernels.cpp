// Runs cell functions of one operand.
#include <algorithm>

#include "runtime/ops/cells/cell_functions.h"
#include "runtime/ops/cells/elementwise.h"

namespace lineal {

namespace cell {
const double kMinusOne = -1;
}

void run_unary_dense(KernelCall& call, const UnaryCell& cell) {
  if (!call.in[0].is_matrix()) {
    const Value* operand = &call.in[0];
    if (!call.op.scalar(&operand, call.out[0])) fail_scalar(call);
    return;
  }
  const MatrixBlock& x = call.matrix(0);
  NewMatrix out = take_output(call, x.rows(), x.columns());
  const double* source = x.data();
  double* target = out->data();
  for_cells(call.context, x.cells(), cell.block,
            [&](int64_t begin, int64_t end) { cell.loop(source + begin, target + begin, end - begin); });
  call.out[0] = Value::matrix(std::move(out));
}

void run_unary_sparse(KernelCall& call, const UnaryCell& cell) {
  if (!call.in[0].is_matrix() || !call.matrix(0).is_sparse()) return run_unary_dense(call, cell);
  const MatrixBlock& x = call.matrix(0);
  const double at_zero = cell.apply(0);
  if (at_zero != 0) {
    NewMatrix out = NewMatrix::filled(x.rows(), x.columns(), at_zero);
    for (int64_t r = 0; !x.entries().offsets.empty() && r < x.rows(); ++r) {
      double* row = out->row(r);
      const std::span<const int64_t> columns = x.row_columns(r);
      const std::span<const double> values = x.row_values(r);
      for (size_t k = 0; k < columns.size(); ++k)
        row[columns[k]] = cell.apply(values[k]);
    }
    call.out[0] = Value::matrix(std::move(out));
    return;
  }
  SparseRows entries = x.entries();
  const auto count = static_cast<int64_t>(entries.values.size());
  double* values = entries.values.data();
  for_cells(call.context, count, cell.block,
            [&](int64_t begin, int64_t end) { cell.loop(values + begin, values + begin, end - begin); });
  if (std::any_of(entries.values.begin(), entries.values.end(), is_plain_zero)) {
    // Rounding made zeros, which CSR does not store.
    size_t kept = 0;
    size_t next = 0;
    for (size_t r = 0; r + 1 < entries.offsets.size(); ++r) {
      for (; next < static_cast<size_t>(entries.offsets[r + 1]); ++next) {
        if (is_plain_zero(entries.values[next])) continue;
        entries.columns[kept] = entries.columns[next];
        entries.values[kept++] = entries.values[next];
      }
      entries.offsets[r + 1] = static_cast<int64_t>(kept);
    }
    entries.columns.resize(kept);
    entries.values.resize(kept);
  }
  call.out[0] = Value::matrix(NewMatrix::sparse(x.rows(), x.columns(), std::move(entries)));
}

}  // namespace lineal
