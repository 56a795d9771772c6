"""Reads the expectations that a DML script carries in its comments, and compares a run's output with them.

A script of tests/dml says what it prints in trailing comments, in the order of the output lines:

    print(sum(X))        # expect: 6.0
    print(v)             # expect near: 0.3333333 1e-12
    x = missing + 1      # expect error: missing

Further lines of one statement stand in comment lines that follow it. Directives stand on lines of their own: `# args: a=1 b=two`
(named arguments), `# positional: 1 two` ($1, $2), `# skip: why`, `# diverges: defect|extension|lenient: why SystemDS differs`,
and, for Lineal alone, `# plan same as: lib/other.dml` and `# reuse hits: 3`.
`{tmp}` in the arguments is an empty folder made for the run.
"""
import os
import re
import shlex
import shutil
import tempfile
from dataclasses import dataclass, field

EXPECT = re.compile(r"#\s*expect( near| error)?:(.*)$")
DIRECTIVE = re.compile(r"^#\s*(args|positional|skip|diverges|plan same as|reuse hits):\s*(.*)$")


@dataclass
class Expectation:
    kind: str  # "line", "near" or "error"
    text: str
    source_line: int


@dataclass
class Script:
    path: str  # relative to the folder of all scripts
    text: str
    expected: list = field(default_factory=list)
    error: Expectation = None
    directives: dict = field(default_factory=dict)


def load(root, path):
    """Parses the expectations of one script."""
    with open(os.path.join(root, path), encoding="utf-8") as handle:
        script = Script(path, handle.read())
    for number, line in enumerate(script.text.split("\n"), 1):
        directive = DIRECTIVE.match(line)
        if directive:
            script.directives[directive.group(1)] = directive.group(2).strip()
            continue
        found = EXPECT.search(line)
        if not found:
            continue
        kind = (found.group(1) or " line").strip()
        text = found.group(2)
        text = text[1:] if text.startswith(" ") else text
        expectation = Expectation(kind, text.rstrip(), number)
        if kind == "error":
            if script.error:
                raise ValueError(f"{path}:{number}: a script can fail only once")
            script.error = expectation
        else:
            if script.error:
                raise ValueError(f"{path}:{number}: nothing is printed after an error")
            script.expected.append(expectation)
    return script


def find(root, patterns=()):
    """Lists the scripts below root, without the sourced files in folders called lib; patterns select by part of the path or glob."""
    import fnmatch

    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "lib")
        found += [os.path.relpath(os.path.join(folder, name), root) for name in files if name.endswith(".dml")]
    found.sort()
    if not patterns:
        return found
    return [path for path in found if any(p in path or fnmatch.fnmatch(path, p) for p in patterns)]


def differences(script, printed):
    """Compares printed lines with the expectations; returns one sentence per difference."""
    result = []
    printed = [line.rstrip() for line in printed]
    for expected, line in zip(script.expected, printed):
        if not matches(expected, line):
            result.append(f"line {expected.source_line}: expected {expected.kind} {expected.text!r}, got {line!r}")
    for missing in script.expected[len(printed):]:
        result.append(f"line {missing.source_line}: expected {missing.text!r}, got nothing")
    for extra in printed[len(script.expected):]:
        result.append(f"unexpected output {extra!r}")
    return result


def matches(expected, line):
    if expected.kind == "line":
        return line == expected.text
    words = expected.text.split()
    tolerance = float(words[-1])
    wanted, got = words[:-1], line.split()
    if len(wanted) != len(got):
        return False
    for a, b in zip(wanted, got):
        try:
            a, b = float(a), float(b)
        except ValueError:
            return False
        if not (a == b or abs(a - b) <= tolerance * max(1.0, abs(a))):
            return False
    return True


class Workplace:
    """An own folder for one run: the script, the files that it sources, and an empty folder for what it writes."""

    def __init__(self, root, script):
        self.folder = tempfile.mkdtemp(prefix="lineal-golden-")
        self.name = os.path.basename(script.path)
        source = os.path.join(root, os.path.dirname(script.path))
        shutil.copy(os.path.join(source, self.name), self.folder)
        if os.path.isdir(os.path.join(source, "lib")):
            shutil.copytree(os.path.join(source, "lib"), os.path.join(self.folder, "lib"))
        self.scratch = os.path.join(self.folder, "written")
        os.mkdir(self.scratch)

    def arguments(self, script, directive):
        return shlex.split(script.directives.get(directive, "").replace("{tmp}", self.scratch))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)
