/* The idea is kept: its number and two secret words. Writing them down is allowed, not needed. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>

/* Number and words on one card, large, as they would be copied onto a note. */
static void draw_note(struct ui *ui, const struct view *view, const struct visit *visit,
                      struct rect *area)
{
    char number[80], words[2 * WORDS_MAX_LEN + 4];
    part_number(number, sizeof(number), view, "done.number", visit->idea_number);
    snprintf(words, sizeof(words), "%s %s", words_at(visit->idea_words[0]),
             words_at(visit->idea_words[1]));
    int pad = ui_mm(ui, 4.0);
    int width = area->w - 2 * pad;
    const char *label = page_word(view, "done.words");
    int height = ui_text_height(ui, STYLE_TITLE, width, number) +
                 ui_text_height(ui, STYLE_BODY, width, label) +
                 ui_text_height(ui, STYLE_HUGE, width, words) + 2 * pad;
    struct rect card = rect_cut_top(area, height);
    rect_cut_top(area, page_gap(ui));
    ui_card(ui, card, COLOR_CARD);
    struct rect inner = rect_inset(card, pad, pad);
    part_say(ui, &inner, "done.number", STYLE_TITLE, COLOR_INK, 0.0, number);
    part_say(ui, &inner, NULL, STYLE_BODY, COLOR_INK, 0.0, label);
    part_say(ui, &inner, "done.words", STYLE_HUGE, COLOR_INK, 0.0, words);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "done.title"), 0, "check", "done.close", true);
    struct rect body = part_art(ui, page.body, "spot_idea");
    struct rect area = ui_scroll_begin(ui, "new_done", body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    draw_note(ui, view, visit, &area);
    part_say(ui, &area, "done.write", STYLE_BODY, COLOR_INK, 2.0, page_word(view, "done.write"));
    part_say(ui, &area, "done.after", STYLE_BODY, COLOR_INK_SOFT, 0.0,
             page_word(view, "done.after"));
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_return(visit, SCREEN_IDEAS);
    }
    return page.action;
}

const struct screen screen_new_done = {"new_done", draw, false};
