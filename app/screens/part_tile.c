#include "app/screens/part_tile.h"

#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static bool has_photo(const char *photo)
{
    return photo != NULL && photo[0] != '\0';
}

struct tile_plan { /* where things stand in a tile of this width, from its top left */
    struct rect picture, words;
    int height, title_h, line_h;
};

static int line_indent(const struct ui *ui, const struct part_tile *tile)
{
    return tile->mark != NULL ? ui_line_height(ui, STYLE_BODY) : 0;
}

/* Photo at the left where words keep room beside it; above them on upright screens. */
static struct tile_plan plan_tile(const struct ui *ui, int width, const struct part_tile *tile)
{
    struct tile_plan plan = {0};
    int pad = ui_mm(ui, 2.5), most = width - 2 * pad;
    bool photo = has_photo(tile->photo);
    plan.words = (struct rect){pad, pad, most, 0};
    if (page_is_upright(ui)) {
        if (photo) {
            plan.picture = (struct rect){pad, pad, most, most * 9 / 16};
            plan.words.y += plan.picture.h + ui_mm(ui, 1.5);
        }
    } else if (width >= ui_mm(ui, 80.0)) {
        int share = photo ? (width >= ui_mm(ui, 150.0) ? 36 : 40) : 0;
        int wide = photo ? most * share / 100 : ui_mm(ui, 13.0);
        plan.picture = (struct rect){pad, pad, wide, photo ? wide * 2 / 3 : 0};
        plan.words.x += wide + ui_mm(ui, 3.5);
        plan.words.w -= wide + ui_mm(ui, 3.5);
    }
    plan.title_h = ui_text_height(ui, STYLE_BOLD, plan.words.w, tile->title);
    plan.line_h =
        tile->line == NULL || tile->line[0] == '\0'
            ? 0
            : ui_text_height(ui, STYLE_BODY, plan.words.w - line_indent(ui, tile), tile->line);
    plan.words.h = plan.title_h + plan.line_h + (plan.line_h > 0 ? ui_mm(ui, 1.0) : 0);
    int bottom = plan.words.y + plan.words.h;
    int of_picture = plan.picture.y + plan.picture.h;
    int least = ui_mm(ui, 20.0);
    plan.height = (bottom > of_picture ? bottom : of_picture) + pad;
    plan.height = plan.height < least ? least : plan.height;
    return plan;
}

int part_tile_height(const struct ui *ui, int width, const struct part_tile *tile)
{
    return plan_tile(ui, width, tile).height;
}

static void draw_picture(struct ui *ui, struct rect place, const struct part_tile *tile)
{
    if (place.w == 0) {
        return;
    }
    if (has_photo(tile->photo)) {
        char id[64];
        snprintf(id, sizeof(id), "%.40s.photo", tile->id);
        ui_image(ui, id, place, tile->photo, tile->title);
        return;
    }
    int size = ui_mm(ui, 11.0);
    ui_icon(ui, rect_center(place, size, size), tile->icon, COLOR_INK);
}

bool part_tile(struct ui *ui, struct rect rect, const struct part_tile *tile)
{
    struct tile_plan plan = plan_tile(ui, rect.w, tile);
    bool tapped = ui_tap_area(ui, tile->id, rect, tile->title);
    if (!ui_is_visible(ui, rect)) {
        return tapped;
    }
    ui_card(ui, rect, ui_is_held(ui, tile->id) ? COLOR_CHOSEN : COLOR_CARD);
    struct rect picture = {rect.x + plan.picture.x, rect.y + plan.picture.y, plan.picture.w,
                           plan.picture.h};
    struct rect words = {rect.x + plan.words.x, rect.y + plan.words.y, plan.words.w, plan.words.h};
    if (plan.picture.w > 0 && plan.words.x > plan.picture.x) { /* beside: both in the middle */
        int most = picture.w * 9 / 8, room = rect.h - 2 * plan.picture.y;
        picture.h = plan.picture.h == 0 || room < most ? room : most;
        picture.y = rect.y + (rect.h - picture.h) / 2;
        words.y = rect.y + (rect.h - plan.words.h) / 2;
    }
    draw_picture(ui, picture, tile);
    ui_text(ui, NULL, rect_cut_top(&words, plan.title_h), STYLE_BOLD, COLOR_INK, ALIGN_LEFT,
            tile->title);
    if (plan.line_h > 0) {
        rect_cut_top(&words, ui_mm(ui, 1.0));
        if (tile->mark != NULL) {
            struct rect mark = rect_cut_left(&words, line_indent(ui, tile));
            int size = mark.w * 7 / 10;
            mark.h = ui_line_height(ui, STYLE_BODY);
            ui_icon(ui, rect_center(mark, size, size), tile->mark, COLOR_INK);
        }
        ui_text(ui, NULL, words, STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT, tile->line);
    }
    return tapped;
}

