#!/bin/sh
# Prints a mirror of Debian's: MIRROR, or the one that this machine uses for its own release (it has the
# other releases as well), or Debian's own.
set -eu
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
# shellcheck disable=SC2016 # apt-get fills these in
found=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' \
    'Component: main' 2>/dev/null | awk -v own="$codename" '$1 == own { print $2; exit }') || found=
found=${MIRROR:-$found}
echo "${found:-http://deb.debian.org/debian}"
