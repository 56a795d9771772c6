#include "compiler/rewrite/rebuild.h"

#include <unordered_set>

namespace lineal {
namespace {

void append_in_order(const Hop* root, std::unordered_set<const Hop*>& done, std::vector<const Hop*>& order) {
  std::vector<const Hop*> open{root};
  while (!open.empty()) {
    const Hop* hop = open.back();
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

std::vector<const Hop*> nodes_in_order(const Dag& dag) {
  std::vector<const Hop*> order;
  std::unordered_set<const Hop*> done;
  for (const Root& root : dag.roots)
    append_in_order(root.value, done, order);
  return order;
}

std::vector<const Hop*> nodes_in_order(const Hop* root) {
  std::vector<const Hop*> order;
  std::unordered_set<const Hop*> done;
  append_in_order(root, done, order);
  return order;
}

bool rebuild(Dag& dag, const Rewrite& rewrite) {
  std::unordered_map<const Hop*, Replacement> replacements;
  for (const Hop* hop : nodes_in_order(dag)) {
    bool changed = false;
    bool known_as_before = true;
    std::vector<const Hop*> inputs = hop->inputs;
    std::vector<const Hop*> identities = hop->inputs;
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (!inputs[i]) continue;
      const Replacement& replacement = replacements.at(hop->inputs[i]);
      inputs[i] = replacement.value;
      identities[i] = replacement.identity;
      changed |= inputs[i] != hop->inputs[i];
      known_as_before &= identities[i] == hop->inputs[i]->identity();
    }
    const Hop* current = hop;
    if (changed) {
      const Hop* known_as = nullptr;
      if (known_as_before) {
        known_as = hop->identity();
      } else if (identities != inputs) {
        known_as = dag.rebuild(hop, std::move(identities));
      }
      current = dag.rebuild(hop, std::move(inputs), known_as);
    }
    replacements.emplace(hop, rewrite(dag, current));
  }
  bool any = false;
  for (Root& root : dag.roots) {
    const Hop* const was = root.value;
    const Replacement& now = replacements.at(was);
    any |= now.value != was;
    root.value = now.value;
    if (now.identity != was->identity()) root.identity = now.identity;
  }
  return any;
}

void replace_identities(Dag& dag, std::unordered_map<const Hop*, const Hop*> replacements) {
  const auto current = [&](const Hop* root) {
    std::vector<const Hop*> open{root};
    while (!open.empty()) {
      const Hop* hop = open.back();
      if (replacements.contains(hop)) {
        open.pop_back();
        continue;
      }
      const size_t before = open.size();
      for (const Hop* input : hop->inputs) {
        if (input && !replacements.contains(input)) open.push_back(input);
      }
      if (open.size() > before) continue;
      open.pop_back();
      std::vector<const Hop*> inputs = hop->inputs;
      for (const Hop*& input : inputs)
        input = input ? replacements.at(input) : nullptr;
      replacements[hop] = inputs == hop->inputs ? hop : dag.rebuild(hop, std::move(inputs));
    }
    return replacements.at(root);
  };
  std::unordered_map<const Hop*, const Hop*> values;
  for (const Hop* hop : nodes_in_order(dag)) {
    const Hop* known_as = current(hop->identity());
    std::vector<const Hop*> inputs = hop->inputs;
    for (const Hop*& input : inputs)
      input = input ? values.at(input) : nullptr;
    const bool same = known_as == hop->identity() && inputs == hop->inputs;
    values[hop] = same ? hop : dag.rebuild(hop, std::move(inputs), known_as);
  }
  for (Root& root : dag.roots) {
    root.value = values.at(root.value);
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
