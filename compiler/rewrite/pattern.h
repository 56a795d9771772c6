// Patterns of rules: reading them, matching them, building what replaces a match.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "compiler/hop/hop.h"
#include "compiler/rewrite/rules.h"

namespace lineal {

/// A pattern as a tree.
struct Term {
  enum class Kind : uint8_t { kMatrixLetter, kNumberLetter, kLiteral, kOperator } kind = Kind::kOperator;
  char letter = 0;
  double number = 0;
  const OpDef* op = nullptr;
  std::vector<Term> inputs;
};

/// Reads a pattern; one that is malformed or names an unknown operator is an internal error.
Term read_pattern(std::string_view text);

struct CompiledRule {
  const Rule* rule = nullptr;
  Term pattern;
  Term replacement;
};
CompiledRule compile_rule(const Rule& rule);

/// The nodes that a pattern matched.
class Match final : public Letters {
 public:
  /// Whether `hop` has the form of `term`. On success `operators()` holds the matched operator nodes, the top one
  /// first.
  bool matches(const Term& term, Hop* hop);

  const ValueInfo& of(char letter) const override { return at(letter)->info; }
  Hop* at(char letter) const { return bound_[static_cast<size_t>(letter)]; }
  const std::vector<Hop*>& operators() const { return operators_; }

 private:
  bool match_inputs(const Term& term, Hop* hop, bool swapped);

  std::array<Hop*, 128> bound_{};
  std::vector<Hop*> operators_;
};

/// What decides about rules besides the rule itself.
struct RuleScope {
  std::function<bool(const Hop*)> is_shared;  // whether more than one node or root needs it
  std::function<bool(Hop*)> is_disposable;    // whether leaving it out goes unnoticed
};

/// Returns what replaces `hop` by the rule; null when it does not apply. Makes no node then.
Hop* apply_rule(const CompiledRule& rule, Dag& dag, Hop* hop, const RuleScope& scope);

}  // namespace lineal
