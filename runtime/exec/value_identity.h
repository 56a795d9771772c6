// What the reuse cache compares: the computation that gave a value, as it ran.
#pragma once

#include <span>
#include <string_view>

#include "lineage/item/node.h"
#include "runtime/core/key.h"
#include "runtime/matrix/value.h"
#include "runtime/ops/op_def.h"

namespace lineal {

/// Identity of an operator over these inputs: of the operator that runs (not the one that was written), of scalars by
/// value, of matrices, frames and lists by the computation that they came from. Two calls of equal identity give the
/// same bits, whatever history their scalars have: X[, 1:n] is the same slice whether n was written as 5, counted, or
/// taken from a grid of hyper-parameters, where lineage keys would differ.
///
/// `leaf` is the content of a file where the operator reads one; it stands for the path, in[0]. An object without an
/// identity is known by its lineage. Empty when something is not known at all.
Key operation_identity(const OpDef& op, std::span<const Value> in, std::span<const LineageRef> lineage,
                       std::string_view leaf);

/// Identity of result number `output` of an operation.
Key output_identity(Key operation, size_t output);

}  // namespace lineal
