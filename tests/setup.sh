#!/bin/sh
# Installs what Dorpel is built with, on a bare Debian 12 or 13; `setup.sh test`: and tested with;
# lint, fuzz, cross (programs for another Debian), deb, image and machine: what these need. Says nothing when
# all is there. `setup.sh names libs` only prints what is linked with. As root it asks nothing; as
# another user it uses sudo (which may ask for a password at a terminal); where that cannot be, it says
# in one sentence what to do.
# shellcheck disable=SC2086 # lists are words
set -eu
libs="libc6-dev libsdl2-dev libsdl2-ttf-dev libsdl2-image-dev libsqlite3-dev libgpiod-dev \
libsodium-dev libjansson-dev libinih-dev libcsv-dev libgmp-dev libpango1.0-dev libfontconfig-dev \
libqrencode-dev libpq-dev libcurl4-openssl-dev libmicrohttpd-dev libjpeg-dev libpng-dev \
libdbus-1-dev"
if [ "${1:-}" = names ]; then
    echo $libs
    exit 0
fi
want="gcc make pkg-config $libs libcmocka-dev fonts-dejavu-core python3"
cross="mmdebstrap debian-archive-keyring"
[ "$(dpkg --print-architecture)" = arm64 ] || cross="$cross gcc-aarch64-linux-gnu"
deb="$cross debhelper lintian"
case ${1:-} in
cross) want="gcc make pkg-config $cross" ;;
deb) want="gcc make pkg-config $deb" ;;
image) want="gcc make pkg-config $deb qemu-user-static binfmt-support arch-test mtools e2fsprogs dosfstools fdisk \
xz-utils zstd python3" ;;
machine)
    want="gcc make pkg-config $deb qemu-system-arm qemu-utils kmod systemd mtools ntfs-3g openssl \
e2fsprogs dosfstools exfatprogs python3"
    # The fingers in the guest are linked whole.
    [ "$(dpkg --print-architecture)" = arm64 ] || want="$want libc6-dev-arm64-cross"
    ;;
esac
[ "${1:-}" = test ] && want="$want $deb postgresql nginx-light libnginx-mod-http-dav-ext openssl python3-nacl \
dbus-daemon python3-dbusmock"
[ "${1:-}" = lint ] && want="$want clang-format clang-tidy cppcheck"
[ "${1:-}" = fuzz ] && want="$want clang libclang-rt-dev"

fail() {
    echo "$1" >&2
    exit 1
}

# One question for all of them; a package of two architectures answers twice.
have=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' $want 2>/dev/null) || true
missing=
for p in $want; do
    case "
$have
" in
    *"
$p installed
"*) ;;
    *) missing="$missing $p" ;;
    esac
done
[ -z "$missing" ] && exit 0

command -v apt-get >/dev/null || fail "Dorpel is built on Debian 12 or 13; here, please install what these hold:$missing"
sudo=
if [ "$(id -u)" != 0 ]; then
    please="Please run this once as root, then again: apt-get install --no-install-recommends$missing"
    command -v sudo >/dev/null || fail "Packages are missing, and there is no sudo to install them. $please"
    # Without a terminal nobody can type a password.
    sudo=sudo
    [ -t 0 ] || sudo="sudo -n"
    $sudo true || fail "Packages are missing, and sudo does not let you install them. $please"
fi
echo "Installing:$missing"
# The tests start a database and a web server of their own: none need run beside them on this machine.
policy=/usr/sbin/policy-rc.d
if [ "${1:-}" = test ] && [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
    $sudo chmod 755 $policy
    trap '$sudo rm -f $policy' EXIT
fi
# Waits for another apt; env, because sudo drops what is set before it.
apt="$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300"
# A list that could not be renewed is no harm as long as the packages come.
$apt update </dev/null || echo "The package lists could not all be renewed; trying with what is there." >&2
$apt install --no-install-recommends $missing </dev/null >/dev/null ||
    fail "The packages could not be installed; apt's reason stands above. Is there a network?"
