#include "runtime/exec/deferred_copy.h"

#include <algorithm>

#include "cache/pool/memory_limit.h"
#include "runtime/ops/declare/kernel_context.h"

namespace lineal {
namespace {

// Forcing goes down the chain of copies, one stack frame each.
constexpr int kMostDepth = 8;
// A copy larger than this share of the memory is made at once.
constexpr double kMemoryShare = 16;
// A deferred copy keeps its inputs alive; they may be this many times larger.
constexpr double kMostHeld = 8;

// The memory that the inputs hold, or will hold.
double source_bytes(const KernelCall& call) {
  double bytes = 0;
  for (const Value& value : call.in) {
    if (!value.is_matrix()) continue;
    bytes += 8.0 * static_cast<double>(value.as_matrix().rows()) * static_cast<double>(value.as_matrix().columns());
  }
  return bytes;
}

}  // namespace

bool is_deferred(const Value& value) {
  return value.is_matrix() && value.as_matrix().pending() != nullptr;
}

Value defer_copy(const OpDef& op, const KernelCall& call, Key key) {
  int depth = 0;
  for (const Value& value : call.in) {
    if (!value.is_matrix()) continue;
    if (value.as_matrix().is_sparse()) return {};
    if (const PendingCells* pending = value.as_matrix().pending()) {
      depth = std::max(depth, static_cast<const DeferredCopy*>(pending)->depth + 1);
    }
  }
  if (depth > kMostDepth) return {};
  const MatrixShape size = op.shape_of_copy(call);
  if (size.rows <= 0 || size.columns <= 0 || (size.rows == 1 && size.columns == 1)) return {};
  const double bytes = 8.0 * static_cast<double>(size.rows) * static_cast<double>(size.columns);
  if (bytes < static_cast<double>(call.context.config.defer_bytes)) return {};
  // What may not fit fails where the script says so, and a small piece does not keep a large matrix alive.
  if (bytes > static_cast<double>(machine_memory()) / kMemoryShare) return {};
  if (source_bytes(call) > kMostHeld * bytes) return {};
  std::vector<Value> in(call.in.begin(), call.in.end());
  return Value::matrix(
      Matrix::deferred(size.rows, size.columns, std::make_unique<DeferredCopy>(op, key, std::move(in), depth)));
}

}  // namespace lineal
