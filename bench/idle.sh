#!/bin/sh
# Usage: bench/idle.sh [CONNECTIONS] [SECONDS] [HELD] [ROUNDS]; see bench/README.md.
# Each connection is a file of the server and one of the client: `ulimit -n` must be larger.
set -eu
cd "$(dirname "$0")/.."
connections=${1:-10000} held=${3:-15000}
first=4000 most=$((held > connections + first ? held : connections + first))
files=$(ulimit -n)
if [ "$files" -lt $((most + 2000)) ]; then
  echo "ulimit -n is $files; $most connections need $((most + 2000))" >&2
  exit 1
fi
low=$(cut -f1 /proc/sys/net/ipv4/ip_local_port_range) high=$(cut -f2 /proc/sys/net/ipv4/ip_local_port_range)
if [ $((high - low)) -lt "$((most + 2000))" ]; then
  echo "net.ipv4.ip_local_port_range has $((high - low)) ports; $most connections need more" >&2
  exit 1
fi
exec bench/run.sh IdleBench "$connections" "${2:-60}" "$held" "${4:-3}"
