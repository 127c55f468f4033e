/* list: telbaar.json, the registrar's signed list of the ballots that count.
 *
 *   {"ballots":[ids by rising id],"signature":hex,"summary":{...},"version":1}
 *
 * Only the summary is signed; it holds the number and the digest of the ids, the receipts of all
 * ballots, what was not counted and why, the exceptions people agreed on. So it goes along to the
 * last keeper, who must not see the ids, and from there into the result.
 */
#ifndef DORPEL_LIST_H
#define DORPEL_LIST_H

#include "app/count/claims.h"

#include "app/base/json.h"

/* exception: the reason given by people, or NULL. A new object. */
json_t *list_make(const struct claims *claims, const struct round *round, const struct box *boxes,
                  size_t box_count, const char *exception, const struct keyfile *registrar);
/* Does the registrar of this round vouch for this summary? */
bool list_is_signed(const json_t *summary, const uint8_t signature[CRYPTO_SIGNATURE],
                    const struct round *round);
/* Reads and proves a list: the summary signed for this round, the ids those of the summary. The
 * caller decrefs. NULL with a snag. */
json_t *list_load(struct io *io, const char *path, const struct round *round, struct snag *snag);
/* The ids of a proved list, in the arena. */
uint8_t (*list_ids(const json_t *list, struct arena *arena, size_t *ret_count))[BALLOT_ID];

#endif
