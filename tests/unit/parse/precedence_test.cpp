// The table of precedence, checked against the shapes that SystemDS's grammar gives.
#include <catch2/catch.hpp>

#include "tests/unit/parse/parse_text.h"

namespace lineal {

using test::shape;

TEST_CASE("operators bind by level") {
  CHECK(shape("a + b * c") == "(a + (b * c))");
  CHECK(shape("a * b %% c") == "(a * (b %% c))");
  CHECK(shape("a %/% b %% c") == "((a %/% b) %% c)");
  CHECK(shape("a * b %*% c") == "(a * (b %*% c))");
  CHECK(shape("a %% b %*% c") == "(a %% (b %*% c))");
  CHECK(shape("a %*% b %*% c") == "((a %*% b) %*% c)");
  CHECK(shape("a - b - c") == "((a - b) - c)");
  CHECK(shape("a / b * c") == "((a / b) * c)");
  CHECK(shape("a < b < c") == "((a < b) < c)");
  CHECK(shape("a + 1 == b * 2") == "((a + 1) == (b * 2))");
  CHECK(shape("a & b | c & d") == "((a & b) | (c & d))");
  CHECK(shape("a | b & c == d") == "(a | (b & (c == d)))");
  CHECK(shape("a && b || c") == "((a && b) || c)");
  CHECK(shape("(a + b) * c") == "((a + b) * c)");
}

TEST_CASE("power is right-associative and takes signed exponents") {
  CHECK(shape("a ^ b ^ c") == "(a ^ (b ^ c))");
  CHECK(shape("2 ^ -1") == "(2 ^ -1)");
  CHECK(shape("2 ^ -1 ^ 2") == "(2 ^ (-(1 ^ 2)))");
  CHECK(shape("a ^ -b %*% c") == "((a ^ (-b)) %*% c)");
  CHECK(shape("a ^ -b ^ c * d") == "((a ^ (-(b ^ c))) * d)");
}

TEST_CASE("signs stand between power and product") {
  CHECK(shape("-2 ^ 2") == "(-(2 ^ 2))");
  CHECK(shape("-a %*% b") == "((-a) %*% b)");
  CHECK(shape("- - a") == "(-(-a))");
  CHECK(shape("a - -b") == "(a - (-b))");
  CHECK(shape("+a * b") == "((+a) * b)");
}

TEST_CASE("not swallows everything down to its level") {
  CHECK(shape("!a == b") == "(!(a == b))");
  CHECK(shape("!a & b") == "((!a) & b)");
  CHECK(shape("x + !y == z") == "(x + (!(y == z)))");
  CHECK(shape("x * !y + z & w") == "((x * (!(y + z))) & w)");
  CHECK(shape("!!a") == "(!(!a))");
  CHECK(shape("!-a < b") == "(!((-a) < b))");
  CHECK(shape("-!a + b") == "(-(!(a + b)))");
}

TEST_CASE("a sign before a number is part of it") {
  CHECK(shape("-5") == "-5");
  CHECK(shape("-(5)") == "-5");
  CHECK(shape("--5") == "5");
  CHECK(shape("+5") == "5");
  CHECK(shape("-1.5") == "d-1.5");
  CHECK(shape("-0.0") == "d-0");
  CHECK(shape("1 - 5") == "(1 - 5)");
  CHECK(shape("-TRUE") == "(-TRUE)");
  CHECK(shape("-5 %/% 2") == "(-5 %/% 2)");
}

}  // namespace lineal
