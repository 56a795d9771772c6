// Work estimates shared by the families.
#include "runtime/ops/declare/cost.h"

#include <algorithm>

namespace lineal::cost {

double bytes_of(const ValueInfo& info) {
  constexpr double kScalar = 16;
  if (info.kind != ValueKind::kMatrix && info.kind != ValueKind::kFrame) return kScalar;
  const auto cells = static_cast<double>(std::max<int64_t>(infer::cells(info), 0));
  return info.nonzeros >= 0 ? std::min(8 * cells, 16 * static_cast<double>(info.nonzeros)) : 8 * cells;
}

double traffic(std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  double bytes = 0;
  for (const ValueInfo& info : in)
    bytes += bytes_of(info);
  for (const ValueInfo& info : out)
    bytes += bytes_of(info);
  return bytes;
}

double touched(const ValueInfo& info) {
  if (info.kind != ValueKind::kMatrix && info.kind != ValueKind::kFrame) return 1;
  return static_cast<double>(std::max<int64_t>(infer::nonzeros_bound(info), 1));
}

Cost memory(std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  return {.flops = 0, .bytes = traffic(in, out)};
}

Cost of(const OpDef& op, std::span<const ValueInfo> in, std::span<const ValueInfo> out) {
  return op.cost != nullptr ? op.cost(in, out) : memory(in, out);
}

}  // namespace lineal::cost
