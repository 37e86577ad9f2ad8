#!/usr/bin/env bash
# Installs the Debian packages of the given kinds that are missing; does nothing, and needs no
# network, where all are there.
#
#   deploy/install_packages.sh KIND...          KIND: build, run or test
#   deploy/install_packages.sh --list KIND...   only prints the names
#
# The list is deploy/packages.txt. Exit codes: 0 all installed; 1 could not install; 2 usage.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
list="$here/packages.txt"

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

# Names of one kind: "name  # kind  why".
names_of() {
  sed -n "s/^\([a-z0-9][a-z0-9.+-]*\)[[:space:]]*#[[:space:]]*$1\([[:space:]].*\)\{0,1\}\$/\1/p" "$list"
}

is_installed() {
  [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

only_list=false
if [[ "${1:-}" == --list ]]; then only_list=true; shift; fi
if (($# == 0)); then usage >&2; exit 2; fi
wanted=()
for kind in "$@"; do
  case "$kind" in
    build | run | test) mapfile -t -O "${#wanted[@]}" wanted < <(names_of "$kind") ;;
    -h | --help) usage; exit 0 ;;
    *) echo "install_packages: unknown kind '$kind'; use build, run or test" >&2; exit 2 ;;
  esac
done
if $only_list; then printf '%s\n' "${wanted[@]}"; exit 0; fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "install_packages: no apt here; Tasnif is built on Debian 12. Use the Dockerfile, or install" \
    "the packages of deploy/packages.txt by hand" >&2
  exit 1
fi
if ! grep -q '^VERSION_ID="12"' /etc/os-release 2>/dev/null; then
  echo "install_packages: warning: this is not Debian 12; names or versions may differ" >&2
fi

missing=()
for name in "${wanted[@]}"; do
  is_installed "$name" || missing+=("$name")
done
if ((${#missing[@]} == 0)); then exit 0; fi

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "install_packages: missing: ${missing[*]}. Run this as root, or install sudo" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
if ! "${apt[@]}" update >&2 ||
  ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2; then
  echo "install_packages: apt-get failed, see above. Check the network and /etc/apt, or install by" \
    "hand: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
