#include "runtime/program/known_scalar.h"

#include <array>

#include "runtime/matrix/value_lineage.h"

namespace lineal {

Value known_scalar(const OpDef& op, std::span<const LineageNode* const> inputs, const std::optional<Value>& known) {
  if (known) return *known;
  constexpr size_t kMost = 4;
  if (!op.scalar || inputs.empty() || inputs.size() > kMost) return {};
  std::array<Value, kMost> values;
  std::array<const Value*, kMost> in{};
  for (size_t i = 0; i < inputs.size(); ++i) {
    values[i] = value_of(inputs[i]->value());
    if (values[i].empty()) return {};
    in[i] = &values[i];
  }
  Value out;
  return op.scalar(in.data(), out) && out.is_scalar() ? out : Value();
}

}  // namespace lineal
