#include "app/store/store_idea.h"

#include "app/base/str.h"
#include "app/store/store_internal.h"

#include <string.h>

/* ---- reading -------------------------------------------------------------------------------- */

/* The columns of IDEA_ROW in store_sql.c. */
static bool read_row(struct idea_row *ret, struct db_stmt *stmt, struct err *err)
{
    const char *text = db_text(stmt, 8);

    *ret = (struct idea_row){
        .state = (enum idea_state)db_int(stmt, 2),
        .supports = (uint32_t)db_int(stmt, 4),
        .helpers = (uint32_t)db_int(stmt, 5),
        .has_contact = db_int(stmt, 6) != 0,
        .is_updated = db_int(stmt, 7) != 0,
    };
    json_t *body = json_read(text, strlen(text), err);
    bool good = body != NULL && idea_from_json(&ret->idea, body, err);
    json_decref(body);
    ret->idea.number = (uint32_t)db_int(stmt, 1); /* a later version cannot take another one */
    str_copy(ret->reason, sizeof(ret->reason), db_text(stmt, 3));
    return good && store_blob(stmt, 0, ret->rid, RECORD_RID, err);
}

static bool get(struct store *store, const uint8_t rid[RECORD_RID], struct idea_row *ret,
                uint8_t ret_version[RECORD_RID], struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_IDEA_GET];

    db_bind_blob(stmt, ":idea", rid, RECORD_RID);
    int rc = db_step(stmt, err);
    bool good = rc == 1 && read_row(ret, stmt, err) &&
                (ret_version == NULL || store_blob(stmt, 9, ret_version, RECORD_RID, err));
    db_reset(stmt);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "no such idea"));
}

bool store_idea_get(struct store *store, const uint8_t rid[RECORD_RID], struct idea_row *ret,
                    struct err *err)
{
    struct idea_row row;

    if (!get(store, rid, &row, NULL, err)) {
        return false;
    }
    *ret = row;
    return true;
}

uint64_t store_idea_stamp(struct store *store)
{
    struct db_stmt *stmt = store->stmt[Q_DATA_VERSION];

    int64_t version = db_step(stmt, NULL) == 1 ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return (uint64_t)version << 32 | store->idea_changes;
}

bool store_idea_counts(struct store *store, enum idea_sort sort, size_t ret[IDEA_STATES],
                       struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_IDEA_COUNTS];
    size_t counts[IDEA_STATES] = {0};
    int rc;

    db_bind_int(stmt, ":sort", sort);
    while ((rc = db_step(stmt, err)) == 1) {
        int64_t state = db_int(stmt, 0);
        if (state >= 0 && state < IDEA_STATES) {
            counts[state] = (size_t)db_int(stmt, 1);
        }
    }
    db_reset(stmt);
    if (rc == 0) {
        memcpy(ret, counts, sizeof(counts));
    }
    return rc == 0;
}

static bool take_rid(struct db_stmt *stmt, enum idea_sort sort, size_t index,
                     uint8_t ret_rid[RECORD_RID], struct err *err)
{
    db_bind_int(stmt, ":sort", sort);
    db_bind_int(stmt, ":index", (int64_t)index);
    int rc = db_step(stmt, err);
    bool good = rc == 1 && store_blob(stmt, 0, ret_rid, RECORD_RID, err);
    db_reset(stmt);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "not so many ideas"));
}

bool store_idea_nth(struct store *store, enum idea_sort sort, enum idea_state state, size_t index,
                    uint8_t ret_rid[RECORD_RID], struct err *err)
{
    db_bind_int(store->stmt[Q_IDEA_NTH], ":state", state);
    return take_rid(store->stmt[Q_IDEA_NTH], sort, index, ret_rid, err);
}

bool store_idea_quiet(struct store *store, enum idea_sort sort, size_t index,
                      uint8_t ret_rid[RECORD_RID], struct err *err)
{
    return take_rid(store->stmt[Q_IDEA_QUIET], sort, index, ret_rid, err);
}

