"""Bad input gets one clear error with position and values, the documented exit status, and leaves files as they were."""
import os
import random
import unittest

import lineal_program
from lineage_log import Log

SYNTAX, FAILED, USAGE, RESOURCE, FILES = 65, 1, 2, 71, 74


class Refusals(lineal_program.Folder):
    def refused(self, script, status, *parts):
        """Runs a script; the first line of stderr must hold the parts, a caret must follow."""
        self.write("script.dml", script)
        outcome = self.call("run", "script.dml")
        self.assertEqual(outcome.status, status, repr(outcome))
        lines = outcome.complaints.splitlines()
        for part in parts:
            self.assertIn(part, lines[0], repr(outcome))
        self.assertIn("^", lines[2], repr(outcome))
        self.assertEqual(outcome.output, "", repr(outcome))
        return lines


class Scripts(Refusals):
    def test_syntax(self):
        self.refused("x = 1\ny = (2 + \nz = 3)\n", SYNTAX, "script.dml:3:3: syntax error")
        self.refused("x = 1\nif (x == 1 {\n}\n", SYNTAX, "script.dml:2:12: syntax error")
        self.refused('x = "never closed\n', SYNTAX, "script.dml:1:5: syntax error")
        self.refused("while (TRUE) {\n", SYNTAX, "syntax error")

    def test_several_errors_at_once(self):
        self.write("script.dml", "a = nonsense(2)\nprint(missing)\nb = sum(1, 2, 3, 4)\nc = rand(rows=2, colz=3)\n")
        outcome = self.call("run", "script.dml")
        self.assertEqual(outcome.status, SYNTAX)
        for position, text in ("1:5", "nonsense: unknown function"), ("2:7", "missing"), ("3:5", "sum: takes 1 argument: 4"), \
                ("4:", "colz"):
            self.assert_refused(outcome, SYNTAX, f"script.dml:{position}", text)

    def test_missing_argument(self):
        self.refused("print(1)\nx = $rows * 2\n", SYNTAX, "script.dml:2:5", "$rows", "rows=VALUE")

    def test_nesting(self):
        self.write("script.dml", "x = " + "(" * 100000 + "1" + ")" * 100000)
        self.assert_refused(self.call("run", "script.dml"), SYNTAX, "script.dml:1:", "nesting: deeper than")
        self.write("script.dml", "if (TRUE) {\n" * 100000)
        self.assert_refused(self.call("run", "script.dml"), SYNTAX, "script.dml:", "nesting: deeper than")
        self.write("script.dml", "x = 1" + " + 1" * 300000)
        self.assert_refused(self.call("run", "script.dml"), SYNTAX, "script.dml:1:", "deeper than", "operators")

    def test_recursion(self):
        lines = self.refused("f = function(Integer n) return (Integer m) {\n  m = f(n + 1)\n}\ny = f(1)\n", RESOURCE,
                             "script.dml:2:7", "f: recursion deeper than")
        self.assertLess(len(lines), 15)

    def test_mutual_recursion(self):
        lines = self.refused("f = function(Double n) return (Double m) {\n  m = g(n)\n}\n"
                             "g = function(Double n) return (Double m) {\n  m = f(n)\n}\ny = f(1)\n", RESOURCE, "recursion deeper than")
        self.assertLess(len(lines), 15)

    def test_binary_garbage(self):
        noise = random.Random(8).randbytes(200000)
        for content in noise, b"\x7fELF" + noise, b"\xff\xfe" + "print(1)".encode("utf-16-le") + noise[:99]:
            self.write("script.dml", content)
            outcome = self.call("run", "script.dml")
            self.assertEqual(outcome.status, SYNTAX, repr(outcome))
            self.assertIn("script.dml:", outcome.complaints)
            self.assertLess(len(outcome.complaints), 200000)
            for control in set(map(chr, range(32))) - {"\n", "\t"}:
                self.assertNotIn(control, outcome.complaints)

    def test_missing_script(self):
        self.assert_refused(self.call("run", "nowhere.dml"), FILES, "nowhere.dml", "No such file")
        self.assert_refused(self.call("run", self.folder), FILES, "Is a directory")

    def test_stop_and_assert(self):
        self.refused('x = 3\nif (x > 2) { stop("x is too large: " + x) }', FAILED, "script.dml:2:14", "x is too large: 3")
        self.refused("x = 3\nassert(x < 2)", FAILED, "script.dml:2:1", "assert")


