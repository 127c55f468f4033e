/* hub_take: records out of a bundle into the tables, each once, by its rid.
 *
 * The same record again changes nothing. The same rid with another body is set apart, and a person
 * is told: the first that came stays. An erase empties the body of its target, also when that comes
 * later: a row without a body waits for it. The outcome is the same in every order of arrival.
 *
 * Inside an act, with the kiosk's row locked.
 */
#ifndef DORPEL_HUB_TAKE_H
#define DORPEL_HUB_TAKE_H

#include "sync/frame.h"
#include "sync/hub/hub.h"

struct hub_delta { /* what a bundle adds to the tally */
    char kind[FRAME_KIND + 1];
    uint8_t subject[RECORD_RID];
    size_t subject_len; /* 0 or 16 */
    int64_t number;
};

struct hub_round_delta { /* and to the ledger */
    uint8_t round_id[RECORD_RID];
    int64_t ballots, registers, cast_total;
};

struct hub_take {
    struct hub *hub;
    struct arena *arena;
    uint8_t kiosk[BUNDLE_PARTY];
    uint8_t incarnation[BUNDLE_INCARNATION];
    struct hub_delta *deltas;
    size_t delta_count, delta_cap;
    struct hub_round_delta *rounds;
    size_t round_count, round_cap;
    size_t unknown; /* records that wait for a newer program */
    size_t set_apart;
};

bool hub_take_frame(struct hub_take *take, const struct frame *frame, struct err *err);
/* What a kiosk says it counted for a round. */
void hub_take_cast(struct hub_take *take, const uint8_t round_id[RECORD_RID], int64_t total);
/* After all frames: the tally and the ledger. */
bool hub_take_end(struct hub_take *take, struct err *err);

#endif
