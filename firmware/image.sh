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

# ---- our packages, and what only an image is ------------------------------------------------------
rm -rf "$tree" "$dir/data" "$dir/firmware"
mkdir -p "$tree" "$dir/data/dorpel" "$dir/data/systemd"
tar -C "$tree" -xf "$base"
cp "$debs"/dorpel-common_*.deb "$debs"/dorpel-kiosk_*.deb "$debs"/dorpel-appliance_*.deb "$tree/root"
chroot "$tree" sh -c 'dpkg -i --force-unsafe-io /root/*.deb && rm /root/*.deb' >"$dir/install.log" 2>&1 || {
    tail -20 "$dir/install.log" >&2
    fail "our packages could not be installed."
}
echo dorpel >"$tree/etc/hostname"
echo '127.0.0.1 localhost dorpel' >"$tree/etc/hosts"
: >"$tree/etc/machine-id" # another one each start: the root is never written
ln -sf ../run/systemd/resolve/stub-resolv.conf "$tree/etc/resolv.conf"
printf '[Match]\nType=ether\n[Network]\nDHCP=yes\n' >"$tree/etc/systemd/network/80-wired.network"
systemctl --root="$tree" --quiet enable systemd-networkd systemd-resolved systemd-timesyncd
# Nobody logs in: not on the screen, not on a wire, not over the network (there is no sshd).
systemctl --root="$tree" --quiet mask getty@tty1.service serial-getty@.service emergency.service \
    rescue.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
    fstrim.timer systemd-networkd-wait-online.service
cat >"$tree/etc/fstab" <<'FSTAB'
LABEL=dorpel-root  /                ext4   ro,noatime                                              0 1
LABEL=DORPEL       /boot/firmware   vfat   ro,nodev,nosuid,noexec,umask=022,nofail                 0 0
/boot/firmware/dorpel /etc/dorpel   none   bind,ro,nofail,x-systemd.requires=/boot/firmware        0 0
LABEL=dorpel-data  /data            ext4   noatime,nodev,nosuid,noexec,x-systemd.growfs            0 2
/data/dorpel       /var/lib/dorpel  none   bind,x-systemd.requires=/data                           0 0
/data/systemd      /var/lib/systemd none   bind,x-systemd.requires=/data                           0 0
tmpfs              /tmp             tmpfs  nodev,nosuid,size=64m                                   0 0
tmpfs              /var/tmp         tmpfs  nodev,nosuid,size=32m                                   0 0
tmpfs              /var/log         tmpfs  nodev,nosuid,noexec,size=16m                            0 0
FSTAB
mkdir -p "$tree/data"
# The data grows to the card's end, before it is mounted; the table is written once.
cat >"$tree/usr/lib/dorpel/grow-data" <<'GROW'
#!/bin/sh
set -eu
part=$(readlink -f /dev/disk/by-label/dorpel-data)
name=${part#/dev/}
number=$(cat "/sys/class/block/$name/partition")
disk=$(basename "$(dirname "$(readlink -f "/sys/class/block/$name")")")
end=$(($(cat "/sys/class/block/$name/start") + $(cat "/sys/class/block/$name/size")))
[ $(($(cat "/sys/class/block/$disk/size") - end)) -lt 131072 ] ||
    echo ',+' | sfdisk --no-reread --force -q -N "$number" "/dev/$disk"
partx -u "/dev/$disk"
GROW
chmod 755 "$tree/usr/lib/dorpel/grow-data"
cat >"$tree/etc/systemd/system/dorpel-grow.service" <<'UNIT'
# The image is small and the card is not: once, the data's partition gets the rest.
[Unit]
Description=Dorpel, room for the data
DefaultDependencies=no
After=dev-disk-by\x2dlabel-dorpel\x2ddata.device
Before=systemd-fsck@dev-disk-by\x2dlabel-dorpel\x2ddata.service data.mount local-fs.target
[Service]
Type=oneshot
ExecStart=-/usr/lib/dorpel/grow-data
[Install]
WantedBy=local-fs.target
UNIT
systemctl --root="$tree" --quiet enable dorpel-grow.service
rm -rf "$tree"/var/cache/apt/* "$tree"/var/lib/apt/lists/* "$tree"/var/log/* "$tree"/root/.[a-z]*

# ---- partitions -------------------------------------------------------------------------------------
# What the data's two folders begin with, with their owners.
cp -a "$tree/var/lib/dorpel/." "$dir/data/dorpel"
chown --reference="$tree/var/lib/dorpel" "$dir/data/dorpel"
chmod --reference="$tree/var/lib/dorpel" "$dir/data/dorpel"
cp -a "$tree/var/lib/systemd/." "$dir/data/systemd"
cp -R "$tree/boot/firmware" "$dir/firmware"
mkdir -p "$dir/firmware/dorpel"
cp "$tree/etc/dorpel/kiosk.conf" "$dir/firmware/dorpel"
rm -rf "${tree:?}"/boot/firmware/*
root_mb=$(($(du -sm "$tree" | cut -f1) * 115 / 100 + 64))
rm -f "$dir"/part-*.img "$image" "$image.xz"
truncate -s ${firmware_mb}M "$dir/part-1.img"
mkfs.vfat -F 32 -n DORPEL "$dir/part-1.img" >/dev/null
mcopy -s -i "$dir/part-1.img" "$dir"/firmware/* ::
mkfs.ext4 -q -L dorpel-root -m 0 -O ^has_journal -d "$tree" "$dir/part-2.img" ${root_mb}M
mkfs.ext4 -q -L dorpel-data -m 1 -d "$dir/data" "$dir/part-3.img" ${data_mb}M
truncate -s $((4 + firmware_mb + root_mb + data_mb))M "$image"
sfdisk -q "$image" <<TABLE
label: dos
start=4MiB, size=${firmware_mb}MiB, type=c, bootable
start=$((4 + firmware_mb))MiB, size=${root_mb}MiB, type=83
start=$((4 + firmware_mb + root_mb))MiB, size=${data_mb}MiB, type=83
TABLE
dd if="$dir/part-1.img" of="$image" bs=1M seek=4 conv=notrunc,sparse status=none
dd if="$dir/part-2.img" of="$image" bs=1M seek=$((4 + firmware_mb)) conv=notrunc,sparse status=none
dd if="$dir/part-3.img" of="$image" bs=1M seek=$((4 + firmware_mb + root_mb)) conv=notrunc,sparse status=none
rm "$dir"/part-*.img
xz -T0 -2 -k "$image"
mb=$(($(stat -c %s "$image.xz") / 1000000))
echo "image: $image.xz, $mb MB ($(du -m --apparent-size "$image" | cut -f1) MiB on the card)"
[ $mb -le 900 ] || fail "more than 900 MB."
