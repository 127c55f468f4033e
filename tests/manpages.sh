#!/bin/sh
# A man page says what its program's --help says: every option of the one stands in the other, both
# ways, and so do dorpel-hub's, dorpel-count's and dorpel-sync's words; every setting of kiosk.conf stands in its page.
set -u
build=${BUILD:-build}
bad=0
tell() {
    echo "manpages: $1" >&2
    bad=1
}
# Roff without its own signs.
plain() {
    sed -e 's/^\.\\".*//' -e 's/\\-/-/g' -e 's/\\f[A-Z]//g' -e 's/\\~/ /g' "$1"
}
options() {
    grep -oE -e '--[a-z][a-z-]*[a-z]' | sort -u
}
# What a program says of itself, to people who ask and to those who asked wrongly.
help() {
    "$@" --help 2>&1 </dev/null
}
words_of() { # words that have a help of their own
    case $1 in
    dorpel-hub) help "$build/$1" | sed -n 's/^  dorpel-hub \([a-z]*\) .*/\1/p' | sort -u ;;
    dorpel-count) help "$build/$1" | sed -n 's/^\([a-z]*\) .*/\1/p' | sort -u ;;
    dorpel-sync) help "$build/$1" | sed -n 's/^dorpel-sync \([a-z|]*\) .*/\1/p' | tr '|' '\n' | sort -u ;;
    esac
}
compare() { # page, what the program says
    for option in $(printf '%s\n' "$2" | options); do
        plain "$1" | grep -qF -e "$option" || tell "$1 does not tell of $option"
    done
    for option in $(plain "$1" | options); do
        case $option in --help) continue ;; esac
        printf '%s\n' "$2" | options | grep -qxF -e "$option" || tell "$1 tells of $option, which --help does not"
    done
}
for program in dorpel dorpel-sync dorpel-count dorpel-hub dorpel-stick; do
    page=$(ls firmware/man/$program.[18])
    case $program in
    # The usage of the only root is the comment at the head of its source; it says nothing to anybody.
    dorpel-stick) said=$(sed '/\*\//q' firmware/dorpel-stick.c) ;;
    dorpel-count) said=$(help "$build/$program"; sed -n 's/.*\] = "\(--.*\)",/\1/p' app/count/args.c) ;;
    *) said=$(help "$build/$program") ;;
    esac
    for word in $(words_of $program); do
        plain "$page" | grep -qE "^(\.B )?$word\$" || tell "$page does not tell of the word $word"
        said="$said
$(help "$build/$program" "$word")"
    done
    [ "$(printf '%s\n' "$said" | options | wc -l)" -ge 3 ] || tell "$program says nothing of itself"
    compare "$page" "$said"
done
settings=$(sed -n 's/^;\{0,1\}  *\([a-z]*\) = .*/\1/p; s/^\([a-z]*\) = .*/\1/p' firmware/kiosk.conf | sort -u)
[ "$(echo "$settings" | wc -l)" -ge 8 ] || tell "kiosk.conf has hardly a setting"
for setting in $settings; do
    plain firmware/man/kiosk.conf.5 | grep -qx "\.B $setting" || tell "kiosk.conf.5 does not tell of $setting"
done
[ $bad = 0 ] && echo "manpages: each says what its program says"
exit $bad