struct names { /* grows; the arena keeps what was outgrown */
    struct arena *arena;
    struct idea_name *list;
    size_t count, cap;
};

static bool add_name(struct names *names, struct db_stmt *stmt, struct err *err)
{
    if (names->count == names->cap) {
        size_t cap = names->cap * 2 + 64;
        struct idea_name *wider = arena_array(names->arena, cap, sizeof(*wider));
        if (wider == NULL) {
            return err_set(err, ERR_LIMIT, "%zu ideas do not fit", cap);
        }
        if (names->count > 0) {
            memcpy(wider, names->list, names->count * sizeof(*wider));
        }
        names->list = wider;
        names->cap = cap;
    }
    struct idea_name *name = &names->list[names->count++];
    name->number = (uint32_t)db_int(stmt, 1);
    name->state = (enum idea_state)db_int(stmt, 2);
    name->sort = (enum idea_sort)db_int(stmt, 4);
    name->plan_of = db_is_null(stmt, 6) ? (enum idea_plan_of)db_int(stmt, 5)
                                        : idea_plan_of_owner((enum owner)db_int(stmt, 6));
    name->what = arena_strdup(names->arena, db_text(stmt, 3));
    return (name->what != NULL || err_set(err, ERR_LIMIT, "the ideas do not fit")) &&
           store_blob(stmt, 0, name->rid, RECORD_RID, err);
}

bool store_idea_names(struct store *store, struct arena *arena, unsigned states,
                      struct idea_name **ret, size_t *ret_count, struct err *err)
{
    struct names names = {.arena = arena};
    struct db_stmt *stmt = store->stmt[Q_IDEA_NAMES];
    bool good = true;
    int rc = 0;

    db_bind_int(stmt, ":states", states);
    while (good && (rc = db_step(stmt, err)) == 1) {
        good = add_name(&names, stmt, err);
    }
    db_reset(stmt);
    if (!good || rc < 0) {
        return false;
    }
    *ret = names.list;
    *ret_count = names.count;
    return true;
}

bool store_idea_each(struct store *store, unsigned states,
                     bool (*each)(void *ctx, const struct idea_row *row), void *ctx,
                     struct err *err)
{
    struct idea_row row;
    struct db_stmt *stmt = store->stmt[Q_IDEA_LIST];
    bool good = true;
    int rc = 0;

    db_bind_int(stmt, ":states", states);
    while (good && (rc = db_step(stmt, err)) == 1) {
        /* One that cannot be read hides no others. */
        good = !read_row(&row, stmt, NULL) || each(ctx, &row);
    }
    db_reset(stmt);
    crypto_wipe(&row, sizeof(row));
    return good && rc >= 0;
}

/* Do the words fit the idea of this row? Columns 1 and 2: salt and stretched words, or null. */
static bool words_fit(struct db_stmt *row, const uint16_t words[2], bool *ret, struct err *err)
{
    struct idea_secret have;
    uint8_t tried[IDEA_SECRET];

    *ret = false;
    if (db_is_null(row, 1)) {
        return true;
    }
    bool done = store_blob(row, 1, have.salt, sizeof(have.salt), err) &&
                store_blob(row, 2, have.stretched, sizeof(have.stretched), err) &&
                idea_stretch_words(tried, words, have.salt, err);
    if (done) {
        *ret = crypto_equal(tried, have.stretched, sizeof(tried));
        crypto_wipe(tried, sizeof(tried));
    }
    crypto_wipe(&have, sizeof(have));
    return done;
}

bool store_idea_find(struct store *store, uint32_t number, const uint16_t words[2],
                     struct idea_row *ret, struct err *err)
{
    uint8_t rid[RECORD_RID];
    struct db_stmt *stmt = store->stmt[Q_IDEA_BY_NUMBER];
    bool fits = false, good = true, any = false;
    int rc = 0;

