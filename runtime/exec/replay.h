// Computes a value again from its lineage.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "runtime/exec/interpreter.h"

namespace lineal {

/// Whether the written value that a rewrite is compared with rests on executed values itself, so that the difference is
/// that of this rewrite, or has no rewrite below it, so that it is that of all of them.
enum class Rewrites : uint8_t { kThisOne, kAllBelow };

/// Sees both values of a rewritten node: computed as written, and as it ran.
using CompareRewrite = std::function<void(const Value& written, const Value& executed, Rewrites which)>;

/// Evaluates the DAG below `root` in an order where inputs come first, each node once, without recursion; values are
/// dropped after their last use. A rewritten node is computed the way it ran, and also as written if `compare` wants to
/// see both. Files are found by the SHA-256 that their leaf names. Throws Error(kIo) for an input that is not in
/// `inputs` or reads as other than its leaf says, and whatever kernels throw.
Value replay(const LineageNode* root, ExecutionContext& context, const std::map<std::string, std::string>& inputs,
             const CompareRewrite& compare = {});

}  // namespace lineal
