/* The pack as it is shown: what was edited at the kiosk laid over what was loaded. Made again after
 * every edit and every new pack. */
#include "app/app_internal.h"

#include "app/base/log.h"

#include <string.h>

struct edits {
    struct arena *arena;
    struct overlay_edit *list;
    size_t count, cap;
    bool is_full;
};

static bool count_edit(void *ctx, const struct edit_row *row)
{
    (void)row;
    ((struct edits *)ctx)->cap++;
    return true;
}

/* By rising item, as they come. */
static bool keep_edit(void *ctx, const struct edit_row *row)
{
    struct edits *edits = ctx;

    if (edits->count < edits->cap && (json_is_string(row->value) || json_is_null(row->value))) {
        edits->list[edits->count++] = (struct overlay_edit){
            arena_strdup(edits->arena, row->item),
            json_is_string(row->value) ? arena_strdup(edits->arena, json_string_value(row->value))
                                       : NULL,
            arena_strdup(edits->arena, row->base)};
    }
    return true;
}

/* Rounds whose opening froze something else than the edits would have: a bit each. */
static uint32_t frozen_rounds(struct app *app, const struct overlay *overlay)
{
    uint32_t frozen = 0;

    for (size_t i = 0; i < overlay->pack.round_count; i++) {
        const struct round *round = &overlay->pack.rounds[i];
        enum round_state state = ROUND_CONCEPT;
        uint8_t kept[CRYPTO_HASH], now[CRYPTO_HASH];
        round_digest(now, round);
        if (store_round_state(app->real, round->id, &state, kept, NULL) && state != ROUND_CONCEPT &&
            memcmp(kept, now, sizeof(now)) != 0) {
            frozen |= 1u << i;
        }
    }
    return frozen;
}

void app_overlay(struct app *app)
{
    if (app->loaded == NULL) {
        return;
    }
    arena_reset(&app->overlay_arena);
    struct edits edits = {.arena = &app->overlay_arena};
    store_edit_each(app->real, count_edit, &edits, NULL);
    edits.list = arena_array(edits.arena, edits.cap + 1, sizeof(*edits.list));
    store_edit_each(app->real, keep_edit, &edits, NULL);
    const char *was = lang_text(app->lang, "edit.was");
    app->overlay = overlay_make(edits.arena, app->loaded, edits.list, edits.count, was, 0);
    uint32_t frozen = frozen_rounds(app, app->overlay);
    if (frozen != 0) {
        app->overlay = overlay_make(edits.arena, app->loaded, edits.list, edits.count, was, frozen);
    }
    app->pack = &app->overlay->pack;
    app_setup_practice(app, edits.arena);
    app->view_is_old = true;
}
