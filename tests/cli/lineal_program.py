"""Runs the program under test in a temporary folder and looks at what it leaves there.

A test file ends in `lineal_program.main()` and is started as `python3 tests/cli/NAME_test.py PATH-OF-LINEAL [unittest options]`.
"""
import hashlib
import os
import subprocess
import sys
import tempfile
import unittest

SOURCE_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.path.join(SOURCE_ROOT, "scripts", "examples")


class Outcome:
    """What one run printed and how it ended."""

    def __init__(self, status, output, complaints):
        self.status = status
        self.output = output
        self.complaints = complaints

    def __repr__(self):
        return f"status {self.status}\nstdout: {self.output[-2000:]}\nstderr: {self.complaints[-2000:]}"


class Folder(unittest.TestCase):
    """A test case with a folder that disappears afterwards."""

    lineal = ""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="lineal-cli-")
        self.addCleanup(place.cleanup)
        self.folder = os.path.realpath(place.name)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        """Writes text or bytes to a file of the folder and returns the name."""
        with open(self.path(name), "wb") as handle:
            handle.write(text if isinstance(text, bytes) else text.encode())
        return name

    def read(self, name):
        with open(self.path(name), "rb") as handle:
            return handle.read()

    def sha256(self, name):
        return hashlib.sha256(self.read(name)).hexdigest()

    def call(self, *words, given="", timeout=120, shell_prefix=None, environment=None):
        """Runs lineal with these words in the folder. `shell_prefix` is shell code to run before, such as a ulimit."""
        command = [self.lineal, *[str(word) for word in words]]
        if shell_prefix:
            command = ["bash", "-c", shell_prefix + '; exec "$0" "$@"', *command]
        done = subprocess.run(command, cwd=self.folder, input=given if isinstance(given, bytes) else given.encode(),
                              capture_output=True, timeout=timeout, check=False,
                              env=dict(os.environ, **environment) if environment else None)
        return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def run_well(self, *words, **options):
        """Runs lineal, expects success, and returns what it printed."""
        outcome = self.call(*words, **options)
        self.assertEqual(outcome.status, 0, f"lineal {' '.join(map(str, words))}: {outcome!r}")
        return outcome.output

    def assert_refused(self, outcome, status, *parts):
        """Expects a clear error: this exit status and, on one line of stderr, all the parts."""
        self.assertEqual(outcome.status, status, repr(outcome))
        lines = outcome.complaints.splitlines()
        self.assertTrue(any(all(part in line for part in parts) for line in lines),
                        f"no line of stderr with {parts}: {outcome!r}")

    def assert_audits(self, log, *options):
        output = self.run_well("audit", log, *options)
        self.assertEqual(output.splitlines()[-1], "bitwise equal", output)
        return output


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    Folder.lineal = os.path.abspath(sys.argv.pop(1))
    unittest.main()
