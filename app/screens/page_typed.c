/* A question that is typed: the question, the field, the keyboard. */
#include "app/screens/page_frame.h"

#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>

struct keyboard_words page_keys(const struct view *view)
{
    return (struct keyboard_words){
        .erase = page_word(view, "key.erase"),
        .space = page_word(view, "key.space"),
        .shift = page_word(view, "key.shift"),
        .accents = page_word(view, "key.accents"),
        .letters = page_word(view, "key.letters"),
        .digits = page_word(view, "key.digits"),
    };
}

bool page_go(struct ui *ui, struct rect place, const char *word, bool enabled)
{
    bool tapped = ui_tap_area(ui, "main", place, word);
    int size = ui_mm(ui, 10.0);
    ui_fill(ui, place, ui_mm(ui, 3.0), enabled ? COLOR_ACCENT : COLOR_PAPER);
    if (!enabled) {
        ui_stroke(ui, place, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    }
    ui_icon(ui, rect_center(place, size, size), "arrow-right",
            enabled ? COLOR_ON_ACCENT : COLOR_INK_SOFT);
    return tapped && enabled;
}

/* A notice is gone with the next key. */
static void draw_keyboard(struct ui *ui, const struct view *view, struct visit *visit,
                          struct rect board, enum keyboard_kind kind, size_t max_count)
{
    struct keyboard_words words = page_keys(view);
    size_t cap =
        max_count * 4 + 1 < sizeof(visit->typed) ? max_count * 4 + 1 : sizeof(visit->typed);
    if (keyboard_draw(ui, board, kind, &visit->keyboard, &words, visit->typed, cap, max_count)) {
        visit->notice = NULL;
    }
}

/* What stands where the question does: the visit's notice, else the title. */
static const char *question_words(char *dst, size_t cap, const struct view *view,
                                  const struct visit *visit, const char *title)
{
    char number[24];
    snprintf(number, sizeof(number), "%lld", (long long)visit->notice_number);
    return visit->notice == NULL
               ? title
               : page_fill(dst, cap, view, visit->notice, (const char *const[]){"n", number, NULL});
}

/* The question above its field, a notice on a ground of its own; false when there is no room for
 * both. */
static bool question_above(struct ui *ui, struct rect *body, int field_h, bool is_notice,
                           const char *words)
{
    int inset = is_notice ? ui_mm(ui, 3.0) : 0;
    int room = body->h - field_h - ui_mm(ui, 1.0);
    enum style style = is_notice ? STYLE_BOLD : STYLE_TITLE;
    int high = ui_text_height(ui, style, body->w - 2 * inset, words);
    if (high > room - ui_mm(ui, 3.0)) {
        style = STYLE_BOLD;
        high = ui_text_height(ui, style, body->w - 2 * inset, words);
    }
    if (high > room) {
        return false;
    }
    struct rect top = rect_cut_top(body, high);
    rect_cut_top(body, ui_mm(ui, 1.0));
    if (is_notice) {
        ui_fill(ui, top, ui_mm(ui, 2.0), COLOR_WARN);
    }
    ui_text(ui, is_notice ? "notice" : "title", rect_inset(top, inset, 0), style, COLOR_INK,
            ALIGN_LEFT, words);
    return true;
}

/* ---- where there is little room ------------------------------------------------------------- */

/* On small screens the ribbon of practice stands above the field, or with the question in it. */
static bool is_small(const struct ui *ui)
{
    return page_is_low(ui) || page_is_upright(ui);
}

/* The question stands where its answer will come, and scrolls where it is too long for that. */
static void question_in_field(struct ui *ui, const struct view *view, struct rect row,
                              bool is_notice, const char *words)
{
    bool practice = view->is_practice && is_small(ui);
    enum color ink = practice && !is_notice ? COLOR_NIGHT : COLOR_INK;
    ui_fill(ui, row, ui_mm(ui, 2.0), is_notice ? COLOR_WARN : practice ? COLOR_GLOW : COLOR_CARD);
    ui_stroke(ui, row, ui_mm(ui, 2.0), ui_mm(ui, 0.5), COLOR_MARK);
    struct rect inner = rect_inset(row, ui_mm(ui, 3.0), ui_mm(ui, 0.5));
    int spare = inner.h - ui_text_height(ui, STYLE_BODY, inner.w, words);
    const char *id = is_notice ? "notice" : "title";
    if (spare < -ui_line_height(ui, STYLE_BODY) / 8) {
        struct rect area = ui_scroll_begin(ui, "question", inner, page_word(view, "scroll.more"),
                                           page_word(view, "scroll.back"));
        int used = ui_text(ui, id, area, STYLE_BODY, ink, ALIGN_LEFT, words);
        ui_scroll_end(ui, area.y + used);
        return;
    }
    rect_cut_top(&inner, spare > 0 ? spare / 2 : 0);
    ui_text(ui, id, inner, STYLE_BODY, ink, ALIGN_LEFT, words);
}

static bool fits_in_field(const struct ui *ui, struct rect row, const char *words)
{
    struct rect inner = rect_inset(row, ui_mm(ui, 3.0), ui_mm(ui, 0.5));
    return ui_text_height(ui, STYLE_BODY, inner.w, words) <=
           inner.h + ui_line_height(ui, STYLE_BODY) / 8;
}

/* A notice that is too long for the field has the page to itself, until it was read. */
static void notice_page(struct ui *ui, const struct view *view, struct visit *visit,
                        struct page *page)
{
    struct rect row = rect_cut_bottom(&page->body, ui_mm(ui, 20.0));
    rect_cut_bottom(&page->body, page_gap(ui));
    page_ribbon(ui, view, &page->body);
    struct rect area = page_scroll(ui, view, visit, page, "notice", page->body);
    page_notice(ui, view, visit, &area);
    ui_scroll_end(ui, area.y);
    if (ui_button(ui, "main", row, BUTTON_MAIN, NULL, page_word(view, "field.go-on"), true)) {
        visit->notice = NULL;
    }
}

/* The key that erases, above the big button or, where that is too low, left of it. */
static void typed_erase(struct ui *ui, const struct view *view, struct visit *visit,
                        struct rect *field, struct rect *go)
{
    int least = ui_mm(ui, 12.8), high = ui_mm(ui, 20.0);
    struct rect place;
    if (go->h >= least + page_gap(ui) + high) {
        struct rect low = rect_cut_bottom(go, high);
        rect_cut_bottom(go, page_gap(ui));
        place = *go;
        *go = low;
    } else {
        place = rect_cut_right(field, least);
        rect_cut_right(field, page_gap(ui));
    }
    struct keyboard_words words = page_keys(view);
    if (keyboard_erase(ui, place, &words, visit->typed)) {
        visit->notice = NULL;
    }
}

/* The field with the big button as an arrow beside it. As long as nothing is typed the question
 * stands in the field, and has the whole row when there is nothing to go on with. */
static bool typed_row(struct ui *ui, const struct view *view, struct visit *visit, struct rect row,
                      bool erase, const char *words, const char *main_key, bool main_enabled)
{
    struct rect field = row;
    struct rect go = rect_cut_right(&field, ui_mm(ui, 20.0));
    rect_cut_right(&field, page_gap(ui));
    if (erase && words == NULL) {
        typed_erase(ui, view, visit, &field, &go);
    }
    if (words != NULL && !main_enabled && !fits_in_field(ui, field, words)) {
        question_in_field(ui, view, row, visit->notice != NULL, words);
        return false;
    }
    if (words != NULL) {
        question_in_field(ui, view, field, visit->notice != NULL, words);
    } else {
        if (is_small(ui)) {
            page_ribbon(ui, view, &field);
        }
        ui_field(ui, "field", field, visit->typed, page_word(view, "field.hint"), "");
    }
    return page_go(ui, go, page_word(view, main_key), main_enabled);
}

/* What the field of a small page says instead of an answer, NULL: the answer. In practice the
 * question carries the ribbon's word. */
static const char *words_in_field(char *dst, size_t cap, const struct view *view,
                                  const struct visit *visit, const char *question)
{
    if (visit->notice == NULL && visit->typed[0] != '\0') {
        return NULL;
    }
    return !view->is_practice ? question
                              : page_fill(dst, cap, view, "practice.question",
                                          (const char *const[]){"name", question, NULL});
}

/* The bar as on every page without the big button, then the keyboard, and what is left for the
 * field. With large letters on a large screen the question still stands above it. */
static struct page typed_tight(struct ui *ui, const struct view *view, struct visit *visit,
                               const char *title, enum keyboard_kind kind, size_t max_count,
                               const char *main_key, bool main_enabled)
{
    bool small = is_small(ui), is_notice = visit->notice != NULL;
    unsigned flags = PAGE_BACK | (small ? PAGE_OWN_RIBBON : 0);
    struct page page = page_frame(ui, view, visit, flags, NULL, NULL, false);
    struct rect row = page.body;
    struct rect board = rect_cut_bottom(&row, keyboard_height(ui, kind, row.w));
    rect_cut_bottom(&row, page_gap(ui));
    char filled[300], practice[360];
    const char *words = question_words(filled, sizeof(filled), view, visit, title);
    if (!small && question_above(ui, &row, ui_mm(ui, 20.0), is_notice, words)) {
        words = NULL;
    } else if (small) {
        words = words_in_field(practice, sizeof(practice), view, visit, words);
    } else if (!is_notice && visit->typed[0] != '\0') {
        words = NULL;
    }
    struct rect beside = row;
    rect_cut_right(&beside, main_enabled ? ui_mm(ui, 20.0) + page_gap(ui) : 0);
    if (is_notice && words != NULL && !fits_in_field(ui, beside, words)) {
        notice_page(ui, view, visit, &page);
        return page;
    }
    bool erase = !keyboard_has_erase(ui, kind, row.w);
    page.main = typed_row(ui, view, visit, row, erase, words, main_key, main_enabled);
    draw_keyboard(ui, view, visit, board, kind, max_count);
    page.body = row;
    return page;
}

/* ---- where there is room -------------------------------------------------------------------- */

/* "12 van 80", in dst, which is returned. */
static const char *typed_count(char *dst, size_t cap, const struct view *view,
                               const struct visit *visit, size_t max_count)
{
    char now[16], most[16];
    snprintf(now, sizeof(now), "%zu", str_count(visit->typed));
    snprintf(most, sizeof(most), "%zu", max_count);
    return page_fill(dst, cap, view, "field.count",
                     (const char *const[]){"n", now, "max", most, NULL});
}

/* An example only helps when it can be read whole. */
static const char *hint_that_fits(const struct ui *ui, const struct view *view, const char *key,
                                  int width)
{
    const char *hint = page_word(view, key != NULL ? key : "field.hint");
    bool fits = ui_text_width(ui, STYLE_BODY, hint) <= width - ui_mm(ui, 10.0);
    return fits ? hint : page_word(view, "field.hint");
}

struct page page_typed(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, const char *hint_key, enum keyboard_kind kind,
                       size_t max_count, const char *main_key, bool main_enabled)
{
    if (is_small(ui) ||
        !page_has_main_in_bar(ui, view, visit, PAGE_BACK, "arrow-right", main_key)) {
        return typed_tight(ui, view, visit, title, kind, max_count, main_key, main_enabled);
    }
    struct page page =
        page_frame(ui, view, visit, PAGE_BACK, "arrow-right", main_key, main_enabled);
    int high = keyboard_height(ui, kind, page.body.w);
    struct rect board = rect_cut_bottom(&page.body, high < page.body.h ? high : page.body.h);
    rect_cut_bottom(&page.body, page_gap(ui));
    char filled[300], count[64] = "";
    bool is_notice = visit->notice != NULL;
    const char *words = question_words(filled, sizeof(filled), view, visit, title);
    bool inside = !question_above(ui, &page.body, ui_line_height(ui, STYLE_BODY) + ui_mm(ui, 3.0),
                                  is_notice, words);
    struct rect field = page.body;
    int most_high = ui_line_height(ui, STYLE_BODY) * 2 + ui_mm(ui, 6.0);
    field.h = field.h > most_high ? most_high : field.h;
    if (inside && (is_notice || visit->typed[0] == '\0')) {
        question_in_field(ui, view, field, is_notice, words);
    } else {
        if (kind == KEYBOARD_TEXT) {
            typed_count(count, sizeof(count), view, visit, max_count);
        }
        int room = field.w - ui_text_width(ui, STYLE_BODY, count);
        ui_field(ui, "field", field, visit->typed, hint_that_fits(ui, view, hint_key, room), count);
    }
    draw_keyboard(ui, view, visit, board, kind, max_count);
    return page;
}
