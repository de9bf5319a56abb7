#!/bin/sh
# Usage: bench/growth.sh [WHAT...]; members, rooms, connections, history, or all of them when none is
# named. See bench/README.md. Draws bench/growth.svg with gnuplot (Debian: gnuplot-nox) from
# bench/growth.tsv, in which what is not measured anew stays as it was.
set -eu
cd "$(dirname "$0")/.."
if ! command -v gnuplot >/dev/null; then
  echo "gnuplot is needed for the plot" >&2
  exit 1
fi
[ $# -gt 0 ] || set -- members rooms connections history
mkdir -p target
table=bench/growth.tsv
touch "$table"
for what in "$@"; do
  bench/run.sh GrowthBench "$what" 10 100 1000 10000 >target/growth.tsv
  { grep -v "^$what	" "$table" || :; cat target/growth.tsv; } >target/growth-all.tsv
  mv target/growth-all.tsv "$table"
done
gnuplot bench/growth.gp
echo "| what grows | size | CPU, us/delivery | CPU, us/arrival | live heap, KiB | KiB each |"
echo "|---|---|---|---|---|---|"
awk -F '\t' '{ printf "| %s | %d | %.2f | %d | %d | %.2f |\n", $1, $2, $3, $4, $5, $5 / $2 }' "$table"
