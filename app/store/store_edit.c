#include "app/store/store_edit.h"

#include "app/store/store_internal.h"

#include <string.h>

static bool next_act(struct store *store, const char *item, int64_t *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_EDIT_NEXT_ACT];

    db_bind_text(stmt, ":item", item);
    int rc = db_step(stmt, err);
    *ret = rc == 1 ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return rc == 1;
}

static bool put(struct store *store, const char *item, json_t *value, const char *base,
                struct err *err)
{
    int64_t act;

    if (!next_act(store, item, &act, err)) {
        return false;
    }
    json_t *body = json_object();
    json_put_number(body, "act", act);
    if (base != NULL) {
        json_put_text(body, "base", base);
    }
    json_put_text(body, "item", item);
    json_put(body, "value", json_incref(value));
    return store_make(store, RECORD_CONTENT_EDIT, body, NULL, err);
}

bool store_edit_put(struct store *store, const char *item, json_t *value, const char *base,
                    struct err *err)
{
    struct err own = {0};
    bool good = value != NULL && item[0] != '\0' && strlen(item) < EDIT_ITEM;

    if (!good) {
        err_set(err, ERR_LIMIT, "an edit of \"%.40s\"", item);
    } else {
        good = store_begin(store, err) &&
               store_end(store, put(store, item, value, base, &own), &own, err);
    }
    json_decref(value);
    return good;
}

bool store_edit_get(struct store *store, const char *item, json_t **ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_EDIT_GET];
    json_t *body = NULL;

    db_bind_text(stmt, ":item", item);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        const char *text = db_text(stmt, 0);
        body = json_read(text, strlen(text), err);
    }
    db_reset(stmt);
    if (body == NULL) {
        return rc == 0 ? err_set(err, ERR_MISSING, "%s was not edited", item) : false;
    }
    json_t *value = json_object_get(body, "value");
    *ret = value == NULL ? json_null() : json_incref(value);
    json_decref(body);
    return true;
}

bool store_edit_each(struct store *store, bool (*each)(void *ctx, const struct edit_row *row),
                     void *ctx, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_EDIT_EACH];
    bool good = true;
    int rc = 0;

    while (good && (rc = db_step(stmt, err)) == 1) {
        const char *text = db_text(stmt, 1);
        json_t *body = json_read(text, strlen(text), err);
        struct edit_row row = {db_text(stmt, 0), json_object_get(body, "value"),
                               json_text(body, "base", "")};
        good = body != NULL && each(ctx, &row);
        json_decref(body);
    }
    db_reset(stmt);
    return good && rc == 0;
}

struct listing {
    struct arena *arena;
    struct overlay_edit *list;
    size_t count, cap;
};

static bool count_row(void *ctx, const struct edit_row *row)
{
    (void)row;
    ((struct listing *)ctx)->cap++;
    return true;
}

static bool keep_row(void *ctx, const struct edit_row *row)
{
    struct listing *listing = ctx;
    const char *value = json_string_value(row->value);

    if (listing->count < listing->cap && (value != NULL || json_is_null(row->value))) {
        listing->list[listing->count++] = (struct overlay_edit){
            .item = arena_strdup(listing->arena, row->item),
            .value = value == NULL ? NULL : arena_strdup(listing->arena, value),
            .base = arena_strdup(listing->arena, row->base)};
    }
    return true;
}

bool store_edit_list(struct store *store, struct arena *arena, struct overlay_edit **ret,
                     size_t *ret_count, struct err *err)
{
    struct listing listing = {.arena = arena};

    if (!store_edit_each(store, count_row, &listing, err)) {
        return false;
    }
    listing.list = arena_array(arena, listing.cap + 1, sizeof(*listing.list));
    bool good = store_edit_each(store, keep_row, &listing, err);
    *ret = listing.list;
    *ret_count = listing.count;
    return good;
}
