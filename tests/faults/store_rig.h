/* store_rig: a small round, votes for it and a data folder, for the tests of the store. */
#ifndef DORPEL_STORE_RIG_H
#define DORPEL_STORE_RIG_H

#include "app/domain/idea.h"
#include "app/domain/seal.h"
#include "app/store/store.h"
#include "tests/faults/io_fault.h"
#include "tests/faults/vfs_io.h"

enum { RIG_PLANS = 6 };
#define RIG_DIR "/data" /* of the store, on the disk in memory */

struct rig { /* stays where rig_init found it: the round points into it */
    struct io_fault *disk;
    struct vfs_io *vfs; /* named "rig", over that disk */
    char dir[64];       /* real files, for rig_open_files only; "" until then */
    struct io *files;
    struct round round;
    struct plan plans[RIG_PLANS];
    uint8_t registrar_secret[CRYPTO_KEY];
};

void rig_init(struct rig *rig);   /* seeds the randomness: each test is the same each time */
void rig_finish(struct rig *rig); /* asserts that nothing was left open; removes real files */
void rig_round(struct rig *rig, unsigned n); /* another round: id of n, the same plans */

/* The vote of voter n: a tag made of n, a choice made of n, fresh envelopes. */
void rig_vote(struct sealed_vote *ret, const struct rig *rig, unsigned n);
void rig_tag(uint8_t ret[CODE_TAG], unsigned n);
void rig_idea(struct idea *ret, unsigned n);
struct store *rig_open(struct rig *rig, struct err *err); /* on the disk in memory, no reserve */
struct store *rig_open_dir(struct rig *rig, const char *dir, struct err *err); /* the same, there */
struct store *rig_open_files(struct rig *rig, struct err *err);                /* on real files */
/* The power goes and comes back; store is closed first, as the kernel would. */
void rig_cut(struct rig *rig, struct store *store, uint64_t seed);

/* A rig with its store open, for a test that needs no more. */
struct rig_desk {
    struct rig rig;
    struct store *store;
    struct arena arena;
    struct err err;
};
void rig_desk_begin(struct rig_desk *desk);
void rig_desk_end(struct rig_desk *desk);

struct rig_set {
    struct arena *arena;
    struct record *record;
    size_t count, cap;
};
/* For store_each: copies into the arena of the set. */
bool rig_collect(void *ctx, const struct record *record);
/* A village's year with every kind of act, among them some that only clones can do; collects all
 * records before and after the erases. */
void rig_busy_year(struct rig *rig, struct store *store, struct rig_set *set);

/* All projections as text, row by row; in arena memory. */
const char *rig_projections(struct store *store, struct arena *arena);
int64_t rig_number(struct store *store, const char *sql); /* the first column of the first row */

#endif
