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

static size_t language_index(const struct visit *visit)
{
    return strcmp(visit->lang, "fy") == 0 ? 1 : strcmp(visit->lang, "en") == 0 ? 2 : 0;
}

static enum action draw_look(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "look.title"), 0, "check", "look.done", true);
    struct rect area = page_scroll(ui, view, visit, &page, "look", page.body);
    int top = area.y;
    area.h = 100000;
    /* Each language says its own name: these three words are the same in all texts. */
    const struct page_item languages[] = {{"look.nl", NULL, page_word(view, "look.nl"), true},
                                          {"look.fy", NULL, page_word(view, "look.fy"), true},
                                          {"look.en", NULL, page_word(view, "look.en"), true}};
    int tapped = draw_row(ui, view, &area, "look.language", languages, 3, language_index(visit));
    if (tapped >= 0) {
        static const char *const names[] = {"nl", "fy", "en"};
        snprintf(visit->lang, sizeof(visit->lang), "%s", names[tapped]);
    }
    const struct page_item sizes[] = {{"look.size-0", NULL, page_word(view, "look.small"), true},
                                      {"look.size-1", NULL, page_word(view, "look.medium"), true},
                                      {"look.size-2", NULL, page_word(view, "look.large"), true},
                                      {"look.size-3", NULL, page_word(view, "look.largest"), true}};
    tapped = draw_row(ui, view, &area, "look.letters", sizes, 4, (size_t)visit->look.size_step);
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
