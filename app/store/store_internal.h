/* store_internal: what the files of the store share. Nobody else includes it but the store's tests.
 *
 * Every act is: store_begin, the statements, store_end. These also keep the store's health.
 * Statements are prepared once, at opening, from the table in store_sql.c.
 */
#ifndef DORPEL_STORE_INTERNAL_H
#define DORPEL_STORE_INTERNAL_H

#include "app/domain/round.h"
#include "app/store/db.h"
#include "app/store/store.h"
#include "app/store/store_admin.h"

/* One line a noun. */
/* clang-format off */
enum store_query {
    /* truth */
    Q_RECORD_GET, Q_RECORD_ADD, Q_RECORD_EMPTY, Q_RECORD_ALL, Q_RECORD_KEEP,
    Q_BALLOT_GET, Q_BALLOT_ADD, Q_BALLOT_ALL, Q_BALLOT_IDS, Q_BALLOT_COUNTS, Q_BALLOT_RECEIPT,
    Q_BALLOT_RELEASE, Q_BALLOT_RELEASED, Q_BALLOT_KEEP,
    Q_REGISTER_GET, Q_REGISTER_ADD, Q_REGISTER_ALL, Q_REGISTER_RIDS, Q_REGISTER_COUNT,
    Q_REGISTER_USED, Q_REGISTER_RELEASE, Q_REGISTER_RELEASED, Q_REGISTER_KEEP,
    /* projections, one row a record */
    Q_ERASED_ADD, Q_ERASED_HAS, Q_VERSION_ADD, Q_VERDICT_ADD, Q_SUPPORT_ADD, Q_PLEDGE_ADD,
    Q_ROUND_ACT_ADD, Q_STATEMENT_ADD, Q_RESULT_ADD, Q_OWNER_OF,
    Q_VERSION_DROP, Q_VERDICT_DROP, Q_SUPPORT_DROP, Q_PLEDGE_DROP, Q_RESULT_DROP,
    /* ideas */
    Q_IDEA_DROP, Q_IDEA_REFRESH, Q_IDEA_REFRESH_ALL, Q_IDEA_GET, Q_IDEA_BY_NUMBER, Q_IDEA_COUNTS,
    Q_IDEA_NTH, Q_IDEA_QUIET, Q_IDEA_NAMES, Q_IDEA_LIST, Q_IDEA_NEXT_NUMBER, Q_IDEA_NEXT_ACT, Q_MAKERS_PLEDGES,
    Q_WORDS_ADD, Q_WORDS_DROP,
    /* rounds */
    Q_ROUND_DROP, Q_ROUND_REFRESH, Q_ROUND_REFRESH_ALL, Q_ROUND_GET, Q_ROUND_NEXT_ACT,
    Q_STATEMENT_GET, Q_RESULT_GET, Q_RESULT_NEXT_ACT,
    /* local */
    Q_UNLOCK_GET, Q_UNLOCK_GIVE, Q_UNLOCK_USE, Q_UNLOCK_END,
    Q_PIN_GET, Q_PIN_PUT, Q_PIN_KEEP, Q_PIN_FAIL, Q_PIN_RIGHT,
    Q_GUESS_GET, Q_GUESS_FAIL, Q_GUESS_RIGHT,
    Q_SETTING_GET, Q_SETTING_PUT, Q_LOGBOOK_ADD, Q_LOGBOOK_TRIM, Q_LOGBOOK_LAST,
    Q_LOGBOOK_ALL, Q_LINK_LAST, Q_LINK_FIRST, Q_LINK_GET, Q_LINK_ADD, Q_LINK_TRIM, Q_RECORD_OF_KIND,
    Q_EDIT_ADD, Q_EDIT_DROP, Q_EDIT_NEXT_ACT, Q_EDIT_GET, Q_EDIT_EACH, Q_IDEA_VERSIONS, Q_IDEA_TOMBS,
    Q_FACT_GET, Q_FACT_PUT, Q_DATA_VERSION,
    /* outbox */
    Q_OUTBOX_RECORDS, Q_OUTBOX_BALLOTS, Q_OUTBOX_REGISTERS, Q_OUTBOX_LAST, Q_OUTBOX_ADD,
    Q_OUTBOX_MARK, Q_OUTBOX_ALL, Q_OUTBOX_GET, Q_OUTBOX_CARRIED, Q_OUTBOX_RECEIVED, Q_OUTBOX_SAFE,
    Q_OUTBOX_UNMARK, Q_OUTBOX_AGAIN, Q_OUTBOX_LACK, Q_OUTBOX_LACK_ABOVE, Q_OUTBOX_LEAVE, Q_OUTBOX_LEAVE_RECORDS, Q_OUTBOX_COUNT, Q_OUTBOX_WAITING_RECORDS,
    Q_OUTBOX_WAITING_VOTES,
    Q_OUTBOX_TRIP, Q_OUTBOX_PARCELS, Q_OUTBOX_INSIDE,
    /* deeds, owners */
    Q_DEED_ADD, Q_DEED_DROP, Q_DEED_COUNT, Q_DEED_TALLY,
    Q_OWNER_ADD, Q_OWNER_DROP, Q_OWNER_NEXT_ACT, Q_OWNER_STEPS,
    /* what was said, what waits */
    Q_SAID_LIST, Q_SAID_COUNT, Q_SAID_NEXT_ACT, Q_HELD_LIST, Q_HELD_COUNT, Q_HELD_IDEAS,
    Q_DEED_VERDICT_ADD, Q_DEED_VERDICT_HAS, Q_DEED_VERDICT_DROP,
    Q_COUNT
};
/* clang-format on */
extern const char *const store_sql[Q_COUNT];
extern const char *const schema_sql[]; /* its lines, then NULL; made by the build */

