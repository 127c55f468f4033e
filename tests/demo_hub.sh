#!/bin/sh
# `make run-hub`: a hub with the demo municipality of sixteen villages, fifteen made up and here
# before, and the kiosk of Broekhoven, which syncs to it within a minute. Until it is stopped.
#   ONCE=1: ends when the kiosk has synced (for the tests).
set -eu
build=${BUILD:-build}
dir=$build/run-hub
pack=assets/demo/broekhoven
rm -rf "$dir"
mkdir -p "$dir/second-disk"

"$build/dorpel-hub" init --db "$dir/hub.db" --name "Gemeente Midden-Veen" >/dev/null
"$build/rel/bin/villages" "$dir/hub.db"
"$build/dorpel-hub" backup --db "$dir/hub.db" "$dir/second-disk" >/dev/null
: >"$dir/serve.out" # the loop below may look before the hub writes
"$build/dorpel-hub" serve --db "$dir/hub.db" --listen "${LISTEN:-127.0.0.1:0}" >"$dir/serve.out" &
hub=$!
kiosk=
stop() {
    trap - EXIT INT TERM HUP
    [ -z "$kiosk" ] || kill "$kiosk" 2>/dev/null || true
    kill "$hub" 2>/dev/null || true
    wait || true
}
trap stop EXIT
trap 'exit 130' INT TERM HUP
while [ "$(wc -l <"$dir/serve.out")" -lt 2 ]; do
    kill -0 "$hub"
    sleep 0.1
done
url=$(sed -n 1p "$dir/serve.out")

# The kiosk: a village on its first evening, with some votes and ideas.
SDL_VIDEODRIVER=dummy "$build/dorpel" --data "$dir/kiosk" --pack "$pack" \
    --play tests/play/demo-open.visit
"$build/rel/bin/bench_fill" "$dir/kiosk" "$pack" 25 8 >/dev/null
kiosk_says() {
    word=$1
    shift
    "$build/dorpel-sync" "$word" --data "$dir/kiosk" --pack "$pack" "$@"
}
# Two people compare, on the telephone: the clerk this number, the village that one.
kiosk_says run --hub "$url" --once >/dev/null
"$build/dorpel-hub" enrol --db "$dir/hub.db" \
    --yes "$(kiosk_says enrol | sed -n '1s/.* is //p')" >/dev/null
kiosk_says run --hub "$url" --once >/dev/null
kiosk_says enrol --accept "$(kiosk_says status | sed -n 's/.*: \([0-9a-f ]*\)$/\1/p' | head -1)" \
    >/dev/null

echo "The hub of Gemeente Midden-Veen: $url"
echo "The first account is made at:    $(sed -n 2p "$dir/serve.out")"
if [ "${ONCE:-}" = 1 ]; then
    kiosk_says run --hub "$url" --once
    exit 0
fi
echo "The kiosk of Broekhoven now syncs to it. Ctrl-C ends both."
"$build/dorpel-sync" run --data "$dir/kiosk" --pack "$pack" --hub "$url" --every 30 --now &
kiosk=$!
wait "$kiosk"
