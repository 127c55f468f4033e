#include "app/store/store_said.h"

#include "app/base/str.h"
#include "app/store/store_internal.h"

#include <string.h>

enum { RELEASE_MOST = 500 /* named in one record: 17 KB */ };

/* ---- reading -------------------------------------------------------------------------------- */

static bool keep_texts(struct said *said, struct arena *arena, const char *text, struct err *err)
{
    json_t *body = json_read(text, strlen(text), err);
    const json_t *words = json_object_get(body, "words");

    for (size_t i = 0; i < ANSWER_TEXTS; i++) {
        const char *one = json_string_value(json_array_get(words, i));
        said->texts[i] = arena_strdup(arena, one != NULL ? one : "");
        if (said->texts[i] == NULL) {
            json_decref(body);
            return err_set(err, ERR_LIMIT, "the answers do not fit");
        }
    }
    json_decref(body);
    return body != NULL;
}

static bool keep_row(struct said *ret, struct arena *arena, struct db_stmt *stmt, struct err *err)
{
    *ret = (struct said){.about = arena_strdup(arena, db_text(stmt, 1)),
                         .state = (enum idea_state)db_int(stmt, 3)};
    return (ret->about != NULL || err_set(err, ERR_LIMIT, "the answers do not fit")) &&
           store_blob(stmt, 0, ret->rid, RECORD_RID, err) &&
           keep_texts(ret, arena, db_text(stmt, 2), err);
}

bool store_said_list(struct store *store, struct arena *arena, unsigned states, const char *about,
                     size_t most, struct said **ret, size_t *ret_count, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_SAID_LIST];
    struct said *list = arena_array(arena, most + 1, sizeof(*list));
    size_t count = 0;
    bool good = list != NULL || err_set(err, ERR_LIMIT, "the answers do not fit");
    int rc = 0;

    db_bind_int(stmt, ":states", states);
    db_bind_text(stmt, ":about", about != NULL ? about : "");
    db_bind_int(stmt, ":most", (int64_t)most);
    while (good && (rc = db_step(stmt, err)) == 1) {
        good = keep_row(&list[count++], arena, stmt, err);
    }
    db_reset(stmt);
    if (!good || rc < 0) {
        return false;
    }
    *ret = list;
    *ret_count = count;
    return true;
}

bool store_said_count(struct store *store, size_t *ret_waiting, size_t *ret_all, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_SAID_COUNT];

    int rc = db_step(stmt, err);
    if (rc == 1) {
        *ret_waiting = (size_t)db_int(stmt, 0);
        *ret_all = (size_t)db_int(stmt, 1);
    }
    db_reset(stmt);
    return rc == 1;
}

/* ---- verdicts: inside a transaction --------------------------------------------------------- */

static bool next_act(struct store *store, const uint8_t rid[RECORD_RID], int64_t *ret,
                     struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_SAID_NEXT_ACT];

    db_bind_blob(stmt, ":rid", rid, RECORD_RID);
    int rc = db_step(stmt, err);
    bool good = rc == 1 && !db_is_null(stmt, 0);
    *ret = good ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return good || (rc >= 0 && err_set(err, ERR_MISSING, "no such answer"));
}

static bool put_verdict(struct store *store, int64_t act, json_t *deeds_stolen, const char *state,
                        struct err *err)
{
    json_t *body = json_object();

    json_put_number(body, "act", act);
    json_put(body, "deeds", deeds_stolen);
    json_put_text(body, "state", state);
    return store_make(store, RECORD_MODERATION, body, NULL, err);
}

static void add_rid(json_t *list, const uint8_t rid[RECORD_RID])
{
    char hex[2 * RECORD_RID + 1];

    str_hex(hex, rid, RECORD_RID);
    json_array_append_new(list, json_string(hex));
}

static bool put_one(struct store *store, const uint8_t rid[RECORD_RID], enum idea_state state,
                    struct err *err)
{
    int64_t act;

    if (!next_act(store, rid, &act, err)) {
        return false;
    }
    json_t *deeds = json_array();
    add_rid(deeds, rid);
    return put_verdict(store, act, deeds, state == IDEA_SHOWN ? "shown" : "hidden", err);
}

