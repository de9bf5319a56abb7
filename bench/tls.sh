#!/bin/sh
# Usage: bench/tls.sh [ROOMS] [MEMBERS] [ROUNDS]; see bench/README.md.
set -eu
exec "$(dirname "$0")/run.sh" TlsBench "${1:-10}" "${2:-100}" "${3:-3}"
