#include "compiler/ipa/analyse_functions.h"

#include <unordered_map>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

namespace lineal {
namespace {

struct Effects {
  bool effects = false;
  bool only_fails = true;
  bool deterministic = true;
};

void scan(const Dag& dag, Effects& found) {
  std::vector<const Hop*> open;
  for (const Root& root : dag.roots)
    open.push_back(root.value);
  std::unordered_map<const Hop*, bool> seen;
  while (!open.empty()) {
    const Hop* hop = open.back();
    open.pop_back();
    if (!hop || !seen.emplace(hop, true).second) continue;
    for (const Hop* input : hop->inputs)
      open.push_back(input);
    if (hop->kind != HopKind::kOperator) continue;
    if (!hop->op->is_pure()) {
      found.effects = true;
      found.only_fails &= hop->op->effect == Effect::kStops;
    }
    found.deterministic &= hop->op->is(kDeterministic);
    for (size_t i = 0; i < hop->op->params.size() && i < hop->inputs.size(); ++i) {
      const Hop* seed = hop->inputs[i];
      if (hop->op->params[i].role != ParamRole::kSeed) continue;
      found.deterministic &= seed->is_literal() && seed->literal.is_number() && seed->literal.number() >= 0;
    }
  }
}

void scan(const std::vector<std::unique_ptr<HopBlock>>& blocks, Effects& found) {
  for (const auto& block : blocks) {
    scan(block->dag, found);
    scan(block->body, found);
    scan(block->otherwise, found);
  }
}

using Functions = std::vector<HopFunction*>;

/// Functions that call each other, directly or not, form a group. Groups come callees first.
std::vector<Functions> groups_of(const HopProgram& program) {
  std::unordered_map<const HopFunction*, size_t> number;
  for (const auto& function : program.functions)
    number.emplace(function.get(), number.size());
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  Graph calls(program.functions.size());
  for (size_t i = 0; i < program.functions.size(); ++i) {
    for (const HopFunction* callee : program.functions[i]->callees)
      boost::add_edge(i, number.at(callee), calls);
  }
  std::vector<int> component(program.functions.size());
  const int components = boost::strong_components(
      calls, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, calls)));
  std::vector<Functions> groups(static_cast<size_t>(components));
  for (size_t i = 0; i < component.size(); ++i)
    groups[static_cast<size_t>(component[i])].push_back(program.functions[i].get());
  return groups;
}

using Places = std::unordered_map<const HopFunction*, uint64_t>;

/// Within a group a callee is its place there, outside of it a callee is its hash. What is put together says which of
/// the two it is and, as each definition has one mark per callee, where each part ends: groups that differ have
/// different hashes.
void hash_group(const Functions& group, const Places& place) {
  static const Key kInside = hash_text("inside the group");
  Key hash = hash_text("functions");
  for (const HopFunction* function : group) {
    hash = combine(hash, hash_text(function->definition));
    for (const HopFunction* callee : function->callees) {
      const auto inside = place.find(callee);
      hash = combine(hash, inside == place.end() ? callee->hash : combine(kInside, Key{inside->second, 0}));
    }
  }
  for (HopFunction* function : group)
    function->hash = combine(hash, Key{place.at(function), 0});
}

void find_effects(const Functions& group, const Places& place) {
  Effects all;
  for (const HopFunction* function : group) {
    scan(function->body, all);
    for (const HopParameter& parameter : function->parameters)
      scan(parameter.fallback, all);
    all.deterministic &= !function->calls_unknown;
    for (const HopFunction* callee : function->callees) {
      if (place.contains(callee)) continue;
      all.effects |= callee->has_effects;
      all.only_fails &= !callee->has_effects || callee->may_fail_only;
      all.deterministic &= callee->deterministic;
    }
  }
  for (HopFunction* function : group) {
    function->has_effects = all.effects;
    function->may_fail_only = all.effects && all.only_fails;
    function->deterministic = all.deterministic;
  }
}

}  // namespace

void analyse_functions(HopProgram& program) {
  for (const Functions& group : groups_of(program)) {
    Places place;
    for (const HopFunction* function : group)
      place.emplace(function, place.size());
    hash_group(group, place);
    find_effects(group, place);
  }
}

}  // namespace lineal
