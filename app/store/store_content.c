#include "app/store/store_content.h"

#include "app/store/store_admin.h"
#include "app/store/store_internal.h"

#include <string.h>

static const char refused_setting[] = "content-refused"; /* canonical text of the last one */

/* Steals the body. */
static bool put(struct store *store, json_t *body, const char *setting, const char *value,
                struct told_at at, struct err *err)
{
    if (!store_told_stamp(store, body, at, err) || !store_told_keep(store, setting, value, err)) {
        json_decref(body);
        return false;
    }
    return store_make(store, RECORD_CONTENT_APPLIED, body, NULL, err);
}

bool store_content_applied(struct store *store, const struct content_applied *applied,
                           struct told_at at, struct err *err)
{
    struct err own = {0};
    json_t *body = json_object();

    json_put_text(body, "how", applied->how);
    json_put_text(body, "name", applied->name);
    json_put_hex(body, "pack", applied->digest, CRYPTO_HASH);
    json_put_number(body, "signers", applied->signers);
    json_put_number(body, "version", (int64_t)applied->version);
    json_put_hex(body, "village", applied->village, CRYPTO_KEY);
    if (!store_begin(store, err)) {
        json_decref(body);
        return false;
    }
    return store_end(store, put(store, body, "content-noted", applied->slot, at, &own), &own, err);
}

static json_t *refused_body(const struct content_refused *refused)
{
    json_t *body = json_object();

    json_put_text(body, "how", "refused");
    json_put_text(body, "name", refused->name);
    json_put_number(body, "version", (int64_t)refused->version);
    json_put_hex(body, "village", refused->village, CRYPTO_KEY);
    json_put_text(body, "why", refused->why);
    json_put_text(body, "thing", refused->thing);
    json_put_text(body, "field", refused->field);
    json_put_text(body, "fault", refused->fault);
    json_put_text(body, "detail", refused->detail);
    json_put_text(body, "file", refused->file);
    json_put_number(body, "line", refused->line);
    return body;
}

bool store_content_refused(struct store *store, const struct content_refused *refused,
                           struct told_at at, struct err *err)
{
    struct err own = {0};
    struct arena arena;
    size_t len;
    const char *last;
    json_t *body = refused_body(refused);

    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, body, &len);
    bool is_told =
        store_setting_get(store, &arena, refused_setting, &last, NULL) && strcmp(last, text) == 0;
    bool done = is_told || store_begin(store, err);
    if (done && !is_told) {
        done = store_end(store, put(store, json_incref(body), refused_setting, text, at, &own),
                         &own, err);
    }
    json_decref(body);
    arena_finish(&arena);
    return done;
}
