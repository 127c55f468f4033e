/* part_idea: an idea as it is seen in a list, beside its picture, and by its answers. */
#include "app/screens/part.h"

#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

void part_idea_picture(struct ui *ui, struct rect rect, const struct view_idea *idea)
{
    if (idea->photo[0] != '\0') {
        char id[40];
        snprintf(id, sizeof(id), "picture.%u", (unsigned)idea->idea->number);
        ui_image(ui, id, rect, idea->photo, idea->idea->what);
        return;
    }
    if (idea->idea->drawing.point_count > 0) {
        /* A child's drawing is on white paper in every theme that has paper. */
        ui_fill(ui, rect, ui_mm(ui, 2.0), COLOR_CARD);
        ui_stroke(ui, rect, ui_mm(ui, 2.0), ui_mm(ui, 0.4), COLOR_LINE);
        struct rect paper = rect_inset(rect, ui_mm(ui, 1.0), ui_mm(ui, 1.0));
        page_drawing(ui, rect_fit(paper, 4, 3), &idea->idea->drawing);
        return;
    }
    ui_fill(ui, rect, ui_mm(ui, 2.0), COLOR_WARN);
    int size = (rect.w < rect.h ? rect.w : rect.h) / 2;
    ui_icon(ui, rect_center(rect, size, size),
            idea->idea->sort == IDEA_JEWEL ? "star" : "lightbulb", COLOR_INK);
}

/* ---- an idea in a list ---------------------------------------------------------------------- */

const char *part_support_words(char *dst, size_t cap, const struct view *view,
                               const struct view_idea *idea)
{
    if (idea->idea->sort == IDEA_JEWEL) {
        return part_number(dst, cap, view,
                           idea->supports == 0   ? "jewel.proud-none"
                           : idea->supports == 1 ? "jewel.proud-one"
                                                 : "jewel.proud-many",
                           idea->supports);
    }
    return part_number(dst, cap, view,
                       idea->supports == 0   ? "idea.support-none"
                       : idea->supports == 1 ? "idea.support-one"
                                             : "idea.support-many",
                       idea->supports);
}

struct part_note part_support_note(char *dst, size_t cap, const struct visit *visit,
                                   const struct view_idea *idea)
{
    snprintf(dst, cap, "%u", (unsigned)idea->supports);
    bool mine = visit_has_supported(visit, idea->rid);
    return (struct part_note){mine ? "check" : "heart", idea->supports > 0 ? dst : "", false};
}

enum { CARD_LINES = 2 };

/* Upright: the picture stands above the words. */
static bool card_is_tall(const struct ui *ui)
{
    return ui_bounds(ui).h > ui_bounds(ui).w;
}

static int card_picture_height(const struct ui *ui, int width)
{
    return width * 3 / 8 < ui_mm(ui, 34.0) ? width * 3 / 8 : ui_mm(ui, 34.0);
}

int part_idea_card_height(const struct ui *ui, int width, bool below)
{
    int line = ui_line_height(ui, STYLE_BODY);
    int words = (CARD_LINES + (below ? 1 : 0)) * line + ui_mm(ui, 5.0);
    if (!card_is_tall(ui)) {
        return words;
    }
    return words + (below ? 1 : 2) * line + card_picture_height(ui, width);
}

/* Icon and words on one line, under the words of the card. */
static void note_below(struct ui *ui, const char *id, struct rect row, struct part_note note)
{
    int size = row.h * 7 / 10;
    struct rect mark = rect_cut_left(&row, size);
    ui_icon(ui, rect_center(mark, size, size), note.icon, COLOR_INK);
    rect_cut_left(&row, ui_mm(ui, 1.5));
    ui_text_line(ui, id, row, STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT, note.words);
}

/* A heart over its count, at the right of the card. */
static void note_beside(struct ui *ui, const char *id, struct rect column, struct part_note note)
{
    int line = ui_line_height(ui, STYLE_BODY);
    int size = ui_mm(ui, 9.0);
    bool counted = note.words[0] != '\0';
    struct rect both = rect_center(column, column.w, size + (counted ? line : 0));
    /* Red is at home in the warm theme only; the strict ones have it as a ground. */
    enum color color = ui_look(ui)->theme == THEME_WARM ? COLOR_STOP : COLOR_INK;
    ui_icon(ui, rect_cut_top(&both, size), note.icon, color);
    if (counted) {
        ui_text(ui, id, both, STYLE_BOLD, COLOR_INK, ALIGN_CENTER, note.words);
    }
}

