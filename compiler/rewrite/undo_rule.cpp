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

const Undone& UndoRules::last_rule(Hop* hop) {
  const auto [found, is_new] = undone_.try_emplace(hop);
  if (!is_new) return found->second;
  Derivation derivation;
  if (depth_ > kMostNested || !parse_derivation(hop->rule, derivation)) return found->second;
  open_(hop);
  ++depth_;
  Undone undone = by_rule(hop, derivation.rule);
  --depth_;
  for (const Derivation& inner : derivation.inner) {
    const auto number = static_cast<size_t>(inner.number);
    if (!undone.written || number >= undone.made.size()) return undone_[hop] = {};
    undone.made[number]->rule = derivation_text(inner);
  }
  return undone_[hop] = std::move(undone);
}

Hop* UndoRules::before_rules(Hop* hop) {
  while (hop && !hop->rule.empty())
    hop = last_rule(hop).written;
  if (hop) open_(hop);
  return hop;
}

bool UndoRules::rules_hold(Hop* hop) {
  std::vector<Hop*> open{hop};
  while (!open.empty()) {
    Hop* next = open.back();
    open.pop_back();
    const Undone& undone = last_rule(next);
    if (!undone.written) return false;
    std::copy_if(undone.made.begin(), undone.made.end(), std::back_inserter(open),
                 [](const Hop* made) { return !made->rule.empty(); });
  }
  return true;
}

Undone UndoRules::by_rule(Hop* hop, const std::string& name) {
  Undone undone;
  ProductOrder written, executed;
  if (parse_reordering(name, written, executed)) {
    std::vector<Hop*> operands;
    if (!take_apart(hop, executed, operands)) return {};
    undone.written = build_product(dag_, hop->op, written, operands, hop->where, undone.made);
    return undone;
  }
  const CompiledRule* rule = rule_named(name);
  Match match(unknown_, [this](Hop* inner) { return before_rules(inner); });
  if (!rule || !match.matches(rule->replacement, hop)) return {};
  if (unknown_ == UnknownKinds::kRefused && rule->rule->when && !rule->rule->when(match)) return {};
  undone.written = build_term(rule->pattern, match, dag_, hop->where, undone.made);
  return undone;
}

// The operands of a product of this order, from left to right.
bool UndoRules::take_apart(Hop* top, const std::vector<bool>& order, std::vector<Hop*>& operands) {
  std::vector<Hop*> open{top};
  for (size_t i = order.size(); i-- > 0;) {
    Hop* hop = open.back();
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
