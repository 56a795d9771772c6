// Computes a value again from its lineage.
#pragma once

#include <map>
#include <string>

#include "runtime/exec/interpreter.h"

namespace lineal {

/// Evaluates the DAG below `root` in an order where inputs come first, each node once, without recursion; values are
/// dropped after their last use. Files are found by the SHA-256 that their leaf names. Throws Error(kIo) for an input
/// that is not in `inputs`, and whatever kernels throw.
Value replay(const LineageNode* root, ExecutionContext& context, const std::map<std::string, std::string>& inputs);

}  // namespace lineal
