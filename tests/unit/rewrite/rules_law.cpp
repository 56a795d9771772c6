// Every row of the rule table, on random operands: same value, same errors, and no work for nothing.
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "compiler/rewrite/facts.h"
#include "compiler/rewrite/passes.h"
#include "compiler/rewrite/pattern.h"
#include "compiler/rewrite/rules.h"
#include "compiler/rewrite/undo_rule.h"
#include "tests/unit/rewrite/evaluate.h"

namespace lineal {
namespace {

using rewrite_tests::Evaluator;

const RuleScope kAlone{.is_shared = [](const Hop*) { return false; }, .is_disposable = [](const Hop*) { return true; }};

// Random operands for the letters of a pattern.
class Trial {
 public:
  Trial(uint64_t seed, bool finite, bool sizes_known) : random_(seed), finite_(finite), sizes_known_(sizes_known) {
    static constexpr int64_t kSizes[] = {1, 2, 3, 7, 40};
    small_ = kSizes[random_() % 5];
    large_ = kSizes[random_() % 5];
  }

  const Hop* build(const Term& term) {
    if (term.kind == Term::Kind::kLiteral) return literal(term.number);
    if (term.kind != Term::Kind::kOperator) return letter(term);
    std::vector<const Hop*> inputs;
    std::vector<ValueInfo> in;
    for (const Term& input : term.inputs) {
      inputs.push_back(build(input));
      in.push_back(inputs.back()->info);
    }
    return dag.operation(term.op, std::move(inputs), {}, infer_result(*term.op, in));
  }

  Dag dag;
  std::map<Slot, Value> values;

 private:
  const Hop* literal(double number) {
    const bool whole = number == std::floor(number) && random_() % 2;
    return dag.literal(whole ? Value::integer(static_cast<int64_t>(number)) : Value::real(number), {});
  }

  const Hop* letter(const Term& term) {
    const Hop*& hop = letters_[term.letter];
    if (hop) return hop;
    const Slot slot(static_cast<size_t>(term.letter));
    Value& value = values[slot];
    value = term.kind == Term::Kind::kMatrixLetter ? matrix() : number();
    ValueInfo info = info_of(value);
    info.number.reset();
    if (info.is_matrix()) {
      info.nonzeros = Pin(value.as_matrix())->count_nonzeros();
      if (!sizes_known_) info = ValueInfo::matrix();
    }
    hop = dag.variable(slot, {}, info);
    return hop;
  }

  double cell() {
    static constexpr double kSpecial[] = {0.0,
                                          -0.0,
                                          1e308,
                                          -1e308,
                                          5e-324,
                                          std::numeric_limits<double>::infinity(),
                                          -std::numeric_limits<double>::infinity(),
                                          std::numeric_limits<double>::quiet_NaN()};
    if (!finite_ && random_() % 4 == 0) return kSpecial[random_() % 8];
    const double positive = 0.5 + static_cast<double>(random_() % 1000003) / 1000003;
    return random_() % 2 ? positive : -positive * 3;
  }

  Value number() {
    switch (random_() % 3) {
      case 0:
        return Value::integer(static_cast<int64_t>(random_() % 9) - 4);
      case 1:
        return Value::boolean(random_() % 2);
      default:
        return Value::real(cell());
    }
  }

  Value matrix() {
    NewMatrix cells = NewMatrix::dense(random_() % 2 ? small_ : large_, random_() % 2 ? small_ : large_);
    const bool sparse = random_() % 2;
    for (int64_t i = 0; i < cells->cells(); ++i)
      cells->data()[i] = sparse && random_() % 4 ? 0 : cell();
    const MatrixRef dense = std::move(cells);
    return Value::matrix(sparse ? to_sparse(dense) : dense);
  }

  std::mt19937_64 random_;
  const bool finite_;
  const bool sizes_known_;
  int64_t small_ = 1, large_ = 1;
  std::map<char, const Hop*> letters_;
};

std::vector<double> cells_of(const Value& value) {
  if (!value.is_matrix()) return {value.number()};
  const MatrixRef dense = to_dense(value.matrix_ref());
  const Pin cells(dense);
  return {cells->data(), cells->data() + cells->cells()};
}

// Empty when the values are the same: every bit (any NaN is NaN), or up to rounding of sums of this many terms.
std::string difference(const Value& a, const Value& b, bool rounds) {
  if (a.kind() != b.kind()) return describe(a) + " and " + describe(b);
  if (a.is_matrix() &&
      (a.as_matrix().rows() != b.as_matrix().rows() || a.as_matrix().columns() != b.as_matrix().columns()))
    return describe(a) + " and " + describe(b);
  const std::vector<double> x = cells_of(a), y = cells_of(b);
  for (size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) && std::isnan(y[i])) continue;
    if (__builtin_bit_cast(uint64_t, x[i]) == __builtin_bit_cast(uint64_t, y[i])) continue;
    // Operands are of size 1 with up to 1600 terms, so an absolute bound is a relative one of what was added.
    if (rounds && std::abs(x[i] - y[i]) <= 1e-12 * std::max(1600.0, std::abs(x[i]))) continue;
    return "cell " + std::to_string(i) + ": " + std::to_string(x[i]) + " and " + std::to_string(y[i]);
  }
  return "";
}

