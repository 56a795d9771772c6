// Rebuilds a DAG bottom-up: what a pass changes is new, what it leaves alone stays the same node.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "compiler/hop/hop.h"

namespace lineal {

/// What stands for a node from now on, and what lineage says about the value where the node was used. The two differ
/// where a node that has a history of its own takes the place: t(t(X)) runs as X and is still t(t(X)).
struct Replacement {
  const Hop* value;
  const Hop* identity;

  Replacement(const Hop* by) : value(by), identity(by->identity()) {}  // NOLINT(google-explicit-constructor)
  Replacement(const Hop* by, const Hop* known_as) : value(by), identity(known_as) {}
};

/// Returns what stands for `hop`, whose inputs have been rebuilt already; `hop` itself where nothing is to change.
using Rewrite = std::function<Replacement(Dag& dag, const Hop* hop)>;

/// Applies `rewrite` to every node that the roots need, inputs first, each node once. Returns whether a root has
/// another value now. Nothing is allocated in the DAG unless something changes.
///
/// What is computed from a node is known as before if the node is. If the node has another identity, what is computed
/// from it is known as its operator over what its inputs are known as: always true, and the whole story as long as no
/// exact rewrite came before. So passes that may change rounding run first.
bool rebuild(Dag& dag, const Rewrite& rewrite);

/// Puts nodes into the place of identities, wherever these occur in identities of the DAG.
void replace_identities(Dag& dag, std::unordered_map<const Hop*, const Hop*> replacements);

/// Every node that the values of the roots need, inputs before users, each once. Null inputs are left out.
std::vector<const Hop*> nodes_in_order(const Dag& dag);
/// The same from one node.
std::vector<const Hop*> nodes_in_order(const Hop* root);

/// Counts how many inputs and roots refer to each node.
class Users {
 public:
  explicit Users(const Dag& dag);
  /// Whether more than one needs the node. A node made since then has the users of what it replaces.
  bool is_shared(const Hop* hop) const;

 private:
  std::unordered_map<const Hop*, int> counts_;
};

/// Runs `action` over the DAG of every block of the function, those of nested blocks and of defaults included.
void for_each_dag(HopFunction& function, const std::function<void(Dag&)>& action);
/// Runs `action` over main and all functions.
void for_each_function(HopProgram& program, const std::function<void(HopFunction&)>& action);

}  // namespace lineal
