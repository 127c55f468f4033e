#!/bin/sh
# Within a fresh Debian (tests/packages.sh): the packages come, work, and go; data stays.
set -eu
cd /root/inside
export DEBIAN_FRONTEND=noninteractive
fail() {
    echo "inside: $1" >&2
    exit 1
}
same() { # what, is, should be
    [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"
}
apt_do() {
    apt-get -q -y --no-install-recommends "$@" </dev/null
}

# ---- they come --------------------------------------------------------------------------------
apt_do install ./*.deb
for user in dorpel dorpel-sync dorpel-hub; do
    id "$user" >/dev/null || fail "there is no user $user"
done
same "dorpel's groups" "$(id -nG dorpel | tr ' ' '\n' | sort | tr '\n' ' ')" "dorpel gpio input render video "
id -nG dorpel-sync | tr ' ' '\n' | grep -qx dorpel || fail "dorpel-sync is not in the group dorpel"
same "/var/lib/dorpel" "$(stat -c '%a %U %G' /var/lib/dorpel)" "2770 dorpel dorpel"
same "kiosk.conf" "$(dpkg-query -W -f='${Conffiles}' dorpel-kiosk | awk '{ print $1 }')" /etc/dorpel/kiosk.conf
for unit in multi-user.target.wants/dorpel.service multi-user.target.wants/dorpel-sync.service \
    sockets.target.wants/dorpel-sync-visit.socket timers.target.wants/dorpel-nightly.timer \
    multi-user.target.wants/dorpel-hub.service; do
    [ -e "/etc/systemd/system/$unit" ] || fail "$unit is not enabled"
done
systemd-analyze verify --man=no /usr/lib/systemd/system/dorpel*.service /usr/lib/systemd/system/dorpel*.timer \
    /usr/lib/systemd/system/dorpel*.socket || fail "systemd does not like a unit"
same "ctrl-alt-del" "$(readlink /etc/systemd/system/ctrl-alt-del.target)" /dev/null
[ -s /usr/lib/udev/rules.d/60-dorpel.rules ] || fail "there are no rules for udev"

# ---- they work --------------------------------------------------------------------------------
for program in /usr/bin/dorpel /usr/bin/dorpel-sync /usr/bin/dorpel-count /usr/bin/dorpel-hub \
    /usr/lib/dorpel/dorpel-stick; do
    ldd "$program" | grep 'not found' && fail "$program misses a library"
done
dorpel --help >/dev/null
dorpel-count --help | grep -q registrar || fail "dorpel-count does not find its words"
# The pack of kiosk.conf is read, and a store is made, by the user and in the folder of the service.
cat >/tmp/one.visit <<'VISIT'
expect "Broekhoven"
VISIT
# Their units say so: what the one makes, the other may write.
umask 0007
runuser -u dorpel -- dorpel --conf /etc/dorpel/kiosk.conf --button key --play /tmp/one.visit
runuser -u dorpel -- dorpel --conf /etc/dorpel/kiosk.conf --dump >/dev/null
runuser -u dorpel-sync -- dorpel-sync status --conf /etc/dorpel/kiosk.conf
runuser -u dorpel-hub -- dorpel-hub init --db /var/lib/dorpel-hub/hub.db --name Proef
store=$(find /var/lib/dorpel -name '*.db' | head -1)
[ -n "$store" ] || fail "the kiosk made no store"

# ---- they go ----------------------------------------------------------------------------------
sum() {
    find /var/lib/dorpel /var/lib/dorpel-hub -type f -exec sha256sum {} + | sort
}
before=$(sum)
apt_do remove dorpel-kiosk dorpel-hub dorpel-common dorpel-count dorpel-appliance
[ ! -e /usr/bin/dorpel ] || fail "dorpel is still there"
[ -e /etc/dorpel/kiosk.conf ] || fail "a removal took the settings away"
[ ! -L /etc/systemd/system/ctrl-alt-del.target ] || fail "Ctrl-Alt-Del is still masked"
same "what was kept, after a removal" "$(sum)" "$before"
apt_do purge dorpel-kiosk dorpel-hub dorpel-common dorpel-count dorpel-appliance
[ ! -e /etc/dorpel/kiosk.conf ] || fail "a purge left the settings"
same "what was kept, after a purge" "$(sum)" "$before"
same "its owner" "$(stat -c '%a %U %G' /var/lib/dorpel)" "2770 dorpel dorpel"
find /etc/systemd /usr/lib/systemd -name '*dorpel*' | grep . && fail "something of ours is left"
echo "inside: all is well"
