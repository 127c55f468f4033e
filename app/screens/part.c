#include "app/screens/part.h"

#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

/* ---- words ---------------------------------------------------------------------------------- */

int part_lines(struct ui *ui, struct rect rect, enum style style, enum color color, int max_lines,
               const char *text)
{
    int most = max_lines * ui_line_height(ui, style);
    int height = ui_text_height(ui, style, rect.w, text);
    rect.h = most;
    if (height <= most) {
        ui_text(ui, NULL, rect, style, color, ALIGN_LEFT, text);
        return height;
    }
    /* Take words off the end until it fits with an ellipsis behind it. */
    char kept[500], cut[sizeof(kept) + 4];
    str_copy(kept, sizeof(kept), text);
    do {
        char *blank = strrchr(kept, ' ');
        if (blank != NULL) {
            *blank = '\0';
        } else {
            str_chop(kept);
        }
        snprintf(cut, sizeof(cut), "%s\u2026", kept);
        height = ui_text_height(ui, style, rect.w, cut);
    } while (height > most && kept[0] != '\0');
    ui_text(ui, NULL, rect, style, color, ALIGN_LEFT, cut);
    return height;
}

void part_say(struct ui *ui, struct rect *area, const char *id, enum style style, enum color color,
              double gap_mm, const char *text)
{
    if (text == NULL || text[0] == '\0') {
        return;
    }
    int height = ui_text_height(ui, style, area->w, text);
    ui_text(ui, id, rect_cut_top(area, height), style, color, ALIGN_LEFT, text);
    rect_cut_top(area, ui_mm(ui, gap_mm));
}

/* On upright screens a line is for words: an icon before them would break them in pieces. */
static bool is_for_words(const struct ui *ui, int width)
{
    return width < 6 * ui_line_height(ui, STYLE_BODY);
}

/* Room that the icon before a fact takes: as wide as one line is high. */
static int fact_indent(const struct ui *ui, enum style style, int width)
{
    return is_for_words(ui, width) ? 0 : ui_line_height(ui, style) + ui_mm(ui, 1.5);
}

int part_fact_height(const struct ui *ui, enum style style, int width, const char *text)
{
    return ui_text_height(ui, style, width - fact_indent(ui, style, width), text);
}

static void fact_in(struct ui *ui, struct rect *area, const char *id, const char *icon,
                    enum style style, enum color ink, const char *text)
{
    int line = ui_line_height(ui, style);
    int height = part_fact_height(ui, style, area->w, text);
    struct rect row = rect_cut_top(area, height);
    struct rect mark = rect_cut_left(&row, fact_indent(ui, style, area->w));
    if (mark.w > 0) {
        mark.w = line;
        mark.h = line;
        int size = line * 3 / 4;
        ui_icon(ui, rect_center(mark, size, size), icon, ink);
    }
    ui_text(ui, id, row, style, ink, ALIGN_LEFT, text);
    rect_cut_top(area, ui_mm(ui, 2.0));
}

void part_fact(struct ui *ui, struct rect *area, const char *id, const char *icon, enum style style,
               const char *text)
{
    fact_in(ui, area, id, icon, style, COLOR_INK, text);
}

void part_panel(struct ui *ui, struct rect *area, const char *id, const char *icon,
                enum color ground, enum style style, const char *text)
{
    int pad = ui_mm(ui, 3.0);
    int height = part_fact_height(ui, style, area->w - 2 * pad, text) + 2 * pad;
    struct rect card = rect_cut_top(area, height);
    ui_fill(ui, card, ui_mm(ui, 3.0), ground);
    if (ui_look(ui)->theme != THEME_WARM) { /* tints are faint there: a line says where it ends */
        ui_stroke(ui, card, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    }
    struct rect inner = rect_inset(card, pad, pad);
    fact_in(ui, &inner, id, icon, style, ground == COLOR_GLOW ? COLOR_NIGHT : COLOR_INK, text);
    rect_cut_top(area, page_gap(ui));
}

const char *part_number(char *dst, size_t cap, const struct view *view, const char *key,
                        int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof(digits), "%lld", (long long)number);
    return page_fill(dst, cap, view, key, (const char *const[]){"n", digits, NULL});
}

/* ---- pictures ------------------------------------------------------------------------------- */

static int words_height(const struct ui *ui, int width, const char *const words[])
{
    int height = 0;
    for (size_t i = 0; words[i] != NULL; i++) {
        height += part_fact_height(ui, STYLE_BODY, width, words[i]) + page_gap(ui);
    }
    return height;
}

