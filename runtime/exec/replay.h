// Computes a value again from its lineage.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "runtime/exec/interpreter.h"

namespace lineal {

/// Whether the written value that a rewrite is compared with rests on executed values itself, so that the difference is
/// that of this rewrite, or has no rewrite below it, so that it is that of all of them.
enum class Rewrites : uint8_t { kThisOne, kAllBelow };

/// Kind and size of a value; sizes are 0 for what is no matrix.
struct NodeForm {
  ValueKind kind = ValueKind::kNone;
  int64_t rows = 0;
  int64_t columns = 0;
};
using NodeForms = std::unordered_map<const LineageNode*, NodeForm>;
using GivenValues = std::unordered_map<const LineageNode*, Value>;

/// A rewritten node (kRewritten, or with kAllBelow any root that rests on one) with its values as written and as it
/// ran, and the forms of all values computed so far.
struct RewriteSeen {
  const LineageNode& node;
  const Value& written;
  const Value& executed;
  Rewrites which;
  const NodeForms& forms;
};
using CompareRewrite = std::function<void(const RewriteSeen& seen)>;

/// Evaluates the DAG below `root` in an order where inputs come first, each node once, without recursion; values are
/// dropped after their last use. A rewritten node is computed the way it ran, and also as written if `compare` wants to
/// see both. Files are found by the SHA-256 that their leaf names. Throws Error(kIo) for an input that is not in
/// `inputs` or reads as other than its leaf says, and whatever kernels throw. Nodes with a given value are not
/// computed.
Value replay(const LineageNode* root, ExecutionContext& context, const std::map<std::string, std::string>& inputs,
             const CompareRewrite& compare = {}, const GivenValues& given = {});

}  // namespace lineal
