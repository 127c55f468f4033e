/* store_vote: the ballot box of a kiosk. Two records a vote, no common key, no order, no time. */
#ifndef DORPEL_STORE_VOTE_H
#define DORPEL_STORE_VOTE_H

#include "app/domain/seal.h"
#include "app/store/store.h"

/* The tag was used here for this round. */
bool store_vote_is_used(struct store *store, const uint8_t round_id[ROUND_ID],
                        const uint8_t tag[CODE_TAG], bool *ret_used, struct err *err);
/* Both envelopes in one transaction; with `unlock` the caretaker's turn is used up in the same one.
 * ERR_USED: the tag was used (nothing is stored). ERR_DENIED: the round is not open, or there is no
 * turn. When it returns true the vote is on the disk. */
bool store_vote_cast(struct store *store, const uint8_t round_id[ROUND_ID],
                     const struct sealed_vote *vote, bool unlock, struct err *err);
/* Is there a ballot whose receipt begins with these 44 bits (four 11-bit words)? */
bool store_vote_has_receipt(struct store *store, const uint8_t round_id[ROUND_ID],
                            const uint16_t words[4], bool *ret_has, struct err *err);
struct vote_counts {
    uint32_t ballots, registers;
    uint32_t unlocks_given, unlocks_used;
    uint32_t unreleased; /* ballots that have not left the kiosk yet */
};
bool store_vote_counts(struct store *store, const uint8_t round_id[ROUND_ID],
                       struct vote_counts *ret, struct err *err);
/* What every screen may show of it: who took part, and the turns. Each voter left one register
 * entry, in the transaction of the ballot; these are counted in their index, which is read in a
 * tenth of the time that the ballots take. */
struct vote_turnout {
    uint32_t voters;
    uint32_t unlocks_given, unlocks_used;
};
bool store_vote_turnout(struct store *store, const uint8_t round_id[ROUND_ID],
                        struct vote_turnout *ret, struct err *err);
/* Before an export: when at least five unreleased ballots wait, or the round is closed, marks them
 * all as released. Returns whether anything may leave; false with ERR_NONE: nothing yet. */
bool store_vote_release(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err);
/* Released ballots and register entries of all rounds, sorted by rid. ballot_id is NULL for a
 * register entry; tag is NULL for a ballot. `each` returning false stops it, as in store_each. */
struct vote_line {
    const uint8_t *round_id;  /* 16 */
    const uint8_t *rid;       /* 16 */
    const uint8_t *ballot_id; /* 32 */
    const uint8_t *tag;       /* 32 */
    const uint8_t *sealed;
    size_t sealed_len;
};
bool store_vote_each_released(struct store *store,
                              bool (*each)(void *ctx, const struct vote_line *line), void *ctx,
                              struct err *err);

/* The caretaker lets one voter in: one ballot within 120 s (the time is the app's to keep). */
bool store_unlock_give(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err);
bool store_unlock_end(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err);
enum unlock_state { UNLOCK_NEVER, UNLOCK_GIVEN, UNLOCK_USED, UNLOCK_ENDED };
bool store_unlock_last(struct store *store, const uint8_t round_id[ROUND_ID],
                       enum unlock_state *ret, struct err *err);

#endif
