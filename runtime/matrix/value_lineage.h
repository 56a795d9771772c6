// Scalars in lineage: the fact that a node states, and the literal that a value is.
#pragma once

#include "lineage/item/node.h"
#include "runtime/matrix/value.h"

namespace lineal {

/// What a lineage node states about the value; nothing for what is no scalar. A text is not copied.
ScalarFact scalar_fact(const Value& value);
/// The scalar that a node states; empty when it states none.
Value value_of(const ScalarFact& fact);
/// The lineage of a scalar that has no history: itself.
LineageRef literal_lineage(const Value& scalar);

}  // namespace lineal
