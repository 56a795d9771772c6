#!/usr/bin/env bash
# The main job: a cross-validated ridge search on generated data, with and without reuse, and an audit of its model.
set -euo pipefail
lineal=${1:?"usage: demo.sh PATH-OF-LINEAL"}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
script=$(dirname "$0")/tune_ridge.dml
seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b - a) / 1e9 }'; }

echo "== 40 configurations, 5 folds, 100,000 x 100, with reuse"
begin=$(date +%s%N)
"$lineal" run --stats "$script" rows=100000 cols=100 model="$folder/model.csv" | tee "$folder/with"
middle=$(date +%s%N)
echo "== the same without reuse"
"$lineal" run --reuse=none "$script" rows=100000 cols=100 model="$folder/plain.csv" >"$folder/without"
end=$(date +%s%N)
cmp "$folder/model.csv" "$folder/plain.csv" && echo "both models have the same bytes"
echo "time with reuse: $(seconds "$begin" "$middle") s, without: $(seconds "$middle" "$end") s"
echo "== audit of the model"
"$lineal" audit "$folder/model.csv.lineage"
