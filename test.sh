#!/usr/bin/env bash
# Installs what is missing, builds everything, and runs every test.
#
#   ./test.sh                 release build, all tests
#   ./test.sh asan            AddressSanitizer and UndefinedBehaviorSanitizer, all tests
#   ./test.sh tsan            ThreadSanitizer, the tests labelled core
#   ./test.sh -R base         arguments after the preset go to ctest
#   ./test.sh --help
#
# Needs Debian 12, and root or sudo where packages are missing; no network otherwise.
# JOBS=N limits the processes (default: one a core). The exit code is that of the first step that
# failed; the last line says what happened.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

preset=release
case "${1:-}" in
  release | dev | asan | tsan) preset="$1"; shift ;;
  -h | --help) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  "" | -*) ;;
  *)
    echo "test.sh: unknown preset '$1'; use release, dev, asan or tsan" >&2
    exit 2
    ;;
esac
jobs="${JOBS:-$(nproc)}"
step="installing packages"
report() {
  local code=$?
  local took="$((SECONDS / 60)) min $((SECONDS % 60)) s"
  if ((code == 0)); then
    echo "test.sh: all passed ($preset, $took)"
  else
    echo "test.sh: FAILED while $step ($preset, $took, exit code $code)"
  fi
}
trap report EXIT

deploy/install_packages.sh build test
step="configuring"
cmake --preset "$preset"
step="building"
cmake --build --preset "$preset" -j "$jobs"
step="testing"
ctest --preset "$preset" -j "$jobs" --no-tests=error "$@"
