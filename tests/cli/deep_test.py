"""Histories as deep as a loop is long, on a stack of 256 KiB: traced, written, parsed, replayed, rebuilt, released."""
import lineal_program

ITERATIONS = 1000000
SMALL_STACK = "ulimit -s 256"


class DeepHistory(lineal_program.Folder):
    def test_long_loop(self):
        self.write("loop.dml", f"""
            s = 0
            M = matrix(0, rows=1, cols=1)
            for (i in 1:{ITERATIONS}) {{
              s = s * 0.5 + i
              M = M + s
            }}
            print(s)
            write(M, "sum.csv", format="csv")
            M = matrix(0, rows=1, cols=1)
            s = 0
            print("released")
        """)
        s = total = 0.0
        for i in range(1, ITERATIONS + 1):
            s = s * 0.5 + i
            total += s
        printed = self.run_well("run", "loop.dml", shell_prefix=SMALL_STACK, timeout=600)
        self.assertEqual(float(printed.split()[0]), s)
        self.assertEqual(printed.split()[1], "released")
        self.assertEqual(float(self.read("sum.csv")), total)
        audit = self.run_well("audit", "sum.csv.lineage", shell_prefix=SMALL_STACK, timeout=600)
        self.assertEqual(audit.splitlines()[-1], "bitwise equal")
        self.assertGreater(int(audit.split(" nodes")[0].split()[-1]), 3 * ITERATIONS)
        self.run_well("reconstruct", "sum.csv.lineage", "-o", "rebuilt.dml", shell_prefix=SMALL_STACK, timeout=600)
        program = self.read("rebuilt.dml").decode().splitlines()
        self.assertGreater(len(program), 3 * ITERATIONS)
        self.assertRegex(program[-1], r'^write\(v\d+, OUT, format="csv"\)$')

    def test_rebuilt_loop(self):
        """Straight-line programs of some length run, on a small stack too."""
        self.run_well("-s", 's = 1\nfor (i in 1:3000) { s = s * 0.75 + i }\nwrite(s, "s.txt")')
        self.run_well("reconstruct", "s.txt.lineage", "-o", "rebuilt.dml")
        self.run_well("run", "rebuilt.dml", "OUT=rebuilt.txt", shell_prefix=SMALL_STACK, timeout=300)
        self.assertEqual(self.read("rebuilt.txt"), self.read("s.txt"))

    def test_deep_functions_and_loops(self):
        """Recursion of scripts, parfor and function calls leave deep histories too."""
        self.write("script.dml", """
            down = function(Double x, Integer n) return (Double y) {
              if (n == 0) { y = x } else { y = down(x * 1.01 + 1, n - 1) }
            }
            x = 0.0
            for (i in 1:300) { x = down(x / 2, 100) }
            A = matrix(0, rows=1, cols=40000)
            parfor (i in 1:40000) { A[1, i] = i * x }
            write(A, "wide.csv", format="csv")
        """)
        self.run_well("run", "script.dml", shell_prefix=SMALL_STACK, timeout=300)
        self.assert_audits("wide.csv.lineage")


if __name__ == "__main__":
    lineal_program.main()
