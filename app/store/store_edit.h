/* store_edit: what was edited at the kiosk: one item, its newest value. As content-edit records.
 *
 * An item is a path: "nieuws/<hash>/tekst", "idee/<rid>/antwoord/dorp". What its value is knows who
 * asks; here it is any JSON, null for "as it was". `base` says what the value was laid over.
 */
#ifndef DORPEL_STORE_EDIT_H
#define DORPEL_STORE_EDIT_H

#include "app/domain/overlay.h"
#include "app/store/store.h"

enum { EDIT_ITEM = 120 }; /* bytes of a path, with the end */

/* Takes value (stolen, also on failure). base: what lay below, or NULL. */
bool store_edit_put(struct store *store, const char *item, json_t *value, const char *base,
                    struct err *err);
/* A new reference; json_null when it was taken back. ERR_MISSING: never edited. */
bool store_edit_get(struct store *store, const char *item, json_t **ret, struct err *err);
/* The newest of every item, by item. Inside `each` only reading is allowed. */
struct edit_row {
    const char *item;
    const json_t *value;
    const char *base; /* "" when there was none */
};
bool store_edit_each(struct store *store, bool (*each)(void *ctx, const struct edit_row *row),
                     void *ctx, struct err *err);
/* Those whose value is a text, or was taken back, by rising item; in the arena. */
bool store_edit_list(struct store *store, struct arena *arena, struct overlay_edit **ret,
                     size_t *ret_count, struct err *err);

#endif
