/* paper: what comes with a stick to be printed: POSTER.pdf for the notice board and the village
 * paper (newest ideas, turnout, results, a code with plain text), and PLANNEN.pdf, a page for each
 * idea that was helped on in five questions.
 *
 * Only what everyone may see on the screen is in it. Apart from export, so that what sends bundles
 * needs no cairo: the program that visits a stick brings it in.
 */
#ifndef DORPEL_PAPER_H
#define DORPEL_PAPER_H

#include "sync/visit.h"

/* For visit_plan.paper; assets: the folder with fonts/. */
struct paper {
    const struct export *export;
    const char *assets;
};
bool paper_make(void *ctx, struct arena *arena, size_t index, struct visit_paper *ret,
                struct err *err);

#endif
