// The overload of an operator that takes the values at hand.
#pragma once

#include <span>

#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// Returns `op` if it takes values of these kinds, otherwise the first of its spelling that does: the compiler may not
/// have known them. Throws Error(kRuntime) in the words of the script when none does.
const OpDef& fitting_overload(const OpDef& op, std::span<const Value> in);

}  // namespace lineal
