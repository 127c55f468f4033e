/* The pack as it is shown: what was edited at the kiosk laid over what was loaded. Made again after
 * every edit and every new pack. */
#include "app/app_internal.h"

void app_overlay(struct app *app)
{
    struct overlay_edit *edits = NULL;
    size_t count = 0;
    struct arena *arena = &app->overlay_arena;
    struct pack with_guests;
    const struct pack *loaded = &with_guests;

    if (app->loaded == NULL) {
        return;
    }
    with_guests = *app->loaded;
    app_guests_lay(app, &with_guests);
    arena_reset(arena);
    if (!store_edit_list(app->real, arena, &edits, &count, NULL)) {
        count = 0;
    }
    app_photo_missing(app, edits, count);
    const char *was = lang_text(app->lang, "edit.was");
    app->overlay = overlay_make(arena, loaded, edits, count, was, 0);
    uint32_t frozen = store_round_frozen(app->real, app->overlay->pack.rounds, loaded->round_count);
    if (frozen != 0) {
        app->overlay = overlay_make(arena, loaded, edits, count, was, frozen);
    }
    app->pack = &app->overlay->pack;
    app_setup_practice(app, arena);
    app->view_is_old = true;
}
