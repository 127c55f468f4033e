/* Letters, contrast and language: always reachable, back to normal after each visitor. */
#include "app/screens/all.h"
#include "app/screens/page.h"

#include <stdio.h>
#include <string.h>

static int draw_row(struct ui *ui, const struct view *view, struct rect *body,
                    const char *title_key, const struct page_item *items, size_t count,
                    size_t chosen)
{
    int tapped = -1;
    int gap = page_gap(ui);
    const char *title = page_word(view, title_key);
    struct rect top = rect_cut_top(body, ui_text_height(ui, STYLE_BOLD, body->w, title));
    ui_text(ui, NULL, top, STYLE_BOLD, COLOR_INK, ALIGN_LEFT, title);
    rect_cut_top(body, ui_mm(ui, 1.0));
    int widest = 0;
    for (size_t i = 0; i < count; i++) {
        int width = ui_text_width(ui, STYLE_BODY, items[i].label) + ui_mm(ui, 22.0);
        widest = width > widest ? width : widest;
    }
    int columns = (body->w + gap) / (widest + gap);
    columns = columns < 1 ? 1 : columns > (int)count ? (int)count : columns;
    int rows = ((int)count + columns - 1) / columns;
    for (int r = 0; r < rows; r++) {
        struct rect row = rect_cut_top(body, ui_mm(ui, 18.0));
        rect_cut_top(body, gap);
        for (int c = 0; c < columns && r * columns + c < (int)count; c++) {
            size_t i = (size_t)r * (size_t)columns + (size_t)c;
            struct rect cell = rect_column(row, columns, c, gap);
            if (ui_choice(ui, items[i].id, cell, items[i].label, i == chosen, true)) {
                tapped = (int)i;
            }
            struct rect words = rect_inset(cell, ui_mm(ui, 4.0), 0);
            ui_text_line(ui, NULL, words, STYLE_BODY, COLOR_INK, ALIGN_LEFT, items[i].label);
        }
    }
    rect_cut_top(body, gap);
    return tapped;
}

enum { LANGUAGES = 6 }; /* more would hide the letters below them */

/* Languages are offered that can say their own name: ours, and those to which the village gave a
 * text "look.own-name". What such a language lacks is shown in Dutch. */
static size_t list_languages(const struct view *view, const char *ret[LANGUAGES])
{
    size_t count = 0;
    for (size_t i = 0; count < LANGUAGES && lang_name(view->lang, i) != NULL; i++) {
        const char *name = lang_name(view->lang, i);
        if (lang_own(view->lang, name, "look.own-name") != NULL) {
            ret[count++] = name;
        }
    }
    return count;
}

static void draw_languages(struct ui *ui, const struct view *view, struct visit *visit,
                           struct rect *area)
{
    const char *names[LANGUAGES];
    struct page_item items[LANGUAGES];
    char ids[LANGUAGES][24];
    size_t count = list_languages(view, names), chosen = 0;
    for (size_t i = 0; i < count; i++) {
        snprintf(ids[i], sizeof(ids[i]), "look.%s", names[i]);
        items[i] =
            (struct page_item){ids[i], NULL, lang_own(view->lang, names[i], "look.own-name"), true};
        chosen = strcmp(visit->lang, names[i]) == 0 ? i : chosen;
    }
    int tapped = draw_row(ui, view, area, "look.language", items, count, chosen);
    if (tapped >= 0) {
        snprintf(visit->lang, sizeof(visit->lang), "%s", names[tapped]);
    }
}

static enum action draw_look(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "look.title"), 0, "check", "look.done", true);
    struct rect area = page_scroll(ui, view, visit, &page, "look", page.body);
    int top = area.y;
    area.h = 100000;
    draw_languages(ui, view, visit, &area);
    const struct page_item sizes[] = {{"look.size-0", NULL, page_word(view, "look.small"), true},
                                      {"look.size-1", NULL, page_word(view, "look.medium"), true},
                                      {"look.size-2", NULL, page_word(view, "look.large"), true},
                                      {"look.size-3", NULL, page_word(view, "look.largest"), true}};
    int tapped = draw_row(ui, view, &area, "look.letters", sizes, 4, (size_t)visit->look.size_step);
    visit->look.size_step = tapped >= 0 ? tapped : visit->look.size_step;
    const struct page_item themes[] = {{"look.warm", NULL, page_word(view, "look.warm"), true},
                                       {"look.dark", NULL, page_word(view, "look.dark"), true},
                                       {"look.light", NULL, page_word(view, "look.light"), true}};
    tapped = draw_row(ui, view, &area, "look.contrast", themes, 3, (size_t)visit->look.theme);
    visit->look.theme = tapped >= 0 ? (enum theme)tapped : visit->look.theme;
    ui_scroll_end(ui, top + (100000 - area.h));
    if (page.main) {
        visit_back(visit);
    }
    return page.action;
}

const struct screen screen_look = {"look", draw_look, false};

static enum action draw_help(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "help.title"), 0, "check", "help.done", true);
    struct rect area = page_scroll(ui, view, visit, &page, "help", page.body);
    static const char *const keys[] = {"help.touch",  "help.stop", "help.letters", "help.vote",
                                       "help.secret", "help.idea", "help.person"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *words = page_word(view, keys[i]);
        int high = ui_text_height(ui, STYLE_BODY, area.w, words);
        ui_text(ui, keys[i], rect_cut_top(&area, high), STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
        rect_cut_top(&area, page_gap(ui));
    }
    if (view->hours[0] != '\0') {
        char words[600];
        page_fill(words, sizeof(words), view, "help.open",
                  (const char *const[]){"name", view->hours, NULL});
        int high = ui_text_height(ui, STYLE_BODY, area.w, words);
        ui_text(ui, "help.open", rect_cut_top(&area, high), STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                words);
        rect_cut_top(&area, page_gap(ui));
    }
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_back(visit);
    }
    return page.action;
}

const struct screen screen_help = {"help", draw_help, false};
