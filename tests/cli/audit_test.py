"""The audit of a tuned model: honest logs pass, every change of data, log or result is refused and named."""
import hashlib
import os
import random
import re

import lineal_program
from lineage_log import Log, forge_keys


def wine(rows=120, columns=5, seed=20261):
    """A small regression problem as CSV."""
    numbers = random.Random(seed)
    lines = []
    for _ in range(rows):
        x = [numbers.uniform(-2, 2) for _ in range(columns)]
        lines.append(",".join(repr(v) for v in x + [sum(x) + numbers.gauss(0, 1)]))
    return "\n".join(lines) + "\n"


class AuditedModel(lineal_program.Folder):
    """Has a model of tune_ridge.dml and its log."""

    def setUp(self):
        super().setUp()
        self.write("data.csv", wine())
        self.tune("--threads=2")

    def tune(self, *options):
        self.run_well("run", *options, os.path.join(lineal_program.EXAMPLES, "tune_ridge.dml"), "data=data.csv",
                      "model=model.csv", "folds=3")

    def log(self):
        return Log(self.read("model.csv.lineage"))


class HonestLogs(AuditedModel):
    def test_one_and_two_threads(self):
        log, model = self.read("model.csv.lineage"), self.read("model.csv")
        for threads in 1, 2:
            self.assert_audits("model.csv.lineage", f"--threads={threads}")
        self.tune("--threads=1")
        self.assertEqual(self.read("model.csv"), model)
        self.assertEqual(self.read("model.csv.lineage"), log)
        for threads in 1, 2:
            self.assert_audits("model.csv.lineage", f"--threads={threads}")

    def test_every_configuration_passes(self):
        for options in ["--reuse=none"], ["--cache-size=64k"], ["--disable=all"], ["--exact"], ["--storage=sparse"]:
            with self.subTest(options=options):
                self.tune(*options)
                self.assert_audits("model.csv.lineage")

    def test_changes_nothing_on_disk(self):
        before = {name: self.read(name) for name in os.listdir(self.folder)}
        self.assert_audits("model.csv.lineage")
        self.assertEqual(before, {name: self.read(name) for name in os.listdir(self.folder)})

    def test_moved_input(self):
        os.mkdir(self.path("archive"))
        os.rename(self.path("data.csv"), self.path("archive/wine.csv"))
        self.assert_refused(self.call("audit", "model.csv.lineage"), 74, "input missing", "data.csv", "--map")
        self.assert_audits("model.csv.lineage", "--map", "data.csv=archive/wine.csv")
        self.assert_audits("model.csv.lineage", f"--map=data.csv={self.path('archive/wine.csv')}")
        self.write("archive/other.csv", wine(seed=5))
        self.assert_refused(self.call("audit", "model.csv.lineage", "--map", "data.csv=archive/other.csv"), 74,
                            "input changed", "archive/other.csv")

    def test_map_that_concerns_nothing(self):
        self.assertIn("map: dta.csv is no input of the log", self.assert_audits("model.csv.lineage", "--map", "dta.csv=x.csv"))
        self.assertNotIn("map:", self.assert_audits("model.csv.lineage"))

    def test_missing_metadata_of_the_result(self):
        os.remove(self.path("model.csv.mtd"))
        self.assertIn("model.csv.mtd is missing", self.assert_audits("model.csv.lineage"))

    def test_only_what_the_result_depends_on(self):
        """Files that the run read for other purposes are no part of this result's history."""
        self.write("other.csv", "1,2\n")
        self.run_well("-s", 'A = read("data.csv", format="csv")\nB = read("other.csv", format="csv")\nprint(sum(B))\n'
                            'write(sum(A), "a.txt")\nwrite(sum(A) + sum(B), "b.txt")\nwrite(7, "c.txt")')
        named = [[name for name in (b"data.csv", b"other.csv") if b'\ninput "' + name in self.read(log + ".lineage")]
                 for log in ("a.txt", "b.txt", "c.txt")]
        self.assertEqual(named, [[b"data.csv"], [b"data.csv", b"other.csv"], []])
        os.remove(self.path("other.csv"))
        self.assert_audits("a.txt.lineage")
        self.assert_audits("c.txt.lineage")
        self.assert_refused(self.call("audit", "b.txt.lineage"), 74, "input missing", "other.csv")

    def test_from_another_folder(self):
        os.mkdir(self.path("elsewhere"))
        for name in "model.csv", "model.csv.lineage":
            os.rename(self.path(name), self.path("elsewhere/" + name))
        self.assert_audits("elsewhere/model.csv.lineage")


