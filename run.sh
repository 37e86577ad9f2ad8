#!/usr/bin/env bash
# Labels the sample articles: installs what is missing, builds the program, starts a server with
# the shipped models, asks it through the client, prints the table, and stops the server.
#
#   ./run.sh                    the above
#   ./run.sh serve [ADDRESS]    builds, and leaves the server in the foreground (127.0.0.1:8500)
#   ./run.sh --help
#
# The program is build/run/cli/tasnif afterwards. Needs Debian 12, and root or sudo where packages
# are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

tasnif=build/run/cli/tasnif

usage() { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

fail() {
  echo "run.sh: $1" >&2
  exit 1
}

compile() {
  cmake --preset release -B build/run -DTASNIF_BUILD_TESTS=OFF &&
    cmake --build build/run --target tasnif -j "$(nproc)"
}

build() {
  deploy/install_packages.sh build
  echo "Building in build/run (the first time takes some minutes) ..." >&2
  mkdir -p build
  if [[ -t 2 ]]; then
    compile >&2 || fail "the build failed, see above"
  elif ! compile >build/run.log 2>&1; then
    # In a log file a hundred lines of compiler calls say nothing: the end is enough.
    tail -n 40 build/run.log >&2
    fail "the build failed; the whole output is in build/run.log"
  fi
}

# Waits until the server has written its address, or is gone.
await_server() {
  local pid="$1" port_file="$2" log="$3"
  for ((i = 0; i < 600; ++i)); do
    [[ -s "$port_file" ]] && return
    if ! kill -0 "$pid" 2>/dev/null; then
      cat "$log" >&2
      fail "the server ended before it was ready, see above"
    fi
    sleep 0.1
  done
  cat "$log" >&2
  fail "the server was not ready after a minute, see above"
}

# Called on every way out; the server gets the chance to finish.
folder= pid=
stop() {
  if [[ -n "$pid" ]]; then
    kill -TERM "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  fi
  [[ -z "$folder" ]] || rm -rf "$folder"
}

label_samples() {
  trap stop EXIT
  folder="$(mktemp -d)"
  "$tasnif" serve --models models --address 127.0.0.1:0 --port-file "$folder/port" \
    >"$folder/server.log" 2>&1 &
  pid=$!
  await_server "$pid" "$folder/port" "$folder/server.log"
  local address
  address="$(<"$folder/port")"
  echo "Server on $address; labelling models/samples through the client:" >&2
  local code=0
  "$tasnif" classify models/samples --server "$address" --format table || code=$?
  if ((code != 0)); then
    cat "$folder/server.log" >&2
    fail "tasnif classify ended with exit code $code; above is what the server said"
  fi

  kill -TERM "$pid"
  code=0
  wait "$pid" || code=$?
  pid=
  if ((code != 0)); then
    cat "$folder/server.log" >&2
    fail "the server ended with exit code $code after SIGTERM"
  fi
  echo "Done; the server was stopped. To keep one: ./run.sh serve" >&2
}

serve() {
  local address="${1:-127.0.0.1:8500}"
  cat >&2 <<TEXT

Serving on $address until Ctrl-C, with a page on http://127.0.0.1:8501/. From another terminal:

  $tasnif classify models/samples --server $address --format table
  echo '{"text":"رفع البنك المركزي سعر الفائدة"}' | $tasnif classify - --server $address
  grpcurl -plaintext $address list
  grpcurl -plaintext -d '{"articles":[{"id":"1","text":"The central bank raised rates."}]}' \\
    $address tasnif.v1.Classifier/Classify

TEXT
  exec "$tasnif" serve --models models --address "$address" --http-address 127.0.0.1:8501
}

case "${1:-}" in
  "") build; label_samples ;;
  serve) build; serve "${2:-}" ;;
  -h | --help) usage ;;
  *)
    echo "run.sh: unknown argument '$1'" >&2
    usage >&2
    exit 2
    ;;
esac
