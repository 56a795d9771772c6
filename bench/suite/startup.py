"""Start-up time and resident memory of the smallest script."""
import os

from .process import interleaved, median, run, say
from .table import Row

RUNS = 15


def measure(lineal, peers, folder):
    say("start-up ...")
    script = os.path.join(folder, "one.dml")
    with open(script, "w", encoding="utf-8") as file:
        file.write("print(1)\n")
    actions = {"lineal": lambda: run([lineal, "-s", "print(1)"])}
    if peers.numpy:
        actions["Python with NumPy"] = lambda: run(peers.numpy + ["-c", "import numpy; print(1)"])
    runs = interleaved(RUNS, actions)
    if peers.systemds:
        run(peers.systemds + [script])  # its launcher may install it first
        runs.update(interleaved(3, {"SystemDS": lambda: run(peers.systemds + [script])}))
    milliseconds = {name: median([r.seconds * 1e3 for r in of]) for name, of in runs.items()}
    megabytes = {name: median([r.megabytes for r in of]) for name, of in runs.items()}
    rows = []
    for what, unit, figures, limit in (("start-up", "ms", milliseconds, 30), ("start-up, resident memory", "MB", megabytes, 40)):
        own = figures["lineal"]
        others = [name for name in figures if name != "lineal"] or [None]
        for i, other in enumerate(others):
            rows.append(Row(what, own, unit, other or "", figures.get(other), aim=f"<= {limit} {unit}" if i == 0 else "",
                            met=own <= limit if i == 0 else None))
    return rows
