// Lineage as operators of the compiler, so that its rules can be matched on a log.
#pragma once

#include <memory>
#include <unordered_map>

#include "compiler/rewrite/undo_rule.h"
#include "lineage/item/node.h"
#include "runtime/exec/replay.h"

namespace lineal {

/// Makes hops for nodes, as far down as somebody looks.
class LineageHops {
 public:
  /// `infos` says what the values of nodes are; null: only literals are known.
  explicit LineageHops(const NodeInfos* infos = nullptr);

  const Hop* of(const LineageNode* node);
  /// The node that a hop was made of; null for one that a rule built.
  const LineageNode* node_of(const Hop* hop) const;
  /// Undoes rules on what of() gives.
  UndoRules& undo() { return undo_; }

 private:
  Dag dag_;
  const NodeInfos* const infos_;
  std::unordered_map<const LineageNode*, const Hop*> hops_;
  std::unordered_map<const Hop*, const LineageNode*> nodes_;
  UndoRules undo_;
};

/// Says of rewritten nodes whether every rule that they name gives what ran: matched by the compiler's own code, on
/// kinds and sizes of values that were computed again.
class RuleCheck {
 public:
  explicit RuleCheck(const NodeInfos& infos) : infos_(infos) {}
  bool holds(const LineageNode& rewritten);

 private:
  const NodeInfos& infos_;
  std::unique_ptr<LineageHops> hops_;  // of the last nodes; given up now and then, so that memory stays bounded
  int nodes_ = 0;
};

/// The lineage with every rule undone, as the script says. Throws Error(kIo) for a rule that does not give what ran.
LineageRef as_written(const LineageNode* root);

}  // namespace lineal