    /* A cloned kiosk may have given the number to another idea as well: the words tell. */
    db_bind_int(stmt, ":number", number);
    while (good && !fits && (rc = db_step(stmt, err)) == 1) {
        any = true;
        good = store_blob(stmt, 0, rid, sizeof(rid), err) && words_fit(stmt, words, &fits, err);
    }
    db_reset(stmt);
    if (!good || rc < 0) {
        return false;
    }
    if (!any) {
        return err_set(err, ERR_MISSING, "no idea %u", (unsigned)number);
    }
    if (!fits) {
        return err_set(err, ERR_DENIED, "not the words of idea %u", (unsigned)number);
    }
    return store_idea_get(store, rid, ret, err);
}

/* ---- writing: the pieces, inside a transaction ---------------------------------------------- */

static bool next(struct store *store, enum store_query query, const uint8_t *idea, int64_t *ret,
                 struct err *err)
{
    struct db_stmt *stmt = store->stmt[query];

    if (idea != NULL) {
        db_bind_blob(stmt, ":idea", idea, RECORD_RID);
    }
    int rc = db_step(stmt, err);
    *ret = rc == 1 ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return rc == 1;
}

static bool put_pledge(struct store *store, const uint8_t idea[RECORD_RID], const char *role,
                       const struct contact_sealed *contact, struct err *err)
{
    json_t *body = json_object();

    if (contact != NULL) {
        json_put_hex(body, "contact", contact->bytes, sizeof(contact->bytes));
    }
    json_put_hex(body, "idea", idea, RECORD_RID);
    json_put_text(body, "role", role);
    if (strcmp(role, "helper") == 0) {
        store_put_waits(store, body);
    }
    return store_make(store, RECORD_PLEDGE, body, NULL, err);
}

static bool put_verdict(struct store *store, const uint8_t idea[RECORD_RID], const uint8_t *version,
                        const char *state, const char *reason, struct err *err)
{
    int64_t act;

    if (!next(store, Q_IDEA_NEXT_ACT, idea, &act, err)) {
        return false;
    }
    json_t *body = json_object();
    json_put_number(body, "act", act);
    json_put_hex(body, "idea", idea, RECORD_RID);
    if (version != NULL) {
        json_put_hex(body, "version", version, RECORD_RID);
    }
    json_put_text(body, "state", state);
    json_put_text(body, "reason", reason);
    return store_make(store, RECORD_MODERATION, body, NULL, err);
}

/* ERR_DENIED when it is in one of the states `refused`. */
static bool expect(struct store *store, const uint8_t rid[RECORD_RID], unsigned refused,
                   struct idea_row *ret, uint8_t ret_version[RECORD_RID], struct err *err)
{
    if (!get(store, rid, ret, ret_version, err)) {
        return false;
    }
    return (refused & 1u << ret->state) == 0 ||
           err_set(err, ERR_DENIED, "idea %u is not there any more", (unsigned)ret->idea.number);
}

/* ---- writing: the acts ---------------------------------------------------------------------- */

struct maker { /* of a new idea */
    uint16_t words[2];
    struct idea_secret secret;
    uint8_t sealed[SEAL_WORDS]; /* the secret, to the owner */
    bool has_owner;
};

static bool make_maker(struct maker *ret, const uint8_t *owner_key, struct err *err)
{
    idea_make_words(ret->words);
    crypto_random(ret->secret.salt, sizeof(ret->secret.salt));
    ret->has_owner = owner_key != NULL;
    return idea_stretch_words(ret->secret.stretched, ret->words, ret->secret.salt, err) &&
           (owner_key == NULL || seal_words(ret->sealed, &ret->secret, owner_key, err));
}

bool store_put_words(struct store *store, const uint8_t rid[RECORD_RID],
                     const struct idea_secret *secret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_WORDS_ADD];

    db_bind_blob(stmt, ":rid", rid, RECORD_RID);
    db_bind_blob(stmt, ":salt", secret->salt, sizeof(secret->salt));
    db_bind_blob(stmt, ":stretched", secret->stretched, sizeof(secret->stretched));
    return db_run(stmt, err);
}

