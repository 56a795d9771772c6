#include "compiler/rewrite/pattern.h"

#include <cctype>
#include <charconv>

#include "compiler/rewrite/facts.h"
#include "runtime/core/cat.h"
#include "runtime/core/error.h"
#include "runtime/ops/registry.h"

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
      Term term = operation("!");
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

Hop* build(const Term& term, const Match& match, Dag& dag, SourceSpan where) {
  if (term.kind == Term::Kind::kLiteral) return dag.literal(Value::real(term.number), where);
  if (term.kind != Term::Kind::kOperator) return match.at(term.letter);
  std::vector<Hop*> inputs;
  std::vector<ValueInfo> in;
  for (const Term& input : term.inputs) {
    inputs.push_back(build(input, match, dag, where));
    in.push_back(inputs.back()->info);
  }
  Hop* hop = dag.operation(term.op, std::move(inputs), where);
  hop->info = infer_result(*term.op, in);
  return hop;
}

void collect_letters(const Term& term, std::array<bool, 128>& letters) {
  if (term.letter) letters[static_cast<size_t>(term.letter)] = true;
  for (const Term& input : term.inputs)
    collect_letters(input, letters);
}

}  // namespace

Term read_pattern(std::string_view text) {
  return PatternReader(text).read();
}

CompiledRule compile_rule(const Rule& rule) {
  return {&rule, read_pattern(rule.pattern), read_pattern(rule.replacement)};
}

bool Match::match_inputs(const Term& term, Hop* hop, bool swapped) {
  for (size_t i = 0; i < term.inputs.size(); ++i) {
    Hop* input = hop->inputs[swapped ? term.inputs.size() - 1 - i : i];
    if (!input || !matches(term.inputs[i], input)) return false;
  }
  return true;
}

bool Match::matches(const Term& term, Hop* hop) {
  switch (term.kind) {
    case Term::Kind::kLiteral:
      return is_number(*hop, term.number);
    case Term::Kind::kMatrixLetter:
    case Term::Kind::kNumberLetter: {
      if (term.kind == Term::Kind::kMatrixLetter ? !hop->info.is_matrix() : !hop->info.is_number()) return false;
      Hop*& bound = bound_[static_cast<size_t>(term.letter)];
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

Hop* apply_rule(const CompiledRule& rule, Dag& dag, Hop* hop, const RuleScope& scope) {
  Match match;
  if (!match.matches(rule.pattern, hop)) return nullptr;
  if (rule.rule->when && !rule.rule->when(match)) return nullptr;
  bool rounds = rule.rule->is(kChangesRounding);
  bool first = true;
  for (const Hop* matched : match.operators()) {
    rounds |= matched->rounds_differently;
    if (!rule.rule->is(kFailsAlike) && may_fail(*matched)) return nullptr;
    if (!first && rule.rule->is(kUnshared) && scope.is_shared(matched)) return nullptr;
    first = false;
  }
  const bool is_letter = rule.replacement.kind != Term::Kind::kOperator;
  if (is_letter && rounds) return nullptr;  // the mark would be lost
  if (!rule.rule->is(kFailsAlike)) {
    bool safe = true;
    info_of_term(rule.replacement, match, safe);
    if (!safe) return nullptr;
  }
  std::array<bool, 128> needed{}, kept{};
  collect_letters(rule.pattern, needed);
  collect_letters(rule.replacement, kept);
  for (size_t letter = 0; letter < needed.size(); ++letter) {
    if (needed[letter] && !kept[letter] && !scope.is_disposable(match.at(static_cast<char>(letter)))) return nullptr;
  }
  Hop* replacement = build(rule.replacement, match, dag, hop->where);
  if (is_letter) return replacement;
  replacement->origin = hop;
  replacement->rounds_differently = rounds;
  return replacement;
}

}  // namespace lineal
