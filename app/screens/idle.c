#include "app/screens/idle.h"

#include "app/screens/page.h"

#include <stdio.h>

enum idle_answer idle_draw(struct ui *ui, const struct view *view, const struct visit *visit,
                           int seconds_left)
{
    ui_modal(ui);
    enum idle_answer answer = IDLE_NONE;
    struct rect all = rect_inset(ui_bounds(ui), ui_mm(ui, 6.0), ui_mm(ui, 5.0));
    ui_card(ui, all, COLOR_CARD);
    struct rect body = rect_inset(all, ui_mm(ui, 5.0), ui_mm(ui, 4.0));
    int gap = page_gap(ui);

    const char *stay = page_word(view, "idle.stay");
    const char *more = page_word(view, "idle.more");
    const char *stop = page_word(view, "bar.stop");
    int widths = ui_button_width(ui, "check", stay) + ui_button_width(ui, "clock", more) +
                 ui_button_width(ui, "log-out", stop) + 2 * gap;
    bool row = widths <= body.w;
    struct rect buttons = rect_cut_bottom(&body, row ? ui_mm(ui, 20.0) : ui_mm(ui, 54.0) + 2 * gap);
    rect_cut_bottom(&body, gap);
    struct rect cells[3];
    if (row) {
        cells[0] = rect_cut_right(&buttons, ui_button_width(ui, "check", stay));
        rect_cut_right(&buttons, gap);
        cells[1] = rect_cut_right(&buttons, ui_button_width(ui, "clock", more));
        cells[2] = rect_cut_left(&buttons, ui_button_width(ui, "log-out", stop));
    } else {
        for (int i = 0; i < 3; i++) {
            cells[i] = rect_row(buttons, 3, i, gap);
        }
    }
    if (ui_button(ui, "idle.stay", cells[0], BUTTON_MAIN, "check", stay, true)) {
        answer = IDLE_STAY;
    }
    if (ui_button(ui, "idle.more", cells[1], BUTTON_PLAIN, "clock", more, true)) {
        answer = IDLE_MORE_TIME;
    }
    if (ui_button(ui, "idle.stop", cells[2], BUTTON_STOP, "log-out", stop, true)) {
        answer = IDLE_STOP;
    }
    const char *title = page_word(view, "idle.title");
    int high = ui_text_height(ui, STYLE_TITLE, body.w, title);
    ui_text(ui, "idle.title", rect_cut_top(&body, high), STYLE_TITLE, COLOR_INK, ALIGN_LEFT, title);
    char seconds[12], words[300];
    snprintf(seconds, sizeof(seconds), "%d", seconds_left);
    page_fill(words, sizeof(words), view, "idle.text",
              (const char *const[]){"n", seconds, NULL});
    high = ui_text_height(ui, STYLE_BODY, body.w, words);
    ui_text(ui, "idle.text", rect_cut_top(&body, high), STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
    bool voting = visit->may_vote && visit_now(visit) != SCREEN_VOTE_DONE;
    if (voting && body.h >= ui_line_height(ui, STYLE_BODY)) {
        ui_text(ui, "idle.vote", body, STYLE_BOLD, COLOR_INK, ALIGN_LEFT,
                page_word(view, "idle.vote"));
    }
    return answer;
}
