#!/bin/bash
# What documents cost: CPU seconds of the server per GiB, and MB/s, beside nginx and a plain copy.
# Needs curl; nginx and socat are measured where they are installed. Numbers are for comparing runs
# on one machine, never for passing or failing.
#
#   bench/files.sh [MiB, default 1024] [rounds, default 3]
set -eu
TIMEFORMAT='%U %S'
cd "$(dirname "$0")/.."
mib=${1:-1024}
rounds=${2:-3}
work=$(pwd)/target/bench
mkdir -p "$work"
mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" >/dev/null
data=$work/data
head -c "${mib}M" /dev/urandom >"$data"

rm -f "$work/server"
children=
trap 'for child in $children; do kill "$child" 2>/dev/null || :; done; rm -rf "$work/spool" "$data" "$work/copy"' EXIT

java -Xmx256m -cp "target/test-classes:target/classes:$(cat "$work/classpath")" \
  io.nobooks.web.FileBench "$work/spool" >"$work/server" 2>"$work/server.log" &
server=$!
children="$children $server"
until grep -sE '^[0-9]+ ' "$work/server" >"$work/where"; do
  sleep 0.2
  kill -0 "$server"
done
read -r port token sealed plain <"$work/where"

ticks() { cut -d')' -f2 "/proc/$1/stat" | awk '{print $12 + $13}'; }
now() { date +%s%N; }

# measure NAME PID COMMAND...
measure() {
  name=$1 pid=$2
  shift 2
  cpu=$(ticks "$pid") begun=$(now)
  "$@"
  ended=$(now) used=$(($(ticks "$pid") - cpu))
  awk -v n="$name" -v u="$used" -v h="$(getconf CLK_TCK)" -v m="$mib" -v t="$((ended - begun))" \
    'BEGIN { printf "%-34s %6.0f MB/s  %5.2f CPU s/GiB\n", n, m * 1.048576 / (t / 1e9), u / h / (m / 1024) }'
}

offer() {
  curl -sS -D - -o /dev/null -X POST "http://127.0.0.1:$port/files/$1" \
    -H "Authorization: Bearer $token" -H "Tus-Resumable: 1.0.0" \
    -H "Upload-Length: $(stat -c %s "$data")" | tr -d '\r' | awk 'tolower($1) == "location:" { print $2 }'
}
up() {
  curl -sS -f -o /dev/null -X PATCH -T "$data" "http://127.0.0.1:$port$1" -H "Expect:" \
    -H "Authorization: Bearer $token" -H "Tus-Resumable: 1.0.0" -H "Upload-Offset: 0" \
    -H "Content-Type: application/offset+octet-stream"
}
down() { curl -sS -f -o /dev/null "http://127.0.0.1:$port$1" -H "Authorization: Bearer $token"; }
gone() {
  curl -sS -f -o /dev/null -X DELETE "http://127.0.0.1:$port$1" \
    -H "Authorization: Bearer $token" -H "Tus-Resumable: 1.0.0"
}
same() {
  [ "$(curl -sS "http://127.0.0.1:$port$1" -H "Authorization: Bearer $token" | sha256sum)" = \
    "$(sha256sum <"$data")" ] || { echo "$1 came back changed"; exit 1; }
}

if command -v nginx >/dev/null; then
  cat >"$work/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log;
events {}
http { access_log off; sendfile on; client_body_temp_path $work; proxy_temp_path $work;
  fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server { listen 127.0.0.1:18081; root $work; } }
CONF
  chmod 755 "$work"
  nginx -e "$work/nginx.log" -g "user root;" -c "$work/nginx.conf" &
  children="$children $!"
  sleep 1
  nginx=$(pgrep -P $! | head -1)
fi

round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  echo "round $round"
  if command -v socat >/dev/null; then
    { time socat -u -b 262144 TCP-LISTEN:18082,bind=127.0.0.1,reuseaddr \
      OPEN:"$work/copy",creat,trunc; } 2>"$work/copied" &
    copy=$!
    sleep 0.3
    begun=$(now)
    socat -u -b 262144 OPEN:"$data" TCP:127.0.0.1:18082
    wait "$copy"
    awk -v m="$mib" -v t="$(($(now) - begun))" '{ printf "%-34s %6.0f MB/s  %5.2f CPU s/GiB\n",
      "plain copy to disk", m * 1.048576 / (t / 1e9), ($1 + $2) / (m / 1024) }' "$work/copied"
    rm -f "$work/copy"
  fi
  for kind in sealed plain; do
    eval room=\$$kind
    path=$(offer "$room")
    measure "upload, $kind room" "$server" up "$path"
    measure "download, $kind room" "$server" down "$path"
    same "$path"
    gone "$path"
  done
  if [ -n "${nginx:-}" ]; then
    measure "download, nginx" "$nginx" curl -sS -f -o /dev/null http://127.0.0.1:18081/data
  fi
done
path=$(offer "$plain")
up "$path"
down "$path"
heap() { jcmd "$server" GC.run >/dev/null && jcmd "$server" GC.heap_info | grep -oE 'used [0-9]+K' | head -1; }
echo "ten at once: heap $(heap) before"
want=$(sha256sum <"$data")
readers=
for reader in 1 2 3 4 5 6 7 8 9 10; do
  (curl -sS "http://127.0.0.1:$port$path" -H "Authorization: Bearer $token" | sha256sum >"$work/sum$reader") &
  readers="$readers $!"
done
for reader in $readers; do wait "$reader"; done
for reader in 1 2 3 4 5 6 7 8 9 10; do
  [ "$(cat "$work/sum$reader")" = "$want" ] || { echo "reader $reader got other bytes"; exit 1; }
done
echo "ten at once: heap $(heap) after, all digests equal"
awk '/VmHWM/ { printf "server peak RSS %.0f MiB\n", $2 / 1024 }' "/proc/$server/status"
