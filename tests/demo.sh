#!/bin/sh
# `make run`: the demo village, in a window, on the console, or, with neither, as a visit played
# invisibly that leaves pictures and a filled stick folder in build/demo.
set -eu
build=${BUILD:-build}
pack=assets/demo/broekhoven
data=$build/run
if [ ! -e "$data/dorpel.db" ]; then
    "$build/dorpel" --data "$data" --pack "$pack" --play tests/play/demo-open.visit
fi
code=$(sed -n '2s/.*;//p' "assets/demo/demo-geheim/2026/codes.csv" | tr -d '\r')
say() {
    echo "Demo village Broekhoven. Caretaker's PIN 246810, admin's PIN 135790."
    echo "Voting codes: assets/demo/demo-geheim/2026/codes.csv (the first: $code). Enter is the button."
    mkdir -p "$build/stick"
}
console() { # a virtual terminal with a connected screen
    [ -t 0 ] && case "$(tty)" in /dev/tty[0-9]*) ;; *) return 1 ;; esac &&
        grep -qs '^connected' /sys/class/drm/card*-*/status
}
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say
    "$build/dorpel" --data "$data" --pack "$pack" --button key --stick "$build/stick" && exit 0
    echo "No window could be opened on this display."
elif console; then
    say
    SDL_VIDEODRIVER=kmsdrm exec "$build/dorpel" --data "$data" --pack "$pack" --button key \
        --stick "$build/stick"
fi
demo=$build/demo
rm -rf "$demo"
mkdir -p "$demo/shots" "$demo/stick"
"$build/dorpel" --data "$demo/data" --pack "$pack" --play tests/play/demo-open.visit
"$build/dorpel" --data "$demo/data" --pack "$pack" --play tests/play/demo.visit \
    --set CODE="$code" --set STICK="$demo/stick" --shots "$demo/shots"
echo "No display here: the demo visit was played invisibly."
echo "Pictures of each step: $demo/shots ($(ls "$demo/shots" | wc -l)). The stick: $demo/stick"
