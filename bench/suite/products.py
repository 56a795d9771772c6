"""Products on all cores against threaded OpenBLAS in the same process."""
import os

from .process import run, say
from .table import Row


def measure(programs, threads):
    say("products ...")
    rows = []
    for line in run([os.path.join(programs, "bench_products"), str(threads)]).output.splitlines():
        name, ours, theirs = line.split("\t")
        ratio = float(theirs) / float(ours)
        rows.append(Row(name, float(ours), "ms", "OpenBLAS", float(theirs), aim=">= 0.95x", met=ratio >= 0.95))
    return rows
