#!/usr/bin/env python3
"""Times NumPy's elementary functions over the cells of functions.cpp, whose results it checks first.

    numpy_functions.py FOLDER

Prints a line for each function: name, best milliseconds into an output that is there, into a fresh one, and the largest distance of
the two programs' results in units in the last place. FOLDER holds what bench_elementary wrote.
"""
import os
import sys
import time

import numpy as np

CELLS = 10_000_000
RANGES = {"exp": (-2, 4), "tanh": (-2, 4), "power": (0, 2), "log": (0, 2), "sin": (-2, 4), "cos": (-2, 4), "tan": (-2, 4),
          "arcsin": (-1, 2), "arccos": (-1, 2), "arctan": (-2, 4), "sinh": (-2, 4), "cosh": (-2, 4)}


def best(action):
    least = 1e9
    begin = time.perf_counter()
    rounds = 0
    while rounds < 5 or time.perf_counter() - begin < 0.4:
        start = time.perf_counter()
        action()
        least = min(least, time.perf_counter() - start)
        rounds += 1
    return least * 1e3


def distance(ours, theirs):
    """In units in the last place; where both are NaN or equal, none."""
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    with np.errstate(invalid="ignore"):
        units = np.abs(ours - theirs) / np.spacing(np.abs(theirs))
    return float(np.max(np.where(same, 0, units)))


def main():
    unit = (np.arange(CELLS, dtype=np.uint64) * np.uint64(2654435761) % np.uint64(1 << 32)).astype(np.float64) * 2.0 ** -32
    out = np.empty(CELLS)
    np.seterr(all="ignore")
    for name, (low, span) in RANGES.items():
        x = low + span * unit
        function = getattr(np, name)
        arguments = (x, 1.7) if name == "power" else (x,)
        function(*arguments, out=out)
        ours = np.fromfile(os.path.join(sys.argv[1], name))
        units = distance(ours, out[:len(ours)]) if len(ours) else float("inf")
        reused = best(lambda: function(*arguments, out=out))
        fresh = best(lambda: function(*arguments))
        print(name, f"{reused:.4f}", f"{fresh:.4f}", f"{units:.2f}", sep="\t", flush=True)


if __name__ == "__main__":
    main()
