#include "app/screens/page_frame.h"

#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

enum { TITLE_SHARE = 45 }; /* a title takes at most this part of the body, in per cent */

const char *page_word(const struct view *view, const char *key)
{
    return lang_text(view->lang, key);
}

char *page_fill(char *dst, size_t cap, const struct view *view, const char *key,
                const char *const pairs[])
{
    return str_fill(dst, cap, lang_text(view->lang, key), pairs);
}

const char *page_amount(char *dst, size_t cap, int64_t cents)
{
    char number[32];
    str_amount(number, sizeof(number), cents);
    snprintf(dst, cap, "\u20ac\u00a0%s", number);
    return dst;
}

int page_gap(const struct ui *ui)
{
    return ui_mm(ui, 3.0);
}

bool page_is_narrow(const struct ui *ui)
{
    struct rect bounds = ui_bounds(ui);
    return bounds.w < bounds.h || bounds.w < ui_mm(ui, 120.0);
}

bool page_is_low(const struct ui *ui)
{
    struct rect bounds = ui_bounds(ui);
    return bounds.h < bounds.w && bounds.h < ui_mm(ui, 100.0);
}

bool page_is_upright(const struct ui *ui)
{
    struct rect bounds = ui_bounds(ui);
    return bounds.h > bounds.w;
}

/* A tinted card with words, taken off the top of *body; none without words. */
static int told_height(const struct ui *ui, int width, const char *words)
{
    int pad = ui_mm(ui, 3.0);
    return words[0] == '\0'
               ? 0
               : ui_text_height(ui, STYLE_BODY, width - 2 * pad, words) + pad + page_gap(ui);
}

