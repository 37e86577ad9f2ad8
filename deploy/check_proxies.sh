#!/usr/bin/env bash
# Tries deploy/proxies with the real programs: two servers behind each proxy, a client that sends all
# the while, and one server killed, and then the other ended in good order. No article may fail.
#
#   deploy/check_proxies.sh [--build DIR] [--models DIR] [nginx|haproxy]...
#
# --build   where the program is; default: build/release.
# --models  default: models.
# Needs nginx and haproxy (apt-get install nginx-light haproxy); no root. Ports are free ones of
# 127.0.0.1; what was started is ended. Exit codes: 0 no article failed; 1 otherwise; 2 usage.
set -euo pipefail

checkout="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="$checkout/build/release"
models="$checkout/models"
proxies=()
while (($# > 0)); do
  case "$1" in
    --build) build="${2:?--build needs a folder}"; shift 2 ;;
    --models) models="${2:?--models needs a folder}"; shift 2 ;;
    nginx | haproxy) proxies+=("$1"); shift ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "check_proxies: unknown argument '$1'" >&2; exit 2 ;;
  esac
done
((${#proxies[@]} > 0)) || proxies=(nginx haproxy)
tasnif="$build/cli/tasnif"
PATH="$PATH:/usr/sbin"
say() { echo "check_proxies: $*" >&2; }
fail() { say "$*"; exit 1; }
[[ -x "$tasnif" ]] || fail "$tasnif is missing; build it first"
for proxy in "${proxies[@]}"; do
  command -v "$proxy" >/dev/null || fail "apt-get install nginx-light haproxy"
done

work="$(mktemp -d)"
pids=()
finish() {
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# Waits for a command to succeed, at most half a minute.
await() {
  for ((i = 0; i < 300; ++i)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  return 1
}

# A port that nobody uses now. Nobody else is expected to take it within a second.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_server NAME PORT: leaves its pid in $started.
start_server() {
  "$tasnif" serve --models "$models" --address "127.0.0.1:$2" --workers 1 \
    >>"$work/$1.log" 2>&1 &
  started=$!
  pids+=("$started")
  await "$tasnif" health --server "127.0.0.1:$2" || fail "server $1 does not serve: $(cat "$work/$1.log")"
}

start_proxy() {
  local proxy="$1" port="$2" one="$3" two="$4"
  local edit="s/127.0.0.1:8500/127.0.0.1:$port/; s/127.0.0.1:8510/127.0.0.1:$one/; s/127.0.0.1:8520/127.0.0.1:$two/"
  if [[ "$proxy" == nginx ]]; then
    # Its folders belong to root, and its log goes to the terminal.
    { echo "daemon off;"; sed "$edit; s|/run/nginx-tasnif.pid|$work/nginx.pid|" "$checkout/deploy/proxies/nginx.conf"; } |
      sed "s|^http {|http {\n  client_body_temp_path $work/body;\n  proxy_temp_path $work/proxy;\n  fastcgi_temp_path $work/fastcgi;\n  uwsgi_temp_path $work/uwsgi;\n  scgi_temp_path $work/scgi;|" \
        >"$work/nginx.conf"
    nginx -e stderr -p "$work" -c "$work/nginx.conf" >"$work/proxy.log" 2>&1 &
  else
    sed "$edit" "$checkout/deploy/proxies/haproxy.cfg" >"$work/haproxy.cfg"
    haproxy -db -f "$work/haproxy.cfg" >"$work/proxy.log" 2>&1 &
  fi
  pids+=("$!")
  await "$tasnif" health --server "127.0.0.1:$port" || fail "$proxy does not answer: $(cat "$work/proxy.log")"
}

articles=20000
python3 - "$articles" >"$work/articles.jsonl" <<'PYTHON'
import sys
for number in range(int(sys.argv[1])):
    print('{"id":"%d","text":"The team won match %d when the striker scored the winning goal in the last minute, and the parliament votes on the budget tomorrow."}' % (number, number))
PYTHON

check() {
  local proxy="$1" port one two
  port="$(free_port)" one="$(free_port)" two="$(free_port)"
  start_server one "$one"; local first="$started"
  start_server two "$two"; local second="$started"
  start_proxy "$proxy" "$port" "$one" "$two"
  say "$proxy: $articles articles, one server killed, one ended by SIGTERM meanwhile"
  # Slow enough that everything below happens while it sends.
  python3 - "$work/articles.jsonl" <<'PYTHON' |
import sys, time
with open(sys.argv[1]) as lines:
    for number, line in enumerate(lines):
        sys.stdout.write(line)
        if number % 100 == 99:
            sys.stdout.flush()
            time.sleep(0.05)
PYTHON
    "$tasnif" classify - --server "127.0.0.1:$port" --format jsonl --heads topic \
      >"$work/out.jsonl" 2>"$work/client.log" &
  local client=$!
  pids+=("$client")
  sleep 2
  kill -KILL "$first"
  say "$proxy: killed one after $(wc -l <"$work/out.jsonl") answers"
  sleep 2
  start_server one "$one"
  sleep 2
  kill -TERM "$second"
  say "$proxy: ended the other after $(wc -l <"$work/out.jsonl") answers"
  local code=0
  wait "$client" || code=$?
  local answered failed
  answered="$(grep -c '"topic":{"label"' "$work/out.jsonl" || true)"
  failed="$(grep -c '"error"' "$work/out.jsonl" || true)"
  say "$proxy: $answered of $articles labelled, $failed failed, exit code $code"
  if ((code != 0 || answered != articles || failed != 0)); then
    tail -n 5 "$work/client.log" >&2
    grep -m 3 '"error"' "$work/out.jsonl" >&2 || true
    tail -n 5 "$work/proxy.log" >&2
    fail "$proxy lost articles"
  fi
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  pids=()
}

for proxy in "${proxies[@]}"; do check "$proxy"; done
say "no article failed behind ${proxies[*]}"
