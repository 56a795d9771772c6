#include <utility>

#include "compiler/hop/hop.h"

namespace lineal {

Hop* Dag::node(HopKind kind, SourceSpan where) {
  Hop& hop = nodes_.emplace_back();
  hop.kind = kind;
  hop.where = where;
  hop.id = static_cast<uint32_t>(nodes_.size());
  return &hop;
}

Hop* Dag::literal(Value value, SourceSpan where) {
  Hop* hop = node(HopKind::kLiteral, where);
  hop->info = info_of(value);
  hop->literal = std::move(value);
  return hop;
}

Hop* Dag::variable(int32_t slot, SourceSpan where) {
  Hop* hop = node(HopKind::kVariable, where);
  hop->slot = slot;
  return hop;
}

Hop* Dag::operation(const OpDef* op, std::vector<Hop*> inputs, SourceSpan where) {
  Hop* hop = node(HopKind::kOperator, where);
  hop->op = op;
  hop->inputs = std::move(inputs);
  return hop;
}

Hop* Dag::call(const HopFunction* callee, std::vector<Hop*> inputs, SourceSpan where) {
  Hop* hop = node(HopKind::kCall, where);
  hop->callee = callee;
  hop->inputs = std::move(inputs);
  return hop;
}

Hop* Dag::output(Hop* of, uint8_t number, SourceSpan where) {
  Hop* hop = node(HopKind::kOutput, where);
  hop->inputs = {of};
  hop->output = number;
  return hop;
}

Hop* Dag::rebuild(Hop* hop, std::vector<Hop*> inputs) {
  Hop* copy = node(hop->kind, hop->where);
  copy->op = hop->op;
  copy->callee = hop->callee;
  copy->inputs = std::move(inputs);
  copy->argument_names = hop->argument_names;
  copy->literal = hop->literal;
  copy->slot = hop->slot;
  copy->output = hop->output;
  copy->info = hop->info;
  copy->origin = hop;
  copy->rule = hop->rule;
  return copy;
}

int32_t HopFunction::slot_of(const std::string& variable) {
  for (; slots_known < variables.size(); ++slots_known)
    slots.emplace(variables[slots_known], static_cast<int32_t>(slots_known));
  const auto [found, is_new] = slots.emplace(variable, static_cast<int32_t>(variables.size()));
  if (is_new) {
    variables.push_back(variable);
    slots_known = variables.size();
  }
  return found->second;
}

}  // namespace lineal
