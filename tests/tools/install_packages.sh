#!/usr/bin/env bash
# Installs the Debian packages listed in the given file, unless all are there already: those before the line [slow], or,
# with --slow, those behind it.
set -euo pipefail
section=usual; wanted=usual
[ "${2:-}" != --slow ] || wanted=slow
missing=()
while read -r package; do
  case "$package" in ''|'#'*) continue ;; '[slow]') section=slow; continue ;; esac
  [ "$section" = "$wanted" ] || continue
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done <"$1"
[ ${#missing[@]} -eq 0 ] && exit 0
root=(); [ "$(id -u)" -eq 0 ] || root=(sudo)
echo "installing: ${missing[*]}"
"${root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
