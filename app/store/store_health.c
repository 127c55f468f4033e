#include "app/store/store_health.h"

#include "app/store/store_admin.h"
#include "app/store/store_internal.h"

#include <string.h>

static const char setting[] = "health-told"; /* canonical text of the last one */

static bool is_told(struct store *store, struct arena *arena, const char *text)
{
    const char *last;

    return store_setting_get(store, arena, setting, &last, NULL) && strcmp(last, text) == 0;
}

static bool tell(struct store *store, const json_t *body, const char *text, struct told_at at,
                 struct err *err)
{
    json_t *stamped = json_deep_copy(body);

    if (!store_told_keep(store, setting, text, err) || !store_told_stamp(store, stamped, at, err)) {
        json_decref(stamped);
        return false;
    }
    return store_make(store, RECORD_HEALTH, stamped, NULL, err);
}

bool store_health_tell(struct store *store, json_t *body, struct told_at at, bool *ret_told,
                       struct err *err)
{
    struct err own = {0};
    struct arena arena;
    size_t len;

    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, body, &len);
    bool is_new = text != NULL && !is_told(store, &arena, text);
    bool done = text != NULL || err_set(err, ERR_FORMAT, "no body of a health record");
    if (is_new) {
        done = store_begin(store, err) &&
               store_end(store, tell(store, body, text, at, &own), &own, err);
    }
    arena_finish(&arena);
    if (done && ret_told != NULL) {
        *ret_told = is_new;
    }
    return done;
}