// Whether two expressions are the same over the same letters, operands of commutative operators in either order.
bool same_expression(const Hop* a, const Hop* b) {
  if (a == b) return true;
  if (a->kind != HopKind::kOperator || b->kind != a->kind || a->op != b->op || a->inputs.size() != b->inputs.size())
    return a->is_literal() && b->is_literal() && a->literal.number() == b->literal.number();
  const auto inputs_same = [&](bool swapped) {
    for (size_t i = 0; i < a->inputs.size(); ++i) {
      if (!same_expression(a->inputs[i], b->inputs[swapped ? a->inputs.size() - 1 - i : i])) return false;
    }
    return true;
  };
  return inputs_same(false) || (a->op->is(kCommutative) && inputs_same(true));
}

// Undoing the rule must give what was there.
std::string difference_undone(Dag& dag, const Hop* ran, const Hop* written) {
  const Hop* undone = UndoRules(
                          dag, [](const Hop*) {}, UnknownKinds::kRefused)
                          .before_rules(ran);
  if (!undone) return "cannot be undone";
  return same_expression(undone, written) ? "" : "undone, it is something else";
}

struct Verdict {
  int applied = 0;
  int succeeded = 0;
  std::string wrong;
};

Verdict try_rule(const Rule& rule, int trials) {
  Evaluator evaluator;
  const CompiledRule compiled = compile_rule(rule);
  const bool rounds = rule.is(kChangesRounding);
  Verdict verdict;
  for (int i = 0; i < trials && verdict.wrong.empty(); ++i) {
    Trial trial(static_cast<uint64_t>(i), rounds, i % 8 != 0);
    const Hop* written = trial.build(compiled.pattern);
    const size_t before = trial.dag.size();
    const Replacement applied = apply_rule(compiled, trial.dag, written, kAlone);
    const Hop* replacement = applied.value;
    if (replacement == written) {
      if (trial.dag.size() != before) verdict.wrong = "made nodes without applying";
      continue;
    }
    ++verdict.applied;
    if (rounds != (applied.identity != written)) verdict.wrong = "identity is wrong";
    if (rounds && applied.identity->rule != rule.name) verdict.wrong = "the rule is not named";
    if (rounds) verdict.wrong += difference_undone(trial.dag, applied.identity, written);
    Value expected, actual;
    try {
      expected = evaluator.value_of(written, trial.values);
    } catch (const Error&) {
    }
    try {
      actual = evaluator.value_of(replacement, trial.values);
    } catch (const Error& error) {
      if (!expected.empty()) verdict.wrong = std::string("fails: ") + error.what();
      continue;
    }
    if (expected.empty()) {
      verdict.wrong = "succeeds where the pattern fails";
      continue;
    }
    ++verdict.succeeded;
    verdict.wrong += difference(expected, actual, rounds);
  }
  return verdict;
}

}  // namespace

TEST_CASE("every rule keeps values and errors") {
  CHECK(rules().size() >= 40);
  std::set<std::string_view> names;
  for (const Rule& rule : rules()) {
    CHECK(names.insert(rule.name).second);
    const Verdict verdict = try_rule(rule, 1500);
    INFO(rule.name << ": " << rule.pattern << " -> " << rule.replacement);
    CHECK(verdict.wrong == "");
    CHECK(verdict.succeeded >= 5);
  }
}

TEST_CASE("a false rule is found out") {
  // Wrong for -0, for NaN, in value, in shape, and in when it fails.
  CHECK(try_rule({"", "(X + 0)", "X", kFailsAlike}, 500).wrong != "");
  CHECK(try_rule({"", "!(X < y)", "(X >= y)", kFailsAlike}, 500).wrong != "");
  CHECK(try_rule({"", "(X - Y)", "(Y - X)"}, 500).wrong != "");
  CHECK(try_rule({"", "t(rev(X))", "rev(t(X))", kFailsAlike}, 500).wrong != "");
  CHECK(try_rule({"", "sum((X + Y))", "sum(X)", kChangesRounding | kFailsAlike}, 500).wrong != "");
  CHECK(try_rule({"", "(X + Y)", "(Y + X)", kFailsAlike}, 500).wrong != "");
}

}  // namespace lineal
