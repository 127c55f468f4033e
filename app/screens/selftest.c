/* Does everything work: six checks with words, and the touch test of nine points. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>

/* keys: check.touch check.button check.lamp check.stick check.disk check.clock */
static const struct {
    const char *id, *icon, *key;
} checks[CHECKS] = {
    [CHECK_TOUCH] = {"selftest.touch", "hand", "check.touch"},
    [CHECK_BUTTON] = {"selftest.button", "circle-dot", "check.button"},
    [CHECK_LAMP] = {"selftest.lamp", "lightbulb", "check.lamp"},
    [CHECK_STICK] = {"selftest.stick", "usb", "check.stick"},
    [CHECK_DISK] = {"selftest.disk", "hard-drive", "check.disk"},
    [CHECK_CLOCK] = {"selftest.clock", "clock", "check.clock"},
};

/* keys: check.unknown check.busy check.good check.bad */
static const struct {
    const char *icon, *key;
    enum color ground;
} answers[] = {
    [CHECK_UNKNOWN] = {"minus", "check.unknown", COLOR_CARD},
    [CHECK_BUSY] = {"clock", "check.busy", COLOR_CHOSEN},
    [CHECK_GOOD] = {"check", "check.good", COLOR_CARD},
    [CHECK_BAD] = {"x", "check.bad", COLOR_WARN},
};

static enum action draw_lamp_question(struct ui *ui, const struct view *view, struct rect *area)
{
    struct rect row = rect_cut_top(area, ui_mm(ui, 20.0));
    rect_cut_top(area, page_gap(ui));
    if (ui_button(ui, "selftest.lamp-yes", rect_column(row, 2, 0, page_gap(ui)), BUTTON_PLAIN,
                  "check", page_word(view, "check.yes"), true)) {
        return ACT_LAMP_SEEN;
    }
    if (ui_button(ui, "selftest.lamp-no", rect_column(row, 2, 1, page_gap(ui)), BUTTON_PLAIN, "x",
                  page_word(view, "check.no"), true)) {
        return ACT_LAMP_NOT_SEEN;
    }
    return ACT_NONE;
}

/* "Knop: werkt", and what to do when it does not. Notes come from the app by key: */
/* keys: check.button-press check.button-missing check.button-stuck check.lamp-look check.lamp-dark
 * check.stick-none check.disk-bad check.clock-unsure */
static void draw_check(struct ui *ui, const struct view *view, struct rect *area, size_t index)
{
    enum check_state state = view->checks[index];
    char words[500];
    page_fill(words, sizeof(words), view, "check.line",
              (const char *const[]){"name", page_word(view, checks[index].key), "state",
                                    page_word(view, answers[state].key), NULL});
    int pad = ui_mm(ui, 3.0);
    int mark = ui_line_height(ui, STYLE_BOLD);
    const char *note =
        view->check_note[index][0] != '\0' ? page_word(view, view->check_note[index]) : "";
    int width = area->w - 3 * pad - mark;
    int height = part_fact_height(ui, STYLE_BOLD, width, words) + 2 * pad;
    height += note[0] != '\0' ? ui_text_height(ui, STYLE_BODY, width, note) + ui_mm(ui, 2.0) : 0;
    struct rect card = rect_cut_top(area, height);
    rect_cut_top(area, page_gap(ui));
    ui_fill(ui, card, ui_mm(ui, 3.0), answers[state].ground);
    ui_stroke(ui, card, ui_mm(ui, 3.0), ui_mm(ui, 0.4), COLOR_LINE);
    struct rect inner = rect_inset(card, pad, pad);
    struct rect corner = rect_cut_right(&inner, mark);
    corner.h = mark;
    ui_icon(ui, rect_inset(corner, mark / 8, mark / 8), answers[state].icon, COLOR_INK);
    rect_cut_right(&inner, pad);
    part_fact(ui, &inner, checks[index].id, checks[index].icon, STYLE_BOLD, words);
    part_say(ui, &inner, NULL, STYLE_BODY, COLOR_INK, 0.0, note);
}

static enum action draw_selftest(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "selftest.title"), PAGE_BACK,
                                  "circle-play", "selftest.run", true);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = page.body;
    enum action action = page.action;
    struct rect area = page_scroll(ui, view, visit, &page, "selftest", body);
    for (size_t i = 0; i < CHECKS; i++) {
        draw_check(ui, view, &area, i);
        if (i == CHECK_TOUCH && view->checks[i] != CHECK_GOOD) {
            const char *words = page_word(view, "selftest.touch");
            struct rect row = rect_cut_top(&area, part_button_height(ui, area.w, words));
            rect_cut_top(&area, page_gap(ui));
            if (ui_button(ui, "selftest.touch-start", row, BUTTON_PLAIN, "hand", words, true)) {
                visit->touch_point = 0;
                visit_go(visit, SCREEN_SELFTEST_TOUCH);
            }
        }
        if (i == CHECK_LAMP && view->checks[i] == CHECK_BUSY) {
            enum action answer = draw_lamp_question(ui, view, &area);
            action = answer != ACT_NONE ? answer : action;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.main ? ACT_CHECKS_RUN : action;
}

const struct screen screen_selftest = {"selftest", draw_selftest, true};

enum { POINTS = 9 };

static enum action draw_touch(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, NULL, PAGE_BACK | PAGE_NO_LOOK, NULL, NULL, false);
    int point = visit->touch_point < 0 || visit->touch_point >= POINTS ? 0 : visit->touch_point;
    int size = ui_mm(ui, 20.0);
    struct rect field = page.body;
    struct rect target = {field.x + (field.w - size) * (point % 3) / 2,
                          field.y + (field.h - size) * (point / 3) / 2, size, size};
    char words[120], number[8];
    part_number(words, sizeof(words), view, "selftest.point", point + 1);
    /* The sentence keeps out of the way of the point. */
    struct rect say = rect_inset(field, size + page_gap(ui), 0);
    say.h = ui_text_height(ui, STYLE_BODY, say.w, words);
    say.y = point / 3 == 1 ? field.y : field.y + (field.h - say.h) / 2;
    ui_text(ui, "selftest.say", say, STYLE_BODY, COLOR_INK, ALIGN_CENTER, words);
    snprintf(number, sizeof(number), "%d", point + 1);
    if (ui_button(ui, "selftest.point", target, BUTTON_MAIN, NULL, number, true)) {
        visit->touch_point = point + 1;
        if (visit->touch_point == POINTS) {
            visit->touch_point = 0;
            visit_return(visit, SCREEN_SELFTEST);
            return ACT_CHECK_TOUCHED;
        }
    }
    return page.action;
}

const struct screen screen_selftest_touch = {"selftest_touch", draw_touch, true};
