#include "compiler/rewrite/undo_rule.h"

#include <algorithm>
#include <map>

#include "compiler/rewrite/associativity.h"
#include "compiler/rewrite/derivation.h"
#include "runtime/ops/products/products.h"

namespace lineal {
namespace {

// Rules look a few operators deep, and few of these can have been replaced in turn; a forger's may be nested deeper.
constexpr int kMostNested = 64;

const CompiledRule* rule_named(const std::string& name) {
  static const std::map<std::string, CompiledRule, std::less<>> kRules = [] {
    std::map<std::string, CompiledRule, std::less<>> compiled;
    for (const Rule& rule : rules()) {
      if (rule.is(kChangesRounding)) compiled.emplace(rule.name, compile_rule(rule));
    }
    return compiled;
  }();
  const auto found = kRules.find(name);
  return found == kRules.end() ? nullptr : &found->second;
}

}  // namespace

const Undone& UndoRules::last_rule(const Hop* hop) {
  const auto [found, is_new] = undone_.try_emplace(hop);
  if (!is_new) return found->second;
  Derivation derivation;
  if (depth_ > kMostNested || !parse_derivation(hop->rule, derivation)) return found->second;
  open_(hop);
  ++depth_;
  StandIns rules;
  for (const Derivation& inner : derivation.inner)
    rules[static_cast<size_t>(inner.number)].rule = derivation_text(inner);
  Undone undone = by_rule(hop, derivation.rule, rules);
  --depth_;
  const bool fits = undone.written && (rules.empty() || rules.rbegin()->first < undone.made.size());
  return undone_[hop] = fits ? std::move(undone) : Undone{};
}

const Hop* UndoRules::before_rules(const Hop* hop) {
  while (hop && !hop->rule.empty())
    hop = last_rule(hop).written;
  if (hop) open_(hop);
  return hop;
}

bool UndoRules::rules_hold(const Hop* hop) {
  std::vector<const Hop*> open{hop};
  while (!open.empty()) {
    const Hop* next = open.back();
    open.pop_back();
    const Undone& undone = last_rule(next);
    if (!undone.written) return false;
    std::copy_if(undone.made.begin(), undone.made.end(), std::back_inserter(open),
                 [](const Hop* made) { return !made->rule.empty(); });
  }
  return true;
}

Undone UndoRules::by_rule(const Hop* hop, const std::string& name, const StandIns& rules) {
  Undone undone;
  ProductOrder written, executed;
  if (parse_reordering(name, written, executed)) {
    std::vector<const Hop*> operands;
    if (!take_apart(hop, executed, operands)) return {};
    undone.written = build_product(dag_, hop->op, written, operands, hop->where, undone.made, rules);
    return undone;
  }
  const CompiledRule* rule = rule_named(name);
  Match match(unknown_, [this](const Hop* inner) { return before_rules(inner); });
  if (!rule || !match.matches(rule->replacement, hop)) return {};
  if (unknown_ == UnknownKinds::kRefused && rule->rule->when && !rule->rule->when(match)) return {};
  undone.written = build_term(rule->pattern, match, dag_, hop->where, undone.made, rules);
  return undone;
}

// The operands of a product of this order, from left to right.
bool UndoRules::take_apart(const Hop* top, const std::vector<bool>& order, std::vector<const Hop*>& operands) {
  std::vector<const Hop*> open{top};
  for (size_t i = order.size(); i-- > 0;) {
    const Hop* hop = open.back();
    open.pop_back();
    if (!order[i]) {
      operands.push_back(hop);
      continue;
    }
    if (hop != top) hop = before_rules(hop);
    if (!hop || !hop->is(kMatrixProduct)) return false;
    open.insert(open.end(), hop->inputs.begin(), hop->inputs.end());
  }
  std::reverse(operands.begin(), operands.end());
  return true;
}

}  // namespace lineal
