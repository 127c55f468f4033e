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

/* What was told is kept first: a power cut between the two costs one record, and never makes one
 * at every start. */
bool store_health_tell(struct store *store, json_t *body, bool *ret_told, struct err *err)
{
    struct err own = {0};
    struct arena arena;
    size_t len;

    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, body, &len);
    bool is_new = text != NULL && !is_told(store, &arena, text);
    bool done = text != NULL || err_set(err, ERR_FORMAT, "no body of a health record");
    if (is_new) {
        done = store_setting_put(store, setting, text, err) && store_begin(store, err) &&
               store_end(store, store_make(store, RECORD_HEALTH, json_deep_copy(body), NULL, &own),
                         &own, err);
    }
    arena_finish(&arena);
    if (done && ret_told != NULL) {
        *ret_told = is_new;
    }
    return done;
}
