#!/usr/bin/env bash
# Builds the Debian package, installs it in a clean Debian 12, and tries it there: the program
# labels, the service's own command serves as the service's user, and removing leaves nothing.
#
#   deploy/check_deb.sh [--roots DIR] [--build DIR] [--keep]
#
# --build  a build of the program; default: build/release, which is built where it is missing.
# --roots  where the clean root of deploy/fresh_root.sh is kept.
# Needs root, debootstrap, and the network for what the package depends on.
set -euo pipefail

checkout="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
roots=/var/tmp/tasnif-roots
build="$checkout/build/release"
keep=false
while (($# > 0)); do
  case "$1" in
    --roots) roots="${2:?--roots needs a folder}"; shift 2 ;;
    --build) build="${2:?--build needs a folder}"; shift 2 ;;
    --keep) keep=true; shift ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "check_deb: unknown argument '$1'" >&2; exit 2 ;;
  esac
done
((EUID == 0)) || { echo "check_deb: must run as root" >&2; exit 1; }
say() { echo "check_deb: $*" >&2; }

root=
finish() {
  if $keep; then
    say "kept $root"
  elif [[ -n "$root" ]]; then
    rm -rf --one-file-system "$root"
  fi
}
trap finish EXIT

say "building the package in $build"
[[ -f "$build/CMakeCache.txt" ]] || (cd "$checkout" && cmake --preset release -B "$build")
cmake --build "$build" --target tasnif_program >/dev/null
(cd "$build" && cpack -G DEB) >/dev/null
deb="$(ls -t "$build"/tasnif_*.deb | head -n 1)"
say "$(basename "$deb"), $(du -k "$deb" | cut -f1) KiB"
if dpkg -c "$deb" | grep -E ' \./(usr/local|usr/include)/|\.a$' >&2; then
  say "files that have no place in the package"
  exit 1
fi

mkdir -p "$roots"
"$checkout/deploy/fresh_root.sh" --roots "$roots" --archive "$roots/deb-base.tar"
root="$(mktemp -d "$roots/deb-XXXXXX")"
tar -C "$root" -xf "$roots/deb-base.tar"
rm "$roots/deb-base.tar"
for device in null zero random urandom; do
  [[ -e "$root/dev/$device" ]] || cp -a "/dev/$device" "$root/dev/"
done
cp "$deb" "$root/tmp/tasnif.deb"
cp "$checkout/deploy/debian/try_installed.sh" "$root/tmp/"

env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
  ${no_proxy:+no_proxy="$no_proxy"} \
  unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" \
  chroot "$root" /bin/sh /tmp/try_installed.sh /tmp/tasnif.deb
say "the package installs, labels, serves and is removed"
