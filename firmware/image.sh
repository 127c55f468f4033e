#!/bin/sh
# A bootable image of a kiosk, from Debian's packages and our own only:
#
#   sh firmware/image.sh pi4 [SUITE]        (the Makefile's `image`; make deb comes before it)
#
# Three partitions: FAT (the board's firmware, the kernel, and the folder `dorpel` with the settings and
# the village, which any PC can edit), the root (ext4, never written), and the data (ext4, grows to the
# card's end at the first start). The arm64 tree is configured under user-mode emulation, which takes
# long; it is kept in build/image and made anew only when its list of packages changes. Needs root.
set -eu
cd "$(dirname "$0")/.."
board=$1 suite=${2:-trixie}
dir=build/image
base=$dir/base-$suite.tar
tree=$dir/root
debs=build/deb/$suite-arm64
image=$dir/dorpel-$board.img
firmware_mb=256 data_mb=64

fail() {
    echo "image: $1" >&2
    exit 1
}
[ "$board" = pi4 ] || fail "BOARD=pi4 is the board there is (also for a 3, a 400 and a CM4)."
[ "$(id -u)" = 0 ] || fail "root is needed to make the tree as it will be."
[ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] || [ "$(dpkg --print-architecture)" = arm64 ] ||
    fail "arm64 programs do not run here (packages qemu-user-static and binfmt-support)."
mkdir -p "$dir"
# The screen: Mesa with the board's own GPU. The network: systemd's. Nothing to log in with.
wanted="linux-image-arm64 raspi-firmware initramfs-tools systemd-sysv systemd-timesyncd
systemd-resolved dbus udev kmod e2fsprogs dosfstools fdisk netbase ca-certificates"

# ---- the base: Debian, and all that our packages depend on ----------------------------------------
depends() {
    for deb in "$debs"/dorpel-common_*.deb "$debs"/dorpel-kiosk_*.deb; do
        dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep -v '^dorpel'
    done
}
packages=$(echo "$wanted" "$(depends)" | tr ' ' '\n' | sort -u | grep .)
if [ "$(cat "$base.stamp" 2>/dev/null)" != "$packages" ]; then
    echo "image: the base of $suite; this takes long, once"
    rm -f "$base" "$base.stamp"
    # shellcheck disable=SC2016 # $1 is the tree, for the hooks
    mmdebstrap --quiet --variant=apt --architectures=arm64 --components="main,non-free-firmware" \
        --include="$(echo "$packages" | tr '\n' ',' | sed 's/,$//')" \
        --dpkgopt=force-unsafe-io \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --dpkgopt='path-include=/usr/share/doc/*/copyright' --aptopt='Acquire::Retries "3"' \
        --essential-hook='mkdir -p "$1/etc/default" "$1/boot/firmware" "$1/etc/initramfs-tools/conf.d"' \
        --essential-hook='printf "ROOTPART=LABEL=dorpel-root\nCONSOLES=tty0\n" >"$1/etc/default/raspi-firmware"' \
        --essential-hook="copy-in firmware/raspi/raspi-firmware-custom firmware/raspi/raspi-extra-cmdline /etc/default" \
        --essential-hook='echo "bcm2835_wdt" >"$1/etc/modules"' \
        "$suite" "$base" "$(sh firmware/mirror.sh)" >"$dir/base.log" 2>&1 || {
        tail -30 "$dir/base.log" >&2
        fail "the base could not be made."
    }
    echo "$packages" >"$base.stamp"
fi
