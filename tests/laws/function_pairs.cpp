#include "tests/laws/function_pairs.h"

#include <iterator>

#include "runtime/core/cat.h"
#include "tests/laws/random_choices.h"

namespace lineal {
namespace {

/// Writes one function. The choice number `other` is not the one that the seed says; all before and after it are.
class FunctionWriter {
 public:
  FunctionWriter(uint64_t seed, int64_t other) : random_(seed), other_(other) {}

  std::string function(const std::string& name) {
    const std::string parameters = this->parameters();
    std::string body = "  Y = X\n  p = 1\n  q = 2.5\n  i = 1\n  j = 2\n  k = 0\n  L = list(p=1, q=2)\n";
    const int64_t statements = 1 + random_.below(3);
    for (int64_t i = 0; i < statements; ++i)
      body += statement();
    body += cat("  s = ", text(), " + \" \" + p + \" \" + q\n  r = sum(Y) + as.scalar(L[1])\n");
    const char* results = choose("String s, Double r", "Double r, String s", "String s, Integer r");
    return cat(name, " = function(", parameters, ") return (", results, ") {\n", body, "}\n");
  }
  int64_t choices() const { return choices_; }

 private:
  template <class... Options>
  const char* choose(Options... options) {
    constexpr int64_t kCount = sizeof...(Options);
    const char* const all[] = {options...};
    const int64_t chosen = random_.below(kCount), step = 1 + random_.below(kCount - 1);
    return all[choices_++ == other_ ? (chosen + step) % kCount : chosen];
  }

  std::string parameters() {
    const std::string first = cat(choose("Double ", "Integer "), "$ = ", choose("2", "2.0", "3", "nrow(X)"));
    const std::string second = cat("Double % = ", choose("1", "4", "0.5", "sum(X)"));
    std::string order = choose("ab", "ba");
    std::string out = cat("Matrix[Double] X, ", first, ", ", second);
    out.replace(out.find('$'), 1, 1, order[0]);
    out.replace(out.find('%'), 1, 1, order[1]);
    return out;
  }

  std::string statement();
  std::string number(int depth);
  std::string matrix(int depth);
  std::string text() { return cat("\"\" + ", choose("1", "1.0", "TRUE", "\"1\"", "\"1.0\"", "\"TRUE\"", "\"\"")); }
  std::string call();
  std::string bounds() {
    return choose("[1, ]", "[, 1]", "[1, 1]", "[1:1, ]", "[, 1:1]", "[1:2, ]", "[, 1:2]", "[1:2, 1]", "[1, 1:2]",
                  "[, ]", "[2, ]", "[, 2]", "[1:2, 1:2]", "[i, ]", "[, i]", "[j, 1]", "[1, j]");
  }

