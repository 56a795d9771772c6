// What follows from a declaration.
#include "runtime/ops/declare/op_def.h"

#include <algorithm>

namespace lineal {

Value DefaultLiteral::value() const {
  switch (kind) {
    case ValueKind::kInt:
      return Value::integer(static_cast<int64_t>(number));
    case ValueKind::kDouble:
      return Value::real(number);
    case ValueKind::kBoolean:
      return Value::boolean(number != 0);
    case ValueKind::kString:
      return Value::string(std::string(text));
    default:
      return {};
  }
}

bool OpDef::gives_scalars() const {
  return !outputs.empty() &&
         std::all_of(outputs.begin(), outputs.end(), [](KindMask kinds) { return (kinds & ~unsigned{kScalar}) == 0; });
}

const Kernel* pick_kernel(const OpDef& op, Forms given, KernelPlace place) {
  const Kernel* first = nullptr;
  for (const Kernel& kernel : op.kernels) {
    if (kernel.place != place) continue;
    if (given == Forms::kDense || kernel.forms == Forms::kAny) return &kernel;
    if (first == nullptr) first = &kernel;
  }
  return first;
}

Forms forms_of(std::span<const Value> values) {
  const bool any_sparse = std::any_of(values.begin(), values.end(), [](const Value& value) {
    return value.is_matrix() && value.as_matrix().is_sparse();
  });
  return any_sparse ? Forms::kAny : Forms::kDense;
}

}  // namespace lineal
