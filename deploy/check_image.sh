#!/usr/bin/env bash
# Builds the container image without a registry and tries it: labels an article inside, starts the
# server, and asks for its health.
#
#   deploy/check_image.sh [--roots DIR] [--keep]
#
# The base image is made from the clean root of deploy/fresh_root.sh and stored under the name that
# the FROM lines resolve to. Everything is stored under DIR/image, which is removed afterwards
# unless --keep is given. Needs root and buildah; no container daemon.
set -euo pipefail

checkout="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
roots=/var/tmp/tasnif-roots
keep=false
while (($# > 0)); do
  case "$1" in
    --roots) roots="${2:?--roots needs a folder}"; shift 2 ;;
    --keep) keep=true; shift ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "check_image: unknown argument '$1'" >&2; exit 2 ;;
  esac
done
((EUID == 0)) || { echo "check_image: must run as root" >&2; exit 1; }
command -v buildah >/dev/null || { echo "check_image: apt-get install buildah" >&2; exit 1; }

# A short name is looked up at docker.io, as docker does.
base_name=docker.io/library/debian:bookworm-slim
image=localhost/tasnif:check
storage="$roots/image"

b() { buildah --root "$storage/root" --runroot "$storage/runroot" --storage-driver vfs "$@"; }
say() { echo "check_image: $*" >&2; }

finish() {
  if $keep; then
    say "kept $storage"
  else
    b rm --all >/dev/null 2>&1 || true
    rm -rf "$storage"
  fi
}
trap finish EXIT
mkdir -p "$storage"

say "base image $base_name from a clean root"
"$checkout/deploy/fresh_root.sh" --roots "$roots" --archive "$storage/base.tar"
container="$(b from scratch)"
b add -q "$container" "$storage/base.tar" / >/dev/null
rm "$storage/base.tar"
b config --cmd /bin/bash "$container"
b commit -q --rm "$container" "$base_name" >/dev/null

say "building the image"
git clone -q --no-hardlinks "$checkout" "$storage/checkout"
b bud --isolation chroot --pull-never --format docker -t "$image" "$storage/checkout"

say "labelling an article inside"
container="$(b from --pull-never "$image")"
run() { b run --isolation chroot "$container" -- "$@"; }
article='{"id":"sample","title":"Central bank raises its key rate","text":"The central bank raised its key interest rate by a quarter of a point on Thursday, citing inflation that remains above its target. Bond yields rose after the decision and the currency gained against the dollar."}'
answer="$(printf '%s\n' "$article" | run tasnif classify - --models /usr/share/tasnif/models --format jsonl)"
echo "$answer"
[[ "$answer" == *'"id":"sample"'*'"topic":{"label":"economy_business_finance"'* ]] ||
  { say "expected topic economy_business_finance"; exit 1; }

say "server and health inside, as the user the image names"
run sh -c '
  [ "$(id -u)" = 10001 ] || { echo "runs as $(id)" >&2; exit 1; }
  tasnif serve --models /usr/share/tasnif/models --address 127.0.0.1:8500 --port-file /tmp/port 2>/tmp/log &
  pid=$!
  n=0
  while [ ! -s /tmp/port ] && [ $n -lt 300 ] && kill -0 $pid; do sleep 0.1; n=$((n + 1)); done
  tasnif health --server 127.0.0.1:8500; code=$?
  [ $code -eq 0 ] || cat /tmp/log >&2
  kill -TERM $pid && wait $pid && exit $code'
say "the image builds, labels and serves ($(du -sm "$(b mount "$container")" | cut -f1) MiB)"
