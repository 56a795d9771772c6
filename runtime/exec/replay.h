// Computes a value again from its lineage.
#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "runtime/exec/interpreter.h"

namespace lineal {

/// Kinds and sizes of the values of nodes.
using NodeInfos = std::unordered_map<const LineageNode*, ValueInfo>;

/// Whether a scalar that comes out other than its node states is an error, as it is where the arithmetic is the same.
enum class StatedScalars : uint8_t { kMustAgree, kMayDiffer };

struct ReplayOptions {
  StatedScalars stated = StatedScalars::kMustAgree;
  NodeInfos* infos = nullptr;  // receives what every node's value is
};

/// Evaluates the DAG below `root` in an order where inputs come first, each node once, without recursion; values are
/// dropped after their last use. Files are found by the SHA-256 that their leaf names. Throws Error(kIo) for an input
/// that is not in `inputs` or reads as other than its leaf says, for a scalar that is not what its node states, and
/// whatever kernels throw.
Value replay(const LineageNode* root, ExecutionContext& context, const std::map<std::string, std::string>& inputs,
             const ReplayOptions& options = {});

}  // namespace lineal
