// Defaults of parameters as values.
#include "runtime/ops/declare/op_def.h"

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

}  // namespace lineal
