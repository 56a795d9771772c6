"""Computations that differ must have different lineage keys: a key that misses an attribute serves wrong values.

Each pair is a family of bugs known from systems whose key is an operator and its first inputs. Three things are checked: the lineage
texts differ, the keys in the logs of two runs differ, and what is printed with reuse is what is printed without.
"""
import re

import lineal_program

SETUP = """
X = rand(rows=60, cols=60, min=-1, max=1, seed=11)
Y = rand(rows=60, cols=60, min=-1, max=1, seed=12)
Z = round(rand(rows=60, cols=8, min=0, max=3, seed=15)) * (rand(rows=60, cols=1, seed=16) > 0.3)
u = rand(rows=60, cols=1, seed=13)
v = rand(rows=60, cols=1, seed=14)
g = sample(5, 60, TRUE, 3)
"""

# name → expressions; any two of them differ in lineage, key and value.
FAMILIES = {
    "left or right product with itself": ["t(X) %*% X", "X %*% t(X)", "X %*% X"],
    "weighted or shifted chain": ["t(X) %*% (u * (X %*% v))", "t(X) %*% ((X %*% v) - u)", "t(X) %*% (X %*% v)",
                                  "t(X) %*% (v * (X %*% u))"],
    "statistics of one sorted column": ["median(u)", "interQuartileMean(u)", "quantile(u, 0.25)", "quantile(u, 0.75)",
                                        "median(u, g * g)"],
    "order": ["order(target=X)", "order(target=X, by=2)", "order(target=X, by=2, decreasing=TRUE)",
              "order(target=X, by=2, index.return=TRUE)", "order(target=X, by=2, decreasing=TRUE, index.return=TRUE)"],
    "squared loss with weights at different places": [
        "sum(X * (Y - u %*% t(v)) ^ 2)", "sum((Y - X * (u %*% t(v))) ^ 2)", "sum((Y - u %*% t(v)) ^ 2)",
        "sum((Y != 0) * (X - u %*% t(v)) ^ 2)"],
    "weighted divide": ["t(t(u) %*% (X * (u %*% t(v))))", "X * (u %*% t(v))", "(X / (u %*% t(v))) %*% v",
                        "t(u) %*% (X / (u %*% t(v) + 0.5))", "t(u) %*% (X / (u %*% t(v)))"],
    "weighted sigmoid": ["X * (1 / (1 + exp(-(u %*% t(v)))))", "X * (1 / (1 + exp(u %*% t(v))))",
                         "X * log(1 / (1 + exp(-(u %*% t(v)))))"],
    "weighted cross entropy": ["sum(X * log(u %*% t(v) + 0.5))", "sum(X * log(u %*% t(v) + 0.25))"],
    "removeEmpty": ['removeEmpty(target=Z, margin="rows")', 'removeEmpty(target=Z, margin="cols", select=(t(g[1:8, ]) > 2))',
                    'removeEmpty(target=Z, margin="rows", select=(g > 3))', 'removeEmpty(target=Z, margin="rows", select=(g > 2))'],
    "removeEmpty of nothing": ['removeEmpty(target=X * 0, margin="rows", empty.return=TRUE)',
                               'removeEmpty(target=X * 0, margin="rows", empty.return=FALSE)',
                               'removeEmpty(target=X * 0, margin="cols", empty.return=TRUE)'],
    "grouped aggregates": ['aggregate(target=u, groups=g, fn="sum")', 'aggregate(target=u, groups=g, fn="mean")',
                           'aggregate(target=u, groups=g, fn="centralmoment", order=2)',
                           'aggregate(target=u, groups=g, fn="centralmoment", order=3)',
                           'aggregate(target=u, groups=g, weights=v, fn="sum")',
                           'aggregate(target=u, groups=g, fn="sum", ngroups=7)'],
    "moments": ["moment(u, 2)", "moment(u, 3)", "moment(u, v, 2)", "moment(v, u, 2)"],
    "column ranges": ["Y %*% X[, 1:4]", "Y %*% X[, 2:5]", "Y %*% X[, 2:4]"],
    "row ranges": ["X[1:4, ] %*% Y", "X[2:5, ] %*% Y", "X[1, ] %*% Y", "t(X[, 1]) %*% Y"],
    "growing products": ["t(rbind(X, Y)) %*% rbind(X, Y)", "t(rbind(X, Y[1:5, ])) %*% rbind(X, Y[1:5, ])",
                         "t(rbind(Y[1:5, ], X)) %*% rbind(X, Y[1:5, ])", "t(rbind(X, X)) %*% rbind(X, X)"],
    "order of inputs": ["X - Y", "Y - X", "X %*% Y", "Y %*% X", "cbind(X, Y)", "cbind(Y, X)", "rbind(X, Y)", "X ^ Y", "Y ^ X"],
    "seeds and shapes of rand": [
        "rand(rows=40, cols=60, seed=5)", "rand(rows=60, cols=40, seed=5)", "rand(rows=40, cols=60, seed=6)",
        "rand(rows=40, cols=60, seed=5, min=-1)", "rand(rows=40, cols=60, seed=5, max=2)",
        "rand(rows=40, cols=60, seed=5, sparsity=0.5)", 'rand(rows=40, cols=60, seed=5, pdf="normal")',
        'rand(rows=40, cols=60, seed=5, pdf="poisson", lambda=2)', 'rand(rows=40, cols=60, seed=5, pdf="poisson", lambda=3)'],
    "sample": ["sample(3000, 2000, FALSE, 4)", "sample(3000, 2000, TRUE, 4)", "sample(3000, 2000, FALSE, 5)",
               "sample(3001, 2000, FALSE, 4)"],
    "reshape": ["matrix(X, rows=30, cols=120)", "matrix(X, rows=120, cols=30)", "matrix(X, rows=30, cols=120, byrow=FALSE)"],
    "replace": ["replace(target=Z, pattern=0, replacement=1)", "replace(target=Z, pattern=1, replacement=0)",
                "replace(target=Z, pattern=0, replacement=2)"],
    "sequences": ["seq(1, 2000)", "seq(1, 2000, 2)", "seq(2000, 1)", "seq(1, 1999)"],
    "table": ["table(g, g)", "table(g, sample(4, 60, TRUE, 1))", "table(g, g, u)", "table(g, g, 6, 6)", "table(g, g, u, 6, 6)"],
    "choice": ["ifelse(X > 0, X, Y)", "ifelse(X > 0, Y, X)", "ifelse(X > 0.5, X, Y)", "ifelse(X > 0, X, 0)"],
    "unique": ["unique(g)", "unique(g * 2)"],
    "roll": ["roll(X, 1)", "roll(X, 2)"],
    "outer": ['outer(u, t(v), "+")', 'outer(u, t(v), "*")', 'outer(u, t(v), "-")'],
    "distributions": ['cdf(target=0.3, dist="normal", mean=0, sd=1)', 'cdf(target=0.3, dist="normal", mean=1, sd=1)',
                      'cdf(target=0.3, dist="normal", mean=0, sd=2)', 'cdf(target=0.3, dist="exp", rate=2)',
                      'icdf(target=0.3, dist="normal", mean=0, sd=1)', 'cdf(target=0.3, dist="t", df=3)',
                      'cdf(target=0.3, dist="chisq", df=3)'],
    "text of a matrix": ["toString(X)", "toString(X, decimal=5)", 'toString(X, sep=";")', "toString(X, rows=3)",
                         "toString(X, cols=3)", 'toString(X, linesep="|")'],
}

