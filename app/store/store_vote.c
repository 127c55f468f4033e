#include "app/store/store_vote.h"

#include "app/domain/words.h"
#include "app/store/store_internal.h"

#include <string.h>

enum { BATCH = 5 }; /* ballots that may leave together: fewer would say when they were cast */

/* ---- small questions ------------------------------------------------------------------------ */

static bool is_used(struct store *store, const uint8_t round_id[ROUND_ID],
                    const uint8_t tag[CODE_TAG], bool *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_REGISTER_USED];

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    db_bind_blob(stmt, ":tag", tag, CODE_TAG);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        *ret = db_int(stmt, 0) != 0;
    }
    db_reset(stmt);
    return rc == 1;
}

bool store_vote_is_used(struct store *store, const uint8_t round_id[ROUND_ID],
                        const uint8_t tag[CODE_TAG], bool *ret_used, struct err *err)
{
    return is_used(store, round_id, tag, ret_used, err);
}

/* The four words as the smallest and the largest ballot id that begin with them. */
static bool receipt_range(uint8_t ret_from[BALLOT_ID], uint8_t ret_to[BALLOT_ID],
                          const uint16_t words[RECEIPT_WORDS])
{
    uint64_t bits = 0;

    for (size_t i = 0; i < RECEIPT_WORDS; i++) {
        if (words[i] >= WORDS_COUNT) {
            return false;
        }
        bits = bits << 11 | words[i];
    }
    bits <<= 4; /* 44 bits are five and a half bytes */
    memset(ret_from, 0, BALLOT_ID);
    memset(ret_to, 0xFF, BALLOT_ID);
    for (size_t i = 0; i < 6; i++) {
        ret_from[i] = (uint8_t)(bits >> (8 * (5 - i)));
        ret_to[i] = i < 5 ? ret_from[i] : ret_from[i] | 0x0F;
    }
    return true;
}

bool store_vote_has_receipt(struct store *store, const uint8_t round_id[ROUND_ID],
                            const uint16_t words[4], bool *ret_has, struct err *err)
{
    uint8_t from[BALLOT_ID], to[BALLOT_ID];
    struct db_stmt *stmt = store->stmt[Q_BALLOT_RECEIPT];

    if (!receipt_range(from, to, words)) {
        return err_set(err, ERR_FORMAT, "not a word of the list");
    }
    db_bind_blob(stmt, ":from", from, sizeof(from));
    db_bind_blob(stmt, ":to", to, sizeof(to));
    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    int rc = db_step(stmt, err);
    db_reset(stmt);
    if (rc < 0) {
        return false;
    }
    *ret_has = rc == 1;
    return true;
}

/* ---- casting -------------------------------------------------------------------------------- */

static bool put_ballot(struct store *store, const uint8_t *round_id, const struct sealed_vote *vote,
                       struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_BALLOT_ADD];

    db_bind_blob(stmt, ":id", vote->ballot_id, BALLOT_ID);
    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    db_bind_blob(stmt, ":sealed", vote->ballot, vote->ballot_len);
    return db_run(stmt, err);
}

static bool put_register(struct store *store, const uint8_t *round_id,
                         const struct sealed_vote *vote, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_REGISTER_ADD];

    db_bind_blob(stmt, ":rid", vote->register_rid, RECORD_RID);
    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    db_bind_blob(stmt, ":tag", vote->tag, CODE_TAG);
    db_bind_blob(stmt, ":sealed", vote->entry, sizeof(vote->entry));
    return db_run(stmt, err);
}

static bool use_turn(struct store *store, const uint8_t *round_id, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_UNLOCK_USE];

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    if (!db_run(stmt, err)) {
        return false;
    }
    return db_changes(store->db) == 1 || err_set(err, ERR_DENIED, "no turn was given");
}

static bool may_cast(struct store *store, const uint8_t *round_id, const struct sealed_vote *vote,
                     struct err *err)
{
    enum round_state state;
    bool used = false;

    if (!store_round_is(store, round_id, &state, NULL, err)) {
        return false;
    }
    if (state != ROUND_OPEN) {
        return err_set(err, ERR_DENIED, "the round is %s", round_state_name(state));
    }
    if (!is_used(store, round_id, vote->tag, &used, err)) {
        return false;
    }
    return !used || STORE_BUG(store, BUG_NO_USED_CHECK) ||
           err_set(err, ERR_USED, "the code was used");
}

