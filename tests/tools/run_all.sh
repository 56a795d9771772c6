#!/usr/bin/env bash
# Runs every test of a build folder and adds them up: the last line is "N passed, N failed, N skipped".
set -uo pipefail
build=$1
passed=0; failed=0; skipped=0
count() { if [ "$1" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $2"; fi; }

for program in "$build"/bin/test_*; do
  [ -x "$program" ] || continue
  echo "== $(basename "$program")"
  "$program"; count $? "$program"
done
echo "== include rule"; python3 tests/arch/check_includes.py .; count $? "include rule"
echo "== format"; tests/tools/check_format.sh; count $? "format"
if [ -x "$build/bin/lineal" ]; then
  echo "== golden scripts"
  log=$(mktemp)
  python3 tests/golden/run_golden.py --lineal "$build/bin/lineal" | tee "$log"
  summary=$(grep -oE '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?' "$log" | tail -n 1)
  rm -f "$log"
  read -r p f s < <(echo "$summary" | tr -dc '0-9 \n')
  passed=$((passed + ${p:-0})); failed=$((failed + ${f:-0})); skipped=$((skipped + ${s:-0}))
  [ -n "$summary" ] || { failed=$((failed + 1)); echo "FAILED: the golden runner gave no summary"; }
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
