#!/usr/bin/env python3
"""Measures Lineal against its peers in one run and prints one table (make bench).

    run.py --build BUILD [--systemds PROGRAM] [--only startup,instructions,loops,products,elementary,frames,demo] [--rows 100000]
           [--cols 100] [--threads N] [--limit SECONDS]

Progress goes to stderr. Peers that are absent are skipped. Exit status 1: a program failed, or two of them disagree about
the result; there is no table of wrong answers then.
"""
import argparse
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from suite import demo, elementary, frames, instructions, loops, peers, process, products, startup, table

SECTIONS = ("startup", "instructions", "loops", "products", "elementary", "frames", "demo")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", required=True, help="build folder, with bin/lineal and the programs of bench/")
    parser.add_argument("--systemds", default="", help="launcher of SystemDS")
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, separated by commas")
    parser.add_argument("--rows", type=int, default=100000, help="rows of the demo's data, a multiple of 5")
    parser.add_argument("--cols", type=int, default=100, help="features of the demo's data")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--limit", type=float, default=120, help="seconds after which a run of SystemDS is stopped")
    chosen = parser.parse_args()
    only = chosen.only.split(",")
    for section in only:
        if section not in SECTIONS:
            parser.error(f"--only: no such section: {section}")
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    programs = os.path.join(os.path.abspath(chosen.build), "bin")
    lineal = os.path.join(programs, "lineal")
    found = peers.find(chosen.systemds)
    kept = os.path.join(os.path.abspath(chosen.build), "bench_data")
    os.makedirs(kept, exist_ok=True)
    rows = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            if "startup" in only:
                rows += startup.measure(lineal, found, folder)
            if "instructions" in only:
                rows += instructions.measure(lineal, programs, found, os.path.join(root, "bench", "scripts"))
            if "products" in only:
                rows += products.measure(programs, chosen.threads)
            if "loops" in only:
                rows += loops.measure(lineal, os.path.join(root, "bench", "scripts"))
            if "elementary" in only:
                rows += elementary.measure(programs, root, chosen.threads, folder)
            if "frames" in only:
                rows += frames.measure(lineal, os.path.join(root, "bench", "scripts"), kept)
            if "demo" in only:
                rows += demo.measure(lineal, found, root, kept, chosen.rows, chosen.cols, chosen.limit)
    except (process.Failed, OSError) as failure:
        sys.exit(f"bench: {failure}")
    print(table.render(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
