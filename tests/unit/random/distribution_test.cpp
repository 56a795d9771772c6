// cdf(), icdf() and their short forms against numbers of 50 digits.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/unit/random/random_call.h"

namespace lineal::random_tests {
namespace {

struct ProbabilityAnswer {
  const char* law;
  double first;
  double second;
  double x;
  double lower;
  double upper;
};
struct QuantileAnswer {
  const char* law;
  double first;
  double second;
  double p;
  double x;
};
#include "distribution_answers.inc"

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Bench::Named arguments(const std::string& law, double first, double second, double target) {
  Bench::Named named = {{"target", number(target)}};
  if (law == "normal") {
    named.push_back({"mean", number(first)});
    named.push_back({"sd", number(second)});
  } else if (law == "f") {
    named.push_back({"df1", number(first)});
    named.push_back({"df2", number(second)});
  } else {
    named.push_back({law == "exp" ? "rate" : "df", number(first)});
  }
  return named;
}
/// The name of a short form: pnorm, qt, ...
std::string short_form(char kind, const std::string& law) {
  return kind + (law == "normal" ? "norm" : law);
}
double run(const std::string& name, Bench::Named named, const char* law = nullptr) {
  Bench bench;
  if (law != nullptr) named.push_back({"dist", text(law)});
  return bench.run(name, named).number();
}
Bench::Named upper_tail(Bench::Named named) {
  named.push_back({"lower.tail", Value::boolean(false)});
  return named;
}

TEST_CASE("probabilities agree with 50 digits") {
  for (const ProbabilityAnswer& answer : kProbabilityAnswers) {
    INFO(answer.law << " " << answer.first << " " << answer.second << " at " << answer.x);
    const Bench::Named named = arguments(answer.law, answer.first, answer.second, answer.x);
    const std::string name = short_form('p', answer.law);
    // Relative, also in the tails.
    CHECK(run(name, named) == Approx(answer.lower).epsilon(1e-12).margin(0));
    CHECK(run(name, upper_tail(named)) == Approx(answer.upper).epsilon(1e-12).margin(0));
    CHECK(run("cdf", named, answer.law) == run(name, named));
    CHECK(run("cdf", upper_tail(named), answer.law) == run(name, upper_tail(named)));
  }
}

TEST_CASE("quantiles agree with 50 digits") {
  for (const QuantileAnswer& answer : kQuantileAnswers) {
    INFO(answer.law << " " << answer.first << " " << answer.second << " at " << answer.p);
    const Bench::Named named = arguments(answer.law, answer.first, answer.second, answer.p);
    const std::string name = short_form('q', answer.law);
    CHECK(run(name, named) == Approx(answer.x).epsilon(1e-12).margin(1e-15));
    CHECK(run("icdf", named, answer.law) == run(name, named));
  }
}

TEST_CASE("ends and nonsense") {
  CHECK(run("qnorm", {{"target", number(0)}}) == -kInfinity);
  CHECK(run("qnorm", {{"target", number(1)}}) == kInfinity);
  CHECK(run("qt", {{"target", number(0)}, {"df", whole(3)}}) == -kInfinity);
  CHECK(run("qchisq", {{"target", number(0)}, {"df", whole(3)}}) == 0);
  CHECK(run("qexp", {{"target", number(1)}}) == kInfinity);
  CHECK(run("pnorm", {{"target", number(kInfinity)}}) == 1);
  CHECK(run("pf", {{"target", number(-2)}, {"df1", whole(3)}, {"df2", whole(4)}}) == 0);
  CHECK(run("pexp", upper_tail({{"target", number(-2)}})) == 1);
  CHECK(std::isnan(run("pnorm", {{"target", number(std::nan(""))}})));
  CHECK(run("pt", {{"target", number(0.0)}, {"df", whole(1000000000)}}) == 0.5);
  // Degrees of freedom are cut to whole numbers, as SystemDS does.
  CHECK(run("pt", {{"target", number(1.5)}, {"df", number(3.7)}}) ==
        run("pt", {{"target", number(1.5)}, {"df", whole(3)}}));
}

TEST_CASE("bad parameters are named") {
  Bench bench;
  CHECK(bench.error("qnorm", {{"target", number(1.2)}}) == "qnorm: target must be a probability between 0 and 1: 1.2");
  CHECK(bench.error("qexp", {{"target", number(std::nan(""))}}) ==
        "qexp: target must be a probability between 0 and 1: nan");
  CHECK(bench.error("pnorm", {{"target", number(1)}, {"sd", number(-2)}}) == "pnorm: sd must be positive: -2");
  CHECK(bench.error("pexp", {{"target", number(1)}, {"rate", number(0)}}) == "pexp: rate must be positive: 0");
  CHECK(bench.error("pt", {{"target", number(1)}}) == "pt: df must be given, and positive: 0");
  CHECK(bench.error("pf", {{"target", number(1)}, {"df1", whole(2)}}) == "pf: df2 must be given, and positive: 0");
  CHECK(bench.error("pchisq", {{"target", number(1)}, {"df", number(0.5)}}) == "pchisq: df must be at least 1: 0.5");
  CHECK(bench.error("cdf", {{"target", number(1)}, {"dist", text("weird")}}) ==
        "cdf: dist must be \"normal\", \"t\", \"chisq\", \"f\" or \"exp\": \"weird\"");
}

}  // namespace
}  // namespace lineal::random_tests
