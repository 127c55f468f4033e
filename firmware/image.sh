#!/bin/sh
# A bootable image of a kiosk, from Debian's packages and our own only:
#
#   sh firmware/image.sh pi4 [SUITE]        (the Makefile's `image`; make deb comes before it)
#
# Three partitions: FAT (the board's firmware, the kernel, and the folder `dorpel` with the settings and
# the village, which any PC can edit), the root (ext4, never written), and the data (ext4, grows to the
# card's end at the first start). Debian's part is kept in build/image and made anew only when its list
# of packages or its settings change. Needs root.
set -eu
cd "$(dirname "$0")/.."
board=$1 suite=${2:-trixie}
dir=build/image
base=$dir/base
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
# The screen: Mesa with the board's own GPU. The network: systemd's. Nothing to log in with, and no apt:
# a kiosk is not updated package by package, its card gets a newer image.
wanted="linux-image-arm64 raspi-firmware initramfs-tools zstd systemd-sysv systemd-timesyncd
systemd-resolved dbus udev kmod e2fsprogs dosfstools fdisk netbase ca-certificates"

# ---- the base: Debian, and all that our packages depend on ----------------------------------------
depends() {
    for deb in "$debs"/dorpel-common_*.deb "$debs"/dorpel-kiosk_*.deb "$debs"/dorpel-appliance_*.deb; do
        dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/[|(].*//; s/ //g' | grep -v '^dorpel'
    done
}
# What raspi-firmware and the initrd are made by. A CMA of its own on the kernel's line is what a Pi 4
# does not start with, and a chroot does not know that it is for one; `ro` is after its `rw` and wins.
settings() {
    mkdir -p "$1/etc/default" "$1/etc/initramfs-tools" "$1/boot/firmware"
    printf 'ROOTPART=LABEL=dorpel-root\nCONSOLES=tty0\nCMA=0\n' >"$1/etc/default/raspi-firmware"
    cp firmware/raspi/raspi-firmware-custom "$1/etc/default"
    echo "$(cat firmware/raspi/raspi-extra-cmdline) ro" >"$1/etc/default/raspi-extra-cmdline"
    # The board's watchdog runs before systemd does.
    echo bcm2835_wdt >"$1/etc/initramfs-tools/modules"
    cp firmware/raspi/fstab "$1/etc"
}
rm -rf "$dir/settings"
settings "$dir/settings"
packages=$(echo "$wanted" "$(depends)" | tr ' ' '\n' | sort -u | grep .)
stamp=$(echo "$suite $packages" && cat firmware/base.sh && cd "$dir/settings" && grep -r . . | sort)
if [ "$(cat "$base.stamp" 2>/dev/null)" != "$stamp" ]; then
    echo "image: the base of $suite; this takes some minutes, once"
    rm -f "$base.stamp"
    # shellcheck disable=SC2086 # words
    sh firmware/base.sh "$suite" "$base" main,non-free-firmware "$dir/settings" $packages
    echo "$stamp" >"$base.stamp"
fi

# ---- our packages, and what only an image is ------------------------------------------------------
rm -rf "$tree" "$dir/data" "$dir/firmware"
mkdir -p "$dir/data"
cp -a --reflink=auto "$base" "$tree"
cp "$debs"/dorpel-common_*.deb "$debs"/dorpel-kiosk_*.deb "$debs"/dorpel-appliance_*.deb "$tree/root"
# shellcheck disable=SC2016 # the inner shells'
unshare --mount --pid --fork --kill-child sh -eu -c 'mount -t proc proc "$1/proc"; mount --bind /dev "$1/dev"
    chroot "$1" sh -c "dpkg -i --force-unsafe-io /root/*.deb && rm /root/*.deb"' sh "$tree" \
    >"$dir/install.log" 2>&1 || {
    tail -20 "$dir/install.log" >&2
    fail "our packages could not be installed."
}
echo dorpel >"$tree/etc/hostname"
echo '127.0.0.1 localhost dorpel' >"$tree/etc/hosts"
: >"$tree/etc/machine-id" # another one each start: the root is never written
rm -f "$tree/var/lib/dbus/machine-id"
ln -sf ../run/systemd/resolve/stub-resolv.conf "$tree/etc/resolv.conf"
install -m 644 firmware/raspi/80-wired.network "$tree/etc/systemd/network"
install -D -m 644 firmware/raspi/resolved.conf "$tree/etc/systemd/resolved.conf.d/60-dorpel.conf"
install -m 644 firmware/raspi/dorpel-grow.service "$tree/etc/systemd/system"
install -m 755 firmware/raspi/grow-data "$tree/usr/lib/dorpel"
systemctl --root="$tree" --quiet enable systemd-networkd systemd-resolved systemd-timesyncd dorpel-grow
# Nobody logs in: not on the screen, not on a wire, not over the network (there is no sshd).
systemctl --root="$tree" --quiet mask getty@.service getty@tty1.service getty-static.service serial-getty@.service \
    console-getty.service emergency.service rescue.service apt-daily.timer apt-daily-upgrade.timer \
    dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
    systemd-networkd-wait-online.service