static bool put_first(struct store *store, struct idea *idea, const struct maker *maker,
                      uint8_t ret_rid[RECORD_RID], struct err *err)
{
    int64_t number;

    if (!next(store, Q_IDEA_NEXT_NUMBER, NULL, &number, err)) {
        return false;
    }
    if (number > UINT32_MAX) {
        return err_set(err, ERR_LIMIT, "no numbers left");
    }
    idea->number = (uint32_t)number;
    json_t *body = idea_to_json(idea);
    if (maker->has_owner) {
        json_put_hex(body, "words", maker->sealed, sizeof(maker->sealed));
    }
    return store_make(store, RECORD_IDEA, body, ret_rid, err) &&
           store_put_words(store, ret_rid, &maker->secret, err) &&
           store_fact_put(store, "idea_number", number, err);
}

bool store_idea_add(struct store *store, struct idea *idea, const uint8_t *owner_key,
                    const struct contact_sealed *contact, uint16_t ret_words[2],
                    uint8_t ret_rid[RECORD_RID], struct err *err)
{
    struct idea kept = *idea;
    struct maker maker;
    struct err own = {0};
    uint8_t rid[RECORD_RID];

    /* The slow part first: nobody waits for the lock meanwhile. */
    bool done =
        idea_clean(&kept, err) && make_maker(&maker, owner_key, err) && store_begin(store, err);
    if (done) {
        bool good = put_first(store, &kept, &maker, rid, &own) &&
                    (contact == NULL || put_pledge(store, rid, "maker", contact, &own));
        done = store_end(store, good, &own, err);
    }
    if (done) {
        *idea = kept;
        memcpy(ret_words, maker.words, sizeof(maker.words));
        memcpy(ret_rid, rid, RECORD_RID);
    }
    crypto_wipe(&kept, sizeof(kept));
    crypto_wipe(&maker, sizeof(maker));
    return done;
}

static bool put_version(struct store *store, const uint8_t rid[RECORD_RID], struct idea *idea,
                        struct err *err)
{
    struct idea_row row;
    int64_t act;

    if (!expect(store, rid, 1u << IDEA_WITHDRAWN, &row, NULL, err) ||
        !next(store, Q_IDEA_NEXT_ACT, rid, &act, err)) {
        return false;
    }
    idea->number = row.idea.number;
    idea->sort = row.idea.sort; /* it stays what it was */
    json_t *body = idea_to_json(idea);
    json_put_number(body, "act", act);
    json_put_hex(body, "supersedes", rid, RECORD_RID);
    return store_make(store, RECORD_IDEA, body, NULL, err);
}

bool store_idea_change(struct store *store, const uint8_t rid[RECORD_RID], const struct idea *idea,
                       struct err *err)
{
    struct idea kept = *idea;
    struct err own = {0};

    bool done = idea_clean(&kept, err) && store_begin(store, err) &&
                store_end(store, put_version(store, rid, &kept, &own), &own, err);
    crypto_wipe(&kept, sizeof(kept));
    return done;
}

bool store_idea_withdraw(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    struct idea_row row;
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    bool good =
        get(store, rid, &row, NULL, &own) &&
        (row.state == IDEA_WITHDRAWN || put_verdict(store, rid, NULL, "withdrawn", "", &own));
    return store_end(store, good, &own, err);
}

/* One erase record for each name and number; a cloned kiosk may have left two. */
static bool erase_pledges(struct store *store, const uint8_t idea[RECORD_RID], struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_MAKERS_PLEDGES];
    uint8_t target[RECORD_RID];

    for (bool any = false;; any = true) {
        db_bind_blob(stmt, ":idea", idea, RECORD_RID);
        int rc = db_step(stmt, err);
        bool good = rc == 1 && store_blob(stmt, 0, target, sizeof(target), err);
        db_reset(stmt);
        if (rc == 0) {
            return any || err_set(err, ERR_MISSING, "no name or number was left");
        }
        if (!good) {
            return false;
        }
        json_t *body = json_object();
        json_put_hex(body, "erases", target, sizeof(target));
        if (!store_make(store, RECORD_ERASE, body, NULL, err)) {
            return false;
        }
    }
}