# What is the same number is not the same literal.
LITERALS = ["1", "1.0", "TRUE", '"1"', '"TRUE"', '"1.0"', "0.0", "(-0.0)", "0", "FALSE", '""', '" "', '"0"', "NaN", '"NaN"',
            "9007199254740993", "9007199254740992.0", '"9007199254740993"', "Inf", "(-Inf)", '"a\\nb"', '"a b"', '"a\\\\nb"']

# Scripts that define A and B: name → functions, statements.
SCRIPTS = {
    "outputs of eigen": ("", "[A, B] = eigen(t(X) %*% X)\nA = A + 0.5\nB = B + 0.5"),
    "outputs of svd": ("", "[A, C, B] = svd(X)\nA = exp(A)\nB = exp(B)"),
    "outputs of lu": ("", "[C, A, B] = lu(X)\nA = t(A) %*% A\nB = t(B) %*% B"),
    "outputs of qr": ("", "[A, B] = qr(X)\nA = A * 2\nB = B * 2"),
    "arguments by name": ("f = function(Matrix[Double] a, Matrix[Double] b) return (Matrix[Double] R) { R = a - b %*% a }\n",
                          "A = f(a=X, b=Y)\nB = f(b=X, a=Y)"),
    "arguments by name or place": (
        "f = function(Matrix[Double] a, Matrix[Double] b) return (Matrix[Double] R) { R = a - b %*% a }\n",
        "A = f(X, Y)\nB = f(b=X, a=Y)"),
    "equal defaults": ("f = function(Matrix[Double] M, Double a = 1, Double b = 1) return (Matrix[Double] R) { R = M * a - b * 3 }\n",
                       "A = f(X, a=2)\nB = f(X, b=2)"),
    "names that run together": (
        "f = function(Matrix[Double] M) return (" + ", ".join(f"Matrix[Double] r{i}" for i in range(12)) + ") {\n"
        + "\n".join(f"  r{i} = M %*% M + {i}" for i in range(12)) + "\n}\n"
        "f1 = function(Matrix[Double] M) return (Matrix[Double] r0, Matrix[Double] r1) { r0 = M %*% M - 7\n  r1 = M %*% M - 8\n}\n",
        "[" + ", ".join(f"a{i}" for i in range(12)) + "] = f(X)\n[b0, b1] = f1(X)\nA = a11\nB = b1"),
    "functions of one body": ("f = function(Matrix[Double] M) return (Matrix[Double] R) { R = M %*% M + 1 }\n"
                              "g1 = function(Matrix[Double] M) return (Matrix[Double] R) { R = M %*% M + 2 }\n",
                              "A = f(X)\nB = g1(X)"),
    "names of list elements": ("f = function(List[unknown] L) return (Matrix[Double] R) { R = as.matrix(L[\"p\"]) %*% as.matrix(L[\"p\"]) }\n",
                               "A = f(list(p=X, q=Y))\nB = f(list(q=X, p=Y))"),
    "order of list elements": ("f = function(List[unknown] L) return (Matrix[Double] R) { R = as.matrix(L[1]) %*% as.matrix(L[1]) }\n",
                               "A = f(list(X, Y))\nB = f(list(Y, X))"),
    "a list or its element": ("f = function(List[unknown] L) return (Double n) { n = length(L) }\n",
                              "A = f(list(X, Y))\nB = f(list(list(X, Y)))"),
    "left indexing of another cell": ("", "A = X\nA[2, 3] = 9\nB = X\nB[3, 2] = 9"),
    "left indexing of another range": ("", "A = X\nA[1:2, 1:2] = Y[1:2, 1:2]\nB = X\nB[1:2, 2:3] = Y[1:2, 1:2]"),
    "swap in a loop": ("", "A = X %*% X\nB = Y %*% Y\nfor (i in 1:3) {\n  C = A\n  A = B\n  B = C\n}"),
    "under_scores": ("", "a_b = X\na = Y\nA = a_b %*% a\nB = a %*% a_b"),
    "branches in sequence": ("f = function(Integer k, Matrix[Double] M) return (Matrix[Double] R) {\n  R = M\n"
                             "  if (k %% 2 == 1) { R = R %*% M }\n  if (k >= 2) { R = R + M } else { if (k == 0) { R = R - 1 } }\n}\n",
                             "A = f(1, X)\nB = f(2, X)"),
}
for output_a, output_b in (0, 1), (1, 2):
    SCRIPTS[f"one function of outputs {output_a} and {output_b}"] = (
        "", "[a0, a1, a2] = svd(X)\n" f"A = sum(a{output_a} * 3)\nB = sum(a{output_b} * 3)")


