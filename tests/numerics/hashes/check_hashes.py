#!/usr/bin/env python3
"""Computes what the scripts of this folder write, under several settings, and compares every result with hashes.txt.

    tests/numerics/hashes/check_hashes.py build/release/bin/lineal [--emulator "qemu-x86_64 -cpu Haswell"] [script ...]

The hashes say that results have the same bits everywhere and always, not that they are right: other tests do. Each set of instructions runs
with each number of threads; under an emulator, one setting does. --update writes hashes.txt anew from one run: once a version has been
released, only together with another kNumericsVersion (runtime/core/numerics_version.h), which the first line of the file names.

A script that says `# uses: OpenBLAS` is left out where the processor cannot run it, or where another version of OpenBLAS is installed than
the one whose results the file holds.
"""
import argparse
import hashlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))
HASHES = os.path.join(HERE, "hashes.txt")
SETS = ("plain", "avx2", "avx512")  # of instructions, narrow to wide
THREADS = (1, 2, 3, 7)
DIGITS = 32  # of a SHA-256, in hashes.txt


@dataclass
class Setting:
    options: list
    environment: dict = field(default_factory=dict)

    def __str__(self):
        return " ".join([f"{name}={value}" for name, value in self.environment.items()] + self.options)


class Program:
    """The program under test, perhaps under an emulator, and what it says of itself."""

    def __init__(self, path, emulator=""):
        self.command = [*shlex.split(emulator), os.path.abspath(path)]
        done = subprocess.run([*self.command, "--version"], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(self.command)} --version: exit {done.returncode}\n{done.stderr}")
        self.numerics = re.search(r"^numeric profile: (.*)$", done.stdout, re.M).group(1)
        machine = re.search(r"^machine: (.*)$", done.stdout, re.M).group(1)
        self.instructions = re.search(r"\b(plain|avx2|avx512)\b", machine).group(1)
        library = re.search(r"OpenBLAS[ :].*", machine).group(0)
        version = re.match(r"OpenBLAS [\d.]+", library)
        self.library = version.group(0) if version else None
        self.no_library = library  # why there is none, if so

    def sets(self):
        return SETS[:SETS.index(self.instructions) + 1]

    def results(self, script, setting, timeout):
        """Hashes of the files that a script writes, by name."""
        place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # every result is synced to disk otherwise
        with tempfile.TemporaryDirectory(prefix="lineal-hashes-", dir=place) as folder:
            command = [*self.command, "run", *setting.options, os.path.join(HERE, script), f"out={folder}"]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout, cwd=folder,
                                  env={**os.environ, **setting.environment})
            if done.returncode != 0:
                raise RuntimeError(f"exit {done.returncode}: {done.stderr.strip()[:400]}")
            found = {}
            for name in os.listdir(folder):
                if not name.endswith((".mtd", ".lineage")):
                    with open(os.path.join(folder, name), "rb") as handle:
                        found[f"{script[:-4]}/{name}"] = hashlib.sha256(handle.read()).hexdigest()[:DIGITS]
            return found