static bool cast(struct store *store, const uint8_t *round_id, const struct sealed_vote *vote,
                 bool unlock, struct err *err)
{
    if (!may_cast(store, round_id, vote, err) || !put_ballot(store, round_id, vote, err)) {
        return false;
    }
    if (STORE_BUG(store, BUG_TWO_TRANSACTIONS) &&
        !(db_commit(store->db, err) && db_begin(store->db, err))) {
        return false;
    }
    return put_register(store, round_id, vote, err) && (!unlock || use_turn(store, round_id, err));
}

bool store_vote_cast(struct store *store, const uint8_t round_id[ROUND_ID],
                     const struct sealed_vote *vote, bool unlock, struct err *err)
{
    uint8_t id[CRYPTO_HASH];
    struct err own = {0};

    crypto_hash(id, vote->ballot, vote->ballot_len);
    if (vote->ballot_len > sizeof(vote->ballot) || memcmp(id, vote->ballot_id, sizeof(id)) != 0) {
        return err_set(err, ERR_FORMAT, "a ballot without its id");
    }
    if (!store_begin(store, err)) {
        return false;
    }
    store->is_unpacked = true;
    return store_end(store, cast(store, round_id, vote, unlock, &own), &own, err);
}

/* ---- counting and releasing ----------------------------------------------------------------- */

bool store_vote_turnout(struct store *store, const uint8_t round_id[ROUND_ID],
                        struct vote_turnout *ret, struct err *err)
{
    struct vote_turnout turnout = {0};
    struct db_stmt *registers = store->stmt[Q_REGISTER_COUNT];
    struct db_stmt *turns = store->stmt[Q_UNLOCK_GET];

    db_bind_blob(registers, ":round", round_id, ROUND_ID);
    db_bind_blob(turns, ":round", round_id, ROUND_ID);
    int rc = db_step(registers, err) == 1 ? db_step(turns, err) : -1;
    if (rc >= 0) {
        turnout.voters = (uint32_t)db_int(registers, 0);
    }
    if (rc == 1) {
        turnout.unlocks_given = (uint32_t)db_int(turns, 1);
        turnout.unlocks_used = (uint32_t)db_int(turns, 2);
    }
    db_reset(registers);
    db_reset(turns);
    if (rc < 0) {
        return false;
    }
    *ret = turnout;
    return true;
}

bool store_vote_counts(struct store *store, const uint8_t round_id[ROUND_ID],
                       struct vote_counts *ret, struct err *err)
{
    struct vote_turnout turnout;
    struct db_stmt *ballots = store->stmt[Q_BALLOT_COUNTS];

    if (!store_vote_turnout(store, round_id, &turnout, err)) {
        return false;
    }
    db_bind_blob(ballots, ":round", round_id, ROUND_ID);
    bool good = db_step(ballots, err) == 1;
    if (good) {
        *ret = (struct vote_counts){
            .ballots = (uint32_t)db_int(ballots, 0),
            .registers = turnout.voters,
            .unlocks_given = turnout.unlocks_given,
            .unlocks_used = turnout.unlocks_used,
            .unreleased = (uint32_t)db_int(ballots, 1),
        };
    }
    db_reset(ballots);
    return good;
}

bool store_release_all(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err)
{
    db_bind_blob(store->stmt[Q_BALLOT_RELEASE], ":round", round_id, ROUND_ID);
    db_bind_blob(store->stmt[Q_REGISTER_RELEASE], ":round", round_id, ROUND_ID);
    return db_run(store->stmt[Q_BALLOT_RELEASE], err) &&
           db_run(store->stmt[Q_REGISTER_RELEASE], err);
}

static bool release(struct store *store, const uint8_t *round_id, bool *ret_any, struct err *err)
{
    struct vote_counts counts;
    enum round_state state;

    if (!store_vote_counts(store, round_id, &counts, err) ||
        !store_round_is(store, round_id, &state, NULL, err)) {
        return false;
    }
    if (counts.unreleased >= BATCH || state == ROUND_CLOSED) {
        *ret_any = counts.ballots > 0 || counts.registers > 0;
        return store_release_all(store, round_id, err);
    }
    *ret_any = counts.unreleased < counts.ballots; /* what left before may leave again */
    return true;
}

bool store_vote_release(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err)
{
    struct err own = {0};
    bool any = false;

    if (!store_begin(store, err)) {
        return false;
    }
    bool good = release(store, round_id, &any, &own);
    if (!store_end(store, good, &own, err)) {
        return false;
    }
    if (!any) {
        err_set(err, ERR_NONE, "%s", ""); /* nothing went wrong: there is just nothing to take */
    }
    return any;
}

