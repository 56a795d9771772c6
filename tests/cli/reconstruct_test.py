"""Reconstructed programs write the very bytes of the result, and the audit of every such result is bitwise equal."""
import os
import random

import lineal_program

# Each script writes what it computes to files named out*; SETUP files are in the folder.
SCRIPTS = {
    "rand": """
        write(rand(rows=20, cols=3, min=-1, max=1, seed=4), "out1", format="csv")
        write(rand(rows=20, cols=3, pdf="normal", seed=5), "out2", format="csv")
        write(rand(rows=20, cols=3, pdf="poisson", lambda=2.5, seed=5), "out3", format="csv")
        write(rand(rows=40, cols=30, sparsity=0.05, seed=-7), "out4", format="text")
    """,
    "drawn seeds": """
        X = rand(rows=6, cols=6)
        Y = sample(100, 10)
        write(X %*% X, "out1", format="csv")
        write(Y, "out2", format="csv")
        for (i in 1:3) { X = X + rand(rows=6, cols=6) }
        write(X, "out3", format="csv")
    """,
    "sample": """
        write(sample(50, 20, FALSE, 8), "out1")
        write(sample(5, 20, TRUE, 8), "out2")
        write(sample(50, 20, 9), "out3")
    """,
    "strings": r"""
        a = "plain 'single' \"double\""
        b = 'tab\tnewline\nreturn\rfeed\fback\b'
        c = "a\\b\\n\\\\ \\s"
        d = "Grüße, 世界 🎈 e\u0301"
        write(a, "out1")
        write(b, "out2")
        write(c, "out3")
        write(a + b + c, "out4")
        write("", "out6")
        write("v1 = 2; # {}[]<-", "out7")
    """.replace(r"e\u0301", "é"),
    "lines in a string": "x = 'one\ntwo\n'\nwrite(x + 1.5 + TRUE + 7, \"out1\")\n",
    "arguments": """
        write($text + "|", "out1")
        write($count * 2, "out2")
        write($flag, "out3")
    """,
    "lists": """
        L = list(a=matrix(1, 2, 2), b="text", c=list(3, 4.5))
        X = as.matrix(L["a"])
        write(X, "out1")
        L["a"] = X * 3
        M = L[1:2]
        write(as.matrix(M[1]), "out2")
        s = as.scalar(L["b"])
        write(s, "out3")
        inner = as.list(L["c"])
        write(as.scalar(inner[2]), "out4")
        [rest, taken] = remove(L, 1)
        write(as.scalar(rest["b"]), "out5")
        K = append(list(), 5)
        K = append(K, matrix(2, 1, 1))
        write(length(K), "out6")
        write(as.matrix(K[2]), "out7")
    """,
    "several outputs": """
        X = rand(rows=8, cols=8, seed=1)
        S = t(X) %*% X
        [values, vectors] = eigen(S)
        write(values, "out1", format="csv")
        write(vectors, "out2", format="csv")
        [P, L, U] = lu(X)
        write(P, "out3", format="csv")
        write(L %*% U, "out4", format="csv")
        [H, R] = qr(X)
        write(R, "out5", format="csv")
        write(H, "out6", format="csv")
        [A, D, V] = svd(X)
        write(A %*% D %*% t(V), "out7", format="csv")
        write(D, "out8", format="csv")
        write(vectors %*% diag(values), "out9", format="csv")
    """,
    "left indexing": """
        X = matrix(0, rows=6, cols=5)
        for (i in 1:5) {
          X[i, i] = i * 1.5
          X[6, i] = i
        }
        X[2:3, 1:2] = matrix("1 2 3 4", rows=2, cols=2)
        X[, 5] = matrix(7, rows=6, cols=1)
        X[4, ] = matrix(8, rows=1, cols=5)
        write(X, "out1", format="csv")
        write(X[2, ], "out2")
        write(X[, 3], "out3")
        write(X[2:5, 3:5], "out4")
        write(X[3], "out5")
        write(X[2:4], "out6")
        i = 3
        write(X[i:nrow(X), 2:(i + 1)], "out7")
    """,
    "functions": """
        half = function(Matrix[Double] X, Double by = 0.5) return (Matrix[Double] Y) { Y = X * by }
        both = function(Integer n, Matrix[Double] X) return (Matrix[Double] A, Double s) {
          A = half(X=X, by=1 / n)
          s = sum(A) + n
        }
        power = function(Double x, Integer n) return (Double y) {
          if (n == 0) { y = 1 } else { y = x * power(x, n - 1) }
        }
        [A, s] = both(3, matrix(2, 2, 2))
        write(A, "out1")
        write(s, "out2")
        write(power(1.1, 20), "out3")
        write(half(A), "out4")
        e = eval("half", A, 0.25)
        write(e, "out5")
        truncated = function(Integer n) return (Double y) { y = n / 2 }
        write(truncated(7), "out6")
    """,
    "loops": """
        X = rand(rows=10, cols=10, seed=3)
        w = matrix(1, rows=10, cols=1)
        error = 1.0
        i = 0
        while (error > 1e-9 & i < 200) {
          v = X %*% w
          v = v / sqrt(sum(v * v))
          error = max(abs(v - w))
          w = v
          i = i + 1
        }
        write(w, "out1", format="csv")
        write(i, "out2")
        if (i > 3) { r = "many" } else { r = "few" }
        write(r, "out3")
        total = 0
        for (k in seq(10, 1, -3)) { total = total + k }
        write(total, "out4")
    """,
    "parfor": """
        X = rand(rows=12, cols=4, seed=3)
        R = matrix(0, rows=12, cols=2)
        total = matrix(0, rows=1, cols=4)
        parfor (i in 1:12) {
          R[i, 1] = sum(X[i, ])
          R[i, 2] = i %% 3
          total += X[i, ]
        }
        write(R, "out1", format="csv")
        write(total, "out2", format="csv")
    """,
    "fused products": """
        X = rand(rows=60, cols=5, seed=1)
        y = rand(rows=60, cols=1, seed=2)
        v = rand(rows=5, cols=1, seed=3)
        write(t(X) %*% X, "out1", format="csv")
        write(X %*% t(X), "out2", format="csv")
        write(t(X) %*% (X %*% v), "out3", format="csv")
        write(t(X) %*% (y * (X %*% v)), "out4", format="csv")
        write(t(X) %*% ((X %*% v) - y), "out5", format="csv")
        write(t(t(y) %*% X), "out6", format="csv")
        write(sum(X * X) + trace(t(X) %*% X) + sum(X %*% t(X)), "out7")
    """,
    "chains": """
        A = rand(rows=40, cols=3, seed=1)
        B = rand(rows=3, cols=40, seed=2)
        v = rand(rows=40, cols=1, seed=3)
        write(A %*% B %*% v, "out1", format="csv")
        write(A %*% B %*% A %*% B %*% v, "out2", format="csv")
        w = v
        for (i in 1:3) { w = A %*% B %*% w }
        write(w, "out3", format="csv")
        write(rowSums(A %*% B), "out4", format="csv")
        write((A * 3) * 0.1 + A / 7 / 3, "out5", format="csv")
    """,
    "special numbers": """
        zero = -0.0
        X = matrix(0, rows=1, cols=4)
        X[1, 1] = zero
        X[1, 2] = NaN
        X[1, 3] = Inf
        X[1, 4] = -Inf
        write(X, "out1", format="csv")
        write(1 / zero, "out2")
        write(zero, "out3")
        write(NaN, "out4")
        write(-Inf, "out5")
        write(0 / 0, "out6")
        write(matrix(0 / 0, 1, 2), "out7", format="csv")
        write(5e-324 + 0, "out8")
        write(1.7976931348623157e308 * 1, "out9")
    """,
    "digits": """
        write(0.1 + 0.2, "out1")
        write(matrix(0.30000000000000004, 2, 2), "out2", format="csv")
        write(1 / 3 + matrix(9007199254740993, 1, 1), "out3", format="csv")
        write(123456789012345678, "out4")
        write(-9223372036854775807 - 1, "out5")
        write(2.2250738585072014e-308 * 3, "out6")
        write(1e23 * 1, "out7")
    """,
    "scalars": """
        write(5, "out1")
        write(5.0, "out2")
        write(TRUE, "out3")
        write(!TRUE, "out4")
        write("text", "out5")
        write(7 %/% 2 + 7 %% 2, "out6")
        write(as.integer(3.9), "out7")
        write(as.double(3), "out8")
        write(as.logical(1), "out9")
        write(-(5), "out10")
        write(2 ^ 3 ^ 0.5, "out11")
        write(3 > 2 & !(1 == 2) | xor(TRUE, FALSE), "out12")
        write("a" < "b", "out13")
    """,
    "formats": """
        X = read("table.csv", format="csv", header=TRUE, sep=";")
        write(X, "out1", format="csv", sep=";", header=TRUE)
        write(X, "out2", format="csv", sep="\t", header=FALSE)
        write(X, "out3", format="text")
        write(X, "out4", format="mm")
        write(X, "out5", format="binary")
        Y = read("plain.csv")
        write(X + Y, "out6", format="csv", sparse=TRUE)
        Z = read("plain.csv", format="csv", data_type="matrix")
        write(Z - Y, "out7")
    """,
    "empty matrices": """
        E = matrix(0, rows=0, cols=3)
        write(E, "out1", format="csv")
        write(rbind(E, matrix(1, 1, 3)), "out2", format="csv")
        write(sum(E), "out3")
        write(nrow(E) + ncol(E), "out4")
        write(cbind(matrix(0, rows=2, cols=0), matrix(4, 2, 1)), "out5", format="csv")
    """,
    "selection": """
        X = rand(rows=15, cols=4, seed=2)
        X = X * (X > 0.4)
        write(ifelse(X > 0.7, X, -X), "out1", format="csv")
        write(ifelse(X > 0.7, 1, 2), "out2", format="csv")
        write(removeEmpty(target=X * (X[, 1] > 0.6), margin="rows"), "out3", format="csv")
        write(removeEmpty(target=X, margin="cols", select=matrix("1 0 1 0", 1, 4)), "out4", format="csv")
        write(order(target=X, by=2, decreasing=TRUE), "out5", format="csv")
        write(order(target=X, by=2, decreasing=FALSE, index.return=TRUE), "out6", format="csv")
        write(replace(target=X, pattern=0, replacement=-1), "out7", format="csv")
        write(table(sample(4, 30, TRUE, 1), sample(3, 30, TRUE, 2)), "out8", format="csv")
        write(table(seq(1, 5), sample(3, 5, TRUE, 2), 5, 4), "out9", format="csv")
        write(rowIndexMax(X), "out10", format="csv")
        write(unique(round(X * 3)[, 1]), "out11", format="csv")
    """.replace("unique(round(X * 3)[, 1])", "unique(round(X * 3))"),
    "statistics": """
        X = rand(rows=50, cols=4, seed=2, pdf="normal")
        x = X[, 1]
        w = abs(X[, 2])
        write(colMeans(X), "out1", format="csv")
        write(colVars(X), "out2", format="csv")
        write(rowSums(X), "out3", format="csv")
        write(mean(X) + var(x) + sd(x), "out4")
        write(quantile(x, 0.25), "out5")
        write(median(x), "out6")
        write(cov(x, w), "out7")
        write(moment(x, 3), "out8")
        write(cumsum(X), "out9", format="csv")
        write(min(X, 0), "out10", format="csv")
        write(min(X), "out11")
        write(pmax(X, t(x)[1, 1]), "out12", format="csv")
        write(aggregate(target=x, groups=round(w) + 1, fn="sum"), "out13", format="csv")
        write(interQuartileMean(x), "out14")
        write(outer(x, t(w), "-"), "out15", format="csv")
        write(cdf(target=0.5, dist="normal", mean=1, sd=2), "out16")
    """.replace("t(x)[1, 1]", "0.5"),
    "reshaping": """
        X = rand(rows=6, cols=4, seed=2)
        write(matrix(X, rows=4, cols=6), "out1", format="csv")
        write(matrix(X, rows=8, cols=3, byrow=FALSE), "out2", format="csv")
        write(rev(X), "out3", format="csv")
        write(diag(matrix("1 2 3", 3, 1)), "out4", format="csv")
        write(rbind(X, X * 2, X * 3), "out5", format="csv")
        write(seq(1, 2, 0.1), "out6", format="csv")
        write(matrix("1 2 3 4.25", rows=2, cols=2), "out7", format="csv")
        write(as.matrix(3.5), "out8", format="csv")
        write(t(X) * 0.5, "out9", format="csv")
    """,
    "solvers": """
        X = rand(rows=9, cols=9, seed=2)
        A = t(X) %*% X + diag(matrix(0.1, 9, 1))
        write(solve(A, X[, 1]), "out1", format="csv")
        write(inv(A), "out2", format="csv")
        write(cholesky(A), "out3", format="csv")
        write(det(A), "out4")
    """,
    "strings of values": """
        X = rand(rows=3, cols=3, seed=2)
        write(toString(X), "out1")
        write("sum " + sum(X) + " of " + nrow(X), "out2")
        write(toString(X, decimal=10, sep=" | "), "out3")
        write(lineage(X * 2), "out4")
    """,
    "frames": """
        F = read("people.csv", data_type="frame", format="csv", header=TRUE)
        write(F, "out1", format="csv", header=TRUE)
        write(F[2:3, ], "out2", format="csv")
        write(as.frame(matrix(1.5, 2, 2)), "out3", format="csv")
        write(map(F, "x -> x.toUpperCase()"), "out4", format="csv")
        write(nrow(F), "out5")
    """,
    "time": """
        t = time()
        write(t * 2 - t, "out1")
    """,
}
SCRIPTS["list of results"] = """
    f = function(Matrix[Double] X) return (List[unknown] L) { L = list(X * 2, sum(X)) }
    L = f(matrix(1, 2, 2))
    write(as.matrix(L[1]), "out1")
    write(as.scalar(L[2]), "out2")
"""
ARGUMENTS = {"arguments": ["text=back\\slash \\ and \"quote\"", "count=21", "flag=TRUE"]}


