"""The command line in both spellings, its exit statuses, and where things are printed."""
import re

import lineal_program

USAGE = 2
SCRIPT = """
print(ifdef($a, "none") + " " + ifdef($b, 7) + " " + ifdef($c, FALSE))
X = rand(rows=100, cols=100, seed=1)
S = t(X) %*% X
print(sum(S) > 0)
"""


class Spellings(lineal_program.Folder):
    def setUp(self):
        super().setUp()
        self.write("script.dml", SCRIPT)

    def test_arguments(self):
        for words in (["run", "script.dml", "a=x y", "b=8", "c=TRUE"], ["-f", "script.dml", "-nvargs", "a=x y", "b=8", "c=TRUE"],
                      ["run", "--threads=1", "script.dml", "a=x y", "--reuse", "none", "b=8", "c=TRUE"],
                      ["run", "script.dml", "--", "a=x y", "b=8", "c=TRUE"]):
            with self.subTest(words=words):
                self.assertEqual(self.run_well(*words), "x y 8 TRUE\nTRUE\n")
        for words in ["run", "script.dml"], ["-f", "script.dml"], ["-f", "script.dml", "-exec", "singlenode"]:
            with self.subTest(words=words):
                self.assertEqual(self.run_well(*words), "none 7 FALSE\nTRUE\n")

    def test_unused_arguments(self):
        """A slip in a name must not silently run the script with its defaults."""
        self.write("a.dml", 'print(ifdef($lambda, 3))\n')
        outcome = self.call("run", "a.dml", "lamda=4")
        self.assertEqual((outcome.status, outcome.output), (0, "3\n"))
        self.assertEqual(outcome.complaints, "warning: argument lamda: the script does not use it; did you mean lambda?\n")
        outcome = self.call("run", "a.dml", "lambda=4")
        self.assertEqual((outcome.status, outcome.output, outcome.complaints), (0, "4\n", ""))

    def test_value_with_an_equals_sign(self):
        self.assertEqual(self.run_well("-s", "print($a)", "a=b=c"), "b=c\n")

    def test_positional_arguments(self):
        self.write("positional.dml", "print($1 + $2)")
        self.assertEqual(self.run_well("-f", "positional.dml", "-args", "3", "4"), "7\n")

    def test_code(self):
        for words in ["-s", "print(1 + 1)"], ["run", "-s", "print(1 + 1)"], ["-e", "print(1 + 1)"]:
            self.assertEqual(self.run_well(*words), "2\n")

    def test_statistics_and_explain(self):
        plain = "none 7 FALSE\nTRUE\n"
        for words in (["run", "script.dml", "--stats", "--explain"], ["-f", "script.dml", "-stats", "-explain"],
                      ["-f", "script.dml", "-stats", "5", "-explain", "hops"]):
            with self.subTest(words=words):
                outcome = self.call(*words)
                self.assertEqual((outcome.status, outcome.output), (0, plain))
                for shown in "run time", "compile time", "cache probes", "Heaviest operators", "function main", "rand":
                    self.assertIn(shown, outcome.complaints)
        self.assertEqual(self.call("run", "script.dml").complaints, "")

    def test_explain_one_pass(self):
        shown = self.call("run", "script.dml", "--explain=lower").complaints
        self.assertIn("tsmm", shown)
        self.assertNotIn("after ", shown)
        self.assertNotIn("tsmm", self.call("run", "script.dml", "--explain=lower", "--disable=all").complaints)

    def test_results_do_not_depend_on_options(self):
        plain = self.run_well("run", "script.dml")
        for option in ("--threads=1", "--threads=3", "--reuse=none", "--cache-size=1k", "--lineage=off", "--exact", "--disable=all",
                       "--disable=fold,cse", "--storage=dense", "--seed=4"):
            self.assertEqual(self.run_well("run", option, "script.dml"), plain, option)

    def test_a_function_that_returns_a_copy_put_off_is_reused(self):
        self.write("script.dml", "f = function(Matrix[Double] X) return (Matrix[Double] Y) {\n  s = 0\n  for (k in 1:1000) s = s + k\n"
                                 "  Y = cbind(X, X + s)\n}\nX = rand(rows=20, cols=20, seed=1)\nfor (i in 1:10) print(sum(f(X)))\n")
        outcome = self.call("run", "script.dml", "--stats", "--defer-from=1")
        self.assertIn("9 of functions", outcome.complaints)
        self.assertEqual(outcome.output, self.run_well("run", "script.dml", "--reuse=none"))

    def test_recompiled_blocks_in_parallel(self):
        """More sizes than the compiler keeps plans for, met by workers in any order: each iteration's bits stay its own."""
        self.write("sizes.dml", """
f = function(Matrix[Double] X, Matrix[Double] Y, Matrix[Double] Z) return (Double s) {
  B = X %*% Y %*% Z
  s = as.scalar(B[1, 1])
}
R = matrix(0, 100, 1)
parfor (i in 1:100) {
  n = 20 + i * 3
  X = rand(rows=n, cols=50, seed=i)
  Y = rand(rows=50, cols=n, seed=i + 1)
  Z = rand(rows=n, cols=ifelse(i %% 2 == 0, 2, 300), seed=i + 2)
  R[i, 1] = f(X, Y, Z)
}
for (i in 1:100) print(as.scalar(R[i, 1]))
""")
        first = self.run_well("run", "--threads=1", "sizes.dml")
        self.assertEqual(len(set(first.splitlines())), 100)
        for options in ("--threads=2",), ("--threads=4",), ("--threads=4", "--reuse=none"):
            self.assertEqual(self.run_well("run", *options, "sizes.dml"), first, options)

    def test_seed(self):
        code = "print(sum(rand(rows=5, cols=5)))"
        self.assertEqual(self.run_well("-s", code, "--seed=3"), self.run_well("-s", code, "--seed=3"))
        self.assertNotEqual(self.run_well("-s", code, "--seed=3"), self.run_well("-s", code, "--seed=4"))
        self.assertNotEqual(self.run_well("-s", code), self.run_well("-s", code))


