#!/usr/bin/env python3
"""Runs the scripts of tests/dml on the real SystemDS and checks that every difference has a verdict.

    SYSTEMDS=path/to/systemds tests/compare/run_systemds.py [part-of-a-path ...]

verdicts.txt holds one line per script that prints something else there: `path | defect, extension or lenient | reason`. A difference
without a verdict and a verdict without a difference are both failures. Of errors only the text of stop() is compared: every other
message is worded by each system itself.
"""
import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import expectations
import systemds as peer

HERE = os.path.dirname(os.path.abspath(__file__))
VERDICTS = ("defect", "extension", "lenient")


def read_verdicts(path):
    verdicts = {}
    if not os.path.exists(path):
        return verdicts
    with open(path, encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            parts = [part.strip() for part in line.split("|", 2)]
            if len(parts) != 3 or parts[1] not in VERDICTS or not parts[2]:
                sys.exit(f"{path}:{number}: not of the form 'path | {'/'.join(VERDICTS)} | reason'")
            if parts[0] in verdicts:
                sys.exit(f"{path}:{number}: {parts[0]} is listed twice")
            verdicts[parts[0]] = (parts[1], parts[2])
    return verdicts


def compare(system, root, script):
    """Returns one sentence per difference between the script's expectations and what SystemDS does."""
    try:
        printed, error = peer.run(system, root, script)
    except Exception as failure:  # a run that hangs or cannot start is a difference, not the end of the comparison
        return [f"no result: {failure}"]
    found = expectations.differences(script, printed)
    if error and not script.error:
        found.append("fails: " + " ".join(error.split())[:300])
    elif script.error and not error:
        found.append(f"line {script.error.source_line}: expected an error, got none")
    elif error and "stop(" in script.text.split("\n")[script.error.source_line - 1] and script.error.text not in error:
        found.append(f"line {script.error.source_line}: expected the error {script.error.text!r}, got {' '.join(error.split())[:300]}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--systemds", default=os.environ.get("SYSTEMDS"), help="the command that starts SystemDS")
    parser.add_argument("--scripts", default=os.path.join(HERE, "..", "dml"))
    parser.add_argument("--verdicts", default=os.path.join(HERE, "verdicts.txt"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--lineal", help="compare this lineal binary with the expectations as well")
    parser.add_argument("--options", default="", help="options for lineal")
    parser.add_argument("patterns", nargs="*", help="parts of paths, or globs")
    chosen = parser.parse_args()
    if chosen.lineal:
        sys.path.insert(0, os.path.join(HERE, "..", "golden"))
        import run_golden

        status = run_golden.run_all(chosen.lineal, chosen.scripts, {"given": run_golden.Configuration(chosen.options.split())}, chosen.patterns, chosen.jobs)
        if status or not chosen.systemds:
            return status
    if not chosen.systemds:
        parser.error("say where SystemDS is: SYSTEMDS=path/to/systemds")
    system = os.path.abspath(os.path.expanduser(chosen.systemds))
    verdicts = read_verdicts(chosen.verdicts)
    paths = expectations.find(chosen.scripts, chosen.patterns)
    scripts = [expectations.load(chosen.scripts, path) for path in paths]
    runnable = [script for script in scripts if "skip" not in script.directives]
    unexplained, stale, differing = 0, 0, 0
    with ThreadPoolExecutor(chosen.jobs) as pool:
        for script, found in zip(runnable, pool.map(lambda one: compare(system, chosen.scripts, one), runnable)):
            listed = verdicts.get(script.path)
            if found:
                differing += 1
                print(f"{script.path}: {listed[0] + ': ' + listed[1] if listed else 'NO VERDICT'}", flush=True)
                for sentence in found:
                    print("    " + sentence)
                unexplained += listed is None
            elif listed:
                stale += 1
                print(f"{script.path}: listed as {listed[0]} but prints what is expected", flush=True)
    if not chosen.patterns:
        for path in sorted(set(verdicts) - {script.path for script in runnable}):
            stale += 1
            print(f"{path}: has a verdict but no such script runs")
    count = sum(len(script.expected) + (script.error is not None) for script in runnable)
    print(f"{len(runnable)} scripts with {count} expectations: {differing} differ, {unexplained} without a verdict, {stale} stale verdicts")
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    sys.exit(main())
