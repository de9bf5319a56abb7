#!/bin/sh
# Usage: bench/stalled.sh [ROUNDS]; a round takes a minute. See bench/README.md.
set -eu
exec "$(dirname "$0")/run.sh" StalledBench "${1:-3}"
