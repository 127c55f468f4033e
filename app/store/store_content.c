#include "app/store/store_content.h"

#include "app/store/store_internal.h"

static bool put(struct store *store, const struct content_applied *applied, struct err *err)
{
    json_t *body = json_object();

    json_put_text(body, "how", applied->how);
    json_put_text(body, "name", applied->name);
    json_put_hex(body, "pack", applied->digest, CRYPTO_HASH);
    json_put_number(body, "signers", applied->signers);
    json_put_number(body, "version", (int64_t)applied->version);
    if (!store_make(store, RECORD_CONTENT_APPLIED, body, NULL, err)) {
        return false;
    }
    struct db_stmt *stmt = store->stmt[Q_SETTING_PUT]; /* with it, or not at all */
    db_bind_text(stmt, ":name", "content-noted");
    db_bind_text(stmt, ":value", applied->slot);
    return db_run(stmt, err);
}

bool store_content_applied(struct store *store, const struct content_applied *applied,
                           struct err *err)
{
    struct err own = {0};

    return store_begin(store, err) && store_end(store, put(store, applied, &own), &own, err);
}
