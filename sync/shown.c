#include "sync/shown.h"

#include "app/store/store_edit.h"
#include "app/store/store_round.h"

void shown_make(struct shown *ret, struct arena *arena, struct store *store,
                const struct pack *loaded)
{
    *ret = (struct shown){.pack = loaded};
    if (loaded == NULL || store == NULL ||
        !store_edit_list(store, arena, &ret->edits, &ret->edit_count, NULL)) {
        return;
    }
    struct overlay *overlay = overlay_make(arena, loaded, ret->edits, ret->edit_count, "", 0);
    uint32_t frozen = store_round_frozen(store, overlay->pack.rounds, overlay->pack.round_count);
    if (frozen != 0) {
        overlay = overlay_make(arena, loaded, ret->edits, ret->edit_count, "", frozen);
    }
    ret->pack = &overlay->pack;
}
