#include "app/screens/part.h"

#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

const struct view_idea *part_find_idea(const struct view_idea *ideas, size_t count,
                                       const uint8_t rid[RECORD_RID])
{
    for (size_t i = 0; i < count; i++) {
        if (memcmp(ideas[i].rid, rid, RECORD_RID) == 0) {
            return &ideas[i];
        }
    }
    return NULL;
}

/* ---- words ---------------------------------------------------------------------------------- */

int part_lines(struct ui *ui, struct rect rect, enum style style, enum color color, int max_lines,
               const char *text)
{
    int most = max_lines * ui_line_height(ui, style);
    int height = ui_text_height(ui, style, rect.w, text);
    rect.h = most;
    if (height <= most) {
        ui_text(ui, NULL, rect, style, color, ALIGN_LEFT, text);
        return height;
    }
    /* Take words off the end until it fits with an ellipsis behind it. */
    char kept[500], cut[sizeof(kept) + 4];
    str_copy(kept, sizeof(kept), text);
    do {
        char *blank = strrchr(kept, ' ');
        if (blank != NULL) {
            *blank = '\0';
        } else {
            str_chop(kept);
        }
        snprintf(cut, sizeof(cut), "%s\u2026", kept);
        height = ui_text_height(ui, style, rect.w, cut);
    } while (height > most && kept[0] != '\0');
    ui_text(ui, NULL, rect, style, color, ALIGN_LEFT, cut);
    return height;
}

void part_say(struct ui *ui, struct rect *area, const char *id, enum style style, enum color color,
              double gap_mm, const char *text)
{
    if (text == NULL || text[0] == '\0') {
        return;
    }
    int height = ui_text_height(ui, style, area->w, text);
    ui_text(ui, id, rect_cut_top(area, height), style, color, ALIGN_LEFT, text);
    rect_cut_top(area, ui_mm(ui, gap_mm));
}

/* Room that the icon before a fact takes: as wide as one line is high. */
static int fact_indent(const struct ui *ui, enum style style)
{
    return ui_line_height(ui, style) + ui_mm(ui, 1.5);
}

int part_fact_height(const struct ui *ui, enum style style, int width, const char *text)
{
    return ui_text_height(ui, style, width - fact_indent(ui, style), text);
}

void part_fact(struct ui *ui, struct rect *area, const char *id, const char *icon, enum style style,
               const char *text)
{
    int line = ui_line_height(ui, style);
    int height = part_fact_height(ui, style, area->w, text);
    struct rect row = rect_cut_top(area, height);
    struct rect mark = rect_cut_left(&row, fact_indent(ui, style));
    mark.w = line;
    mark.h = line;
    int size = line * 3 / 4;
    ui_icon(ui, rect_center(mark, size, size), icon, COLOR_INK);
    ui_text(ui, id, row, style, COLOR_INK, ALIGN_LEFT, text);
    rect_cut_top(area, ui_mm(ui, 2.0));
}

void part_panel(struct ui *ui, struct rect *area, const char *id, const char *icon,
                enum color ground, enum style style, const char *text)
{
    int pad = ui_mm(ui, 3.0);
    int height = part_fact_height(ui, style, area->w - 2 * pad, text) + 2 * pad;
    struct rect card = rect_cut_top(area, height);
    ui_fill(ui, card, ui_mm(ui, 3.0), ground);
    struct rect inner = rect_inset(card, pad, pad);
    part_fact(ui, &inner, id, icon, style, text);
    rect_cut_top(area, page_gap(ui));
}

const char *part_number(char *dst, size_t cap, const struct view *view, const char *key,
                        int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof(digits), "%lld", (long long)number);
    return page_fill(dst, cap, view, key, (const char *const[]){"n", digits, NULL});
}

/* ---- pictures ------------------------------------------------------------------------------- */

bool part_is_low(const struct ui *ui)
{
    return ui_bounds(ui).h < ui_mm(ui, 100.0);
}

static int words_height(const struct ui *ui, int width, const char *const words[])
{
    int height = 0;
    for (size_t i = 0; words[i] != NULL; i++) {
        height += part_fact_height(ui, STYLE_BODY, width, words[i]) + page_gap(ui);
    }
    return height;
}

