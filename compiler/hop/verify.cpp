#include "compiler/hop/verify.h"

#include <unordered_map>
#include <unordered_set>

#include "compiler/hop/verify_node.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"

namespace lineal {
namespace {

class Verifier {
 public:
  Verifier(const HopFunction& function, std::string_view pass) : function_(function), pass_(pass) {}

  void run() {
    if (function_.entry.size() > function_.variables.size()) fail("more is known than there are variables");
    for (const auto& [name, slot] : function_.slots) {
      if (!is_slot(slot) || function_.variables[slot.at()] != name)
        fail(cat("variable ", name, " is not in its slot ", slot.number()));
    }
    for (const HopParameter& parameter : function_.parameters) {
      if (!is_slot(parameter.slot)) fail(cat("parameter ", parameter.name, " has slot ", parameter.slot.number()));
      if (parameter.has_default) {
        check(parameter.fallback);
        check_values(parameter.fallback, 1, 1, cat("default of ", parameter.name));
      }
    }
    for (const HopParameter& result : function_.results) {
      if (result.slot.exists() && !is_slot(result.slot))
        fail(cat("result ", result.name, " has slot ", result.slot.number()));
    }
    check(function_.body);
  }

 private:
  using Blocks = std::vector<std::unique_ptr<HopBlock>>;
  enum class State : uint8_t { kOpen, kDone };

  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ErrorKind::kInternal, cat("verify: after ", pass_, " in ", function_.name, ": ", what));
  }
  [[noreturn]] void fail(const Hop& hop, std::string_view what) const { fail(cat(print(hop, function_), ": ", what)); }

  bool is_slot(Slot slot) const { return slot.exists() && slot.at() < function_.variables.size(); }

  void check(const Blocks& blocks) {
    for (const auto& block : blocks) {
      check(block->dag);
      check_form(*block);
      check(block->body);
      check(block->otherwise);
    }
  }

  void check_form(const HopBlock& block) const {
    const size_t most = function_.variables.size();
    if (block.live_in.size() > most || block.live_out.size() > most) fail("more variables are live than there are");
    switch (block.kind) {
      case HopBlockKind::kBasic:
        if (!block.body.empty() || !block.otherwise.empty()) fail("a basic block with blocks in it");
        break;
      case HopBlockKind::kIf:
      case HopBlockKind::kWhile:
        check_values(block.dag, 1, 1, "predicate");
        break;
      case HopBlockKind::kFor:
      case HopBlockKind::kParFor:
        check_values(block.dag, 2, 3, "bounds");
        break;
    }
    const bool is_loop = block.kind == HopBlockKind::kFor || block.kind == HopBlockKind::kParFor;
    if (is_loop ? !is_slot(block.variable) : block.variable.exists())
      fail(cat("a block with variable ", block.variable.number()));
    if (!block.otherwise.empty() && block.kind != HopBlockKind::kIf) fail("an else without if");
  }

  void check_values(const Dag& dag, size_t least, size_t most, std::string_view what) const {
    if (dag.roots.size() < least || dag.roots.size() > most) fail(cat(what, ": ", dag.roots.size(), " roots"));
    for (const Root& root : dag.roots) {
      if (root.kind != RootKind::kEvaluate) fail(cat(what, ": a root that is an assignment"));
    }
  }

  void check(const Dag& dag) {
    owned_.clear();
    for (const Hop& hop : dag.nodes())
      owned_.insert(&hop);
    states_.clear();
    for (const Root& root : dag.roots)
      check(root);
  }

  void check(const Root& root) {
    if (!root.value || !owned_.contains(root.value)) fail("a root whose value is in no or another DAG");
    walk(root.value);
    if (root.identity) {
      if (!owned_.contains(root.identity)) fail(*root.value, "a root whose identity is in another DAG");
      walk(root.identity);
      if (root.identity->known_as) fail(*root.identity, "the identity of a root is known as another");
    }
    if (root.kind == RootKind::kEvaluate) {
      if (root.slot.exists()) fail(*root.value, cat("evaluated for slot ", root.slot.number()));
      return;
    }
    if (!is_slot(root.slot)) fail(*root.value, cat("assigned to slot ", root.slot.number()));
    const Hop& value = *root.value;
    const bool one_result =
        value.kind == HopKind::kOperator ? value.op->outputs.size() == 1 : value.kind != HopKind::kCall;
    if (!one_result) fail(value, "assigned, but it has not one result");
  }

  // The edges of a node that must lead into the same DAG.
  void check_edges(const Hop& hop) const {
    const auto check_edge = [&](const Hop* to, std::string_view what) {
      // Nothing of the other may be read: it may be gone.
      if (to && !owned_.contains(to)) fail(cat("(", hop.id, "): ", what, " is in another DAG"));
    };
    for (const Hop* input : hop.inputs)
      check_edge(input, "an input");
    check_edge(hop.known_as, "what it is known as");
    check_edge(hop.origin, "what it stands in for");
    std::unordered_set<const Hop*> seen;
    for (const Hop* origin = hop.origin; origin; origin = origin->origin) {
      check_edge(origin, "what it stands in for");
      if (origin == &hop || !seen.insert(origin).second) fail(hop, "stands in for itself");
    }
  }

  // Visits what the node needs, inputs first, with an explicit stack: expressions are as deep as the script makes them.
  void walk(const Hop* root) {
    std::vector<const Hop*> open{root};
    while (!open.empty()) {
      const Hop* hop = open.back();
      const auto [state, is_new] = states_.try_emplace(hop, State::kOpen);
      if (!is_new) {
        open.pop_back();
        if (state->second == State::kDone) continue;
        state->second = State::kDone;
        check_node(*hop);
        continue;
      }
      check_edges(*hop);
      const auto visit = [&](const Hop* next) {
        if (!next) return;
        const auto known = states_.find(next);
        if (known == states_.end()) {
          open.push_back(next);
        } else if (known->second == State::kOpen) {
          fail(*hop, cat("is computed from itself, through (", next->id, ")"));
        }
      };
      for (const Hop* input : hop->inputs)
        visit(input);
      visit(hop->known_as);
    }
  }

  void check_node(const Hop& hop) const {
    std::string fault = fault_of_shape(hop, function_.variables.size());
    if (fault.empty()) fault = fault_of_info(hop);
    if (fault.empty()) fault = fault_of_history(hop);
    if (!fault.empty()) fail(hop, fault);
  }

  const HopFunction& function_;
  const std::string_view pass_;
  std::unordered_set<const Hop*> owned_;
  std::unordered_map<const Hop*, State> states_;
};

}  // namespace

void verify(const HopProgram& program, std::string_view pass) {
  for (const auto& function : program.functions)
    Verifier(*function, pass).run();
  Verifier(*program.main, pass).run();
}

}  // namespace lineal