/* ---- giving out ----------------------------------------------------------------------------- */

/* Columns ballot_id, round_id, sealed. What it points to is SQLite's until the next step. */
static bool ballot_line(struct vote_line *ret, struct db_stmt *stmt)
{
    size_t id_len, round_len;

    *ret = (struct vote_line){.ballot_id = db_blob(stmt, 0, &id_len),
                              .round_id = db_blob(stmt, 1, &round_len),
                              .sealed = db_blob(stmt, 2, &ret->sealed_len)};
    ret->rid = ret->ballot_id;
    ret->sealed = db_blob(stmt, 2, &ret->sealed_len);
    return id_len == BALLOT_ID && round_len == ROUND_ID && ret->sealed != NULL;
}

/* Columns rid, round_id, tag, sealed. */
static bool register_line(struct vote_line *ret, struct db_stmt *stmt)
{
    size_t rid_len, round_len, tag_len;

    *ret = (struct vote_line){.rid = db_blob(stmt, 0, &rid_len),
                              .round_id = db_blob(stmt, 1, &round_len),
                              .tag = db_blob(stmt, 2, &tag_len)};
    ret->sealed = db_blob(stmt, 3, &ret->sealed_len);
    return rid_len == RECORD_RID && round_len == ROUND_ID && tag_len == CODE_TAG &&
           ret->sealed != NULL;
}

struct two { /* the two sorted tables, a waiting line of each */
    struct db_stmt *stmt[2];
    struct vote_line line[2];
    bool has[2];
};

static bool advance(struct two *two, int i, struct err *err)
{
    int rc = db_step(two->stmt[i], err);

    two->has[i] = rc == 1;
    if (rc != 1) {
        return rc == 0;
    }
    bool good = i == 0 ? ballot_line(&two->line[i], two->stmt[i])
                       : register_line(&two->line[i], two->stmt[i]);
    return good || err_set(err, ERR_DAMAGED, "a ballot or register entry of another size");
}

bool store_vote_each_released(struct store *store,
                              bool (*each)(void *ctx, const struct vote_line *line), void *ctx,
                              struct err *err)
{
    struct two two = {.stmt = {store->stmt[Q_BALLOT_RELEASED], store->stmt[Q_REGISTER_RELEASED]}};

    if (!db_exec(store->db, "BEGIN", err)) { /* one moment for both tables */
        return false;
    }
    bool good = advance(&two, 0, err) && advance(&two, 1, err);
    while (good && (two.has[0] || two.has[1])) {
        int first =
            !two.has[1] || (two.has[0] && memcmp(two.line[0].rid, two.line[1].rid, RECORD_RID) <= 0)
                ? 0
                : 1;
        good = each(ctx, &two.line[first]) && advance(&two, first, err);
    }
    db_reset(two.stmt[0]);
    db_reset(two.stmt[1]);
    db_rollback(store->db);
    return good;
}

/* ---- the caretaker's turns ------------------------------------------------------------------ */

static bool turn(struct store *store, enum store_query query, const uint8_t *round_id,
                 struct err *err)
{
    enum round_state state;

    if (query == Q_UNLOCK_GIVE) {
        if (!store_round_is(store, round_id, &state, NULL, err)) {
            return false;
        }
        if (state != ROUND_OPEN) {
            return err_set(err, ERR_DENIED, "the round is %s", round_state_name(state));
        }
    }
    db_bind_blob(store->stmt[query], ":round", round_id, ROUND_ID);
    return db_run(store->stmt[query], err);
}

/* A turn that was given and not used is replaced: never two at once. */
bool store_unlock_give(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) &&
           store_end(store, turn(store, Q_UNLOCK_GIVE, round_id, &own), &own, err);
}

bool store_unlock_end(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) &&
           store_end(store, turn(store, Q_UNLOCK_END, round_id, &own), &own, err);
}

bool store_unlock_last(struct store *store, const uint8_t round_id[ROUND_ID],
                       enum unlock_state *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_UNLOCK_GET];

    db_bind_blob(stmt, ":round", round_id, ROUND_ID);
    int rc = db_step(stmt, err);
    if (rc >= 0) {
        *ret = rc == 1 ? (enum unlock_state)db_int(stmt, 0) : UNLOCK_NEVER;
    }
    db_reset(stmt);
    return rc >= 0;
}
