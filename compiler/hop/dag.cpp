#include <utility>

#include "compiler/hop/hop.h"
#include "runtime/core/check.h"

namespace lineal {

Hop& Dag::own(const Hop* hop) {
  LINEAL_CHECK(hop != nullptr, "hop: no node");
  const size_t at = hop->id - size_t{1};
  LINEAL_CHECK_LT(at, nodes_.size(), "hop: a node of another DAG");
  Hop& mine = nodes_[at];
  LINEAL_CHECK(&mine == hop, "hop: a node of another DAG");
  return mine;
}

const Hop* Dag::add(Hop node) {
  for (const Hop* input : node.inputs) {
    if (input) own(input);
  }
  if (node.origin) own(node.origin);
  if (node.known_as) LINEAL_CHECK(!own(node.known_as).known_as, "hop: known as what is known as another");
  node.id = static_cast<uint32_t>(nodes_.size() + 1);
  return &nodes_.emplace_back(std::move(node));
}

const Hop* Dag::literal(Value value, SourceSpan where, StandIn instead) {
  Hop hop{.kind = HopKind::kLiteral, .where = where, .origin = instead.origin, .known_as = instead.known_as};
  hop.info = info_of(value);
  hop.literal = std::move(value);
  hop.rule = std::move(instead.rule);
  return add(std::move(hop));
}

const Hop* Dag::variable(Slot slot, SourceSpan where, const ValueInfo& info) {
  return add({.kind = HopKind::kVariable, .slot = slot, .info = info, .where = where});
}

const Hop* Dag::operation(const OpDef* op, std::vector<const Hop*> inputs, SourceSpan where, const ValueInfo& info,
                          StandIn instead) {
  return add({.kind = HopKind::kOperator,
              .op = op,
              .inputs = std::move(inputs),
              .info = info,
              .where = where,
              .origin = instead.origin,
              .known_as = instead.known_as,
              .rule = std::move(instead.rule)});
}

const Hop* Dag::call(const HopFunction* callee, std::vector<const Hop*> inputs, SourceSpan where) {
  return add({.kind = HopKind::kCall, .callee = callee, .inputs = std::move(inputs), .where = where});
}

const Hop* Dag::output(const Hop* of, uint8_t number, SourceSpan where) {
  return add({.kind = HopKind::kOutput, .inputs = {of}, .output = number, .where = where});
}

const Hop* Dag::rebuild(const Hop* hop, std::vector<const Hop*> inputs, const Hop* known_as) {
  Hop copy = *hop;
  copy.inputs = std::move(inputs);
  copy.origin = hop;
  copy.known_as = known_as;
  return add(std::move(copy));
}

void Dag::describe(const Hop* hop, const ValueInfo& info) {
  own(hop).info = info;
}

void Dag::complete(const Hop* hop, std::vector<const Hop*> inputs) {
  for (const Hop* input : inputs)
    own(input);
  Hop& mine = own(hop);
  LINEAL_CHECK_EQ(mine.inputs.size(), 0, "hop: a node that has its inputs");
  mine.inputs = std::move(inputs);
}

Slot HopFunction::slot_of(const std::string& variable) {
  for (; slots_known < variables.size(); ++slots_known)
    slots.emplace(variables[slots_known], Slot(slots_known));
  const auto [found, is_new] = slots.emplace(variable, Slot(variables.size()));
  if (is_new) {
    variables.push_back(variable);
    slots_known = variables.size();
  }
  return found->second;
}

}  // namespace lineal
