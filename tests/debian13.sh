#!/bin/sh
# Proves on Debian 12 that the libgpiod 2 side is right for Debian 13: compiles it against the real
# headers, with the Makefile's release flags and warnings, links it with the real library, and runs
# its tests. The two packages come from the mirror this machine uses already, checked with the
# archive's own key, and are unpacked below $BUILD; nothing is installed and apt's own state is not
# touched. Needs a network. On Debian 13 it uses what is installed there.
set -eu
cd "$(dirname "$0")/.."
suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# The compiler gets the short name, as words without quotes: the path to here may hold a blank.
short=${BUILD:-build}/debian13
case $short in /*) dir=$short ;; *) dir=$(pwd)/$short ;; esac

fail() {
    echo "debian13: $1" >&2
    exit 1
}

# An apt of our own: this machine's proxies and rules for fetching, everything else in $dir.
write_apt_conf() {
    {
        apt-config dump Acquire | grep -v '^Acquire::\(IndexTargets\|Languages\|Changelogs\)'
        cat <<CONF
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::http::Timeout "20";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Dir::Etc::main "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$dir/state";
Dir::State::status "$dir/status";
Dir::Cache "$dir/cache";
CONF
    } >"$dir/apt.conf"
}

# The mirrors in /etc/apt, those of this machine's own release first.
mirrors() {
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    apt-get indextargets --format '$(COMPONENT) $(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
        awk -v own="$codename" '
            $1 != "main" || $2 ~ /-security$/ { next }
            { print ($2 == own ? 0 : 1), $3 }' |
        sort -s -u | cut -d' ' -f2- | awk '!seen[$0]++'
}

fetch() {
    [ -r "$keyring" ] || fail "there is no $keyring to check Debian 13's packages with (package debian-archive-keyring)."
    command -v apt-get >/dev/null || fail "apt-get is needed to fetch Debian 13's libgpiod."
    found=$(mirrors) || found=
    [ -n "$found" ] || fail "no Debian mirror is named in /etc/apt."
    mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial" "$dir/debs" "$dir/root"
    : >"$dir/status"
    : >"$dir/apt.log"
    write_apt_conf
    for mirror in $found; do
        rm -f "$dir"/debs/*.deb
        echo "deb [signed-by=$keyring] $mirror $suite main" >"$dir/sources.list"
        if APT_CONFIG=$dir/apt.conf apt-get -q update >>"$dir/apt.log" 2>&1 &&
            (cd "$dir/debs" && APT_CONFIG=$dir/apt.conf apt-get -q download libgpiod-dev libgpiod3) \
                >>"$dir/apt.log" 2>&1; then
            return 0
        fi
    done
    grep '^[EW]:' "$dir/apt.log" | head -5 >&2 || true
    fail "Debian 13's libgpiod could not be fetched from the mirrors in /etc/apt: no network, or the key does not fit (see above)."
}

rm -rf "$dir/root" "$dir/out"
mkdir -p "$dir/out"
if pkg-config --atleast-version=2 libgpiod 2>/dev/null; then
    where="as installed here"
    version=$(pkg-config --modversion libgpiod)
    header=$(pkg-config --variable=includedir libgpiod)/gpiod.h
    include=
    library=$(pkg-config --libs libgpiod)
else
    fetch
    for deb in "$dir"/debs/*.deb; do
        dpkg-deb -x "$deb" "$dir/root"
    done
    where="of Debian 13, in $short"
    header=$short/root/usr/include/gpiod.h
    include="-isystem $short/root/usr/include"
    library=$(ls "$short"/root/usr/lib/*/libgpiod.so.3)
    version=$(sed -n 's/^Version: //p' "$dir"/root/usr/lib/*/pkgconfig/libgpiod.pc)
fi
case $version in
2.*) ;;
*) fail "libgpiod $version is not the 2.x of Debian 13." ;;
esac

# The Makefile is asked for its flags, so that they cannot drift.
flags() {
    make -s --no-print-directory --eval="debian13-flags: ; @echo $1" debian13-flags
}
release=$(flags '$(STD) $(WARN) $(REL_FLAGS)')
sanitized=$(flags '$(STD) $(WARN) $(SAN_FLAGS)')
if [ -z "$release" ] || [ -z "$sanitized" ]; then
    fail "the Makefile did not tell its flags."
fi
cc=${CC:-cc}
sources="firmware/gpio_libgpiod_v2.c firmware/gpio.c app/base/err.c"

for source in $sources; do
    # shellcheck disable=SC2086
    $cc $include $release -MD -c "$source" -o "$dir/out/$(basename "$source" .c).o"
done
grep -q "$header" "$dir/out/gpio_libgpiod_v2.d" || fail "the compiler did not read $header."

cat >"$dir/out/main.c" <<'MAIN'
#include "firmware/gpio.h"

int main(void)
{
    const struct gpio_want want = {.button_line = "GPIO17", .lamp_line = "GPIO27"};
    struct gpio *gpio = gpio_open(&want, 0);
    gpio_close(gpio);
    return 0;
}
MAIN
# Debian 13's library asks for a newer libc than Debian 12 has: its own symbols are its own affair.
# shellcheck disable=SC2086
$cc $release -pie -Wl,-z,relro,-z,now -Wl,--allow-shlib-undefined -o "$dir/out/linked" \
    "$dir/out/main.c" "$dir"/out/*.o $library
readelf -d "$dir/out/linked" | grep -q 'NEEDED.*libgpiod\.so\.3' ||
    fail "the program was not linked with libgpiod.so.3."

# shellcheck disable=SC2086
$cc $include $sanitized -o "$dir/out/test_gpio_chip" tests/test_gpio_chip.c $sources -lcmocka
"$dir/out/test_gpio_chip" >"$dir/out/test.log" 2>&1 || {
    cat "$dir/out/test.log" >&2
    fail "the libgpiod 2 side fails its tests."
}
echo "debian13: firmware compiles, links and passes its tests with libgpiod $version ($where)"