class Rounding(lineal_program.Folder):
    """Where large terms cancel, either order of operations is right and no digit agrees: honest logs pass."""

    def test_cancellation(self):
        self.write("c.dml", 'X = rand(rows=300, cols=20, seed=1)\ny = rand(rows=300, cols=1, seed=2)\nXc = X - colMeans(X)\n'
                            'b = solve(t(X) %*% X, t(X) %*% y)\nr = y - X %*% b\n'
                            'write(sum(Xc %*% t(X)), "sum.txt")\nwrite(t(b) %*% t(X) %*% r, "product.csv", format="csv")\n')
        for options in [], ["--storage=sparse"], ["--defer-from=1", "--threads=2"], ["--exact"]:
            with self.subTest(options=options):
                self.run_well("run", *options, "c.dml")
                for name in "sum.txt", "product.csv":
                    said = self.assert_audits(name + ".lineage")
                    self.assertEqual("rewritten: " in said, options != ["--exact"], said)

    def test_overflow(self):
        """The order that ran leaves the range of doubles, the written one does not: lineage says what ran."""
        self.run_well("-s", 'A = matrix(1e200, 2, 2); B = matrix(1e-200, 2, 50); C = matrix(1e-200, 50, 1); D = A %*% B %*% C; write(D, "d.csv", format="csv")')
        self.assert_audits("d.csv.lineage")
        self.run_well("--exact", "-s", 'A = matrix(1e200, 2, 2); B = matrix(1e-200, 2, 50); C = matrix(1e-200, 50, 1); D = A %*% B %*% C; write(D, "d.csv", format="csv")')
        self.assert_audits("d.csv.lineage")


class WhatRan(lineal_program.Folder):
    """Lineage says what ran, also where only running can tell, and how it was written where a rule made something else of it."""

    def test_overload_of_run_time(self):
        self.write("x.txt", "abc")
        self.run_well("-s", 's = read("x.txt", data_type="scalar", value_type="string")\nn = nrow(matrix(1, 4, 1))\n'
                            'write(s + n * 2, "text.txt")')
        self.assertEqual(self.read("text.txt"), b"abc8")
        self.assertIn(b'(I) concat = STRING "abc8"', self.read("text.txt.lineage"))
        self.assert_audits("text.txt.lineage")

    def test_gradient_descent(self):
        """0.01 * 0.5 of one iteration is the same value as in the next, and no ground of an audit to refuse."""
        self.run_well("-s", 'X = rand(rows=200, cols=10, seed=1)\ny = rand(rows=200, cols=1, seed=2)\nw = matrix(0, 10, 1)\n'
                            'for (i in 1:5) {\n  g = t(X) %*% (X %*% w - y)\n  w = w - g * 0.01 * 0.5\n}\nwrite(w, "w.csv", format="csv")')
        self.assertIn('rewritten: 5 nodes ran in another order of operations than written: 5 by "two numbers"',
                      self.assert_audits("w.csv.lineage"))
        self.assertIn(b'by "two numbers" at "-s:6"', self.read("w.csv.lineage"))
        executed, written = self.run_well("reconstruct", "w.csv.lineage"), self.run_well("reconstruct", "--as-written", "w.csv.lineage")
        self.assertIn("= 0.01 * 0.5\n", executed)
        self.assertNotIn("= 0.01 * 0.5\n", written)
        self.assertEqual(written.count(" * 0.5\n"), 5)

    def test_rules_on_rules(self):
        """All the way back to what the script says."""
        for code, written in (
                ("sum(rowSums(-A))", ["-v1", "rowSums(v2)", "sum(v3)"]),
                ("sum((A - colMeans(A)) %*% t(A))", ["colMeans(v1)", "v1 - v2", "t(v1)", "v3 %*% v4", "sum(v5)"])):
            with self.subTest(code=code):
                self.run_well("-s", f'A = rand(rows=30, cols=20, seed=1)\nwrite({code}, "s.txt")')
                self.assertIn("rewritten: ", self.assert_audits("s.txt.lineage"))
                program = self.run_well("reconstruct", "--as-written", "s.txt.lineage").splitlines()
                self.assertEqual([line.split(" = ")[1] for line in program if re.match("v[2-9] = ", line)], written)


