#!/bin/sh
# A Debian tree for arm64 with its packages set up, made on a PC:
#
#   sh firmware/base.sh SUITE TREE COMPONENTS SETTINGS PACKAGE...
#
# SETTINGS is a folder whose files are there before any package is set up. All packages are unpacked by
# this machine's own dpkg; then the tree's dpkg sets them up. Its scripts are shell, perl and coreutils,
# and emulating those is what would take an hour: so while it runs, the same programs of the same
# release but of this machine's kind lie over them (mounts that nobody else sees, gone at the end).
# While the initrd is made, what is copied into it has none over it. Needs root; on an arm64 machine
# nothing is emulated and nothing is laid over.
set -eu
suite=$1 tree=$2 components=$3 settings=$4
shift 4
own=$(dpkg --print-architecture)
mirror=$(sh "$(dirname "$0")/mirror.sh")
debs=$tree.debs tools=$tree.tools log=$tree.log
quick="bash coreutils cpio dash debianutils findutils grep gzip kmod mawk openssl perl-base sed tar udev zstd"
copied="kmod udevadm"

fail() {
    tail -30 "$log" >&2
    echo "base: $1 (all: $log)" >&2
    exit 1
}

unpack() { # architecture, tree, packages
    arch=$1 dir=$2
    shift 2
    # shellcheck disable=SC2046 # words
    mmdebstrap --quiet --variant=extract --architectures="$arch" --components="$components" \
        --aptopt="$tree.apt" $(printf -- '--include=%s ' "$@") \
        --extract-hook="cp \"\$1\"/var/cache/apt/archives/*.deb $debs" "$suite" "$dir" "$mirror" \
        >>"$log" 2>&1 || fail "the packages of $suite could not be had from $mirror."
}

rm -rf "$tree" "$tools" "$debs"
mkdir -p "$debs"
: >"$log"
# This machine's proxies, if it has any.
apt-config dump Acquire | grep -E '^Acquire::(http|https|Retries)' >"$tree.apt" || true
echo 'Acquire::Retries "3";' >>"$tree.apt"
if [ "$own" != arm64 ]; then
    # shellcheck disable=SC2086 # words
    unpack "$own" "$tools" base-files $quick
    rm "$debs"/*.deb
fi
unpack arm64 "$tree" '?essential' "$@"
cp -a "$settings/." "$tree"
chown -R root:root "$tree/etc"

# ---- what dpkg knows ---------------------------------------------------------------------------------
# Everything lies there already, so a script that runs before its package finds what it needs.
[ "$own" = arm64 ] || printf '%s\narm64\n' "$own" >"$tree/var/lib/dpkg/arch"
dpkg --root="$tree" --force-depends --force-unsafe-io --force-confold --unpack "$debs"/base-passwd_*.deb \
    >>"$log" 2>&1 || fail "the accounts could not be made."
dpkg --root="$tree" --force-depends --force-unsafe-io --force-confold --unpack "$debs"/*.deb \
    >>"$log" 2>&1 || fail "the packages could not be unpacked."
rm -rf "$tree/var/lib/dpkg/arch" "$debs"

# ---- setting up --------------------------------------------------------------------------------------
# Nothing is started, and the initrd is made once, at the end.
printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
chmod 755 "$tree/usr/sbin/policy-rc.d"
# shellcheck disable=SC2016 # the inner shell's
unshare --mount --pid --fork --kill-child sh -eu -c '
    tree=$1 tools=$2 copied=$3
    mount -t proc proc "$tree/proc"
    mount --bind /dev "$tree/dev"
    mount -t tmpfs tmpfs "$tree/tmp"
    run="chroot $tree env -i HOME=/root PATH=/usr/sbin:/usr/bin LC_ALL=C.UTF-8
        DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true"
    if [ -d "$tools" ]; then
        libraries=$(cd "$tools/usr/lib" && echo *-linux-gnu)
        mkdir -p "$tree/usr/lib64" "$tree/usr/lib/$libraries"
        ln -sfn usr/lib64 "$tree/lib64"
        mount --bind "$tools/usr/lib64" "$tree/usr/lib64"
        mount --bind "$tools/usr/lib/$libraries" "$tree/usr/lib/$libraries"
        for file in $(cd "$tools" && find usr/bin -type f); do
            case $file in */dpkg*) continue ;; esac
            [ "$(head -c 4 "$tools/$file" | tail -c 3)" = ELF ] && [ -f "$tree/$file" ] || continue
            mount --bind "$tools/$file" "$tree/$file"
        done
    fi
    mount --bind "$tree/usr/bin/true" "$tree/usr/sbin/update-initramfs"
    $run dpkg --force-confold --configure -a
    umount "$tree/usr/sbin/update-initramfs"
    if [ -d "$tools" ]; then
        for name in $copied; do umount "$tree/usr/bin/$name"; done
        rm -f "$tools"/usr/lib/*/libkmod.so.* # the initrd takes each that it finds
    fi
    $run update-initramfs -c -k all
' sh "$tree" "$tools" "$copied" >>"$log" 2>&1 || fail "the packages could not be set up."
rm -f "$tree/usr/sbin/policy-rc.d"
if [ -d "$tools" ]; then
    rm "$tree/lib64"
    rmdir "$tree/usr/lib64" "$tree/usr/lib/"*-linux-gnu 2>/dev/null || true
    rm -rf "$tools"
fi