mkdir -p "$tree/data"
rm -rf "$tree"/var/cache/apt "$tree"/var/lib/apt/lists/* "$tree"/var/log/* "$tree"/var/cache/debconf/*-old \
    "$tree"/var/lib/dpkg/*-old "$tree"/root/.[a-z]* "$tree"/usr/share/man/* "$tree"/usr/share/info/* \
    "$tree"/usr/share/locale/*
find "$tree/usr/share/doc" ! -type d ! -name copyright -delete

# ---- partitions -------------------------------------------------------------------------------------
# What the data's two folders begin with, with their owners.
cp -a "$tree/var/lib/dorpel" "$tree/var/lib/systemd" "$dir/data"
# The kernel, the device trees and the firmware are where the board finds them, and only there.
cp -R "$tree/boot/firmware" "$dir/firmware"
cp -R "$tree/etc/dorpel" "$dir/firmware/dorpel"
rm -rf "${tree:?}"/boot/* "$tree"/vmlinuz* "$tree"/initrd.img* "$tree"/usr/lib/linux-image-* \
    "$tree"/usr/lib/raspi-firmware
mkdir "$tree/boot/firmware"
root_mb=$(($(du -sm "$tree" | cut -f1) * 108 / 100 + 48))
rm -f "$dir"/part-*.img "$image" "$image".*
truncate -s ${firmware_mb}M "$dir/part-1.img"
mkfs.vfat -F 32 -n DORPEL "$dir/part-1.img" >/dev/null
mcopy -s -i "$dir/part-1.img" "$dir"/firmware/* ::
mkfs.ext4 -q -L dorpel-root -m 0 -O ^has_journal -d "$tree" "$dir/part-2.img" ${root_mb}M
# With this the kernel itself refuses to write it.
tune2fs -O read-only "$dir/part-2.img" >/dev/null
# Made as a large one is, because it becomes one (up to 512 GB).
mkfs.ext4 -q -L dorpel-data -m 1 -b 4096 -T default -J size=8 -E resize=134217728 -d "$dir/data" \
    "$dir/part-3.img" ${data_mb}M
truncate -s $((4 + firmware_mb + root_mb + data_mb))M "$image"
sfdisk -q "$image" <<TABLE
label: dos
start=4MiB, size=${firmware_mb}MiB, type=c, bootable
start=$((4 + firmware_mb))MiB, size=${root_mb}MiB, type=83
start=$((4 + firmware_mb + root_mb))MiB, size=${data_mb}MiB, type=83
TABLE
at=4
for part in 1 2 3; do
    dd if="$dir/part-$part.img" of="$image" bs=1M seek=$at conv=notrunc,sparse status=none
    at=$((at + $(stat -c %s "$dir/part-$part.img") / 1048576))
    rm "$dir/part-$part.img"
done
python3 tests/image.py "$image"
xz -T0 -2 -k "$image"
mb=$(($(stat -c %s "$image.xz") / 1000000))
echo "image: $image.xz, $mb MB ($(du -m --apparent-size "$image" | cut -f1) MiB on the card)"
[ $mb -le 900 ] || fail "more than 900 MB."
