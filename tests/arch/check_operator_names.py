#!/usr/bin/env python3
"""Checks that operators are named where they are declared, and nowhere else.

    tests/arch/check_operator_names.py ROOT LINEAL

The program itself (`lineal ops names`) lists opcodes, spellings and aliases. None of them may be a whole string in C++
outside of runtime/ops: whoever must know an operator uses a constant of its room (runtime/ops/products/products.h) or,
better, a fact that the declaration states. Tests and benchmarks are free.
"""
import os
import re
import subprocess
import sys

SOURCES = ("cache", "cli", "compiler", "gpu", "lineage", "runtime")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'(?:[^\'\\\n]|\\.)+\'|//[^\n]*|/\*.*?\*/', re.S)

# Words that are no operators there. An entry that is not needed any more is a fault.
OTHER_MEANINGS = {
    # Syntax: what a token is called before anybody knows which operator it means.
    "compiler/ast/precedence.cpp": "^ %*% %/% %% * / + - > >= < <= == != & && | || !",
    "compiler/parse/tree_builder.cpp": "seq matrix frame list",  # for heads, names of types
    "compiler/parse/tree_builder_expressions.cpp": "! -",  # signs of literals
    # Options of a parfor; what other languages have.
    "compiler/validate/body_checker.cpp": "log",
    "compiler/validate/foreign_names.cpp": "printf",
    # Kinds of values, and types in files of metadata.
    "runtime/matrix/value.cpp": "matrix frame list",
    "runtime/io/metadata.cpp": "matrix frame list",
    "runtime/io/read_options.cpp": "matrix frame list *",
    "runtime/io/triplets.cpp": "matrix",
    "runtime/io/write_value.cpp": "matrix frame write",
    # System calls in messages; separators of paths and logs; marks of a listing.
    "runtime/io/file_system.cpp": "read write remove /",
    "runtime/io/file_content.cpp": "/",
    "lineage/log/log_text.cpp": "-",
    "lineage/log/write_log.cpp": "-",
    "runtime/program/print_program.cpp": "!",
}


def files(root):
    for top in SOURCES:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), root)
                if name.endswith((".cpp", ".h", ".cu")) and not path.startswith("runtime/ops/"):
                    yield path


def literals(text):
    for match in LITERAL.finditer(text):
        line_begin = text.rfind("\n", 0, match.start()) + 1
        if match.group(1) is not None and not text[line_begin:].startswith("#include"):
            yield text.count("\n", 0, match.start()) + 1, match.group(1)


def main():
    root, lineal = sys.argv[1], sys.argv[2]
    names = set(subprocess.run([lineal, "ops", "names"], check=True, stdout=subprocess.PIPE,
                               encoding="utf-8").stdout.split("\n")) - {""}
    if len(names) < 100:
        sys.exit(f"check_operator_names: the program lists only {len(names)} operators")
    faults = []
    for path in sorted(files(root)):
        allowed = set(OTHER_MEANINGS.get(path, "").split())
        seen = set()
        with open(os.path.join(root, path), encoding="utf-8") as handle:
            for line, word in literals(handle.read()):
                if word in names and word not in allowed:
                    faults.append(f'{path}:{line}: names an operator: "{word}"')
                seen.add(word)
        faults += [f"{path}: need not be allowed: {word}" for word in sorted(allowed - seen)]
    faults += [f"{path}: is allowed words, but is no source" for path in OTHER_MEANINGS
               if not os.path.exists(os.path.join(root, path))]
    print("\n".join(faults) if faults else f"{len(names)} names of operators stay in runtime/ops")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
