/* What the village shows, changed at the kiosk: a group, a thing of it, a field of that. An edit
 * lies over the pack and stays when a new pack comes; unless that pack changed the same: then a
 * person chooses. */
#include "app/screens/all.h"
#include "app/screens/digits.h"
#include "app/screens/edit_inner.h"
#include "app/screens/part_tile.h"
#include "app/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *id, *icon;
} groups[VIEW_GROUPS] = {
    [GROUP_VILLAGE] = {"edit.village", "house"}, [GROUP_NEWS] = {"edit.news", "newspaper"},
    [GROUP_JEWEL] = {"edit.jewels", "star"},     [GROUP_OTHER] = {"edit.others", "lightbulb"},
    [GROUP_PLAN] = {"edit.plans", "vote"},       [GROUP_ROUND] = {"edit.rounds", "calendar"},
};

static const struct view_field *field_of(const struct view *view, const char *item)
{
    for (size_t i = 0; i < view->admin.field_count; i++) {
        if (strcmp(view->admin.fields[i].item, item) == 0) {
            return &view->admin.fields[i];
        }
    }
    return NULL;
}

static void open_field(struct visit *visit, const struct view_field *field)
{
    snprintf(visit->item, sizeof(visit->item), "%s", field->item);
    visit_go(visit, field->is_clash ? SCREEN_EDIT_CLASH : SCREEN_EDIT_FIELD);
}

/* keys: field.motto field.openingstijden field.volgorde field.titel field.tekst field.datum
 * field.verborgen field.foto field.samenvatting field.bedrag field.ideeen field.keuren
 * field.stemmen field.uitslag field.doen */
const char *edit_field_name(const struct view *view, const struct view_field *field)
{
    char key[60];

    snprintf(key, sizeof(key), "field.%s", field->name);
    return page_word(view, key);
}

/* What a field says, for people. dst of 500. */
static const char *field_words(char *dst, size_t cap, const struct view *view,
                               const struct view_field *field, const char *value)
{
    if (field->kind == FIELD_PICTURE) {
        return page_word(view, value[0] != '\0' ? "photos.some" : "photos.none-now");
    }
    if (field->kind == FIELD_FLAG) {
        return page_word(view, strcmp(value, "ja") == 0 ? "edit.yes" : "edit.no");
    }
    if (value[0] == '\0') {
        return page_word(view, "edit.empty");
    }
    if (field->kind == FIELD_AMOUNT) {
        return page_amount(dst, cap, strtoll(value, NULL, 10));
    }
    if (field->kind == FIELD_DAY) { /* 2026-05-03 */
        snprintf(dst, cap, "%.2s-%.2s-%.4s", value + 8, value + 5, value);
        return dst;
    }
    if (field->kind == FIELD_ORDER) { /* the one that comes first */
        /* keys: edit.order-plannen edit.order-ideeen edit.order-nieuws edit.order-trots
         * edit.order-verhalen edit.order-vragen edit.order-kaarten */
        char key[60];
        snprintf(key, sizeof(key), "edit.order-%.*s", (int)strcspn(value, ","), value);
        return page_word(view, key);
    }
    str_copy(dst, cap < 120 ? cap : 120, value);
    return dst;
}

/* A row of a menu; with a photo it shows that. */
static bool draw_value(struct ui *ui, struct rect *area, const char *id, const char *icon,
                       const char *label, const char *value, const char *photo)
{
    if (photo[0] == '\0') {
        return part_row(ui, area, id, icon, label, value);
    }
    const struct part_tile tile = {id, photo, icon, label, value, NULL};
    return part_tile_row(ui, area, &tile);
}

/* ---- groups and things ---------------------------------------------------------------------- */

static void draw_clashes(struct ui *ui, const struct view *view, struct visit *visit,
                         struct rect *area)
{
    char words[300], id[40];

