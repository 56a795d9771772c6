// Applies the table of rules to every block until none fits.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/pattern.h"
#include "compiler/rewrite/rebuild.h"
#include "runtime/ops/products/products.h"

namespace lineal {
namespace {

// Rules by the operator at their top.
using RuleIndex = std::unordered_map<const OpDef*, std::vector<CompiledRule>>;

const RuleIndex& index_of_rules() {
  static const RuleIndex kIndex = [] {
    RuleIndex index;
    for (const Rule& rule : rules()) {
      CompiledRule compiled = compile_rule(rule);
      const OpDef* top = compiled.pattern.op;
      index[top].push_back(std::move(compiled));
    }
    return index;
  }();
  return kIndex;
}

// Which rules run together.
enum class Phase { kRounding, kExact, kForms };

Phase phase_of(const Rule& rule) {
  if (rule.is(kPhysical)) return Phase::kForms;
  return rule.is(kChangesRounding) ? Phase::kRounding : Phase::kExact;
}

bool run_once(Dag& dag, Phase phase) {
  const Users users(dag);
  Facts facts;
  const RuleScope scope{
      .is_shared = [&users](const Hop* hop) { return users.is_shared(hop); },
      .is_disposable = [&facts](const Hop* hop) { return facts.is_disposable(hop); },
  };
  return rebuild(dag, [&](Dag& to, const Hop* hop) -> Replacement {
    if (hop->kind != HopKind::kOperator) return hop;
    const auto found = index_of_rules().find(hop->op);
    if (found == index_of_rules().end()) return hop;
    for (const CompiledRule& rule : found->second) {
      if (phase_of(*rule.rule) != phase) continue;
      const Replacement replacement = apply_rule(rule, to, hop, scope);
      if (replacement.value != hop) return replacement;
    }
    return hop;
  });
}

// A product of matrices.
bool is_product(const Hop& hop) {
  return hop.is(kMatrixProduct);
}

// Whether the node could match but for its sizes: some input of the pattern is an operator, and the node has those.
bool has_inner_operators(const Term& pattern, const Hop& hop) {
  bool any = false;
  for (const Term& term : pattern.inputs) {
    if (term.kind != Term::Kind::kOperator) continue;
    any = true;
    const bool there = std::any_of(hop.inputs.begin(), hop.inputs.end(), [&term](const Hop* input) {
      if (!input || input->kind != HopKind::kOperator) return false;
      return input->op == term.op || (term.op->name == kMatrixProduct && is_product(*input));
    });
    if (!there) return false;
  }
  return any;
}

// A replacement can make room for another; every rule shortens or sinks to a form that no rule takes back.
constexpr int kMostRounds = 20;

void run_rules(HopProgram& program, Phase phase) {
  for_each_function(program, [&](HopFunction& function) {
    for_each_dag(function, [&](Dag& dag) {
      for (int round = 0; round < kMostRounds && run_once(dag, phase); ++round) {
      }
    });
  });
}

}  // namespace

void rearrange_algebra(HopProgram& program, const PassContext& context) {
  if (!context.exact) run_rules(program, Phase::kRounding);
}

void simplify_algebra(HopProgram& program, const PassContext&) {
  run_rules(program, Phase::kExact);
}

void select_products(HopProgram& program, const PassContext&) {
  run_rules(program, Phase::kForms);
}

// Identities tell, from which the block would be compiled again.
bool sizes_matter(const Dag& dag) {
  const auto is_unsized = [](const Hop* hop) {
    return hop->info.kind == ValueKind::kNone || (hop->info.is_matrix() && !hop->info.sized());
  };
  std::unordered_set<const Hop*> seen;
  std::vector<const Hop*> open;
  for (const Root& root : dag.roots)
    open.push_back(root.identity ? root.identity : root.value);
  while (!open.empty()) {
    const Hop* hop = open.back();
    open.pop_back();
    if (!hop || !seen.insert(hop).second) continue;
    open.insert(open.end(), hop->inputs.begin(), hop->inputs.end());
    if (hop->kind != HopKind::kOperator) continue;
    bool unsized = false, of_product = false;
    for (const Hop* input : hop->inputs) {
      if (!input) continue;
      unsized |= is_unsized(input);
      if (!is_product(*input)) continue;
      of_product = true;
      unsized |= std::any_of(input->inputs.begin(), input->inputs.end(), is_unsized);
    }
    if (!unsized) continue;
    if (is_product(*hop) && of_product) return true;
    const auto found = index_of_rules().find(hop->op);
    if (found == index_of_rules().end()) continue;
    for (const CompiledRule& rule : found->second) {
      if (rule.rule->when && has_inner_operators(rule.pattern, *hop)) return true;
    }
  }
  return false;
}

}  // namespace lineal
