/* The logbook: all that caretaker and admin did, the newest first, a page at a time; and whether it
 * is still as it was written. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>

enum { PAGE_LINES = 12 };

static void draw_whole(struct ui *ui, const struct view *view, struct rect *area)
{
    const struct view_logbook *logbook = &view->admin.logbook;
    char words[300];

    if (!logbook->is_known) {
        return;
    }
    part_number(words, sizeof(words), view, logbook->is_whole ? "logbook.whole" : "logbook.changed",
                logbook->line);
    part_panel(ui, area, "logbook.whole", logbook->is_whole ? "shield-check" : "triangle-alert",
               logbook->is_whole ? COLOR_CHOSEN : COLOR_WARN, STYLE_BODY, words);
}

static void draw_line(struct ui *ui, const struct view *view, struct rect *area, size_t index)
{
    const struct view_log *log = &view->log[view->log_count - 1 - index];
    char words[500], id[40];

    snprintf(id, sizeof(id), "logbook.line.%zu", index + 1);
    page_fill(words, sizeof(words), view,
              log->when[0] != '\0' ? "health.log-line" : "health.log-undated",
              (const char *const[]){"when", log->when, "name", page_word(view, log->key), "detail",
                                    log->detail, NULL});
    part_say(ui, area, id, STYLE_BODY, COLOR_INK, 2.5, words);
}

/* keys: logbook.newer logbook.older */
static void draw_turn(struct ui *ui, const struct view *view, struct visit *visit,
                      struct rect *area, const char *id, size_t page)
{
    const char *word = page_word(view, id);
    struct rect row = rect_cut_top(area, part_button_height(ui, area->w, word));

    rect_cut_top(area, page_gap(ui));
    if (ui_button(ui, id, row, BUTTON_PLAIN, NULL, word, true)) {
        visit->log_page = page;
    }
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "logbook.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    char id[24]; /* each page is read from its top */
    snprintf(id, sizeof(id), "logbook.%zu", visit->log_page);
    struct rect area = page_scroll(ui, view, visit, &page, id, page.body);
    size_t first = visit->log_page * PAGE_LINES;
    if (visit->log_page == 0) {
        draw_whole(ui, view, &area);
    } else {
        draw_turn(ui, view, visit, &area, "logbook.newer", visit->log_page - 1);
    }
    for (size_t i = first; i < first + PAGE_LINES && i < view->log_count; i++) {
        draw_line(ui, view, &area, i);
    }
    if (first + PAGE_LINES < view->log_count) {
        draw_turn(ui, view, visit, &area, "logbook.older", visit->log_page + 1);
    }
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_logbook = {"logbook", draw, true};
