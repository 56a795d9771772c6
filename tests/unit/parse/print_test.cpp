// The law of the printer: parsing what it prints gives the same tree.
#include <random>

#include <catch2/catch.hpp>

#include "compiler/ast/ast.h"
#include "compiler/ast/literal_text.h"
#include "tests/unit/parse/parse_text.h"

namespace lineal {

using test::parse_text;

namespace {

/// Writes random programs with random parentheses and layout.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  std::string script() {
    std::string out;
    const int functions = pick(3);
    for (int i = 0; i < functions; ++i)
      out += function(i);
    for (int i = 0; i < 6; ++i)
      out += statement(3);
    return out;
  }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  std::string gap() { return pick(4) == 0 ? "\n" : " "; }
  std::string name() { return std::string(1, static_cast<char>('a' + pick(6))); }

  std::string literal() {
    switch (pick(6)) {
      case 0:
        return cat(static_cast<int64_t>(random_()));
      case 1:
        return cat(pick(1000), ".", pick(1000), pick(2) == 0 ? "" : "e-30");
      case 2:
        return pick(2) == 0 ? "TRUE" : "FALSE";
      case 3:
        return string();
      case 4:
        return pick(3) == 0 ? "NaN" : (pick(2) == 0 ? "Inf" : "pi");
      default:
        return cat(pick(10));
    }
  }

  std::string string() {
    constexpr const char* kParts[] = {"a",  "\\n", "\\\\", "\\t", "\\\"",     "\\'",
                                      "\n", " ",   "s",    "#",   "\xc3\xa9", "\\\\n"};
    std::string out;
    const int length = pick(6);
    for (int i = 0; i < length; ++i)
      out += kParts[pick(12)];
    return pick(2) == 0 ? cat("\"", out, "\"") : cat("'", out, "'");
  }

  std::string expression(int depth) {
    if (depth == 0) return pick(2) == 0 ? name() : literal();
    constexpr const char* kInfix[] = {"^",  "%*%", "%/%", "%%", "*",  "/", "+",  "-", ">",
                                      ">=", "<",   "<=",  "==", "!=", "&", "&&", "|", "||"};
    constexpr const char* kPrefix[] = {"-", "+", "!"};
    switch (pick(9)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return cat(expression(depth - 1), gap(), kInfix[pick(18)], " ", expression(depth - 1));
      case 4:
        return cat(kPrefix[pick(3)], pick(3) == 0 ? " " : "", expression(depth - 1));
      case 5:
        return cat("(", expression(depth - 1), ")");
      case 6:
        return cat(name(), subscripts(depth - 1));
      case 7:
        return call(depth - 1);
      default:
        return expression(0);
    }
  }

  std::string subscript(int depth) {
    switch (pick(3)) {
      case 0:
        return "";
      case 1:
        return expression(depth);
      default:
        return cat(expression(depth), ":", expression(depth));
    }
  }
  std::string subscripts(int depth) {
    return pick(3) == 0 ? cat("[", subscript(depth), "]") : cat("[", subscript(depth), ",", subscript(depth), "]");
  }

  std::string call(int depth) {
    std::string out = cat(pick(4) == 0 ? "ns::" : "", "f", pick(3), "(");
    const int count = pick(4);
    for (int i = 0; i < count; ++i) {
      if (i > 0) out += ",";
      if (pick(3) == 0) out += cat(name(), pick(2) == 0 ? "=" : " = ");
      out += pick(6) == 0 ? cat("[", expression(depth), ", ", expression(depth), "]") : expression(depth);
    }
    return cat(out, ")", pick(8) == 0 ? ";" : "");
  }

  std::string target() { return pick(3) == 0 ? cat(name(), subscripts(1)) : name(); }

  std::string body(int depth) {
    if (pick(3) == 0) return statement(depth);
    std::string out = "{";
    const int count = pick(3);
    for (int i = 0; i < count; ++i)
      out += statement(depth);
    return cat(out, "}\n");
  }

