"""Products on all cores against threaded OpenBLAS in the same process, each with the instructions of the processor and with AVX2."""
import os

from .process import run, say
from .table import Row

# Our kernels, what OpenBLAS is told (nothing: it takes what it thinks best), and a mark for the rows.
RUNS = (("", None, ""), ("avx2", "Haswell", " [avx2]"))


def environment(core):
    """Returns the environment without what would choose kernels or caches for OpenBLAS."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    if core is not None:
        variables["OPENBLAS_CORETYPE"] = core
    return variables


def measure(programs, threads):
    rows = []
    for instructions, core, mark in RUNS:
        say(f"products{mark} ...")
        command = [os.path.join(programs, "bench_products"), str(threads)] + ([instructions] if instructions else [])
        for line in run(command, environment=environment(core)).output.splitlines():
            name, ours, theirs = line.split("\t")
            ratio = float(theirs) / float(ours)
            rows.append(Row(name + mark, float(ours), "ms", "OpenBLAS", float(theirs), aim=">= 0.95x", met=ratio >= 0.95))
    return rows
