// Patterns of rules: reading them, matching them, building what replaces a match.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "compiler/hop/hop.h"
#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/rebuild.h"
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

/// Whether a letter may stand for a node of which not even the kind is known.
enum class UnknownKinds : uint8_t { kRefused, kAccepted };

/// The nodes that a pattern matched.
class Match final : public Letters {
 public:
  /// Gives the node to look at where the pattern wants an operator below its top; null for the node itself.
  using Look = std::function<const Hop*(const Hop* inner)>;

  explicit Match(UnknownKinds unknown = UnknownKinds::kRefused, Look look = {})
      : unknown_(unknown), look_(std::move(look)) {}

  /// Whether `hop` has the form of `term`. On success `operators()` holds the matched operator nodes in pre-order of
  /// the pattern, the top one first.
  bool matches(const Term& term, const Hop* hop);

  const ValueInfo& of(char letter) const override { return at(letter)->info; }
  const Hop* at(char letter) const { return bound_[static_cast<size_t>(letter)]; }
  const std::vector<const Hop*>& operators() const { return operators_; }

 private:
  bool match_inputs(const Term& term, const Hop* hop, bool swapped);

  UnknownKinds unknown_;
  Look look_;
  std::array<const Hop*, 128> bound_{};
  std::vector<const Hop*> operators_;
};

/// Builds what the term says over the nodes that its letters stand for. `made` receives the operators in pre-order of
/// the term; `stand_ins` says by the same numbers what some of them replace.
const Hop* build_term(const Term& term, const Match& match, Dag& dag, SourceSpan where, std::vector<const Hop*>& made,
                      const StandIns& stand_ins);

/// What a rule that replaces `operators`, in pre-order, is named in lineage: with the rules that made those before it.
std::string history_of(std::string_view rule, const std::vector<const Hop*>& operators);
/// A rule whose history would be longer is not applied, since nobody could tell what was written.
inline constexpr size_t kLongestHistory = 32768;

/// What decides about rules besides the rule itself.
struct RuleScope {
  std::function<bool(const Hop*)> is_shared;      // whether more than one node or root needs it
  std::function<bool(const Hop*)> is_disposable;  // whether leaving it out goes unnoticed
};

/// Replaces `hop` by the rule; `hop` itself is returned when that does not apply, and no node was made.
Replacement apply_rule(const CompiledRule& rule, Dag& dag, const Hop* hop, const RuleScope& scope);

}  // namespace lineal
