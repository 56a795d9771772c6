#include <unordered_map>

#include "compiler/lower/schedule.h"
#include "compiler/rewrite/facts.h"
#include "runtime/matrix/value_lineage.h"
#include "runtime/program/known_scalar.h"

namespace lineal {
namespace {

// Lineage of an expression over literals. Scalars state their values, as they do where they are computed.
LineageRef constant_lineage_of(const Hop* identity) {
  std::unordered_map<const Hop*, LineageRef> known;
  std::vector<const Hop*> open{identity};
  while (!open.empty()) {
    const Hop* hop = open.back();
    if (known.contains(hop)) {
      open.pop_back();
      continue;
    }
    if (hop->kind == HopKind::kLiteral) {
      known.emplace(hop, literal_lineage(hop->literal));
      continue;
    }
    const Hop* node = hop->kind == HopKind::kOutput ? hop->inputs[0] : hop;
    bool ready = true;
    for (const Hop* input : node->inputs) {
      if (known.contains(input)) continue;
      open.push_back(input);
      ready = false;
    }
    if (!ready) continue;
    std::vector<const LineageNode*> inputs;
    for (const Hop* input : node->inputs)
      inputs.push_back(known.at(input).get());
    const Value value = known_scalar(*node->op, inputs, known_number(hop->info));
    known.emplace(hop, LineageNode::operation(node->op->symbol, inputs, hop->output, scalar_fact(value)));
  }
  return known.at(identity);
}

}  // namespace

ValueOperand Schedule::constant(const Hop* literal) {
  const bool folded = literal->known_as != nullptr && numbers.is_constant(literal);
  const ValueNumbers::Number value = numbers.of_literal(literal->literal);
  const auto key = std::pair(value, folded ? numbers.of(literal) : value);
  const auto [found, is_new] = constant_index_.emplace(key, constants.size());
  if (is_new) {
    constants.push_back(literal->literal);
    constant_lineage.push_back(folded ? constant_lineage_of(literal->identity()) : literal_lineage(literal->literal));
  }
  return ValueOperand::constant(found->second);
}

}  // namespace lineal
