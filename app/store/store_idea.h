/* store_idea: ideas of residents, supports, pledges, moderation. All as records. */
#ifndef DORPEL_STORE_IDEA_H
#define DORPEL_STORE_IDEA_H

#include "app/domain/idea.h"
#include "app/domain/seal.h"
#include "app/store/store.h"

struct idea_row {            /* one idea as the projection knows it; strings inside */
    uint8_t rid[RECORD_RID]; /* of its first record: the idea's name for ever */
    struct idea idea;        /* the newest version */
    enum idea_state state;
    char reason[400]; /* why it was hidden, for its maker; or "" */
    uint32_t supports;
    uint32_t helpers; /* pledges "ik doe mee", not the maker's own */
    bool has_contact; /* the maker left a (sealed) name and phone number */
    bool is_updated;  /* changed by its maker and waiting again: was shown before */
};

struct contact_sealed { /* NULL when the visitor gave none */
    uint8_t bytes[SEAL_CONTACT];
};

/* Takes the next number (1, 2, ...: into idea->number and the record), stores idea, secret words
 * and sealed contact in one transaction. The stretched words stay on this kiosk; the record has
 * them sealed to owner_key (NULL: not at all). ret_words: the two words to tell the maker. */
bool store_idea_add(struct store *store, struct idea *idea, const uint8_t *owner_key,
                    const struct contact_sealed *contact, uint16_t ret_words[2],
                    uint8_t ret_rid[RECORD_RID], struct err *err);
/* ERR_MISSING: no such idea; ERR_DENIED: the words do not fit (tries are limited like codes). */
bool store_idea_find(struct store *store, uint32_t number, const uint16_t words[2],
                     struct idea_row *ret, struct err *err);
bool store_idea_get(struct store *store, const uint8_t rid[RECORD_RID], struct idea_row *ret,
                    struct err *err);
/* All ideas of the wanted states (bit 1 << enum idea_state), by number: who they are, without their
 * drawings and long texts. Some 150 bytes each, into the arena. */
struct idea_name {
    uint8_t rid[RECORD_RID];
    uint32_t number;
    enum idea_state state;
    enum idea_sort sort;
    enum idea_plan_of plan_of; /* as its last owner step says, else its maker */
    const char *what;
};
bool store_idea_names(struct store *store, struct arena *arena, unsigned states,
                      struct idea_name **ret, size_t *ret_count, struct err *err);
/* How many there are of each state, and which is the index-th of one by number, from 0: without a
 * list. ERR_MISSING: there are not so many. */
bool store_idea_counts(struct store *store, enum idea_sort sort, size_t ret[IDEA_STATES],
                       struct err *err);
bool store_idea_nth(struct store *store, enum idea_sort sort, enum idea_state state, size_t index,
                    uint8_t ret_rid[RECORD_RID], struct err *err);
/* The same of those that are shown, the least supported and joined first. */
bool store_idea_quiet(struct store *store, enum idea_sort sort, size_t index,
                      uint8_t ret_rid[RECORD_RID], struct err *err);
/* Whole ones, one at a time; a row lives while `each` runs. Reads all of them: not for a frame. */
bool store_idea_each(struct store *store, unsigned states,
                     bool (*each)(void *ctx, const struct idea_row *row), void *ctx,
                     struct err *err);
/* A number that changes when any idea may have changed, by this program or another. */
uint64_t store_idea_stamp(struct store *store);
bool store_idea_change(struct store *store, const uint8_t rid[RECORD_RID], const struct idea *idea,
                       struct err *err); /* waits for moderation again */
bool store_idea_withdraw(struct store *store, const uint8_t rid[RECORD_RID], struct err *err);
bool store_idea_erase_contact(struct store *store, const uint8_t rid[RECORD_RID],
                              struct err *err); /* a tombstone stays */
bool store_idea_support(struct store *store, const uint8_t rid[RECORD_RID], struct err *err);
bool store_idea_pledge(struct store *store, const uint8_t rid[RECORD_RID],
                       const struct contact_sealed *contact, struct err *err);
/* state: IDEA_SHOWN or IDEA_HIDDEN; hiding needs a reason. */
bool store_idea_moderate(struct store *store, const uint8_t rid[RECORD_RID], enum idea_state state,
                         const char *reason, struct err *err);
/* Takes the idea away for good, every version of it: tombstones stay, and travel. */
bool store_idea_remove(struct store *store, const uint8_t rid[RECORD_RID], struct err *err);
/* How many were not placed: hidden now, or taken away for good. */
bool store_idea_refused(struct store *store, size_t *ret, struct err *err);

#endif
