#include "compiler/rewrite/rebuild.h"

#include <unordered_set>

namespace lineal {
namespace {

void append_in_order(Hop* root, std::unordered_set<const Hop*>& done, std::vector<Hop*>& order) {
  std::vector<Hop*> open{root};
  while (!open.empty()) {
    Hop* hop = open.back();
    if (done.contains(hop)) {
      open.pop_back();
      continue;
    }
    const size_t before = open.size();
    for (size_t i = hop->inputs.size(); i-- > 0;) {
      if (hop->inputs[i] && !done.contains(hop->inputs[i])) open.push_back(hop->inputs[i]);
    }
    if (open.size() > before) continue;
    open.pop_back();
    done.insert(hop);
    order.push_back(hop);
  }
}

void for_each_block_dag(std::vector<std::unique_ptr<HopBlock>>& blocks, const std::function<void(Dag&)>& action) {
  for (const auto& block : blocks) {
    action(block->dag);
    for_each_block_dag(block->body, action);
    for_each_block_dag(block->otherwise, action);
  }
}

}  // namespace

std::vector<Hop*> nodes_in_order(const Dag& dag) {
  std::vector<Hop*> order;
  std::unordered_set<const Hop*> done;
  for (const Root& root : dag.roots)
    append_in_order(root.value, done, order);
  return order;
}

std::vector<Hop*> nodes_in_order(Hop* root) {
  std::vector<Hop*> order;
  std::unordered_set<const Hop*> done;
  append_in_order(root, done, order);
  return order;
}

bool rebuild(Dag& dag, const Rewrite& rewrite) {
  std::unordered_map<const Hop*, Replacement> replacements;
  for (Hop* hop : nodes_in_order(dag)) {
    bool changed = false;
    bool known_as_before = true;
    std::vector<Hop*> inputs = hop->inputs;
    std::vector<Hop*> identities = hop->inputs;
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (!inputs[i]) continue;
      const Replacement& replacement = replacements.at(hop->inputs[i]);
      inputs[i] = replacement.value;
      identities[i] = replacement.identity;
      changed |= inputs[i] != hop->inputs[i];
      known_as_before &= identities[i] == hop->inputs[i]->identity();
    }
    Hop* current = hop;
    if (changed) {
      const bool own = identities == inputs;
      current = dag.rebuild(hop, std::move(inputs));
      if (known_as_before) {
        current->known_as = hop->identity();
      } else if (!own) {
        current->known_as = dag.rebuild(hop, std::move(identities));
      }
    }
    replacements.emplace(hop, rewrite(dag, current));
  }
  bool any = false;
  for (Root& root : dag.roots) {
    Hop* const was = root.value;
    const Replacement& now = replacements.at(was);
    any |= now.value != was;
    root.value = now.value;
    if (now.identity != was->identity()) root.identity = now.identity;
  }
  return any;
}

void replace_identities(Dag& dag, std::unordered_map<const Hop*, Hop*> replacements) {
  const auto current = [&](Hop* root) {
    std::vector<Hop*> open{root};
    while (!open.empty()) {
      Hop* hop = open.back();
      if (replacements.contains(hop)) {
        open.pop_back();
        continue;
      }
      const size_t before = open.size();
      for (Hop* input : hop->inputs) {
        if (input && !replacements.contains(input)) open.push_back(input);
      }
      if (open.size() > before) continue;
      open.pop_back();
      std::vector<Hop*> inputs = hop->inputs;
      for (Hop*& input : inputs)
        input = input ? replacements.at(input) : nullptr;
      replacements[hop] = inputs == hop->inputs ? hop : dag.rebuild(hop, std::move(inputs));
    }
    return replacements.at(root);
  };
  for (Hop* hop : nodes_in_order(dag)) {
    Hop* known_as = current(hop->identity());
    if (known_as != hop) hop->known_as = known_as;
  }
  for (Root& root : dag.roots) {
    if (root.identity) root.identity = current(root.identity);
  }
}

Users::Users(const Dag& dag) {
  for (const Hop* hop : nodes_in_order(dag)) {
    for (const Hop* input : hop->inputs) {
      if (input) ++counts_[input];
    }
  }
  for (const Root& root : dag.roots)
    ++counts_[root.value];
}

bool Users::is_shared(const Hop* hop) const {
  for (; hop; hop = hop->origin) {
    if (const auto found = counts_.find(hop); found != counts_.end()) return found->second > 1;
  }
  return false;
}

void for_each_dag(HopFunction& function, const std::function<void(Dag&)>& action) {
  for (HopParameter& parameter : function.parameters)
    action(parameter.fallback);
  for_each_block_dag(function.body, action);
}

void for_each_function(HopProgram& program, const std::function<void(HopFunction&)>& action) {
  for (const auto& function : program.functions)
    action(*function);
  action(*program.main);
}

}  // namespace lineal
