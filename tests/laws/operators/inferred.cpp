#include "tests/laws/operators/inferred.h"

#include <catch2/catch.hpp>

namespace lineal {
namespace {

void check(const ValueInfo& inferred, KindMask declared, const Value& actual) {
  const ValueInfo found = info_of(actual);
  if (inferred.kind != ValueKind::kNone) {
    CHECK(inferred.kind == found.kind);
    CHECK((declared & mask_of(inferred.kind)) != 0);
  }
  if (inferred.rows >= 0) CHECK(inferred.rows == found.rows);
  if (inferred.columns >= 0) CHECK(inferred.columns == found.columns);
  if (inferred.nonzeros >= 0 && actual.is_matrix())
    CHECK(Pin(actual.as_matrix())->count_nonzeros() <= inferred.nonzeros);
  if (inferred.number && found.number) {
    const bool both_nan = *inferred.number != *inferred.number && *found.number != *found.number;
    CHECK((both_nan || *inferred.number == *found.number));
  }
}

}  // namespace

void check_inferred(const OpDef& op, const std::vector<ValueInfo>& in, const std::vector<Value>& outputs) {
  if (op.infer == nullptr) return;
  std::vector<ValueInfo> inferred(op.outputs.size());
  op.infer(op, in, inferred);
  for (size_t i = 0; i < inferred.size(); ++i)
    check(inferred[i], op.outputs[i], outputs[i]);
}

}  // namespace lineal
