#!/usr/bin/env bash
# usage: try-package.sh PACKAGE: installs the package in a Debian of its own, serves from there, removes and purges it.
set -euo pipefail
if [ "$(id -u)" != 0 ]; then echo 'try-package: it takes the superuser' >&2; exit 1; fi
# What is mounted below goes with the namespace it is mounted in.
if [ -z "${IN_NAMESPACE:-}" ]; then IN_NAMESPACE=1 exec unshare --mount --propagation private "$0" "$@"; fi
package=$(realpath "$1")
cd "$(dirname "$0")/.."
debian=.build-tools/debian-12.tar

if [ ! -e "$debian" ]; then
  command -v mmdebstrap >/dev/null || { echo 'try-package: it takes mmdebstrap to make a Debian' >&2; exit 1; }
  mkdir -p "$(dirname "$debian")"
  mmdebstrap --quiet --variant=minbase bookworm "$debian.draft.tar"
  mv "$debian.draft.tar" "$debian"
fi
root=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" || true; fi; umount -l "$root/proc"; rm -rf "$root"' EXIT
chmod 755 "$root"
tar -xf "$debian" -C "$root"
mount -t proc proc "$root/proc"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$package" "$root/tmp/tally.deb"
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
expect() { # WORDS, and a command that must succeed
  local words=$1
  shift
  "$@" || { echo "try-package: not so: $words" >&2; exit 1; }
}

inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends /tmp/tally.deb >"$root/tmp/log" 2>&1 || { cat "$root/tmp/log"; exit 1; }
expect 'the user is there' inside getent passwd tally
expect 'its folders are its own' [ "$(inside stat -c '%U:%G:%a' /var/lib/tally/data)" = tally:tally:750 ]
expect 'the service is enabled' [ -L "$root/etc/systemd/system/multi-user.target.wants/tally.service" ]
inside install -o tally -g tally -m 640 /usr/share/tally/survey.csv /var/lib/tally/data/

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# As the unit does: the user, the folder, and nothing but the defaults beside the port.
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TALLY_PORT="$port" TALLY_LOG_LEVEL=warning chroot --userspec=tally:tally "$root" \
  sh -c 'umask 077; cd /var/lib/tally && exec /usr/bin/tally serve' >"$root/tmp/output" &
server=$!
for _ in {1..600}; do grep -q listening "$root/tmp/output" && break; sleep 0.1; done
expect 'the health check passes' inside tally healthcheck --port "$port"
expect 'it has found the survey' grep -q '"survey":"survey"' <(curl -s "http://127.0.0.1:$port/readyz")
kill "$server"
expect 'it ends in order' wait "$server"
server=

inside apt-get remove -y -qq tally >/dev/null 2>&1
expect 'settings outlast a removal' [ -e "$root/etc/default/tally" ]
expect 'data outlasts a removal' [ -e "$root/var/lib/tally/data/survey.csv" ]
inside apt-get install -y -qq --no-install-recommends /tmp/tally.deb >/dev/null 2>&1
inside apt-get purge -y -qq tally >/dev/null 2>&1
expect 'nothing outlasts a purge' [ ! -e "$root/var/lib/tally" ]
expect 'not even settings' [ ! -e "$root/etc/default/tally" ]
expect 'nor the service' [ ! -e "$root/etc/systemd/system/multi-user.target.wants/tally.service" ]
left=$(find "$root"/{etc,usr,lib,var} -iname '*tally*' -not -path '*/apt/*')
expect "files are left: $left" [ -z "$left" ]
echo "try-package: $(basename "$package") is installed, serves, is removed and purged"
