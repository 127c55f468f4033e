/* qr: a text as the squares of a QR code, for a phone or a scanner to read from the screen.
 *
 * The one door to libqrencode. Made once, outside a frame (the library allocates), and drawn by
 * ui_qr (widgets.h) as filled squares. Plain values; the caller's memory.
 */
#ifndef DORPEL_QR_H
#define DORPEL_QR_H

#include <stdbool.h>
#include <stdint.h>

enum {
    QR_SIDE = 69,  /* squares a side, at most: version 13 */
    QR_TEXT = 400, /* bytes, at most */
    QR_QUIET = 4,  /* squares of white around it that readers need */
};

struct qr {
    int side;                        /* squares; 0: there is none */
    uint8_t dark[QR_SIDE * QR_SIDE]; /* 1: dark; row after row of `side` squares */
};

/* Capitals, digits, blanks and : make the smallest one. Error correction M: 15 % may be dirty.
 * false, and no code: the text is too long or empty. */
bool qr_make(struct qr *ret, const char *text);
bool qr_is_dark(const struct qr *qr, int x, int y); /* outside: not */

#endif
