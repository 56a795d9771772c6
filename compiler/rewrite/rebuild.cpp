#include "compiler/rewrite/rebuild.h"

#include <span>
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

/// What is known as something else now.
class Identities {
 public:
  explicit Identities(Dag& dag) : dag_(dag) {}

  void replace(const Hop* was, Hop* is) {
    if (was != is) now_[was] = is;
  }

  /// The identity `root` of a value computed from `inputs`, as they were, over what those are known as now. Nothing
  /// else changes: what a rule that keeps every bit has taken away lives on in identities as it was, even if something
  /// else that is known as the same was replaced.
  Hop* current(Hop* root, std::span<Hop* const> inputs) {
    std::unordered_map<const Hop*, Hop*> done;
    bool any = false;
    for (const Hop* input : inputs) {
      if (!input) continue;
      Hop* was = const_cast<Hop*>(input->identity());
      const auto found = now_.find(was);
      done[was] = found == now_.end() ? was : found->second;
      any |= found != now_.end();
    }
    if (!any) return root;
    std::vector<Hop*> open{root};
    while (!open.empty()) {
      Hop* hop = open.back();
      if (done.contains(hop)) {
        open.pop_back();
        continue;
      }
      const size_t before = open.size();
      for (Hop* input : hop->inputs) {
        if (input && !done.contains(input)) open.push_back(input);
      }
      if (open.size() > before) continue;
      open.pop_back();
      std::vector<Hop*> over = hop->inputs;
      for (Hop*& input : over)
        input = input ? done.at(input) : nullptr;
      done[hop] = over == hop->inputs ? hop : dag_.rebuild(hop, std::move(over));
    }
    return done.at(root);
  }

 private:
  Dag& dag_;
  std::unordered_map<const Hop*, Hop*> now_;
};

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
  std::unordered_map<const Hop*, Hop*> replacements;
  Identities identities(dag);
  for (Hop* hop : nodes_in_order(dag)) {
    bool changed = false;
    std::vector<Hop*> inputs = hop->inputs;
    for (Hop*& input : inputs) {
      if (!input) continue;
      Hop* replacement = replacements.at(input);
      changed |= replacement != input;
      input = replacement;
    }
    Hop* current = hop;
    if (changed) {
      current = dag.rebuild(hop, std::move(inputs));
      Hop* known_as = identities.current(hop->identity(), hop->inputs);
      current->known_as = known_as;
    }
    const Replacement replacement = rewrite(dag, current);
    replacements[hop] = replacement.value;
    identities.replace(hop->identity(), replacement.identity);
  }
  bool any = false;
  for (Root& root : dag.roots) {
    Hop* was = root.value;
    Hop* value = replacements.at(was);
    any |= value != root.value;
    root.value = value;
    if (root.identity) root.identity = identities.current(root.identity, {&was, 1});
  }
  return any;
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
