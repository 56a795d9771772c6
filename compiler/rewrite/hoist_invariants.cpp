// Moves what a loop computes the same way in every iteration in front of it.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "compiler/hop/live_variables.h"
#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/rebuild.h"
#include "runtime/core/cat.h"

namespace lineal {
namespace {

using Blocks = std::vector<std::unique_ptr<HopBlock>>;

// Whether running the operator once instead of in every iteration is worth a variable: it touches matrices.
bool is_work(const Hop& hop) {
  if (hop.kind != HopKind::kOperator) return false;
  bool matrices = hop.info.is_matrix();
  std::vector<ValueInfo> in;
  for (const Hop* input : hop.inputs) {
    in.push_back(input->info);
    matrices |= input->info.is_matrix();
  }
  if (!matrices || !hop.op->cost) return matrices;
  const Cost cost = hop.op->cost(in, {&hop.info, 1});
  return cost.flops + cost.bytes > 0;
}

// What is known about the nodes of one block of a loop.
struct Invariance {
  std::unordered_set<const Hop*> invariant;
  std::unordered_set<const Hop*> working;  // do work, or need something that does
  std::vector<const Hop*> tops;            // invariant and doing work, needed by something that varies or by a root
};

// Whether the node itself gives the same in every iteration.
bool stays(const Hop& hop, const WrittenVariables& written) {
  if (!is_movable(hop) || hop.kind == HopKind::kExists || hop.kind == HopKind::kOutput) return false;
  if (hop.kind != HopKind::kVariable) return true;
  const size_t slot = hop.slot.at();
  return !written.assigned[slot] && !written.accumulated[slot];
}

// Identities that hold before the loop as well: nrow(X * i) may have become a literal, but its lineage knows i.
class LastingIdentities {
 public:
  explicit LastingIdentities(const WrittenVariables& written) : written_(written) {}

  bool contain(const Hop* root) {
    for (const Hop* hop : nodes_in_order(root)) {
      if (known_.contains(hop)) continue;
      const bool inputs = std::all_of(hop->inputs.begin(), hop->inputs.end(),
                                      [this](const Hop* input) { return input && known_.at(input); });
      known_[hop] = inputs && stays(*hop, written_);
    }
    return known_.at(root);
  }

 private:
  const WrittenVariables& written_;
  std::unordered_map<const Hop*, bool> known_;
};

Invariance find_invariants(const Dag& dag, const WrittenVariables& written) {
  Invariance found;
  LastingIdentities lasting(written);
  const std::vector<const Hop*> order = nodes_in_order(dag);
  for (const Hop* hop : order) {
    bool invariant = stays(*hop, written) && !may_fail(*hop) && (!hop->known_as || lasting.contain(hop->known_as));
    bool working = is_work(*hop);
    for (const Hop* input : hop->inputs) {
      invariant &= input && found.invariant.contains(input);
      working |= found.working.contains(input);
    }
    if (invariant) found.invariant.insert(hop);
    if (working) found.working.insert(hop);
  }
  std::unordered_set<const Hop*> listed;
  const auto list = [&](const Hop* hop) {
    const bool wanted = hop && hop->kind == HopKind::kOperator && found.invariant.contains(hop) &&
                        found.working.contains(hop) && (hop->info.is_matrix() || hop->info.is_number());
    if (wanted && listed.insert(hop).second) found.tops.push_back(hop);
  };
  for (const Hop* hop : order) {
    if (found.invariant.contains(hop)) continue;
    for (const Hop* input : hop->inputs)
      list(input);
  }
  for (const Root& root : dag.roots)
    list(root.value);
  return found;
}

class Hoisting {
 public:
  explicit Hoisting(HopFunction& function) : function_(function) {}

  void run(Blocks& blocks) {
    Blocks result;
    for (auto& block : blocks) {
      run(block->body);
      run(block->otherwise);
      if (block->kind >= HopBlockKind::kFor) {
        if (auto before = hoist_from(*block)) result.push_back(std::move(before));
      }
      result.push_back(std::move(block));
    }
    blocks = std::move(result);
  }

 private:
  // Only from blocks that run in every iteration: what an untaken branch computes would cost more in front of the loop.
  std::unique_ptr<HopBlock> hoist_from(HopBlock& loop) {
    WrittenVariables written = written_variables(loop.body, function_.variables.size());
    if (loop.variable.exists()) written.assigned[loop.variable.at()] = true;
    auto before = std::make_unique<HopBlock>();
    before->where = loop.where;
    if (loop.kind == HopBlockKind::kWhile) hoist_dag(loop.dag, written, *before);
    for (const auto& block : loop.body) {
      if (block->kind == HopBlockKind::kBasic) hoist_dag(block->dag, written, *before);
    }
    return before->dag.roots.empty() ? nullptr : std::move(before);
  }

  void hoist_dag(Dag& dag, WrittenVariables& written, HopBlock& before) {
    const Invariance found = find_invariants(dag, written);
    if (found.tops.empty()) return;
    std::unordered_map<const Hop*, const Hop*> copies;
    std::unordered_map<const Hop*, const Hop*> variables;   // by what is hoisted
    std::unordered_map<const Hop*, const Hop*> identities;  // by what that is known as
    for (const Hop* top : found.tops) {
      const Hop* value = copy(top, before.dag, copies);
      const Slot slot = function_.slot_of(cat("#hoisted", ++count_));
      before.dag.roots.push_back({RootKind::kAssign, slot, value, value->identity(), top->where});
      const Hop* variable = variables[top] = dag.variable(slot, top->where, top->info);
      identities.emplace(top->identity(), variable);
    }
    written.assigned.resize(function_.variables.size());
    written.accumulated.resize(function_.variables.size());
    rebuild(dag, [&](Dag&, const Hop* hop) -> Replacement {
      // A hoisted node over another one has been rebuilt by now.
      const Hop* was = variables.contains(hop) ? hop : hop->origin;
      const auto variable = variables.find(was);
      return variable == variables.end() ? Replacement(hop) : Replacement(variable->second, hop->identity());
    });
    // The variable's lineage is what it stands for, and need not be traced again in every iteration.
    replace_identities(dag, std::move(identities));
  }

  static const Hop* copy(const Hop* top, Dag& to, std::unordered_map<const Hop*, const Hop*>& copies) {
    const auto copy_one = [&](const Hop* hop) {
      if (copies.contains(hop)) return;
      Hop made = *hop;
      for (const Hop*& input : made.inputs)
        input = copies.at(input);
      made.origin = nullptr;
      if (made.known_as) made.known_as = copies.at(made.known_as);
      copies[hop] = to.add(std::move(made));
    };
    for (const Hop* hop : nodes_in_order(top)) {
      // What nodes are known as goes with them.
      if (hop->known_as) {
        for (const Hop* identity : nodes_in_order(hop->known_as))
          copy_one(identity);
      }
      copy_one(hop);
    }
    return copies.at(top);
  }

  HopFunction& function_;
  int count_ = 0;
};

}  // namespace

void hoist_invariants(HopProgram& program, const PassContext& context) {
  for (const auto& function : program.functions)
    Hoisting(*function).run(function->body);
  // At the prompt every variable of main would stay and be listed.
  if (!context.keep_variables) Hoisting(*program.main).run(program.main->body);
}

}  // namespace lineal
