// Tokens: names, numbers, strings, comments, stray characters.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "compiler/ast/ast.h"
#include "tests/unit/parse/parse_text.h"

namespace lineal {

using test::error_of;
using test::parse_text;
using test::shape;

namespace {

Value literal_of(std::string_view text) {
  ParseResult result = parse_text(cat("x = ", text));
  REQUIRE(test::first_error(result) == "");
  REQUIRE(result.script.body.size() == 1);
  REQUIRE(result.script.body[0]->value->kind == ast::ExpressionKind::kLiteral);
  return result.script.body[0]->value->literal;
}

}  // namespace

TEST_CASE("numbers have the kinds that their spelling says") {
  CHECK(literal_of("42").as_int() == 42);
  CHECK(literal_of("007").as_int() == 7);
  CHECK(literal_of("1e3").as_double() == 1000.0);
  CHECK(literal_of("5.").as_double() == 5.0);
  CHECK(literal_of(".5").as_double() == 0.5);
  CHECK(literal_of("2.5E-3").as_double() == 0.0025);
  CHECK(literal_of("1e999").as_double() == std::numeric_limits<double>::infinity());
  CHECK(literal_of("1e-999").as_double() == 0.0);
  CHECK(literal_of(cat("0.", std::string(400, '0'), "1")).as_double() == 0.0);
  CHECK(literal_of(cat(std::string(400, '9'), ".5")).as_double() == std::numeric_limits<double>::infinity());
  CHECK(literal_of("4.9E-324").as_double() == std::numeric_limits<double>::denorm_min());
}

TEST_CASE("the ends of int") {
  CHECK(literal_of("9223372036854775807").as_int() == std::numeric_limits<int64_t>::max());
  CHECK(literal_of("-9223372036854775808").as_int() == std::numeric_limits<int64_t>::min());
  CHECK(error_of("x = 9223372036854775808") == "1:5: number: larger than the largest int: 9223372036854775808");
  CHECK(error_of("x = 1 - 9223372036854775808") == "1:9: number: larger than the largest int: 9223372036854775808");
  CHECK(error_of("x = -9223372036854775808^2") == "1:6: number: larger than the largest int: 9223372036854775808");
  CHECK(error_of("x = -9223372036854775809") == "1:6: number: larger than the largest int: 9223372036854775809");
  CHECK(error_of("x = 99999999999999999999999999") ==
        "1:5: number: larger than the largest int: 99999999999999999999999999");
}

TEST_CASE("the suffix L lexes and is refused") {
  CHECK(error_of("x = 5L") == "1:5: number: the suffix L is not part of the language: 5L");
  CHECK(error_of("x = 1.5l") == "1:5: number: the suffix L is not part of the language: 1.5l");
}

// What SystemDS 3.4.0 prints for the same literals.
TEST_CASE("strings replace known escapes and keep doubled backslashes") {
  CHECK(literal_of(R"("a\\nb")").text() == "a\\\nb");
  CHECK(literal_of(R"("tab\there \"q\" 'r' \\s \\\\")").text() == "tab\there \"q\" 'r' \\\\s \\\\\\\\");
  CHECK(literal_of(R"('it\'s "x"')").text() == "it's \"x\"");
  CHECK(literal_of(R"("\b\f\r\n\t")").text() == "\b\f\r\n\t");
  CHECK(literal_of("\"\"").text().empty());
  CHECK(literal_of("\"line1\nline2\"").text() == "line1\nline2");
  CHECK(literal_of("\"line1\r\nline2\"").text() == "line1\nline2");
  CHECK(literal_of("\"caf\xc3\xa9 # no comment\"").text() == "caf\xc3\xa9 # no comment");
}

TEST_CASE("broken strings and comments") {
  CHECK(error_of("x = \"a\\d\"") == "1:7: string: unknown escape: \\d; known are \\b \\t \\n \\f \\r \\\" \\' \\\\");
  CHECK(error_of("x = \"abc\ny = 2") == "1:5: string: not closed");
  CHECK(error_of("x = 'abc\\") == "1:5: string: not closed");
  CHECK(error_of("x = 1 /* y") == "1:7: comment: not closed");
}

TEST_CASE("constants are literals") {
  CHECK(std::isnan(literal_of("NaN").as_double()));
  CHECK(literal_of("Inf").as_double() == std::numeric_limits<double>::infinity());
  CHECK(literal_of("-Inf").as_double() == -std::numeric_limits<double>::infinity());
  CHECK(literal_of("pi").as_double() == std::acos(-1.0));
  CHECK(shape("f(pi=pi2)") == "f(pi=pi2)");
}

TEST_CASE("names") {
  CHECK(shape("as.scalar(X)") == "as.scalar(X)");
  CHECK(shape("order(target=X, index.return=TRUE)") == "order(target=X, index.return=TRUE)");
  CHECK(shape("lower.tri(target=X) + upper.tri(target=X)") == "(lower.tri(target=X) + upper.tri(target=X))");
  CHECK(shape("is.na(x) & is.nan(x) & is.infinite(x)") == "((is.na(x) & is.nan(x)) & is.infinite(x))");
  CHECK(shape("ns::f(a_1)") == "ns::f(a_1)");
  CHECK(shape("matrix") == "matrix");
  CHECK(shape("list + scalar * frame") == "(list + (scalar * frame))");
  CHECK(error_of("int = 3") == "1:1: unexpected 'int': it is a reserved word; expected a statement");
  CHECK(error_of("x = in + 1") == "1:5: unexpected 'in': it is a reserved word; expected an expression");
}

TEST_CASE("comments") {
  CHECK(shape("1 # one") == "1");
  CHECK(shape("1 /* a * / \n # */ + 2") == "(1 + 2)");
  CHECK(parse_text("# nothing").script.body.empty());
  CHECK(parse_text("").errors.empty());
  CHECK(shape("1 # a\r\n + 2") == "(1 + 2)");
}

TEST_CASE("characters outside the language are skipped with a warning") {
  const ParseResult result = parse_text("x = 7 . + 2\ny = 1 \xc3\xa9@ + 1\n");
  CHECK(result.errors.empty());
  REQUIRE(result.script.body.size() == 2);
  CHECK(test::brackets(*result.script.body[0]->value) == "(7 + 2)");
  REQUIRE(result.warnings.size() == 2);
  CHECK(result.warnings[0].message() == "skipped: . (names hold no dot, and functions are called as f(x))");
  CHECK(result.warnings[0].where().column == 7);
  CHECK(result.warnings[1].message() == "skipped: \xc3\xa9@");
  CHECK(result.warnings[1].where().length == 3);
  CHECK(parse_text("x_1 = 1; _y = 2").warnings.size() == 1);
}

TEST_CASE("an arrow is one token") {
  CHECK(error_of("if (x<-3) y = 1") ==
        "1:6: unexpected '<-': '<-' assigns: write '< -' to compare with a negative number");
  CHECK(shape("x < -3") == "(x < -3)");
  CHECK(parse_text("x <- 3").script.body.size() == 1);
  CHECK(error_of("a = b<-1") == "1:6: unexpected '<-': '<-' assigns: write '< -' to compare with a negative number");
}

}  // namespace lineal
