/* hub_closing: is a round complete? What each kiosk said that it held when the round was closed,
 * against what came.
 *
 * No row says which kiosk a ballot came from. Its own bundles do, as long as they are kept: they
 * are opened once more, their ballots and register entries put in order, and the digest compared
 * with that of the closing statement. When they went after the time for objections (hub_erase.h),
 * what was found then is kept, and holds as long as nothing more came.
 */
#ifndef DORPEL_HUB_CLOSING_H
#define DORPEL_HUB_CLOSING_H

#include "app/domain/round.h"
#include "sync/frame.h"
#include "sync/hub/hub.h"

enum hub_closing_state {
    HUB_CLOSING_WHOLE,
    HUB_CLOSING_OPEN,       /* no closing statement: not closed there, or not come */
    HUB_CLOSING_STATEMENTS, /* more than one: a copied card */
    HUB_CLOSING_GAP,        /* bundles of it are missing, or wait */
    HUB_CLOSING_COUNTS,     /* other numbers than it says */
    HUB_CLOSING_OTHER_SET,  /* the numbers fit, the ballots are others */
    HUB_CLOSING_STATES
};
const char *hub_closing_name(enum hub_closing_state state); /* "whole": end of a key */

struct hub_closing { /* of one kiosk in one round */
    uint8_t kiosk[BUNDLE_PARTY];
    char village[ENROL_NAME + 1];
    enum hub_closing_state state;
    int64_t ballots, registers;           /* that came */
    int64_t told_ballots, told_registers; /* -1: nothing told */
    int64_t cast_total;                   /* the most that it said were cast; 0: never said */
};

struct hub_round {
    uint8_t id[ROUND_ID];
    int64_t ballots, registers;
    int64_t twice; /* codes that were used more than once; the count settles them */
    struct hub_closing *kiosks;
    size_t kiosk_count;
    bool is_complete; /* at least one kiosk, and all of them whole */
};

/* All rounds of which something came, in arena memory. Without secrets: no round is complete. */
bool hub_closing_rounds(struct hub *hub, struct arena *arena, struct hub_round **ret,
                        size_t *ret_count, struct err *err);

/* The same inside an act. */
bool hub_closing_rounds_in(struct hub *hub, struct arena *arena, struct hub_round **ret,
                           size_t *ret_count, struct err *err);

/* Inside an act: each ballot and register entry of this round in the bundles that are kept of a
 * kiosk; twice when two bundles hold it. ERR_MISSING: they went. */
typedef void hub_closing_fn(void *ctx, const struct frame *frame);
bool hub_closing_each(struct hub *hub, const uint8_t kiosk[BUNDLE_PARTY],
                      const uint8_t round_id[ROUND_ID], hub_closing_fn *each, void *ctx,
                      struct err *err);

#endif
