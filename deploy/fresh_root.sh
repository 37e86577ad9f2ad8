#!/usr/bin/env bash
# Runs a command in a copy of this checkout inside a clean Debian 12, as a new user would.
#
#   deploy/fresh_root.sh [--roots DIR] [--keep] COMMAND [ARGUMENT...]
#   deploy/fresh_root.sh ./run.sh
#   deploy/fresh_root.sh ./test.sh -R base
#   deploy/fresh_root.sh [--roots DIR] --archive FILE     only packs the clean root, for an image
#
# The clean root is made once with debootstrap (minbase, nothing else) and kept in DIR/base; each
# run works on a copy of it, which is removed afterwards unless --keep is given. What is committed is
# tested: the checkout is cloned. apt works inside as it does here: sources, proxies, resolver and
# hosts are copied. Needs root, debootstrap, git and unshare. The exit code is the command's.
set -euo pipefail

checkout="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
roots=/var/tmp/tasnif-roots
keep=false
archive=

fail() { echo "fresh_root: $1" >&2; exit "${2:-1}"; }

while (($# > 0)); do
  case "$1" in
    --roots) roots="${2:?--roots needs a folder}"; shift 2 ;;
    --keep) keep=true; shift ;;
    --archive) archive="${2:?--archive needs a file}"; shift 2 ;;
    -h | --help) sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) break ;;
  esac
done
(($# > 0)) || [[ -n "$archive" ]] || fail "no command; try: deploy/fresh_root.sh ./run.sh" 2
((EUID == 0)) || fail "must run as root: debootstrap and chroot need it"
for tool in debootstrap git unshare chroot; do
  command -v "$tool" >/dev/null || fail "'$tool' is missing; apt-get install debootstrap git util-linux"
done

# Made beside and renamed, so that an interrupted debootstrap is never taken for a finished one.
make_base() {
  [[ -d "$roots/base" ]] && return
  echo "fresh_root: making the base root in $roots/base (once, some minutes)" >&2
  rm -rf "$roots/base.partial"
  debootstrap --variant=minbase bookworm "$roots/base.partial" >&2
  mv "$roots/base.partial" "$roots/base"
}

# Whatever lets apt and the resolver work on this machine.
copy_network_settings() {
  local root="$1"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
  rm -f "$root/etc/apt/sources.list"
  cp -a /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || true
  cp -a /etc/apt/sources.list.d /etc/apt/auth.conf.d /etc/apt/keyrings "$root/etc/apt/" 2>/dev/null ||
    true
  # Only how to fetch; hooks of this machine name programs that a clean root does not have.
  apt-config dump |
    grep -E '^Acquire::(http|https|Retries|Check-Valid-Until|Check-Date|ForceIPv[46])\b' \
      >"$root/etc/apt/apt.conf.d/80host" || true
}

mkdir -p "$roots"
make_base
root="$(mktemp -d "$roots/run-XXXXXX")"
finish() {
  # Mounts live in the command's own namespace and are gone with it.
  if $keep; then
    echo "fresh_root: kept $root" >&2
  else
    rm -rf --one-file-system "$root"
  fi
}
trap finish EXIT

cp -a --reflink=auto "$roots/base/." "$root/"
copy_network_settings "$root"
if [[ -n "$archive" ]]; then
  # Devices and mounts belong to whoever runs the image.
  tar -C "$root" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf "$archive" .
  exit
fi
git clone -q --no-hardlinks "$checkout" "$root/root/tasnif"

# A process namespace of its own: whatever the command leaves running ends with it. --mount makes
# /proc disappear with it, also after a kill.
code=0
env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  TERM="${TERM:-dumb}" ${http_proxy:+http_proxy="$http_proxy"} \
  ${https_proxy:+https_proxy="$https_proxy"} ${no_proxy:+no_proxy="$no_proxy"} \
  unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" \
  chroot "$root" /bin/bash -c 'cd /root/tasnif && exec "$@"' fresh_root "$@" || code=$?
echo "fresh_root: '$*' ended with exit code $code" >&2
exit "$code"
