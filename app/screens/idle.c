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
    part_say(ui, &area, "idle.title", STYLE_TITLE, COLOR_INK, 1.0, page_word(view, "idle.title"));
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
    struct rect all = rect_inset(ui_bounds(ui), ui_mm(ui, 6.0), ui_mm(ui, 5.0));
    ui_card(ui, all, COLOR_CARD);
    struct rect body = rect_inset(all, ui_mm(ui, 5.0), ui_mm(ui, 4.0));
    int gap = page_gap(ui);

    struct rect buttons = rect_cut_bottom(&body, ui_mm(ui, 40.0) + gap);
    rect_cut_bottom(&body, gap);
    struct rect below = rect_row(buttons, 2, 1, gap);
    if (ui_button(ui, "idle.stay", rect_row(buttons, 2, 0, gap), BUTTON_MAIN, "check",
                  page_word(view, "idle.stay"), true)) {
        answer = IDLE_STAY;
    }
    if (ui_button(ui, "idle.stop", rect_column(below, 2, 0, gap), BUTTON_STOP, NULL,
                  page_word(view, "bar.stop"), true)) {
        answer = IDLE_STOP;
    }
    if (ui_button(ui, "idle.more", rect_column(below, 2, 1, gap), BUTTON_PLAIN, NULL,
                  page_word(view, "idle.more"), true)) {
        answer = IDLE_MORE_TIME;
    }
    draw_words(ui, view, visit, body, seconds_left);
    return answer;
}
