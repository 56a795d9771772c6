// Faults that are found before a program runs.
#include <catch2/catch.hpp>

#include "compiler/validate/bind_arguments.h"
#include "compiler/validate/foreign_names.h"
#include "compiler/validate/resolve_call.h"
#include "runtime/core/cat.h"
#include "tests/unit/validate/program.h"

namespace lineal {

using test::fault;
using test::Program;

TEST_CASE("a correct program has no faults") {
  CHECK(fault("f = function(matrix[double] X, int k = 2) return (double y, double z) { y = sum(X) * k; z = g(y) }\n"
              "g = function(double a) return (double b) { b = -a }\n"
              "A = matrix(1, rows=2, cols=3)\n"
              "[y, z] = f(A)\n"
              "w = f(k=3, X=A) + lib::h(y)\n"
              "for (i in 1:3, check=0) { A[1, i] = i; s = i }\n"
              "if (w > s) { print(y) } else v = 2\n"
              "print(v)\n"
              "L = list(a=A, b=2); E = evalList(\"f\", A); e = eval(\"g\", 1)\n"
              "x = exists(q) | exists(\"q\")\n"
              "A += 1\n"
              "w = w && !x || TRUE\n",
              "h = function(double a) return (double b) { b = a }") == "");
}

TEST_CASE("unknown functions") {
  CHECK(fault("x = summ(3)") == "1:5: summ: unknown function; did you mean sum?");
  CHECK(fault("x = zeros(3)") == "1:5: zeros: unknown function; matrix(0, rows=r, cols=c) makes it");
  CHECK(fault("x = T") == "1:5: T: the variable is not assigned before it is read; it is TRUE");
  CHECK(fault("x = Sum(3)") == "1:5: Sum: unknown function; did you mean sum?");
  CHECK(fault("x = frobnicate(3)") == "1:5: frobnicate: unknown function");
  CHECK(fault("train = function(int a) { b = a }\ntrian(1)") == "2:1: trian: unknown function; did you mean train?");
  CHECK(fault("x = lib::hafl(1)", "half = function(double a) return (double b) { b = a }") ==
        "1:5: lib::hafl: unknown function; did you mean half?");
  CHECK(fault("x = lob::h(1)", "h = function(double a) return (double b) { b = a }") ==
        "1:5: lob::h: unknown namespace: lob; did you mean lib?");
  CHECK(fault("x = inner(3)") == "1:5: inner: unknown function");
  CHECK(fault("if (TRUE) { while (TRUE) { x = 1 + nope(sum(3, 4)) } }") ==
        "1:36: nope: unknown function\n1:41: sum: takes 1 argument: 2 given");
}

TEST_CASE("functions of R and of SystemDS's scripts come with advice") {
  CHECK(fault("x = rep(1, 3)") == "1:5: rep: unknown function; matrix(value, rows=n, cols=1) repeats a number");
  CHECK(fault("x = lm(1, 3)").find("1:5: lm: unknown function; SystemDS has it as a script") == 0);
  // Whoever defines one has it.
  CHECK(fault("rep = function(int a) return (int b) { b = a }\nx = rep(1)") == "");
}

TEST_CASE("there is no advice on functions that exist") {
  for (const std::string_view call : operators().calls()) {
    INFO(call);
    CHECK(advice_on_function(call).empty());
  }
}

TEST_CASE("arguments of natives") {
  CHECK(fault("x = sum(1, 2)") == "1:5: sum: takes 1 argument: 2 given");
  CHECK(fault("x = sum()") == "1:5: sum: takes 1 argument: 0 given");
  CHECK(fault("x = table(1)") == "1:5: table: takes 2 or 3 or 5 arguments: 1 given");
  CHECK(fault("x = time(1)") == "1:5: time: takes 0 arguments: 1 given");
  CHECK(fault("x = cbind()") == "1:5: cbind: takes at least 1 argument: 0 given");
  CHECK(fault("x = cbind(1, 2, 3)") == "");
  // Names of plain natives are ignored, but one argument must have none.
  CHECK(fault("x = table(1, 2, odim1=3, 4, odim2=5)") == "");
  CHECK(fault("x = table(A=1, B=2)") == "1:11: table: takes its arguments by position: the first must have no name");
  CHECK(fault("x = matrix(0, 2, 3) + matrix(0, cols=3, rows=2) + matrix(data=0, rows=2, cols=3, byrow=FALSE)") == "");
  CHECK(fault("x = matrix(0, rows=2)") == "1:5: matrix: argument missing: cols");
  CHECK(fault("x = matrix(0, rows=2, rows=3, cols=1)") == "1:23: matrix: argument given twice: rows");
  CHECK(fault("x = matrix(0, rows=2, 3)") == "1:23: matrix: an argument without name follows one with a name");
  CHECK(fault("x = matrix(0, row=2, cols=3)") == "1:15: matrix: unknown argument: row; did you mean rows?");
  CHECK(fault("x = matrix(0, ncol=2, rows=3)") ==
        "1:15: matrix: unknown argument: ncol; it takes data, rows, cols, byrow");
  CHECK(fault("x = matrix(0, 1, 2, TRUE, 5)") == "1:5: matrix: takes 3 to 4 arguments: 5 given");
}

TEST_CASE("arguments of functions") {
  const std::string f = "f = function(int a, int bias = 2) return (int c) { c = a + bias }\n";
  CHECK(fault(cat(f, "x = f(1) + f(1, 2) + f(bias=1, a=2) + f(1, bias=2)")) == "");
  CHECK(fault(cat(f, "x = f()")) == "2:5: f: argument missing: a");
  CHECK(fault(cat(f, "x = f(1, 2, 3)")) == "2:13: f: takes at most 2 arguments: 3 given");
  CHECK(fault(cat(f, "x = f(1, a=2)")) == "2:10: f: argument given twice: a");
  CHECK(fault(cat(f, "x = f(bias=1, 2)")) == "2:15: f: an argument without name follows one with a name");
  CHECK(fault(cat(f, "x = f(1, bais=2)")) == "2:10: f: unknown argument: bais; did you mean bias?");
  CHECK(fault("sum = function(int a, int b) return (int c) { c = a + b }\nx = sum(1, 2)") == "");
}

TEST_CASE("builtins written in DML have an entry for each kind") {
  const std::string library =
      "m_both = function(matrix[double] X, int k) return (double y) { y = k }\n"
      "s_both = function(double x) return (double y) { y = x }\n"
      "sum = function(int a, int b) return (int c) { c = a + b }\n";
  CHECK(fault("x = both(1, 2) + both(1)", "", library) == "");
  CHECK(fault("x = both(1, 2, 3)", "", library) == "1:16: both: takes at most 2 arguments: 3 given");
  // A native goes before the functions inside other builtins, an own function before both.
  CHECK(fault("x = sum(1)", "", library) == "");
  CHECK(fault("both = function(int a) return (int b) { b = a }\nx = both(1, 2)", "", library) ==
        "2:13: both: takes at most 1 argument: 2 given");
}

TEST_CASE("results") {
  CHECK(fault("x = print(1)") == "1:5: print: gives no value");
  CHECK(fault("f = function(int a) { print(a) }\nf(1)\nx = 1 + f(2)") == "3:9: f: gives no value");
  CHECK(fault("[a, b] = eigen(1)") == "");
  CHECK(fault("[a] = eigen(1)") == "");
  CHECK(fault("[a, b, c] = eigen(1)") == "1:13: eigen: more targets than results: 3 for 2");
  CHECK(fault("f = function(int a) return (int b) { b = a }\n[x, y] = f(1)") ==
        "2:10: f: more targets than results: 2 for 1");
  CHECK(fault("f = function(int a) return (int b, int c) { b = a }") ==
        "1:40: function: the result is never assigned: c of f");
  CHECK(fault("f = function(int a) return (int a) { print(a) }") == "");
  CHECK(fault("f = function(int a) return (int b) { if (a > 1) b = 1 }") == "");
}

TEST_CASE("variables that nothing assigns") {
  CHECK(fault("x = y + 1") == "1:5: y: the variable is not assigned before it is read");
  CHECK(fault("value = 1\nprint(vaule)") ==
        "2:7: vaule: the variable is not assigned before it is read; did you mean value?");
  CHECK(fault("x = y[1, 2]") == "1:5: y: the variable is not assigned before it is read");
  CHECK(fault("X[1, 1] = 2") == "1:1: X: the variable is not assigned before it is read");
  CHECK(fault("x += 2") == "1:1: x: the variable is not assigned before it is read");
  CHECK(fault("x = x + 1") == "1:5: x: the variable is not assigned before it is read");
  CHECK(fault("print(y)\nprint(y)\ny = 1") == "1:7: y: the variable is not assigned before it is read");
  CHECK(fault("x = 1\nf = function(int a) return (int b) { b = a + x }") ==
        "2:46: x: the variable is not assigned before it is read");
  CHECK(fault("f = function(int a, int b = a + c) { print(b) }") ==
        "1:33: c: the variable is not assigned before it is read");
  // SystemDS refuses this one too, although the branch is never taken.
  CHECK(fault("if (FALSE) { print(y) }") == "1:20: y: the variable is not assigned before it is read");
}

TEST_CASE("variables that some path assigns are left to run time") {
  CHECK(fault("if (TRUE) x = 1\nprint(x)") == "");
  CHECK(fault("for (i in 1:3) { if (i > 1) print(y)\n y = i }\nprint(i)") == "");
  CHECK(fault("while (TRUE) { if (FALSE) print(z) else { for (k in 1:2) z = k } }") == "");
  Program session("print(x)\nprint(y)");
  session.modules().variables.insert("x");
  CHECK(session.faults() == std::vector<std::string>{"2:7: y: the variable is not assigned before it is read"});
}

TEST_CASE("duplicates and constants") {
  CHECK(fault("f = function(int a) { print(a) }\nf = function(int b) { print(b) }") ==
        "2:1: function: defined twice: f");
  CHECK(fault("f = function(int a, int a) { print(a) }") == "1:25: function: the parameter occurs twice: a");
  CHECK(fault("f = function(int a) return (int b, int b) { b = a }") == "1:40: function: the result occurs twice: b");
  CHECK(fault("pi = 3") == "1:1: assignment: a constant cannot be assigned: pi");
  CHECK(fault("for (NaN in 1:2) print(1)") == "1:6: assignment: a constant cannot be assigned: NaN");
  CHECK(fault("f = function(int Inf) { print(1) }") == "1:18: function: a constant is no parameter: Inf");
  CHECK(fault("source(\"a\") as x\nsource(\"b\") as x\nsource(\"b\") as x") ==
        "2:1: source: the namespace x stands for two files: a and b\n"
        "3:1: source: the namespace x stands for two files: a and b");
}

TEST_CASE("options of loops") {
  CHECK(fault("parfor (i in 1:2, check=0, par=2, mode=LOCAL, opt=NONE) print(i)") == "");
  CHECK(fault("parfor (i in 1:2, chek=0) print(i)") == "1:19: parfor: unknown option: chek; did you mean check?");
  CHECK(fault("for (i in 1:2, par=1, par=2) print(i)") == "1:23: parfor: option given twice: par");
}

TEST_CASE("all faults are reported in order") {
  CHECK(Program("x = a + nope(1)\nf = function(int k) return (int r) { y = sum() }\nz = f()").faults() ==
        std::vector<std::string>{"1:5: a: the variable is not assigned before it is read",
                                 "1:9: nope: unknown function", "2:33: function: the result is never assigned: r of f",
                                 "2:42: sum: takes 1 argument: 0 given", "3:5: f: argument missing: k"});
}

TEST_CASE("deep expressions cost no stack") {
  std::string text = "x = 1";
  for (int i = 0; i < 19000; ++i)
    text += " + 1";
  CHECK(fault(text) == "");
}

TEST_CASE("resolved arguments are in the order of the parameters") {
  Program program("x = matrix(cols=3, data=0, rows=2)\ny = cbind(1, 2, 3)\nz = -x\nw = x && z");
  const ast::Block& body = program.modules().main().script.body;
  const CallResolution matrix = resolve_call(test::toy_operators(), "matrix", body[0]->value->arguments);
  REQUIRE(matrix);
  REQUIRE(matrix.call->arguments.size() == 4);
  CHECK(matrix.call->arguments[0]->literal.as_int() == 0);
  CHECK(matrix.call->arguments[1]->literal.as_int() == 2);
  CHECK(matrix.call->arguments[2]->literal.as_int() == 3);
  CHECK(matrix.call->arguments[3] == nullptr);
  const CallResolution bound = resolve_call(test::toy_operators(), "cbind", body[1]->value->arguments);
  REQUIRE(bound);
  CHECK(bound.call->arguments.size() == 3);
  CHECK(resolve_operator(test::toy_operators(), *body[2]->value).call->op->name == "negate");
  CHECK(resolve_operator(test::toy_operators(), *body[3]->value).call->op->name == "&");
}

TEST_CASE("suggestions") {
  CHECK(suggest("colsums", {"colSums", "rowSums"}) == "; did you mean colSums?");
  CHECK(suggest("nrwo", {"nrow", "ncol"}) == "; did you mean nrow?");
  CHECK(suggest("x", {"y", "z"}) == "");
  CHECK(suggest("zzzzzz", {"colSums"}) == "");
  CHECK(suggest("", {"a"}) == "");
}

}  // namespace lineal
