/* stage: a pack from a stick or the hub, copied in, checked whole, and told what it would change.
 *
 * It runs in dorpel-sync's own process: copying and decoding take as long as they take, and the
 * screen waits for none of it. What comes out is a slot (stock.h) that a person may take with PIN
 * and button, and a report that the screen shows. Nothing in use is touched.
 *
 * A loose folder speaks for the village: who stands there has the admin's PIN. A parcel speaks for
 * whoever signed it. In both cases nothing may be changed that another owns.
 */
#ifndef DORPEL_STAGE_H
#define DORPEL_STAGE_H

#include "app/content/pack_change.h"
#include "app/content/pack_overlay.h"
#include "app/content/stock.h"

enum stage_refusal { /* each has a sentence: "content.refused.key", ... */
                     STAGE_FINE,
                     STAGE_FAULTS,    /* the pack has faults: they are in the report */
                     STAGE_KEY,       /* signed by nobody that the village knows */
                     STAGE_ROOTS,     /* the village's root keys are not in it, or did not sign */
                     STAGE_FOREIGN,   /* of another village */
                     STAGE_ROLLBACK,  /* not newer than what was seen before */
                     STAGE_NOT_OWNER, /* changes what the signer does not own */
                     STAGE_FROZEN,    /* changes a round that was opened */
                     STAGE_DAMAGED,   /* a parcel that is not what was signed, or no parcel */
                     STAGE_NOTHING,   /* no pack on the stick */
                     STAGE_SAME,      /* what is in use already */
                     STAGE_TRIAL,     /* a screen with it cannot be drawn */
                     STAGE_DISK,      /* our own disk failed */
                     STAGE_REFUSALS
};
const char *stage_refusal_key(enum stage_refusal refusal);

/* One round as it was when it was opened; a pack may not change it. */
struct stage_frozen {
    uint8_t id[ROUND_ID];
    uint8_t digest[CRYPTO_HASH];
    bool may_go; /* it is closed: a pack need not hold it any more */
};

/* Who hears what a trial finds; the fault lives while `tell` runs. */
struct stage_hearing {
    void (*tell)(void *to, const struct pack_fault *fault);
    void *to;
};

struct stage_plan {
    struct io *io; /* of the data folder */
    const char *data;
    struct io *from_io; /* of the stick, or the same */
    const char *from;   /* a folder, or a parcel */
    bool is_parcel;
    const struct pack *current; /* in use, or NULL */
    const struct stage_frozen *frozen;
    size_t frozen_count;
    const struct overlay_edit *edits; /* made at the kiosk; by rising item */
    size_t edit_count;
    bool check_words;   /* its own words are held against ours (pack_texts.h), in `assets` */
    const char *assets; /* or NULL: where they are found */
    /* Tries a folder out (content_try.h); NULL: not here. */
    bool (*try_out)(void *ctx, const char *dir, const struct stage_hearing *hearing);
    void (*step)(void *ctx, const char *key, int n, int m); /* may be NULL */
    void *ctx;
};

/* What came of it; lives in the arena. */
struct stage_report {
    enum stage_refusal refusal;
    char slot[STOCK_SLOT]; /* "" when refused */
    const char *name;      /* of the village in it */
    uint64_t version;      /* 0: a loose folder */
    unsigned signers;      /* bits of enum content_signer */
    bool resets;           /* the village's key changes */
    bool by_hand;          /* a person looked at it: only a person takes it */
    struct pack_fault *faults;
    size_t fault_count, fault_listed;
    struct pack_fault *remarks;
    size_t remark_count;
    const char *refused;       /* STAGE_NOT_OWNER, STAGE_FROZEN: the first thing */
    const char *refused_field; /* "bedrag" */
    size_t items[CONTENT_KINDS][CHANGE_WHATS];
    size_t money;
};

/* Always gives a report. False: our own disk failed (STAGE_DISK) with err. */
bool stage_run(struct stage_report *ret, struct arena *arena, const struct stage_plan *plan,
               struct err *err);
/* inhoud/verslag.json, for the app. */
bool stage_report_save(const struct stage_report *report, struct io *io, const char *data,
                       struct err *err);
bool stage_report_load(struct stage_report *ret, struct arena *arena, struct io *io,
                       const char *data, struct err *err);
/* The first pack on a stick: a parcel in DORPSHUIS/INHOUD or beside it for this village that is
 * newer than `highest`, or a folder with a dorp.ini. "" when there is none. */
bool stage_find(char *dst, size_t cap, bool *ret_is_parcel, struct io *io, const char *root,
                const struct pack *current, uint64_t highest);

#endif
