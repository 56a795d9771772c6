"""The prompt on a pipe: a plain filter that keeps its session through errors."""
import signal
import subprocess
import time

import lineal_program


class Prompt(lineal_program.Folder):
    def feed(self, text, *options):
        return self.call("repl", *options, given=text)

    def printed(self, text, *options):
        outcome = self.feed(text, *options)
        self.assertEqual((outcome.status, outcome.complaints), (0, ""), repr(outcome))
        return outcome.output.splitlines()

    def test_expressions_print(self):
        self.assertEqual(self.printed('1 + 1\nx = 5\nx * 2\n"text"\nx > 3\nmatrix(1, 1, 2)\nprint("once")\n'),
                         ["2", "10", "text", "TRUE", "1.000 1.000", "", "once"])

    def test_no_command_is_the_prompt(self):
        self.assertEqual(self.call(given="1 + 1\n").output, "2\n")

    def test_no_decoration(self):
        """No prompts, banners or escape sequences on a pipe, even for an empty input."""
        outcome = self.feed("")
        self.assertEqual((outcome.status, outcome.output, outcome.complaints), (0, "", ""))

    def test_last_line_without_an_end(self):
        self.assertEqual(self.printed("1 + 1"), ["2"])

    def test_statements_over_lines(self):
        self.assertEqual(self.printed("x = 1 +\n  2\nx\n1 +\n\n3\nif (x > 2) {\n  print(\"big\")\n}\n\nelse {\n  print(\"small\")\n}\n"
                                      "f = function(Double a) return (Double b) {\n  # a comment\n  b = a * 2\n}\nf(4)\n"
                                      "s = 'two\nlines'\ns\nsum(matrix(1,\n2,\n2))\n"),
                         ["3", "4", "big", "8.0", "two", "lines", "4.0"])

    def test_if_without_else(self):
        self.assertEqual(self.printed('if (FALSE) {\n  print("no")\n}\nprint("next")\n'), ["next"])

    def test_errors_keep_the_session(self):
        outcome = self.feed("x = 3\ny = nonsense(2)\nx\nx + )\nz = solve(matrix(0, 2, 2), matrix(1, 2, 1))\nx + 1\n"
                            'stop("here")\nx + 2\n')
        self.assertEqual(outcome.output, "3\n4\n5\n")
        # The status is that of the first error.
        self.assertEqual(outcome.status, 65)
        for part in "nonsense: unknown function", "syntax error", "singular", "stopped: here":
            self.assertIn(part, outcome.complaints)

    def test_errors_show_what_was_written(self):
        """Lines count from the beginning of the pipe, and the print() around an expression is ours, not the user's."""
        complaints = self.feed("x = 3\n\nzz + 1\n\nx = 4; x %*% yy\nmatrix(0, 2, 2) %*%\n  matrix(0, 3, 3)\n").complaints
        self.assertIn("stdin:3:1: error: zz:", complaints)
        self.assertIn("  3 | zz + 1\n    | ^~\n", complaints)
        self.assertIn("stdin:5:14: error: yy:", complaints)
        self.assertIn("  5 | x = 4; x %*% yy\n", complaints)
        self.assertIn("stdin:6:1: runtime error: %*%", complaints)
        self.assertNotIn("print", complaints)

    def test_unclosed_string(self):
        outcome = self.feed('a = 1\nb = "x\nprint(1)\n')
        self.assertEqual((outcome.status, outcome.output), (65, ""))
        self.assertIn('stdin:2:5: syntax error: string: not closed\n  2 | b = "x\n    |     ^\n', outcome.complaints)

    def test_caret_below_its_character(self):
        complaints = self.feed('a = "\u00e9\u20ac"; print(zz)\n').complaints
        self.assertIn('  1 | a = "\u00e9\u20ac"; print(zz)\n    |                 ^~\n', complaints)

    def test_arguments(self):
        self.write("needs.dml", "print($y + 1)\n")
        outcome = self.call("repl", "y=7", given="$y * 2\n:load needs.dml\n")
        self.assertEqual((outcome.status, outcome.output), (0, "14\n8\n"), repr(outcome))

    def test_failed_statement_changes_nothing(self):
        outcome = self.feed("X = matrix(1, 2, 2)\nX[5, 5] = 3\nsum(X)\n")
        self.assertEqual(outcome.output, "4.0\n")
        self.assertEqual(outcome.status, 1)

    def test_input_that_ends_early(self):
        for text in "if (TRUE) {\nprint(1)", "x = (1 +\n", "1 +\n":
            outcome = self.feed(text)
            self.assertEqual((outcome.status, outcome.output), (65, ""), repr(outcome))
            self.assertIn("syntax error", outcome.complaints)

    def test_variables(self):
        self.assertEqual(self.printed('x = 3\nX = matrix(0, 2, 5)\ns = "a b"\nL = list(1, 2)\n:vars\n')[1:3],
                         ["X: 2x5 matrix", 's: string "a b"'])

    def test_lineage(self):
        lines = self.printed("x = 3\ny = x * 2\n:lineage y\n")
        self.assertIn("INT64 3", lines[0])
        self.assertIn("(I) *", lines[-1])
        self.assert_refused(self.feed(":lineage nothing\n"), 2, ":lineage", "nothing")

    def test_help(self):
        text = "\n".join(self.printed(":help\n"))
        for name in ":lineage", ":explain", ":stats", ":vars", ":load", ":help", ":quit":
            self.assertIn(name, text)
        self.assertIn("order(target, by=1, decreasing=FALSE, index.return=FALSE)", self.printed(":help order\n"))
        self.assert_refused(self.feed(":help nonsense\n"), 2, ":help", "nonsense")

    def test_load(self):
        self.write("part.dml", "k = 7\nprint(k)\n")
        self.assertEqual(self.printed(":load part.dml\nk + 1\n"), ["7", "8"])
        self.assert_refused(self.feed(":load nowhere.dml\n"), 74, "nowhere.dml")

    def test_load_of_a_wrong_script(self):
        self.write("wrong.dml", "x = 1\ny = zz\n")
        self.assertIn("wrong.dml:2:5: error: zz", self.feed(":load wrong.dml\n").complaints)

    def test_explain_and_statistics(self):
        setup = "X = rand(rows=50, cols=50, seed=1)\n:explain sum(t(X) %*% X)\n"
        outcome = self.feed(setup + "1 + 1\n:stats\n")
        self.assertIn("%*%", outcome.complaints)
        # Compiled for the sizes that the variables have.
        self.assertIn("X : matrix 50x50", outcome.complaints)
        self.assertIn("cache probes", outcome.output)
        # Only that line is explained.
        self.assertEqual(outcome.complaints, self.feed(setup).complaints)

    def test_namespaces_last(self):
        self.write("lib.dml", "twice = function(Double x) return (Double y) {\n  y = 2 * x\n}\n")
        self.write("load.dml", 'source("lib.dml") as m\nz = m::twice(1)\n')
        self.assertEqual(self.printed('source("lib.dml") as l\nl::twice(4)\n1\nl::twice(5)\n'), ["8.0", "1", "10.0"])
        self.assertEqual(self.printed(":load load.dml\nm::twice(2) + z\n"), ["6.0"])
        # A new file under the old name counts from there on.
        self.write("other.dml", "twice = function(Double x) return (Double y) {\n  y = 20 * x\n}\n")
        self.assertEqual(self.printed('source("lib.dml") as l\nl::twice(4)\nsource("other.dml") as l\nl::twice(4)\n'), ["8.0", "80.0"])

    def test_a_wrong_definition_is_forgotten(self):
        outcome = self.feed("f = function(Double a) return (Double b) { b = a }\nf = function(Double a) return (Double b) { b = zz }\n"
                            "g = function(Double a) return (Double b) { b = hh(a) }\nf(2) + 1\n")
        self.assertEqual(outcome.output.split(), ["3.0"], repr(outcome))
        self.assertEqual(outcome.complaints.count("error"), 2, repr(outcome))
        self.write("wrong.dml", "f = function(Double a) return (Double b) { b = zz }\n")
        outcome = self.feed('source("wrong.dml") as w\n1 + 1\n')
        self.assertEqual(outcome.output.split(), ["2"], repr(outcome))

    def test_else_on_a_pipe(self):
        for between in "", "\n", "\n\n  # otherwise\n", "\r\n# a\n\n":
            with self.subTest(between=between):
                self.assertEqual(self.printed('x = 1\nif (x == 1) {\n  print("a")\n}' + between + 'else {\n  print("b")\n}\nx\n'), ["a", "1"])
        self.assertEqual(self.printed('x = 2\nif (x == 1) print("a")\nelse print("b")\nif (x == 2) print("c")\nx\n'), ["b", "c", "2"])

    def test_quit(self):
        self.assertEqual(self.printed("1\n:quit\n2\n"), ["1"])

    def test_bad_commands(self):
        for command, part in (":nonsense", "no such command"), (":vars x", "takes no argument"), (":lineage", "needs an argument"):
            self.assert_refused(self.feed(command + "\n"), 2, command.split()[0], part)

    def test_reuse_across_statements(self):
        text = ("X = rand(rows=300, cols=300, seed=1)\nA = sum(X %*% X)\nB = sum(X %*% X)\nA == B\n:stats\n")
        lines = self.printed(text)
        self.assertEqual(lines[0], "TRUE")
        probes = next(line for line in lines if "cache probes" in line)
        self.assertNotIn(": 0 hits", probes)

    def test_results_have_logs(self):
        self.printed('X = rand(rows=5, cols=5)\nY = X * 2\nwrite(Y, "y.csv", format="csv")\n')
        self.assert_audits("y.csv.lineage")

    def redefined(self, *definitions, call="f(X)", callers=""):
        """What the call prints after each of the definitions, all in one session."""
        return self.printed("X = matrix(seq(1, 6), rows=2, cols=3)\n" + callers
                            + "".join(f"{each}\n{call}\n" for each in definitions))

    def test_redefined_functions(self):
        """A function of the same name is another one, in whatever it differs, and so is what calls it."""
        def with_body(body, result="Double s"):
            return f"f = function(Matrix[Double] X) return ({result}) {{ for (i in 1:2) {{ {body} }} }}"
        bounds = [with_body("s = sum(X[1, ])"), with_body("s = sum(X[, 1])"), with_body("s = sum(X[1, ])")]
        self.assertEqual(self.redefined(*bounds), ["6.0", "5.0", "6.0"])
        self.assertEqual(self.redefined(with_body("n = nrow(matrix(7, rows=4, cols=2))", "Int n"),
                                        with_body("n = nrow(matrix(7, cols=4, rows=2))", "Int n")), ["4", "2"])
        self.assertEqual(self.redefined(with_body("n = length(list(X, list(X, X)))", "Int n"),
                                        with_body("n = length(list(list(X, X, X)))", "Int n")), ["2", "1"])
        callers = ("f = function(Matrix[Double] X) return (Double s) { s = 0 }\n"
                   "g = function(Matrix[Double] X) return (Double s) { for (i in 1:2) { s = f(X) } }\n"
                   "h = function(Matrix[Double] X) return (Double s) { for (i in 1:2) { s = g(X) } }\n")
        self.assertEqual(self.redefined(*bounds, call="h(X)", callers=callers), ["6.0", "5.0", "6.0"])
        self.assertEqual(self.redefined(*bounds, call='as.scalar(eval("h", X))', callers=callers), ["6.0", "5.0", "6.0"])

    def test_functions_of_a_changed_file(self):
        texts = ["f = function(Matrix[Double] X) return (Double s) { for (i in 1:2) { s = sum(X[%s]) } }" % part
                 for part in ("1, ", ", 1", "1, ")]
        sources = [f'write("{text}", "f.dml")\nsource("f.dml") as lib' for text in texts]
        callers = (sources[0] + "\ng = function(Matrix[Double] X) return (Double s) { for (i in 1:2) { s = lib::f(X) } }\n")
        self.assertEqual(self.redefined(*sources, call="lib::f(X)"), ["6.0", "5.0", "6.0"])
        self.assertEqual(self.redefined(*sources, call="g(X)", callers=callers), ["6.0", "5.0", "6.0"])
        self.assertEqual(self.redefined(*sources, call='as.scalar(eval("lib::f", X))'), ["6.0", "5.0", "6.0"])

    def test_interrupt_ends_the_filter(self):
        process = subprocess.Popen([self.lineal, "repl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=self.folder)
        process.stdin.write(b'print("started")\nwhile (TRUE) { x = 1 }\n')
        process.stdin.flush()
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        output, complaints = process.communicate(timeout=30)
        self.assertEqual(output, b"started\n")
        self.assertIn(b"interrupted", complaints)
        self.assertEqual(process.returncode, 130)


class Interrupt(lineal_program.Folder):
    def test_interrupted_script(self):
        for loop in "while (TRUE) { x = 1 }", "parfor (i in 1:8) { while (TRUE) { x = 1 } }":
            process = subprocess.Popen([self.lineal, "-s", 'write(1, "kept")\n' + loop], stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, cwd=self.folder)
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 130, complaints)
            self.assertIn(b"interrupted", complaints)
        self.assert_audits("kept.lineage")


if __name__ == "__main__":
    lineal_program.main()
