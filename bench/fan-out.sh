#!/bin/sh
# Usage: bench/fan-out.sh ROOMS MEMBERS [BYTES] [ROUNDS]; see bench/README.md.
set -eu
exec "$(dirname "$0")/run.sh" FanOutBench "$1" "$2" "${3:-100}" "${4:-7}"
