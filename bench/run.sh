#!/bin/sh
# Runs a class of io.nobooks.bench from the class path of the tests: bench/run.sh CLASS ARGUMENTS...
set -eu
cd "$(dirname "$0")/.."
mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath \
  -Dmdep.includeScope=test >&2
class=$1
shift
exec java -Xmx2g -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" \
  "io.nobooks.bench.$class" "$@"