static json_t *held_now(struct store *store, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_HELD_LIST];
    json_t *list = json_array();
    uint8_t rid[RECORD_RID];
    bool good = true;
    int rc = 0;

    db_bind_int(stmt, ":most", RELEASE_MOST);
    while (good && (rc = db_step(stmt, err)) == 1) {
        good = store_blob(stmt, 0, rid, sizeof(rid), err);
        add_rid(list, rid);
    }
    db_reset(stmt);
    if (!good || rc < 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static bool release_all(struct store *store, struct err *err)
{
    for (;;) {
        json_t *list = held_now(store, err);
        if (list == NULL || json_array_size(list) == 0) {
            json_decref(list);
            return list != NULL;
        }
        if (!put_verdict(store, 1, list, "shown", err)) {
            return false;
        }
    }
}

/* ---- acts ----------------------------------------------------------------------------------- */

bool store_said_moderate(struct store *store, const uint8_t rid[RECORD_RID], enum idea_state state,
                         struct err *err)
{
    struct err own = {0};

    if (state != IDEA_SHOWN && state != IDEA_HIDDEN) {
        return err_set(err, ERR_FORMAT, "not a verdict");
    }
    return store_begin(store, err) && store_end(store, put_one(store, rid, state, &own), &own, err);
}

static bool put_erase(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    int64_t act;

    if (!next_act(store, rid, &act, err)) { /* is it there? */
        return false;
    }
    json_t *body = json_object();
    json_put_hex(body, "erases", rid, RECORD_RID);
    return store_make(store, RECORD_ERASE, body, NULL, err);
}

bool store_said_remove(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) && store_end(store, put_erase(store, rid, &own), &own, err);
}

void store_hold(struct store *store, bool hold)
{
    store->holds = hold;
}

bool store_held(struct store *store, size_t *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_HELD_COUNT];

    int rc = db_step(stmt, err);
    if (rc == 1) {
        *ret = (size_t)db_int(stmt, 0);
    }
    db_reset(stmt);
    return rc == 1;
}

bool store_held_release(struct store *store, struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) && store_end(store, release_all(store, &own), &own, err);
}

/* ---- laying out ----------------------------------------------------------------------------- */

void store_put_waits(const struct store *store, json_t *body)
{
    if (store->holds) {
        json_put(body, "waits", json_true());
    }
}

/* The ideas whose supports or helpers this verdict named are counted anew. */
static bool recount(struct store *store, const uint8_t verdict[RECORD_RID], struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_HELD_IDEAS];
    uint8_t idea[RECORD_RID];
    bool good = true;
    int rc = 0;

    db_bind_blob(stmt, ":rid", verdict, RECORD_RID);
    while (good && (rc = db_step(stmt, err)) == 1) {
        good = store_blob(stmt, 0, idea, sizeof(idea), err) && store_refresh_idea(store, idea, err);
    }
    db_reset(stmt);
    return good && rc >= 0;
}

bool store_project_verdict(struct store *store, const struct record *record, const json_t *body,
                           bool refresh, struct err *err)
{
    const json_t *deeds = json_object_get(body, "deeds");
    const char *state = json_text(body, "state", "");
    bool is_shown = strcmp(state, "shown") == 0;
    int64_t act = json_number(body, "act", 0);

    if (act < 1 || act > STORE_ACT_MAX || (!is_shown && strcmp(state, "hidden") != 0)) {
        return true;
    }
    for (size_t i = 0; i < json_array_size(deeds); i++) {
        uint8_t target[RECORD_RID];
        const char *hex = json_string_value(json_array_get(deeds, i));
        if (hex == NULL || !str_unhex(target, sizeof(target), hex)) {
            continue;
        }
        struct db_stmt *stmt = store->stmt[Q_DEED_VERDICT_ADD];
        db_bind_blob(stmt, ":rid", record->rid, RECORD_RID);
        db_bind_blob(stmt, ":target", target, sizeof(target));
        db_bind_int(stmt, ":act", act);
        db_bind_int(stmt, ":state", is_shown ? IDEA_SHOWN : IDEA_HIDDEN);
        if (!db_run(stmt, err)) {
            return false;
        }
    }
    store->idea_changes++;
    return !refresh || recount(store, record->rid, err);
}

bool store_unproject_verdict(struct store *store, const uint8_t rid[RECORD_RID], struct err *err)
{
    struct db_stmt *any = store->stmt[Q_DEED_VERDICT_HAS];

    db_bind_blob(any, ":rid", rid, RECORD_RID);
    int rc = db_step(any, err);
    bool has = rc == 1 && db_int(any, 0) != 0;
    db_reset(any);
    if (rc != 1 || !has) {
        return rc == 1;
    }
    db_bind_blob(store->stmt[Q_DEED_VERDICT_DROP], ":rid", rid, RECORD_RID);
    store->idea_changes++;
    return db_run(store->stmt[Q_DEED_VERDICT_DROP], err) &&
           db_exec(store->db, "DELETE FROM idea", err) && /* seldom: it may have named many */
           db_run(store->stmt[Q_IDEA_REFRESH_ALL], err);
}
