/* store_sync: what the screen and dorpel-sync both must know of the hub that this kiosk sends to.
 *
 * dorpel-sync has the keys and proves what comes in; the app has the screen and the person who
 * compares. They meet here, in local settings: the answer's bytes with the name and fingerprint
 * that stand in them, so that a screen can show these without a key.
 *
 * Invariants
 *  1. An answer, its name and its fingerprint change in one transaction.
 *  2. The hub that waits becomes the hub only by the fingerprint that a person compared: when
 *     another answer came meanwhile, nothing changes.
 *
 * Knows no format and no key: who puts an answer here proved it.
 */
#ifndef DORPEL_STORE_SYNC_H
#define DORPEL_STORE_SYNC_H

#include "app/store/store.h"

enum store_hub_place {
    STORE_HUB,       /* accepted: this kiosk belongs to it, or did */
    STORE_HUB_WAITS, /* answered, and no person compared it yet */
};

struct store_hub {
    const char *name;      /* "Gemeente Midden-Drenthe" */
    const char *print;     /* its fingerprint: "3f2a 91bc ...", eight groups */
    bool is_revoked;       /* it does not want this kiosk any more */
    const uint8_t *answer; /* the signed answer, as it came */
    size_t len;
};

/* In arena memory. ERR_MISSING: none. Without name and print ("" both) when a version of before
 * kept it: dorpel-sync puts them at its next start. */
bool store_hub_get(struct store *store, struct arena *arena, enum store_hub_place place,
                   struct store_hub *ret, struct err *err);
bool store_hub_put(struct store *store, enum store_hub_place place, const struct store_hub *hub,
                   struct err *err);
/* A person compared this fingerprint, and it is the same: who waits is the hub from now on, and
 * nothing was heard of it yet. When it is another than before, all is sealed anew for it (see
 * store_outbox.h). ERR_MISSING: none waits; ERR_DENIED: another one waits. */
bool store_hub_accept(struct store *store, const char *print, struct err *err);
/* It is not the same: who waits is forgotten. Errors as above. */
bool store_hub_refuse(struct store *store, const char *print, struct err *err);

/* A one-time code that the admin typed waits here for dorpel-sync, and what became of it stays. */
enum store_code_state {
    STORE_CODE_NONE,    /* none was typed, or it did its work */
    STORE_CODE_WAITS,   /* until there is a connection */
    STORE_CODE_WRONG,   /* the municipality does not know it (any more) */
    STORE_CODE_STRANGE, /* who answered does not know it: not the municipality */
    STORE_CODE_FOLDER,  /* the network here is a shared folder: nobody to ask */
    STORE_CODE_STATES
};
bool store_code_put(struct store *store, const char *code, struct err *err);
/* code: in arena memory; "" but while it waits. ret_code may be NULL. */
bool store_code_get(struct store *store, struct arena *arena, enum store_code_state *ret_state,
                    const char **ret_code, struct err *err);
/* It is done: the code is wiped. */
bool store_code_end(struct store *store, enum store_code_state state, struct err *err);

/* This kiosk's own fingerprint, as dorpel-sync left it. ERR_MISSING: it never ran here. */
bool store_self_print(struct store *store, struct arena *arena, const char **ret, struct err *err);
bool store_self_print_put(struct store *store, const char *print, struct err *err);

/* The village's own key signed for this kiosk (app/domain/permit.h): here it is only kept. */
enum { STORE_PERMIT = 64 };
bool store_permit_put(struct store *store, const uint8_t permit[STORE_PERMIT], struct err *err);
/* ERR_MISSING: none. */
bool store_permit_get(struct store *store, uint8_t ret[STORE_PERMIT], struct err *err);

/* A stick left with bundles on it. Keeps the day (of UTC) of the first that nothing was heard
 * after; of a stick, never of a vote: the logbook has its moment too. */
bool store_away_note(struct store *store, int64_t wall_s, struct err *err);
/* Since which day there was no answer; false with ERR_MISSING: nothing is away, or one came. */
bool store_away_since(struct store *store, int64_t *ret_wall_s, struct err *err);

#endif
