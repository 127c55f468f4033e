/* The idea in the maker's own words, once more, before it is kept; and ideas that look like it. */
#include "app/screens/all.h"
#include "app/screens/new_steps.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static bool draw_similar_card(struct ui *ui, const struct visit *visit, struct rect *area,
                              const struct view_idea *idea)
{
    struct rect place = rect_cut_top(area, part_idea_card_height(ui, area->w, false));
    rect_cut_top(area, page_gap(ui));
    char id[40], count[16];
    snprintf(id, sizeof(id), "similar.item.%u", (unsigned)idea->idea->number);
    return part_idea_card(ui, id, place, idea,
                          part_support_note(count, sizeof(count), visit, idea));
}

static enum action draw_similar(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "similar.title"), PAGE_BACK,
                                  NULL, "similar.other", true);
    struct rect area = page_scroll(ui, view, visit, &page, "similar", page.body);
    visit->seen_similar = true;
    uint8_t found[VIEW_ALIKE][RECORD_RID];
    size_t count = view_ideas_alike(view, visit->draft.what, NEW_ALIKE, found);
    const struct view_idea *chosen = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct view_idea *idea = view_idea_of(view, VIEW_SHOWN, found[i]);
        if (idea != NULL && draw_similar_card(ui, visit, &area, idea)) {
            chosen = idea;
        }
    }
    ui_scroll_end(ui, area.y);
    if (chosen != NULL) {
        memcpy(visit->idea_rid, chosen->rid, RECORD_RID);
        visit_go(visit, SCREEN_IDEA);
    } else if (page.main) {
        visit_go(visit, SCREEN_NEW_REVIEW);
    }
    return page.action;
}

const struct screen screen_new_similar = {"new_similar", draw_similar, false};

/* ---- review --------------------------------------------------------------------------------- */

/* An answer on a card of its own; tapping it goes back to its question. */
static bool draw_answer(struct ui *ui, struct rect *area, const char *id, const char *icon,
                        enum style style, const char *words)
{
    int pad = ui_mm(ui, 3.0);
    bool narrow = area->w < ui_mm(ui, 90.0); /* upright: only the words */
    int mark = narrow ? 0 : ui_mm(ui, 8.0);
    int width = area->w - 2 * pad - (narrow ? 0 : mark + pad);
    style = narrow ? STYLE_BODY : style;
    int height = 2 * pad + (narrow ? ui_text_height(ui, style, width, words)
                                   : part_fact_height(ui, style, width, words));
    height = height < ui_mm(ui, 16.0) ? ui_mm(ui, 16.0) : height;
    struct rect card = rect_cut_top(area, height);
    rect_cut_top(area, page_gap(ui));
    bool tapped = ui_tap_area(ui, id, card, words);
    ui_card(ui, card, ui_is_held(ui, id) ? COLOR_CHOSEN : COLOR_CARD);
    struct rect inner = rect_inset(card, pad, pad);
    if (narrow) {
        ui_text(ui, NULL, inner, style, COLOR_INK, ALIGN_LEFT, words);
        return tapped;
    }
    struct rect pencil = rect_cut_right(&inner, mark);
    ui_icon(ui, rect_center(pencil, mark, mark), "pencil", COLOR_INK_SOFT);
    inner.w = width;
    part_fact(ui, &inner, NULL, icon, style, words);
    return tapped;
}

static void needs_words(char *dst, size_t cap, const struct view *view, unsigned needs)
{
    dst[0] = '\0';
    for (size_t i = 0; i < part_need_count(); i++) {
        const char *icon, *key;
        if ((part_need(i, &icon, &key) & needs) != 0) {
            size_t len = strlen(dst);
            snprintf(dst + len, cap - len, "%s%s", len > 0 ? ", " : "", page_word(view, key));
        }
    }
}

static const char *plan_of_key(enum idea_plan_of plan_of)
{
    /* keys: planof.us planof.us-with-help planof.municipality */
    return plan_of == PLAN_OF_US             ? "planof.us"
           : plan_of == PLAN_OF_US_WITH_HELP ? "planof.us-with-help"
                                             : "planof.municipality";
}

