#!/bin/sh
# Debian 13, on Debian 12: everything is compiled by its compiler against its libraries, with warnings
# as errors, and the tests of what differs there run (libgpiod 2, SDL 2.32, a newer libc, cairo and
# SQLite), with the sanitizers. All this in a tree of Debian 13's own packages below $BUILD, unpacked
# and entered (chroot); this machine stays as it is. Needs root (or name spaces for all) and a network.
# On Debian 13 itself `make test` is that test already.
set -eu
cd "$(dirname "$0")/.."
tree=${BUILD:-build}/tree/trixie-build
export BUILD=build

fail() {
    echo "debian13: $1" >&2
    exit 1
}
uses_gpiod2() {
    readelf -d "$1" | grep -q 'NEEDED.*libgpiod\.so\.3' || fail "$1 is not linked with libgpiod.so.3."
}

if pkg-config --atleast-version=2 libgpiod 2>/dev/null; then
    uses_gpiod2 build/dorpel
    echo "debian13: this is Debian 13 (libgpiod $(pkg-config --modversion libgpiod))"
    exit 0
fi

sh tests/setup.sh cross
# shellcheck disable=SC2046 # lists are words
sh firmware/tree.sh trixie amd64 "$tree" $(sh tests/setup.sh names libs) gcc make pkg-config \
    libcmocka-dev fonts-dejavu-core coreutils dash sed grep findutils diffutils mawk
mkdir -p "$tree/proc" "$tree/src"
# With their times: what was compiled there before stays compiled. No file that is gone stays.
for part in app sync firmware assets tests; do
    rm -rf "$tree/src/$part"
done
cp -pR app sync firmware assets tests Makefile "$tree/src"

cat >"$tree/src/inside.sh" <<'INSIDE'
set -eu
cd /src
# Whatever this machine's C is called: here it is Debian 13's.
export PATH=/usr/sbin:/usr/bin HOME=/tmp CC=gcc TZ=UTC LC_ALL=C.UTF-8 SDL_VIDEODRIVER=dummy ASAN_OPTIONS=detect_leaks=0
unset MAKEFLAGS MFLAGS MAKELEVEL
echo "gcc $(gcc -dumpfullversion), libgpiod $(pkg-config --modversion libgpiod), SDL $(pkg-config --modversion sdl2)"
make --no-print-directory -j"$(nproc)" $PROGRAMS $(for t in $TESTS; do echo "build/san/bin/test_$t"; done)
for program in build/dorpel build/dorpel-count build/dorpel-hub; do
    $program --help >/dev/null
done
for t in $TESTS; do
    build/san/bin/test_$t >out.log 2>&1 || { cat out.log; echo "FAILED: test_$t"; exit 1; }
    sed -n 's/.*\[  PASSED  \] \([0-9]*\) test.*/passed \1/p' out.log
done
INSIDE
# Those of firmware/, and what stands on a library that is another one there.
tests=$(for source in tests/test_button.c tests/test_lamp.c tests/test_gpio*.c tests/test_stick*.c \
    tests/test_uevent.c tests/test_ui_sdl*.c tests/test_text.c tests/test_raster.c tests/test_crypto.c \
    tests/test_json.c tests/test_seal.c tests/test_db.c tests/test_store.c tests/test_kiosk.c \
    tests/test_http.c tests/test_print.c tests/test_pack.c tests/test_qr.c; do
    [ ! -e "$source" ] || basename "$source" .c | sed 's/^test_//'
done)
programs="build/dorpel build/dorpel-sync build/dorpel-count build/dorpel-hub build/dorpel-stick"
log=$tree.inside
mapped=$([ "$(id -u)" = 0 ] || echo --map-root-user)
# shellcheck disable=SC2086
PROGRAMS="$programs" TESTS="$tests" unshare $mapped --fork --pid --mount --mount-proc="$tree/proc" \
    chroot "$tree" /bin/sh /src/inside.sh >"$log" 2>&1 || {
    grep -v '^  cc ' "$log" | tail -60 >&2
    fail "the build or a test fails in Debian 13."
}
uses_gpiod2 "$tree/src/build/dorpel"
passed=$(sed -n 's/^passed //p' "$log" | awk '{ n += $1 } END { print n + 0 }')
[ "$passed" -ge 100 ] || fail "only $passed tests ran in Debian 13."
echo "debian13: all of it builds without a warning, $passed tests pass ($(sed -n '1p' "$log"))"
