// From what ran back to what was written, by the table of rules.
#pragma once

#include <vector>

#include "compiler/rewrite/pattern.h"

namespace lineal {

/// Where rules are undone.
struct UndoScope {
  /// Gives a node that is about to be looked at its inputs; nodes come without.
  std::function<void(Hop* hop)> open;
  /// kRefused: letters must be of their kinds and the rule's condition on sizes must hold.
  UnknownKinds unknown = UnknownKinds::kRefused;
};

/// The written side of a rule.
struct Undone {
  Hop* written = nullptr;  // null: the rule does not give what is there
  std::vector<Hop*> made =
      {};  // its operators, in pre-order of the pattern; some may name rules that made them in turn
};

/// Undoes the rule that `hop` names last: matches the rule's replacement on the nodes, binds its letters and builds its
/// pattern over them. Where the replacement has an operator that was itself replaced later, that is undone first. A
/// name that is no rule undoes nothing.
Undone undo_rule(Dag& dag, Hop* hop, const UndoScope& scope);

/// Whether every rule that `hop` names gives what is there, and the last of them may change rounding.
bool rules_hold(Dag& dag, Hop* hop, const UndoScope& scope);

}  // namespace lineal
