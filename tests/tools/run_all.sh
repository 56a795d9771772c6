#!/usr/bin/env bash
# Runs every test of a build folder and adds them up: the last line is "N passed, N failed, N skipped".
set -uo pipefail
build=$1
# Debian's Python has NumPy from packages.txt; another one that comes first on PATH may not.
python=/usr/bin/python3; [ -x "$python" ] || python=python3
passed=0; failed=0; skipped=0
count() { if [ "$1" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $2"; fi; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT

echo "== unit tests, laws, command line, audit"
ctest --test-dir "$build" --output-on-failure --no-tests=error -j "$(nproc)" | tee "$log"
read -r f total < <(sed -nE 's/.*, ([0-9]+) tests? failed out of ([0-9]+).*/\1 \2/p' "$log")
s=$(grep -c '\*\*\*Skipped' "$log")
if [ -n "${total:-}" ]; then
  passed=$((passed + total - f - s)); failed=$((failed + f)); skipped=$((skipped + s))
else
  failed=$((failed + 1)); echo "FAILED: ctest gave no summary"
fi

echo "== format"; tests/tools/check_format.sh; count $? "format"
echo "== lint"; tests/tools/check_tidy.sh --build "$build"; count $? "lint"

echo "== golden scripts"
"$python" tests/golden/run_golden.py --lineal "$build/bin/lineal" | tee "$log"
summary=$(grep -oE '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?' "$log" | tail -n 1)
read -r p f s < <(echo "$summary" | tr -dc '0-9 \n')
passed=$((passed + ${p:-0})); failed=$((failed + ${f:-0})); skipped=$((skipped + ${s:-0}))
[ -n "$summary" ] || { failed=$((failed + 1)); echo "FAILED: the golden runner gave no summary"; }

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