static void draw_drawing(struct ui *ui, const struct view *view, struct visit *visit,
                         struct rect *area)
{
    int width = area->w < ui_mm(ui, 80.0) ? area->w : ui_mm(ui, 80.0);
    struct rect paper = rect_cut_top(area, width * 3 / 4);
    paper.w = width;
    bool tapped = ui_tap_area(ui, "new_review.drawing", paper, page_word(view, "draw.paper"));
    ui_card(ui, paper, COLOR_CARD);
    page_drawing(ui, rect_inset(paper, ui_mm(ui, 1.0), ui_mm(ui, 1.0)), &visit->draft.drawing);
    rect_cut_top(area, page_gap(ui));
    if (tapped) {
        visit_go(visit, SCREEN_NEW_DRAW);
    }
}

/* What was told beyond `what`, each only when it was answered. */
static void draw_answers(struct ui *ui, const struct view *view, struct visit *visit,
                         struct rect *area)
{
    const struct idea *draft = &visit->draft;
    char words[600];
    if (draft->more[0] != '\0' &&
        draw_answer(ui, area, "new_review.tell-more", "message-square", STYLE_BODY, draft->more)) {
        visit_go(visit, SCREEN_NEW_MORE);
    }
    if (draft->whom[0] != '\0') {
        page_fill(words, sizeof(words), view, "idea.whom",
                  (const char *const[]){"name", draft->whom, NULL});
        if (draw_answer(ui, area, "new_review.whom", "users", STYLE_BODY, words)) {
            visit_go(visit, SCREEN_NEW_WHOM);
        }
    }
    if (draft->plan_of != PLAN_OF_NONE && !visit->is_change &&
        draw_answer(ui, area, "new_review.plan_of", "house", STYLE_BODY,
                    page_word(view, plan_of_key(draft->plan_of)))) {
        visit_go(visit, SCREEN_NEW_PLAN_OF);
    }
    if (draft->needs != 0) {
        char list[300];
        needs_words(list, sizeof(list), view, draft->needs);
        page_fill(words, sizeof(words), view, "review.needs",
                  (const char *const[]){"name", list, NULL});
        if (draw_answer(ui, area, "new_review.needs", "hammer", STYLE_BODY, words)) {
            visit_go(visit, SCREEN_NEW_NEEDS);
        }
    }
    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        char id[40];
        snprintf(id, sizeof(id), "new_review.guide.%zu", i + 1);
        if (draft->guide[i][0] != '\0' &&
            draw_answer(ui, area, id, "map-pin", STYLE_BODY, draft->guide[i])) {
            visit_go(visit, SCREEN_GUIDE);
        }
    }
    if (draft->drawing.point_count > 0) {
        draw_drawing(ui, view, visit, area);
    }
    if (visit->name[0] != '\0') {
        snprintf(words, sizeof(words), "%s, %s", visit->name, visit->phone);
        if (draw_answer(ui, area, "new_review.contact", "phone", STYLE_BODY, words)) {
            visit_go(visit, SCREEN_NEW_CONTACT);
        }
    }
}

static enum action draw_review(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "review.title"), PAGE_BACK,
                                  "check", visit->is_change ? "review.save-change" : "review.save",
                                  view->can_store && visit->draft.what[0] != '\0');
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = page.body;
    struct rect area = page_scroll(ui, view, visit, &page, "new_review", body);
    enum idea_reveals reveals = idea_reveals_any(&visit->draft);
    if (reveals != REVEALS_NOTHING) {
        part_panel(ui, &area, "review.reveals", "eye", COLOR_WARN, STYLE_BODY,
                   page_word(view, reveals == REVEALS_PHONE ? "review.phone" : "review.mail"));
    }
    if (draw_answer(ui, &area, "new_review.what", "lightbulb", STYLE_TITLE, visit->draft.what)) {
        visit_go(visit, SCREEN_NEW_WHAT);
    }
    draw_answers(ui, view, visit, &area);
    const char *tell = page_word(view, "review.tell");
    struct rect row = rect_cut_top(&area, part_button_height(ui, area.w, tell));
    int width = ui_button_width(ui, "plus", tell);
    row.w = width < row.w ? width : row.w;
    if (ui_button(ui, "new_review.tell", row, BUTTON_PLAIN, "plus", tell, true)) {
        visit_go(visit, SCREEN_NEW_MORE);
    }
    rect_cut_top(&area, page_gap(ui));
    part_say(ui, &area, "review.names", STYLE_BODY, COLOR_INK_SOFT, 1.0,
             page_word(view, "review.names"));
    part_say(ui, &area, "review.first", STYLE_BODY, COLOR_INK_SOFT, 0.0,
             page_word(view, "review.first"));
    ui_scroll_end(ui, area.y);
    return page.main ? ACT_IDEA_SAVE : page.action;
}

const struct screen screen_new_review = {"new_review", draw_review, false};
