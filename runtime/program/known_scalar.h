// The scalar that comes out of an operator, as far as lineage can tell without running it.
#pragma once

#include <optional>
#include <span>

#include "lineage/item/node.h"
#include "runtime/ops/declare/op_def.h"

namespace lineal {

/// The value of a scalar operator over scalars that state theirs, by the operator's own scalar path; otherwise `known`,
/// which may say nothing. Empty when the value is unknown or no scalar.
Value known_scalar(const OpDef& op, std::span<const LineageNode* const> inputs, const std::optional<Value>& known);

}  // namespace lineal
