#include "app/screens/page.h"

#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

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

/* Lying and less than 100 mm high: height is what there is least of. */
static bool is_low(const struct ui *ui)
{
    struct rect bounds = ui_bounds(ui);
    return bounds.h < bounds.w && bounds.h < ui_mm(ui, 100.0);
}

/* ---- the bar -------------------------------------------------------------------------------- */

enum bar_item { BAR_HELP, BAR_LOOK, BAR_BACK, BAR_STOP, BAR_STAFF, BAR_ITEMS };

struct bar {
    bool shown[BAR_ITEMS];
    bool worded[BAR_ITEMS];
    int width[BAR_ITEMS];
    int main_width; /* 0: none */
};

static const struct {
    const char *id, *icon, *key;
} bar_parts[BAR_ITEMS] = {
    [BAR_HELP] = {"bar.help", "circle-help", "bar.help"},
    [BAR_LOOK] = {"bar.look", "a-large-small", "bar.look"},
    [BAR_BACK] = {"bar.back", "arrow-left", "bar.back"},
    [BAR_STOP] = {"bar.stop", "log-out", "bar.stop"},
    [BAR_STAFF] = {"bar.staff", "lock", "bar.staff"},
};

static int bar_total(const struct ui *ui, const struct bar *bar)
{
    int total = bar->main_width > 0 ? bar->main_width + page_gap(ui) : 0;
    for (int i = 0; i < BAR_ITEMS; i++) {
        if (bar->shown[i]) {
            total += bar->width[i] + page_gap(ui);
        }
    }
    return total - page_gap(ui);
}

/* Words give way to icons, least needed first, until the bar fits. "Stoppen" goes last. */
static void bar_fit(const struct ui *ui, const struct view *view, struct bar *bar, int width)
{
    static const enum bar_item order[] = {BAR_LOOK, BAR_STAFF, BAR_HELP, BAR_BACK, BAR_STOP};
    for (int i = 0; i < BAR_ITEMS; i++) {
        bar->worded[i] = bar->shown[i];
        bar->width[i] =
            ui_button_width(ui, bar_parts[i].icon, lang_text(view->lang, bar_parts[i].key));
    }
    for (int i = 0; i < BAR_ITEMS && bar_total(ui, bar) > width; i++) {
        bar->worded[order[i]] = false;
        bar->width[order[i]] = ui_mm(ui, 20.0);
    }
    if (bar_total(ui, bar) > width && bar->main_width == 0) { /* upright: share what there is */
        int count = 0;
        for (int i = 0; i < BAR_ITEMS; i++) {
            count += bar->shown[i] ? 1 : 0;
        }
        for (int i = 0; i < BAR_ITEMS; i++) {
            bar->width[i] = (width - (count - 1) * page_gap(ui)) / count;
        }
    }
}

