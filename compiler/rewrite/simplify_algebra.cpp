// Applies the table of rules to every block until none fits.
#include <unordered_map>

#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/pattern.h"
#include "compiler/rewrite/rebuild.h"

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

bool run_once(Dag& dag, bool physical, const PassContext& context) {
  const Users users(dag);
  Facts facts;
  const RuleScope scope{
      .is_shared = [&users](const Hop* hop) { return users.is_shared(hop); },
      .is_disposable = [&facts](Hop* hop) { return facts.is_disposable(hop); },
  };
  return rebuild(dag, [&](Dag& to, Hop* hop) {
    if (hop->kind != HopKind::kOperator) return hop;
    const auto found = index_of_rules().find(hop->op);
    if (found == index_of_rules().end()) return hop;
    for (const CompiledRule& rule : found->second) {
      if (rule.rule->is(kPhysical) != physical) continue;
      if (context.exact && rule.rule->is(kChangesRounding)) continue;
      if (Hop* replacement = apply_rule(rule, to, hop, scope)) return replacement;
    }
    return hop;
  });
}

// A replacement can make room for another; every rule shortens or sinks to a form that no rule takes back.
constexpr int kMostRounds = 20;

void run_rules(HopProgram& program, bool physical, const PassContext& context) {
  for_each_function(program, [&](HopFunction& function) {
    for_each_dag(function, [&](Dag& dag) {
      for (int round = 0; round < kMostRounds && run_once(dag, physical, context); ++round) {
      }
    });
  });
}

}  // namespace

void simplify_algebra(HopProgram& program, const PassContext& context) {
  run_rules(program, false, context);
}

void select_products(HopProgram& program, const PassContext& context) {
  run_rules(program, true, context);
}

}  // namespace lineal
