/* hub_told: what a kiosk told of itself in records: its health, part by part and since when, and
 * which packs it took in or refused.
 *
 * Of the same records the same comes out, in whatever order they arrived: each says its place in
 * the row by itself ("at", app/store/store_told.h). What stands in them was signed by the kiosk and
 * is believed no further: texts are for html_escape, keys may be unknown here.
 */
#ifndef DORPEL_HUB_TOLD_H
#define DORPEL_HUB_TOLD_H

#include "app/domain/health.h"
#include "sync/hub/hub.h"

enum { HUB_TOLD_PACKS = 20 };

struct hub_told_time {
    int64_t at_s;    /* UTC, as the kiosk has it; 0: it did not say */
    bool is_certain; /* its clock could be believed, as a date */
};

struct hub_told_part {
    bool is_told, is_good;
    const char *key; /* of the fault's sentence; of a good part "" */
    struct hub_told_time since;
};

enum hub_told_how { HUB_PACK_TAKEN, HUB_PACK_RETURNED, HUB_PACK_REFUSED };
struct hub_told_pack {
    enum hub_told_how how;
    int64_t version;             /* 0: a loose folder */
    unsigned signers;            /* bits of enum content_signer */
    bool knows_village;          /* else an older kiosk, that does not say it */
    uint8_t village[CRYPTO_KEY]; /* its signing key */
    struct hub_told_time when;
    /* of one that was refused; "" where there is nothing to say */
    const char *why, *thing, *field, *fault, *detail, *file;
    int64_t line;
};

struct hub_told { /* in arena memory */
    bool has_health;
    struct hub_told_time health_at;
    const char *place, *version; /* a text key, or ""; of the program */
    struct hub_told_part parts[HEALTH_PARTS];
    struct hub_told_pack packs[HUB_TOLD_PACKS]; /* the newest first */
    size_t pack_count;
};

/* Nothing told is no error. */
bool hub_told(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
              struct hub_told *ret, struct err *err);
/* What is in use there; NULL: it did not say. */
const struct hub_told_pack *hub_told_in_use(const struct hub_told *told);
/* Its last word on this version of a pack of this village; NULL: none. */
const struct hub_told_pack *hub_told_of(const struct hub_told *told,
                                        const uint8_t village[CRYPTO_KEY], uint64_t version);

#endif
