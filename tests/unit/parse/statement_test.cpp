// Statements, functions, and where one statement ends.
#include <catch2/catch.hpp>

#include "compiler/ast/ast.h"
#include "tests/unit/parse/parse_text.h"

namespace lineal {

using test::error_of;
using test::parse_text;

namespace {

/// The script printed in one form, or its first error.
std::string printed(std::string text, const ScriptArguments& arguments = {}) {
  const ParseResult result = parse_text(std::move(text), arguments);
  if (!result.errors.empty()) return test::first_error(result);
  return ast::print(result.script);
}

}  // namespace

TEST_CASE("a bracket at the start of a line begins a multi-assignment") {
  CHECK(printed("x = a\n[b, c] = f(y)") == "x = a\n[b, c] = f(y)\n");
  CHECK(printed("x = a [b, c] <- f(y)") == "x = a\n[b, c] = f(y)\n");
  CHECK(printed("x = a[b, c]\ny = a[b, c] == 1") == "x = a[b, c]\ny = a[b, c] == 1\n");
  CHECK(printed("x = 5\n[b, c] = f(y)") == "x = 5\n[b, c] = f(y)\n");
  CHECK(printed("x = f(a)\n[b, c] = f(y)") == "x = f(a)\n[b, c] = f(y)\n");
  CHECK(printed("x = Y[1,]\n[b] = f(y)") == "x = Y[1,]\n[b] = f(y)\n");
  CHECK(printed("x = a + -b\n[b[1, 2], c[i,]] = f(y)") == "x = a + -b\n[b[1, 2], c[i,]] = f(y)\n");
  CHECK(printed("for (i in 1:n) x = a\n[b, c] = f(y)") == "for (i in 1:n) {\n  x = a\n}\n[b, c] = f(y)\n");
  CHECK(printed("if (a) [b, c] = f(y) else [c, b] = f(y)") ==
        "if (a) {\n  [b, c] = f(y)\n} else {\n  [c, b] = f(y)\n}\n");
  CHECK(printed("x = TRUE\n[b] = f(\"s\")\n[c] = g()") == "x = TRUE\n[b] = f(\"s\")\n[c] = g()\n");
  CHECK(printed("source(\"p\") as ns\n[a, b] = ns::f(1)") == "source(\"p\") as ns\n[a, b] = ns::f(1)\n");
  CHECK(printed("x = $a\n[b] = f()", {{"a", "1"}}) == "x = 1\n[b] = f()\n");
}

TEST_CASE("a bracket behind a name at the start of a statement is its subscript") {
  CHECK(printed("X[1, 2] = 3") == "X[1, 2] = 3\n");
  CHECK(printed("y = f(a)\nX[1, 2] = 3") == "y = f(a)\nX[1, 2] = 3\n");
  CHECK(printed("if (a) X[i,] = 3 else X[,j] <- 3") == "if (a) {\n  X[i,] = 3\n} else {\n  X[,j] = 3\n}\n");
  CHECK(printed("X[i, j] += 2") == "X[i, j] += 2\n");
  CHECK(printed("X[a:b, c:d] = Y[,]") == "X[a:b, c:d] = Y[,]\n");
  CHECK(printed("L[\"a\"] = Y[]") == "L[\"a\"] = Y[]\n");
}

TEST_CASE("a line end ends nothing else") {
  CHECK(printed("x = a\n-b") == "x = a - b\n");
  CHECK(printed("x = a\n(b)") == "x = a(b)\n");
  CHECK(printed("x =\n 1\n+\n2 y = 3") == "x = 1 + 2\ny = 3\n");
}

TEST_CASE("semicolons fill") {
  CHECK(printed("x = 1;; ;y = 2;") == "x = 1\ny = 2\n");
  CHECK(printed("x = sum(a); + 3") == "x = sum(a) + 3\n");
  CHECK(printed("f(x);;; g(y); if (a) { b = 1; }; c = 2") == "f(x)\ng(y)\nif (a) {\n  b = 1\n}\nc = 2\n");
  CHECK(printed("if (x > 1) y = 1; else y = 2") == "if (x > 1) {\n  y = 1\n} else {\n  y = 2\n}\n");
  CHECK(printed("if (x > 1) f(y); else f(z);") == "if (x > 1) {\n  f(y)\n} else {\n  f(z)\n}\n");
  CHECK(error_of("x = 3; + 4") == "1:8: unexpected '+': expected a statement");
  CHECK(error_of("if (a); x = 1") == "1:7: unexpected ';': expected a statement");
  CHECK(error_of("x = a; (b)") == "1:8: unexpected '(': expected a statement");
}

TEST_CASE("control flow") {
  CHECK(printed("if (a) if (b) x = 1 else x = 2") ==
        "if (a) {\n  if (b) {\n    x = 1\n  } else {\n    x = 2\n  }\n}\n");
  CHECK(printed("if (a) x = 1 else if (b) x = 2 else x = 3") ==
        "if (a) {\n  x = 1\n} else if (b) {\n  x = 2\n} else {\n  x = 3\n}\n");
  CHECK(printed("while (a & b) x = x + 1") == "while (a & b) {\n  x = x + 1\n}\n");
  CHECK(printed("for (i in 1:n) { }") == "for (i in 1:n) {\n}\n");
  CHECK(printed("parfor (i in seq(1, n, 2), check=0, par=4) x[i, 1] = i") ==
        "parfor (i in seq(1, n, 2), check=0, par=4) {\n  x[i, 1] = i\n}\n");
  CHECK(printed("for (i in seq(1, n)) f(i)") == "for (i in seq(1, n)) {\n  f(i)\n}\n");
  CHECK(printed("for (i in -1:f(n), check=0) f(i)") == "for (i in -1:f(n), check=0) {\n  f(i)\n}\n");
  CHECK(error_of("for (i in x) f(i)") == "1:11: for: the range must be written a:b or seq(a, b, increment)");
  CHECK(error_of("for (i in seq(1)) f(i)") == "1:11: for: seq takes two or three arguments: 1 given");
  CHECK(error_of("else x = 1") == "1:1: unexpected 'else': 'else' belongs directly after the body of an 'if'");
  CHECK(error_of("{ x = 1 }") == "1:1: unexpected '{': expected a statement");
}

TEST_CASE("functions") {
  CHECK(printed("f = function(matrix[double] X, Int k = 2 + 1, boolean b, Frame[Unknown] F, list[unknown] L, "
                "scalar[string] s)\n"
                "  return (double y, unknown z) { y = k }") ==
        "f = function(matrix[double] X, int k = 2 + 1, boolean b, frame[unknown] F, list[unknown] L, string s)"
        " return (double y, unknown z) {\n  y = k\n}\n");
  CHECK(printed("g <- function() { print(1) };") == "g = function() {\n  print(1)\n}\n");
  CHECK(printed("f = function(int a) return (int b) { b = a }\nx = f(1)\ng = function() { f(1) }") ==
        "f = function(int a) return (int b) {\n  b = a\n}\ng = function() {\n  f(1)\n}\nx = f(1)\n");
  CHECK(error_of("f = function(int a) return (int b) { }") == "1:1: function: the body is empty: f");
  CHECK(error_of("if (a) f = function(int a) { b = 1 }") == "1:8: function: must stand at the top level: f");
  CHECK(error_of("f = function(int a) { g = function() { b = 1 } }") ==
        "1:23: function: must stand at the top level: g");
  CHECK(error_of("f = function(cube[double] a) { b = 1 }") ==
        "1:14: function: unknown type: cube; known are matrix, frame, list and scalar");
  CHECK(error_of("f = function(a) { b = 1 }") ==
        "1:15: unexpected ')': a parameter needs a type: 'Double a' or 'Matrix[Double] a'");
  CHECK(error_of("f = function(int a) return (int b = 1) { b = 1 }") == "1:33: function: a result has no default: b");
  CHECK(printed("f = externalFunction(matrix[double] A) return (matrix[double] B) implemented in "
                "(classname=\"x.Y\", exectype=\"mem\")\nx = 1") == "x = 1\n");
}

TEST_CASE("slips of those who know R get advice") {
  const auto advises = [](std::string text, std::string_view advice) {
    const std::string message = error_of(std::move(text));
    INFO(message);
    CHECK(message.find(advice) != std::string::npos);
  };
  advises("x = 1:3", "write seq(from, to)");
  advises("x = L$name", "L[\"name\"]");
  advises("x = if (TRUE) 1 else 2", "ifelse(condition, a, b)");
  advises("f = function(x) return (double y) { y = x }", "'Double x'");
  advises("while (TRUE) {\n  break\n}", "'break' before it is no statement of DML");
  advises("if (x = 3) y = 1", "write '==' to compare");
  advises("colnames(X) = \"a\"", "a call takes no value");
}

TEST_CASE("every statement outside brackets shows its syntax error") {
  const auto errors_of = [](std::string text) {
    std::string out;
    for (const Error& error : parse_text(std::move(text)).errors)
      out += cat(error.where().line, ":", error.where().column, " ");
    return out;
  };
  CHECK(errors_of("x = 3 +* 4\ny = 4\nz = ) 5\nif (y > 3) {\n  w = = 3\n  v = ) 1\n}\nprint(q") == "1:8 3:5 5:7 8:8 ");
  // What follows on the lines of the same brackets is no statement of its own.
  CHECK(errors_of("x = f(a,\n  b c,\n  d e)\ny = 2") == "2:5 ");
  CHECK(errors_of("x = }\ny = 2") == "1:5 ");
  const ParseResult ended = parse_text("x = ) 1\nif (TRUE) {");
  CHECK(ended.errors.size() == 2);
  CHECK_FALSE(ended.incomplete);
  std::string many;
  for (int i = 0; i < 100; ++i)
    many += "x = )\n";
  CHECK(parse_text(std::move(many)).errors.size() == 10);
}

TEST_CASE("a script names the arguments that it uses") {
  const ParseResult result = parse_text("x = $a\ny = ifdef($b, $c)\nprint(\"$d\") # $e", {{"a", "1"}, {"b", "2"}});
  CHECK(result.errors.empty());
  CHECK(result.arguments == std::set<std::string, std::less<>>{"a", "b"});
}

TEST_CASE("only variables can be indexed") {
  CHECK(error_of("x = f(x)[1,]") == "1:9: unexpected '[': only a variable can be indexed");
  CHECK(error_of("x = (A + B)[1,]") == "1:12: unexpected '[': only a variable can be indexed");
  CHECK(error_of("x = X[1,][,2]") == "1:10: unexpected '[': only a variable can be indexed");
  CHECK(error_of("x = X[1:]") == "1:9: unexpected ']': expected an expression");
  CHECK(error_of("x = X[1,2,3]") == "1:10: unexpected ',': expected ']'");
}

TEST_CASE("expression lists") {
  CHECK(printed("y = conv2d(X, W, input_shape=[N, C, H+1], stride=[1, 1])") ==
        "y = conv2d(X, W, input_shape=[N, C, H + 1], stride=[1, 1])\n");
}

TEST_CASE("named arguments") {
  CHECK(printed("x = f(a, b=2, c = d == 3)") == "x = f(a, b=2, c=d == 3)\n");
  CHECK(error_of("x = f(a + b = 2)") == "1:7: unexpected '=': before it must stand the name of an argument");
  CHECK(error_of("x = f(a <- 2)") == "1:9: unexpected '<-': write '< -' to compare with a negative number");
  CHECK(error_of("if (a = 2) x = 1") == "1:7: unexpected '=': '=' assigns: write '==' to compare");
}

TEST_CASE("imports remember the working folder") {
  const ParseResult result = parse_text("source(\"a.dml\") as a\nsetwd(\"lib\")\nsource('b.dml') as b;\nx = a::f(1)");
  REQUIRE(result.errors.empty());
  REQUIRE(result.script.imports.size() == 2);
  CHECK(result.script.imports[0].path == "a.dml");
  CHECK(result.script.imports[0].working_folder.empty());
  CHECK(result.script.imports[1].alias == "b");
  CHECK(result.script.imports[1].working_folder == "lib");
  CHECK(result.script.imports[1].where.length == std::string_view("source('b.dml') as b").size());
}

TEST_CASE("spans are bytes from one") {
  const ParseResult result = parse_text("x = 1\n  yy = \"\xc3\xa9\" + f(a[1], 2) ;\nz = (a + b) * c");
  REQUIRE(result.errors.empty());
  const ast::Statement& statement = *result.script.body[1];
  CHECK(statement.where.line == 2);
  CHECK(statement.where.column == 3);
  CHECK(statement.where.length == std::string_view("yy = \"\xc3\xa9\" + f(a[1], 2)").size());
  const ast::Expression& sum = *statement.value;
  CHECK(sum.operands[1]->where.column == 15);
  CHECK(sum.operands[1]->where.length == 10);
  CHECK(sum.operands[1]->arguments[0].value->where.column == 17);
  const ast::Expression& product = *result.script.body[2]->value;
  CHECK(product.where.column == 5);
  CHECK(product.where.length == 11);
  CHECK(product.operands[0]->where.column == 6);
}

}  // namespace lineal
