"""The search of scripts/examples/tune_ridge.dml, whole processes from the CSV to the best configuration."""
import os

from . import agreement, data
from .process import Failed, interleaved, median, run, say, numbers_after
from .table import Row

CONFIGURATIONS = 40
RUNS = 3
SYSTEMDS_MODES = {"SystemDS": [], "SystemDS reuse_hybrid": ["-lineage", "reuse_hybrid"],
                  "SystemDS reuse_multilevel": ["-lineage", "reuse_multilevel"]}


def measure_reading(lineal, peers, scripts, path):
    """Returns rows about reading the CSV."""
    say("reading the CSV ...")
    script = os.path.join(scripts, "read_csv.dml")
    actions = {"lineal": lambda: run([lineal, "run", "--threads=1", script, f"data={path}"])}
    if peers.numpy:
        code = f"import numpy; print('sum', numpy.loadtxt({path!r}, delimiter=',').sum())"
        actions["NumPy loadtxt"] = lambda: run(peers.numpy + ["-c", code])
    runs = interleaved(RUNS, actions, warm=True)
    if peers.systemds:
        runs["SystemDS"] = [run(peers.systemds + [script, "-nvargs", f"data={path}"])]
    sums = {name: numbers_after(of[0].output, "sum")[0][0] for name, of in runs.items()}
    for name, total in sums.items():
        if not abs(total - sums["lineal"]) <= 1e-9 * abs(sums["lineal"]):
            raise Failed(f"reading {path}: {name} got the sum {total}, Lineal {sums['lineal']}")
    megabytes = os.path.getsize(path) / 1e6
    rate = {name: megabytes / median([r.seconds for r in of]) for name, of in runs.items()}
    others = [name for name in rate if name != "lineal"] or [None]
    aim = 250
    return [Row("read CSV and sum, one thread, whole process", rate["lineal"], "MB/s", other or "", rate.get(other), higher_is_better=True,
                aim=f">= {aim} MB/s" if i == 0 else "", met=rate["lineal"] >= aim if i == 0 else None) for i, other in enumerate(others)]


def measure(lineal, peers, root, folder, rows, columns, limit):
    path = data.generate(folder, rows, columns)
    table = measure_reading(lineal, peers, os.path.join(root, "bench", "scripts"), path)
    script = os.path.join(root, "scripts", "examples", "tune_ridge.dml")
    arguments = [f"data={path}", f"show={CONFIGURATIONS}", f"model={os.path.join(folder, 'model.csv')}"]
    scores = {}

    def checked(name, command, timeout=None):
        say(f"demo, {name} ...")
        outcome = run(command, timeout)
        if not outcome.timed_out:
            first = next(iter(scores), None)
            scores[name] = agreement.check(name, outcome.output, CONFIGURATIONS, scores.get(first), first)
        return outcome

    actions = {"with reuse": lambda: checked("with reuse", [lineal, "run", script] + arguments),
               "--reuse=none": lambda: checked("--reuse=none", [lineal, "run", "--reuse=none", script] + arguments)}
    for name, python, program in (("NumPy", peers.numpy, "numpy_naive.py"), ("scikit-learn", peers.sklearn, "sklearn_gridsearch.py")):
        if python:
            command = python + [os.path.join(root, "bench", "demo", program), "--data", path]
            actions[name] = lambda name=name, command=command: checked(name, command)
    runs = interleaved(RUNS, actions, warm=True)
    if peers.systemds:
        for name, options in SYSTEMDS_MODES.items():
            command = peers.systemds + [script, "-nvargs"] + arguments + options
            outcome = checked(name, command, limit)
            runs[name] = [outcome if outcome.timed_out else checked(name, command, limit)]

    seconds = {name: median([r.seconds for r in of]) for name, of in runs.items()}
    stopped = {name for name, of in runs.items() if any(r.timed_out for r in of)}
    own = seconds["with reuse"]
    best_systemds = min((name for name in SYSTEMDS_MODES if name in seconds), key=lambda name: (name in stopped, seconds[name]), default=None)
    for name in seconds:
        if name == "with reuse":
            continue
        factor = {"--reuse=none": 3, "NumPy": 3, best_systemds: 10}.get(name)
        table.append(Row("demo with reuse, whole process", own, "s", name, seconds[name], bound=">" if name in stopped else "",
                         aim=f">= {factor}x" if factor else "", met=seconds[name] >= factor * own if factor else None))
    table.append(Row("demo with reuse, resident memory", median([r.megabytes for r in runs["with reuse"]]), "MB", "--reuse=none",
                     median([r.megabytes for r in runs["--reuse=none"]])))
    for name in stopped:
        say(f"{name}: stopped after {limit:.0f} s")
    say(f"all scores of {', '.join(scores)} agree within {agreement.TOLERANCE:g}")
    return table
