/* result_sheet: a result for the notice board, on A4: who won, in letters that are read from 1.5 m,
 * the money as a bar, and below it, small, every step, complete enough for a pencil.
 *
 * The sentences are those of explain.h; the words come from the caller. One page, and more when the
 * steps need them.
 */
#ifndef DORPEL_RESULT_SHEET_H
#define DORPEL_RESULT_SHEET_H

#include "app/domain/count/counted.h"
#include "app/print/print.h"

struct sheet_words { /* the text of a key */
    const char *(*text)(const void *ctx, const char *key);
    const void *ctx;
};

struct result_sheet {
    const char *village; /* "Assen"; or "" */
    const char *title;   /* "Assen Top Idee" */
    const struct counted *counted;
    struct sheet_words words;
};

enum { SHEET_WIDTH_MM = 210, SHEET_HEIGHT_MM = 297 };
/* On paper of that size. */
void result_sheet_draw(struct print *print, const struct result_sheet *sheet);

#endif
