// Hostile and unfinished scripts: limits hold on a stack of kParserStack bytes, and the prompt learns when to ask on.
#include <catch2/catch.hpp>
#include <pthread.h>

#include "compiler/ast/ast.h"
#include "tests/unit/parse/parse_text.h"

namespace lineal {

using test::error_of;
using test::parse_text;

namespace {

struct Job {
  std::string text;
  std::string error;
  size_t printed = 0;
};

void* run_job(void* argument) {
  Job& job = *static_cast<Job*>(argument);
  const ParseResult result = parse_text(job.text);
  job.error = test::first_error(result);
  if (result.errors.empty()) job.printed = ast::print(result.script).size();
  return nullptr;
}

/// Parses, prints and frees on a thread that has just the promised stack.
Job on_parser_stack(std::string text) {
  Job job;
  job.text = std::move(text);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstacksize(&attributes, kParserStack) == 0);
  pthread_t thread;
  REQUIRE(pthread_create(&thread, &attributes, run_job, &job) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return job;
}

std::string repeat(std::string_view part, int count) {
  std::string out;
  for (int i = 0; i < count; ++i)
    out += part;
  return out;
}

std::string nested(std::string_view before, int count, std::string_view inside, std::string_view after) {
  return cat(repeat(before, count), inside, repeat(after, count));
}

}  // namespace

TEST_CASE("nesting at the limit parses, beyond it is an error with a position") {
  const int n = kMaxNesting;
  CHECK(on_parser_stack(cat("x = ", nested("(", n, "1", ")"))).error == "");
  CHECK(on_parser_stack(cat("x = ", nested("(", n + 1, "1", ")"))).error == "1:1005: nesting: deeper than 1000 levels");
  CHECK(on_parser_stack(cat("x = ", nested("f(", n, "1", ")"))).error == "");
  CHECK(on_parser_stack(cat("x = ", nested("f(", n + 1, "1", ")"))).error ==
        "1:2006: nesting: deeper than 1000 levels");
  CHECK(on_parser_stack(cat("x = ", nested("a[", n, "1", "]"))).error == "");
  CHECK(on_parser_stack(cat("x = ", nested("f(a=[", n / 2, "1", "])"))).error == "");
  CHECK(on_parser_stack(cat("x = ", nested("ifdef($a, ", n, "1", ")"))).error == "");
  CHECK(on_parser_stack(nested("if (a) {", n - 1, "x = 1", "}")).error == "");
  CHECK(on_parser_stack(nested("if (a) {", n + 1, "x = 1", "}")).error == "1:7996: nesting: deeper than 1000 levels");
  CHECK(on_parser_stack(nested("parfor (i in seq(1, 2, 3), check=0) ", n - 2, "x = 1", "")).error == "");
  CHECK(on_parser_stack(nested("while (a) ", n + 1, "x = 1", "")).error == "1:9997: nesting: deeper than 1000 levels");
  CHECK(on_parser_stack(cat("if (a) x = 1 ", repeat("else if (a) x = 1 ", n - 2))).error == "");
  CHECK(on_parser_stack(cat("if (a) x = 1 ", repeat("else if (a) x = 1 ", n + 1))).error != "");
  CHECK(on_parser_stack(repeat("{([", 100000)).error != "");
  CHECK(on_parser_stack(repeat(")", 100000)).error == "1:1: unexpected ')': expected a statement");
}

TEST_CASE("many statements are not nested") {
  CHECK(on_parser_stack(repeat("if (a) x = 1 ", 3 * kMaxNesting)).error == "");
  CHECK(on_parser_stack(repeat("if (a) { x = (1) } else x = f(2);", 3 * kMaxNesting)).error == "");
}

TEST_CASE("long chains of operators cost no stack") {
  const int n = kMaxOperands;
  CHECK(on_parser_stack(cat("x = 1", repeat(" + 1", n - 1))).printed > 0);
  CHECK(on_parser_stack(cat("x = 1", repeat(" ^ 1", n - 1))).printed > 0);
  CHECK(on_parser_stack(cat("x = ", repeat("!", n - 1), "a")).printed > 0);
  CHECK(on_parser_stack(cat("x = ", repeat("-", n - 1), "a")).printed > 0);
  CHECK(on_parser_stack(cat("x = a", repeat(" * !a", n / 2 - 1))).printed > 0);
  CHECK(on_parser_stack(cat("x = 1", repeat(" + 1", n))).error ==
        cat("1:", 4 * n + 3, ": expression: deeper than 20000 operators"));
  CHECK(on_parser_stack(cat("x = 1", repeat(" ^ 1", n))).error == "1:7: expression: deeper than 20000 operators");
  // The depth counts through parentheses too.
  const std::string half = repeat(" + 1", n / 2 - 5);
  CHECK(on_parser_stack(cat("x = (1", half, ") * 2", half)).error == "");
  CHECK(on_parser_stack(cat("x = (1", half, ")", half, repeat(" + 1", 20))).error != "");
}

TEST_CASE("scripts that are too large are refused") {
  CHECK(error_of(std::string(kMaxScriptBytes + 1, ' ')) ==
        cat("1:1: script: larger than ", kMaxScriptBytes, " bytes: ", kMaxScriptBytes + 1));
}

TEST_CASE("a text that only ends too early is incomplete") {
  for (const char* text : {"x = ",
                           "x = (1",
                           "f(",
                           "f(a,",
                           "if (a",
                           "if (a) ",
                           "if (a) { x = 1",
                           "if (a) x = 1 else",
                           "x = a +",
                           "[a, b",
                           "[a, b] =",
                           "[a, b] = f",
                           "x",
                           "X[1,",
                           "for (i in 1:n) {",
                           "while (a) {\n",
                           "f = function(int a) return (int b) {",
                           "f = function(",
                           "x = \"abc",
                           "x = 'abc\\",
                           "x = 1 /* ",
                           "source(\"a\") as",
                           "x = ifdef($a,",
                           "x = !"}) {
    INFO(text);
    const ParseResult result = parse_text(text);
    CHECK(result.incomplete);
    CHECK(result.errors.size() == 1);
  }
  for (const char* text : {"x = )", "x = 1", "", "f(]", "x = 5L", "if (a)) {", "x = \"a\\d", "[a, b)", "x = $a"}) {
    INFO(text);
    CHECK_FALSE(parse_text(text).incomplete);
  }
}

TEST_CASE("an unclosed bracket is pointed out") {
  const ParseResult result = parse_text("while (a) {\n  x = 1\n\n");
  REQUIRE(result.errors.size() == 1);
  CHECK(test::first_error(result) == "2:8: unexpected end of the script: expected a statement or '}'");
  REQUIRE(result.errors[0].notes().size() == 1);
  CHECK(result.errors[0].notes()[0].where.line == 1);
  CHECK(result.errors[0].notes()[0].where.column == 11);
}

TEST_CASE("faults that the grammar lets pass are all reported") {
  const ParseResult result = parse_text("x = 5L\ny = $a + 3L\nf = function(cube[int] a) { b = 1L }");
  REQUIRE(result.errors.size() == 5);
  CHECK(result.errors[1].where().line == 2);
  CHECK(result.errors[1].kind() == ErrorKind::kInvalid);
  CHECK(result.errors[4].where().column == 33);
}

}  // namespace lineal
