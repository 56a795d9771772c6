#include "runtime/exec/deferred_copy.h"

#include <algorithm>

#include "cache/pool/memory_limit.h"
#include "runtime/ops/declare/kernel_context.h"
#include "runtime/ops/indexing/index_bounds.h"

namespace lineal {
namespace {

// Forcing goes down the chain of copies, one stack frame each.
constexpr int kMostDepth = 8;
// A copy larger than this share of the memory is made at once.
constexpr double kMemoryShare = 16;
// A deferred copy keeps its inputs alive; they may be this many times larger.
constexpr double kMostHeld = 8;

struct Size {
  int64_t rows = 0;
  int64_t columns = 0;
};

bool is_matrix(const Value& value) {
  return value.is_matrix();
}

// The memory that the inputs hold, or will hold.
double source_bytes(const KernelCall& call) {
  double bytes = 0;
  for (const Value& value : call.in) {
    if (!value.is_matrix()) continue;
    bytes += 8.0 * static_cast<double>(value.as_matrix().rows()) * static_cast<double>(value.as_matrix().columns());
  }
  return bytes;
}

// The size of cells bound side by side or one below the other; none where that does not fit.
Size bound_size(const KernelCall& call, bool by_columns) {
  Size size;
  for (const Value& value : call.in) {
    const Matrix& part = value.as_matrix();
    if (part.rows() == 0 || part.columns() == 0) return {};
    const int64_t common = by_columns ? part.rows() : part.columns();
    int64_t& shared = by_columns ? size.rows : size.columns;
    if (shared != 0 && shared != common) return {};
    shared = common;
    int64_t& sum = by_columns ? size.columns : size.rows;
    if (__builtin_add_overflow(sum, by_columns ? part.columns() : part.rows(), &sum)) return {};
  }
  return size;
}

Size size_of_copy(const OpDef& op, const KernelCall& call) {
  const bool by_columns = op.name == "cbind" || op.name == "append";
  if (by_columns || op.name == "rbind") {
    return std::all_of(call.in.begin(), call.in.end(), is_matrix) ? bound_size(call, by_columns) : Size{};
  }
  if (!call.in[0].is_matrix()) return {};
  const Matrix& from = call.in[0].as_matrix();
  const Rectangle part = call.in.size() == 5 ? index_rectangle(call, 1, from.rows(), from.columns())
                                             : index_rows(call, 1, from.rows(), from.columns());
  // A copy of everything is the matrix itself.
  if (part.rows() == from.rows() && part.columns() == from.columns()) return {};
  return {part.rows(), part.columns()};
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
  const Size size = size_of_copy(op, call);
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