bool part_tile_row(struct ui *ui, struct rect *area, const struct part_tile *tile)
{
    struct rect place = rect_cut_top(area, part_tile_height(ui, area->w, tile));
    rect_cut_top(area, page_gap(ui));
    return part_tile(ui, place, tile);
}

int part_tiles(struct ui *ui, struct rect *area, const struct part_tile *tiles, size_t count)
{
    int gap = page_gap(ui), tapped = -1;
    int columns = area->w >= ui_mm(ui, 165.0) ? 2 : 1;
    for (size_t i = 0; i < count; i += (size_t)columns) {
        int height = 0;
        for (int c = 0; c < columns && i + (size_t)c < count; c++) {
            int width = rect_column(*area, columns, c, gap).w;
            int need = part_tile_height(ui, width, &tiles[i + (size_t)c]);
            height = need > height ? need : height;
        }
        struct rect row = rect_cut_top(area, height);
        rect_cut_top(area, gap);
        for (int c = 0; c < columns && i + (size_t)c < count; c++) {
            if (part_tile(ui, rect_column(row, columns, c, gap), &tiles[i + (size_t)c])) {
                tapped = (int)i + c;
            }
        }
    }
    return tapped;
}

/* ---- beside a story -------------------------------------------------------------------------- */

bool part_photo_beside(struct ui *ui, struct rect *body, const char *photo, const char *alt)
{
    if (!has_photo(photo) || body->w < ui_mm(ui, 180.0) || body->h < ui_mm(ui, 60.0)) {
        return false;
    }
    struct rect left = rect_cut_left(body, body->w * 42 / 100);
    rect_cut_left(body, 2 * page_gap(ui));
    int most = left.w * 5 / 4;
    left.h = left.h < most ? left.h : most;
    ui_image(ui, "story.photo", left, photo, alt);
    return true;
}

void part_photo_above(struct ui *ui, struct rect *area, const char *photo, const char *alt)
{
    if (!has_photo(photo)) {
        return;
    }
    int width = area->w < ui_mm(ui, 110.0) ? area->w : ui_mm(ui, 110.0);
    struct rect place = rect_cut_top(area, width * 9 / 16);
    place.w = width;
    ui_image(ui, "story.photo", place, photo, alt);
    rect_cut_top(area, page_gap(ui));
}

void part_faces(struct ui *ui, struct rect *area, const char *const faces[], size_t count,
                const char *alt)
{
    int size = ui_mm(ui, 26.0), gap = ui_mm(ui, 2.0);
    int columns = (area->w + gap) / (size + gap);
    columns = columns < 1 ? 1 : columns;
    for (size_t i = 0; i < count; i += (size_t)columns) {
        struct rect row = rect_cut_top(area, size);
        for (int c = 0; c < columns && i + (size_t)c < count; c++) {
            char id[40];
            snprintf(id, sizeof(id), "face.%zu", i + (size_t)c + 1);
            ui_image(ui, id, rect_cut_left(&row, size), faces[i + (size_t)c], alt);
            rect_cut_left(&row, gap);
        }
        rect_cut_top(area, gap);
    }
    rect_cut_top(area, count > 0 ? ui_mm(ui, 1.0) : 0);
}
