#!/bin/sh
# Usage: bench/sign-ins.sh [ROUNDS] [SIGN-INS PER SECOND]; see bench/README.md.
set -eu
exec "$(dirname "$0")/run.sh" SignInBench "${1:-5}" "${2:-200}"
