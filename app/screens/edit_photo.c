/* The photo beside a news item, a jewel or a plan: the one that is shown, none, or one of a stick,
 * chosen from a page of large ones. */
#include "app/screens/all.h"
#include "app/screens/edit_inner.h"
#include "app/screens/part_tile.h"
#include "app/ui/paint.h"

#include <stdio.h>

static void draw_busy(struct ui *ui, const struct view *view, struct rect *area)
{
    /* keys: photos.step.small stick.step.look */
    part_say(ui, area, "photos.step", STYLE_TITLE, COLOR_INK, 4.0,
             page_word(view, view->stick_key));
    if (view->stick_whole > 0) {
        ui_bar(ui, rect_cut_top(area, ui_mm(ui, 10.0)), view->stick_part, view->stick_whole,
               COLOR_MARK);
        rect_cut_top(area, page_gap(ui));
    }
    part_fact(ui, area, "photos.leave-in", "hand", STYLE_BODY, page_word(view, "stick.leave-in"));
}

static void draw_stick(struct ui *ui, const struct view *view, struct rect *area)
{
    bool is_in = view->stick == STICK_READY;
    const char *words = is_in                          ? "photos.stick-in"
                        : view->stick == STICK_REFUSED ? view->stick_key
                                                       : "photos.stick-none";

    part_panel(ui, area, "photos.stick", is_in ? "check" : "usb", is_in ? COLOR_CHOSEN : COLOR_GLOW,
               STYLE_BOLD, page_word(view, words));
}

static enum action draw_choices(struct ui *ui, const struct view *view, struct visit *visit,
                                const struct view_field *field, struct rect *area)
{
    enum action action = ACT_NONE;

    if (field->shown[0] == '\0') {
        part_fact(ui, area, "photos.none-now", "image", STYLE_BODY,
                  page_word(view, "photos.none-now"));
    }
    draw_stick(ui, view, area);
    if (field->is_edited &&
        part_row(ui, area, "photos.back", "undo-2", page_word(view, "photos.back"), NULL)) {
        action = ACT_EDIT_BACK;
    }
    if (field->shown[0] != '\0' &&
        part_row(ui, area, "photos.none", "x", page_word(view, "photos.none"), NULL)) {
        visit->typed[0] = '\0';
        action = ACT_EDIT;
    }
    return view->can_store ? action : ACT_NONE;
}

enum action edit_draw_photo(struct ui *ui, const struct view *view, struct visit *visit,
                            const struct view_field *field)
{
    bool busy = view->stick == STICK_BUSY;
    char title[300];
    enum action action = ACT_NONE;

    page_fill(title, sizeof(title), view, "photos.of",
              (const char *const[]){"name", field->title, NULL});
    struct page page =
        page_begin(ui, view, visit, title, busy ? 0 : PAGE_BACK, "search",
                   busy || view->stick != STICK_READY ? NULL : "photos.look", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = page.body;
    bool beside = part_photo_beside(ui, &body, field->shown, field->title);
    struct rect area = page_scroll(ui, view, visit, &page, "photos", body);
    if (busy) {
        draw_busy(ui, view, &area);
    } else {
        action = draw_choices(ui, view, visit, field, &area);
    }
    if (!beside) {
        part_photo_above(ui, &area, field->shown, field->title);
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.main ? ACT_PHOTO_LOOK : action != ACT_NONE ? action : page.action;
}

/* ---- one of a stick ---------------------------------------------------------------------------
 */

enum { WIDE_MM = 48, MOST_COLUMNS = 4 }; /* a photo is seen, and a finger meets it */

static int columns_of(const struct ui *ui, int width)
{
    int gap = page_gap(ui), columns = (width + gap) / (ui_mm(ui, WIDE_MM) + gap);

    return columns < 1 ? 1 : columns > MOST_COLUMNS ? MOST_COLUMNS : columns;
}

static bool draw_one(struct ui *ui, const struct view *view, struct rect place, size_t index)
{
    char id[40], label[80], picture[40];
    int pad = ui_mm(ui, 1.5);

    snprintf(id, sizeof(id), "photos.%zu", index + 1);
    snprintf(picture, sizeof(picture), "photos.%zu.photo", index + 1);
    part_number(label, sizeof(label), view, "photos.one", (int64_t)index + 1);
    bool tapped = ui_tap_area(ui, id, place, label);
    if (ui_is_visible(ui, place)) {
        ui_card(ui, place, ui_is_held(ui, id) ? COLOR_CHOSEN : COLOR_CARD);
        ui_image(ui, picture, rect_inset(place, pad, pad), view->admin.photos[index], label);
    }
    return tapped;
}

static enum action draw_photos(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "photos.choose"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "choose", page.body);
    int columns = columns_of(ui, area.w), gap = page_gap(ui);
    for (size_t i = 0; i < view->admin.photo_count; i += (size_t)columns) {
        int height = rect_column(area, columns, 0, gap).w * 3 / 4;
        struct rect row = rect_cut_top(&area, height);
        rect_cut_top(&area, gap);
        for (int c = 0; c < columns && i + (size_t)c < view->admin.photo_count; c++) {
            if (draw_one(ui, view, rect_column(row, columns, c, gap), i + (size_t)c) &&
                view->can_store) {
                visit->photo = i + (size_t)c;
                page.action = ACT_PHOTO_TAKE;
            }
        }
    }
    for (size_t i = 0; i < view->stick_note_count; i++) { /* who misses one looks to the end */
        char id[40];
        snprintf(id, sizeof(id), "photos.note.%zu", i + 1);
        part_fact(ui, &area, id, "info", STYLE_BODY, page_word(view, view->stick_notes[i]));
    }
    ui_scroll_end(ui, area.y - gap);
    return page.action;
}

const struct screen screen_edit_photos = {"edit_photos", draw_photos, true};
