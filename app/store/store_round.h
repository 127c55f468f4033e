/* store_round: what state a round is in. Opened, paused and closed are records (round-act). */
#ifndef DORPEL_STORE_ROUND_H
#define DORPEL_STORE_ROUND_H

#include "app/domain/round.h"
#include "app/store/store.h"

/* ret_digest (may be NULL): what was frozen at opening; zeros while ROUND_CONCEPT. */
bool store_round_state(struct store *store, const uint8_t round_id[ROUND_ID], enum round_state *ret,
                       uint8_t ret_digest[CRYPTO_HASH], struct err *err);
/* A bit for each round that was opened as another than it is here: with other plans, costs or
 * rules. */
uint32_t store_round_frozen(struct store *store, const struct round *rounds, size_t count);
/* Allowed: concept -> open, open -> paused, paused -> open (same digest only), open or paused ->
 * closed. ERR_DENIED otherwise; closing is final. Opening records the digest and a zero count. */
bool store_round_open(struct store *store, const struct round *round, struct err *err);
bool store_round_pause(struct store *store, const struct round *round, const char *reason,
                       struct err *err);
/* Writes the round-act and the close-statement (how many ballots, register entries, unlocks, and
 * the digest of the set) in one transaction, releases all ballots, then re-packs the database. */
bool store_round_close(struct store *store, const struct round *round, struct err *err);

struct close_statement {
    uint32_t ballots, registers, unlocks;
    uint8_t set_digest[CRYPTO_HASH]; /* over sorted ballot ids, then sorted register rids */
};
bool store_round_statement(struct store *store, const uint8_t round_id[ROUND_ID],
                           struct close_statement *ret, struct err *err); /* ERR_MISSING */

/* A letter with a voting code is lost: by its number, which only the registrar can bring together
 * with a code. Ballots under it fall out when the registrar reads the box; the spare counts. */
struct void_letter {
    uint32_t letter, spare; /* numbers on the letters; spare 0: none was given */
    char reason[64];        /* text key */
};
bool store_round_void(struct store *store, const struct round *round,
                      const struct void_letter *letter, struct err *err);
/* All of a round, in no order that tells anything. */
bool store_round_voids(struct store *store, struct arena *arena, const struct round *round,
                       struct void_letter **ret, size_t *ret_count, struct err *err);

/* The signed result a caretaker brought back (uitslag.json), kept as content-applied. */
bool store_result_put(struct store *store, const uint8_t round_id[ROUND_ID], const char *json,
                      size_t len, struct err *err);
bool store_result_get(struct store *store, struct arena *arena, const uint8_t round_id[ROUND_ID],
                      const char **ret_json, size_t *ret_len, struct err *err); /* ERR_MISSING */

#endif
