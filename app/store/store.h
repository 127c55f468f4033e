/* store: everything the kiosk keeps: records as the truth, projections rebuilt from them.
 *
 * Invariants
 *  1. One transaction an act. What returned true is on the disk (WAL, synchronous=FULL).
 *  2. A record is never changed. An erase empties its body and keeps rid, kind and hash.
 *  3. Ballots and register entries have tables of their own, WITHOUT ROWID, on random ids; nothing
 *     in the database or the log tells an order or a time of votes.
 *  4. Projections (ideas, supports, round states, used tags) can be dropped and made again from the
 *     records with the same outcome (store_rebuild), in whatever order the records came.
 *  5. A damaged database is set aside whole (damaged-N/), never deleted. The PINs stay: they are
 *     beside it too (store_pins.c).
 *
 * The nouns have files of their own: store_idea.h, store_vote.h, store_round.h, store_admin.h.
 * One struct store a process; not shared between threads. Results go into the caller's arena.
 */
#ifndef DORPEL_STORE_H
#define DORPEL_STORE_H

#include "app/base/io.h"
#include "app/domain/record.h"

struct store;

struct store_options {
    const char *dir; /* data folder; made when missing; dorpel.db stands in it */
    const char *vfs; /* NULL: the system's */
    bool read_only;
    bool is_practice; /* asserts that practice and real data never meet (kept in the file) */
    bool no_reserve;  /* for tests: makes no reserve file */
    bool check_later; /* opens at once; store_settle comes before the first act */
};

enum store_health {
    STORE_FINE,
    STORE_READ_ONLY, /* damaged or unwritable: reading goes on, nothing is taken in */
    STORE_SET_ASIDE, /* a damaged database was set aside at this start; a new one began */
    STORE_FULL,      /* the disk is full: closing and exporting still work (reserve file) */
};

/* Opens or makes the database, checks it (quick_check), migrates it. A damaged one is set aside
 * and what can be read is taken over as records; see store_health. ERR_BUSY: another program holds
 * it, nothing was touched; end, and start again later. Keeps `io`. */
struct store *store_open(struct io *io, const struct store_options *options, struct err *err);
/* What check_later put off: quick_check, which reads all of the file, the file of PINs, the
 * reserve. ERR_DAMAGED: nothing was done; close the store and open it again to have it set aside.
 */
bool store_settle(struct store *store, struct err *err);
void store_close(struct store *store);
/* What was read or written stays in memory no longer: the database's pages go, wiped. Writes
 * nothing; touches no disk unless something was stored since the last time. NULL is fine. */
void store_forget(struct store *store);
enum store_health store_health(const struct store *store);
struct store_note {          /* for the health page: a text key, and what its sentence needs */
    const char *key;         /* "store.note.set-aside", ...; "" when there is nothing to say */
    char detail[200];        /* what the machine said, for who helps on the telephone; or "" */
    int folder;              /* N of damaged-N/; 0: none */
    size_t records, ballots; /* taken over */
};
const struct store_note *store_health_note(const struct store *store);

/* Adds a record made elsewhere (import, rebuild). A rid that is there with the same hash is fine
 * (duplicate); with another hash ERR_FORMAT and nothing changes. Unknown kinds are kept. */
bool store_add(struct store *store, const struct record *record, struct err *err);
/* Calls each for all records sorted by rid, ballots and register entries included: their bodies are
 * {"ballot":..,"round":..,"sealed":..} and {"round":..,"sealed":..,"tag":..} in hex. When `each`
 * returns false it stops and returns false, err as it was. Inside `each` only reading is allowed.
 */
bool store_each(struct store *store, bool (*each)(void *ctx, const struct record *record),
                void *ctx, struct err *err);
bool store_rebuild(struct store *store, struct err *err); /* projections from records */
/* BLAKE2b-256 over rid || body hash of all records, sorted by rid. */
bool store_digest(struct store *store, uint8_t ret[CRYPTO_HASH], struct err *err);
/* Reads everything: the database whole, each body as its hash says. ERR_DAMAGED. Slow: weekly. */
bool store_verify(struct store *store, struct err *err);
/* Nightly and at closing: VACUUM, checkpoint(TRUNCATE), backup beside it. */
bool store_night(struct store *store, struct err *err);
/* Drops the 32 MiB reserve file so that closing and exporting can go on; made again when room. */
bool store_use_reserve(struct store *store, struct err *err);

#endif
