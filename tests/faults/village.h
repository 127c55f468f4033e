/* village: a throw-away data folder and a running app on the demo village, for tests.
 *
 * The round "2026" is open; its Argon2id cost is the pack's own. village_init/village_finish on the
 * caller's memory; finish removes the folder.
 */
#ifndef DORPEL_VILLAGE_H
#define DORPEL_VILLAGE_H

#include "app/app.h"
#include "app/content/pack.h"
#include "app/store/store_vote.h"

struct village {
    char dir[64];
    struct io *io;
    struct clock clock;
    struct app *app;
    struct pack *pack;
    struct store *watch; /* a second handle on the same database, to look with */
};

void village_init(struct village *village, const char *screen, const char *pack, bool open_round);
void village_finish(struct village *village);
void village_pass(struct village *village, int64_t ms); /* virtual time, in steps of 50 ms */
/* Taps the element with this id; false when it is not there or cannot be tapped. */
bool village_tap(struct village *village, const char *id);
bool village_has(struct village *village, const char *id);
uint32_t village_ballots(struct village *village, size_t round);

#endif
