#!/usr/bin/env bash
# The tests that take long: many random programs, every header by itself, every file through the linter.
set -uo pipefail
build=$1
python=/usr/bin/python3; [ -x "$python" ] || python=python3
passed=0; failed=0
step() {
  local name=$1; shift
  echo "== $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
}
step "${LINEAL_PROGRAMS:=10000} random programs" env LINEAL_PROGRAMS="$LINEAL_PROGRAMS" "$build/bin/test_laws"
step "${LINEAL_ARGUMENTS:=1000000} arguments of each function" env LINEAL_ARGUMENTS="$LINEAL_ARGUMENTS" "$build/bin/test_numerics"
step "headers by themselves" "$python" tests/arch/check_includes.py --headers .
step "lint of every file" tests/tools/check_tidy.sh --build "$build" --most 0 --base "$(git hash-object -t tree /dev/null)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
