/* Projections: what the records say, laid ready for the screens.
 *
 * Each record adds one row that stands for it alone; what a screen reads (an idea, a round's state)
 * is then made again from all rows of that idea or round. So nothing depends on the order in which
 * records came, and an erase takes out one row. A record that says nothing we understand is kept
 * and adds no row.
 */
#include "app/store/store_internal.h"

#include "app/domain/idea.h"

#include <string.h>

struct source { /* the record that is laid out */
    struct store *store;
    const struct record *record;
    const uint8_t *rid;
    const json_t *body;
    bool refresh;
};

static struct db_stmt *stmt_for(const struct source *source, enum store_query query)
{
    struct db_stmt *stmt = source->store->stmt[query];
    db_bind_blob(stmt, ":rid", source->rid, RECORD_RID);
    return stmt;
}

static int64_t act_of(const struct source *source)
{
    return json_number(source->body, "act", 0);
}

/* ---- ideas ---------------------------------------------------------------------------------- */

bool store_refresh_idea(struct store *store, const uint8_t idea[RECORD_RID], struct err *err)
{
    store->idea_changes++;
    db_bind_blob(store->stmt[Q_IDEA_DROP], ":idea", idea, RECORD_RID);
    db_bind_blob(store->stmt[Q_IDEA_REFRESH], ":idea", idea, RECORD_RID);
    return db_run(store->stmt[Q_IDEA_DROP], err) && db_run(store->stmt[Q_IDEA_REFRESH], err);
}

static bool run_for_idea(const struct source *source, struct db_stmt *stmt, const uint8_t *idea,
                         struct err *err)
{
    db_bind_blob(stmt, ":idea", idea, RECORD_RID);
    return db_run(stmt, err) && (!source->refresh || store_refresh_idea(source->store, idea, err));
}

/* A record from before migration 3 has its stretched words in the open. */
static bool keep_old_words(const struct source *source, struct err *err)
{
    struct idea_secret secret;

    return !json_hex(source->body, "salt", secret.salt, sizeof(secret.salt)) ||
           !json_hex(source->body, "secret", secret.stretched, sizeof(secret.stretched)) ||
           store_put_words(source->store, source->rid, &secret, err);
}

static bool project_idea(const struct source *source, struct err *err)
{
    uint8_t first[RECORD_RID];
    struct idea idea;
    bool is_first = !json_hex(source->body, "supersedes", first, sizeof(first));
    int64_t act = act_of(source);

    if (!idea_from_json(&idea, source->body, NULL) || act > STORE_ACT_MAX ||
        (is_first ? act != 0 || idea.number == 0 : act < 1)) {
        return true;
    }
    if (is_first && !keep_old_words(source, err)) {
        return false;
    }
    struct db_stmt *stmt = stmt_for(source, Q_VERSION_ADD);
    db_bind_int(stmt, ":number", is_first ? idea.number : 0);
    db_bind_text(stmt, ":what", idea.what);
    db_bind_int(stmt, ":act", act);
    db_bind_int(stmt, ":sort", idea.sort);
    db_bind_int(stmt, ":plan_of", idea.plan_of);
    return run_for_idea(source, stmt, is_first ? source->rid : first, err);
}

static bool project_moderation(const struct source *source, struct err *err)
{
    uint8_t idea[RECORD_RID], version[RECORD_RID];
    const char *name = json_text(source->body, "state", "");
    enum idea_state state = strcmp(name, "shown") == 0       ? IDEA_SHOWN
                            : strcmp(name, "hidden") == 0    ? IDEA_HIDDEN
                            : strcmp(name, "withdrawn") == 0 ? IDEA_WITHDRAWN
                                                             : IDEA_WAITING;
    bool has_version = json_hex(source->body, "version", version, sizeof(version));
    int64_t act = act_of(source);

    if (json_object_get(source->body, "deeds") != NULL) {
        return store_project_verdict(source->store, source->record, source->body, source->refresh,
                                     err);
    }
    if (state == IDEA_WAITING || !json_hex(source->body, "idea", idea, sizeof(idea)) || act < 1 ||
        act > STORE_ACT_MAX || (state != IDEA_WITHDRAWN && !has_version)) {
        return true;
    }
    struct db_stmt *stmt = stmt_for(source, Q_VERDICT_ADD);
    db_bind_blob(stmt, ":version", has_version ? version : NULL, sizeof(version));
    db_bind_int(stmt, ":act", act);
    db_bind_int(stmt, ":state", state);
    db_bind_text(stmt, ":reason", json_text(source->body, "reason", ""));
    return run_for_idea(source, stmt, idea, err);
}