class ChangedFiles(AuditedModel):
    def refused(self, *parts):
        self.assert_refused(self.call("audit", "model.csv.lineage"), 74, *parts)

    def test_changed_byte_in_the_data(self):
        data = bytearray(self.read("data.csv"))
        data[40] = ord("1") if data[40] != ord("1") else ord("2")
        self.write("data.csv", bytes(data))
        self.refused("input changed", "data.csv")

    def test_changed_result(self):
        model = bytearray(self.read("model.csv"))
        digit = next(i for i in range(5, len(model)) if model[i] in b"12345678")
        model[digit] += 1
        self.write("model.csv", bytes(model))
        self.refused("result changed", "model.csv")

    def test_result_over_its_input(self):
        self.write("x.csv", "1,2\n")
        self.run_well("-s", 'write(read("x.csv", format="csv") + 1, "x.csv", format="csv")')
        self.assert_refused(self.call("audit", "x.csv.lineage"), 74, "input changed", "the run wrote over its input")
        self.write("before.csv", "1,2\n")
        self.assert_audits("x.csv.lineage", "--map", "x.csv=before.csv")

    def test_a_result_without_lineage_has_no_log(self):
        self.run_well("--lineage=off", "-s", 'write(7, "model.csv")')
        self.assertFalse(os.path.exists(self.path("model.csv.lineage")))

    def test_result_at_the_end_of_a_link(self):
        os.symlink("model.csv", self.path("latest.csv"))
        self.run_well("-s", 'write(8, "latest.csv")')
        self.assertTrue(os.path.islink(self.path("latest.csv")))
        self.assertEqual(self.read("model.csv"), b"8")
        self.assert_audits("latest.csv.lineage")

    def test_missing_files(self):
        os.rename(self.path("model.csv"), self.path("away.csv"))
        self.refused("result missing: model.csv (looked for model.csv, beside the log)")
        os.mkdir(self.path("elsewhere"))
        self.write("elsewhere/other.csv.lineage", self.read("model.csv.lineage"))
        self.assert_refused(self.call("audit", "elsewhere/other.csv.lineage"), 74,
                            "result missing: model.csv (looked for elsewhere/other.csv, beside the log)")
        self.assert_refused(self.call("audit", "nowhere.lineage"), 74, "nowhere.lineage")

    def test_edited_literal(self):
        log = self.read("model.csv.lineage")
        edited = log.replace(b"INT64 10\n", b"INT64 11\n", 1)
        self.write("model.csv.lineage", edited)
        sealed, found = log[-65:-1].decode(), hashlib.sha256(edited[:-70]).hexdigest()
        self.refused(f'the log was edited or truncated: sealed "{sealed}", found "{found}"')

    def test_swapped_lines(self):
        lines = self.read("model.csv.lineage").split(b"\n")
        at = next(i for i, line in enumerate(lines) if line.startswith(b"(20)"))
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
        self.write("model.csv.lineage", b"\n".join(lines))
        self.refused("seal", "edited")

    def test_truncated_log(self):
        log = self.read("model.csv.lineage")
        for size in 0, 1, 20, len(log) // 2, log.rindex(b"seal"), len(log) - 10, len(log) - 1:
            with self.subTest(size=size):
                self.write("model.csv.lineage", log[:size])
                outcome = self.call("audit", "model.csv.lineage")
                self.assert_refused(outcome, 74, "lineage log")
                self.assertNotIn("bitwise equal", outcome.output)
        self.write("model.csv.lineage", log + b"\n")
        self.refused("seal")


