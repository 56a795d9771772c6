#include "compiler/rewrite/undo_rule.h"

#include <algorithm>
#include <map>

#include "compiler/rewrite/associativity.h"
#include "compiler/rewrite/derivation.h"

namespace lineal {
namespace {

// Rules look a few operators deep, and few of these can have been replaced in turn; a forger's may be nested deeper.
constexpr int kMostNested = 64;

const CompiledRule* rule_named(const std::string& name) {
  static const std::map<std::string, CompiledRule, std::less<>> kRules = [] {
    std::map<std::string, CompiledRule, std::less<>> compiled;
    for (const Rule& rule : rules()) {
      compiled.emplace(rule.name, compile_rule(rule));
    }
    return compiled;
  }();
  const auto found = kRules.find(name);
  return found == kRules.end() ? nullptr : &found->second;
}

class Undo {
 public:
  Undo(Dag& dag, const UndoScope& scope) : dag_(dag), scope_(scope) {}

  Undone last_rule(Hop* hop, int depth) {
    Derivation derivation;
    if (depth > kMostNested || !parse_derivation(hop->rule, derivation)) return {};
    scope_.open(hop);
    const Match::Look look = [this, depth](Hop* inner) { return before_rules(inner, depth + 1); };
    Undone undone = by_rule(hop, derivation.rule, look);
    for (const auto& [number, inner] : derivation.inner) {
      if (!undone.written || static_cast<size_t>(number) >= undone.made.size()) return {};
      undone.made[static_cast<size_t>(number)]->rule = derivation_text(inner);
    }
    return undone;
  }

 private:
  // The inner operator as the rule made it.
  Hop* before_rules(Hop* hop, int depth) {
    while (hop && !hop->rule.empty())
      hop = last_rule(hop, depth).written;
    if (hop) scope_.open(hop);
    return hop;
  }

  Undone by_rule(Hop* hop, const std::string& name, const Match::Look& look) {
    Undone undone;
    ProductOrder written, executed;
    if (parse_reordering(name, written, executed)) {
      std::vector<Hop*> operands;
      if (!take_apart(hop, executed, look, operands)) return {};
      undone.written = build_product(dag_, hop->op, written, operands, hop->where, undone.made);
      return undone;
    }
    const CompiledRule* rule = rule_named(name);
    Match match(scope_.unknown, look);
    if (!rule || rule->replacement.kind != Term::Kind::kOperator || !match.matches(rule->replacement, hop)) return {};
    if (scope_.unknown == UnknownKinds::kRefused && rule->rule->when && !rule->rule->when(match)) return {};
    undone.written = build_term(rule->pattern, match, dag_, hop->where, undone.made);
    return undone;
  }

  // The operands of a product of this order, from left to right.
  static bool take_apart(Hop* top, const ProductOrder& order, const Match::Look& look, std::vector<Hop*>& operands) {
    std::vector<Hop*> open{top};
    for (size_t i = order.size(); i-- > 0;) {
      Hop* hop = open.back();
      open.pop_back();
      if (!order[i]) {
        operands.push_back(hop);
        continue;
      }
      if (hop != top) hop = look(hop);
      if (!hop || !hop->is("%*%")) return false;
      open.insert(open.end(), hop->inputs.begin(), hop->inputs.end());
    }
    std::reverse(operands.begin(), operands.end());
    return true;
  }

  Dag& dag_;
  const UndoScope& scope_;
};

}  // namespace

Undone undo_rule(Dag& dag, Hop* hop, const UndoScope& scope) {
  return Undo(dag, scope).last_rule(hop, 0);
}

bool rules_hold(Dag& dag, Hop* hop, const UndoScope& scope) {
  // Of rules that keep every bit only others make use.
  Derivation last;
  if (!parse_derivation(hop->rule, last)) return false;
  const CompiledRule* rule = rule_named(last.rule);
  if (rule && !rule->rule->is(kChangesRounding)) return false;
  std::vector<Hop*> open{hop};
  while (!open.empty()) {
    Hop* next = open.back();
    open.pop_back();
    const Undone undone = undo_rule(dag, next, scope);
    if (!undone.written) return false;
    std::copy_if(undone.made.begin(), undone.made.end(), std::back_inserter(open),
                 [](const Hop* made) { return !made->rule.empty(); });
  }
  return true;
}

}  // namespace lineal