class Rebuilding(lineal_program.Folder):
    def setUp(self):
        super().setUp()
        self.write("table.csv", "a;b\n1;2.5\n-3;1e-5\n")
        self.write("plain.csv", "1,2\n0,4\n")
        self.write("plain.csv.mtd", '{"data_type": "matrix", "format": "csv", "rows": 2, "cols": 2, "header": false}')
        self.write("people.csv", "name,town\nAda,London\n\"O'Hara, B\",\"Pa\\ris\"\nÉva,\n")

    def rebuild(self, result, *options):
        """Audits a result, rebuilds its program, runs it, and compares the bytes. Returns the program."""
        self.assert_audits(result + ".lineage")
        program = self.run_well("reconstruct", result + ".lineage")
        self.write("rebuilt.dml", program)
        expected = self.sha256(result)
        outcome = self.call("run", *options, "rebuilt.dml", "OUT=rebuilt")
        self.assertEqual(outcome.status, 0, f"{program}\n{outcome!r}")
        self.assertEqual(self.sha256("rebuilt"), expected, program)
        return program

    def results(self):
        return sorted(name for name in os.listdir(self.folder)
                      if name.startswith("out") and not name.endswith((".mtd", ".lineage")))


class Scripts(Rebuilding):
    """One test for each of SCRIPTS."""


