#!/usr/bin/env bash
# Compiles what computes for a processor of another family, aarch64, without making code. Argument: build folder.
set -uo pipefail
cd "$(dirname "$0")/../.."
compiler=aarch64-linux-gnu-g++
command -v $compiler >/dev/null || { echo "skipped: no $compiler (Debian's package is g++-aarch64-linux-gnu)"; exit 0; }
compile() {
  # Headers of libraries are those of this machine: they are looked for last, and differ in nothing that is compiled.
  $compiler -std=c++20 -fsyntax-only -Wall -Wno-psabi -I. -I"$build/generated" -isystem /usr/include/eigen3 -idirafter /usr/include \
    -idirafter /usr/include/x86_64-linux-gnu "$1" || { echo "FAILED: $1"; return 1; }
}
export -f compile
export compiler build=$1
git ls-files 'runtime/core/*.cpp' 'runtime/kernels/*.cpp' 'runtime/linalg/*.cpp' 'runtime/matrix/*.cpp' 'runtime/ops/*/*.cpp' |
  xargs -P "$(nproc)" -I{} bash -c 'compile {}'