  std::string statement(int depth) {
    const std::string end = pick(3) == 0 ? ";\n" : "\n";
    switch (depth == 0 ? pick(5) : pick(9)) {
      case 0:
      case 1:
        return cat(target(), pick(5) == 0 ? " <- " : " = ", expression(4), end);
      case 2:
        return cat(target(), " += ", expression(2), end);
      case 3:
        return cat("[", target(), ", ", target(), "]", gap(), "= ", call(2), end);
      case 4:
        return cat(call(3), end);
      case 5:
        return cat("if (", expression(2), ") ", body(depth - 1), pick(2) == 0 ? cat(" else ", body(depth - 1)) : "");
      case 6:
        return cat("while (", expression(2), ") ", body(depth - 1));
      case 7:
        return cat("for (", name(), " in ", expression(2), ":", expression(2), ") ", body(depth - 1));
      default:
        return cat("parfor (", name(), " in seq(", expression(1), ",", expression(1), pick(2) == 0 ? ", 2" : "",
                   "), check=0) ", body(depth - 1));
    }
  }

  std::string function(int index) {
    return cat("g", index, " = function(matrix[double] X, int k = ", expression(2), ", list[unknown] l)",
               pick(2) == 0 ? " return (double y, frame[string] z)" : "", " {\n", statement(2), statement(1), "}\n");
  }

  std::mt19937 random_;
};

/// A second, independent rendering of a tree, so that the printer is not compared with itself only.
std::string outline(const ast::Block& block) {
  std::string out;
  for (const auto& each : block) {
    out += cat(static_cast<int>(each->kind), " ", each->variable, each->is_seq ? " seq" : "");
    for (const ast::Target& target : each->targets) {
      out += cat(" ", target.name);
      for (const ast::Subscript& part : target.subscripts) {
        out += cat("[", part.lower ? test::brackets(*part.lower) : "", ":",
                   part.upper ? test::brackets(*part.upper) : "", "]");
      }
    }
    for (const ast::ExpressionPtr* part : {&each->value, &each->from, &each->to, &each->increment}) {
      if (*part) out += cat(" ", test::brackets(**part));
    }
    for (const ast::Argument& option : each->options)
      out += cat(" ", option.name, "=", test::brackets(*option.value));
    out += cat("{", outline(each->body), "}{", outline(each->otherwise), "}\n");
  }
  return out;
}

std::string outline(const ast::Script& script) {
  std::string out = outline(script.body);
  for (const auto& function : script.functions) {
    out += cat(function->name, "(");
    for (const ast::Parameter& each : function->parameters) {
      out += cat(static_cast<int>(each.type), static_cast<int>(each.scalar), each.name,
                 each.fallback ? test::brackets(*each.fallback) : "", ",");
    }
    for (const ast::Parameter& each : function->results)
      out += cat(static_cast<int>(each.type), each.name, ";");
    out += outline(function->body);
  }
  return out;
}

}  // namespace

TEST_CASE("parsing what is printed gives the same tree") {
  for (uint32_t seed = 1; seed <= 2000; ++seed) {
    const std::string text = Generator(seed).script();
    INFO("seed " << seed << "\n" << text);
    const ParseResult first = parse_text(text);
    REQUIRE(test::first_error(first) == "");
    const std::string printed = ast::print(first.script);
    INFO(printed);
    const ParseResult second = parse_text(printed);
    REQUIRE(test::first_error(second) == "");
    REQUIRE(outline(second.script) == outline(first.script));
    REQUIRE(ast::print(second.script) == printed);
  }
}

TEST_CASE("parentheses stand only where they are needed") {
  for (const char* text : {"a + b * c",   "(a + b) * c",      "a - (b - c)",     "(a ^ b) ^ c",  "a ^ b ^ c",
                           "2 ^ -1",      "(-2) ^ 2",         "-2 ^ 2",          "(-a) ^ b",     "!a == b",
                           "(!a) == b",   "a * !b",           "a * (!b) + c",    "a * !b + c",   "!a & b",
                           "-(a + b)",    "2 ^ -a %*% b",     "(a < b) < c + 1", "a %% (b * c)", "-9223372036854775808",
                           "X[a:b + 1,]", "f(a, b=2, [c, d])"}) {
    INFO(text);
    const ParseResult result = parse_text(cat("x = ", text));
    REQUIRE(test::first_error(result) == "");
    const std::string printed = ast::print(*result.script.body[0]->value);
    const ParseResult again = parse_text(cat("x = ", printed));
    REQUIRE(test::first_error(again) == "");
    CHECK(test::brackets(*again.script.body[0]->value) == test::brackets(*result.script.body[0]->value));
    CHECK(printed.size() <= std::string_view(text).size());
  }
  const ParseResult redundant = parse_text("x = ((a) + ((b * c)))");
  CHECK(ast::print(*redundant.script.body[0]->value) == "a + b * c");
}

}  // namespace lineal
