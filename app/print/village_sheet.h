/* village_sheet: paper of the village: the poster for the notice board, and a page for an idea that
 * was helped on in five questions. A4, in letters that are read from 1.5 m.
 *
 * Words and pictures of code come from the caller, whole; nothing is looked up here.
 */
#ifndef DORPEL_VILLAGE_SHEET_H
#define DORPEL_VILLAGE_SHEET_H

#include "app/print/print.h"

enum { POSTER_IDEAS = 6, POSTER_ROUNDS = 3, POSTER_WINNERS = 12, GUIDE_ANSWERS = 5 };

struct poster_round {
    const char *title, *state; /* "214 mensen hebben gestemd." */
    const char *winners[POSTER_WINNERS];
    size_t winner_count;
};

struct poster {
    const char *village, *title, *practice; /* practice: "OEFENEN", or "" */
    const char *ideas_title;
    const char *ideas[POSTER_IDEAS], *supports[POSTER_IDEAS];
    size_t idea_count;
    struct poster_round rounds[POSTER_ROUNDS];
    size_t round_count;
    const uint8_t *code; /* of a QR code, side x side, 1: dark; NULL: none */
    int code_side;
    const char *code_words; /* what it is for */
    const char *foot;
};
void poster_draw(struct print *print, const struct poster *poster);

struct guide_page {
    const char *village, *title, *number; /* "Idee 14" */
    const char *what;
    const char *asks[GUIDE_ANSWERS], *answers[GUIDE_ANSWERS]; /* "": lines to write on */
    const char *foot;
};
void guide_page_draw(struct print *print, const struct guide_page *page);

#endif
