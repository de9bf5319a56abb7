#!/bin/sh
# Usage: bench/fan-out.sh ROOMS MEMBERS [BYTES] [ROUNDS]; see bench/README.md.
set -eu
cd "$(dirname "$0")/.."
mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
exec java -Xmx1g -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" \
  io.nobooks.bench.FanOutBench "$1" "$2" "${3:-100}" "${4:-7}"
