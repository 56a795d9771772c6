// The law of inference: what is promised holds.
#pragma once

#include <vector>

#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// Checks what the operator infers from `in` against the outputs that it gave.
void check_inferred(const OpDef& op, const std::vector<ValueInfo>& in, const std::vector<Value>& outputs);

}  // namespace lineal