static bool project_support(const struct source *source, struct err *err)
{
    uint8_t idea[RECORD_RID];

    if (!json_hex(source->body, "idea", idea, sizeof(idea))) {
        return true;
    }
    struct db_stmt *stmt = stmt_for(source, Q_SUPPORT_ADD);
    db_bind_int(stmt, ":waits", json_flag(source->body, "waits", false));
    return run_for_idea(source, stmt, idea, err);
}

static bool project_pledge(const struct source *source, struct err *err)
{
    uint8_t idea[RECORD_RID];
    const char *role = json_text(source->body, "role", "");
    bool is_maker = strcmp(role, "maker") == 0;

    if (json_text(source->body, "about", NULL) != NULL) {
        return is_maker || store_project_deed(source->store, source->record, source->body, err);
    }
    if (!json_hex(source->body, "idea", idea, sizeof(idea)) ||
        (!is_maker && strcmp(role, "helper") != 0)) {
        return true;
    }
    struct db_stmt *stmt = stmt_for(source, Q_PLEDGE_ADD);
    db_bind_int(stmt, ":maker", is_maker);
    db_bind_int(stmt, ":contact", json_text(source->body, "contact", NULL) != NULL);
    db_bind_int(stmt, ":waits", !is_maker && json_flag(source->body, "waits", false));
    return run_for_idea(source, stmt, idea, err);
}

/* ---- thanks, answers, owners ----------------------------------------------------------------- */

static bool project_deed(const struct source *source, struct err *err)
{
    return store_project_deed(source->store, source->record, source->body, err);
}

/* ---- rounds --------------------------------------------------------------------------------- */

static bool refresh_round(struct store *store, const uint8_t round_id[ROUND_ID], struct err *err)
{
    db_bind_blob(store->stmt[Q_ROUND_DROP], ":round", round_id, ROUND_ID);
    db_bind_blob(store->stmt[Q_ROUND_REFRESH], ":round", round_id, ROUND_ID);
    return db_run(store->stmt[Q_ROUND_DROP], err) && db_run(store->stmt[Q_ROUND_REFRESH], err);
}

static bool project_round_act(const struct source *source, struct err *err)
{
    uint8_t round_id[ROUND_ID], digest[CRYPTO_HASH];
    const char *name = json_text(source->body, "state", "");
    enum round_state state = ROUND_CLOSED;

    while (state > ROUND_CONCEPT && strcmp(name, round_state_name(state)) != 0) {
        state--;
    }
    if (state == ROUND_CONCEPT || act_of(source) < 1 || act_of(source) > STORE_ACT_MAX ||
        !json_hex(source->body, "round", round_id, sizeof(round_id)) ||
        !json_hex(source->body, "digest", digest, sizeof(digest))) {
        return true;
    }
    struct db_stmt *stmt = stmt_for(source, Q_ROUND_ACT_ADD);
    db_bind_blob(stmt, ":round", round_id, sizeof(round_id));
    db_bind_blob(stmt, ":digest", digest, sizeof(digest));
    db_bind_int(stmt, ":act", act_of(source));
    db_bind_int(stmt, ":state", state);
    return db_run(stmt, err) && (!source->refresh || refresh_round(source->store, round_id, err));
}