class Usage(lineal_program.Folder):
    def refused(self, words, *parts):
        outcome = self.call(*words)
        self.assert_refused(outcome, USAGE, "usage error", *parts)
        self.assertEqual(outcome.output, "")

    def test_bad_command_lines(self):
        self.write("script.dml", "print(1)")
        for words, parts in (
                (["--nonsense", "run", "script.dml"], ["--nonsense: no such option"]),
                (["frobnicate"], ["frobnicate: no such command"]),
                (["run"], ["run: needs a script"]),
                (["audit"], ["audit: needs a lineage log"]),
                (["reconstruct"], ["reconstruct: needs a lineage log"]),
                (["audit", "a", "b"], ["one too many: b"]),
                (["repl", "x"], ["script arguments", "name=value: x"]),
                (["-s"], ["-s: needs a value"]),
                (["run", "script.dml", "word"], ["name=value", "word"]),
                (["run", "script.dml", "1a=2"], ["name=value", "1a=2"]),
                (["run", "script.dml", "a=1", "a=2"], ["given twice: a"]),
                (["run", "script.dml", "--threads"], ["--threads: needs a value"]),
                (["run", "script.dml", "--threads=0"], ["--threads", "1 to 4096", "0"]),
                (["run", "script.dml", "--threads=99999999999999999999"], ["--threads"]),
                (["run", "script.dml", "--threads=two"], ["--threads", "two"]),
                (["run", "script.dml", "--exact=yes"], ["--exact", "takes no value"]),
                (["run", "script.dml", "--reuse=maybe"], ["--reuse", "none or full", "maybe"]),
                (["run", "script.dml", "--cache-size=12q"], ["--cache-size", "12q"]),
                (["run", "script.dml", "--cache-size=99999999999t"], ["--cache-size"]),
                (["run", "script.dml", "--disable=nope"], ["--disable", "nope", "fold"]),
                (["run", "script.dml", "--explain=nope"], ["--explain", "nope", "lower"]),
                (["run", "script.dml", "--seed=-1"], ["--seed"]),
                (["audit", "x", "--tolerance=-1"], ["--tolerance"]),
                (["audit", "x", "--tolerance=nan"], ["--tolerance"]),
                (["audit", "x", "--map=old"], ["--map", "old=new"]),
                (["-f"], ["-f"]),
                (["-f", "script.dml", "-nvargs", "a"], ["-nvargs", "name=value", "a"]),
                (["-f", "script.dml", "-nvargs", "a=1", "a=2"], ["-nvargs", "given twice: a"]),
                (["-f", "script.dml", "-exec", "spark"], ["-exec", "spark"]),
                (["-gpu", "-f", "script.dml"], ["-gpu"])):
            with self.subTest(words=words):
                self.refused(words, *parts)

    def test_statuses(self):
        for code, status in ("print(1)", 0), ('stop("x")', 1), ("x = 1 +", 65), ("x = y", 65), ("X = solve(matrix(0, 2, 2), matrix(1, 2, 1))", 1), \
                ("X = matrix(1, 1e8, 1e8)", 71), ('X = read("none", format="csv")', 74):
            self.assertEqual(self.call("-s", code).status, status, code)

    def test_output_before_an_error_is_kept(self):
        outcome = self.call("-s", 'print("before")\nstop("now")\nprint("after")')
        self.assertEqual((outcome.status, outcome.output), (1, "before\n"))

    def test_closed_pipe(self):
        """A reader that leaves ends the program without noise."""
        outcome = self.call("-s", "for (i in 1:200000) { print(i) }", shell_prefix="exec > >(head -1)")
        self.assertNotIn("internal", outcome.complaints)


