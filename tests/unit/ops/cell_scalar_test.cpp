// Scalars: types, exact integers, odd numbers. Printed forms come from SystemDS 3.4.0, exact integers from Python.
#include <algorithm>
#include <cstdint>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/unit/ops/cell_context.h"

namespace lineal::cell_tests {
namespace {

Value i(int64_t v) {
  return Value::integer(v);
}
Value d(double v) {
  return Value::real(v);
}
Value b(bool v) {
  return Value::boolean(v);
}
Value s(const char* v) {
  return Value::string(v);
}
constexpr double kInf = std::numeric_limits<double>::infinity();

std::string shown(std::string_view op, std::vector<Value> in) {
  Session session(1);
  return scalar_text(session.run(op, std::move(in)));
}

TEST_CASE("ints stay ints where DML says so", "[scalar]") {
  CHECK(shown("+", {i(5), i(3)}) == "8");
  CHECK(shown("-", {i(5), i(8)}) == "-3");
  CHECK(shown("*", {i(5), i(3)}) == "15");
  CHECK(shown("/", {i(6), i(3)}) == "2.0");
  CHECK(shown("^", {i(2), i(3)}) == "8.0");
  CHECK(shown("%%", {i(5), i(3)}) == "2");
  CHECK(shown("%%", {i(-5), i(2)}) == "-1");
  CHECK(shown("%%", {i(5), i(0)}) == "0");
  CHECK(shown("%/%", {i(5), i(2)}) == "2");
  CHECK(shown("%/%", {i(-7), i(2)}) == "-3");
  CHECK(shown("%%", {d(5.5), i(2)}) == "1.5");
  CHECK(shown("%/%", {d(5.5), i(2)}) == "2.0");
  CHECK(shown("+", {i(1), d(2)}) == "3.0");
  CHECK(shown("+", {b(true), b(true)}) == "2.0");
  CHECK(shown("*", {b(true), b(true)}) == "1.0");
  CHECK(shown("-", {b(true), b(true)}) == "0.0");
  CHECK(shown("+", {b(true), i(2)}) == "3");
  CHECK(shown("*", {i(2), b(false)}) == "0");
  CHECK(shown("+", {b(true), d(2)}) == "3.0");
  CHECK(shown("neg", {i(3)}) == "-3");
  CHECK(shown("neg", {d(0)}) == "-0.0");
  CHECK(shown("abs", {i(-3)}) == "3");
  CHECK(shown("abs", {d(-3.5)}) == "3.5");
  CHECK(shown("pmin", {i(1), i(2)}) == "1");
  CHECK(shown("pmax", {i(1), d(2.5)}) == "2.5");
  CHECK(shown("pmax", {i(5), d(2.5)}) == "5.0");
  CHECK(shown("pmin", {b(true), b(true)}) == "1.0");
  CHECK(shown("pmin_many", {i(1), i(2), i(3)}) == "1");
  CHECK(shown("pmax_many", {i(1), i(2), d(3.5)}) == "3.5");
  CHECK(shown("pmax_many", {i(7), i(2), d(3.5)}) == "7.0");
}

TEST_CASE("integers are exact and never wrap", "[scalar]") {
  CHECK(shown("+", {i(9007199254740993), i(2)}) == "9007199254740995");
  CHECK(shown("*", {i(3037000500), i(3037000499)}) == "9223372033963249500");
  CHECK(shown("%/%", {i(9223372036854775807), i(10)}) == "922337203685477580");
  CHECK(shown("%%", {i(9223372036854775807), i(10)}) == "7");
  CHECK(shown("%%", {i(INT64_MIN), i(-1)}) == "0");
  CHECK(shown("==", {i(9007199254740993), i(9007199254740992)}) == "FALSE");
  CHECK_THROWS_WITH(shown("+", {i(INT64_MAX), i(1)}),
                    "+: the result does not fit into a 64-bit integer: int 9223372036854775807 and int 1");
  CHECK_THROWS_AS(shown("-", {i(INT64_MIN), i(1)}), Error);
  CHECK_THROWS_AS(shown("*", {i(INT64_MIN), i(-1)}), Error);
  CHECK_THROWS_AS(shown("%/%", {i(INT64_MIN), i(-1)}), Error);
  CHECK_THROWS_AS(shown("%/%", {i(5), i(0)}), Error);
  CHECK_THROWS_AS(shown("abs", {i(INT64_MIN)}), Error);
  CHECK_THROWS_AS(shown("neg", {i(INT64_MIN)}), Error);
}

TEST_CASE("doubles by zero and infinity", "[scalar]") {
  CHECK(shown("/", {i(1), i(0)}) == "Infinity");
  CHECK(shown("/", {i(0), i(0)}) == "NaN");
  CHECK(shown("%/%", {d(-1.5), i(0)}) == "-Infinity");
  CHECK(shown("%%", {d(1.5), i(0)}) == "NaN");
  CHECK(shown("^", {i(0), i(0)}) == "1.0");
  CHECK(shown("^", {i(-8), d(1.0 / 3)}) == "NaN");
  CHECK(shown("log_base", {i(8), i(2)}) == "3.0");
  // The nudge: 0.3 / 0.1 is 2.9999999999999996 and stays 2, 0.7 + 0.1 + 0.2 over 1 is a hair below 1 and gives 1.
  CHECK(shown("%/%", {d(0.3), d(0.1)}) == "2.0");
  CHECK(shown("%/%", {d(0.7 + 0.1 + 0.2), i(1)}) == "1.0");
}

TEST_CASE("functions of one number give doubles", "[scalar]") {
  CHECK(shown("sign", {i(-3)}) == "-1.0");
  CHECK(shown("round", {i(7)}) == "7.0");
  CHECK(shown("floor", {i(7)}) == "7.0");
  CHECK(shown("ceil", {d(7.2)}) == "8.0");
  CHECK(shown("sqrt", {i(4)}) == "2.0");
  CHECK(shown("exp", {i(0)}) == "1.0");
  CHECK(shown("is.nan", {d(1.5)}) == "0.0");
  CHECK(shown("is.nan", {i(3)}) == "0");
  CHECK(shown("is.nan", {d(kInf - kInf)}) == "1.0");
  CHECK(shown("is.infinite", {d(-kInf)}) == "1.0");
}

TEST_CASE("round is Java's", "[scalar]") {
  CHECK(shown("round", {d(2.5)}) == "3.0");
  CHECK(shown("round", {d(-2.5)}) == "-2.0");
  CHECK(shown("round", {d(-0.5)}) == "0.0");
  CHECK(shown("round", {d(0.49999999999999994)}) == "0.0");
  CHECK(shown("round", {d(4503599627370497.0)}) == "4.503599627370497E15");
  CHECK(shown("round", {d(1e20)}) == "9.223372036854776E18");
  CHECK(shown("round", {d(-kInf)}) == "-9.223372036854776E18");
  CHECK(shown("round", {d(kInf - kInf)}) == "0.0");
}

TEST_CASE("comparisons and logic give booleans", "[scalar]") {
  CHECK(shown("==", {i(1), d(1)}) == "TRUE");
  CHECK(shown("==", {b(true), i(1)}) == "TRUE");
  CHECK(shown("<", {b(false), b(true)}) == "TRUE");
  CHECK(shown("==", {d(kInf - kInf), d(kInf - kInf)}) == "FALSE");
  CHECK(shown("!=", {d(kInf - kInf), d(kInf - kInf)}) == "TRUE");
  CHECK(shown("&", {b(true), b(false)}) == "FALSE");
  CHECK(shown("|", {i(1), i(0)}) == "TRUE");
  CHECK(shown("&", {d(kInf - kInf), i(1)}) == "TRUE");
  CHECK(shown("xor", {b(true), b(false)}) == "TRUE");
  CHECK(shown("!", {i(5)}) == "0.0");
  CHECK(shown("!", {d(0)}) == "1.0");
  CHECK(shown("!", {b(false)}) == "TRUE");
}

TEST_CASE("bits", "[scalar]") {
  CHECK(shown("bitwAnd", {i(12), i(10)}) == "8");
  CHECK(shown("bitwOr", {i(12), i(10)}) == "14");
  CHECK(shown("bitwXor", {i(12), i(10)}) == "6");
  CHECK(shown("bitwShiftL", {i(3), i(4)}) == "48");
  CHECK(shown("bitwShiftR", {i(48), i(3)}) == "6");
  CHECK(shown("bitwShiftR", {i(-3), i(1)}) == "-2");
  CHECK(shown("bitwAnd", {d(5.5), i(3)}) == "1.0");
}

TEST_CASE("ifelse over scalars", "[scalar]") {
  CHECK(shown("ifelse", {b(true), i(1), i(2)}) == "1");
  CHECK(shown("ifelse", {b(true), i(1), d(2.5)}) == "1.0");
  CHECK(shown("ifelse", {b(false), s("a"), s("b")}) == "b");
  CHECK(shown("ifelse", {i(3), b(true), b(false)}) == "TRUE");
  CHECK(shown("ifelse", {i(1), i(3), s("x")}) == "3");
}

TEST_CASE("strings", "[scalar]") {
  CHECK(shown("concat", {s("a"), d(1)}) == "a1.0");
  CHECK(shown("concat", {b(true), s("x")}) == "TRUEx");
  CHECK(shown("concat", {i(5), s("x")}) == "5x");
  CHECK(shown("concat", {s("a"), d(kInf)}) == "aInfinity");
  CHECK(shown("equal_text", {i(1), s("1")}) == "TRUE");
  CHECK(shown("equal_text", {d(1), s("1")}) == "FALSE");
  CHECK(shown("less_text", {s("a"), s("b")}) == "TRUE");
  CHECK(shown("less_text", {s("b"), s("a")}) == "FALSE");
  CHECK(shown("less_text", {s("a"), s("ab")}) == "TRUE");
  CHECK(shown("at_most_text", {s("a"), s("a")}) == "TRUE");
  CHECK(shown("greater_text", {s("b"), s("a")}) == "TRUE");
  CHECK(shown("unequal_text", {s("b"), s("b")}) == "FALSE");
  // Java: "\uD83D\uDE00".compareTo("\uFF21") < 0, although U+1F600 > U+FF21.
  CHECK(shown("less_text", {s("\xF0\x9F\x98\x80"), s("\xEF\xBC\xA1")}) == "TRUE");
  CHECK(shown("less_text", {s("\xED\x9F\xBF"), s("\xF0\x9F\x98\x80")}) == "TRUE");
  CHECK(shown("cbind_text", {s("a"), s("b")}) == "a\nb");
}

TEST_CASE("casts", "[scalar]") {
  CHECK(shown("as.integer", {d(2.9)}) == "2");
  CHECK(shown("as.integer", {d(-2.9)}) == "-2");
  CHECK(shown("as.integer", {s("7.8")}) == "7");
  CHECK(shown("as.integer", {b(true)}) == "1");
  CHECK(shown("as.integer", {d(kInf - kInf)}) == "0");
  CHECK(shown("as.double", {i(2)}) == "2.0");
  CHECK(shown("as.double", {s("7.8")}) == "7.8");
  CHECK(shown("as.logical", {i(2)}) == "TRUE");
  CHECK(shown("as.logical", {s("true")}) == "TRUE");
  CHECK(shown("as.logical", {d(0)}) == "FALSE");
  CHECK(shown("as.scalar", {i(2)}) == "2");
  CHECK(shown("as.scalar", {dense_value(1, 1, {2})}) == "2.0");
  CHECK_THROWS_WITH(shown("as.double", {s("abc")}), "as.double: not a number: string \"abc\"");
  CHECK_THROWS_WITH(shown("as.scalar", {dense_value(1, 2, {2, 3})}), "as.scalar: one cell was expected: 1x2 matrix");
  Session session(1);
  CHECK(same_cells(session.run("as.matrix", {b(true)}), dense_value(1, 1, {1})));
  CHECK(same_cells(session.run("as.matrix", {s("3.5")}), dense_value(1, 1, {3.5})));
}

TEST_CASE("overloads of a spelling are tried in order", "[registry]") {
  const auto accepting = [](std::string_view call, const std::vector<Value>& in) -> std::string_view {
    for (const OpDef* op : operators().overloads(call)) {
      if (op->params.size() != in.size() || op->is_variadic()) continue;
      bool fits = true;
      for (size_t k = 0; k < in.size(); ++k)
        fits = fits && (op->params[k].accepts & mask_of(in[k].kind())) != 0;
      if (fits) return op->name;
    }
    return "";
  };
  CHECK(accepting("+", {i(1), d(2)}) == "+");
  CHECK(accepting("+", {s("a"), d(2)}) == "concat");
  CHECK(accepting("==", {i(1), s("1")}) == "equal_text");
  CHECK(accepting("-", {i(1)}) == "neg");
  CHECK(accepting("-", {i(1), i(1)}) == "-");
  CHECK(accepting("log", {i(1)}) == "log");
  CHECK(accepting("log", {i(1), i(2)}) == "log_base");
  CHECK(accepting("pmin", {i(1), i(2)}) == "pmin");
  CHECK(accepting("&&", {i(1), i(2)}) == "&");
  CHECK(accepting("ceiling", {i(1)}) == "ceil");
  CHECK(operators().overloads("no such call").empty());
  const std::vector<std::string_view> calls = operators().calls();
  CHECK(std::is_sorted(calls.begin(), calls.end()));
  CHECK(std::find(calls.begin(), calls.end(), "ceiling") != calls.end());
}

TEST_CASE("seeds are non-negative, and differ between loops, iterations and draws", "[seeds]") {
  SeedSource one(7);
  SeedSource two(7);
  std::vector<int64_t> seen;
  for (int k = 0; k < 1000; ++k) {
    seen.push_back(one.draw());
    CHECK(seen.back() == two.draw());
    CHECK(seen.back() >= 0);
  }
  for (int loop = 0; loop < 10; ++loop) {
    one.draw();
    for (int64_t iteration = 0; iteration < 100; ++iteration) {
      SeedSource fork = one.fork(iteration);
      seen.push_back(fork.draw());
      seen.push_back(fork.draw());
    }
  }
  std::sort(seen.begin(), seen.end());
  CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}

}  // namespace
}  // namespace lineal::cell_tests
