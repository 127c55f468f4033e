#include "app/store/store_logbook.h"

#include "app/base/str.h"
#include "app/store/store_internal.h"

#include <string.h>

#define ID_SETTING "logbook-id" /* which logbook an anchor is of: there may be several kiosks */
enum { LOGBOOK_ID = 8 };

struct link {
    int64_t line;
    uint8_t hash[CRYPTO_HASH];
};

/* ---- the chain ------------------------------------------------------------------------------ */

static void put_number(uint8_t ret[8], int64_t number)
{
    for (size_t i = 0; i < 8; i++) {
        ret[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
    }
}

/* link becomes that of the next line. */
static void link_on(struct link *link, int64_t line, int64_t wall_s, const char *key,
                    const char *detail)
{
    static const char domain[] = "dorpel logbook 1";
    uint8_t numbers[2][8];

    put_number(numbers[0], line);
    put_number(numbers[1], wall_s);
    const struct crypto_part parts[] = {
        {domain, sizeof(domain) - 1}, {link->hash, CRYPTO_HASH}, {numbers, sizeof(numbers)},
        {key, strlen(key)},           {detail, strlen(detail)},
    };
    crypto_hash_parts(link->hash, parts, sizeof(parts) / sizeof(parts[0]));
    link->line = line;
}

/* 1 found, 0 there is none, -1 with err. */
static int get_link(struct store *store, enum store_query query, struct link *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[query];

    int rc = db_step(stmt, err);
    if (rc == 1) {
        ret->line = db_int(stmt, 0);
        rc = store_blob(stmt, 1, ret->hash, CRYPTO_HASH, err) ? 1 : -1;
    }
    db_reset(stmt);
    return rc;
}

static bool add_link(struct store *store, const struct link *link, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_LINK_ADD];

    db_bind_int(stmt, ":line", link->line);
    db_bind_blob(stmt, ":link", link->hash, CRYPTO_HASH);
    return db_run(stmt, err);
}

/* Links the lines behind `link`: one usually; all of them in a logbook from before the chain. */
static bool link_rest(struct store *store, struct link *link, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_LOGBOOK_ALL];
    bool good = true;
    int rc = 0;

    db_bind_int(stmt, ":after", link->line);
    while (good && (rc = db_step(stmt, err)) == 1) {
        link_on(link, db_int(stmt, 0), db_int(stmt, 1), db_text(stmt, 2), db_text(stmt, 3));
        good = add_link(store, link, err);
    }
    db_reset(stmt);
    return good && rc == 0;
}

/* ---- adding and reading --------------------------------------------------------------------- */

static bool add_line(struct store *store, int64_t wall_s, const char *key, const char *detail,
                     struct err *err)
{
    struct db_stmt *add = store->stmt[Q_LOGBOOK_ADD];
    struct link link = {.line = 0};

    db_bind_int(add, ":wall", wall_s);
    db_bind_text(add, ":key", key);
    db_bind_text(add, ":detail", detail == NULL ? "" : detail);
    int rc = db_step(add, err);
    db_reset(add);
    if (rc != 1 || get_link(store, Q_LINK_LAST, &link, err) < 0) {
        return false;
    }
    return STORE_BUG(store, BUG_LOGBOOK_UNLINKED) || link_rest(store, &link, err);
}

static bool trim(struct store *store, struct err *err)
{
    static const enum store_query trims[] = {Q_LOGBOOK_TRIM, Q_LINK_TRIM};

    for (size_t i = 0; i < 2; i++) {
        struct db_stmt *stmt = store->stmt[trims[i]];
        db_bind_int(stmt, ":keep", LOGBOOK_KEEPS);
        bool good = db_run(stmt, err);
        db_reset(stmt);
        if (!good) {
            return false;
        }
    }
    return true;
}

bool store_logbook_add(struct store *store, int64_t wall_s, const char *key, const char *detail,
                       struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) &&
           store_end(store, add_line(store, wall_s, key, detail, &own) && trim(store, &own), &own,
                     err);
}

bool store_logbook(struct store *store, struct arena *arena, size_t most, struct logbook_line **ret,
                   size_t *ret_count, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_LOGBOOK_LAST];
    size_t count = 0;
    int rc = 0;

    most = most < LOGBOOK_KEEPS ? most : LOGBOOK_KEEPS;
    struct logbook_line *lines = arena_array(arena, most, sizeof(*lines));
    bool fits = lines != NULL;
    db_bind_int(stmt, ":most", (int64_t)most);
    while (fits && count < most && (rc = db_step(stmt, err)) == 1) {
        lines[count] = (struct logbook_line){.wall_s = db_int(stmt, 0),
                                             .key = arena_strdup(arena, db_text(stmt, 1)),
                                             .detail = arena_strdup(arena, db_text(stmt, 2))};
        fits = lines[count].key != NULL && lines[count].detail != NULL;
        count++;
    }
    db_reset(stmt);
    if (!fits) {
        return err_set(err, ERR_LIMIT, "the logbook does not fit");
    }
    if (rc < 0) {
        return false;
    }
    *ret = lines;
    *ret_count = count;
    return true;
}

/* ---- checking ------------------------------------------------------------------------------- */

static bool is_link(struct store *store, const struct link *want)
{
    uint8_t have[CRYPTO_HASH];
    struct db_stmt *stmt = store->stmt[Q_LINK_GET];

    db_bind_int(stmt, ":line", want->line);
    bool same = db_step(stmt, NULL) == 1 && store_blob(stmt, 0, have, sizeof(have), NULL) &&
                memcmp(have, want->hash, sizeof(have)) == 0;
    db_reset(stmt);
    return same;
}

