#include "app/screens/idle.h"

#include "app/screens/page.h"
#include "app/screens/part.h"

#include <stdio.h>

static void draw_words(struct ui *ui, const struct view *view, const struct visit *visit,
                       struct rect body, int seconds_left)
{
    struct rect area = ui_scroll_begin(ui, "idle", body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    char seconds[12], words[300];
    snprintf(seconds, sizeof(seconds), "%d", seconds_left);
    page_fill(words, sizeof(words), view, "idle.text", (const char *const[]){"n", seconds, NULL});
    bool voting = visit->may_vote && visit_now(visit) != SCREEN_VOTE_DONE;
    part_say(ui, &area, "idle.title", page_is_low(ui) ? STYLE_BOLD : STYLE_TITLE, COLOR_INK, 1.0,
             page_word(view, "idle.title"));
    if (voting) {
        part_say(ui, &area, "idle.vote", STYLE_BOLD, COLOR_INK, 1.0, page_word(view, "idle.vote"));
    }
    part_say(ui, &area, "idle.text", STYLE_BODY, COLOR_INK, 0.0, words);
    ui_scroll_end(ui, area.y);
}

enum idle_answer idle_draw(struct ui *ui, const struct view *view, const struct visit *visit,
                           int seconds_left)
{
    ui_modal(ui);
    enum idle_answer answer = IDLE_NONE;
    bool low = page_is_low(ui);
    struct rect all =
        rect_inset(ui_bounds(ui), ui_mm(ui, low ? 3.0 : 6.0), ui_mm(ui, low ? 1.5 : 5.0));
    ui_card(ui, all, COLOR_CARD);
    struct rect body = rect_inset(all, ui_mm(ui, 5.0), ui_mm(ui, low ? 2.5 : 4.0));
    int gap = page_gap(ui);

    bool stacked = page_is_upright(ui);
    int rows = stacked ? 3 : 2;
    int high = ui_mm(ui, 20.0);
    static const char *const keys[] = {"idle.stay", "idle.more", "bar.stop"};
    for (size_t i = 0; stacked && i < 3; i++) {
        int need = part_button_height(ui, body.w, page_word(view, keys[i]));
        high = need > high ? need : high;
    }
    struct rect buttons = rect_cut_bottom(&body, rows * high + (rows - 1) * gap);
    rect_cut_bottom(&body, gap);
    struct rect below = rect_row(buttons, rows, 1, gap);
    struct rect stop = stacked ? rect_row(buttons, rows, 2, gap) : rect_column(below, 2, 0, gap);
    struct rect more = stacked ? below : rect_column(below, 2, 1, gap);
    if (ui_button(ui, "idle.stay", rect_row(buttons, rows, 0, gap), BUTTON_MAIN, "check",
                  page_word(view, "idle.stay"), true)) {
        answer = IDLE_STAY;
    }
    if (ui_button(ui, "idle.stop", stop, BUTTON_STOP, NULL, page_word(view, "bar.stop"), true)) {
        answer = IDLE_STOP;
    }
    if (ui_button(ui, "idle.more", more, BUTTON_PLAIN, NULL, page_word(view, "idle.more"), true)) {
        answer = IDLE_MORE_TIME;
    }
    draw_words(ui, view, visit, body, seconds_left);
    return answer;
}
