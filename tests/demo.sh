#!/bin/sh
# `make run`: the demo village, in a window, on the console, or, with neither, as a visit played
# invisibly that leaves pictures and a filled stick folder in build/demo.
set -eu
build=${BUILD:-build}
village=${VILLAGE:-broekhoven}
pack=assets/demo/broekhoven
data=$build/run
# VILLAGE=NAME: another village: a folder, assets/demo/NAME or tests/data/NAME, or a new one from the
# example. It starts without PINs, as a new kiosk does.
if [ "$village" != broekhoven ]; then
    for pack in "$village" "assets/demo/$village" "tests/data/$village" "$build/dorpen/$village"; do
        [ -f "$pack/dorp.ini" ] && break
    done
    if [ ! -f "$pack/dorp.ini" ]; then
        mkdir -p "$build/dorpen"
        "$build/dorpel-hub" pack new "$pack"
    fi
    "$build/dorpel-hub" pack check "$pack" || exit 1
    data=$build/run-$(basename "$village")
    mkdir -p "$build/stick"
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        exec "$build/dorpel" --data "$data" --pack "$pack" --button key --stick "$build/stick"
    fi
    mkdir -p "$data/shots"
    "$build/dorpel" --data "$data" --pack "$pack" --play tests/play/look-around.visit --shots "$data/shots"
    echo "No display here: the village was looked at invisibly. Pictures: $data/shots"
    exit 0
fi
if [ ! -e "$data/dorpel.db" ]; then
    "$build/dorpel" --data "$data" --pack "$pack" --play tests/play/demo-open.visit
fi
# Votes count: the demo village's own key, which everybody may read, has taken this kiosk in.
"$build/dorpel-sync" enrol --data "$data" --pack "$pack" --village assets/demo/demo-geheim >/dev/null
code=$(sed -n '2s/.*;//p' "assets/demo/demo-geheim/2026/codes.csv" | tr -d '\r')
say() {
    echo "Demo village Broekhoven. Caretaker's PIN 246810, admin's PIN 135790."
    echo "This kiosk belongs to the village by its own key, which is published: assets/demo/demo-geheim."
    echo "Voting codes: assets/demo/demo-geheim/2026/codes.csv (the first: $code). Enter is the button."
    mkdir -p "$build/stick"
}
console() { # a virtual terminal with a connected screen
    [ -t 0 ] && case "$(tty)" in /dev/tty[0-9]*) ;; *) return 1 ;; esac &&
        grep -qs '^connected' /sys/class/drm/card*-*/status
}
shown() { # the kiosk on this screen until it is stopped; whoever stops this script stops the kiosk
    say
    "$build/dorpel" --data "$data" --pack "$pack" --button key --stick "$build/stick" <&0 &
    kiosk=$!
    trap 'kill "$kiosk" 2>/dev/null' INT TERM HUP
    while kill -0 "$kiosk" 2>/dev/null; do
        if wait "$kiosk"; then rc=0; else rc=$?; fi
    done
    trap - INT TERM HUP
    [ "$rc" -eq 0 ]
}
rc=0
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    shown && exit 0
    echo "No window could be opened on this display."
elif console; then
    export SDL_VIDEODRIVER=kmsdrm
    shown && exit 0
    unset SDL_VIDEODRIVER
    echo "The screen of this console could not be opened."
fi
demo=$build/demo
rm -rf "$demo"
mkdir -p "$demo/shots" "$demo/stick"
"$build/dorpel" --data "$demo/data" --pack "$pack" --play tests/play/demo-open.visit
"$build/dorpel" --data "$demo/data" --pack "$pack" --play tests/play/demo.visit \
    --set CODE="$code" --set STICK="$demo/stick" --shots "$demo/shots"
echo "No display here: the demo visit was played invisibly."
echo "Pictures of each step: $demo/shots ($(ls "$demo/shots" | wc -l)). The stick: $demo/stick"
