// What passes may do with a node: whether it can fail, whether running it less often or elsewhere can be noticed.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <unordered_map>

#include "compiler/hop/hop.h"

namespace lineal {

/// What is known about the result of a single-output operator over such inputs.
ValueInfo infer_result(const OpDef& op, std::span<const ValueInfo> in);

/// A new operator. Unless it stands in for another that is known as something else, it is known as the operator over
/// what its inputs are known as, and that names the rule if there is one.
const Hop* operation_over(Dag& dag, const OpDef* op, std::vector<const Hop*> inputs, SourceSpan where,
                          StandIn instead = {});

/// What new operators replace, by their numbers in pre-order of what they are made for.
using StandIns = std::map<size_t, StandIn>;

/// What it says about an operator; nothing where it is silent.
StandIn stand_in(const StandIns& stand_ins, size_t number);

/// The number that a value is known to be, such as nrow(X) where sizes are known.
std::optional<Value> known_number(const ValueInfo& info);

/// Whether the operator can fail over inputs and with a result of which this is known.
bool may_fail(const OpDef& op, std::span<const ValueInfo> in, const ValueInfo& out);
/// Whether the node itself can fail, its inputs being there. A variable of which nothing is known may have no value.
bool may_fail(const Hop& hop);

/// Whether the same inputs give the same value and nothing else happens: the node may run once instead of twice,
/// earlier, or not at all as long as it cannot fail. Looks at the node only, not at its inputs.
bool is_movable(const Hop& hop);

/// Answers for whole expressions. Nodes are looked at once, so use one object as long as infos stay.
class Facts {
 public:
  /// Whether nobody can tell if the expression was evaluated: nothing in it can fail or has an effect.
  bool is_disposable(const Hop* hop);

 private:
  std::unordered_map<const Hop*, bool> disposable_;
};

}  // namespace lineal