bool part_idea_card(struct ui *ui, const char *id, struct rect rect, const struct view_idea *idea,
                    struct part_note note)
{
    bool tapped = ui_tap_area(ui, id, rect, idea->idea->what);
    ui_card(ui, rect, ui_is_held(ui, id) ? COLOR_CHOSEN : COLOR_CARD);
    int edge = ui_mm(ui, 2.0);
    struct rect inner = rect_inset(rect, edge, edge);
    bool tall = card_is_tall(ui);
    if (tall) {
        part_idea_picture(ui, rect_cut_top(&inner, card_picture_height(ui, rect.w)), idea);
        rect_cut_top(&inner, ui_mm(ui, 1.0));
    } else if (rect.w >= ui_mm(ui, 120.0)) { /* else the words need the room */
        int most = inner.w * 32 / 100;
        int width = inner.h * 4 / 3 < most ? inner.h * 4 / 3 : most;
        part_idea_picture(ui, rect_cut_left(&inner, width), idea);
        rect_cut_left(&inner, ui_mm(ui, 4.0));
    }
    char note_id[48];
    snprintf(note_id, sizeof(note_id), "%s.note", id);
    if (note.below || tall) {
        note_below(ui, note_id, rect_cut_bottom(&inner, ui_line_height(ui, STYLE_BODY)), note);
    } else {
        int width = ui_text_width(ui, STYLE_BOLD, note.words) + ui_mm(ui, 2.0);
        int least = ui_mm(ui, 14.0);
        note_beside(ui, note_id, rect_cut_right(&inner, width > least ? width : least), note);
        rect_cut_right(&inner, ui_mm(ui, 2.0));
    }
    int lines = tall ? CARD_LINES + 1 : CARD_LINES;
    int height = ui_text_height(ui, STYLE_BOLD, inner.w, idea->idea->what);
    if (!tall && height < inner.h) {
        rect_cut_top(&inner, (inner.h - height) / 2);
    }
    part_lines(ui, inner, STYLE_BOLD, COLOR_INK, lines, idea->idea->what);
    return tapped;
}

bool part_has_column(const struct ui *ui, struct rect body, const char *label)
{
    return body.w >= ui_mm(ui, 180.0) && body.h >= ui_mm(ui, 60.0) &&
           body.w * 40 / 100 >= ui_button_width(ui, NULL, label);
}

struct rect part_idea_column(struct ui *ui, struct rect *body, const struct view_idea *idea)
{
    struct rect left = rect_cut_left(body, body->w * 40 / 100);
    rect_cut_left(body, 2 * page_gap(ui));
    struct rect place = rect_cut_bottom(&left, ui_mm(ui, 20.0));
    rect_cut_bottom(&left, page_gap(ui));
    left.h = left.w * 3 / 4 < left.h ? left.w * 3 / 4 : left.h;
    place.y = left.y + left.h + page_gap(ui);
    part_idea_picture(ui, left, idea);
    return place;
}

/* ---- what an idea says ---------------------------------------------------------------------- */

static const struct {
    unsigned need;
    const char *icon, *key;
} needs[] = {
    {NEED_MONEY, "coins", "needs.money"},
    {NEED_HANDS, "users", "needs.hands"},
    {NEED_ROOM, "door-open", "needs.room"},
    {NEED_PERMIT, "stamp", "needs.permit"},
    {NEED_KNOWLEDGE, "book-open", "needs.knowledge"},
};

size_t part_need_count(void)
{
    return sizeof(needs) / sizeof(needs[0]);
}

unsigned part_need(size_t index, const char **ret_icon, const char **ret_key)
{
    /* keys: needs.money needs.hands needs.room needs.permit needs.knowledge */
    *ret_icon = needs[index].icon;
    *ret_key = needs[index].key;
    return needs[index].need;
}

void part_idea_facts(struct ui *ui, const struct view *view, struct rect *area,
                     const struct idea *idea)
{
    part_say(ui, area, "idea.tell", STYLE_BODY, COLOR_INK, 3.0, idea->more);
    if (idea->whom[0] != '\0') {
        char words[IDEA_WHOM * 4 + 80];
        page_fill(words, sizeof(words), view, "idea.whom",
                  (const char *const[]){"name", idea->whom, NULL});
        part_fact(ui, area, "idea.whom", "users", STYLE_BODY, words);
    }
    if (idea->plan_of != PLAN_OF_NONE) {
        enum owner owner = idea->plan_of == PLAN_OF_US             ? OWNER_COMMUNITY
                           : idea->plan_of == PLAN_OF_US_WITH_HELP ? OWNER_SHARED
                                                                   : OWNER_MUNICIPALITY;
        rect_cut_top(area, page_owner(ui, view, *area, owner));
        rect_cut_top(area, page_gap(ui));
    }
    /* keys: guide.ask-1 guide.ask-2 guide.ask-3 guide.ask-4 guide.ask-5 */
    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        char key[16];
        snprintf(key, sizeof(key), "guide.ask-%zu", i + 1);
        if (idea->guide[i][0] != '\0') {
            part_say(ui, area, NULL, STYLE_BOLD, COLOR_INK, 0.5, page_word(view, key));
            part_say(ui, area, NULL, STYLE_BODY, COLOR_INK, 3.0, idea->guide[i]);
        }
    }
    if (idea->needs == 0) {
        return;
    }
    part_say(ui, area, "idea.needs", STYLE_BOLD, COLOR_INK, 1.0, page_word(view, "needs.title"));
    for (size_t i = 0; i < part_need_count(); i++) {
        if ((idea->needs & needs[i].need) != 0) {
            part_fact(ui, area, needs[i].key, needs[i].icon, STYLE_BODY,
                      page_word(view, needs[i].key));
        }
    }
}
