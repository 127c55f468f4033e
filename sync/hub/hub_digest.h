/* hub_digest: one number for all that a hub holds, the same in both engines and in every order in
 * which it came. And the search for what does not fit: `verify`.
 *
 * Of a rid that two bodies claim the digest holds the rid only: which of the two came first says
 * nothing. What is local (acks, times, safe) is not in it.
 */
#ifndef DORPEL_HUB_DIGEST_H
#define DORPEL_HUB_DIGEST_H

#include "sync/hub/hub.h"

struct hub_digest {
    uint8_t records[CRYPTO_HASH]; /* records, ballots, register entries, erased, set apart */
    uint8_t bundles[CRYPTO_HASH]; /* ids */
    int64_t record_count, ballot_count, register_count, bundle_count;
};

bool hub_digest(struct hub_db *db, struct hub_digest *ret, struct err *err);
bool hub_digest_in(struct hub_db *db, struct hub_digest *ret, struct err *err); /* inside an act */
bool hub_digest_equal(const struct hub_digest *a, const struct hub_digest *b);

enum hub_flaw {
    HUB_FLAW_FILE,   /* the database file itself */
    HUB_FLAW_BUNDLE, /* bytes that are not their id, or not signed by their kiosk */
    HUB_FLAW_RECORD, /* a body that is not its hash */
    HUB_FLAW_BALLOT, /* a ballot that is not its id */
    HUB_FLAW_TALLY,  /* a number that is not the number of rows */
    HUB_FLAW_AUDIT,  /* a line of the audit changed or left out */
    HUB_FLAWS
};
const char *hub_flaw_name(enum hub_flaw flaw); /* "bundle": end of a key */

struct hub_flaws {
    int64_t count[HUB_FLAWS];
    struct hub_digest digest;
};
/* true: looked at everything; what is wrong stands in ret. */
bool hub_verify(struct hub *hub, struct hub_flaws *ret, struct err *err);

#endif