class ForgedLogs(AuditedModel):
    """A forger recomputes the seal, and the keys where they change."""

    def caught_by_replay(self, log):
        outcome = forge_keys(log, "model.csv.lineage", self)
        self.assertNotIn("lineage log", outcome.complaints)
        self.assertNotIn("bitwise equal", outcome.output)
        if outcome.status == 74:  # a scalar on the way is not what the log states
            self.assertRegex(outcome.complaints, "replay: .*: the log states .*, found ")
            return
        self.assertEqual(outcome.status, 1, repr(outcome))
        self.assertRegex(outcome.output.splitlines()[-1], "^(different|equal within tolerance)", repr(outcome))

    def refused(self, log, *parts):
        outcome = forge_keys(log, "model.csv.lineage", self)
        self.assertNotIn("bitwise equal", outcome.output)
        self.assert_refused(outcome, 74, *parts)

    def test_resealing_alone_is_honest(self):
        self.write("model.csv.lineage", self.log().sealed())
        self.assert_audits("model.csv.lineage")

    def test_literal_without_keys(self):
        log = self.log()
        log.replace(rb"INT64 10$", b"INT64 11")
        self.write("model.csv.lineage", log.sealed())
        self.assert_refused(self.call("audit", "model.csv.lineage"), 74)

    def test_literal(self):
        self.run_well("-s", 'X = read("data.csv", format="csv")\n'
                            'write(solve(t(X) %*% X + diag(matrix(0.25, rows=ncol(X), cols=1)), t(colSums(X))), "model.csv", '
                            'format="csv")')
        self.assert_audits("model.csv.lineage")
        log = self.log()
        log.replace(rb"FP64 0.25$", b"FP64 0.26")
        self.caught_by_replay(log)

    def test_literal_below_a_scalar(self):
        log = self.log()
        log.replace(rb"INT64 -4$", b"INT64 -3")
        outcome = forge_keys(log, "model.csv.lineage", self)
        self.assert_refused(outcome, 74, "replay:", "the log states")
        self.assertNotIn("bitwise equal", outcome.output)

    def test_operator_name(self):
        log = self.log()
        log.replace(rb"\(I\) colSds ", b"(I) colMaxs ")
        self.caught_by_replay(log)

    def test_order_of_inputs(self):
        """X - mu becomes mu - X."""
        log = self.log()
        means = re.match(rb"\((\d+)\)", log.lines[log.find(rb"\(I\) colMeans ")]).group(1)
        log.replace(rb"\(I\) - (\(\d+\)) (\(" + means + rb"\))$", rb"(I) - \2 \1")
        outcome = forge_keys(log, "model.csv.lineage", self)
        self.assertNotEqual(outcome.status, 0, repr(outcome))
        self.assertNotIn("bitwise equal", outcome.output)

    def test_dropped_line(self):
        log = self.log()
        log.drop_node(log.find(rb"\(I\) colSds "))
        outcome = forge_keys(log, "model.csv.lineage", self)
        self.assertNotEqual(outcome.status, 0, repr(outcome))
        self.assertNotIn("bitwise equal", outcome.output)

    def test_result_and_its_hash(self):
        """The forger writes a better model and seals its hash."""
        self.write("model.csv", self.read("model.csv").replace(b"\n0.", b"\n1.", 1))
        log = self.log()
        log.replace(rb'^(result .*) [0-9a-f]{64}$', rb"\g<1> " + self.sha256("model.csv").encode())
        self.caught_by_replay(log)

    def test_last_bit_of_the_result(self):
        """A change too small for any tolerance is still a change."""
        model = self.read("model.csv")
        number = re.search(rb"-?\d\.\d{14,}", model)
        last = model[number.end() - 1:number.end()]
        self.write("model.csv", model[:number.end() - 1] + (b"4" if last != b"4" else b"6") + model[number.end():])
        log = self.log()
        log.replace(rb'^(result .*) [0-9a-f]{64}$', rb"\g<1> " + self.sha256("model.csv").encode())
        outcome = forge_keys(log, "model.csv.lineage", self)
        self.assertEqual(outcome.status, 1, repr(outcome))
        self.assertRegex(outcome.output.splitlines()[-1], r"equal within tolerance \(largest difference \d")
        outcome = self.call("audit", "model.csv.lineage", "--tolerance=1e-9")
        self.assertEqual(outcome.status, 0, repr(outcome))
        self.assertIn("equal within tolerance", outcome.output)
        self.assertNotIn("bitwise equal", outcome.output)

    def exchange_data(self):
        """Other numbers in as many bytes."""
        old = self.read("data.csv")
        self.write("data.csv", old.replace(b"1.", b"0.", 50))
        self.assertNotEqual(self.read("data.csv"), old)

    def test_data_and_their_hash(self):
        """The forger exchanges the data and names their hash everywhere in the log."""
        old = self.sha256("data.csv").encode()
        self.exchange_data()
        log = self.log()
        log.lines = [line.replace(old, self.sha256("data.csv").encode()) for line in log.lines]
        self.caught_by_replay(log)

    def test_hash_of_the_data_in_the_header_only(self):
        old = self.sha256("data.csv").encode()
        self.exchange_data()
        log = self.log()
        log.replace(rb"^(input .* )" + old, rb"\g<1>" + self.sha256("data.csv").encode())
        self.refused(log, "does not name the file")

    def test_stated_scalar(self):
        """A scalar states its value, which stands for its history in keys: the replay computes it."""
        self.run_well("-s", 'X = read("data.csv", format="csv")\ns = sum(X)\nwrite(X * s, "model.csv", format="csv")')
        self.assert_audits("model.csv.lineage")
        log = self.log()
        log.replace(rb"sum = FP64 \S+", b"sum = FP64 2.5")
        self.refused(log, "replay: sum: the log states double 2.5, found ")
        log = self.log()
        log.replace(rb" = FP64 \S+", b"")
        self.assertEqual(forge_keys(log, "model.csv.lineage", self).status, 0)

    def rewritten_log(self):
        """A chain of products in another order than written, a sum moved inside and two numbers made one."""
        self.run_well("-s", 'A = rand(rows=30, cols=20, seed=1)\nB = rand(rows=20, cols=40, seed=2)\nv = rand(rows=40, cols=1, seed=3)\nC = rand(rows=40, cols=30, seed=4)\n'
                            'g = A %*% B %*% v\ns = as.scalar(v[1, 1])\nw = g * s * 0.5 + sum(B %*% C) + sum(rowSums(-A))\n'
                            'write(w, "model.csv", format="csv")')
        said = self.assert_audits("model.csv.lineage")
        self.assertIn('rewritten: 4 nodes', said)
        self.assertIn('by "associativity"', said)
        return self.log()

    def test_rules_that_do_not_give_what_ran(self):
        for pattern, forged in (
                (rb'by "associativity \(\(1 2\) 3\) to \(1 \(2 3\)\)"', b'by "associativity (1 (2 3)) to ((1 2) 3)"'),
                (rb'by "associativity \(\(1 2\) 3\) to \(1 \(2 3\)\)"', b'by "associativity ((1 2) 3) to (1 (2 3) 4)"'),
                (rb'by "associativity \(\(1 2\) 3\) to \(1 \(2 3\)\)"', b'by "sum of product"'),
                (rb'by "two numbers"', b'by "sum of scaled"'),
                (rb'by "two numbers"', b'by "three numbers"'),
                (rb'by "two numbers"', b'by "two numbers{0: two numbers}"'),
                (rb'by "two numbers"', b'by "two numbers{7: sum of negated}"'),
                (rb'by "two numbers"', b'by "two numbers{"'),
                (rb'by "two numbers"', b'by "times one"'),
                (rb'by "two numbers"', b'by "transposed times itself"'),
                (rb'by "sum of product"', b'by "mean of transposed"'),
                (rb'by "sum of negated\{0: sum of row sums\}"', b'by "sum of negated{0: sum of product}"')):
            with self.subTest(pattern=pattern, forged=forged):
                log = self.rewritten_log()
                log.replace(pattern, forged)
                self.refused(log, "rule", "does not give what ran")

    def test_another_rule_on_an_honest_node(self):
        log = self.rewritten_log()
        at = log.find(rb"\(I\) rand ")
        log.lines[at] = log.lines[at].replace(b"(I) rand ", b'(I) rand by "two numbers" at "x.dml:1" ')
        self.refused(log, "rule", "does not give what ran")

    def test_nan_keeps_its_sign(self):
        """0/0 has the other sign on x86; products with -1, negation and powers of one keep it, so that plans agree in every byte."""
        self.write("nan.dml", 'X = matrix("1 2 3 4", 2, 2) * (0 / 0)\nX[1, 1] = NaN\n'
                              'R = rbind(X * -1, -X, X / -1, X ^ 1, X - X * -1, (-X) ^ 2, abs(X) ^ 2)\nwrite(R, "nan.bin", format="binary")\n')
        self.run_well("run", "nan.dml")
        self.assert_audits("nan.bin.lineage")
        bytes_of_plan = self.read("nan.bin")
        for options in ("--exact",), ("--disable=all",):
            self.run_well("run", *options, "nan.dml")
            self.assertEqual(self.read("nan.bin"), bytes_of_plan, options)

    def test_unhashed_input(self):
        """A read that names no hash would take whatever lies there."""
        self.run_well("-s", 'X = read("data.csv", format="csv")\nwrite(sum(X), "model.csv")')
        log = self.log()
        at = log.find(rb"\(C\) read ")
        text = re.search(rb'"(.*?[^\\])" ', log.lines[at]).group(0)
        log.lines[at] = log.lines[at].replace(b"(C)", b"(I)").replace(text, b"(2) ")
        self.refused(log, "read", "not decided by its inputs")

    def test_recorded_value(self):
        """The clock cannot be verified; the audit says so."""
        self.run_well("-s", 'write(time() * 2, "model.csv")')
        self.assertIn("recorded: 1 of time(), taken as logged", self.assert_audits("model.csv.lineage"))
        log = self.log()
        log.replace(rb'\(C\) time "\d+"', b'(C) time "12 or so"')
        self.refused(log, "time", "not a recorded whole number")

    def test_format_in_the_header(self):
        log = self.log()
        log.replace(rb'^(result "model.csv") "csv"', rb'\1 "text"')
        self.refused(log, "format", "csv", "text")

    def test_path_in_the_header(self):
        log = self.log()
        log.replace(rb'^(result) "model.csv"', rb'\1 "better.csv"')
        self.refused(log, "model.csv", "better.csv")

    def test_list_without_names(self):
        """Operators that only the compiler writes get inputs that it would never give."""
        log = self.log()
        log.replace(rb"\(I\) order \((\d+)\)", rb"(I) list_named (\1)")
        self.refused(log, "list_named", "no name")

    def test_nothing_but_a_write_at_the_root(self):
        log = self.log()
        del log.lines[log.find(rb"\(I\) write ")]
        log.lines = [re.sub(rb"^nodes (\d+)", lambda found: b"nodes %d" % (int(found.group(1)) - 1), line)
                     for line in log.lines]
        self.write("model.csv.lineage", log.sealed())
        self.assertEqual(self.call("audit", "model.csv.lineage").status, 74)

    def test_changed_metadata(self):
        """The .mtd file beside the result tells readers what the bytes mean."""
        self.write("model.csv.mtd", self.read("model.csv.mtd").replace(b'"header": false', b'"header": true'))
        self.assert_refused(self.call("audit", "model.csv.lineage"), 74, "result changed", "model.csv.mtd")

    def test_no_code_in_rebuilt_programs(self):
        """Texts of a forged log stay texts in the program that is rebuilt from it."""
        self.run_well("-s", 'write("a" + 1, "model.csv")')
        log = self.log()
        for pattern in rb'^(result )"model.csv"', rb'(STRING )"model.csv"':
            log.replace(pattern, rb'\1"x\\nstop(\\"taken over\\")\\n"')
        log.replace(rb'STRING "a1?"', rb'STRING "\\"); stop(\\"taken over\\"); print(\\""')
        forge_keys(log, "model.csv.lineage", self)
        program = self.run_well("reconstruct", "model.csv.lineage")
        self.write("rebuilt.dml", program)
        outcome = self.call("run", "rebuilt.dml", "OUT=rebuilt")
        self.assertEqual(outcome.status, 0, f"{program}\n{outcome!r}")
        self.assertTrue(self.read("rebuilt").startswith(b'"); stop("taken over"); print("'), program)

    def with_header(self, pattern, replacement):
        log = self.log()
        log.replace(pattern, replacement)
        self.write("model.csv.lineage", log.sealed())

    def test_other_numerics(self):
        """Bits of another version of the numerics are not compared; numbers are, where a tolerance is given."""
        for version in b"numerics 0", b"numerics 2", b"kernels 1; abacus", b"":
            with self.subTest(version=version):
                self.tune()
                self.with_header(rb'^profile ".*"', b'profile "' + version + b'"')
                os.rename(self.path("data.csv"), self.path("away.csv"))  # refused before any work
                outcome = self.call("audit", "model.csv.lineage")
                os.rename(self.path("away.csv"), self.path("data.csv"))
                logged = version.decode().split(";")[0]
                self.assert_refused(outcome, 74, f"numerics differ: logged '{logged}', here 'numerics 1'", "--tolerance")
                self.assertNotIn("bitwise", outcome.output)
                outcome = self.call("audit", "model.csv.lineage", "--tolerance=1e-9")
                self.assertEqual(outcome.status, 0, repr(outcome))
                self.assertIn("numerics differ: logged", outcome.output)

    def test_other_bits_within_tolerance(self):
        """A result whose last bits another version computed."""
        self.with_header(rb'^profile ".*"', b'profile "numerics 0"')
        model = self.read("model.csv")
        first = model.split(b"\n")[0]
        self.write("model.csv", model.replace(first, repr(float(first) * (1 + 1e-13)).encode(), 1))
        log = self.log()
        log.replace(rb'^(result .*) \w+$', rb'\1 ' + self.sha256("model.csv").encode())
        self.write("model.csv.lineage", log.sealed())
        outcome = self.call("audit", "model.csv.lineage", "--tolerance=1e-9")
        self.assertEqual(outcome.status, 0, repr(outcome))
        self.assertIn("equal within tolerance", outcome.output)
        self.assertEqual(self.call("audit", "model.csv.lineage", "--tolerance=1e-15").status, 1)

    def test_storage_is_no_other_version(self):
        self.tune("--storage=sparse")
        self.assertIn(b'profile "numerics 1; storage sparse"', self.read("model.csv.lineage"))
        self.assert_audits("model.csv.lineage")

    def test_other_machine(self):
        """Facts about the machine decide nothing, and only those about a library that matters are mentioned."""
        self.with_header(rb'^machine ".*"', b'machine "pdp-11 abacus; glibc 1.0"')
        self.assertNotIn("abacus", self.assert_audits("model.csv.lineage"))
        self.with_header(rb'^machine ".*"', b'machine "pdp-11; OpenBLAS 0.2.20 Zen"')
        self.assertIn("library differs: logged 'OpenBLAS 0.2.20 Zen'", self.assert_audits("model.csv.lineage"))
        log = self.log()
        del log.lines[log.find(rb"^machine ")]
        self.write("model.csv.lineage", log.sealed())
        self.assert_audits("model.csv.lineage")


if __name__ == "__main__":
    lineal_program.main()
