"""Elementary functions over 10^7 cells on all cores against NumPy, for each instruction set that the processor has."""
import os
import sys

from .process import Failed, interleaved, run, say
from .table import Row

# What NumPy has to go without to use AVX2 at most.
WIDE = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
AIMS = ("exp", "tanh", "power")
# Units in the last place between the two: NumPy promises four, and its sine needs three.
CLOSE = {"exp": 2, "tanh": 2, "power": 2, "log": 2}


def times(output, numbers):
    """Returns, by name, the numbers of each line."""
    lines = [line.split("\t") for line in output.splitlines()]
    found = {line[0]: [float(word) for word in line[1:]] for line in lines if len(line) == numbers + 1}
    if len(found) < 12:
        raise Failed(f"elementary functions: not 12 lines of figures: {output[-300:]}")
    return found


def least(runs):
    """The least of each figure over some runs."""
    return {name: [min(column) for column in zip(*(figures[name] for figures in runs))] for name in runs[0]}


def measure(programs, root, threads, folder):
    rows = []
    script = os.path.join(root, "bench", "elementary", "numpy_functions.py")
    for instructions, without in (("avx512", ""), ("avx2", WIDE)):
        say(f"elementary functions, {instructions} ...")
        command = [os.path.join(programs, "bench_elementary"), str(threads), instructions, folder]
        try:
            run(command)  # does not count: the first run takes the memory
        except Failed as failure:
            if "exit status 2" not in str(failure):
                raise
            continue  # a processor without these instructions
        runs = interleaved(3, {
            "ours": lambda: times(run(command).output, 2),
            "NumPy": lambda: times(run(["env", f"NPY_DISABLE_CPU_FEATURES={without}", sys.executable, script, folder]).output, 3),
        })
        theirs = least(runs["NumPy"])
        for name, (reused, fresh) in least(runs["ours"]).items():
            their_reused, their_fresh, units = theirs[name]
            if not units <= CLOSE.get(name, 4):
                raise Failed(f"{name}: {units} units in the last place from NumPy's result")
            aim = ">= 3x" if name in AIMS else ""
            met = their_fresh / fresh >= 3 if aim else None
            rows.append(Row(f"{name} 10^7 cells, {instructions}", fresh, "ms", "NumPy", their_fresh, aim=aim, met=met))
            rows.append(Row("  into an output that is there", reused, "ms", "NumPy", their_reused))
    return rows