  RandomChoices random_;
  int64_t other_;
  int64_t choices_ = 0;
};

std::string FunctionWriter::call() {
  return choose("g(a, b)", "g(b, a)", "g(u=b, v=a)", "g(v=b, u=a)", "g(u=a, v=b)", "g(v=a, u=b)", "g(a)", "g(b)",
                "g(a, v=b)", "h(a, b)", "h(b, a)", "one::g(a, b)", "two::g(a, b)", "one::g(b, a)", "two::g(v=a, u=b)",
                "one::calls(a)", "two::calls(a)", "rounds(a, 2)", "turns(a, 2)");
}

std::string FunctionWriter::number(int depth) {
  if (depth <= 0) return choose("a", "b", "p", "q", "1", "1.0", "TRUE", "FALSE", "2", "0.5", "-1", "0", "-0.0", "i");
  switch (random_.below(10)) {
    case 0:
      return cat("(", number(depth - 1),
                 choose(" + ", " - ", " * ", " / ", " >= ", " < ", " != ", " == ", " & ", " | "), number(depth - 1),
                 ")");
    case 9:
      return cat("(", number(depth - 1), choose(" %% ", " %/% ", " / ", " ^ "), choose("2", "3", "2.0"), ")");
    case 1:
      return cat(choose("abs", "round", "floor", "ceil", "sign", "-", "!"), "(", number(depth - 1), ")");
    case 2:
      return cat(choose("sum", "min", "max", "mean", "nrow", "trace"), "(", matrix(depth - 1), ")");
    case 3:
      return cat("sum(X", bounds(), ")");
    case 4:
      return cat(choose("nrow", "ncol", "sum"), "(matrix(7, ",
                 choose("rows=2, cols=3", "cols=2, rows=3", "rows=3, cols=3", "cols=2, rows=2"), "))");
    case 5:
      return cat("sum(rand(rows=3, ", choose("cols=2, min=-1, max=2", "cols=2, max=-1, min=2", "cols=2, min=-1, max=3"),
                 ", seed=", choose("5", "6"), "))");
    case 6:
      return cat("length(",
                 choose("list(X, list(X, X))", "list(list(X, X, X))", "list(X, X, X)", "list(list(X, X), X)",
                        "list(list(X), list(X, X))", "list(X, list(list(X), X), X)", "list(u=X, v=X)"),
                 ")");
    case 7:
      return cat("as.scalar(", choose("L[1]", "L[2]", "L[\"p\"]", "L[\"q\"]"), ")");
    default:
      return call();
  }
}

std::string FunctionWriter::matrix(int depth) {
  if (depth <= 0) return choose("X", "Y", "t(X)", "t(Y)", "diag(X[, 1])", "diag(X[, 2])", "diag(t(X[2, ]))");
  const std::string left = matrix(depth - 1);
  return cat("(", left, choose(" + ", " - ", " * ", " %*% ", " > ", " / "), matrix(depth - 1), ")");
}

std::string FunctionWriter::statement() {
  switch (random_.below(8)) {
    case 0:
      return cat("  ", choose("p", "q"), choose(" = ", " += "), number(2), "\n");
    case 1:
      return cat("  Y[", choose("1, 2", "2, 1", "2, 2", "1:1, 3", "i, 4", "4, i"), "] = ", number(2), "\n");
    case 2: {
      const std::string head = cat("  if (", number(1), choose(" > ", " <= ", " == "), number(1), ") {\n    p = ");
      return cat(head, number(1), "\n  } else {\n    ", choose("p", "q"), " = ", number(1), "\n  }\n");
    }
    case 3: {
      const char* range = choose("i in 1:3", "i in 1:4", "j in 1:3", "i in seq(1, 3)", "i in seq(1, 3, 2)", "i in 3:1");
      return cat("  for (", range, ") {\n    p = ", number(1), " + i * p\n  }\n");
    }
    case 4:
      return cat("  while (k < ", choose("2", "3", "2.5"), ") {\n    k = k + ", choose("1", "2"), "\n    ",
                 choose("p", "q"), " = ", number(1), " - k\n  }\n");
    case 5:
      return cat("  ", choose("for", "parfor"),
                 " (n in 1:3) {\n    p += ", choose("a", "b", "q", "i", "1", "0.5", "TRUE"), " * n\n  }\n");
    case 6:
      return cat("  ", choose("[p, q]", "[q, p]"), " = ", choose("both", "one::both", "two::both"),
                 choose("(a, b)", "(b, a)", "(v=a, u=b)", "(a)"), "\n");
    default:
      return cat("  L = list(", choose("p=1, q=2", "q=1, p=2", "p=2, q=1", "p=1, q=2, r=X", "p=1.0, q=2"), ")\n");
  }
}

}  // namespace

const char* const kFunctionNeighbours =
    "g = function(Double u, Double v = 7) return (Double s) { s = u * 3 - v }\n"
    "h = function(Double u, Double v) return (Double s) { s = u * 3 - v + 0.5 }\n"
    "both = function(Double u, Double v = 7) return (Double s, Double r) {\n  s = u + 1\n  r = v - 1\n}\n"
    "rounds = function(Double u, Integer n) return (Double s) {\n"
    "  if (n == 0) { s = u } else { s = turns(u, n - 1) + 1 }\n}\n"
    "turns = function(Double u, Integer n) return (Double s) {\n"
    "  if (n == 0) { s = u } else { s = rounds(u, n - 1) + 2 }\n}\n";
const char* const kNamespaceOne =
    "g = function(Double u, Double v = 7) return (Double s) { s = sum(matrix(u, rows=2, cols=1)) - v }\n"
    "calls = function(Double u) return (Double s) { s = g(u) }\n"
    "both = function(Double u, Double v = 7) return (Double s, Double r) {\n  s = u + 2\n  r = v - 1\n}\n";
const char* const kNamespaceTwo =
    "g = function(Double u, Double v = 7) return (Double s) { s = sum(matrix(u, rows=3, cols=1)) - v }\n"
    "calls = function(Double u) return (Double s) { s = g(u) }\n"
    "both = function(Double u, Double v = 7) return (Double s, Double r) {\n  r = u + 2\n  s = v - 1\n}\n";

FunctionPair function_pair(uint64_t seed, const std::string& name) {
  FunctionWriter first(seed, -1);
  FunctionPair pair;
  pair.left = first.function(name);
  RandomChoices random(seed + 1);
  pair.right = FunctionWriter(seed, random.below(first.choices())).function(name);
  return pair;
}

}  // namespace lineal
