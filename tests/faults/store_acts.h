/* store_acts: the acts of a kiosk, one by one on a fault disk, and what must hold after any fault.
 *
 * A world is a small village whose past is safe on the disk: votes, ideas, a PIN, an open turn. An
 * act is done in it while the disk fails or the power goes. The check then names the first promise
 * that is broken, or returns NULL: so planted bugs can be seen to be caught.
 */
#ifndef DORPEL_STORE_ACTS_H
#define DORPEL_STORE_ACTS_H

#include "app/store/store_internal.h"
#include "tests/faults/store_rig.h"

enum { WORLD_VOTES = 12 }; /* of voters 0, 1, ...: confirmed long ago */

struct world {
    struct rig rig;
    struct store *store; /* NULL when it is not open */
    struct arena arena;
    struct err err; /* of the act */
    uint8_t idea[RECORD_RID];
    struct sealed_vote vote;
};

struct act {
    const char *name;
    bool (*run)(struct world *world); /* true: confirmed to the visitor */
    /* confirmed: what run said. The problem, or NULL. */
    const char *(*check)(struct world *world, bool confirmed);
};
enum { ACT_IDEA, ACT_VOTE, ACT_MODERATE, ACT_ERASE, ACT_PIN, ACT_CLOSE, ACT_NIGHT, ACTS };
extern const struct act acts[ACTS];

void world_init(struct world *world);      /* the store is open, with something in its -wal */
void world_init_bare(struct world *world); /* an empty disk, no store */
void world_finish(struct world *world);
/* Opens the store again after a cut. A problem, or NULL. */
const char *world_reopen(struct world *world);
/* What must hold after every act, whatever became of it; then what the act itself promises; then
 * that the kiosk goes on: the same act again. */
const char *world_check(struct world *world, const struct act *act, bool confirmed);

#endif