static bool project_statement(const struct source *source, struct err *err)
{
    uint8_t round_id[ROUND_ID], set[CRYPTO_HASH];
    static const char *const names[] = {"ballots", "registers", "unlocks"};
    static const char *const params[] = {":ballots", ":registers", ":unlocks"};
    int64_t counts[3];

    for (size_t i = 0; i < 3; i++) {
        counts[i] = json_number(source->body, names[i], -1);
        if (counts[i] < 0 || counts[i] > UINT32_MAX) {
            return true;
        }
    }
    if (!json_hex(source->body, "round", round_id, sizeof(round_id)) ||
        !json_hex(source->body, "set", set, sizeof(set))) {
        return true;
    }
    struct db_stmt *stmt = stmt_for(source, Q_STATEMENT_ADD);
    db_bind_blob(stmt, ":round", round_id, sizeof(round_id));
    db_bind_blob(stmt, ":set", set, sizeof(set));
    for (size_t i = 0; i < 3; i++) {
        db_bind_int(stmt, params[i], counts[i]);
    }
    return db_run(stmt, err);
}

static bool project_applied(const struct source *source, struct err *err)
{
    uint8_t round_id[ROUND_ID];
    int64_t act = act_of(source);

    if (json_text(source->body, "result", NULL) == NULL || act < 1 || act > STORE_ACT_MAX ||
        !json_hex(source->body, "round", round_id, sizeof(round_id))) {
        return true; /* other content: nothing to lay out */
    }
    struct db_stmt *stmt = stmt_for(source, Q_RESULT_ADD);
    db_bind_blob(stmt, ":round", round_id, sizeof(round_id));
    db_bind_int(stmt, ":act", act);
    return db_run(stmt, err);
}

static bool project_edit(const struct source *source, struct err *err)
{
    const char *item = json_text(source->body, "item", "");
    int64_t act = act_of(source);

    if (item[0] == '\0') { /* another owner: a step about a subject, not an item */
        return store_project_owner(source->store, source->record, source->body, err);
    }
    if (act < 1 || act > STORE_ACT_MAX) {
        return true;
    }
    struct db_stmt *stmt = stmt_for(source, Q_EDIT_ADD);
    db_bind_text(stmt, ":item", item);
    db_bind_int(stmt, ":act", act);
    source->store->idea_changes++; /* a reply stands with its idea */
    return db_run(stmt, err);
}

/* ---- erasing -------------------------------------------------------------------------------- */

bool store_is_erased(struct store *store, const uint8_t rid[RECORD_RID], bool *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_ERASED_HAS];

    db_bind_blob(stmt, ":rid", rid, RECORD_RID);
    int rc = db_step(stmt, err);
    *ret = rc == 1 && db_int(stmt, 0) != 0;
    db_reset(stmt);
    return rc >= 0;
}

bool store_unproject(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    static const enum store_query drops[] = {Q_VERSION_DROP, Q_VERDICT_DROP, Q_SUPPORT_DROP,
                                             Q_PLEDGE_DROP,  Q_RESULT_DROP,  Q_WORDS_DROP,
                                             Q_DEED_DROP,    Q_OWNER_DROP,   Q_EDIT_DROP};
    uint8_t idea[RECORD_RID];
    struct db_stmt *owner = store->stmt[Q_OWNER_OF];

    db_bind_blob(owner, ":rid", rid, RECORD_RID);
    int rc = db_step(owner, err);
    bool good = rc >= 0 && (rc == 0 || store_blob(owner, 0, idea, sizeof(idea), err));
    db_reset(owner);
    for (size_t i = 0; good && i < sizeof(drops) / sizeof(drops[0]); i++) {
        db_bind_blob(store->stmt[drops[i]], ":rid", rid, RECORD_RID);
        good = db_run(store->stmt[drops[i]], err);
    }
    return good && store_unproject_verdict(store, rid, err) &&
           (rc == 0 || store_refresh_idea(store, idea, err));
}