class Help(lineal_program.Folder):
    def test_help(self):
        for words in ["--help"], ["help"], ["-h"], ["run", "--help"], ["-help"]:
            with self.subTest(words=words):
                text = self.run_well(*words)
                for expected in ("run SCRIPT", "repl", "audit LOG", "reconstruct LOG", "--threads", "--reuse", "--cache-size", "--map",
                                 "--tolerance", "-nvargs", "Exit status", "130 interrupted"):
                    self.assertIn(expected, text)
                self.assertLess(max(map(len, text.splitlines())), 140)

    def test_version(self):
        for words in ["--version"], ["version"]:
            text = self.run_well(*words)
            self.assertRegex(text, r"^lineal \d+\.\d+\.\d+ \([0-9a-z-]+\)\n")
            for expected in "compiler: ", "machine: ", "glibc", "OpenBLAS", "CUDA: ":
                self.assertIn(expected, text)

    def test_profile_is_that_of_logs(self):
        self.run_well("-s", 'write(1, "x")')
        profile = re.search("^numeric profile: (.*)$", self.run_well("--version"), re.M).group(1)
        self.assertIn(b'\nprofile "' + profile.encode() + b'"\n', self.read("x.lineage"))

    def test_machine_is_that_of_logs(self):
        """OpenBLAS is named by logs of results that depend on it alone."""
        machine = re.search("^machine: (.*)$", self.run_well("--version"), re.M).group(1)
        processor, _, library = machine.partition("; OpenBLAS")
        self.run_well("-s", 'write(1, "x"); A = inv(matrix(2, rows=1, cols=1)); write(A, "a"); write(2, "b")')
        for name in "x", "b":
            self.assertIn(b'\nmachine "' + processor.encode() + b'"\n', self.read(name + ".lineage"))
        self.assertIn(b'\nmachine "' + machine.encode() + b'"\n', self.read("a.lineage"))


if __name__ == "__main__":
    lineal_program.main()