class Data(Refusals):
    def test_missing_file(self):
        self.refused('X = read("none.csv", format="csv")', FILES, "script.dml:1:5", "none.csv", "No such file")

    def test_device(self):
        self.assert_refused(self.call("-s", 'X = read("/dev/zero", format="csv")'), FILES, "-s:1:5", "/dev/zero", "is a device")
        self.run_well("-s", 'write(matrix(1, 2, 2), "/dev/null")')
        self.assertFalse(os.path.exists("/dev/null.mtd") or os.path.exists("/dev/null.lineage"))

    def test_ragged(self):
        self.write("short.csv", "1,2,3\n4,5\n6,7,8\n")
        self.refused('X = read("short.csv", format="csv", fill=FALSE)', FILES, "short.csv:2", "2 fields, expected 3")
        self.write("long.csv", "1,2,3\n4,5,6\n6,7,8,9\n")
        self.refused('X = read("long.csv", format="csv")', FILES, "long.csv:3", "4 fields, expected 3")

    def test_cell_that_is_no_number(self):
        self.write("words.csv", "1,2,3\n4,5,six\n")
        self.refused('X = read("words.csv", format="csv")', FILES, "words.csv:2:5", 'not a number: "six"')

    def test_lying_metadata(self):
        self.write("x.csv", "1,2,3\n4,5,6\n")
        self.write("x.csv.mtd", '{"data_type": "matrix", "format": "csv", "rows": 5, "cols": 3}')
        self.refused('X = read("x.csv")', FILES, "x.csv", "5")
        self.write("x.csv.mtd", '{"data_type": "matrix", "format": "csv", "rows": 1e18, "cols": 1e18}')
        self.refused('X = read("x.csv")', FILES, "x.csv")
        self.write("x.csv.mtd", "{" * 100000)
        self.refused('X = read("x.csv")', FILES, "x.csv.mtd")

    def test_rank_deficient_least_squares(self):
        self.refused('X = matrix("1 2 2 4 3 6", 3, 2)\nb = solve(X, matrix("1 2 2", 3, 1))', FAILED, "script.dml:2:5", "solve", "linearly dependent")

    def test_dimensions(self):
        self.refused("A = matrix(1, 2, 3)\nB = A %*% A", FAILED, "script.dml:2:5", "%*%", "2x3 and 2x3")
        self.refused("A = matrix(1, 2, 3) + matrix(1, 3, 2)", FAILED, "script.dml:1:5", "2x3", "3x2")
        self.refused("A = cbind(matrix(1, 2, 3), matrix(1, 3, 3))", FAILED, "cbind", "2", "3")
        self.refused("A = solve(matrix(1, 3, 3), matrix(1, 2, 1))", FAILED, "solve", "3x3", "2x1")

    def test_index_out_of_range(self):
        self.refused("A = matrix(1, 2, 3)\ni = 4\nprint(as.scalar(A[i, 1]))", FAILED, "script.dml:3:17", "[4:4,1:1]", "[2,3]")
        self.refused("A = matrix(1, 2, 3)\nA[1, 0] = 5", FAILED, "script.dml:2:1", "0")
        self.refused("A = matrix(1, 2, 3)\ni = 3\nB = A[i:2, ]", FAILED, "script.dml:3:5", "3:2")
        self.refused('L = list(1, 2)\nx = L[3]', FAILED, "script.dml:2:5", "3")
        self.refused('L = list(a=1)\nx = L["b"]', FAILED, "script.dml:2:5", "b")

    def test_singular(self):
        self.refused("A = solve(matrix(1, 3, 3), matrix(1, 3, 1))", FAILED, "script.dml:1:5", "solve: matrix is singular: 3x3")
        self.refused("A = inv(matrix(0, 2, 2))", FAILED, "script.dml:1:5", "singular", "2x2")
        self.refused("A = cholesky(matrix(-1, 2, 2))", FAILED, "script.dml:1:5", "cholesky")

    def test_sizes_beyond_memory(self):
        self.refused("X = matrix(0, 1e9, 1e9)\nprint(sum(X + 1))", RESOURCE, "script.dml:2:11", "1000000000x1000000000",
                     "8000000000000000000 bytes")
        self.refused("X = matrix(1, 1e9, 1e9)", RESOURCE, "script.dml:1:5", "1000000000x1000000000")
        self.refused("X = rand(rows=1e7, cols=1e7)", RESOURCE, "script.dml:1:5", "10000000x10000000")
        self.write("script.dml", "X = matrix(0, 1e12, 1e12)\nprint(1)")
        self.assertNotEqual(self.call("run", "script.dml").status, 0)
        self.write("script.dml", "X = seq(1, 1e17)\nprint(sum(X))")
        self.assert_refused(self.call("run", "script.dml"), RESOURCE, "script.dml:1:5")

    def test_first_error_of_parallel_workers(self):
        lines = self.refused("R = matrix(0, 8, 1)\nparfor (i in 1:8) {\n  if (i >= 3) { stop(\"bad \" + i) }\n  R[i, 1] = i\n}", FAILED,
                             "bad 3")
        self.assertNotIn("bad 4", "".join(lines))