class Pairs(lineal_program.Folder):
    def printed(self, script, *options):
        self.write("script.dml", script)
        return self.run_well("run", *options, "script.dml")

    def root_key(self, script):
        """The key of the written result A in a run of its own."""
        self.write("key.dml", script + "\nwrite(A, \"result\")\n")
        self.run_well("run", "--reuse=none", "key.dml")
        return re.search(rb"^root \(\d+\) (\w+)", self.read("result.lineage"), re.M).group(1)

    def assert_all_differ(self, kind, names, found):
        seen = {}
        for name, value in zip(names, found):
            self.assertNotIn(value, seen, f"one {kind} for: {seen.get(value)}   and: {name}")
            seen[value] = name

    def check(self, setup, definitions, names):
        """`definitions` are statements that give the variables of `names` their values."""
        shown = "".join(f'print("value\\n" + toString({name} + 0.125, rows=5000, decimal=9))\n' for name in names)
        # Every expression twice, so that the second time comes from the cache.
        script = setup + "\n".join([*definitions, shown, *definitions, shown])
        plain = self.printed(script, "--reuse=none")
        self.assertEqual(self.printed(script, "--reuse=full"), plain)
        self.assertEqual(self.printed(script, "--reuse=full", "--threads=1", "--disable=all"),
                         self.printed(script, "--reuse=none", "--disable=all"))
        values = plain.split("value\n")[1:]
        self.assertEqual(values[:len(names)], values[len(names):])
        self.assert_all_differ("value", names, values[:len(names)])
        texts = self.printed(setup + "\n".join(definitions) + "\n"
                             + "".join(f'print("text\\n" + lineage({name}))\n' for name in names)).split("text\n")[1:]
        self.assert_all_differ("lineage", names, texts)
        self.assert_all_differ("key", names,
                               [self.root_key(setup + "\n".join(definitions) + f"\nA = {name}") for name in names])


