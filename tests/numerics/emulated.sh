#!/usr/bin/env bash
# Compares the hashes on processors that this one is not: with AVX2 but no AVX-512, and with neither. Argument: build folder.
set -uo pipefail
cd "$(dirname "$0")/../.."
python=/usr/bin/python3; [ -x "$python" ] || python=python3
command -v qemu-x86_64 >/dev/null || { echo "skipped: no qemu-x86_64 (Debian's package is qemu-user)"; exit 0; }
status=0
while read -r model instructions; do
  echo "-- $model"
  "$python" tests/numerics/hashes/check_hashes.py "$1/bin/lineal" --emulator "qemu-x86_64 -cpu $model" --expect-isa "$instructions" || status=1
done <<'MODELS'
Haswell avx2
EPYC-Rome avx2
Nehalem plain
MODELS
exit $status
