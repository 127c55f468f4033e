/* theme: colours by role, letter sizes in millimetres.
 *
 * A screen names roles, never colours. Every pair (X, ON_X) and every ink on PAPER and CARD has a
 * contrast of at least 10:1; the two high-contrast themes 15:1 and more.
 *
 * Capital H is 4.8, 6.4, 7.4 (default) or 9.0 mm high. A small panel cannot hold a word and its
 * buttons in such letters: there the largest is 8 % of the shorter side, the smallest stays 4.8 mm
 * and those between keep their proportion. Seven inches, 92 mm high: 4.8, 5.8, 6.4 and 7.4; 88 mm
 * wide: 4.8, 5.7, 6.2 and 7.0. The default is then still the 0.7 degrees that EN 301 549 asks, seen
 * from half a metre (6.1 mm). This is the only place where it is decided.
 */
#ifndef DORPEL_THEME_H
#define DORPEL_THEME_H

#include <stdint.h>

enum theme {
    THEME_WARM,
    THEME_DARK,
    THEME_LIGHT,
    THEMES
}; /* warm; white on black; black on white */

enum color {
    COLOR_PAPER,    /* the wall: background of a screen */
    COLOR_CARD,     /* a card on the wall */
    COLOR_INK,      /* text */
    COLOR_INK_SOFT, /* text of less weight, still 10:1 on paper and card */
    COLOR_LINE,     /* borders, 3:1 on paper */
    COLOR_ACCENT,   /* the one big button */
    COLOR_ON_ACCENT,
    COLOR_CHOSEN, /* a chosen card: a light tint; ink stands on it */
    COLOR_MARK,   /* tick, focus ring, selected border; 3:1 on everything */
    COLOR_WARN,   /* a warning's ground; ink stands on it */
    COLOR_STOP,   /* "Stoppen" and what takes away */
    COLOR_ON_STOP,
    COLOR_NIGHT, /* dark card over the drawn village */
    COLOR_ON_NIGHT,
    COLOR_GLOW,   /* lit windows, the glowing button */
    COLOR_SHADOW, /* translucent */
    COLOR_KEY,    /* a key of the keyboard */
    COLOR_COMMUNITY,
    COLOR_SHARED,
    COLOR_MUNICIPALITY, /* owner badges; ink stands on them */
    COLORS
};

uint32_t theme_color(enum theme theme, enum color color); /* 0xRRGGBBAA */
double theme_contrast(uint32_t a, uint32_t b);            /* WCAG ratio of two opaque colours */

enum style { STYLE_BODY, STYLE_BOLD, STYLE_TITLE, STYLE_HUGE, STYLES }; /* 1, 1, 1.2 and 1.6 x */
enum { SIZE_STEPS = 4, SIZE_DEFAULT = 2 };
/* Height of a capital H on a panel whose shorter side is short_mm. */
double theme_cap_mm(double short_mm, int size_step, enum style style);

#endif
