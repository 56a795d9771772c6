#include "runtime/ops/indexing/spell_subscripts.h"

#include "runtime/core/cat.h"
#include "runtime/ops/indexing/index_bounds.h"

namespace lineal::spelled {
namespace {

bool is_no_bound(const LineageNode* bound) {
  return bound->kind() == NodeKind::kString && bound->text() == kNoBound;
}

std::string bounds(SpelledCall& call, size_t first) {
  const auto inputs = call.inputs();
  std::string out = "[";
  for (size_t i = first; i + 1 < inputs.size(); i += 2) {
    if (i > first) out += ", ";
    if (is_no_bound(inputs[i])) continue;
    out += call.argument(i);
    if (inputs[i] != inputs[i + 1] && !is_no_bound(inputs[i + 1])) out += cat(":", call.argument(i + 1));
  }
  return out + "]";
}

}  // namespace

std::string subscript(SpelledCall& call) {
  return call.argument(0) + bounds(call, 1);
}

std::string written_subscripts(SpelledCall& call) {
  return bounds(call, 2);
}

}  // namespace lineal::spelled