def add_tests():
    for name, script in SCRIPTS.items():
        def test(self, name=name, script=script):
            self.write("script.dml", script)
            self.run_well("run", "script.dml", *ARGUMENTS.get(name, []))
            self.assertEqual(len(self.results()), script.count("write("))
            for result in self.results():
                with self.subTest(result=result):
                    self.rebuild(result)
            # What was rebuilt is a result with a log like any other.
            program = self.rebuild("rebuilt", "--disable=all", "--threads=1")
            self.assertIn("write(", program)
        setattr(Scripts, "test_" + name.replace(" ", "_"), test)


add_tests()


class TunedModel(Rebuilding):
    def test_argument_combinations(self):
        numbers = random.Random(3)
        rows = ["x,y,z,target"]
        for _ in range(90):
            x = [numbers.gauss(0, 1) for _ in range(3)]
            rows.append(",".join(map(repr, x + [x[0] - x[1] + numbers.gauss(0, 0.1)])))
        self.write("data.csv", "\n".join(rows[1:]) + "\n")
        for arguments in (["data=data.csv", "folds=3"], ["data=data.csv", "folds=2", "target=3"],
                          ["rows=70", "cols=4", "folds=3"], ["rows=40", "cols=2", "folds=2", "show=1"]):
            with self.subTest(arguments=arguments):
                self.run_well("run", os.path.join(lineal_program.EXAMPLES, "tune_ridge.dml"), "model=out.csv", *arguments)
                self.rebuild("out.csv")

    def test_output_file(self):
        self.run_well("-s", 'write(1 + 1, "out1")')
        program = self.run_well("reconstruct", "out1.lineage")
        self.assertEqual(self.run_well("reconstruct", "out1.lineage", "-o", "saved.dml"), "")
        self.assertEqual(self.read("saved.dml").decode(), program)
        # Without OUT= the result goes to a file of this name.
        self.run_well("run", "saved.dml")
        self.assertEqual(self.read("result"), self.read("out1"))

    def test_from_another_folder(self):
        os.mkdir(self.path("run"))
        self.write("run/plain.csv", "1,2\n3,4\n")
        os.mkdir(self.path("elsewhere"))
        self.write("run/script.dml", 'X = read("plain.csv", format="csv")\nwrite(X * 2, "out1", format="csv")')
        outer, self.folder = self.folder, self.path("run")
        self.run_well("run", "script.dml")
        self.folder = os.path.join(outer, "elsewhere")
        self.write("rebuilt.dml", self.run_well("reconstruct", "../run/out1.lineage"))
        self.run_well("run", "rebuilt.dml", "OUT=rebuilt")
        self.assertEqual(self.read("rebuilt"), self.read("../run/out1"))

    def test_moved_input(self):
        self.write("data.csv", "1,2\n3,4\n")
        self.run_well("-s", 'write(read("data.csv", format="csv") * 2, "out.csv", format="csv")')
        os.rename(self.path("data.csv"), self.path("moved.csv"))
        self.write("rebuilt.dml", self.run_well("reconstruct", "out.csv.lineage", "--map", "data.csv=moved.csv"))
        self.run_well("run", "rebuilt.dml", "OUT=again.csv")
        self.assertEqual(self.read("again.csv"), self.read("out.csv"))


if __name__ == "__main__":
    lineal_program.main()
