"""Frames of a million rows and ten columns of ten categories: reading them from a CSV, and operators on them."""
import os
import random

from .process import Failed, interleaved, median, numbers_after, run, say
from .table import Row

ROWS = 1000000
COLUMNS = 10
CATEGORIES = 10
RUNS = 3
CHUNK = 10000


def generate(folder):
    """Returns the path of the CSV; keeps it for the next run."""
    path = os.path.join(folder, f"categories_{ROWS}x{COLUMNS}.csv")
    if os.path.exists(path):
        return path
    say(f"generating {path} ...")
    source = random.Random(7)
    words = [[f"{'category' * (c % 3)}{c}_{i}" for i in range(CATEGORIES)] for c in range(COLUMNS)]
    with open(path + ".part", "w", encoding="ascii") as file:
        for _ in range(ROWS // CHUNK):
            file.writelines(",".join(row) + "\n" for row in zip(*(source.choices(of, k=CHUNK) for of in words)))
    os.replace(path + ".part", path)
    return path


def measure(lineal, scripts, folder):
    path = generate(folder)
    say("reading a frame ...")
    script = os.path.join(scripts, "read_frame.dml")
    runs = interleaved(RUNS, {threads: lambda threads=threads: run([lineal, "run", f"--threads={threads}", script, f"data={path}"])
                              for threads in (1, 2)}, warm=True)
    for of in runs.values():
        if numbers_after(of[0].output, "rows") != [[ROWS]]:
            raise Failed(f"reading {path}: not {ROWS} rows: {of[0].output}")
    size = os.path.getsize(path) / 1e6
    rate = {threads: size / median([r.seconds for r in of]) for threads, of in runs.items()}
    resident = max(r.megabytes for of in runs.values() for r in of)
    limit = 60 + size  # of the frame, and the file beside it
    rows = [Row("read CSV into a frame, whole process", rate[1], "MB/s", "two threads", rate[2], higher_is_better=True),
            Row("read CSV into a frame, resident memory", resident, "MB", "the file", size, aim=f"<= {limit:.0f} MB", met=resident <= limit)]
    say("operators on frames ...")
    output = run([lineal, "run", "--reuse=none", os.path.join(scripts, "frame_operators.dml"), f"data={path}"]).output
    fastest = [min(of) / 1e6 for of in zip(*numbers_after(output, "nanoseconds"))]
    for name, figure in zip(("map, ten million cells of categories", "rows of a frame, ten million cells", "rbind of frames, twenty million cells",
                             "comparison of frames, ten million cells"), fastest):
        rows.append(Row(name, figure, "ms"))
    return rows
