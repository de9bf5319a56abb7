#!/bin/sh
# Usage: bench/sign-ins.sh [ROUNDS] [SIGN-INS PER SECOND] [apart]; see bench/README.md.
set -eu
clients=
if [ "${3:-}" = apart ]; then
  export BENCH_NODE_CORE=1
  clients="taskset -c 0"
fi
exec $clients "$(dirname "$0")/run.sh" SignInBench "${1:-5}" "${2:-200}"