bool store_idea_erase_contact(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    struct idea_row row;
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    bool good = get(store, rid, &row, NULL, &own) && erase_pledges(store, rid, &own);
    return store_end(store, good, &own, err);
}

bool store_idea_support(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    struct idea_row row;
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    bool good = expect(store, rid, 1u << IDEA_HIDDEN | 1u << IDEA_WITHDRAWN, &row, NULL, &own);
    if (good) {
        json_t *body = json_object();
        json_put_hex(body, "idea", rid, RECORD_RID);
        store_put_waits(store, body);
        good = store_make(store, RECORD_SUPPORT, body, NULL, &own);
    }
    return store_end(store, good, &own, err);
}

bool store_idea_pledge(struct store *store, const uint8_t rid[RECORD_RID],
                       const struct contact_sealed *contact, struct err *err)
{
    struct idea_row row;
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    bool good = expect(store, rid, 1u << IDEA_HIDDEN | 1u << IDEA_WITHDRAWN, &row, NULL, &own) &&
                put_pledge(store, rid, "helper", contact, &own);
    return store_end(store, good, &own, err);
}

bool store_idea_moderate(struct store *store, const uint8_t rid[RECORD_RID], enum idea_state state,
                         const char *reason, struct err *err)
{
    struct idea_row row;
    uint8_t version[RECORD_RID];
    char clean[sizeof(row.reason)] = "";
    struct err own = {0};

    if (state != IDEA_SHOWN && state != IDEA_HIDDEN) {
        return err_set(err, ERR_FORMAT, "not a verdict");
    }
    if (state == IDEA_HIDDEN) {
        if (reason == NULL || strlen(reason) >= sizeof(clean)) {
            return err_set(err, reason == NULL ? ERR_FORMAT : ERR_LIMIT, "no reason that fits");
        }
        str_clean(clean, sizeof(clean), reason, true);
        if (clean[0] == '\0') {
            return err_set(err, ERR_FORMAT, "hiding needs a reason");
        }
    }
    if (!store_begin(store, err)) {
        return false;
    }
    bool good =
        expect(store, rid, 1u << IDEA_WITHDRAWN, &row, version, &own) &&
        put_verdict(store, rid, version, state == IDEA_SHOWN ? "shown" : "hidden", clean, &own);
    return store_end(store, good, &own, err);
}

/* One erase record a version; the query is asked anew, as each takes one off its answer. */
static bool remove_versions(struct store *store, const uint8_t idea[RECORD_RID], struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_IDEA_VERSIONS];
    uint8_t target[RECORD_RID];

    for (;;) {
        db_bind_blob(stmt, ":idea", idea, RECORD_RID);
        int rc = db_step(stmt, err);
        bool good = rc == 1 && store_blob(stmt, 0, target, sizeof(target), err);
        db_reset(stmt);
        if (rc == 0) {
            return true;
        }
        if (!good) {
            return false;
        }
        json_t *body = json_object();
        json_put_hex(body, "erases", target, sizeof(target));
        if (memcmp(target, idea, RECORD_RID) == 0) {
            json_put_text(body, "removes", "idea"); /* one of these an idea: they are counted */
        }
        if (!store_make(store, RECORD_ERASE, body, NULL, err)) {
            return false;
        }
    }
}

bool store_idea_remove(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    struct idea_row row;
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    bool good = get(store, rid, &row, NULL, &own) &&
                (!row.has_contact || erase_pledges(store, rid, &own)) &&
                remove_versions(store, rid, &own);
    return store_end(store, good, &own, err);
}

bool store_idea_refused(struct store *store, size_t *ret, struct err *err)
{
    size_t of[IDEA_STATES] = {0};
    struct db_stmt *stmt = store->stmt[Q_IDEA_TOMBS];

    if (!store_idea_counts(store, IDEA_PLAN, of, err)) {
        return false;
    }
    int rc = db_step(stmt, err);
    int64_t removed = rc == 1 ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    *ret = of[IDEA_HIDDEN] + (size_t)removed;
    return rc == 1;
}
