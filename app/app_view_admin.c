/* The staff's part of the view. */
#include "app/app_internal.h"

#include <string.h>

static void view_logbook(struct app *app, struct view_logbook *ret)
{
    struct logbook_check check;
    enum screen_id now = visit_now(&app->visit);

    /* Reads and hashes every line: only where it is shown. */
    if ((now == SCREEN_LOGBOOK || now == SCREEN_HEALTH) &&
        store_logbook_check(app->real, &check, NULL)) {
        *ret = (struct view_logbook){true, check.is_whole, check.line};
    }
}

static enum view_field_kind kind_of(const struct overlay_field *field)
{
    static const enum view_field_kind kinds[] = {
        [OVERLAY_LINE] = FIELD_LINE,     [OVERLAY_LINES] = FIELD_LINES,
        [OVERLAY_AMOUNT] = FIELD_AMOUNT, [OVERLAY_DAY] = FIELD_DAY,
        [OVERLAY_FLAG] = FIELD_FLAG,     [OVERLAY_PICTURE] = FIELD_PICTURE,
    };
    return strcmp(field->item, OVERLAY_ORDER_ITEM) == 0 ? FIELD_ORDER : kinds[field->kind];
}

bool app_is_frozen(struct app *app, const struct overlay_field *field)
{
    enum round_state state = ROUND_CONCEPT;

    return field->group == OVERLAY_OF_PLAN &&
           (field->kind == OVERLAY_AMOUNT || field->kind == OVERLAY_FLAG) &&
           store_round_state(app->real, app->pack->rounds[field->round].id, &state, NULL, NULL) &&
           state != ROUND_CONCEPT;
}

static void view_fields(struct app *app, struct view_admin *ret)
{
    static const enum view_group groups[] = {
        [OVERLAY_OF_VILLAGE] = GROUP_VILLAGE, [OVERLAY_OF_NEWS] = GROUP_NEWS,
        [OVERLAY_OF_JEWEL] = GROUP_JEWEL,     [OVERLAY_OF_OTHER] = GROUP_OTHER,
        [OVERLAY_OF_PLAN] = GROUP_PLAN,       [OVERLAY_OF_ROUND] = GROUP_ROUND,
    };
    const struct overlay *overlay = app->overlay;

    if (overlay == NULL) {
        return;
    }
    struct view_field *fields =
        arena_array(&app->view_arena, overlay->field_count + 1, sizeof(*fields));
    for (size_t i = 0; i < overlay->field_count; i++) {
        const struct overlay_field *field = &overlay->fields[i];
        bool is_clash = field->verdict == OVERLAY_CLASH;
        fields[i] = (struct view_field){
            .item = field->item,
            .name = field->name,
            .title = field->title,
            .shown = field->shown,
            .mine = is_clash ? field->mine : NULL,
            .kind = kind_of(field),
            .group = groups[field->group],
            .index = field->index,
            .max = field->max,
            .is_edited = field->verdict == OVERLAY_HOLDS,
            .is_clash = is_clash,
            .is_frozen = app_is_frozen(app, field),
        };
    }
    ret->fields = fields;
    ret->field_count = overlay->field_count;
    ret->clash_count = overlay->clash_count;
}

static void view_voids(struct app *app, struct view_admin *ret)
{
    struct view_void *all = NULL;
    enum screen_id now = visit_now(&app->visit);

    /* Reads all records: only where it is shown. */
    if (now < SCREEN_VOID || now > SCREEN_VOID_WHY) {
        return;
    }
    for (size_t r = 0; app->pack != NULL && r < app->pack->round_count; r++) {
        struct void_letter *list;
        size_t count;
        if (!store_round_voids(app->real, &app->view_arena, &app->pack->rounds[r], &list, &count,
                               NULL) ||
            count == 0) {
            continue;
        }
        struct view_void *wider =
            arena_array(&app->view_arena, ret->void_count + count, sizeof(*wider));
        for (size_t i = 0; i < ret->void_count; i++) {
            wider[i] = all[i];
        }
        all = wider;
        for (size_t i = 0; i < count; i++) {
            all[ret->void_count++] =
                (struct view_void){r, list[i].letter, list[i].spare, list[i].reason};
        }
    }
    ret->voids = all;
}

void app_view_admin(struct app *app)
{
    app->view.hours = app->overlay != NULL ? app->overlay->hours : "";
    app->view.order = app->overlay != NULL ? app->overlay->order : "";
    if (app->visit.staff == STAFF_NONE) {
        return;
    }
    view_logbook(app, &app->view.admin.logbook);
    if (app->visit.staff == STAFF_ADMIN) {
        app->view.admin.lang = app->lang_fresh;
        app->view.admin.wifi = &app->wifi;
        app->view.admin.photos = app->photo.list;
        app->view.admin.photo_count = app->photo.count;
        view_fields(app, &app->view.admin);
        view_voids(app, &app->view.admin);
    }
}
