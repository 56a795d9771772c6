#!/usr/bin/env python3
"""Checks the documents: every folder has a README, what documents point to exists, and docs/ names what users can name.

    tests/arch/check_documents.py [ROOT]

Folders are looked at two levels deep, rooms of compiler and runtime three (those of bench share its README). A file named in backquotes must exist, in the document's folder, from the root, or anywhere by the
end of its path.
"""
import os
import re
import subprocess
import sys

LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
FILE_NAME = re.compile(r"`([A-Za-z0-9_./-]+\.(?:h|cpp|cu|py|sh|txt|conf|g4|cmake|in|java))`")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
# Names that users meet, where they are defined, and the document that must explain each.
NAMES = [
    ("compiler/rewrite/pipeline.cpp", r'^      \{"([a-z]+)", "', "docs/passes.md"),
    ("cli/options.cpp", r'^    \{"(-[-a-z]+)", ', "docs/command-line.md"),
    ("cli/commands.cpp", r'^    \{"([a-z]+)", "', "docs/command-line.md"),
    ("cli/prompt_commands.cpp", r'^    \{"(:[a-z]+)", ', "docs/command-line.md"),
    ("cli/show_counters.cpp", r'append_row\(out, "([a-zA-Z -]+)"', "docs/reuse.md"),
]


def tracked(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"], check=True,
                            stdout=subprocess.PIPE, encoding="utf-8").stdout.split("\n")
    return [path for path in listed if path and os.path.exists(os.path.join(root, path))]


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as handle:
        return handle.read()


def folders_without_readme(paths):
    folders = set()
    for path in paths:
        parts = path.split("/")[:-1]
        if parts and not parts[0].startswith("."):
            folders.add(parts[0])
            if parts[0] != "bench":
                folders.add("/".join(parts[:2]))
            if parts[0] in ("compiler", "runtime") and len(parts) > 2 and parts[2] != "generate":
                folders.add("/".join(parts[:3]))
    return [f"{folder}: no README.md" for folder in sorted(folders) if folder != "docs" and f"{folder}/README.md" not in paths]


def dead_references(root, path, paths):
    text = FENCE.sub("", read(root, path))
    folder = os.path.dirname(path)
    faults = []
    for target, _ in LINK.findall(text):
        if "://" not in target and not os.path.exists(os.path.join(root, folder, target)):
            faults.append(f"{path}: the link leads nowhere: {target}")
    for name in FILE_NAME.findall(text):
        plain = os.path.normpath(os.path.join(folder, name))
        if plain not in paths and not any(one == name or one.endswith("/" + name) for one in paths):
            faults.append(f"{path}: no such file: {name}")
    return faults


def undocumented(root):
    faults = []
    for source, pattern, document in NAMES:
        names = re.findall(pattern, read(root, source), re.M)
        if not names:
            faults.append(f"{source}: no name found by {pattern}")
        text = read(root, document)
        faults += [f"{document}: does not name {name} of {source}" for name in names
                   if not re.search(r"(?<![\w-])" + re.escape(name) + r"(?![\w-])", text)]
    return faults


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    paths = set(tracked(root))
    documents = sorted(path for path in paths if path.endswith(".md"))
    faults = folders_without_readme(paths)
    for path in documents:
        faults += dead_references(root, path, paths)
    faults += undocumented(root)
    for fault in faults:
        print(fault)
    print(f"documents: {len(documents)} files, {len(faults)} faults")
    return 1 if faults or not documents else 0


if __name__ == "__main__":
    sys.exit(main())
