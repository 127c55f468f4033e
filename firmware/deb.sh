#!/bin/sh
# Packages of one Debian and one kind of machine, from programs that stand ready (the Makefile's
# `deb`): sh firmware/deb.sh SUITE ARCH. They come in build/deb/SUITE-ARCH. The source is laid out in a
# folder of its own there, with firmware/debian at its top as dpkg wants it.
set -eu
suite=$1 arch=$2
case $suite in
bookworm) release=deb12 ;;
trixie) release=deb13 ;;
*)
    echo "deb: for bookworm or trixie" >&2
    exit 1
    ;;
esac
version=$(sed -n '1s/.*(\(.*\)).*/\1/p' firmware/debian/changelog)
out=build/deb/$suite-$arch
source=$out/dorpel-$version
rm -rf "$out"
mkdir -p "$source/tests"
# With their times, so that make sees what is ready.
cp -pR app sync firmware assets Makefile LICENSE README.md "$source"
cp -p tests/setup.sh "$source/tests"
cp -pR firmware/debian "$source/debian"
# An upgrade from 12 to 13 brings the newer packages: ~deb12 sorts before ~deb13.
sed -i "1s/(.*) [a-z]*;/($version~$release) $suite;/" "$source/debian/changelog"
# This machine's own packages do not count (-d): the tree's do.
(cd "$source" && DORPEL_SUITE=$suite DEB_BUILD_OPTIONS="noautodbgsym nocheck" \
    dpkg-buildpackage -d -us -uc -b -a "$arch") >"$out/build.log" 2>&1 || {
    tail -30 "$out/build.log" >&2
    exit 1
}
rm -r "$source"
for deb in "$out"/*.deb; do
    echo "$(($(stat -c %s "$deb") / 1000)) KB $deb"
done
