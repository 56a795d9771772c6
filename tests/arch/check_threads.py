#!/usr/bin/env python3
"""Lets clang check that what a mutex guards is touched only under that mutex (-Wthread-safety).

    tests/arch/check_threads.py [ROOT] [--build DIR]

Checked are the sources that include runtime/core/mutex.h or thread_annotations.h, themselves or through one header. Before that, some
wrong snippets must be found wrong: else the check itself is broken. A mutex of the standard library, which clang knows nothing about,
is a fault.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

CLANGS = ["clang++-14", "clang++"]
ANNOTATED = ["runtime/core/mutex.h", "runtime/core/thread_annotations.h"]
STANDARD = re.compile(r'^\s*#\s*include\s*<(mutex|shared_mutex|condition_variable)>')
# The wrapper itself, tests, and two files that are being rewritten: when they change next, they get annotations and leave this list.
MAY_USE_STANDARD = ("runtime/core/mutex.h", "tests/")

SNIPPET = """
#include "runtime/core/mutex.h"
struct Account {
  lineal::Mutex mutex;
  lineal::Condition changed;
  long amount LINEAL_GUARDED_BY(mutex) = 0;
  void add(long more) LINEAL_REQUIRES(mutex) { amount += more; }
};
void use(Account& account) { %s }
"""
RIGHT = ["lineal::MutexLock lock(account.mutex); account.add(1); while (account.amount < 5) account.changed.wait(account.mutex);"]
WRONG = ["account.amount = 1;",
         "account.add(1);",
         "account.changed.wait(account.mutex);",
         "{ lineal::MutexLock lock(account.mutex); } account.add(1);",
         "account.mutex.lock(); account.add(1);",
         "Account other; lineal::MutexLock lock(other.mutex); account.add(1);"]


def find_clang():
    for name in CLANGS:
        if subprocess.run(["sh", "-c", f"command -v {name}"], stdout=subprocess.DEVNULL).returncode == 0:
            return name
    return None


class Checker:
    def __init__(self, clang, root, build):
        self.command = [clang, "-std=c++20", "-fsyntax-only", "-I.", f"-I{build}/generated", "-Wthread-safety", "-Werror"]
        self.root = root

    def findings(self, path):
        """Returns what clang says about a file; empty if it has nothing to say."""
        done = subprocess.run([*self.command, path], cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        return done.stdout if done.returncode else ""

    def of_snippet(self, statements):
        with tempfile.NamedTemporaryFile("w", suffix=".cpp", encoding="utf-8") as handle:
            handle.write(SNIPPET % statements)
            handle.flush()
            return self.findings(handle.name)


def check_the_check(checker):
    faults = [f"right is found wrong: {text}\n{found}" for text in RIGHT if (found := checker.of_snippet(text))]
    return faults + [f"wrong is not found: {text}" for text in WRONG if "-Wthread-safety" not in checker.of_snippet(text)]


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as handle:
        return handle.read().split("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", nargs="?", default=".")
    parser.add_argument("--build", default="build/release", help="for generated headers")
    chosen = parser.parse_args()
    clang = find_clang()
    if clang is None:
        print("threads: clang is not installed")
        return 1
    checker = Checker(clang, chosen.root, os.path.abspath(chosen.build))
    listed = subprocess.run(["git", "-C", chosen.root, "ls-files", "--cached", "--others", "--exclude-standard", "*.h", "*.cpp"],
                            check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.split()
    texts = {path: read(chosen.root, path) for path in listed if os.path.exists(os.path.join(chosen.root, path))}
    includes = {path: set(re.findall(r'^\s*#\s*include\s*"([^"]+)"', "\n".join(lines), re.M)) for path, lines in texts.items()}
    annotated = {path for path in texts if path.endswith(".h") and includes[path] & set(ANNOTATED)} | set(ANNOTATED)
    sources = sorted(path for path in texts if path.endswith(".cpp") and includes[path] & annotated)
    faults = check_the_check(checker)
    for path, lines in texts.items():
        faults += [f"{path}:{number}: use runtime/core/mutex.h: {line}" for number, line in enumerate(lines, 1)
                   if STANDARD.match(line) and not path.startswith(MAY_USE_STANDARD)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        faults += [found for found in pool.map(checker.findings, sources) if found]
    for fault in faults:
        print(fault)
    print(f"threads: {len(sources)} files, {len(faults)} faults")
    return 1 if faults or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
