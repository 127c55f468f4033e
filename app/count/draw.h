/* draw: the seed of the published draw, for plans that are equal in everything.
 *
 *   seed = BLAKE2b-256("dorpel draw 1", round id, the set digests of all closing statements,
 * rising)
 *
 * It exists only when every kiosk has closed, and nobody can choose it: every ballot in every box
 * is in it. The digests stand beside it in the result, so that anybody can make it again, and
 * replay the draw (count_lot).
 */
#ifndef DORPEL_DRAW_H
#define DORPEL_DRAW_H

#include "app/base/json.h"
#include "app/domain/count/count.h"

/* boxes: of the registrar's summary. {"seed","sets"}, or NULL when a box has no closing statement.
 * A new object. */
json_t *draw_make(const json_t *boxes, const struct round *round);
/* Puts the seed of a result's draw into the options. draw NULL: none. false: the seed is not what
 * the digests make. */
bool draw_read(struct count_options *options, const json_t *draw, const struct round *round);

#endif
