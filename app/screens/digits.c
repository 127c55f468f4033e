#include "app/screens/digits.h"

#include "app/screens/part.h"
#include "app/ui/keyboard.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static void draw_dots(struct ui *ui, const struct view *view, struct rect rect, size_t typed,
                      size_t most)
{
    int each = rect.w / (int)most; /* all in one row, on the smallest screen too */
    int gap = ui_mm(ui, 4.0) < each * 4 / 11 ? ui_mm(ui, 4.0) : each * 4 / 11;
    int size = ui_mm(ui, 7.0) < each - gap ? ui_mm(ui, 7.0) : each - gap;
    struct rect row = rect;
    row.y += (row.h - size) / 2;
    row.h = size;
    for (size_t i = 0; i < most; i++) {
        struct rect dot = rect_cut_left(&row, size);
        rect_cut_left(&row, gap);
        if (i < typed) {
            ui_fill(ui, dot, size / 2, COLOR_INK);
        } else {
            ui_stroke(ui, dot, size / 2, ui_mm(ui, 0.6), COLOR_INK);
        }
    }
    char words[80], now[24], whole[24];
    snprintf(now, sizeof(now), "%zu", typed);
    snprintf(whole, sizeof(whole), "%zu", most);
    page_fill(words, sizeof(words), view, "field.count",
              (const char *const[]){"n", now, "max", whole, NULL});
    if (ui_text_width(ui, STYLE_BODY, words) <= row.w) {
        rect.x = row.x;
        rect.w = row.w;
        rect.y += (rect.h - ui_line_height(ui, STYLE_BODY)) / 2;
        ui_text(ui, "pin.count", rect, STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT, words);
    }
}

/* The question, and the sentence of what went wrong before; that one alone where both would not
 * stay in sight. */
static void draw_words(struct ui *ui, const struct view *view, const struct visit *visit,
                       struct rect *area, int room, const char *title)
{
    char notice[300] = "";
    int below = 0;
    if (visit->notice != NULL) {
        part_number(notice, sizeof(notice), view, visit->notice, visit->notice_number);
        below =
            part_fact_height(ui, STYLE_BODY, area->w - ui_mm(ui, 6.0), notice) + ui_mm(ui, 11.0);
    }
    enum style style = STYLE_TITLE;
    if (ui_text_height(ui, style, area->w, title) + below > room) {
        style = STYLE_BOLD;
    }
    if (below == 0 || ui_text_height(ui, style, area->w, title) + below <= room) {
        part_say(ui, area, "title", style, COLOR_INK, 2.0, title);
    }
    if (below > 0 && page_is_low(ui)) {
        struct rect ground = *area;
        ground.h = ui_text_height(ui, STYLE_BODY, area->w, notice);
        ui_fill(ui, ground, ui_mm(ui, 2.0), COLOR_WARN);
        part_say(ui, area, "notice", STYLE_BODY, COLOR_INK, 2.0, notice);
    } else if (below > 0) {
        part_panel(ui, area, "notice", "triangle-alert", COLOR_WARN, STYLE_BODY, notice);
    }
}

/* ---- keys ----------------------------------------------------------------------------------- */

/* On small screens the big button is an arrow in the corner of the keys: there is no room for a row
 * of its own. */
static bool has_corner(const struct ui *ui)
{
    return page_is_low(ui) || page_is_upright(ui);
}

/* Where the keys stand; *left becomes what remains for question and answer. */
static struct rect cut_board(const struct ui *ui, struct rect *left)
{
    if (page_is_upright(ui)) {
        int high = keyboard_height(ui, KEYBOARD_CORNER, left->w);
        struct rect board = rect_cut_bottom(left, high);
        rect_cut_bottom(left, page_gap(ui));
        return board;
    }
    bool low = page_is_low(ui);
    struct rect board = rect_cut_right(left, low ? ui_mm(ui, 67.0) : left->w * 42 / 100);
    rect_cut_right(left, (low ? 1 : 2) * page_gap(ui));
    int high = low ? board.h : keyboard_height(ui, KEYBOARD_DIGITS, board.w);
    board.h = high < board.h ? high : board.h;
    return board;
}

static void draw_answer(struct ui *ui, const struct view *view, const struct visit *visit,
                        struct rect field, enum digits_look look, size_t max_count)
{
    if (look == DIGITS_SECRET) {
        draw_dots(ui, view, field, strlen(visit->typed), max_count);
    } else {
        ui_field(ui, "field", field, visit->typed, page_word(view, "field.hint"), "");
    }
}

struct page digits_page(struct ui *ui, const struct view *view, struct visit *visit,
                        const char *title, enum digits_look look, size_t max_count,
                        const char *main_key, bool main_enabled)
{
    bool corner = has_corner(ui);
    bool low = page_is_low(ui); /* the ribbon of practice stands over the question alone */
    struct page page = page_begin(ui, view, visit, NULL, PAGE_BACK | (low ? PAGE_OWN_RIBBON : 0),
                                  "arrow-right", corner ? NULL : main_key, main_enabled);
    struct rect left = page.body;
    struct rect board = cut_board(ui, &left);
    if (low) {
        page_ribbon(ui, view, &left);
    }
    /* The answer stands right under the question; a long question scrolls above it. */
    int field_h = ui_line_height(ui, STYLE_BODY) + ui_mm(ui, corner ? 3.0 : 6.0);
    struct rect words = left;
    words.h -= field_h + ui_mm(ui, 1.0);
    struct rect area = ui_scroll_begin(ui, "question", words, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    int top = area.y;
    draw_words(ui, view, visit, &area, words.h, title);
    int used = area.y - top;
    ui_scroll_end(ui, area.y);
    used = used < words.h ? used : words.h;
    struct rect field = {left.x, words.y + used + ui_mm(ui, 1.0), left.w, field_h};
    draw_answer(ui, view, visit, field, look, max_count);
    if (corner) {
        struct rect go = keyboard_corner(ui, board);
        page.main = page_go(ui, go, page_word(view, main_key), main_enabled);
    }
    struct keyboard_words keys = page_keys(view);
    if (keyboard_draw(ui, board, corner ? KEYBOARD_CORNER : KEYBOARD_DIGITS, &visit->keyboard,
                      &keys, visit->typed, max_count + 1, max_count)) {
        visit->notice = NULL;
    }
    return page;
}
