// Copies that wait until somebody needs their cells.
#pragma once

#include <vector>

#include "runtime/core/mutex.h"
#include "runtime/matrix/matrix.h"
#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// A slice, cbind or rbind that has not run. Its size and its lineage are known, which is all that
/// nrow(), another copy, or a lookup in the reuse cache ask for: where t(X) %*% X of a fold is found there, the fold
/// itself is never copied together. The matrix that holds this stands in for the copy; who needs cells gets `result`
/// instead.
class DeferredCopy final : public PendingCells {
 public:
  DeferredCopy(const OpDef& what, Key operation, std::vector<Value> inputs, int copies_below)
      : op(what), key(operation), depth(copies_below), inputs_(std::move(inputs)) {}

  const OpDef& op;
  const Key key;    // of the copy, for the cache
  const int depth;  // deferred copies of deferred copies below this one

  /// The copy, once somebody made it; null before.
  MatrixRef result() const {
    const MutexLock lock(mutex_);
    return result_;
  }
  /// What is to be copied; empty once there is a result.
  std::vector<Value> inputs() const {
    const MutexLock lock(mutex_);
    return inputs_;
  }
  /// Sets the result, unless another thread did, and lets go of the inputs.
  void settle(MatrixRef result) {
    std::vector<Value> done;  // released after the lock
    const MutexLock lock(mutex_);
    if (!result_) result_ = std::move(result);
    done.swap(inputs_);
  }

 private:
  mutable Mutex mutex_;
  std::vector<Value> inputs_ LINEAL_GUARDED_BY(mutex_);
  MatrixRef result_ LINEAL_GUARDED_BY(mutex_);
};

/// The stand-in for the result of `call` of an operator with `shape_of_copy`; empty when the copy has to be made now:
/// it is small, it would fail (the kernel shall say why), its inputs are no plain matrices, or too many copies wait for
/// each other already.
Value defer_copy(const OpDef& op, const KernelCall& call, Key key);

/// Whether cells of the value are still to be copied.
bool is_deferred(const Value& value);

}  // namespace lineal
