#!/usr/bin/env bash
# A program outside the tree against the installed client, by CMake and by pkg-config.
#
# install_test.sh BUILD EXAMPLE TASNIF MAKE_TINY_MODELS
#
# Exit code 77: the tree was built with sanitizers, which the program would need as well.
set -euo pipefail
build="$1" example="$2" tasnif="$3" make_tiny_models="$4"
if grep -q '^TASNIF_SANITIZE:[A-Z]*=.' "$build/CMakeCache.txt"; then exit 77; fi

work="$(mktemp -d)"
server=
finish() {
  if [[ -n "$server" ]]; then kill "$server" && wait "$server" || true; fi
  rm -rf "$work"
}
trap finish EXIT

cmake --install "$build" --component client --prefix "$work/prefix" > "$work/install.log"
cmake -S "$example" -B "$work/example" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$work/prefix" > "$work/configure.log"
cmake --build "$work/example" > "$work/build.log" || { cat "$work/build.log"; exit 1; }

export PKG_CONFIG_PATH
PKG_CONFIG_PATH="$(dirname "$(find "$work/prefix" -name tasnif.pc)")"
# shellcheck disable=SC2046  # Words are what pkg-config gives.
c++ -std=c++20 -o "$work/by_pkg_config" "$example/label_lines.cc" \
  $(pkg-config --cflags --libs tasnif)

"$make_tiny_models" "$work/models"
"$tasnif" serve --models "$work/models" --address 127.0.0.1:0 --port-file "$work/port" > /dev/null &
server=$!
for _ in $(seq 600); do [[ -s "$work/port" ]] || sleep 0.1; done

for program in "$work/example/label_lines" "$work/by_pkg_config"; do
  got="$(printf '%s\n' 'The striker scored the winning goal in the match.' '' \
    'The striker scored the winning goal in the match.' |
    "$program" "$(cat "$work/port")" || [[ $? == 1 ]])"
  [[ "$got" == $'sport\n-\nsport' ]] || { echo "$program printed: $got"; exit 1; }
done
echo ok
