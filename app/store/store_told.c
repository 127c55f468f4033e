#include "app/store/store_told.h"

#include "app/store/store_admin.h"
#include "app/store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char setting[] = "told-at"; /* "at" of the last one */

static int64_t last_at(struct store *store)
{
    struct arena arena;
    const char *text;

    arena_init(&arena, 0);
    int64_t last = store_setting_get(store, &arena, setting, &text, NULL)
                       ? (int64_t)strtoll(text, NULL, 10)
                       : 0;
    arena_finish(&arena);
    return last;
}

bool store_told_keep(struct store *store, const char *name, const char *value, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_SETTING_PUT];

    db_bind_text(stmt, ":name", name);
    db_bind_text(stmt, ":value", value);
    return db_run(stmt, err);
}

bool store_told_stamp(struct store *store, json_t *body, struct told_at at, struct err *err)
{
    int64_t last = last_at(store);
    int64_t now = at.wall_s > last ? at.wall_s : last + 1;
    char text[24];

    json_put_number(body, "at", now);
    json_put_number(body, "clock", at.quality);
    snprintf(text, sizeof(text), "%" PRId64, now);
    return store_told_keep(store, setting, text, err);
}
