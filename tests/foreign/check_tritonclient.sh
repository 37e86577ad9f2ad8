#!/usr/bin/env bash
# Runs the public Python client of the Open Inference Protocol against a real server, and compares
# our .proto files with its own.
#
#   tests/foreign/check_tritonclient.sh [--venv DIR] [--build DIR]
#
# --venv   a Python environment with tritonclient[grpc]; made there with pip where it is missing, so
#          this needs the network once. Default: build/foreign-venv, which is never committed.
# --build  where the program and make_tiny_models are. Default: build/release.
#
# Not a part of ./test.sh, which needs no network. Exit codes: 0 all checks hold; 1 otherwise.
set -euo pipefail

checkout="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
venv="$checkout/build/foreign-venv"
build="$checkout/build/release"
while (($# > 0)); do
  case "$1" in
    --venv) venv="${2:?--venv needs a folder}"; shift 2 ;;
    --build) build="${2:?--build needs a folder}"; shift 2 ;;
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "check_tritonclient: unknown argument '$1'" >&2; exit 2 ;;
  esac
done
for program in cli/tasnif tests/e2e/make_tiny_models; do
  [[ -x "$build/$program" ]] ||
    { echo "check_tritonclient: $build/$program is missing; build it first" >&2; exit 1; }
done

if ! "$venv/bin/python" -c 'import tritonclient.grpc' 2>/dev/null; then
  echo "check_tritonclient: installing tritonclient[grpc] in $venv" >&2
  /usr/bin/python3 -m venv "$venv"
  "$venv/bin/pip" -q install 'tritonclient[grpc]'
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
protoc --proto_path="$checkout/protos" --include_imports --descriptor_set_out="$work/ours" \
  inference/grpc_service.proto
"$venv/bin/python" "$checkout/tests/foreign/tritonclient_check.py" \
  "$build/cli/tasnif" "$build/tests/e2e/make_tiny_models" "$work"
