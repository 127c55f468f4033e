/* hub_code: one-time codes by which villages enrol over the network, instead of a clerk who
 * compares fingerprints. What a code proves, and against whom, stands in sync/once.h.
 *
 * The code is shown once, when it is made; here its name and key are kept. It is good for
 * ONCE_DAYS, for one kiosk: that one may ask again until then, because an answer can get lost. All
 * that is counted is in the database, for several hubs on one.
 */
#ifndef DORPEL_HUB_CODE_H
#define DORPEL_HUB_CODE_H

#include "sync/hub/hub.h"
#include "sync/once.h"

enum {
    HUB_CODES = 100 /* that wait to be used */,
    HUB_CODE_A_MINUTE = 10 /* names nobody knows */
};

/* A new one, shown in groups of four. ERR_LIMIT: too many wait. ERR_DENIED: no key to sign with. */
bool hub_code_make(struct hub *hub, char ret[CODE_SHOWN], struct err *err);

enum hub_code_verdict {
    HUB_CODE_NONE,  /* the request has none */
    HUB_CODE_GOOD,  /* the kiosk is enrolled, and this is the answer */
    HUB_CODE_WRONG, /* not known, used, too old, or not proved; which, nobody is told */
    HUB_CODE_BUSY   /* too many guesses: later */
};
/* A request that was written down (hub_enrol_ask). ret: in arena memory, of a good one. */
bool hub_code_answer(struct hub *hub, struct arena *arena, const uint8_t *bytes, size_t len,
                     enum hub_code_verdict *ret_verdict, struct bundle_bytes *ret, struct err *err);

#endif
