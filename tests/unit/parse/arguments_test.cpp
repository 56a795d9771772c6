// Command-line arguments in scripts.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "tests/unit/parse/parse_text.h"

namespace lineal {

using test::error_of;
using test::shape;

TEST_CASE("the text of an argument decides its kind as in Java") {
  CHECK(argument_literal("TRUE").as_boolean());
  CHECK(argument_literal("FALSE").is_boolean());
  CHECK(argument_literal("true").text() == "true");
  CHECK(argument_literal("42").as_int() == 42);
  CHECK(argument_literal("-42").as_int() == -42);
  CHECK(argument_literal("+42").as_int() == 42);
  CHECK(argument_literal("-9223372036854775808").as_int() == std::numeric_limits<int64_t>::min());
  CHECK(argument_literal("9223372036854775808").as_double() == 9223372036854775808.0);
  CHECK(argument_literal("1e3").as_double() == 1000.0);
  CHECK(argument_literal("3d").as_double() == 3.0);
  CHECK(argument_literal("3F").as_double() == 3.0);
  CHECK(argument_literal("0x1p3").as_double() == 8.0);
  CHECK(argument_literal(" 2.5 ").as_double() == 2.5);
  CHECK(argument_literal("-.5").as_double() == -0.5);
  CHECK(std::isnan(argument_literal("NaN").as_double()));
  CHECK(argument_literal("-Infinity").as_double() == -std::numeric_limits<double>::infinity());
  CHECK(argument_literal("inf").is_string());
  CHECK(argument_literal("nan").is_string());
  CHECK(argument_literal("1_000").is_string());
  CHECK(argument_literal("e5").is_string());
  CHECK(argument_literal(".").is_string());
  CHECK(argument_literal("d").is_string());
  CHECK(argument_literal("0x10").is_string());
}

TEST_CASE("anything else is a string without its quotes") {
  CHECK(argument_literal("data/X.csv").text() == "data/X.csv");
  CHECK(argument_literal("\"5\"").text() == "5");
  CHECK(argument_literal("'a b'").text() == "a b");
  CHECK(argument_literal("'").text() == "'");
  CHECK(argument_literal("a\\tb").text() == "a\tb");
}

TEST_CASE("arguments become literals") {
  CHECK(shape("$n + 1", {{"n", "5"}}) == "(5 + 1)");
  CHECK(shape("-$n", {{"n", "5"}}) == "-5");
  CHECK(shape("$1", {{"1", "abc"}}) == "\"abc\"");
  CHECK(shape("$n ^ 2", {{"n", "-2"}}) == "(-2 ^ 2)");
}

TEST_CASE("a missing argument needs ifdef") {
  CHECK(error_of("x = $2") ==
        "1:5: $2: no such argument was given: pass -args with 2 or more values, or write ifdef($2, default)");
  CHECK(error_of("x = 1 + $n") == "1:9: $n: no such argument was given: pass n=VALUE, or write ifdef($n, default)");
  CHECK(error_of("x = $n", {{"n", ""}}) ==
        "1:5: $n: no such argument was given: pass n=VALUE, or write ifdef($n, default)");
  CHECK(shape("ifdef($n, 1 + 2)") == "(1 + 2)");
  CHECK(shape("ifdef($n, 1 + 2)", {{"n", "7"}}) == "7");
  CHECK(shape("ifdef($n, 1)", {{"n", ""}}) == "1");
  CHECK(shape("ifdef($n, ifdef($m, 3)) * 2") == "(3 * 2)");
  CHECK(error_of("x = ifdef(n, 1)") == "1:11: unexpected 'n': expected a command-line argument such as $name");
  CHECK(shape("ifdef($n, $m)", {{"n", "7"}}) == "7");
}

}  // namespace lineal