/* A square button that shows its icon only; its word is still there for speech and scripts. */
static bool icon_button(struct ui *ui, const char *id, struct rect place, bool is_stop,
                        const char *icon, const char *word)
{
    bool tapped = ui_tap_area(ui, id, place, word);
    int size = ui_mm(ui, 10.0);
    ui_fill(ui, place, ui_mm(ui, 3.0), is_stop ? COLOR_STOP : COLOR_CARD);
    if (!is_stop) {
        ui_stroke(ui, place, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    }
    ui_icon(ui, rect_center(place, size, size), icon, is_stop ? COLOR_ON_STOP : COLOR_INK);
    return tapped;
}

static enum action bar_tap(struct ui *ui, const struct view *view, struct visit *visit,
                           enum bar_item item, struct rect place, bool worded)
{
    const char *word = lang_text(view->lang, bar_parts[item].key);
    bool tapped = worded ? ui_button(ui, bar_parts[item].id, place,
                                     item == BAR_STOP ? BUTTON_STOP : BUTTON_PLAIN,
                                     bar_parts[item].icon, word, true)
                         : icon_button(ui, bar_parts[item].id, place, item == BAR_STOP,
                                       bar_parts[item].icon, word);
    if (!tapped) {
        return ACT_NONE;
    }
    switch (item) {
    case BAR_HELP:
        visit_go(visit, SCREEN_HELP);
        break;
    case BAR_LOOK:
        visit_go(visit, SCREEN_LOOK);
        break;
    case BAR_BACK:
        visit_back(visit);
        break;
    case BAR_STOP:
        return ACT_END_VISIT;
    case BAR_STAFF:
        visit_go(visit, SCREEN_STAFF);
        break;
    case BAR_ITEMS:
        break;
    }
    return ACT_NONE;
}

static enum action bar_draw(struct ui *ui, const struct view *view, struct visit *visit,
                            const struct bar *bar, struct rect row)
{
    enum action action = ACT_NONE;
    for (int i = 0; i < BAR_ITEMS; i++) {
        if (!bar->shown[i]) {
            continue;
        }
        struct rect place = rect_cut_left(&row, bar->width[i]);
        rect_cut_left(&row, page_gap(ui));
        enum action tapped = bar_tap(ui, view, visit, (enum bar_item)i, place, bar->worded[i]);
        action = tapped != ACT_NONE ? tapped : action;
    }
    return action;
}

/* The big button in a row of its own is as high as its words ask. */
static int main_height(const struct ui *ui, int width, const char *word)
{
    int words = ui_text_height(ui, STYLE_BOLD, width - ui_mm(ui, 24.0), word) + ui_mm(ui, 4.0);
    int least = ui_mm(ui, is_low(ui) ? 18.0 : 20.0);
    return words > least ? words : least;
}

static void practice_ribbon(struct ui *ui, const struct view *view, struct rect *all)
{
    if (!view->is_practice) {
        return;
    }
    struct rect ribbon = rect_cut_top(all, ui_line_height(ui, STYLE_BOLD) + ui_mm(ui, 2.0));
    ui_fill(ui, ribbon, 0, COLOR_GLOW);
    ui_text_line(ui, "practice", ribbon, STYLE_BOLD, COLOR_NIGHT, ALIGN_CENTER,
                 lang_text(view->lang, "practice.ribbon"));
}

/* On low screens the bar stands upright at the left, icons only, "Hulp" still at the bottom. */
static enum action rail_draw(struct ui *ui, const struct view *view, struct visit *visit,
                             const struct bar *bar, struct rect *all)
{
    /* "Beheer" stands where "Terug" stands elsewhere: only home has it. */
    const enum bar_item order[] = {BAR_HELP, BAR_LOOK, bar->shown[BAR_STAFF] ? BAR_STAFF : BAR_BACK,
                                   BAR_STOP};
    const int places = 4;
    enum action action = ACT_NONE;
    struct rect rail = rect_cut_left(all, ui_mm(ui, 18.0));
    rect_cut_left(all, page_gap(ui));
    int high = (rail.h - (places - 1) * page_gap(ui)) / places;
    for (int i = 0; i < places; i++) { /* each has its own place, also when one is missing */
        struct rect place = rect_cut_bottom(&rail, high);
        rect_cut_bottom(&rail, page_gap(ui));
        if (bar->shown[order[i]]) {
            enum action tapped = bar_tap(ui, view, visit, order[i], place, false);
            action = tapped != ACT_NONE ? tapped : action;
        }
    }
    return action;
}

/* Height of the bar: one row, or two when the big button needs a row of its own. */
static bool bar_is_double(const struct ui *ui, const struct bar *bar, int width)
{
    return bar->main_width > 0 && bar_total(ui, bar) > width;
}

static struct page page_frame(struct ui *ui, const struct view *view, struct visit *visit,
                              struct rect all, unsigned flags, const char *main_icon,
                              const char *main_key, bool main_enabled)
{
    struct page page = {.action = ACT_NONE};
    const char *main_word = main_key != NULL ? lang_text(view->lang, main_key) : NULL;
    if ((flags & PAGE_NO_BAR) != 0) {
        page.body = all;
        return page;
    }
    struct bar bar = {
        .shown = {[BAR_HELP] = visit_now(visit) != SCREEN_HELP,
                  [BAR_LOOK] = (flags & PAGE_NO_LOOK) == 0 && visit_now(visit) != SCREEN_LOOK,
                  [BAR_BACK] = (flags & PAGE_BACK) != 0,
                  [BAR_STOP] = (flags & PAGE_NO_STOP) == 0,
                  [BAR_STAFF] = visit_now(visit) == SCREEN_HOME},
        .main_width = main_word != NULL ? ui_button_width(ui, main_icon, main_word) : 0,
    };
    if (is_low(ui)) {
        page.action = rail_draw(ui, view, visit, &bar, &all);
        if (main_word != NULL) {
            struct rect row = rect_cut_bottom(&all, main_height(ui, all.w, main_word));
            int least = ui_mm(ui, 45.0);
            int width = bar.main_width > least ? bar.main_width : least;
            row = rect_cut_right(&row, width);
            page.main = ui_button(ui, "main", row, BUTTON_MAIN, main_icon, main_word, main_enabled);
            rect_cut_bottom(&all, ui_mm(ui, 2.0));
        }
        page.body = all;
        return page;
    }
    int row_height = ui_mm(ui, 20.0);
    bar_fit(ui, view, &bar, all.w);
    if (bar.main_width > 0 && bar.main_width < ui_mm(ui, 45.0) &&
        bar_total(ui, &bar) + ui_mm(ui, 45.0) - bar.main_width <= all.w) {
        bar.main_width = ui_mm(ui, 45.0);
    }
    if (bar_is_double(ui, &bar, all.w)) {
        struct rect row = rect_cut_bottom(&all, main_height(ui, all.w, main_word));
        rect_cut_bottom(&all, page_gap(ui));
        page.main = ui_button(ui, "main", row, BUTTON_MAIN, main_icon, main_word, main_enabled);
        bar.main_width = 0;
        bar_fit(ui, view, &bar, all.w);
        row = rect_cut_bottom(&all, row_height);
        page.action = bar_draw(ui, view, visit, &bar, row);
    } else {
        struct rect row = rect_cut_bottom(&all, row_height);
        if (bar.main_width > 0) {
            struct rect place = rect_cut_right(&row, bar.main_width);
            page.main =
                ui_button(ui, "main", place, BUTTON_MAIN, main_icon, main_word, main_enabled);
        }
        page.action = bar_draw(ui, view, visit, &bar, row);
    }
    rect_cut_bottom(&all, page_gap(ui));
    page.body = all;
    return page;
}

static struct rect page_wall(struct ui *ui, const struct view *view)
{
    struct rect all = ui_bounds(ui);
    ui_fill(ui, all, 0, COLOR_PAPER);
    practice_ribbon(ui, view, &all);
    return rect_inset(all, page_gap(ui) + ui_mm(ui, 1.0), page_gap(ui));
}

struct page page_begin(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, unsigned bar, const char *main_icon, const char *main_key,
                       bool main_enabled)
{
    struct rect all = page_wall(ui, view);
    struct page page = page_frame(ui, view, visit, all, bar, main_icon, main_key, main_enabled);
    if (title != NULL) {
        int height = ui_text_height(ui, STYLE_TITLE, page.body.w, title);
        struct rect top = rect_cut_top(&page.body, height);
        ui_text(ui, "title", top, STYLE_TITLE, COLOR_INK, ALIGN_LEFT, title);
        rect_cut_top(&page.body, ui_mm(ui, 2.0));
    }
    return page;
}

/* ---- typed questions ------------------------------------------------------------------------ */

static struct keyboard_words keyboard_words(const struct view *view)
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

/* The big button as an arrow; its word is there for speech and scripts. */
static bool go_button(struct ui *ui, struct rect place, const char *word, bool enabled)
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

static void typed_question(struct ui *ui, const struct view *view, const struct visit *visit,
                           struct rect *body, const char *title)
{
    const char *words = title;
    char filled[300];
    if (visit->notice != NULL) {
        char number[24];
        snprintf(number, sizeof(number), "%lld", (long long)visit->notice_number);
        words = page_fill(filled, sizeof(filled), view, visit->notice,
                          (const char *const[]){"n", number, NULL});
    }
    int room = body->h - ui_line_height(ui, STYLE_BODY) - ui_mm(ui, 8.0);
    bool titled = visit->notice == NULL &&
                  ui_text_height(ui, STYLE_TITLE, body->w - 2 * ui_mm(ui, 3.0), words) <= room;
    enum style style = titled ? STYLE_TITLE : STYLE_BOLD;
    int height = ui_text_height(ui, style, body->w - 2 * ui_mm(ui, 3.0), words);
    struct rect top = rect_cut_top(body, height < room ? height : room);
    if (visit->notice != NULL) {
        ui_fill(ui, top, ui_mm(ui, 2.0), COLOR_WARN);
    }
    if (height > top.h) {
        /* Low screens: a long question scrolls rather than be cut. */
        struct rect inner = ui_scroll_begin(ui, "question", top, page_word(view, "scroll.more"),
                                            page_word(view, "scroll.back"));
        int used = ui_text(ui, "title", inner, style, COLOR_INK, ALIGN_LEFT, words);
        ui_scroll_end(ui, inner.y + used);
        return;
    }
    struct rect inner = visit->notice != NULL ? rect_inset(top, ui_mm(ui, 3.0), 0) : top;
    ui_text(ui, "title", inner, style, COLOR_INK, ALIGN_LEFT, words);
}

/* Where there is no room above it, the question stands where its answer will come. */
static void question_in_field(struct ui *ui, struct rect row, bool is_notice, const char *words)
{
    ui_fill(ui, row, ui_mm(ui, 2.0), is_notice ? COLOR_WARN : COLOR_CARD);
    ui_stroke(ui, row, ui_mm(ui, 2.0), ui_mm(ui, 0.5), COLOR_MARK);
    struct rect inner = rect_inset(row, ui_mm(ui, 1.5), ui_mm(ui, 0.5));
    int spare = inner.h - ui_text_height(ui, STYLE_BODY, inner.w, words);
    rect_cut_top(&inner, spare > 0 ? spare / 2 : 0);
    ui_text(ui, is_notice ? "notice" : "title", inner, STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
}

/* Low and upright screens: back, stop, the answer and the big button in one row above the keyboard.
 * The question stands where the answer will come; a notice stands there until the next key. */
static struct page typed_tight(struct ui *ui, const struct view *view, struct visit *visit,
                               const char *title, enum keyboard_kind kind, size_t max_count,
                               const char *main_key, bool main_enabled)
{
    struct page page = {.action = ACT_NONE};
    struct rect all = rect_inset(page_wall(ui, view), -ui_mm(ui, 1.5), -ui_mm(ui, 1.5));
    int gap = ui_mm(ui, 1.5);
    int key = ui_mm(ui, 16.0);
    int high = keyboard_height(ui, kind, all.w);
    int most = all.h - gap - ui_line_height(ui, STYLE_BODY) - ui_mm(ui, 4.0);
    struct rect board = rect_cut_bottom(&all, high < most ? high : most);
    rect_cut_bottom(&all, gap);
    struct rect row = all;
    bool upright = ui_bounds(ui).h > ui_bounds(ui).w;
    if (upright) {
        row = rect_cut_top(&all, key);
        rect_cut_top(&all, gap);
    }
    enum action back = bar_tap(ui, view, visit, BAR_BACK, rect_cut_left(&row, key), false);
    rect_cut_left(&row, gap);
    page.action = bar_tap(ui, view, visit, BAR_STOP, rect_cut_left(&row, key), false);
    page.action = back != ACT_NONE ? back : page.action;
    rect_cut_left(&row, gap);
    struct rect go = rect_cut_right(&row, key + gap);
    rect_cut_right(&row, gap);
    page.main = go_button(ui, go, page_word(view, main_key), main_enabled);
    row = upright ? all : row;
    if (visit->notice != NULL || visit->typed[0] == '\0') {
        char number[24], words[300];
        snprintf(number, sizeof(number), "%lld", (long long)visit->notice_number);
        bool notice = visit->notice != NULL;
        if (notice) {
            page_fill(words, sizeof(words), view, visit->notice,
                      (const char *const[]){"n", number, NULL});
        }
        question_in_field(ui, row, notice, notice ? words : title);
    } else {
        ui_field(ui, "field", row, visit->typed, "", "");
    }
    struct keyboard_words words = keyboard_words(view);
    size_t cap =
        max_count * 4 + 1 < sizeof(visit->typed) ? max_count * 4 + 1 : sizeof(visit->typed);
    if (keyboard_draw(ui, board, kind, &visit->keyboard, &words, visit->typed, cap, max_count)) {
        visit->notice = NULL;
    }
    page.body = all;
    return page;
}

struct page page_typed(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, const char *hint_key, enum keyboard_kind kind,
                       size_t max_count, const char *main_key, bool main_enabled)
{
    if ((is_low(ui) || ui_bounds(ui).h > ui_bounds(ui).w) && kind != KEYBOARD_DIGITS) {
        return typed_tight(ui, view, visit, title, kind, max_count, main_key, main_enabled);
    }
    struct rect all = page_wall(ui, view);
    struct page page =
        page_frame(ui, view, visit, all, PAGE_BACK, "arrow-right", main_key, main_enabled);
    int high = keyboard_height(ui, kind, page.body.w);
    int field_least = ui_line_height(ui, STYLE_BODY) + ui_mm(ui, 3.0);
    struct rect board = rect_cut_bottom(&page.body, high < page.body.h ? high : page.body.h);
    rect_cut_bottom(&page.body, ui_mm(ui, 2.0));
    /* With the ribbon of practice above it, no question has room of its own. */
    bool inside = visit->notice == NULL &&
                  ui_text_height(ui, STYLE_BOLD, page.body.w, title) + field_least > page.body.h &&
                  ui_text_height(ui, STYLE_BODY, page.body.w - ui_mm(ui, 3.0), title) < page.body.h;
    if (!inside) {
        typed_question(ui, view, visit, &page.body, title);
        rect_cut_top(&page.body, ui_mm(ui, 1.0));
    }
    char count[64] = "";
    if (kind == KEYBOARD_TEXT) {
        char now[16], most[16];
        snprintf(now, sizeof(now), "%zu", str_count(visit->typed));
        snprintf(most, sizeof(most), "%zu", max_count);
        page_fill(count, sizeof(count), view, "field.count",
                  (const char *const[]){"n", now, "max", most, NULL});
    }
    struct rect field = page.body;
    int most_high = ui_line_height(ui, STYLE_BODY) * 2 + ui_mm(ui, 6.0);
    if (field.h > most_high) {
        field.h = most_high;
    }
    if (inside && visit->typed[0] == '\0') {
        question_in_field(ui, field, false, title);
    } else {
        ui_field(ui, "field", field, visit->typed,
                 hint_key != NULL ? page_word(view, hint_key) : "", count);
    }
    struct keyboard_words words = keyboard_words(view);
    size_t cap =
        max_count * 4 + 1 < sizeof(visit->typed) ? max_count * 4 + 1 : sizeof(visit->typed);
    if (keyboard_draw(ui, board, kind, &visit->keyboard, &words, visit->typed, cap, max_count)) {
        visit->notice = NULL;
    }
    return page;
}

/* ---- small habits --------------------------------------------------------------------------- */

void page_notice(struct ui *ui, const struct view *view, const struct visit *visit,
                 struct rect *body)
{
    if (visit->notice == NULL) {
        return;
    }
    char number[24], words[400];
    snprintf(number, sizeof(number), "%lld", (long long)visit->notice_number);
    page_fill(words, sizeof(words), view, visit->notice, (const char *const[]){"n", number, NULL});
    int pad = ui_mm(ui, 3.0);
    int height = ui_text_height(ui, STYLE_BODY, body->w - 2 * pad, words) + pad;
    struct rect card = rect_cut_top(body, height);
    rect_cut_top(body, ui_mm(ui, 2.0));
    ui_fill(ui, card, ui_mm(ui, 2.0), COLOR_WARN);
    ui_text(ui, "notice", rect_inset(card, pad, pad / 2), STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
}

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

int page_menu(struct ui *ui, struct rect body, const char *id, const struct view *view,
              const struct page_item *items, size_t count)
{
    int tapped = -1;
    int columns = body.w >= ui_mm(ui, 190.0) && count > 3 ? 2 : 1;
    struct rect area = ui_scroll_begin(ui, id, body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    int gap = page_gap(ui);
    int bottom = area.y;
    for (size_t i = 0; i < count; i += (size_t)columns) {
        int height = ui_mm(ui, 20.0);
        for (int c = 0; c < columns && i + (size_t)c < count; c++) {
            struct rect cell = rect_column(area, columns, c, gap);
            int need = ui_text_height(ui, STYLE_BODY, cell.w - ui_mm(ui, 26.0),
                                      items[i + (size_t)c].label) +
                       ui_mm(ui, 6.0);
            height = need > height ? need : height;
        }
        struct rect row = rect_cut_top(&area, height);
        rect_cut_top(&area, gap);
        bottom = row.y + row.h;
        for (int c = 0; c < columns && i + (size_t)c < count; c++) {
            const struct page_item *item = &items[i + (size_t)c];
            if (ui_button(ui, item->id, rect_column(row, columns, c, gap), BUTTON_PLAIN, item->icon,
                          item->label, item->enabled)) {
                tapped = (int)(i + (size_t)c);
            }
        }
    }
    ui_scroll_end(ui, bottom);
    return tapped;
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
