#include "compiler/rewrite/pattern.h"

#include <cctype>
#include <charconv>

#include "compiler/rewrite/derivation.h"
#include "compiler/rewrite/facts.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/cells/cell_operators.h"
#include "runtime/ops/declare/registry.h"

namespace lineal {
namespace {

// Patterns are nested a few levels deep, so reading and matching may recurse.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

  Term read() {
    Term term = expression();
    check(at_ == text_.size());
    return term;
  }

 private:
  void check(bool holds) const { LINEAL_CHECK(holds, cat("pattern: malformed: ", text_, " at ", at_)); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void spaces() {
    while (peek() == ' ')
      ++at_;
  }
  void expect(char wanted) {
    spaces();
    check(peek() == wanted);
    ++at_;
  }

  Term operation(std::string_view name) {
    Term term;
    term.op = operators().find(name);
    LINEAL_CHECK(term.op != nullptr, cat("pattern: no such operator: ", name));
    return term;
  }

  Term expression() {
    spaces();
    const char next = peek();
    if (next == '(') return infix();
    if (next == '!') {
      ++at_;
      Term term = operation(kNot);
      term.inputs.push_back(expression());
      return term;
    }
    if (next == '`') {
      const size_t end = text_.find('`', at_ + 1);
      check(end != std::string_view::npos);
      const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return arguments(name);
    }
    if (next == '-' || std::isdigit(static_cast<unsigned char>(next))) return number();
    const size_t begin = at_;
    while (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '.' || peek() == '_')
      ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (peek() == '(') return arguments(name);
    check(name.size() == 1);
    const bool is_matrix = std::isupper(static_cast<unsigned char>(name[0]));
    return {.kind = is_matrix ? Term::Kind::kMatrixLetter : Term::Kind::kNumberLetter, .letter = name[0], .inputs = {}};
  }

  Term number() {
    Term term{.kind = Term::Kind::kLiteral, .inputs = {}};
    const auto [end, failed] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), term.number);
    check(failed == std::errc());
    at_ = static_cast<size_t>(end - text_.data());
    return term;
  }

  Term arguments(std::string_view name) {
    Term term = operation(name);
    expect('(');
    for (;;) {
      term.inputs.push_back(expression());
      spaces();
      if (peek() != ',') break;
      ++at_;
    }
    expect(')');
    return term;
  }

  Term infix() {
    expect('(');
    Term left = expression();
    spaces();
    const size_t end = text_.find(' ', at_);
    check(end != std::string_view::npos);
    Term term = operation(text_.substr(at_, end - at_));
    at_ = end;
    term.inputs.push_back(std::move(left));
    term.inputs.push_back(expression());
    expect(')');
    return term;
  }

  std::string_view text_;
  size_t at_ = 0;
};

// Whether the number is the same in every bit: -0 is not 0.
bool is_number(const Hop& hop, double number) {
  return hop.is_literal() && hop.literal.is_number() &&
         __builtin_bit_cast(uint64_t, hop.literal.number()) == __builtin_bit_cast(uint64_t, number);
}

// What is known about the values of a replacement that does not exist yet; false in `safe` if an operator may fail.
ValueInfo info_of_term(const Term& term, const Match& match, bool& safe) {
  if (term.kind == Term::Kind::kLiteral) return ValueInfo::of_number(ValueKind::kDouble, term.number);
  if (term.kind != Term::Kind::kOperator) return match.of(term.letter);
  std::vector<ValueInfo> in;
  for (const Term& input : term.inputs)
    in.push_back(info_of_term(input, match, safe));
  const ValueInfo out = infer_result(*term.op, in);
  safe = safe && !may_fail(*term.op, in, out);
  return out;
}

void collect_letters(const Term& term, std::array<bool, 128>& letters) {
  if (term.letter) letters[static_cast<size_t>(term.letter)] = true;
  for (const Term& input : term.inputs)
    collect_letters(input, letters);
}

// The rules that made those of these operators that rules made, by number.
std::vector<std::pair<int, std::string>> rules_of(const std::vector<const Hop*>& operators) {
  std::vector<std::pair<int, std::string>> rules;
  for (size_t i = 0; i < operators.size(); ++i) {
    const std::string& rule = operators[i]->identity()->rule;
    if (!rule.empty()) rules.emplace_back(static_cast<int>(i), rule);
  }
  return rules;
}

}  // namespace

