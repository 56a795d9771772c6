#!/usr/bin/env bash
# Runs clang-tidy on the C++ files that changed.
#
#   check_tidy.sh [--build DIR] [--base REVISION] [--most N] [FILE ...]
#
# Without files: those that differ from the base, uncommitted and new ones included. The base is where this branch left
# origin/main, or, in a clone that is not ahead of it, the commit before. A header is checked with the source beside it,
# or alone. At most N (10) files are checked, those with the most changed lines; 0 means all. Needs a build folder, for the
# commands that compile the files and the headers that the build makes.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/release; base=; most=10; files=()
while [ $# -gt 0 ]; do
  case "$1" in
    --build) build=$2; shift 2 ;;
    --base) base=$2; shift 2 ;;
    --most) most=$2; shift 2 ;;
    -*) echo "tidy: unknown option $1" >&2; exit 2 ;;
    *) files+=("$1"); shift ;;
  esac
done
tidy=$(command -v clang-tidy-14 || command -v clang-tidy) || { echo "tidy: clang-tidy is not installed" >&2; exit 1; }
[ -f "$build/compile_commands.json" ] || { echo "tidy: $build has no compile_commands.json: make build" >&2; exit 1; }

# Prints "changed-lines path" of what differs from a revision, and of files that git does not know yet.
changed_since() {
  git diff --numstat --diff-filter=d "$1" -- '*.cpp' '*.h' | awk -F'\t' '{ print $1 + $2, $3 }'
  git ls-files --others --exclude-standard -- '*.cpp' '*.h' | while read -r path; do echo "$(wc -l <"$path") $path"; done
}

if [ ${#files[@]} -eq 0 ]; then
  if [ -z "$base" ] && git rev-parse -q --verify origin/main >/dev/null; then
    base=$(git merge-base HEAD origin/main || true)
    [ "$base" != "$(git rev-parse HEAD)" ] || base=
  fi
  [ -n "$base" ] || base=$(git rev-parse -q --verify HEAD~ || git hash-object -t tree /dev/null)
  mapfile -t files < <(changed_since "$base" | sort -k1,1nr -k2 | cut -d' ' -f2-)
fi

# The commands of the build, without its wrapper and its precompiled header, which only the compiler that made it reads.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$build/compile_commands.json" "$PWD" "$work" "$most" "${files[@]}" <<'PYTHON'
import json, os, re, shlex, sys

commands, root, work, most, wanted = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:]
with open(commands, encoding="utf-8") as handle:
    entries = json.load(handle)
known = {}
for entry in entries:
    words = shlex.split(entry["command"])
    while words and not re.search(r"(\+\+|clang|gcc|cc)[-0-9.]*$", words[0].rsplit("/", 1)[-1].replace("ccache", "")):
        words.pop(0)
    kept = []
    while words:
        word = words.pop(0)
        if word == "-include" and words[0].endswith("cmake_pch.hxx"):
            words.pop(0)
            kept += ["-include", os.path.join(root, "cmake/precompiled.h")]
        elif word != "-Winvalid-pch":
            kept.append(word)
    kept.append("-Wno-unknown-pragmas")  # those of GCC that choose instructions
    entry["command"] = shlex.join(kept)
    known.setdefault(os.path.relpath(entry["file"], root), entry)

chosen, headers = [], []
for path in wanted:
    source = path[:-2] + ".cpp" if path.endswith(".h") else path
    if path.endswith(".h"):
        headers.append(path)
    if source not in known and path.endswith(".h"):
        # Compiled as its neighbours are.
        neighbour = next((entry for name, entry in known.items() if os.path.dirname(name) == os.path.dirname(path)), None)
        if neighbour:
            command = neighbour["command"].replace(neighbour["file"], os.path.join(root, path))
            # What a header defines for those who include it is unused here.
            alone = "-x c++ -Wno-unused-function -Wno-unneeded-internal-declaration -c " + shlex.quote(os.path.join(root, path))
            command = command.replace("-c " + shlex.quote(os.path.join(root, path)), alone)
            known[path] = {"directory": neighbour["directory"], "file": os.path.join(root, path), "command": command}
            source = path
    if source in known and source not in chosen:
        chosen.append(source)
if 0 < most < len(chosen):
    print(f"tidy: {len(chosen)} files changed, the {most} with the most changes are checked")
    chosen = chosen[:most]
with open(os.path.join(work, "files"), "w", encoding="utf-8") as handle:
    handle.write("".join(path + "\n" for path in chosen))
with open(os.path.join(work, "headers"), "w", encoding="utf-8") as handle:
    handle.write("/(" + "|".join(re.escape(path) for path in headers or ["none"]) + ")$")
with open(os.path.join(work, "compile_commands.json"), "w", encoding="utf-8") as handle:
    json.dump([known[path] for path in chosen], handle)
PYTHON

# Clang 14 refuses a header of ANTLR's runtime that nothing here needs; for clang-tidy it is empty.
touch "$work/empty.h"
cat >"$work/overlay.yaml" <<YAML
{"version": 0, "roots": [{"name": "/usr/include/antlr4-runtime/misc", "type": "directory", "contents": [
  {"name": "InterpreterDataReader.h", "type": "file", "external-contents": "$work/empty.h"}]}]}
YAML

count=$(wc -l <"$work/files")
[ "$count" -gt 0 ] || { echo "tidy: nothing to check"; exit 0; }
status=0
xargs -a "$work/files" -P "$(nproc)" -n 1 "$tidy" -p "$work" --quiet --vfsoverlay="$work/overlay.yaml" --header-filter="$(cat "$work/headers")" >"$work/found" 2>"$work/noise" || status=$?
# A header is included by many: each finding is shown once.
awk '/^[^ ].*:[0-9]+:[0-9]+: / { new = !seen[$0]++ } new' "$work/found"
if [ "$status" -ne 0 ]; then
  grep -q 'error' "$work/found" || cat "$work/noise"
  echo "tidy: findings in the $count files checked"
  exit 1
fi
echo "tidy: $count files, clean"
