#!/usr/bin/env bash
# Fails when a source file is not laid out as .clang-format says.
set -euo pipefail
git ls-files '*.h' '*.cpp' | xargs clang-format-14 --dry-run --Werror
echo "format: clean"
