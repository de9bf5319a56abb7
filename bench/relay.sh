#!/bin/bash
# What relaying one document costs while it comes in and goes out at once, beside piping-server (npm,
# fetched into a temporary folder): CPU seconds of the server per GiB, and the memory it has needed
# for a small document and for a large one, each with a server of its own. Needs curl, node and npm.
#
#   bench/relay.sh [MiB, default 1024] [rounds, default 3] [MiB of the large one, default 8192; 0: none]
set -eu
cd "$(dirname "$0")/.."
mib=${1:-1024}
rounds=${2:-3}
large=${3:-8192}
warm_up=9 # And one more: after so many GiB a JVM compiles no more of it.
small=256
mkdir -p target
work=$(mktemp -d "$(pwd)/target/relay.XXXXXX")
children=
trap 'for child in $children; do kill "$child" 2>/dev/null || :; done; wait; rm -rf "$work"' EXIT
free=$(df -Pm "$work" | awk 'NR == 2 { print $4 }')
total=$(df -Pm "$work" | awk 'NR == 2 { print $2 }')
if [ "$free" -lt $((large + mib + total / 10 + 1024)) ]; then
  echo "$free MiB are free; a document of $large MiB needs more, and a tenth stays free" >&2
  exit 1
fi
mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" >/dev/null
npm install --silent --no-fund --no-audit --prefix "$work/npm" piping-server@1.12.9 >/dev/null

ticks() { cut -d')' -f2 "/proc/$1/stat" | awk '{print $12 + $13}'; }
peak() { awk '/VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }
zeros() { head -c "$1M" /dev/zero; }

start_nobooks() {
  rm -f "$work/where"
  java -Xmx96m -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
    io.nobooks.web.FileBench "$work/spool" >"$work/where" 2>"$work/nobooks.log" &
  server=$!
  children="$children $server"
  until grep -sqE '^[0-9]+ ' "$work/where"; do
    sleep 0.2
    kill -0 "$server"
  done
  read -r port token room other <"$work/where"
}
start_piping() {
  port=$((20000 + RANDOM % 10000))
  node "$work/npm/node_modules/.bin/piping-server" --host=127.0.0.1 --http-port="$port" \
    >"$work/piping.log" 2>&1 &
  server=$!
  children="$children $server"
  until curl -s -o /dev/null "http://127.0.0.1:$port/"; do
    sleep 0.2
    kill -0 "$server"
  done
}
stop() {
  kill "$1"
  wait "$1" 2>/dev/null || :
}

# Each relays so many MiB and answers how many bytes came out.
relay_nobooks() {
  local bytes=$(($1 * 1048576)) path
  local tus=(-H "Authorization: Bearer $token" -H "Tus-Resumable: 1.0.0")
  path=$(curl -sS -D - -o /dev/null -X POST "http://127.0.0.1:$port/files/$room" "${tus[@]}" \
    -H "Upload-Length: $bytes" | tr -d '\r' | awk 'tolower($1) == "location:" { print $2 }')
  zeros "$1" | curl -sS -f -o /dev/null -X PATCH -T - "http://127.0.0.1:$port$path" "${tus[@]}" \
    -H "Expect:" -H "Upload-Offset: 0" -H "Content-Type: application/offset+octet-stream" &
  local upload=$!
  curl -sS -f -o /dev/null -w '%{size_download}' "http://127.0.0.1:$port$path" \
    -H "Authorization: Bearer $token"
  wait "$upload"
  curl -sS -f -o /dev/null -X DELETE "http://127.0.0.1:$port$path" "${tus[@]}"
}
relay_piping() {
  local path=/bench$RANDOM
  zeros "$1" | curl -sS -f -o /dev/null -T - "http://127.0.0.1:$port$path" -H "Expect:" &
  local upload=$!
  curl -sS -f -o /dev/null -w '%{size_download}' "http://127.0.0.1:$port$path"
  wait "$upload"
}

# CPU seconds per GiB and MB/s of relaying so many MiB, on the server that runs.
cost() {
  local used begun came
  used=$(ticks "$server") begun=$(date +%s%N)
  came=$("relay_$1" "$2")
  [ "$came" = $(($2 * 1048576)) ] || { echo "$1: $came bytes of $2 MiB" >&2; exit 1; }
  awk -v u="$(($(ticks "$server") - used))" -v h="$(getconf CLK_TCK)" -v m="$2" \
    -v t="$(($(date +%s%N) - begun))" \
    'BEGIN { printf "%.2f %.0f\n", u / h / (m / 1024), m * 1.048576 / (t / 1e9) }'
}

start_nobooks
nobooks=$server nobooks_port=$port
start_piping
piping=$server piping_port=$port
for round in $(seq -$warm_up "$rounds"); do
  server=$nobooks port=$nobooks_port
  ours=$(cost nobooks "$mib")
  server=$piping port=$piping_port
  theirs=$(cost piping "$mib")
  echo "nobooks $ours, piping-server $theirs (CPU s/GiB, MB/s)$([ "$round" -gt 0 ] || echo ', warm-up')"
  [ "$round" -le 0 ] || echo "${ours% *} ${theirs% *}" >>"$work/costs"
done
stop "$nobooks"
stop "$piping"
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
echo "| relay, CPU s/GiB: nobooks | piping-server | ratio |"
echo "| $(cut -d' ' -f1 "$work/costs" | median) | $(cut -d' ' -f2 "$work/costs" | median) | $(
  awk '{ print $1 / $2 }' "$work/costs" | median) |"

[ "$large" -gt 0 ] || exit 0
for kind in nobooks piping; do
  row="| memory, $kind"
  for size in $small "$large"; do
    "start_$kind"
    cost "$kind" "$size" >"$work/last"
    row="$row | $size MiB: peak RSS $(peak "$server") MiB"
    stop "$server"
  done
  echo "$row |"
done