    if (view->admin.clash_count == 0) {
        return;
    }
    part_panel(ui, area, "edit.clashes", "triangle-alert", COLOR_WARN, STYLE_BODY,
               page_word(view, "edit.clashes"));
    for (size_t i = 0, at = 0; i < view->admin.field_count; i++) {
        const struct view_field *field = &view->admin.fields[i];
        if (!field->is_clash) {
            continue;
        }
        snprintf(id, sizeof(id), "edit.clash.%zu", ++at);
        str_copy(words, sizeof(words), field->title);
        if (part_row(ui, area, id, "pencil", words, edit_field_name(view, field))) {
            open_field(visit, field);
        }
    }
}

static enum action draw_groups(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "edit.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "edit", page.body);
    draw_clashes(ui, view, visit, &area);
    /* keys: edit.village edit.news edit.jewels edit.others edit.plans edit.rounds */
    for (size_t i = 0; i < VIEW_GROUPS; i++) {
        if (part_row(ui, &area, groups[i].id, groups[i].icon, page_word(view, groups[i].id),
                     NULL)) {
            visit->group = i;
            visit->thing = 0;
            visit_go(visit, i == GROUP_VILLAGE ? SCREEN_EDIT_THING : SCREEN_EDIT_GROUP);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_edit = {"edit", draw_groups, true};

/* The first new one without a title is "something new"; the others of these are not shown. */
static enum action draw_group(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_admin *admin = &view->admin;
    size_t group = visit->group < VIEW_GROUPS ? visit->group : 0;
    struct page page = page_begin(ui, view, visit, page_word(view, groups[group].id), PAGE_BACK,
                                  NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, groups[group].id, page.body);
    bool has_new = false;
    size_t shown = 0;
    for (size_t i = 0; i < admin->field_count; i++) {
        const struct view_field *field = &admin->fields[i];
        bool is_first = i == 0 || admin->fields[i - 1].group != field->group ||
                        admin->fields[i - 1].index != field->index;
        if (field->group != group || !is_first || (field->title[0] == '\0' && has_new)) {
            continue;
        }
        bool is_new = field->title[0] == '\0';
        has_new = has_new || is_new;
        char id[40];
        snprintf(id, sizeof(id), is_new ? "edit.new" : "edit.thing.%zu", ++shown);
        shown -= is_new;
        if (part_row(ui, &area, id, is_new ? "plus" : groups[group].icon,
                     is_new ? page_word(view, "edit.new") : field->title, NULL)) {
            visit->thing = field->index;
            visit_go(visit, SCREEN_EDIT_THING);
        }
    }
    if (shown == 0 && !has_new) {
        part_panel(ui, &area, "edit.not-ours", "landmark", COLOR_GLOW, STYLE_BODY,
                   page_word(view, "edit.not-ours"));
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_edit_group = {"edit_group", draw_group, true};

/* Hiding and showing is one tap; everything else has a page. */
static enum action tap_field(const struct view *view, struct visit *visit,
                             const struct view_field *field)
{
    if (field->is_frozen) {
        visit->notice = "edit.frozen";
        return ACT_NONE;
    }
    if (strlen(field->shown) >= sizeof(visit->typed)) {
        visit->notice = "edit.too-long";
        return ACT_NONE;
    }
    if (field->kind == FIELD_FLAG && !field->is_clash && view->can_store) {
        snprintf(visit->item, sizeof(visit->item), "%s", field->item);
        snprintf(visit->typed, sizeof(visit->typed), "%s",
                 strcmp(field->shown, "ja") == 0 ? "nee" : "ja");
        return ACT_EDIT;
    }
    open_field(visit, field);
    return ACT_NONE;
}

static enum action draw_thing(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_admin *admin = &view->admin;
    const char *title = page_word(view, "edit.new");
    for (size_t i = 0; i < admin->field_count; i++) {
        const struct view_field *field = &admin->fields[i];
        if (field->group == visit->group && field->index == visit->thing &&
            field->title[0] != '\0') {
            title = field->title;
        }
    }
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    char id[40];
    snprintf(id, sizeof(id), "thing.%zu.%zu", visit->group, visit->thing);
    struct rect area = page_scroll(ui, view, visit, &page, id, page.body);
    enum action action = ACT_NONE;
    for (size_t i = 0; i < admin->field_count; i++) {
        const struct view_field *field = &admin->fields[i];
        if (field->group != visit->group || field->index != visit->thing) {
            continue;
        }
        char words[500];
        snprintf(id, sizeof(id), "edit.%s", field->name);
        const char *value = field_words(words, sizeof(words), view, field, field->shown);
        if (draw_value(ui, &area, id, field->is_edited ? "pencil" : "file-check",
                       edit_field_name(view, field), value,
                       field->kind == FIELD_PICTURE ? field->shown : "")) {
            action = tap_field(view, visit, field);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return action != ACT_NONE ? action : page.action;
}

const struct screen screen_edit_thing = {"edit_thing", draw_thing, true};

/* ---- one field ------------------------------------------------------------------------------ */

static struct page typed_words(struct ui *ui, const struct view *view, struct visit *visit,
                               const struct view_field *field)
{
    return page_typed(ui, view, visit, edit_field_name(view, field), NULL, KEYBOARD_TEXT,
                      field->max, "edit.place", view->can_store);
}

static struct page typed_digits(struct ui *ui, const struct view *view, struct visit *visit,
                                const struct view_field *field)
{
    bool day = field->kind == FIELD_DAY;
    char title[200];

    page_fill(title, sizeof(title), view, day ? "edit.ask-day" : "edit.ask-amount",
              (const char *const[]){"name", edit_field_name(view, field), NULL});
    size_t len = strlen(visit->typed);
    return digits_page(ui, view, visit, title, DIGITS_SHOWN, day ? 8 : 8, "edit.place",
                       view->can_store && (day ? len == 8 || len == 0 : len > 0));
}

static enum action draw_field(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_field *field = field_of(view, visit->item);
    if (field == NULL) {
        visit_return(visit, SCREEN_EDIT);
        return ACT_NONE;
    }
    if (field->kind == FIELD_ORDER) {
        return edit_draw_order(ui, view, visit, field);
    }
    if (field->kind == FIELD_PICTURE) {
        return edit_draw_photo(ui, view, visit, field);
    }
    bool words = field->kind == FIELD_LINE || field->kind == FIELD_LINES;
    if (words && !visit->field_entered) {
        str_copy(visit->typed, sizeof(visit->typed), field->shown);
    }
    visit->field_entered = true;
    struct page page =
        words ? typed_words(ui, view, visit, field) : typed_digits(ui, view, visit, field);
    return page.main ? ACT_EDIT : page.action;
}

const struct screen screen_edit_field = {"edit_field", draw_field, true};

/* ---- the pack replaced the same item -------------------------------------------------------- */

static enum action draw_clash(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_field *field = field_of(view, visit->item);
    struct page page =
        page_begin(ui, view, visit, page_word(view, "edit.clash"), PAGE_BACK, NULL, NULL, false);
    if (field == NULL || field->mine == NULL) {
        visit_return(visit, SCREEN_EDIT);
        return page.action;
    }
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "clash", page.body);
    char words[500];
    part_say(ui, &area, "clash.name", STYLE_BOLD, COLOR_INK, 3.0, edit_field_name(view, field));
    if (draw_value(ui, &area, "clash.keep", "pencil", page_word(view, "edit.clash-mine"),
                   field_words(words, sizeof(words), view, field, field->mine),
                   field->kind == FIELD_PICTURE ? field->mine : "") &&
        view->can_store) {
        page.action = ACT_EDIT_KEEP;
    }
    if (draw_value(ui, &area, "clash.back", "file-check", page_word(view, "edit.clash-pack"),
                   field_words(words, sizeof(words), view, field, field->shown),
                   field->kind == FIELD_PICTURE ? field->shown : "") &&
        view->can_store) {
        page.action = ACT_EDIT_BACK;
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_edit_clash = {"edit_clash", draw_clash, true};