class Aliasing(Pairs):
    """One test for each of FAMILIES and SCRIPTS."""


def add_tests():
    for title, expressions in FAMILIES.items():
        def test(self, expressions=expressions):
            names = [f"r{i}" for i in range(len(expressions))]
            self.check(SETUP, [f"{name} = {expression}" for name, expression in zip(names, expressions)], names)
        setattr(Aliasing, "test_" + title.replace(" ", "_"), test)
    for title, (functions, statements) in SCRIPTS.items():
        def test(self, functions=functions, statements=statements):
            self.check(functions + SETUP, [statements], ["A", "B"])
        setattr(Aliasing, "test_" + title.replace(" ", "_"), test)


add_tests()


class Literals(Pairs):
    def test_literals(self):
        names = [f"r{i}" for i in range(len(LITERALS))]
        script = "".join(f"{name} = {literal}\nprint(\"text\\n\" + lineage({name}))\n" for name, literal in zip(names, LITERALS))
        self.assert_all_differ("lineage", LITERALS, self.printed(script).split("text\n")[1:])
        self.assert_all_differ("key", LITERALS, [self.root_key(f"A = {literal}") for literal in LITERALS])


class Reuse(lineal_program.Folder):
    """What a reused value or call must not lose or repeat."""

    def same_with_and_without(self, script):
        self.write("script.dml", script)
        plain = self.run_well("run", "--reuse=none", "--seed=5", "script.dml")
        for options in ["--reuse=full"], ["--reuse=full", "--cache-size=100k"], ["--reuse=full", "--threads=1"]:
            self.assertEqual(self.run_well("run", *options, "--seed=5", "script.dml"), plain, options)
        return plain.splitlines()

    def test_draws_behind_functions(self):
        """A call that is answered by the cache must not shift the seeds that are drawn after it."""
        self.same_with_and_without("""
            total = function(Matrix[Double] X) return (Double s) {
              s = 0
              parfor (i in 1:nrow(X)) { s += sum(X[i, ]) * i }
            }
            X = rand(rows=40, cols=30, seed=1)
            for (i in 1:3) {
              print(total(X))
              print(sum(rand(rows=4, cols=4)))
              R = matrix(0, rows=3, cols=1)
              parfor (k in 1:3) { R[k, 1] = total(X) + sum(rand(rows=4, cols=4)) }
              print(sum(R))
            }""")

    def test_draws_inside_functions(self):
        lines = self.same_with_and_without("""
            draw = function(Matrix[Double] X) return (Double s) { s = sum(X * rand(rows=nrow(X), cols=ncol(X))) }
            pick = function(Matrix[Double] X) return (Double s) { s = sum(X[1:9, 1] * sample(1000000, 9)) }
            branch = function(Matrix[Double] X, Boolean b) return (Double s) {
              if (b) { s = sum(rand(rows=30, cols=30) * X) } else { s = sum(X) }
            }
            clock = function(Matrix[Double] X) return (Double s) { s = sum(X) + time() }
            X = rand(rows=30, cols=30, seed=1)
            for (i in 1:3) { print(draw(X)); print(pick(X)); print(branch(X, TRUE)) }
            a = clock(X)
            b = clock(X)
            print(a < b)
        """)
        self.assertEqual(len(set(lines[:9])), 9, lines)
        self.assertEqual(lines[9], "TRUE")

    def test_output_of_functions(self):
        lines = self.same_with_and_without("""
            loud = function(Matrix[Double] X) return (Double s) { s = sum(X %*% X); print("computed") }
            X = rand(rows=50, cols=50, seed=1)
            a = loud(X)
            b = loud(X)
            print(a == b)
        """)
        self.assertEqual(lines, ["computed", "computed", "TRUE"])

    def test_files_written_again(self):
        lines = self.same_with_and_without("""
            for (i in 1:4) {
              write(matrix(i, 40, 40), "x.csv", format="csv")
              X = read("x.csv", format="csv")
              print(sum(X %*% X))
            }
        """)
        self.assertEqual(lines, [f"{40 * 40 * 40 * i * i}.0" for i in range(1, 5)])

    def test_file_read_in_two_ways(self):
        self.write("x.csv", "1,2\n3,4\n5,6\n")
        lines = self.same_with_and_without("""
            A = read("x.csv", format="csv")
            B = read("x.csv", format="csv", header=TRUE)
            print(sum(A) + " " + sum(B))
        """)
        self.assertEqual(lines, ["21.0 18.0"])

    def test_one_content_under_two_paths(self):
        """The content is the identity: the second file is the first one's value."""
        for name in "x.csv", "y.csv":
            self.write(name, "1,2\n3,4\n")
        self.write("script.dml", 'A = read("x.csv", format="csv")\nB = read("y.csv", format="csv")\n'
                                 'print(lineage(A) == lineage(B))\nwrite(A - B, "d.csv", format="csv")')
        self.assertEqual(self.run_well("run", "script.dml"), "TRUE\n")
        self.assert_audits("d.csv.lineage")

    def test_edited_function(self):
        """A cached call of a function does not outlive its text, at the prompt."""
        printed = self.run_well("repl", given="X = rand(rows=50, cols=50, seed=1)\n"
                                "f = function(Matrix[Double] M) return (Double s) { s = sum(M %*% M) * 0 + 1 }\n"
                                "print(f(X))\n"
                                "f = function(Matrix[Double] M) return (Double s) { s = sum(M %*% M) * 0 + 2 }\n"
                                "print(f(X))\n")
        self.assertEqual(printed.split(), ["1.0", "2.0"])

    def test_parfor_columns(self):
        lines = self.same_with_and_without("""
            X = rand(rows=200, cols=8, seed=1)
            norm = function(Matrix[Double] c) return (Double s) { s = sum(c * c) + sum(t(c) %*% c) }
            R = matrix(0, rows=8, cols=1)
            parfor (i in 1:8) { R[i, 1] = norm(X[, i]) }
            print(toString(R, decimal=12))
            S = matrix(0, rows=8, cols=1)
            for (i in 1:8) { S[i, 1] = norm(X[, i]) }
            print(sum(R != S))
        """)
        self.assertEqual(len(set(lines[:8])), 8)
        self.assertEqual(lines[-1], "0.0")


if __name__ == "__main__":
    lineal_program.main()
