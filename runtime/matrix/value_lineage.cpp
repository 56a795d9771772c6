#include "runtime/matrix/value_lineage.h"

#include <cmath>

namespace lineal {
namespace {

constexpr uint64_t kNan = 0x7ff8000000000000;

}  // namespace

ScalarFact scalar_fact(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kInt:
      return {true, NodeKind::kInt, static_cast<uint64_t>(value.as_int()), {}};
    case ValueKind::kDouble:
      // One NaN: which one an operation gives is up to the processor, and no script can tell.
      return {true,
              NodeKind::kDouble,
              std::isnan(value.as_double()) ? kNan : __builtin_bit_cast(uint64_t, value.as_double()),
              {}};
    case ValueKind::kBoolean:
      return {true, NodeKind::kBoolean, value.as_boolean() ? uint64_t{1} : 0, {}};
    case ValueKind::kString:
      return {true, NodeKind::kString, 0, value.text()};
    default:
      return {};
  }
}

Value value_of(const ScalarFact& fact) {
  if (!fact.known) return {};
  switch (fact.kind) {
    case NodeKind::kInt:
      return Value::integer(static_cast<int64_t>(fact.bits));
    case NodeKind::kDouble:
      return Value::real(__builtin_bit_cast(double, fact.bits));
    case NodeKind::kBoolean:
      return Value::boolean(fact.bits != 0);
    default:
      return Value::string(std::string(fact.text));
  }
}

LineageRef literal_lineage(const Value& scalar) {
  return LineageNode::literal(scalar_fact(scalar));
}

}  // namespace lineal
