#!/usr/bin/env python3
"""Checks the golden runner: right expectations pass, and every kind of wrong one fails.

    tests/golden/self_test.py build/release/bin/lineal
"""
import os
import sys
import tempfile

import run_golden
import plans
from run_golden import expectations

PRODUCT_TWICE = """X = matrix(1, rows=100, cols=80)
G = t(X) %*% X
print(as.scalar(G[1, 2]))    # expect: 100.0
if (as.scalar(X[1, 1]) > 2) {
  print("never")
}
H = t(X) %*% X
print(as.scalar(H[3, 4]))    # expect: 100.0
"""
PLAIN = "M = matrix(seq(1, 6), rows=2, cols=3)\ntotal = sum(M)\nprint(total)    # expect: 21.0\n"
TRANSPOSED = "X = matrix(seq(1, 6), rows=2, cols=3)\nprint(sum(t(X)))    # expect: 21.0\n"
LARGEST = "X = matrix(seq(1, 6), rows=2, cols=3)\nprint(max(X))    # expect: 6.0\n"
TWICE = "X = matrix(seq(1, 6), rows=2, cols=3)\nprint(sum(X))    # expect: 21.0\nprint(sum(X))    # expect: 21.0\n"
FAILING = "x = 1\nstop(\"so\")    # expect error: so\n"

# Each a script, and what is said of it; nothing where it is as expected.
CASES = [
    (PRODUCT_TWICE, None),
    ("# reuse hits: 1\n" + PRODUCT_TWICE, None),
    ("# reuse hits: 2\n" + PRODUCT_TWICE, "reuse hits: expected 2, got 1"),
    ("# reuse hits: 0\n" + PRODUCT_TWICE, "reuse hits: expected 0, got 1"),
    ("# reuse hits: some\n" + PRODUCT_TWICE, "reuse hits: expected some, got 1"),
    (PRODUCT_TWICE.replace("100.0", "101.0"), "expected line '101.0', got '100.0'"),
    ("# plan same as: plain.dml\n" + TRANSPOSED, None),
    ("# plan same as: plain.dml\n" + LARGEST, "where the other has"),
    ("# plan same as: plain.dml\n" + TWICE, "where the other has"),
    ("# plan same as: plain.dml\n" + PLAIN.replace("seq(1, 6)", "seq(1, 6, 1) * 2").replace("21", "42"), "where the other has"),
    ("# plan same as: missing.dml\n" + PLAIN, "no such script"),
    ("# plan same as: failing.dml\n" + PLAIN, "plan same as"),
    (FAILING, None),
    (FAILING.replace("error: so", "error: other"), "expected an error with 'other'"),
    (PLAIN.replace("# expect: 21.0", ""), "unexpected output"),
]

# Plans in normal form: what is the same, and what must not be.
HEAD = "function main (3 slots)\n  block\n"
SAME = [(HEAD + '    %2 = seq 1 6\n    print %2!  release %2\n', HEAD + '    x = seq 1 6\n    print x!\n'),
        (HEAD + '    %2 = t X  traced in 2 steps\n  block\n    print "a"\n', HEAD + '    %1 = t Y\n    print "a"\n')]
DIFFERENT = [(HEAD + '    print "a"\n', HEAD + '    print "b"\n'),
             (HEAD + '    x = + x y\n', HEAD + '    x = + y x\n    x = + y x\n'),
             (HEAD + '    x = + x y\n', HEAD + '    z = + x y\n'),
             (HEAD + '    x = + x! y\n', HEAD + '    x = + x y\n'),
             ("function main (1 slots)\n  for i\n    block\n      print i\n", "function main (1 slots)\n  for i\n  print i\n")]


def main():
    lineal = os.path.abspath(sys.argv[1])
    faults = []
    with tempfile.TemporaryDirectory() as root:
        for name, text in (("plain.dml", PLAIN), ("failing.dml", 'stop("so")')):
            with open(os.path.join(root, name), "w", encoding="utf-8") as handle:
                handle.write(text)
        for text, wanted in CASES:
            with open(os.path.join(root, "case.dml"), "w", encoding="utf-8") as handle:
                handle.write(text)
            script = expectations.load(root, "case.dml")
            found = run_golden.run_one(lineal, root, script, run_golden.Configuration())
            if (wanted is None) != (not found) or (wanted is not None and not any(wanted in sentence for sentence in found)):
                faults.append(f"expected {wanted or 'nothing'!r}, got {found} of\n{text}")
            # Elsewhere only what is printed counts.
            inside = wanted is not None and ("reuse hits" in text or "plan same as" in text)
            if inside and run_golden.run_one(lineal, root, script, run_golden.Configuration(options=["--reuse=none"])):
                faults.append(f"looks inside of another configuration: {text}")
    faults += [f"taken for different:\n{a}{b}" for a, b in SAME if plans.difference(a, b)]
    faults += [f"taken for the same:\n{a}{b}" for a, b in DIFFERENT if not plans.difference(a, b)]
    for fault in faults:
        print(fault)
    print(f"golden runner: {len(CASES) + len(SAME) + len(DIFFERENT)} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
