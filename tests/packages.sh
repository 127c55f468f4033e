#!/bin/sh
# The packages: built for Debian 12 and 13, asked what lintian thinks, and installed, removed and purged
# in a fresh tree of each. What a village voted stays on the disk whatever is done with them.
# SUITES="bookworm trixie"; needs root (or name spaces for all) and a network.
set -eu
cd "$(dirname "$0")/.."
export BUILD=build
suites=${SUITES:-bookworm trixie}
limit_kb=12000

fail() {
    echo "packages: $1" >&2
    exit 1
}
sh tests/setup.sh deb
mirror=$(sh firmware/mirror.sh)

check_lintian() { # folder
    lintian --fail-on error "$1"/*.changes >"$1/lintian.log" 2>&1 || {
        cat "$1/lintian.log" >&2
        fail "lintian finds errors in $1."
    }
}

check_size() { # folder; fonts are a package of Debian's and two files of ours (96 KB)
    kb=$(du -ck "$1"/*.deb | sed -n '$s/\t.*//p')
    [ "$kb" -le $limit_kb ] || fail "the packages in $1 take $kb KB."
}

install_in_tree() { # suite, folder
    mkdir -p "$2/inside"
    cp tests/packages_inside.sh "$2/inside"
    cp "$2"/*.deb "$2/inside"
    # shellcheck disable=SC2016 # $1 is the tree, for the hook
    mmdebstrap --quiet --variant=apt --architectures=amd64 \
        --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-include=/usr/share/doc/dorpel*' \
        --aptopt='Acquire::Retries "3"' --customize-hook="copy-in '$2/inside' /root" \
        --customize-hook='chroot "$1" sh /root/inside/packages_inside.sh' \
        "$1" /dev/null "$mirror" >"$2/install.log" 2>&1 || {
        tail -40 "$2/install.log" >&2
        fail "the packages cannot be installed, removed and purged in $1."
    }
    grep -q '^inside: all is well' "$2/install.log" || fail "nothing was asked in $1."
}

for suite in $suites; do
    out=build/deb/$suite-amd64
    make --no-print-directory deb SUITE="$suite" ARCH=amd64 >"build/deb-$suite.log" 2>&1 || {
        tail -30 "build/deb-$suite.log" >&2
        fail "the packages for $suite are not built."
    }
    check_size "$out"
    check_lintian "$out"
    install_in_tree "$suite" "$out" &
    installs="${installs:-} $!"
done
for install in $installs; do
    wait "$install"
done
echo "packages: for $suites, $kb KB; installed, removed, purged, and what was voted is still there"
