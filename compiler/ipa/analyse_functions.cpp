#include "compiler/ipa/analyse_functions.h"

#include <algorithm>
#include <unordered_map>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "runtime/core/cat.h"

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
    if (!hop->op->is(kPure)) {
      found.effects = true;
      found.only_fails &= hop->op->name == "stop" || hop->op->name == "assert";
    }
    const bool draws = hop->op->prepare != nullptr && hop->op->is(kPure);
    bool has_seed = false;
    for (size_t i = 0; draws && i < hop->op->params.size() && i < hop->inputs.size(); ++i) {
      const Hop* seed = hop->inputs[i];
      has_seed |= hop->op->params[i].name == "seed" && seed->is_literal() && seed->literal.is_number() &&
                  seed->literal.number() >= 0;
    }
    found.deterministic &= hop->op->is(kDeterministic) && (!draws || has_seed);
  }
}

void scan(const std::vector<std::unique_ptr<HopBlock>>& blocks, Effects& found) {
  for (const auto& block : blocks) {
    scan(block->dag, found);
    scan(block->body, found);
    scan(block->otherwise, found);
  }
}

}  // namespace

void analyse_functions(HopProgram& program) {
  std::vector<HopFunction*> functions;
  for (const auto& function : program.functions)
    functions.push_back(function.get());
  functions.push_back(program.main.get());
  std::unordered_map<const HopFunction*, size_t> number;
  for (size_t i = 0; i < functions.size(); ++i)
    number[functions[i]] = i;

  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  Graph calls(functions.size());
  for (size_t i = 0; i < functions.size(); ++i) {
    for (const HopFunction* callee : functions[i]->callees)
      boost::add_edge(i, number.at(callee), calls);
  }
  std::vector<int> component(functions.size());
  const int components = boost::strong_components(
      calls, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, calls)));

  // Components are numbered callees first.
  std::vector<Key> hashes(static_cast<size_t>(components));
  std::vector<Effects> effects(static_cast<size_t>(components));
  for (int c = 0; c < components; ++c) {
    Key hash = hash_text("function");
    Effects& all = effects[static_cast<size_t>(c)];
    for (size_t i = 0; i < functions.size(); ++i) {
      if (component[i] != c) continue;
      HopFunction& function = *functions[i];
      hash = combine(hash, hash_text(function.fingerprint));
      scan(function.body, all);
      for (const HopParameter& parameter : function.parameters)
        scan(parameter.fallback, all);
      if (function.calls_unknown) all.deterministic = false;
      for (const HopFunction* callee : function.callees) {
        const auto of = static_cast<size_t>(component[number.at(callee)]);
        if (of == static_cast<size_t>(c)) continue;
        hash = combine(hash, hashes[of]);
        all.effects |= effects[of].effects;
        all.only_fails &= effects[of].only_fails;
        all.deterministic &= effects[of].deterministic;
      }
    }
    hashes[static_cast<size_t>(c)] = hash;
  }
  for (size_t i = 0; i < functions.size(); ++i) {
    const auto c = static_cast<size_t>(component[i]);
    functions[i]->hash = combine(hashes[c], hash_text(functions[i]->name));
    functions[i]->has_effects = effects[c].effects;
    functions[i]->may_fail_only = effects[c].effects && effects[c].only_fails;
    functions[i]->deterministic = effects[c].deterministic;
  }
}

}  // namespace lineal