struct rect part_art_beside(struct ui *ui, struct rect body, const char *art,
                            const char *const words[])
{
    struct rect rest = body, place;
    bool upright = ui_bounds(ui).h > ui_bounds(ui).w;
    if (upright) {
        place = rect_cut_top(&rest, body.w * 3 / 5);
        rect_cut_top(&rest, page_gap(ui));
    } else {
        place = rect_cut_left(&rest, body.w * 36 / 100);
        rect_cut_left(&rest, 2 * page_gap(ui));
    }
    int height = words_height(ui, rest.w, words);
    if (part_is_low(ui) || height > rest.h) {
        return body;
    }
    ui_art(ui, rect_fit(place, 4, 3), art);
    if (!upright && height > 0) {
        rect_cut_top(&rest, (rest.h - height) / 3); /* beside the middle of the picture */
    }
    return rest;
}

struct rect part_art(struct ui *ui, struct rect body, const char *art)
{
    return part_art_beside(ui, body, art, (const char *const[]){NULL});
}

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
    ui_icon(ui, rect_center(rect, size, size), "lightbulb", COLOR_INK);
}

/* ---- an idea in a list ---------------------------------------------------------------------- */

const char *part_support_words(char *dst, size_t cap, const struct view *view,
                               const struct view_idea *idea)
{
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
    ui_icon(ui, rect_cut_top(&both, size), note.icon, COLOR_STOP);
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

int part_button_height(const struct ui *ui, int width, const char *words)
{
    int height = ui_text_height(ui, STYLE_BOLD, width - ui_mm(ui, 6.0), words) + ui_mm(ui, 4.0);
    return height < ui_mm(ui, 20.0) ? ui_mm(ui, 20.0) : height;
}

void part_empty(struct ui *ui, const struct view *view, struct rect body, const char *id,
                const char *art, const char *words)
{
    body = part_art_beside(ui, body, art, (const char *const[]){words, NULL});
    struct rect area = ui_scroll_begin(ui, "empty", body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    part_say(ui, &area, id, STYLE_BODY, COLOR_INK, 0.0, words);
    ui_scroll_end(ui, area.y);
}

bool part_row(struct ui *ui, struct rect *area, const char *id, const char *icon, const char *label,
              const char *detail)
{
    int pad = ui_mm(ui, 4.0);
    int mark = ui_mm(ui, 10.0);
    int arrow = ui_mm(ui, 7.0);
    int width = area->w - 4 * pad - mark - arrow;
    int words = ui_text_height(ui, STYLE_BOLD, width, label);
    int more = detail != NULL ? ui_text_height(ui, STYLE_BODY, width, detail) : 0;
    int height = words + more + ui_mm(ui, 5.0);
    height = height < ui_mm(ui, 20.0) ? ui_mm(ui, 20.0) : height;
    struct rect card = rect_cut_top(area, height);
    rect_cut_top(area, page_gap(ui));
    bool tapped = ui_tap_area(ui, id, card, label);
    ui_card(ui, card, ui_is_held(ui, id) ? COLOR_CHOSEN : COLOR_CARD);
    struct rect inner = rect_inset(card, pad, 0);
    ui_icon(ui, rect_cut_left(&inner, mark), icon, COLOR_INK);
    rect_cut_left(&inner, pad);
    ui_icon(ui, rect_cut_right(&inner, arrow), "chevron-right", COLOR_INK_SOFT);
    inner.w = width;
    rect_cut_top(&inner, (height - words - more) / 2);
    ui_text(ui, NULL, rect_cut_top(&inner, words), STYLE_BOLD, COLOR_INK, ALIGN_LEFT, label);
    if (detail != NULL) {
        ui_text(ui, NULL, inner, STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT, detail);
    }
    return tapped;
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

/* ---- small habits --------------------------------------------------------------------------- */

void part_store_notice(struct ui *ui, const struct view *view, struct rect *body)
{
    if (!view->can_store) {
        /* keys: store.read-only store.set-aside store.full */
        part_panel(ui, body, "store", "triangle-alert", COLOR_WARN, STYLE_BODY,
                   page_word(view, view->store_key));
    }
}

enum screen_id part_came_from(const struct visit *visit)
{
    return visit->depth > 0 ? visit->stack[visit->depth - 1] : SCREEN_ATTRACT;
}

void part_field_enter(struct visit *visit, const char *kept)
{
    if (visit->typed[0] == '\0' && kept[0] != '\0') {
        str_copy(visit->typed, sizeof(visit->typed), kept);
    }
}

void part_field_keep(const struct visit *visit, enum screen_id here, char *kept, size_t cap)
{
    if (visit_now(visit) == here) {
        str_copy(kept, cap, visit->typed);
    }
}
