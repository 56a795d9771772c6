#include "runtime/exec/run_kernel.h"

namespace lineal {
namespace {

// Larger matrices keep their form even where dense ones are wanted.
constexpr int64_t kMaxForced = int64_t{1} << 24;

void force_storage(StorageMode storage, KernelCall& call) {
  for (Value& value : call.out) {
    if (!value.is_matrix()) continue;
    const Matrix& matrix = value.as_matrix();
    if (storage == StorageMode::kSparse && !matrix.is_sparse()) {
      value = Value::matrix(to_sparse(value.matrix_ref()));
      ++call.context.counters.sparsified;
    } else if (storage == StorageMode::kDense && matrix.is_sparse() && matrix.rows() < kMaxForced &&
               matrix.columns() < kMaxForced && matrix.cells() < kMaxForced) {
      value = Value::matrix(to_dense(value.matrix_ref()));
      ++call.context.counters.densified;
    }
  }
}

}  // namespace

void run_kernel(const OpDef& op, KernelCall& call) {
  const Forms given = forms_of(call.in);
  const Kernel& kernel = *pick_kernel(op, given);
  if (given == Forms::kAny && kernel.forms == Forms::kDense) {
    for (Value& value : call.in) {
      if (!value.is_matrix() || !value.as_matrix().is_sparse()) continue;
      value = Value::matrix(to_dense(value.matrix_ref()));
      ++call.context.counters.densified;
    }
  }
  call.pins.hold(call.in);
  kernel.run(call);
  if (call.context.config.storage != StorageMode::kAuto) force_storage(call.context.config.storage, call);
}

}  // namespace lineal
