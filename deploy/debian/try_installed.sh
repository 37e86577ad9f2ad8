#!/bin/sh
# Runs inside a clean root, see deploy/check_deb.sh: installs the package and tries it.
#
#   try_installed.sh PACKAGE
set -eu
deb="$1"
export DEBIAN_FRONTEND=noninteractive
fail() { echo "try_installed: $*" >&2; exit 1; }

apt-get -qq update
apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$deb" >/dev/null
tasnif version

echo "try_installed: files and user"
[ -f /lib/systemd/system/tasnif.service ] || fail "no unit"
[ "$(stat -c %U /var/lib/tasnif)" = tasnif ] || fail "/var/lib/tasnif is not the user's"
getent passwd tasnif | grep -q nologin || fail "the user may log in"
dpkg-query -W -f '${Conffiles}' tasnif | grep -q /etc/tasnif/serve.conf || fail "no config file"

echo "try_installed: labelling with the shipped models"
answer="$(printf '%s\n' '{"id":"sample","title":"Central bank raises its key rate","text":"The central bank raised its key interest rate by a quarter of a point on Thursday, citing inflation that remains above its target. Bond yields rose after the decision and the currency gained against the dollar."}' |
  tasnif classify - --format jsonl)"
case "$answer" in
  *'"topic":{"label":"economy_business_finance"'*) ;;
  *) fail "expected topic economy_business_finance: $answer" ;;
esac

echo "try_installed: serving as the unit does, as its user"
. /etc/tasnif/serve.conf
command="$(sed -n 's/^ExecStart=//p' /lib/systemd/system/tasnif.service)"
command="$(echo "$command" | sed "s|\$TASNIF_SERVE_OPTIONS|$TASNIF_SERVE_OPTIONS|")"
setpriv --reuid tasnif --regid tasnif --clear-groups --no-new-privs --inh-caps=-all \
  sh -c "cd /var/lib/tasnif && umask 0027 && exec $command" >/tmp/serve.log 2>&1 &
pid=$!
n=0
until tasnif health --server 127.0.0.1:8500 >/dev/null 2>&1; do
  n=$((n + 1))
  [ $n -lt 300 ] && kill -0 $pid 2>/dev/null || { cat /tmp/serve.log >&2; fail "it does not serve"; }
  sleep 0.1
done
echo "An article about football: the striker scored twice in the cup final." |
  tasnif classify - --server 127.0.0.1:8500 >/dev/null
[ -f /var/lib/tasnif/corrections.db ] || fail "no file for corrections"
kill -TERM $pid
wait $pid || fail "it did not end cleanly"

echo "try_installed: removing"
apt-get -qq -o Dpkg::Use-Pty=0 remove -y tasnif >/dev/null
[ ! -e /usr/bin/tasnif ] || fail "the program is still there"
[ -f /etc/tasnif/serve.conf ] || fail "removing took the config file"
[ -f /var/lib/tasnif/corrections.db ] || fail "removing took corrections"
apt-get -qq -o Dpkg::Use-Pty=0 purge -y tasnif >/dev/null
[ ! -e /etc/tasnif/serve.conf ] && [ ! -e /var/lib/tasnif ] || fail "purging left something"