Term read_pattern(std::string_view text) {
  return PatternReader(text).read();
}

CompiledRule compile_rule(const Rule& rule) {
  return {&rule, read_pattern(rule.pattern), read_pattern(rule.replacement)};
}

bool Match::match_inputs(const Term& term, const Hop* hop, bool swapped) {
  for (size_t i = 0; i < term.inputs.size(); ++i) {
    const Hop* input = hop->inputs[swapped ? term.inputs.size() - 1 - i : i];
    if (input && look_ && term.inputs[i].kind == Term::Kind::kOperator) input = look_(input);
    if (!input || !matches(term.inputs[i], input)) return false;
  }
  return true;
}

bool Match::matches(const Term& term, const Hop* hop) {
  switch (term.kind) {
    case Term::Kind::kLiteral:
      return is_number(*hop, term.number);
    case Term::Kind::kMatrixLetter:
    case Term::Kind::kNumberLetter: {
      const bool fits = term.kind == Term::Kind::kMatrixLetter ? hop->info.is_matrix() : hop->info.is_number();
      const bool accepted = unknown_ == UnknownKinds::kAccepted && hop->info.kind == ValueKind::kNone;
      if (!fits && !accepted) return false;
      const Hop*& bound = bound_[static_cast<size_t>(term.letter)];
      if (bound && bound != hop) return false;
      bound = hop;
      return true;
    }
    case Term::Kind::kOperator:
      break;
  }
  if (hop->kind != HopKind::kOperator || hop->op != term.op || hop->inputs.size() != term.inputs.size()) return false;
  operators_.push_back(hop);
  const auto bound = bound_;
  const auto operators = operators_;
  if (match_inputs(term, hop, false)) return true;
  if (!term.op->is(kCommutative) || term.inputs.size() != 2) return false;
  bound_ = bound;
  operators_ = operators;
  return match_inputs(term, hop, true);
}

const Hop* build_term(const Term& term, const Match& match, Dag& dag, SourceSpan where, std::vector<const Hop*>& made,
                      const StandIns& stand_ins) {
  if (term.kind == Term::Kind::kLiteral) return dag.literal(Value::real(term.number), where);
  if (term.kind != Term::Kind::kOperator) return match.at(term.letter);
  const size_t number = made.size();
  made.push_back(nullptr);
  std::vector<const Hop*> inputs;
  for (const Term& input : term.inputs)
    inputs.push_back(build_term(input, match, dag, where, made, stand_ins));
  made[number] = operation_over(dag, term.op, std::move(inputs), where, stand_in(stand_ins, number));
  return made[number];
}

std::string history_of(std::string_view rule, const std::vector<const Hop*>& operators) {
  return derivation_text(rule, rules_of(operators));
}

Replacement apply_rule(const CompiledRule& rule, Dag& dag, const Hop* hop, const RuleScope& scope) {
  Match match;
  if (!match.matches(rule.pattern, hop)) return hop;
  if (rule.rule->when && !rule.rule->when(match)) return hop;
  bool first = true;
  for (const Hop* matched : match.operators()) {
    if (!rule.rule->is(kFailsAlike) && may_fail(*matched)) return hop;
    if (!first && rule.rule->is(kUnshared) && scope.is_shared(matched)) return hop;
    first = false;
  }
  if (!rule.rule->is(kFailsAlike)) {
    bool safe = true;
    info_of_term(rule.replacement, match, safe);
    if (!safe) return hop;
  }
  std::array<bool, 128> needed{}, kept{};
  collect_letters(rule.pattern, needed);
  collect_letters(rule.replacement, kept);
  for (size_t letter = 0; letter < needed.size(); ++letter) {
    if (needed[letter] && !kept[letter] && !scope.is_disposable(match.at(static_cast<char>(letter)))) return hop;
  }
  StandIn instead{.origin = hop};
  if (rule.rule->is(kChangesRounding)) {
    instead.rule = history_of(rule.rule->name, match.operators());
    if (instead.rule.size() > kLongestHistory) return hop;
  } else {
    instead.known_as = hop->identity();
  }
  std::vector<const Hop*> made;
  const Hop* by = build_term(rule.replacement, match, dag, hop->where, made, {{0, std::move(instead)}});
  return made.empty() ? Replacement(by, hop->identity()) : Replacement(by);
}

}  // namespace lineal