struct rect part_art_beside(struct ui *ui, struct rect body, const char *art,
                            const char *const words[])
{
    struct rect rest = body, place;
    bool upright = ui_bounds(ui).h > ui_bounds(ui).w;
    if (upright) {
        place = rect_cut_top(&rest, body.w * 3 / 5);
        rect_cut_top(&rest, page_gap(ui));
    } else {
        place = rect_cut_left(&rest, body.w * 36 / 100);
        rect_cut_left(&rest, 2 * page_gap(ui));
    }
    int height = words_height(ui, rest.w, words);
    if (page_is_low(ui) || height > rest.h) {
        return body;
    }
    ui_art(ui, rect_fit(place, 4, 3), art);
    if (!upright && height > 0) {
        rect_cut_top(&rest, (rest.h - height) / 3); /* beside the middle of the picture */
    }
    return rest;
}

struct rect part_art(struct ui *ui, struct rect body, const char *art)
{
    return part_art_beside(ui, body, art, (const char *const[]){NULL});
}

/* ---- buttons, rows, empty lists ------------------------------------------------------------ */

int part_button_height(const struct ui *ui, int width, const char *words)
{
    int height = ui_text_height(ui, STYLE_BOLD, width - 2 * ui_mm(ui, 3.0), words) + ui_mm(ui, 4.0);
    return height < ui_mm(ui, 20.0) ? ui_mm(ui, 20.0) : height;
}

void part_empty(struct ui *ui, const struct view *view, const struct visit *visit,
                const struct page *page, const char *id, const char *art, const char *words)
{
    struct rect body = page->body;
    body = part_art_beside(ui, body, art, (const char *const[]){words, NULL});
    struct rect area = page_scroll(ui, view, visit, page, "empty", body);
    part_say(ui, &area, id, STYLE_BODY, COLOR_INK, 0.0, words);
    ui_scroll_end(ui, area.y);
}

bool part_row(struct ui *ui, struct rect *area, const char *id, const char *icon, const char *label,
              const char *detail)
{
    bool bare = is_for_words(ui, area->w);
    int pad = ui_mm(ui, bare ? 2.5 : 4.0);
    int mark = ui_mm(ui, 10.0);
    int arrow = ui_mm(ui, 7.0);
    int width = area->w - 2 * pad - (bare ? 0 : 2 * pad + mark + arrow);
    int words = ui_text_height(ui, STYLE_BOLD, width, label);
    int more = detail != NULL ? ui_text_height(ui, STYLE_BODY, width, detail) : 0;
    int height = words + more + ui_mm(ui, 5.0);
    height = height < ui_mm(ui, 20.0) ? ui_mm(ui, 20.0) : height;
    struct rect card = rect_cut_top(area, height);
    rect_cut_top(area, page_gap(ui));
    bool tapped = ui_tap_area(ui, id, card, label);
    ui_card(ui, card, ui_is_held(ui, id) ? COLOR_CHOSEN : COLOR_CARD);
    struct rect inner = rect_inset(card, pad, 0);
    if (!bare) {
        ui_icon(ui, rect_cut_left(&inner, mark), icon, COLOR_INK);
        rect_cut_left(&inner, pad);
        ui_icon(ui, rect_cut_right(&inner, arrow), "chevron-right", COLOR_INK_SOFT);
    }
    inner.w = width;
    rect_cut_top(&inner, (height - words - more) / 2);
    ui_text(ui, NULL, rect_cut_top(&inner, words), STYLE_BOLD, COLOR_INK, ALIGN_LEFT, label);
    if (detail != NULL) {
        ui_text(ui, NULL, inner, STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT, detail);
    }
    return tapped;
}

/* ---- small habits --------------------------------------------------------------------------- */

enum screen_id part_came_from(const struct visit *visit)
{
    return visit->depth > 0 ? visit->stack[visit->depth - 1] : SCREEN_ATTRACT;
}

void part_field_enter(struct visit *visit, const char *kept)
{
    if (visit->typed[0] == '\0' && kept[0] != '\0') {
        str_copy(visit->typed, sizeof(visit->typed), kept);
    }
}

void part_field_keep(const struct visit *visit, enum screen_id here, char *kept, size_t cap)
{
    if (visit_now(visit) == here) {
        str_copy(kept, cap, visit->typed);
    }
}
