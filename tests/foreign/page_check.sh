#!/usr/bin/env bash
# The page in headless Chromium; not part of the suite (apt-get install chromium).
#
#   tests/foreign/page_check.sh build/release/cli/tasnif [SCREENSHOT_FOLDER]
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if (($# == 0)); then
  echo "page_check.sh: name the program, such as build/release/cli/tasnif" >&2
  exit 2
fi
exec python3 "$here/page_check.py" "$1" "$here/../../models" "${@:2}"
