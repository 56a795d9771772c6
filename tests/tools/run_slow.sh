#!/usr/bin/env bash
# The tests that take long: many random programs and functions, every header by itself, every file through the linter, other
# processors.
set -uo pipefail
build=$1
python=/usr/bin/python3; [ -x "$python" ] || python=python3
passed=0; failed=0
step() {
  local name=$1; shift
  echo "== $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $name"; fi
}
step "${LINEAL_PROGRAMS:=3000} random programs" env LINEAL_PROGRAMS="$LINEAL_PROGRAMS" "$build/bin/test_laws" "a random program*"
step "${LINEAL_AUDITED:=20000} audited programs" env LINEAL_AUDITED="$LINEAL_AUDITED" "$build/bin/test_laws" "what a random program*"
step "${LINEAL_FORGERIES:=2000} forged rewrites" env LINEAL_FORGERIES="$LINEAL_FORGERIES" "$build/bin/test_laws" "a forged*"
step "${LINEAL_FUNCTION_PAIRS:=20000} pairs of functions" env LINEAL_FUNCTION_PAIRS="$LINEAL_FUNCTION_PAIRS" "$build/bin/test_laws" "functions*"
step "${LINEAL_ARGUMENTS:=1000000} arguments of each elementary function" env LINEAL_ARGUMENTS="$LINEAL_ARGUMENTS" "$build/bin/test_numerics" "*elementary*,*powers*"
step "hashes of results on emulated processors" tests/numerics/emulated.sh "$build"
step "another family of processors" tests/arch/check_portable.sh "$build"
blas=(); for file in tests/configs/blas-*.conf; do blas+=(--config "$(basename "$file" .conf)"); done
step "every script under every setting of OpenBLAS" "$python" tests/golden/run_golden.py --lineal "$build/bin/lineal" --every-script "${blas[@]}"
step "headers by themselves" "$python" tests/arch/check_includes.py --headers .
step "lint of every file" tests/tools/check_tidy.sh --build "$build" --most 0 --base "$(git hash-object -t tree /dev/null)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
