#!/usr/bin/env python3
"""Runs scripts/examples/tune_ridge.dml under every configuration that must not matter and checks it against tune_ridge.py.

    demo_test.py LINEAL [--data FILE]

Without --data the wine data are used where they lie beside the repository, and generated data in any case. All
configurations must print the same bytes and write the same model, except that passes which may change rounding (see
docs/passes.md) are compared by tolerance when they are disabled.
"""
import argparse
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "scripts" / "examples" / "tune_ridge.dml"
ORACLE = pathlib.Path(__file__).with_name("tune_ridge.py")
WINE = ROOT.parent / "shared" / "data" / "winequality-red-white.csv"
ROUNDING = ("algebra", "chain", "recompile")
EXACT = ("sizes", "fold", "cse", "products", "hoist", "dead")
SAME_BYTES = [["--reuse=none"], ["--reuse=full"], ["--threads=1"], ["--threads=2"], ["--cache-size=1m"],
              ["--cache-size=1m", "--threads=1"]] + [["--disable=" + name] for name in EXACT]
SAME_BYTES += [["--threads=3"], ["--threads=7"]] + [["--isa=" + name] for name in ("plain", "avx2", "avx512")]
# What OpenBLAS would listen to if it were asked: the kernels of other processors, threads, sizes of blocks.
SAME_BYTES += [["env:OPENBLAS_CORETYPE=" + name] for name in ("Haswell", "Zen", "SkylakeX", "Cooperlake", "Sandybridge")]
SAME_BYTES += [["env:OPENBLAS_NUM_THREADS=5", "env:OMP_NUM_THREADS=3", "env:OPENBLAS_BLOCK_FACTOR=20"]]
SAME_NUMBERS = [["--disable=" + name] for name in ROUNDING] + [["--exact"], ["--disable=all"]]


def run(lineal, folder, data, options):
    """What the demo prints and the hash of its model under some options; `env:NAME=VALUE` sets a variable."""
    model = folder / "model.csv"
    variables = dict(option[len("env:"):].split("=", 1) for option in options if option.startswith("env:"))
    options = [option for option in options if not option.startswith("env:")]
    command = [lineal, "run", str(SCRIPT), f"data={data}", f"model={model}", *options]
    done = subprocess.run(command, capture_output=True, cwd=folder, env={**os.environ, **variables})
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    return done.stdout, hashlib.sha256(model.read_bytes()).hexdigest()


def agrees(folder, data, printed, tolerance="1e-10"):
    output = folder / "printed.txt"
    output.write_bytes(printed)
    command = [sys.executable, str(ORACLE), str(data), "--against", str(output), "--model", str(folder / "model.csv"),
               "--tolerance", tolerance]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def check(lineal, data):
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        printed, model = run(lineal, folder, data, [])
        if not agrees(folder, data, printed):
            print(f"FAILED {data}: differs from NumPy by more than 1e-10")
            failures += 1
        for options in SAME_BYTES:
            if lacks_processor(lineal, options):
                continue
            if run(lineal, folder, data, options) != (printed, model):
                print(f"FAILED {data} {' '.join(options)}: other bytes than without options")
                failures += 1
        for options in SAME_NUMBERS:
            other, _ = run(lineal, folder, data, options)
            if not agrees(folder, data, other):
                print(f"FAILED {data} {' '.join(options)}: differs from NumPy by more than 1e-10")
                failures += 1
    return failures


def lacks_processor(lineal, options):
    """Says so and returns True when the options force instructions that this processor has not."""
    forced = [option for option in options if option.startswith("--isa=")]
    done = subprocess.run([lineal, *forced, "-s", "x = 1"], capture_output=True, text=True)
    if done.returncode != 2 or "processor" not in done.stderr:
        return False
    print(f"skipped {' '.join(forced)}: {done.stderr.strip()}")
    return True


def generated(folder):
    random = np.random.default_rng(11)
    X = random.normal(size=(900, 9)) * np.arange(1, 10)
    y = X @ random.normal(size=9) + 5 + random.normal(size=900)
    path = pathlib.Path(folder) / "generated.csv"
    np.savetxt(path, np.column_stack([X, y]), delimiter=",", fmt="%.17g")
    return path


def known_passes(lineal):
    """The names that --disable knows, so that a new pass cannot be forgotten here."""
    done = subprocess.run([lineal, "-s", "x = 1", "--disable=?"], capture_output=True, text=True)
    return {word.strip(" ,\n") for word in done.stderr.split("known are")[-1].split(",")} - {"all"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lineal")
    parser.add_argument("--data", type=pathlib.Path)
    chosen = parser.parse_args()
    lineal = str(pathlib.Path(chosen.lineal).resolve())
    failures = 0
    if known_passes(lineal) != set(ROUNDING + EXACT):
        print(f"FAILED: passes are {sorted(known_passes(lineal))}, this test knows {sorted(ROUNDING + EXACT)}")
        failures += 1
    with tempfile.TemporaryDirectory() as name:
        files = [chosen.data] if chosen.data else [generated(name)]
        if not chosen.data and WINE.exists():
            files.append(WINE)
        elif not chosen.data:
            print("the wine data are not beside the repository: generated data only")
        for data in files:
            failures += check(lineal, data)
    print(f"{failures} failures" if failures else f"{len(files)} data sets, {len(SAME_BYTES) + len(SAME_NUMBERS) + 1} runs each: agree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
