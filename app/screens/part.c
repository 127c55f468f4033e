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

struct rect part_art(struct ui *ui, struct rect body, const char *art)
{
    if (part_is_low(ui)) {
        return body;
    }
    if (page_is_narrow(ui)) {
        struct rect top = rect_cut_top(&body, body.h / 3);
        ui_art(ui, rect_fit(top, 4, 3), art);
    } else {
        struct rect left = rect_cut_left(&body, body.w * 38 / 100);
        ui_art(ui, rect_fit(left, 4, 3), art);
    }
    rect_cut_left(&body, page_is_narrow(ui) ? 0 : 2 * page_gap(ui));
    return body;
}

void part_idea_picture(struct ui *ui, struct rect rect, const struct view_idea *idea)
{
    if (idea->photo[0] != '\0') {
        ui_image(ui, NULL, rect, idea->photo, idea->idea->what);
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
                               const struct visit *visit, const struct view_idea *idea)
{
    if (visit_has_supported(visit, idea->rid)) {
        return part_number(dst, cap, view, "idea.supported", 0);
    }
    return part_number(dst, cap, view,
                       idea->supports == 0   ? "idea.support-none"
                       : idea->supports == 1 ? "idea.support-one"
                                             : "idea.support-many",
                       idea->supports);
}

enum { CARD_LINES = 2 };

/* Upright: the picture stands above the words. */
static bool card_is_tall(const struct ui *ui, int width)
{
    return width < ui_mm(ui, 105.0);
}

static int card_picture_height(const struct ui *ui, int width)
{
    return width * 3 / 8 < ui_mm(ui, 34.0) ? width * 3 / 8 : ui_mm(ui, 34.0);
}

int part_idea_card_height(const struct ui *ui, int width)
{
    int words = (CARD_LINES + 1) * ui_line_height(ui, STYLE_BODY) + ui_mm(ui, 6.0);
    if (!card_is_tall(ui, width)) {
        return words;
    }
    return words + ui_line_height(ui, STYLE_BODY) + card_picture_height(ui, width);
}

bool part_idea_card(struct ui *ui, const char *id, struct rect rect, const struct view_idea *idea,
                    const char *note_icon, const char *note)
{
    bool tapped = ui_tap_area(ui, id, rect, idea->idea->what);
    ui_card(ui, rect, ui_is_held(ui, id) ? COLOR_CHOSEN : COLOR_CARD);
    int edge = ui_mm(ui, 2.0);
    struct rect inner = rect_inset(rect, edge, edge);
    bool tall = card_is_tall(ui, rect.w);
    struct rect picture;
    if (tall) {
        picture = rect_cut_top(&inner, card_picture_height(ui, rect.w));
    } else {
        int most = inner.w * 32 / 100;
        picture = rect_cut_left(&inner, inner.h * 4 / 3 < most ? inner.h * 4 / 3 : most);
        rect_cut_left(&inner, ui_mm(ui, 4.0));
    }
    part_idea_picture(ui, picture, idea);
    struct rect below = rect_cut_bottom(&inner, ui_line_height(ui, STYLE_BODY));
    part_lines(ui, inner, STYLE_BOLD, COLOR_INK, tall ? CARD_LINES + 1 : CARD_LINES,
               idea->idea->what);
    int size = below.h * 7 / 10;
    struct rect mark = rect_cut_left(&below, size);
    ui_icon(ui, rect_center(mark, size, size), note_icon, COLOR_INK);
    rect_cut_left(&below, ui_mm(ui, 1.5));
    ui_text_line(ui, NULL, below, STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT, note);
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
