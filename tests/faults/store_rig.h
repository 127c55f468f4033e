/* store_rig: a small round, votes for it and a data folder, for the tests of the store. */
#ifndef DORPEL_STORE_RIG_H
#define DORPEL_STORE_RIG_H

#include "app/domain/idea.h"
#include "app/domain/seal.h"
#include "app/store/store.h"

enum { RIG_PLANS = 6 };
struct rig {      /* stays where rig_init found it: the round points into it */
    char dir[64]; /* a fresh folder under $TMPDIR or /tmp */
    struct io *io;
    struct round round;
    struct plan plans[RIG_PLANS];
    uint8_t registrar_secret[CRYPTO_KEY];
};

void rig_init(struct rig *rig);
void rig_finish(struct rig *rig);            /* removes the folder */
void rig_round(struct rig *rig, unsigned n); /* another round: id of n, the same plans */

/* The vote of voter n: a tag made of n, a choice made of n, fresh envelopes. */
void rig_vote(struct sealed_vote *ret, const struct rig *rig, unsigned n);
void rig_tag(uint8_t ret[CODE_TAG], unsigned n);
void rig_idea(struct idea *ret, unsigned n);
struct store *rig_open(const struct rig *rig, struct err *err); /* in rig->dir, real files */

/* All projections as text, row by row; in arena memory. */
const char *rig_projections(struct store *store, struct arena *arena);
int64_t rig_number(struct store *store, const char *sql); /* the first column of the first row */

#endif