#ifdef DORPEL_TEST
/* Planted by the safety tests, to see that they catch it. */
enum store_bug {
    BUG_NONE,
    BUG_NO_SYNC,
    BUG_NO_USED_CHECK,
    BUG_TWO_TRANSACTIONS,
    BUG_COUNT_PIN_AFTER,
    BUG_NO_REPACK,
    BUG_CLOSE_IN_TWO,
    BUG_PIN_IN_DATABASE_ONLY,
    BUG_LOGBOOK_UNLINKED,
};
void store_plant(struct store *store, enum store_bug bug);
bool store_has_bug(const struct store *store, enum store_bug bug);
#define STORE_BUG(store, bug) store_has_bug(store, bug)
#else
#define STORE_BUG(store, bug) false
#endif

enum { STORE_PATH = 512, STORE_GUESSES = 2, STORE_PIN = 32 };

struct store_wait { /* since when the back-off runs: never on disk, a restart begins it anew */
    bool is_known;
    int64_t last_ms; /* monotonic, of the last try */
    int64_t unsaved; /* tries that a read-only disk could not count */
};

struct store {
    struct io *io; /* the caller's */
    struct db *db;
    char dir[STORE_PATH];
    char vfs[64]; /* "" for the system's */
    bool is_practice;
    bool read_only;
    bool no_reserve;
    bool check_later;
    bool holds;            /* supports, pledges and thanks wait: store_hold */
    uint32_t idea_changes; /* here, since the opening; see store_idea_stamp */
    bool is_written;       /* since store_forget */
    bool is_unpacked;      /* votes were cast since the last re-pack */
    enum store_health health;
    struct store_note note;
    struct store_wait pin_wait[ROLES], guess_wait[STORE_GUESSES];
    struct db_stmt *stmt[Q_COUNT];
#ifdef DORPEL_TEST
    enum store_bug bug;
#endif
};

/* Paths in the data folder: DIR/name. ret holds STORE_PATH. */
bool store_path(const struct store *store, char ret[STORE_PATH], const char *name);
/* key: of the note, a text key of assets/texts; detail: an error's message, or "". */
void store_remark(struct store *store, enum store_health health, const char *key,
                  const char *detail);

bool store_begin(struct store *store, struct err *err);
/* Ends an act: commits when good, else rolls back and hands `own` on to err, which may be NULL. */
bool store_end(struct store *store, bool good, const struct err *own, struct err *err);
/* What an error says of the disk is kept as the store's health. Hands `own` on; returns false. */
bool store_fail(struct store *store, const struct err *own, struct err *err);