class Writing(lineal_program.Folder):
    """A failed write leaves what was there, and nothing else."""

    def setUp(self):
        super().setUp()
        self.run_well("-s", 'write(matrix(7, 2, 2), "out.csv", format="csv")')
        self.before = {name: self.read(name) for name in os.listdir(self.folder)}

    def unchanged(self):
        self.assertEqual({name: self.read(name) for name in os.listdir(self.folder)}, self.before)
        self.assert_audits("out.csv.lineage")

    def test_file_too_large(self):
        """The limit on file sizes behaves as a full disk does: the write fails half-way."""
        for form in "csv", "text", "binary":
            outcome = self.call("-s", f'X = rand(rows=700, cols=700, seed=1)\nwrite(X, "out.csv", format="{form}")',
                                shell_prefix="ulimit -f 64")
            self.assert_refused(outcome, FILES, "-s:2:1", "cannot write 'out.csv'", "File too large")
            self.unchanged()

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_full_device(self):
        self.assert_refused(self.call("-s", 'write(matrix(1, 3, 3), "/dev/full", format="csv")'), FILES, "-s:1:1",
                            "cannot write '/dev/full'", "No space left on device")
        self.assertFalse(os.path.isfile("/dev/full"))
        outcome = self.call("-s", "print(1)", shell_prefix="exec > /dev/full")
        self.assert_refused(outcome, FILES, "stdout", "No space left on device")
        self.unchanged()

    @unittest.skipIf(os.geteuid() != 0, "mounting needs root")
    def test_full_file_system(self):
        os.mkdir(self.path("small"))
        if os.system(f"mount -t tmpfs -o size=64k tmpfs {self.path('small')} 2>/dev/null") != 0:
            os.rmdir(self.path("small"))
            self.skipTest("cannot mount")
        try:
            self.run_well("-s", 'write(matrix(7, 2, 2), "small/x.csv", format="csv")')
            kept = {name: self.read("small/" + name) for name in os.listdir(self.path("small"))}
            outcome = self.call("-s", 'X = rand(rows=300, cols=300, seed=1)\nwrite(X, "small/x.csv", format="csv")')
            self.assert_refused(outcome, FILES, "-s:2:1", "small/x.csv", "No space left on device")
            self.assertEqual({name: self.read("small/" + name) for name in os.listdir(self.path("small"))}, kept)
        finally:
            os.system(f"umount {self.path('small')}")
            os.rmdir(self.path("small"))

    def test_more_than_any_disk(self):
        """Known before the first byte: nothing is written for hours, or at all."""
        outcome = self.call("-s", 'write(matrix(0, 1e9, 1e9), "x.csv", format="csv")')
        self.assert_refused(outcome, FILES, "-s:1:1", "x.csv", "2e+18 bytes")
        self.assertNotIn("x.csv", ",".join(os.listdir(self.folder)))

    def test_folders_that_cannot_be_written(self):
        self.assert_refused(self.call("-s", 'write(1, "/proc/nowhere/x")'), FILES, "cannot write '/proc/nowhere/x'")
        self.assert_refused(self.call("-s", 'write(1, "out.csv/x")'), FILES, "cannot write 'out.csv/x'", "Not a directory")
        self.assert_refused(self.call("-s", f'write(1, "{self.folder}")'), FILES, "Is a directory")
        self.unchanged()
        if os.geteuid() != 0:
            os.mkdir(self.path("closed"), 0o500)
            self.assert_refused(self.call("-s", 'write(1, "closed/x")'), FILES, "cannot write 'closed/x'", "Permission denied")

    def test_reconstruct_to_a_bad_place(self):
        self.assert_refused(self.call("reconstruct", "out.csv.lineage", "-o", "/proc/nowhere/r.dml"), FILES, "/proc/nowhere/r.dml")
        self.unchanged()

    def test_error_after_a_write(self):
        """What was written before the error stands, whole."""
        outcome = self.call("-s", 'write(5, "new")\nx = as.scalar(matrix(1, 1, 2))')
        self.assertNotEqual(outcome.status, 0)
        self.assertEqual(self.read("new"), b"5")
        self.assert_audits("new.lineage")


