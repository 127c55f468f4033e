#!/bin/sh
# A Debian tree of another release or another kind of machine, to compile and link against:
#
#   sh firmware/tree.sh SUITE ARCH DIR PACKAGE...
#
# The packages and all they depend on are unpacked into DIR, and nothing in it is run or set up: so an
# arm64 tree is made on any PC in some twenty seconds, and the PC itself stays as it is. Beside it,
# DIR.shlibs tells which package each library is of (for debian/rules). A tree that is there already,
# of the same packages, is left alone. What comes from the mirror (MIRROR=, or the one this machine's
# apt uses) is checked with Debian's own keys.
set -eu
suite=$1 arch=$2 dir=$3
shift 3
wanted="$suite $arch $*"
[ "$(cat "$dir.stamp" 2>/dev/null)" = "$wanted" ] && exit 0

fail() {
    echo "tree: $1" >&2
    exit 1
}
command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing (sh tests/setup.sh cross)."

mirror=$(sh "$(dirname "$0")/mirror.sh")
include=$(echo "$*" | tr ' ' ',')
mkdir -p "$(dirname "$dir")"
rm -rf "$dir" "$dir.stamp" "$dir.shlibs"
# This machine's proxies, if it has any.
apt-config dump Acquire | grep -E '^Acquire::(http|https|Retries)' >"$dir.apt" || true
echo 'Acquire::Retries "3";' >>"$dir.apt"
# The hook reads the packages before mmdebstrap throws them away; $1 is the tree.
# shellcheck disable=SC2016
mmdebstrap --quiet --variant=extract --architectures="$arch" --include="$include" \
    --aptopt="$dir.apt" --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --extract-hook='for deb in "$1"/var/cache/apt/archives/*.deb; do
        dpkg-deb -I "$deb" shlibs 2>/dev/null || true; done >"$1/shlibs"' \
    "$suite" "$dir" "$mirror" >"$dir.log" 2>&1 || {
    grep -E '^[EW]:' "$dir.log" | head -5 >&2
    fail "the packages of $suite ($arch) could not be had from $mirror; is there a network? (All: $dir.log)"
}
# A library's name for the linker is often an absolute link, which would lead into this PC's own.
find "$dir/usr/lib" -type l -lname '/*' | while IFS= read -r link; do
    ln -snfr "$dir$(readlink "$link")" "$link"
done
mv "$dir/shlibs" "$dir.shlibs"
[ -s "$dir.shlibs" ] || fail "$dir has no libraries"
echo "$wanted" >"$dir.stamp"
