// Merges equal nodes of a block, so that each value is computed once.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "compiler/hop/value_numbers.h"
#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/rebuild.h"

namespace lineal {
namespace {

template <class T>
void append(std::string& key, const T& part) {
  key.append(reinterpret_cast<const char*>(&part), sizeof(part));
}

// Text that is the same for nodes that may be merged; empty for a node that may not. What runs must be the same, and
// what lineage says about it.
std::string key_of(const Hop& hop, ValueNumbers& numbers) {
  std::string key;
  if (!is_movable(hop) || hop.kind == HopKind::kOutput || hop.kind == HopKind::kExists) return key;
  append(key, hop.kind);
  append(key, numbers.of(&hop));
  if (hop.kind == HopKind::kOperator) {
    if (hop.op->outputs.size() != 1) return {};
    append(key, hop.op);
    for (const Hop* input : hop.inputs)
      append(key, input);
    return key;
  }
  if (hop.kind == HopKind::kVariable) {
    append(key, hop.slot);
    return key;
  }
  append(key, hop.literal.kind());
  if (hop.literal.is_number()) {
    append(key, hop.literal.bits());
  } else if (hop.literal.is_string()) {
    key += hop.literal.text();
  } else {
    return {};
  }
  return key;
}

}  // namespace

void merge_common_subexpressions(HopProgram& program, const PassContext&) {
  const auto merge_dag = [](Dag& dag) {
    std::unordered_map<std::string, const Hop*> known;
    ValueNumbers numbers;
    // As long as nodes are known as themselves they shall stay so. Later, identities of equal number need not be one.
    const std::vector<const Hop*> nodes = nodes_in_order(dag);
    const bool own = std::none_of(nodes.begin(), nodes.end(), [](const Hop* hop) { return hop->known_as != nullptr; });
    rebuild(dag, [&](Dag&, const Hop* hop) -> Replacement {
      std::string key = key_of(*hop, numbers);
      if (key.empty()) return hop;
      const Hop* first = known.emplace(std::move(key), hop).first->second;
      return own ? Replacement(first) : Replacement(first, hop->identity());
    });
  };
  for_each_function(program, [&](HopFunction& function) { for_each_dag(function, merge_dag); });
}

}  // namespace lineal
