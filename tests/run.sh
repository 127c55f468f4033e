#!/bin/sh
# Runs every test program and prints one closing line: "N passed, N failed".
set -u
export TZ=UTC LC_ALL=C.UTF-8 SDL_VIDEODRIVER=dummy
export ASAN_OPTIONS=detect_leaks=0
bin=${BUILD:-build}/san/bin
passed=0 failed=0
for t in "$bin"/test_*; do
    [ -x "$t" ] || continue
    out=$("$t" 2>&1)
    rc=$?
    n=$(printf '%s\n' "$out" | sed -n 's/.*\[  PASSED  \] \([0-9]*\) test.*/\1/p' | tail -1)
    f=$(printf '%s\n' "$out" | grep -c '^\[  FAILED  \] [a-z]' || true)
    if [ "$rc" -ne 0 ] || [ -z "$n" ]; then
        [ "$f" -eq 0 ] && f=1
        printf '%s\n' "$out" | tail -60
        echo "FAILED: $(basename "$t")"
    else
        f=0
        echo "ok $(basename "$t") ($n)"
    fi
    passed=$((passed + ${n:-0}))
    failed=$((failed + f))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