static void found(struct logbook_check *check, int64_t line)
{
    if (check->is_whole || line < check->line) {
        check->line = line;
    }
    check->is_whole = false;
}

/* Lines have no gaps: a line that is missing has the number where the next should stand. */
static bool check_lines(struct store *store, struct logbook_check *check, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_LOGBOOK_ALL];
    struct link link = {.line = 0}, last = {.line = 0};
    int rc = 0;

    if (get_link(store, Q_LINK_FIRST, &link, err) < 0 ||
        get_link(store, Q_LINK_LAST, &last, err) < 0) {
        return false;
    }
    if (link.line == 1) {
        link = (struct link){.line = 0}; /* nothing was ever taken off: from the very start */
    }
    db_bind_int(stmt, ":after", 0);
    while (check->is_whole && (rc = db_step(stmt, err)) == 1) {
        int64_t line = db_int(stmt, 0);
        if (line == link.line) {
            continue; /* the oldest one, when the link before it is gone with an old version */
        }
        int64_t should = link.line + 1;
        link_on(&link, line, db_int(stmt, 1), db_text(stmt, 2), db_text(stmt, 3));
        check->lines++;
        if (line != should || !is_link(store, &link)) {
            found(check, should < line ? should : line);
        }
    }
    db_reset(stmt);
    if (check->is_whole && link.line != last.line) {
        found(check, link.line + 1); /* the newest are gone */
    }
    return rc >= 0;
}

static bool our_id(struct store *store, char ret[2 * LOGBOOK_ID + 1])
{
    struct arena arena;
    const char *text;

    arena_init(&arena, 4096);
    bool good =
        store_setting_get(store, &arena, ID_SETTING, &text, NULL) && strlen(text) == 2 * LOGBOOK_ID;
    if (good) {
        memcpy(ret, text, 2 * LOGBOOK_ID + 1);
    }
    arena_finish(&arena);
    return good;
}

/* Is the link that a health record tells still there? What was trimmed since is not asked. */
static void check_anchor(struct store *store, const char *id, const char *text,
                         struct logbook_check *check)
{
    struct link first = {.line = 0}, last = {.line = 0}, told = {.line = 0};
    json_t *body = json_read(text, strlen(text), NULL);
    const json_t *logbook = json_object_get(body, "logbook");

    if (strcmp(json_text(logbook, "id", ""), id) == 0 &&
        json_hex(logbook, "link", told.hash, sizeof(told.hash)) &&
        get_link(store, Q_LINK_FIRST, &first, NULL) >= 0 &&
        get_link(store, Q_LINK_LAST, &last, NULL) >= 0) {
        told.line = json_number(logbook, "line", 0);
        bool is_trimmed = told.line < first.line && last.line - told.line > LOGBOOK_KEEPS;
        if (!is_trimmed && !is_link(store, &told)) {
            found(check, told.line);
        }
        check->anchors += !is_trimmed;
    }
    json_decref(body);
}

static bool check_anchors(struct store *store, struct logbook_check *check, struct err *err)
{
    char id[2 * LOGBOOK_ID + 1];
    struct db_stmt *stmt = store->stmt[Q_RECORD_OF_KIND];
    int rc = 0;

    if (!our_id(store, id)) {
        return true; /* nothing was ever told */
    }
    db_bind_text(stmt, ":kind", record_kind_name(RECORD_HEALTH));
    while ((rc = db_step(stmt, err)) == 1) {
        check_anchor(store, id, db_text(stmt, 1), check);
    }
    db_reset(stmt);
    return rc == 0;
}

bool store_logbook_check(struct store *store, struct logbook_check *ret, struct err *err)
{
    struct logbook_check check = {.is_whole = true};

    if (!check_lines(store, &check, err) || !check_anchors(store, &check, err)) {
        return false;
    }
    *ret = check;
    return true;
}

/* ---- telling -------------------------------------------------------------------------------- */

static bool make_id(struct store *store, char ret[2 * LOGBOOK_ID + 1], struct err *err)
{
    uint8_t id[LOGBOOK_ID];

    crypto_random(id, sizeof(id));
    str_hex(ret, id, sizeof(id));
    return store_setting_put(store, ID_SETTING, ret, err);
}

bool store_logbook_anchor(struct store *store, struct err *err)
{
    char id[2 * LOGBOOK_ID + 1];
    struct link link = {.line = 0};
    struct err own = {0};
    int64_t told = 0;

    int rc = get_link(store, Q_LINK_LAST, &link, err);
    if (rc <= 0 || (store_fact(store, "logbook_told", &told, NULL) && told == link.line)) {
        return rc >= 0;
    }
    if ((!our_id(store, id) && !make_id(store, id, err)) || !store_begin(store, err)) {
        return false;
    }
    json_t *body = json_object(), *logbook = json_object();
    json_put_text(logbook, "id", id);
    json_put_number(logbook, "line", link.line);
    json_put_hex(logbook, "link", link.hash, CRYPTO_HASH);
    json_put(body, "logbook", logbook);
    bool good = store_make(store, RECORD_HEALTH, body, NULL, &own) &&
                store_fact_put(store, "logbook_told", link.line, &own);
    return store_end(store, good, &own, err);
}
