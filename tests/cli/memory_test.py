"""Less memory than a script needs changes nothing that it prints or writes."""
import os
import re

import lineal_program

# Each needs some tens of megabytes of live values. The names of the files that are written follow.
SCRIPTS = {
    "chain": ("""
        A = rand(rows=400, cols=400, seed=1)
        B = A
        all = list(A)
        for (i in 1:20) { B = (A %*% B) / 200; all = append(all, B) }
        total = 0
        for (i in 1:length(all)) { X = as.matrix(all[i]); total = total + sum(X * i) }
        print(total)
        write(B, "chain.bin", format="binary")
        """, ["chain.bin"]),
    "search": ("""
        X = rand(rows=20000, cols=40, seed=2)
        y = X %*% rand(rows=40, cols=1, seed=3) + rand(rows=20000, cols=1, seed=4)
        train = function(Matrix[Double] X, Matrix[Double] y, Double penalty) return (Matrix[Double] w) {
          S = (X - mean(X)) / 2
          w = solve(t(S) %*% S + diag(matrix(penalty, rows=ncol(S), cols=1)), t(S) %*% y)
        }
        W = matrix(0, rows=40, cols=12)
        E = matrix(0, rows=12, cols=1)
        parfor (i in 1:12) {
          w = train(X, y, i %% 4 + 0.5)
          W[, i] = w
          E[i, 1] = sum((y - X %*% w) ^ 2)
        }
        print(toString(E))
        write(W, "weights.csv", format="csv")
        """, ["weights.csv"]),
    "model": ("""
        D = read("data.csv", format="csv")
        X = cbind(D[, 1:9], D[, 1:9] ^ 2, matrix(1, rows=nrow(D), cols=1))
        y = D[, 10]
        w = solve(t(X) %*% X + diag(matrix(0.1, rows=ncol(X), cols=1)), t(X) %*% y)
        print(toString(w))
        write(w, "model.csv", format="csv")
        write(X %*% w, "fitted.bin", format="binary")
        """, ["model.csv", "fitted.bin"]),
    "order": ("""
        X = rand(rows=100000, cols=12, seed=6)
        S = order(target=X, by=3)
        T = order(target=S, by=5, decreasing=TRUE)
        I = order(target=X, by=2, index.return=TRUE)
        print(sum(S[, 1] * seq(1, nrow(S))) + " " + sum(T[, 2] * seq(1, nrow(T))) + " " + sum(I * X[, 7]))
        write(T, "sorted.bin", format="binary")
        """, ["sorted.bin"]),
    "sparse": ("""
        all = list()
        for (i in 1:10) { all = append(all, rand(rows=20000, cols=100, sparsity=0.08, seed=i)) }
        for (i in 1:10) {
          X = as.matrix(all[i])
          Y = as.matrix(all[11 - i])
          print(sum(X * Y) + " " + sum(t(X) %*% Y))
        }
        write(as.matrix(all[3]), "sparse.bin", format="binary")
        """, ["sparse.bin"]),
    "frames": ("""
        all = list()
        for (i in 1:6) { all = append(all, as.frame(rand(rows=20000, cols=8, seed=i))); all = append(all, rand(rows=60000, cols=8, seed=i)) }
        for (i in 1:6) {
          F = as.frame(all[2 * i - 1])
          print(sum(as.matrix(F)) + " " + sum(as.matrix(all[2 * i])))
        }
        write(as.frame(all[1]), "frame.csv", format="csv")
        """, ["frame.csv"]),
}


class LessMemory(lineal_program.Folder):
    def figures(self, outcome):
        """Peak of memory and bytes spilled, of --stats."""
        peak = re.search(r"memory +\d+ bytes in use, (\d+) at most", outcome.complaints)
        spilled = re.search(r"spilled +(\d+) bytes to disk, (\d+) read back, (\d+) mapped at most", outcome.complaints)
        return int(peak.group(1)), int(spilled.group(1)), int(spilled.group(3))

    def result(self, script, files, *options):
        outcome = self.call("run", script, "--stats", "--seed=1", *options)
        self.assertEqual(outcome.status, 0, repr(outcome))
        return outcome, [self.sha256(name) for name in files]

    def compare(self, name):
        text, files = SCRIPTS[name]
        self.write("script.dml", text)
        reference, hashes = self.result("script.dml", files, "--threads=1", "--reuse=none")
        need, spilled, mapped = self.figures(reference)
        self.assertEqual((spilled, mapped), (0, 0))
        self.assertGreater(need, 10 << 20)
        os.mkdir(self.path("spill"))
        for part in 2, 10:
            for threads in 1, 3:
                for reuse in "none", "full":
                    with self.subTest(part=part, threads=threads, reuse=reuse):
                        outcome, again = self.result("script.dml", files, f"--memory={need // part}", "--spill=spill",
                                                     f"--threads={threads}", f"--reuse={reuse}")
                        self.assertEqual(outcome.output, reference.output)
                        self.assertEqual(again, hashes)
                        peak, spilled, mapped = self.figures(outcome)
                        if part == 10 or name in ("chain", "sparse", "frames"):
                            self.assertGreater(spilled + mapped, 0)
                        if name == "chain":  # values that all live
                            self.assertGreater(spilled, 0)
                            # Each of 21 matrices is written once at most, and a few that come between.
                            self.assertLess(spilled, 2 * need)
                        # Small buffers are counted late, and arrays of CSR matrices when they are made.
                        self.assertLess(peak, need // part + (16 << 20))
                        self.assertEqual(os.listdir(self.path("spill")), [])

    def test_chain(self):
        self.compare("chain")

    def test_search(self):
        self.compare("search")

    def test_model(self):
        self.run_well("-s", 'write(rand(rows=40000, cols=10, seed=5), "data.csv", format="csv")')
        self.compare("model")

    def test_order(self):
        self.compare("order")

    def test_sparse(self):
        self.compare("sparse")

    def test_frames(self):
        self.compare("frames")


if __name__ == "__main__":
    lineal_program.main()
