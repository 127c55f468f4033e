/* The idea is kept: its number and two secret words. Writing them down is allowed, not needed. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>

/* A label and below it what is to be copied, large. */
static void draw_label(struct ui *ui, struct rect *area, const char *id, const char *label,
                       const char *words)
{
    part_say(ui, area, NULL, STYLE_BODY, COLOR_INK_SOFT, 0.0, label);
    part_say(ui, area, id, STYLE_HUGE, COLOR_INK, 0.0, words);
}

/* Number and words on one card, as they would be copied onto a note: side by side when wide. */
static void draw_note(struct ui *ui, const struct view *view, const struct visit *visit,
                      struct rect *area)
{
    char number[24], words[2 * WORDS_MAX_LEN + 4];
    snprintf(number, sizeof(number), "%u", (unsigned)visit->idea_number);
    snprintf(words, sizeof(words), "%s %s", words_at(visit->idea_words[0]),
             words_at(visit->idea_words[1]));
    const char *of_number = page_word(view, "done.number");
    const char *of_words = page_word(view, "done.words");
    int pad = ui_mm(ui, 4.0);
    int left = ui_text_width(ui, STYLE_HUGE, number);
    int label = ui_text_width(ui, STYLE_BODY, of_number);
    left = (label > left ? label : left) + 2 * pad;
    int width = area->w - 2 * pad;
    bool beside = left + ui_text_width(ui, STYLE_HUGE, words) <= width;
    int height = ui_line_height(ui, STYLE_BODY) + ui_line_height(ui, STYLE_HUGE);
    if (!beside) {
        height += ui_text_height(ui, STYLE_BODY, width, of_words) +
                  ui_text_height(ui, STYLE_HUGE, width, words);
    }
    struct rect card = rect_cut_top(area, height + pad);
    rect_cut_top(area, page_gap(ui));
    ui_card(ui, card, COLOR_CARD);
    struct rect inner = rect_inset(card, pad, pad / 2);
    if (beside) {
        struct rect column = rect_cut_left(&inner, left);
        draw_label(ui, &column, "done.number", of_number, number);
    } else {
        draw_label(ui, &inner, "done.number", of_number, number);
    }
    draw_label(ui, &inner, "done.words", of_words, words);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "done.title"), 0, "check", "done.close", true);
    struct rect area = ui_scroll_begin(ui, "new_done", page.body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    draw_note(ui, view, visit, &area);
    part_say(ui, &area, "done.write", STYLE_BODY, COLOR_INK, 0.0, page_word(view, "done.write"));
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_return(visit, SCREEN_IDEAS);
    }
    return page.action;
}

const struct screen screen_new_done = {"new_done", draw, false};
