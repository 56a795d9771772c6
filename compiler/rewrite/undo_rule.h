// From what ran back to what was written, by the table of rules.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/rewrite/pattern.h"

namespace lineal {

/// The written side of a rule.
struct Undone {
  const Hop* written = nullptr;  // null: the rule does not give what is there
  // Its operators, in pre-order of the pattern. Some may name rules that made them in turn.
  std::vector<const Hop*> made = {};
};

/// Undoes rules on the nodes of one DAG. Remembers what it has undone, so that nodes on nodes take no longer than each
/// by itself.
class UndoRules {
 public:
  /// `open` gives a node that is about to be looked at its inputs; nodes may come without. With kRefused letters must
  /// be of their kinds and the rule's condition on sizes must hold.
  UndoRules(Dag& dag, std::function<void(const Hop* hop)> open, UnknownKinds unknown)
      : dag_(dag), open_(std::move(open)), unknown_(unknown) {}

  /// Undoes the rule that `hop` names last: matches the rule's replacement on the nodes, binds its letters and builds
  /// its pattern over them. Where the replacement has an operator that was itself replaced later, that is undone first.
  /// A name that is no rule that may change rounding undoes nothing.
  const Undone& last_rule(const Hop* hop);
  /// The node as it was before every rule that it names; null if one of them does not give what is there.
  const Hop* before_rules(const Hop* hop);
  /// Whether every rule that `hop` names gives what is there.
  bool rules_hold(const Hop* hop);

 private:
  Undone by_rule(const Hop* hop, const std::string& name, const StandIns& rules);
  bool take_apart(const Hop* top, const std::vector<bool>& order, std::vector<const Hop*>& operands);

  Dag& dag_;
  std::function<void(const Hop* hop)> open_;
  UnknownKinds unknown_;
  int depth_ = 0;
  std::unordered_map<const Hop*, Undone> undone_;
};

}  // namespace lineal
