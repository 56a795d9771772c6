// What an execution will take, before it begins.
#pragma once

#include <span>

#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// Nanoseconds, roughly: by the cost that the operator declares, at least one for each cell of its operands. Does not
/// look at cells.
double estimate_nanoseconds(const OpDef& op, std::span<const Value> in);

}  // namespace lineal