static void draw_told(struct ui *ui, struct rect *body, const char *id, const char *words)
{
    if (words[0] == '\0') {
        return;
    }
    int pad = ui_mm(ui, 3.0);
    struct rect card = rect_cut_top(body, told_height(ui, body->w, words) - page_gap(ui));
    rect_cut_top(body, page_gap(ui));
    ui_fill(ui, card, ui_mm(ui, 2.0), COLOR_WARN);
    ui_text(ui, id, rect_inset(card, pad, pad / 2), STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
}

static const char *notice_words(char *dst, size_t cap, const struct view *view,
                                const struct visit *visit)
{
    char number[24];
    snprintf(number, sizeof(number), "%lld", (long long)visit->notice_number);
    dst[0] = '\0';
    return visit->notice == NULL
               ? dst
               : page_fill(dst, cap, view, visit->notice, (const char *const[]){"n", number, NULL});
}

void page_notice(struct ui *ui, const struct view *view, const struct visit *visit,
                 struct rect *body)
{
    char words[400];
    draw_told(ui, body, "notice", notice_words(words, sizeof(words), view, visit));
}

int page_notice_height(const struct ui *ui, const struct view *view, const struct visit *visit,
                       int width)
{
    char words[400];
    return told_height(ui, width, notice_words(words, sizeof(words), view, visit));
}

/* keys: store.read-only store.set-aside store.full */
static const char *store_words(const struct view *view)
{
    return view->store_key[0] != '\0' ? page_word(view, view->store_key) : "";
}

void page_tell(struct ui *ui, const struct view *view, const struct visit *visit, struct page *page,
               enum page_told told)
{
    char words[400] = "";
    if ((told & PAGE_TELL_NOTICE) != 0) {
        notice_words(words, sizeof(words), view, visit);
    }
    const char *store = (told & PAGE_TELL_STORE) != 0 ? store_words(view) : "";
    int high = told_height(ui, page->body.w, words) + told_height(ui, page->body.w, store);
    if (page->title != NULL || high > page->body.h * TITLE_SHARE / 100) {
        page->notice = words[0] != '\0';
        page->store = store[0] != '\0';
        return;
    }
    draw_told(ui, &page->body, "store", store);
    draw_told(ui, &page->body, "notice", words);
}

struct page page_begin(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, unsigned bar, const char *main_icon, const char *main_key,
                       bool main_enabled)
{
    struct page page = page_frame(ui, view, visit, bar, main_icon, main_key, main_enabled);
    if (title == NULL) {
        return page;
    }
    enum style style = STYLE_TITLE;
    int height = ui_text_height(ui, style, page.body.w, title);
    if (height > page.body.h * TITLE_SHARE / 100) {
        style = STYLE_BOLD;
        height = ui_text_height(ui, style, page.body.w, title);
    }
    if (height > page.body.h * TITLE_SHARE / 100) {
        page.title = title; /* it scrolls with the rest */
        return page;
    }
    ui_text(ui, "title", rect_cut_top(&page.body, height), style, COLOR_INK, ALIGN_LEFT, title);
    rect_cut_top(&page.body, ui_mm(ui, 2.0));
    return page;
}

struct rect page_scroll(struct ui *ui, const struct view *view, const struct visit *visit,
                        const struct page *page, const char *id, struct rect body)
{
    struct rect area = ui_scroll_begin(ui, id, body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    if (page->title != NULL) {
        int height = ui_text_height(ui, STYLE_BOLD, area.w, page->title);
        ui_text(ui, "title", rect_cut_top(&area, height), STYLE_BOLD, COLOR_INK, ALIGN_LEFT,
                page->title);
        rect_cut_top(&area, ui_mm(ui, 2.0));
    }
    if (page->store) {
        draw_told(ui, &area, "store", store_words(view));
    }
    if (page->notice) {
        page_notice(ui, view, visit, &area);
    }
    return area;
}

/* ---- small habits --------------------------------------------------------------------------- */

static const struct {
    const char *icon, *key;
    enum color color;
} owner_looks[] = {
    [OWNER_COMMUNITY] = {"house", "owner.community", COLOR_COMMUNITY},
    [OWNER_SHARED] = {"heart-handshake", "owner.shared", COLOR_SHARED},
    [OWNER_MUNICIPALITY] = {"map-pin", "owner.municipality", COLOR_MUNICIPALITY},
};

const char *page_owner_icon(enum owner owner)
{
    return owner_looks[owner].icon;
}

int page_owner(struct ui *ui, const struct view *view, struct rect rect, enum owner owner)
{
    const char *word = page_word(view, owner_looks[owner].key);
    int line = ui_line_height(ui, STYLE_BODY);
    int icon = line * 3 / 4;
    int pad = ui_mm(ui, 2.0);
    int text_width = ui_text_width(ui, STYLE_BODY, word);
    int width = icon + 3 * pad + text_width;
    int lines = 1;
    if (width > rect.w) {
        width = rect.w;
        lines = ui_text_height(ui, STYLE_BODY, width - icon - 3 * pad, word) / line;
    }
    struct rect badge = {rect.x, rect.y, width, line * lines + pad};
    ui_fill(ui, badge, ui_mm(ui, 2.5), owner_looks[owner].color);
    struct rect inner = rect_inset(badge, pad, pad / 2);
    struct rect left = rect_cut_left(&inner, icon);
    left.h = line;
    ui_icon(ui, rect_center(left, icon, icon), owner_looks[owner].icon, COLOR_INK);
    rect_cut_left(&inner, pad);
    ui_text(ui, NULL, inner, STYLE_BODY, COLOR_INK, ALIGN_LEFT, word);
    return badge.h;
}

void page_drawing(struct ui *ui, struct rect rect, const struct drawing *drawing)
{
    int start = 0;
    int width = rect.w / 90 + 1;
    for (int s = 0; s < drawing->stroke_count; s++) {
        int16_t points[128 * 2];
        size_t count = 0;
        for (int i = start; i < drawing->stroke_end[s]; i++) {
            points[2 * count] = (int16_t)(rect.x + drawing->x[i] * rect.w / IDEA_DRAWING_SIZE);
            points[2 * count + 1] = (int16_t)(rect.y + drawing->y[i] * rect.h / IDEA_DRAWING_SIZE);
            count++;
            if (count == 128 || i + 1 == drawing->stroke_end[s]) {
                ui_path(ui, points, count, width, COLOR_INK);
                /* The next piece starts where this one ended. */
                points[0] = points[2 * (count - 1)];
                points[1] = points[2 * (count - 1) + 1];
                count = 1;
            }
        }
        start = drawing->stroke_end[s];
    }
}