class Logs(lineal_program.Folder):
    """Logs of strangers: refused with a line number, fast, whatever they claim."""

    def setUp(self):
        super().setUp()
        self.run_well("-s", 'write(matrix("1 2 3 4", 2, 2) * 2, "out", format="csv")')
        self.log = Log(self.read("out.lineage"))

    def refused(self, text, *parts):
        self.write("out.lineage", text)
        for command in "audit", "reconstruct":
            outcome = self.call(command, "out.lineage", timeout=60)
            self.assert_refused(outcome, FILES, "out.lineage: lineage log:", *parts)
            self.assertNotIn("bitwise equal", outcome.output)
            self.assertLess(len(outcome.complaints), 2000)

    def edited(self, pattern, replacement):
        log = Log(self.log.sealed())
        log.replace(pattern, replacement)
        return log.sealed()

    def test_no_log(self):
        self.refused(b"", "line 1: this is no lineage log")
        self.refused(random.Random(3).randbytes(100000), "this is no lineage log")
        self.refused(b"lineal lineage log 99\n", "version not supported")

    def test_huge_numbers(self):
        self.refused(self.edited(rb"^nodes \d+", b"nodes 99999999999999999999"), "expected a number")
        self.refused(self.edited(rb"^nodes \d+", b"nodes 268435456"), "line")
        self.refused(self.edited(rb"^nodes \d+", b"nodes 9223372036854775807"), "number too large")
        self.refused(self.edited(rb"^nodes \d+", b"nodes -1"), "expected a number")
        self.refused(self.edited(rb"^\(1\)", b"(99999999999)"), "number too large")
        self.refused(self.edited(rb"INT64 2$", b"INT64 99999999999999999999"), "not an INT64")
        self.refused(self.edited(rb"\(I\) \* \(\d+\)", b"(I) * (4000000000)"), "number too large")

    def test_one_long_line(self):
        body = b"lineal lineage log 2\nprogram \"" + b"x" * 100000000
        self.refused(body, "seal")
        self.refused(Log(body + b"\"\nseal x\n").sealed(), "line 2: line too long")

    def test_numbers_that_make_large_matrices(self):
        """A log asks for no more than a script may, and gets the same error."""
        self.write("out.lineage", b"")
        log = Log(self.log.sealed())
        log.replace(rb'STRING "1 2 3 4"', b"FP64 1")
        log.replace(rb"INT64 2$", b"INT64 2000000000")
        self.write("out.lineage", log.sealed())
        outcome = self.call("audit", "out.lineage")
        if "found " in outcome.complaints:
            log.set_root_key(outcome.complaints.split("found ")[1].strip())
            self.write("out.lineage", log.sealed())
            outcome = self.call("audit", "out.lineage")
        self.assert_refused(outcome, RESOURCE, "replay: matrix", "2000000000x2000000000")

    def test_operators(self):
        self.refused(self.edited(rb"\(I\) \* ", b"(I) launch "), "unknown operator", "launch")
        self.refused(self.edited(rb"\(I\) \* \(\d+\)", b"(I) *"), "")

    def test_cycles_and_strays(self):
        self.refused(self.edited(rb"\(I\) \* \(\d+\)", b"(I) * (9)"), "an input must come earlier")
        self.refused(self.edited(rb"^\(3\)", b"(4)"), "node numbers must go up one by one")

    def test_deep_log(self):
        """Hundreds of thousands of nodes on top of each other are no stack overflow."""
        count = 300000
        lines = [b"lineal lineage log 2", b'program ""', b'profile ""', b'folder ""', b'result "out" "csv" -',
                 b"nodes %d" % (count + 1), b"(1) (L) INT64 1"]
        lines += [b"(%d) (I) + (%d) (%d)" % (i, i - 1, i - 1) for i in range(2, count + 2)]
        lines += [b"root (%d) " % (count + 1) + b"0" * 32]
        log = Log(b"\n".join(lines) + b"\nseal x\n")
        self.write("out.lineage", log.sealed())
        outcome = self.call("audit", "out.lineage", shell_prefix="ulimit -s 256")
        self.assert_refused(outcome, FILES, "the root's key is not that of the nodes")


if __name__ == "__main__":
    lineal_program.main()
