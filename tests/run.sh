#!/bin/sh
# Runs every test program, every visit, and a build and packages for other Debians; prints one closing
# line: "N passed, N failed".
set -u
export TZ=UTC LC_ALL=C.UTF-8 SDL_VIDEODRIVER=dummy
export ASAN_OPTIONS=detect_leaks=0
build=${BUILD:-build}
bin=$build/san/bin
out=$build/san/out
mkdir -p "$out"
passed=0 failed=0

# One unit test program; its own output only when something is wrong.
unit() {
    "$1" >"$out/$2" 2>&1
    rc=$?
    n=$(sed -n 's/.*\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$out/$2" | tail -1)
    f=$(sed -n 's/^ *\([0-9]*\) FAILED TEST.*/\1/p' "$out/$2" | tail -1)
    if [ "$rc" -eq 0 ] && [ -n "$n" ]; then
        f=0
        echo "ok $2 ($n)"
    else
        f=${f:-1}
        tail -60 "$out/$2"
        echo "FAILED: $2"
    fi
    passed=$((passed + ${n:-0}))
    failed=$((failed + f))
}

# A script that ends in "N passed, N failed".
script() {
    name=$1
    shift
    "$@" >"$out/$name" 2>&1
    rc=$?
    line=$(tail -1 "$out/$name")
    n=${line%% passed,*}
    f=${line##* passed, }
    f=${f%% failed*}
    case "$n$f" in
    '' | *[!0-9]*) n=0 f=1 ;;
    esac
    if [ "$rc" -eq 0 ]; then
        echo "ok $name ($n)"
    else
        [ "$f" -eq 0 ] && f=1
        tail -80 "$out/$name"
        echo "FAILED: $name"
    fi
    passed=$((passed + n))
    failed=$((failed + f))
}

# A script whose exit code says it all.
plain() {
    name=$1
    shift
    if "$@" >"$out/$name" 2>&1; then
        echo "ok $name"
        passed=$((passed + 1))
    else
        tail -40 "$out/$name"
        echo "FAILED: $name"
        failed=$((failed + 1))
    fi
}

# Other Debians, much of it waiting for their mirror: beside the rest, and asked at the end.
rm -rf "$out/aside"
mkdir -p "$out/aside"
(
    nice sh tests/debian13.sh >"$out/aside/debian13" 2>&1
    echo $? >"$out/aside/debian13.rc"
    nice sh tests/packages.sh >"$out/aside/packages" 2>&1
    echo $? >"$out/aside/packages.rc"
) &
aside=$!

for t in "$bin"/test_*; do
    source=tests/$(basename "$t").c
    [ -x "$t" ] && [ -e "$source" ] && unit "$t" "$(basename "$t")"
done
# Against the release objects: what the optimiser takes away is missed there.
for t in "$build"/rel/bin/test_*; do
    [ -e "tests/$(basename "$t").c" ] && unit "$t" "$(basename "$t")"
done
script visits python3 tests/visits.py
script troubles python3 tests/troubles.py
script enrolment python3 tests/enrolment.py
script content python3 tests/content.py
script guests python3 tests/guests.py
script heirs python3 tests/heirs.py
script hub python3 tests/hub.py
script expected python3 tests/expected.py
script pencil python3 tests/pencil.py
script elections python3 tests/elections.py
script forms python3 tests/forms.py
script admin python3 tests/admin.py
script network /usr/bin/python3 tests/network.py
script net python3 tests/net.py
script appliance python3 tests/appliance.py
plain run-hub env ONCE=1 BUILD="$build" sh tests/demo_hub.sh
script pabulib python3 tests/pabulib.py
script bundles /usr/bin/python3 tests/bundles.py
# Everything going wrong: many seeds, each planted bug among some, some under the sanitizers.
script sim "$build"/sim/bin/sim --seeds 2000
script sim_planted "$build"/sim/bin/sim --planted 300
script sim_sanitized "$bin"/sim --from 100001 --seeds 60
plain manpages sh tests/manpages.sh
wait "$aside"
for name in debian13 packages; do
    plain "$name" sh -c "cat '$out/aside/$name'; exit \"\$(cat '$out/aside/$name.rc')\""
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
