#!/usr/bin/env python3
"""Checks that docs/reference.md is what the program says now.

    tests/arch/check_reference.py ROOT LINEAL [--update]
"""
import os
import subprocess
import sys


def main():
    path = os.path.join(sys.argv[1], "docs/reference.md")
    now = subprocess.run([sys.argv[2], "ops", "markdown"], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    if "--update" in sys.argv:
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(now)
        return 0
    with open(path, encoding="utf-8") as handle:
        if handle.read() == now:
            return 0
    print(f"{path} is not what the program says: {sys.argv[0]} {sys.argv[1]} {sys.argv[2]} --update")
    return 1


if __name__ == "__main__":
    sys.exit(main())
