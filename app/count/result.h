/* result: uitslag.json, what the last keeper publishes and the kiosk shows. Its form is described
 * in sync/README.md.
 *
 * Below RESULT_SMALL counted ballots only the winners stand in it: with so few, a total could show
 * what one neighbour chose.
 */
#ifndef DORPEL_RESULT_H
#define DORPEL_RESULT_H

#include "app/count/keyfile.h"
#include "app/domain/count/election.h"

#include "app/base/json.h"

enum { RESULT_SMALL = 10 };

struct opened {                      /* what came out of the boxes */
    const struct election *election; /* of the round, with the ballots that count */
    uint32_t unopened;               /* the outer layer did not open */
    uint32_t malformed; /* the inner layer did not open, or it was no ballot of this round */
    uint32_t doubles;   /* the same inner box once more */
};

/* summary: the registrar's. A new object, signed by the last keeper; NULL with a snag. */
json_t *result_make(const struct opened *opened, const struct round *round, const json_t *summary,
                    const struct keyfile *last, struct snag *snag);
/* Reads and proves: signed by the last keeper of this round, for these plans; and the winners and
 * steps are what the rule makes of the totals. The caller decrefs. NULL with a snag. */
json_t *result_load(struct io *io, const char *path, const struct round *round, struct snag *snag);

#endif
