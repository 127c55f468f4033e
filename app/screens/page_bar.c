/* The bar: help, letters, back, stop, and the one big button. */
#include "app/screens/page_frame.h"

#include "app/ui/paint.h"

#define SIDE_MM 20.0 /* of a button that shows its icon only */
#define EDGE_MM 4.0
#define RAIL_EDGE_MM 1.5
#define MAIN_MM 45.0 /* the big button is at least so wide, where there is room */

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
        bar->width[order[i]] = ui_mm(ui, SIDE_MM);
    }
    if (bar_total(ui, bar) > width && bar->main_width == 0) {
        /* Upright: four of 20 mm do not fit. "Stoppen" keeps its 20, the others share the rest. */
        int others = 0;
        int room = width - (bar->shown[BAR_STOP] ? ui_mm(ui, SIDE_MM) + page_gap(ui) : 0);
        for (int i = 0; i < BAR_ITEMS; i++) {
            others += bar->shown[i] && i != BAR_STOP ? 1 : 0;
        }
        for (int i = 0; i < BAR_ITEMS; i++) {
            bar->width[i] =
                i == BAR_STOP ? ui_mm(ui, SIDE_MM) : (room - (others - 1) * page_gap(ui)) / others;
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
    int least = ui_mm(ui, SIDE_MM);
    return words > least ? words : least;
}

void page_ribbon(struct ui *ui, const struct view *view, struct rect *all)
{
    if (!view->is_practice) {
        return;
    }
    struct rect ribbon = rect_cut_top(all, ui_line_height(ui, STYLE_BOLD));
    ui_fill(ui, ribbon, 0, COLOR_GLOW);
    const char *words = page_word(view, "practice.ribbon");
    if (ui_text_width(ui, STYLE_BOLD, words) > ribbon.w) {
        words = page_word(view, "practice.short");
    }
    ui_text_line(ui, "practice", ribbon, STYLE_BOLD, COLOR_NIGHT, ALIGN_CENTER, words);
}

/* On low screens the bar stands upright at the left, icons only, "Hulp" still at the bottom. */
static enum action rail_draw(struct ui *ui, const struct view *view, struct visit *visit,
                             const struct bar *bar, struct rect rail)
{
    /* "Beheer" stands where "Terug" stands elsewhere: only home has it. */
    const enum bar_item order[] = {BAR_HELP, BAR_LOOK, bar->shown[BAR_STAFF] ? BAR_STAFF : BAR_BACK,
                                   BAR_STOP};
    const int places = 4;
    enum action action = ACT_NONE;
    for (int i = 0; i < places; i++) { /* each has its own place, also when one is missing */
        struct rect place = rect_row(rail, places, places - 1 - i, page_gap(ui));
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

/* Low screens: the rail, and right of it the ribbon, the body and the big button. */
static struct page low_frame(struct ui *ui, const struct view *view, struct visit *visit,
                             bool has_ribbon, const struct bar *bar, const char *main_icon,
                             const char *main_word, bool main_enabled)
{
    struct page page = {.action = ACT_NONE};
    struct rect all = ui_bounds(ui);
    struct rect rail = rect_cut_left(&all, ui_mm(ui, RAIL_EDGE_MM + SIDE_MM));
    rect_cut_left(&rail, ui_mm(ui, RAIL_EDGE_MM));
    rail = rect_inset(rail, 0, ui_mm(ui, RAIL_EDGE_MM));
    if (has_ribbon) {
        page_ribbon(ui, view, &all);
    }
    rect_cut_left(&all, page_gap(ui));
    rect_cut_right(&all, page_gap(ui));
    all = rect_inset(all, 0, ui_mm(ui, RAIL_EDGE_MM));
    page.action = rail_draw(ui, view, visit, bar, rail);
    if (main_word != NULL) {
        struct rect row = rect_cut_bottom(&all, main_height(ui, all.w, main_word));
        int least = ui_mm(ui, MAIN_MM);
        row = rect_cut_right(&row, bar->main_width > least ? bar->main_width : least);
        page.main = ui_button(ui, "main", row, BUTTON_MAIN, main_icon, main_word, main_enabled);
        rect_cut_bottom(&all, page_gap(ui));
    }
    page.body = all;
    return page;
}

static struct bar bar_of(const struct ui *ui, const struct visit *visit, unsigned flags,
                         const char *main_icon, const char *main_word)
{
    return (struct bar){
        .shown = {[BAR_HELP] = visit_now(visit) != SCREEN_HELP,
                  [BAR_LOOK] = (flags & PAGE_NO_LOOK) == 0 && visit_now(visit) != SCREEN_LOOK,
                  [BAR_BACK] = (flags & PAGE_BACK) != 0,
                  [BAR_STOP] = (flags & PAGE_NO_STOP) == 0,
                  [BAR_STAFF] = visit_now(visit) == SCREEN_HOME},
        .main_width = main_word != NULL ? ui_button_width(ui, main_icon, main_word) : 0,
    };
}

bool page_has_main_in_bar(const struct ui *ui, const struct view *view, const struct visit *visit,
                          unsigned flags, const char *main_icon, const char *main_key)
{
    struct bar bar = bar_of(ui, visit, flags, main_icon, page_word(view, main_key));
    int width = ui_bounds(ui).w - 2 * ui_mm(ui, EDGE_MM);
    bar_fit(ui, view, &bar, width);
    return !page_is_low(ui) && !bar_is_double(ui, &bar, width);
}

struct page page_frame(struct ui *ui, const struct view *view, struct visit *visit, unsigned flags,
                       const char *main_icon, const char *main_key, bool main_enabled)
{
    struct page page = {.action = ACT_NONE};
    const char *main_word = main_key != NULL ? lang_text(view->lang, main_key) : NULL;
    struct bar bar = bar_of(ui, visit, flags, main_icon, main_word);
    struct rect all = ui_bounds(ui);
    bool has_ribbon = (flags & PAGE_OWN_RIBBON) == 0;
    ui_fill(ui, all, 0, COLOR_PAPER);
    if (page_is_low(ui)) {
        return low_frame(ui, view, visit, has_ribbon, &bar, main_icon, main_word, main_enabled);
    }
    if (has_ribbon) {
        page_ribbon(ui, view, &all);
    }
    bool upright = page_is_upright(ui);
    all = rect_inset(all, ui_mm(ui, upright ? 3.0 : EDGE_MM), ui_mm(ui, upright ? 1.5 : 3.0));
    bar_fit(ui, view, &bar, all.w);
    int least = ui_mm(ui, MAIN_MM);
    if (bar.main_width > 0 && bar.main_width < least &&
        bar_total(ui, &bar) + least - bar.main_width <= all.w) {
        bar.main_width = least;
    }
    struct rect main_place = {0};
    if (bar_is_double(ui, &bar, all.w)) {
        int high = main_height(ui, all.w, main_word);
        bar.main_width = 0;
        bar_fit(ui, view, &bar, all.w);
        struct rect row = rect_cut_bottom(&all, ui_mm(ui, SIDE_MM));
        page.action = bar_draw(ui, view, visit, &bar, row);
        rect_cut_bottom(&all, page_gap(ui));
        main_place = rect_cut_bottom(&all, high);
    } else {
        struct rect row = rect_cut_bottom(&all, ui_mm(ui, SIDE_MM));
        main_place = rect_cut_right(&row, bar.main_width);
        page.action = bar_draw(ui, view, visit, &bar, row);
    }
    if (main_word != NULL) {
        page.main =
            ui_button(ui, "main", main_place, BUTTON_MAIN, main_icon, main_word, main_enabled);
    }
    rect_cut_bottom(&all, page_gap(ui));
    page.body = all;
    return page;
}
