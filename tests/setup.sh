#!/bin/sh
# Installs what Dorpel builds and tests with, on a bare Debian 12 or 13. Says nothing when all is
# there. As root it asks nothing; as another user it uses sudo when it can, else says what to do.
set -eu
want="gcc make pkg-config libsdl2-dev libsdl2-ttf-dev libsdl2-image-dev libsqlite3-dev libgpiod-dev \
libsodium-dev libjansson-dev libinih-dev libcsv-dev libcmocka-dev fonts-dejavu-core python3"
missing=
for p in $want; do
    case "$(dpkg-query -W -f='${Status}' "$p" 2>/dev/null || true)" in
    "install ok installed") ;;
    *) missing="$missing $p" ;;
    esac
done
[ -z "$missing" ] && exit 0
echo "Installing:$missing"
run=
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1; then run=sudo; else
        echo "Please run as root: apt-get install$missing" >&2
        exit 1
    fi
fi
$run apt-get update -qq
DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing >/dev/null