def settings_of(program):
    chosen = [Setting([f"--isa={name}", f"--threads={threads}"]) for name in program.sets() for threads in THREADS]
    chosen += [Setting([option]) for option in ("--reuse=none", "--cache-size=64k", "--lineage=off", "--defer-from=16")]
    # A C library whose functions round otherwise: nothing may call them.
    chosen.append(Setting([], {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2"}))
    # Another OpenBLAS in the process, set up otherwise.
    chosen.append(Setting([], {"LD_PRELOAD": "libopenblas.so.0", "OPENBLAS_CORETYPE": "Sandybridge", "OPENBLAS_NUM_THREADS": "5"}))
    return chosen


def read_hashes():
    """Version of the numerics, version of OpenBLAS, and the hashes by name."""
    with open(HASHES, encoding="utf-8") as handle:
        lines = handle.read().splitlines()
    return lines[0], lines[1], dict(line.split(" ") for line in lines[2:])


def write_hashes(program, found):
    with open(HASHES, "w", encoding="utf-8") as handle:
        handle.write(f"{program.numerics}\n{program.library}\n")
        handle.writelines(f"{name} {digest}\n" for name, digest in sorted(found.items()))
    print(f"hashes: wrote {len(found)} of {program.numerics}")


def uses_library(script):
    with open(os.path.join(HERE, script), encoding="utf-8") as handle:
        return re.search(r"^# uses: OpenBLAS$", handle.read(), re.M) is not None


def runnable(scripts, program, library):
    """The scripts that can be compared here; says why others cannot."""
    chosen = []
    for script in scripts:
        if uses_library(script) and program.library is None:
            print(f"skipped {script}: {program.no_library}")
        elif uses_library(script) and library not in (None, program.library):
            print(f"skipped {script}: installed is {program.library}, hashes.txt is of {library}")
        else:
            chosen.append(script)
    return chosen


def compare(expected, script, setting, found):
    """Sentences about the results of one script that are others than expected."""
    own = {name: digest for name, digest in expected.items() if name.startswith(script[:-4] + "/")}
    wrong = [f"{name}: other bits" for name in sorted(own) if name in found and found[name] != own[name]]
    wrong += [f"{name}: not written" for name in sorted(own.keys() - found.keys())]
    wrong += [f"{name}: not in hashes.txt" for name in sorted(found.keys() - own.keys())]
    return [f"{setting}: {sentence}" for sentence in wrong]


def run_each(program, scripts, settings, jobs, timeout):
    """Yields setting, script, and results or the failure, for every pair."""
    pairs = [(setting, script) for setting in settings for script in scripts]

    def run(pair):
        try:
            return program.results(pair[1], pair[0], timeout)
        except (RuntimeError, subprocess.TimeoutExpired) as failure:
            return failure

    with ThreadPoolExecutor(jobs) as pool:
        for (setting, script), found in zip(pairs, pool.map(run, pairs)):
            yield setting, script, found


def check(program, scripts, settings, chosen):
    numerics, library, expected = read_hashes()
    if numerics != program.numerics:
        print(f"FAILED: hashes.txt is of '{numerics}', the program computes '{program.numerics}'")
        return 1
    scripts = runnable(scripts, program, library)
    failures = []
    count = 0
    for setting, script, found in run_each(program, scripts, settings, chosen.jobs, chosen.timeout):
        if isinstance(found, Exception):
            failures.append(f"{setting}: {script}: {found}")
        else:
            count += len(found)
            failures += compare(expected, script, setting, found)
    for sentence in failures[:40]:
        print("FAILED " + sentence)
    print(f"hashes: {count} results under {len(settings)} settings, {len(failures)} failures")
    return 1 if failures else 0


def update(program, scripts, chosen):
    if program.library is None:
        sys.exit(f"hashes of all scripts are needed: {program.no_library}")
    found = {}
    for _, script, results in run_each(program, scripts, [Setting([])], chosen.jobs, chosen.timeout):
        if isinstance(results, Exception):
            sys.exit(f"{script}: {results}")
        found.update(results)
    write_hashes(program, found)
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lineal")
    parser.add_argument("scripts", nargs="*", help="names of scripts of this folder; all if none is given")
    parser.add_argument("--update", action="store_true", help="write hashes.txt anew")
    parser.add_argument("--emulator", default="", help="what runs the program, such as qemu-x86_64 -cpu Haswell")
    parser.add_argument("--expect-isa", choices=SETS, help="what the program must say that it uses")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one script")
    chosen = parser.parse_args()
    program = Program(chosen.lineal, chosen.emulator)
    if chosen.expect_isa not in (None, program.instructions):
        print(f"FAILED: {' '.join(program.command)} uses {program.instructions} instead of {chosen.expect_isa}")
        return 1
    scripts = sorted(name for name in os.listdir(HERE) if name.endswith(".dml"))
    if chosen.update:
        return update(program, scripts, chosen)
    if chosen.scripts:
        scripts = [name for name in scripts if name in chosen.scripts or name[:-4] in chosen.scripts]
    settings = [Setting(["--threads=2"])] if chosen.emulator else settings_of(program)
    return check(program, scripts, settings, chosen)


if __name__ == "__main__":
    sys.exit(main())
