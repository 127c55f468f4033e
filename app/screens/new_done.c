/* The idea is kept: its number and two secret words. Writing them down is allowed, not needed. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>

/* A label and below it what is to be copied, large. */
static void draw_label(struct ui *ui, struct rect *area, const char *id, enum style style,
                       const char *label, const char *words)
{
    part_say(ui, area, NULL, STYLE_BODY, COLOR_INK_SOFT, 0.0, label);
    part_say(ui, area, id, style, COLOR_INK, 0.0, words);
}

struct note { /* what the maker may copy */
    char number[24], words[2 * WORDS_MAX_LEN + 4];
    const char *of_number, *of_words;
};

/* Width of the column with the number. */
static int number_width(const struct ui *ui, const struct note *note, enum style style)
{
    int number = ui_text_width(ui, style, note->number);
    int label = ui_text_width(ui, STYLE_BODY, note->of_number);
    return (label > number ? label : number) + ui_mm(ui, 8.0);
}

static bool fits_beside(const struct ui *ui, const struct note *note, enum style style, int width)
{
    return number_width(ui, note, style) + ui_text_width(ui, style, note->words) <= width;
}

/* Number and words on one card, as they would be copied onto a paper: side by side when wide. */
static void draw_note(struct ui *ui, const struct note *note, struct rect *area)
{
    int pad = ui_mm(ui, 4.0);
    int width = area->w - 2 * pad;
    enum style style = fits_beside(ui, note, STYLE_HUGE, width) ? STYLE_HUGE : STYLE_TITLE;
    bool beside = fits_beside(ui, note, style, width);
    int height = ui_line_height(ui, STYLE_BODY) + ui_line_height(ui, style);
    if (!beside) {
        height += ui_text_height(ui, STYLE_BODY, width, note->of_words) +
                  ui_text_height(ui, style, width, note->words);
    }
    struct rect card = rect_cut_top(area, height + pad);
    rect_cut_top(area, page_gap(ui));
    ui_card(ui, card, COLOR_CARD);
    struct rect inner = rect_inset(card, pad, pad / 2);
    if (beside) {
        struct rect column = rect_cut_left(&inner, number_width(ui, note, style));
        draw_label(ui, &column, "done.number", style, note->of_number, note->number);
    } else {
        draw_label(ui, &inner, "done.number", style, note->of_number, note->number);
    }
    draw_label(ui, &inner, "done.words", style, note->of_words, note->words);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(
        ui, view, visit,
        page_word(view, visit->draft.sort == IDEA_JEWEL ? "done.title-jewel" : "done.title"), 0,
        "check", "done.close", true);
    struct rect area = page_scroll(ui, view, visit, &page, "new_done", page.body);
    struct note note = {.of_number = page_word(view, "done.number"),
                        .of_words = page_word(view, "done.words")};
    snprintf(note.number, sizeof(note.number), "%u", (unsigned)visit->idea_number);
    snprintf(note.words, sizeof(note.words), "%s %s", words_at(visit->idea_words[0]),
             words_at(visit->idea_words[1]));
    draw_note(ui, &note, &area);
    part_say(ui, &area, "done.write", STYLE_BODY, COLOR_INK, 0.0, page_word(view, "done.write"));
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_return(visit, visit->draft.sort == IDEA_JEWEL ? SCREEN_JEWELS : SCREEN_IDEAS);
    }
    return page.action;
}

const struct screen screen_new_done = {"new_done", draw, false};
