#include <unordered_map>

#include "compiler/lower/schedule.h"

namespace lineal {
namespace {

LineageRef literal_lineage(const Value& literal) {
  switch (literal.kind()) {
    case ValueKind::kInt:
      return LineageNode::integer(literal.as_int());
    case ValueKind::kDouble:
      return LineageNode::real(literal.as_double());
    case ValueKind::kBoolean:
      return LineageNode::boolean(literal.as_boolean());
    default:
      return LineageNode::string(literal.text());
  }
}

// Lineage of an expression over literals, as written.
LineageRef constant_lineage_of(const Hop* written) {
  std::unordered_map<const Hop*, LineageRef> known;
  std::vector<const Hop*> open{written};
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
    const Hop* node = hop->kind == HopKind::kOutput ? written_form(hop->inputs[0]) : hop;
    bool ready = true;
    for (const Hop* input : node->inputs) {
      if (known.contains(written_form(input))) continue;
      open.push_back(written_form(input));
      ready = false;
    }
    if (!ready) continue;
    std::vector<const LineageNode*> inputs;
    for (const Hop* input : node->inputs)
      inputs.push_back(known.at(written_form(input)).get());
    known.emplace(hop, LineageNode::operation(node->op->symbol, inputs, hop->output));
  }
  return known.at(written);
}

}  // namespace

Operand Schedule::constant(const Hop* literal) {
  const bool folded = literal->origin != nullptr && numbers.is_constant(literal);
  const ValueNumbers::Number value = numbers.of_literal(literal->literal);
  const auto key = std::pair(value, folded ? numbers.of(literal) : value);
  const auto [found, is_new] = constant_index_.emplace(key, static_cast<int32_t>(constants.size()));
  if (is_new) {
    constants.push_back(literal->literal);
    constant_lineage.push_back(folded ? constant_lineage_of(written_form(literal)) : literal_lineage(literal->literal));
  }
  return ~found->second;
}

}  // namespace lineal