/* Takes a body away and leaves the tombstone. What may not be erased, or is not there, stays so. */
bool store_empty(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    enum record_kind kind = RECORD_KINDS;
    struct db_stmt *stmt = store->stmt[Q_RECORD_GET];

    db_bind_blob(stmt, ":rid", rid, RECORD_RID);
    int rc = db_step(stmt, err);
    bool may = rc == 1 && record_kind_parse(&kind, db_text(stmt, 0)) &&
               record_may_be_erased(kind) && db_int(stmt, 1) == 0;
    db_reset(stmt);
    if (!may) {
        return rc >= 0;
    }
    db_bind_blob(store->stmt[Q_RECORD_EMPTY], ":rid", rid, RECORD_RID);
    return store_unproject(store, rid, err) && db_run(store->stmt[Q_RECORD_EMPTY], err);
}

static bool project_erase(const struct source *source, struct err *err)
{
    uint8_t target[RECORD_RID];

    if (!json_hex(source->body, "erases", target, sizeof(target))) {
        return true;
    }
    struct db_stmt *stmt = stmt_for(source, Q_ERASED_ADD);
    db_bind_blob(stmt, ":target", target, sizeof(target));
    return db_run(stmt, err) && store_empty(source->store, target, err);
}

/* ---- all of them ---------------------------------------------------------------------------- */

static bool (*const projectors[RECORD_KINDS])(const struct source *source, struct err *err) = {
    [RECORD_IDEA] = project_idea,
    [RECORD_SUPPORT] = project_support,
    [RECORD_PLEDGE] = project_pledge,
    [RECORD_ANSWER] = project_deed,
    [RECORD_THANKS] = project_deed,
    [RECORD_MODERATION] = project_moderation,
    [RECORD_CONTENT_EDIT] = project_edit,
    [RECORD_ROUND_ACT] = project_round_act,
    [RECORD_CLOSE_STATEMENT] = project_statement,
    [RECORD_CONTENT_APPLIED] = project_applied,
    [RECORD_ERASE] = project_erase,
};

bool store_project(struct store *store, const struct record *record, bool refresh, struct err *err)
{
    if (record->body == NULL || record->kind >= RECORD_KINDS || record->version > RECORD_VERSION ||
        projectors[record->kind] == NULL) {
        return true;
    }
    json_t *body = json_read(record->body, record->body_len, err);
    if (body == NULL) {
        return false;
    }
    struct source source = {
        .store = store, .record = record, .rid = record->rid, .body = body, .refresh = refresh};
    bool done = projectors[record->kind](&source, err);
    json_decref(body);
    return done;
}

/* Lays out every record that has a body. */
static bool project_all(struct store *store, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_RECORD_ALL];
    bool good = true;
    int rc = 0;

    while (good && (rc = db_step(stmt, err)) == 1) {
        struct record record = {.kind = RECORD_KINDS, .version = (int)db_int(stmt, 2)};
        record_kind_parse(&record.kind, db_text(stmt, 1));
        if (!db_is_null(stmt, 3)) {
            record.body = db_text(stmt, 3);
            record.body_len = strlen(record.body);
        }
        good = store_blob(stmt, 0, record.rid, RECORD_RID, err) &&
               store_project(store, &record, false, err);
    }
    db_reset(stmt);
    return good && rc == 0;
}

bool store_rebuild(struct store *store, struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    store->idea_changes++;
    bool good =
        db_exec(store->db,
                "DELETE FROM erased; DELETE FROM idea_version; DELETE FROM idea_verdict;"
                "DELETE FROM idea_support; DELETE FROM pledge; DELETE FROM idea;"
                "DELETE FROM round_act; DELETE FROM round_state; DELETE FROM close_statement;"
                "DELETE FROM result; DELETE FROM deed; DELETE FROM owner_step;"
                "DELETE FROM edit; DELETE FROM deed_verdict",
                &own) &&
        project_all(store, &own) && db_run(store->stmt[Q_IDEA_REFRESH_ALL], &own) &&
        db_run(store->stmt[Q_ROUND_REFRESH_ALL], &own);
    return store_end(store, good, &own, err) || err_wrap(err, "rebuild");
}
