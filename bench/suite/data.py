"""Generates the data of the demo: one CSV that every program reads."""
import os
import random
from operator import mul

from .process import say

CHUNK = 2000


def generate(folder, rows, columns):
    """Returns the path of a CSV of `columns` uniform features and a linear target with noise; keeps it for the next run."""
    path = os.path.join(folder, f"regression_{rows}x{columns}.csv")
    if os.path.exists(path):
        return path
    say(f"generating {path} ...")
    source = random.Random(7)
    weights = [source.uniform(-1, 1) for _ in range(columns)]
    with open(path + ".part", "w", encoding="ascii") as file:
        lines = []
        for row in range(rows):
            features = [source.random() * 2 - 1 for _ in range(columns)]
            target = sum(map(mul, features, weights)) + 3 + source.gauss(0, 1)
            # %.9f: few enough digits to read fast, far more than the noise needs. All programs read the same numbers.
            lines.append(",".join(["%.9f" % x for x in features]) + ",%.9f\n" % target)
            if len(lines) == CHUNK or row + 1 == rows:
                file.writelines(lines)
                lines = []
    os.replace(path + ".part", path)
    return path