/* One file of the database: open, migrate, prepare. Frees nothing of `store` but what it made. */
bool store_attach(struct store *store, const char *path, struct err *err);
void store_detach(struct store *store);
bool store_migrate(struct store *store, struct err *err);
bool store_is_newest(struct store *store); /* of this version of Dorpel: nothing to migrate */
bool store_fact(struct store *store, const char *name, int64_t *ret, struct err *err);
bool store_fact_put(struct store *store, const char *name, int64_t value, struct err *err);

/* store_recover: a damaged database aside, and a new one from what can be read. */
bool store_set_aside(struct store *store, struct err *err);
bool store_needs_recovery(struct store *store, bool *ret, struct err *err);
bool store_recover(struct store *store, struct err *err);

struct store_pin { /* what is needed to know a PIN */
    uint8_t salt[CRYPTO_SALT];
    uint8_t stretched[STORE_PIN];
    int64_t failures;
};
/* The row as it stands; ERR_MISSING. */
bool store_pin_row(struct store *store, enum role role, struct store_pin *ret, struct err *err);

/* store_pins: the same beside the database. The first three inside a transaction: makes the file
 * say what the rows say; makes rows of what only the file knows; marks the roles without a row. */
bool store_pins_save(struct store *store, struct err *err);
bool store_pins_fill(struct store *store, struct err *err);
bool store_pins_mark_lost(struct store *store, struct err *err);
bool store_pins_meet(struct store *store, struct err *err); /* at opening: rows from the file */
void store_pins_keep(struct store *store); /* after the check: the file follows the rows */

/* store_record: inside a transaction. */
bool store_check_record(const struct record *record, struct err *err);
bool store_take(struct store *store, const struct record *record, struct err *err);
/* Makes a record of a body (stolen) and takes it in. ret_rid may be NULL. */
bool store_make(struct store *store, enum record_kind kind, json_t *body,
                uint8_t ret_rid[RECORD_RID], struct err *err);
bool store_is_erased(struct store *store, const uint8_t rid[RECORD_RID], bool *ret,
                     struct err *err);

/* store_project: inside a transaction. */
bool store_project(struct store *store, const struct record *record, bool refresh, struct err *err);
bool store_unproject(struct store *store, const uint8_t rid[RECORD_RID], struct err *err);
bool store_empty(struct store *store, const uint8_t rid[RECORD_RID], struct err *err);
bool store_refresh_idea(struct store *store, const uint8_t idea[RECORD_RID], struct err *err);

/* store_deed: inside a transaction, from store_project. */
enum { STORE_ACT_MAX = 1000000000 }; /* a forged act must leave room for later ones */
bool store_project_deed(struct store *store, const struct record *record, const json_t *body,
                        struct err *err);
bool store_project_owner(struct store *store, const struct record *record, const json_t *body,
                         struct err *err);

/* store_said: into the body of what the village may let wait; and of a moderation record that names
 * deeds, inside a transaction, from store_project. */
void store_put_waits(const struct store *store, json_t *body);
bool store_project_verdict(struct store *store, const struct record *record, const json_t *body,
                           bool refresh, struct err *err);
bool store_unproject_verdict(struct store *store, const uint8_t rid[RECORD_RID], struct err *err);

/* store_idea: inside a transaction. */
struct idea_secret;
bool store_put_words(struct store *store, const uint8_t rid[RECORD_RID],
                     const struct idea_secret *secret, struct err *err);

/* store_round, store_vote: inside a transaction. */
bool store_round_is(struct store *store, const uint8_t round_id[ROUND_ID], enum round_state *ret,
                    uint8_t ret_digest[CRYPTO_HASH], struct err *err);
bool store_release_all(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err);

/* store_care: room for when there is none. */
void store_keep_reserve(struct store *store); /* makes it when there is room; never fails loudly */

/* A blob column of exactly len bytes. */
bool store_blob(struct db_stmt *stmt, int column, void *ret, size_t len, struct err *err);

#endif
