#!/usr/bin/env python3
"""Checks the structure of the source tree: who may include whom, fences around third parties, and file sizes.

    tests/arch/check_includes.py [ROOT] [--headers [--build DIR]]

A folder may include itself and folders of lower layers, never up and never sideways. With --headers every header is also compiled
alone (slow; needs a configured build folder for generated headers).
"""
import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# Low to high; folders of one line may not include each other.
LAYERS = [
    ["runtime/core"],
    ["runtime/kernels"],
    ["lineage/item", "runtime/linalg", "cache/pool"],
    ["lineage/log"],
    ["runtime/matrix"],
    ["runtime/io", "cache/reuse"],
    ["runtime/ops/declare"],
    ["runtime/ops/frames", "runtime/ops/cells", "runtime/ops/text", "runtime/ops/aggregate", "runtime/ops/products", "runtime/ops/random",
     "runtime/ops/files"],
    ["runtime/ops/shape"],
    ["runtime/ops/indexing", "runtime/ops/order"],
    ["runtime/ops/lists"],
    ["runtime/ops/statistics"],
    ["runtime/program"],
    ["runtime/exec", "gpu/device", "gpu/kernels", "gpu/stub"],
    ["compiler/ast"],
    ["compiler/parse", "compiler/validate"],
    ["compiler/hop"],
    ["compiler/ipa"],
    ["compiler/rewrite"],
    ["compiler/lower"],
    ["compiler/driver", "compiler/driver/audit", "compiler/driver/prompt"],
    ["cli"],
    ["tests", "bench"],
]
LEVEL = {folder: level for level, folders in enumerate(LAYERS) for folder in folders}
# Edges that the list alone does not allow.
ALSO = {("gpu/stub", "gpu/device"), ("gpu/device", "gpu/kernels"),
        # The rooms of the driver implement one class, Session, and its results.
        ("compiler/driver", "compiler/driver/audit"), ("compiler/driver", "compiler/driver/prompt"),
        ("compiler/driver/audit", "compiler/driver"), ("compiler/driver/prompt", "compiler/driver")}
# Edges that the list would allow but that must not be.
NEVER = {(high, "gpu/" + part) for high in LEVEL if high.startswith("compiler/") and not high.startswith("compiler/driver")
         for part in ("device", "kernels", "stub")}

# Third-party headers, and where they may be included besides tests and benchmarks.
FENCES = [
    (r"^(.*intrin|arm_neon|cpuid)\.h$", ["runtime/kernels"]),
    (r"^mpfr", ["runtime/kernels"]),
    (r"^(antlr4|Dml)", ["compiler/parse", "grammar"]),
    (r"^(Eigen/|cblas|openblas|lapack)", ["runtime/linalg"]),
    (r"^dlfcn\.h$", ["runtime/linalg", "gpu/device"]),
    (r"^(cuda|cublas|cusparse|cusolver)", ["gpu/device", "gpu/kernels"]),
    (r"^openssl/", ["runtime/core"]),
    (r"^nlohmann/", ["runtime/io"]),
    (r"^(editline/|CLI/)", ["cli"]),
    (r"^boost/", ["compiler/ipa", "runtime/ops/cells"]),
]
FILE_STREAM = re.compile(r"\b(std::)?(basic_)?[io]?fstream\b|\bf(open|reopen)\s*\(")
# Reads the memory limit of the machine, no file of the user, and lies below runtime/io.
OPENS_FILES = {"cache/pool/memory_limit.cpp"}
MAX_LINES = 800
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def folder_of(path):
    """Returns the layer that a path belongs to, or None."""
    if path.startswith(("tests/", "bench/")):
        return path.split("/")[0]
    if path.startswith("cli/"):
        return "cli"
    parts = path.split("/")[:-1]
    return next((folder for depth in (3, 2) if (folder := "/".join(parts[:depth])) in LEVEL), None)


def sources(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "*.h", "*.cpp", "*.cu"],
                            check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout.split("\n")
    return [path for path in listed if path and os.path.exists(os.path.join(root, path))]


def check_include(path, folder, bracket, target, root):
    if bracket == '"':
        if target == "lineal_version.h":
            return None
        if folder in ("tests", "bench") and os.path.exists(os.path.join(root, os.path.dirname(path), target)):
            return None  # a table of answers beside the test
        other = folder_of(target)
        if other is None or not os.path.exists(os.path.join(root, target)):
            fenced = any(re.match(pattern, target) and folder in allowed for pattern, allowed in FENCES)
            return None if fenced else f"not a path from the root: {target}"
        if folder == other or folder in ("tests", "bench") or (folder, other) in ALSO:
            return None
        if LEVEL[other] >= LEVEL[folder] or (folder, other) in NEVER:
            return f"{folder} may not include {other}: {target}"
    if folder not in ("tests", "bench"):
        for pattern, allowed in FENCES:
            if re.match(pattern, target) and folder not in allowed:
                return f"only {', '.join(allowed)} may include {target}"
    return None


def check_file(root, path):
    faults = []
    with open(os.path.join(root, path), encoding="utf-8") as handle:
        lines = handle.read().split("\n")
    if len(lines) > MAX_LINES:
        faults.append(f"{path}: {len(lines)} lines, at most {MAX_LINES}")
    if path.startswith("cmake/"):
        return faults
    folder = folder_of(path)
    if folder is None:
        return faults + [f"{path}: in no layer: add its folder to LAYERS"]
    if path.endswith(".h") and "#pragma once" not in lines:
        faults.append(f"{path}: no #pragma once")
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        fault = check_include(path, folder, found[1], found[2], root) if found else None
        if fault:
            faults.append(f"{path}:{number}: {fault}")
        code = line.split("//")[0]
        if folder not in ("runtime/io", "tests", "bench") and path not in OPENS_FILES and FILE_STREAM.search(code):
            faults.append(f"{path}:{number}: files are opened in runtime/io only: {line.strip()}")
    return faults


def check_header(root, build, path):
    command = ["g++", "-std=c++20", "-fsyntax-only", "-x", "c++", "-I.", f"-I{build}/generated", path]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    errors = [line for line in done.stdout.split("\n") if "error" in line]
    return [f"{path}: does not compile alone: {errors[0] if errors else done.stdout[:200]}"] if done.returncode else []


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", nargs="?", default=".")
    parser.add_argument("--headers", action="store_true")
    parser.add_argument("--build", default="build/release")
    chosen = parser.parse_args()
    paths = sources(chosen.root)
    faults = [fault for path in paths for fault in check_file(chosen.root, path)]
    if chosen.headers:
        headers = [path for path in paths if path.endswith(".h") and not path.startswith(("cmake/", "compiler/parse/"))]
        with ThreadPoolExecutor(2) as pool:
            for found in pool.map(lambda path: check_header(chosen.root, chosen.build, path), headers):
                faults += found
    for fault in faults:
        print(fault)
    print(f"structure: {len(paths)} files, {len(faults)} faults")
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
