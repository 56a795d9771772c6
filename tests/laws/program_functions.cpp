// Functions of random programs. The same names are defined in the script and in two files, with other bodies.
#include "runtime/core/cat.h"
#include "tests/laws/program_generator.h"

namespace lineal {

/// A number that a function knows.
std::string ProgramGenerator::number() {
  if (options_.rounding && chance(10)) return "a * 2";
  return choose("a", "b", "s", "k", "0.5", "1", "1.0", "3", "sum(X)", "nrow(X)", "b - s");
}

/// An expression of the shape of X within a function.
std::string ProgramGenerator::cells(int depth) {
  if (depth <= 0) return choose("X", "Y", "Y", "Z");
  const std::string left = cells(depth - 1);
  switch (below(9)) {
    case 0:
    case 1:
      return cat("(", left, choose(" + ", " - ", " * ", " > "), cells(depth - 1), ")");
    case 2:
      return cat("(", left, choose(" + ", " - ", options_.rounding ? " * " : " >= "), number(), ")");
    case 3:
      return cat(choose("abs", "round", "rev", "sign"), "(", left, ")");
    case 4:
      return cat("ifelse(", left, " > ", number(), ", ", cells(depth - 1), ", ", number(), ")");
    case 5:
      return cat("(", left, " + ", choose("rowSums(Y)", "X[, 1]", "Y[, ncol(Y)]", "rowSums(X) * 0.1", "colSums(Y)"),
                 ")");
    case 6:
      if (options_.rounding) return cat("(", left, " %*% (t(X) %*% X) * 0.01 * ", choose("0.3", "0.5"), ")");
      return cat("(", left, " != ", number(), ")");
    case 7:
      if (options_.files) return cat("(", left, " + sum(read(\"", written_[0].name, "\")))");
      return cat("-(", left, ")");
    default:
      if (options_.draws && chance(50))
        return cat("(", left, " + rand(rows=nrow(X), cols=ncol(X), seed=",
                   choose("k * 7 + 1", "round(a)", "1 - k", "0 - 1", "nrow(X)"), "))");
      return cat("(", left, " + rand(rows=nrow(X), cols=ncol(X), seed=", below(4), "))");
  }
}

/// The arguments in any form and order that binds them.
std::string ProgramGenerator::arguments(const std::string& x, const std::string& a, const std::string& b) {
  switch (below(9)) {
    case 0:
      return cat("(", x, ")");
    case 1:
      return cat("(", x, ", ", a, ")");
    case 2:
      return cat("(", x, ", b=", b, ")");
    case 3:
      return cat("(", x, ", b=", b, ", a=", a, ")");
    case 4:
      return cat("(X=", x, ", a=", a, ", b=", b, ")");
    case 5:
      return cat("(b=", b, ", X=", x, ")");
    case 6:
      return cat("(a=", a, ", b=", b, ", X=", x, ")");
    case 7:
      return cat("(", x, ", a=", a, ")");
    default:
      return cat("(", x, ", ", a, ", ", b, ")");
  }
}

std::string ProgramGenerator::function_name(int callable, bool namespaces) {
  const std::string name = cat("f", 1 + below(callable));
  return namespaces && chance(40) ? cat(choose("one::", "two::"), name) : name;
}

std::string ProgramGenerator::function_statement(int callable, int depth) {
  switch (below(depth > 0 ? 9 : 4)) {
    case 0:
    case 1:
      return cat("  Y = ", cells(2), "\n");
    case 2:
      return cat("  s = s * 0.5 + ", choose("sum", "mean", "max", "min"), "(", cells(1), ")\n");
    case 3:
      return cat("  Z = ", cells(1), "\n");
    case 4:
      return cat("  for (k in ", choose("1:3", "2:1", "seq(1, 5, 2)"), ") {\n", function_statement(callable, depth - 1),
                 function_statement(callable, 0), "  }\n");
    case 5:
      return cat("  if (", number(), choose(" > ", " <= ", " == "), number(), ") {\n",
                 function_statement(callable, depth - 1), "  } else {\n", function_statement(callable, 0), "  }\n");
    case 6:
      return cat("  k = 0\n  while (k < 2) {\n    k = k + 1\n", function_statement(0, 0), "  }\n");
    case 7:
      return cat("  R = matrix(0, rows=nrow(X), cols=1)\n  parfor (i in 1:nrow(X)) {\n    R[i, 1] = sum(Y[i, ]) * i + ",
                 number(), "\n  }\n  Z = Z + R\n");
    default:
      break;
  }
  if (callable == 0) return cat("  Y[1, ] = colSums(", cells(1), ") * ", number(), "\n");
  if (options_.evals && chance(20))
    return cat("  Y = eval(\"", function_name(callable, false), "\"", ", Y, ", number(), ")\n");
  const std::string call = cat(function_name(callable, false), arguments(cells(1), number(), number()), "\n");
  return cat("  ", choose("Y = ", "Z = ", "[Y, s] = ", "[Z, s] = ", "[Z, unused] = "), call);
}

std::string ProgramGenerator::definition(int number) {
  std::string body = "  Y = X\n  Z = X * a\n  s = b\n  k = 1\n";
  const int64_t statements = 2 + below(3);
  for (int64_t i = 0; i < statements; ++i)
    body += function_statement(number - 1, 2);
  body += "  Y = Y * 0.1\n  s = s + sum(Z) * 0.1\n";
  return cat("f", number, " = function(Matrix[Double] X, Double a = ", choose("1", "0.5", "2"),
             ", Double b = ", choose("1", "0.25", "sum(X)", "a + 1"), ") return (Matrix[Double] Y, Double s) {\n", body,
             "}\n");
}

void ProgramGenerator::define(int number, bool redefines) {
  text_ += definition(number);
  end_piece(redefines);
}

void ProgramGenerator::define_functions() {
  functions_ = 2 + static_cast<int>(below(3));
  if (options_.namespaces) {
    for (const char* name : {"one", "two"}) {
      const std::string file = cat(name, ".dml");
      text_ += cat("source(\"", file, "\") as ", name, "\n");
      for (int i = 1; i <= functions_; ++i)
        program_.files[file] += definition(i);
    }
    end_piece();
  }
  for (int i = 1; i <= functions_; ++i)
    define(i, false);
}

}  // namespace lineal
