/* store_said: what residents said in words, and what waits until the village lets it be seen.
 *
 * An answer in words is read before others read it, as an idea is. Supports, pledges and thanks
 * have no words: the village chooses whether they count at once or wait too. What waits says so in
 * its own record, so that a later choice of the village takes nothing back that was seen; a
 * moderation record names what it places, so that the order in which records come is the same to
 * us. Knows no question and no pack.
 */
#ifndef DORPEL_STORE_SAID_H
#define DORPEL_STORE_SAID_H

#include "app/domain/question.h"
#include "app/domain/subject.h"
#include "app/store/store_idea.h"

struct said {
    uint8_t rid[RECORD_RID]; /* of the answer */
    const char *about;       /* its question */
    const char *texts[ANSWER_TEXTS];
    enum idea_state state; /* waiting, shown or hidden */
};

/* Answers in words of the wanted states (bit 1 << enum idea_state): those that wait first, then the
 * shown, then the hidden; about: one question, or NULL for all. At most `most`, in the arena. */
bool store_said_list(struct store *store, struct arena *arena, unsigned states, const char *about,
                     size_t most, struct said **ret, size_t *ret_count, struct err *err);
/* How many wait; and how many there are. */
bool store_said_count(struct store *store, size_t *ret_waiting, size_t *ret_all, struct err *err);
/* state: IDEA_SHOWN or IDEA_HIDDEN. ERR_MISSING: no such answer in words. */
bool store_said_moderate(struct store *store, const uint8_t rid[RECORD_RID], enum idea_state state,
                         struct err *err);
/* Takes it away for good: a tombstone stays, and travels. */
bool store_said_remove(struct store *store, const uint8_t rid[RECORD_RID], struct err *err);

/* From now on supports, pledges and thanks wait until store_held_release; false: they count at
 * once. A store that was just opened lets them count. */
void store_hold(struct store *store, bool hold);
/* How many of these wait. */
bool store_held(struct store *store, size_t *ret, struct err *err);
bool store_held_release(struct store *store, struct err *err); /* all that wait now */

#endif
