/* Ideas are read before others see them: the list, one idea, and the reason when it is not placed.
 * The maker reads that reason. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *icon, *key;
} states[] = {
    /* keys: moderate.waiting moderate.shown moderate.hidden moderate.withdrawn */
    [IDEA_WAITING] = {"clock", "moderate.waiting"},
    [IDEA_SHOWN] = {"check", "moderate.shown"},
    [IDEA_HIDDEN] = {"eye-off", "moderate.hidden"},
    [IDEA_WITHDRAWN] = {"undo-2", "moderate.withdrawn"},
};

static const char *state_words(const struct view *view, const struct view_idea *idea)
{
    return page_word(view, idea->state == IDEA_WAITING && idea->is_updated
                               ? "moderate.updated"
                               : states[idea->state].key);
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "moderate.title"), PAGE_BACK,
                                  NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = page.body;
    if (view->waiting_count == 0) {
        part_empty(ui, view, visit, &page, "moderate.none", "spot_idea",
                   page_word(view, "moderate.none"));
        return page.action;
    }
    struct rect area = page_scroll(ui, view, visit, &page, "moderate", body);
    int gap = page_gap(ui);
    int columns = area.w >= ui_mm(ui, 290.0) ? 2 : 1;
    int height = part_idea_card_height(ui, rect_column(area, columns, 0, gap).w, true);
    for (size_t i = 0; i < view->waiting_count; i++) {
        struct rect row = {area.x, area.y + (int)(i / (size_t)columns) * (height + gap), area.w,
                           height};
        struct rect place = rect_column(row, columns, (int)(i % (size_t)columns), gap);
        const struct view_idea *idea =
            ui_is_visible(ui, place) ? view_idea_at(view, VIEW_STAFF, i) : NULL;
        if (idea == NULL) {
            continue;
        }
        char id[40];
        snprintf(id, sizeof(id), "moderate.item.%u", (unsigned)idea->idea->number);
        struct part_note note = {states[idea->state].icon, state_words(view, idea), true};
        if (part_idea_card(ui, id, place, idea, note)) {
            memcpy(visit->idea_rid, idea->rid, RECORD_RID);
            memset(visit->reason, 0, sizeof(visit->reason));
            visit_go(visit, SCREEN_MODERATE_ONE);
        }
    }
    int rows = (int)((view->waiting_count + (size_t)columns - 1) / (size_t)columns);
    ui_scroll_end(ui, area.y + rows * (height + gap) - gap);
    return page.action;
}

const struct screen screen_moderate = {"moderate", draw_list, true};

/* ---- one idea ------------------------------------------------------------------------------- */

static void draw_words(struct ui *ui, const struct view *view, struct rect *area,
                       const struct view_idea *idea, bool with_picture)
{
    part_say(ui, area, "moderate.what", STYLE_TITLE, COLOR_INK, 2.0, idea->idea->what);
    part_fact(ui, area, "moderate.state", states[idea->state].icon, STYLE_BODY,
              state_words(view, idea));
    if (idea->reason[0] != '\0') {
        char words[600];
        page_fill(words, sizeof(words), view, "mine.reason",
                  (const char *const[]){"name", idea->reason, NULL});
        part_say(ui, area, "moderate.reason", STYLE_BODY, COLOR_INK, 2.0, words);
    }
    if (with_picture && (idea->photo[0] != '\0' || idea->idea->drawing.point_count > 0)) {
        int width = area->w < ui_mm(ui, 80.0) ? area->w : ui_mm(ui, 80.0);
        struct rect picture = rect_cut_top(area, width * 3 / 4);
        picture.w = width;
        part_idea_picture(ui, picture, idea);
        rect_cut_top(area, page_gap(ui));
    }
    part_idea_facts(ui, view, area, idea->idea);
    if (idea->has_contact) {
        part_fact(ui, area, "moderate.contact", "lock", STYLE_BODY,
                  page_word(view, "moderate.contact"));
    }
}

static bool draw_hide(struct ui *ui, const struct view *view, struct rect place,
                      const struct view_idea *idea)
{
    bool can_hide = idea->state == IDEA_WAITING || idea->state == IDEA_SHOWN;
    return can_hide && ui_button(ui, "moderate.hide", place, BUTTON_PLAIN, "eye-off",
                                 page_word(view, "moderate.hide"), view->can_store);
}

static bool draw_one_body(struct ui *ui, const struct view *view, const struct visit *visit,
                          const struct page *page, const struct view_idea *idea)
{
    struct rect body = page->body;
    bool hide = false;
    bool column = part_has_column(ui, body, page_word(view, "moderate.hide"));
    if (column) {
        struct rect place = part_idea_column(ui, &body, idea);
        hide = draw_hide(ui, view, place, idea);
    }
    char id[40]; /* each idea is read from its top */
    snprintf(id, sizeof(id), "moderate.%u", (unsigned)idea->idea->number);
    struct rect area = page_scroll(ui, view, visit, page, id, body);
    draw_words(ui, view, &area, idea, !column);
    if (!column) {
        int high = part_button_height(ui, area.w, page_word(view, "moderate.hide"));
        hide = draw_hide(ui, view, rect_cut_top(&area, high), idea);
    }
    ui_scroll_end(ui, area.y);
    return hide;
}

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_idea *idea = view_idea_of(view, VIEW_STAFF, visit->idea_rid);
    if (idea == NULL) {
        struct page gone = page_begin(ui, view, visit, page_word(view, "moderate.title"), PAGE_BACK,
                                      NULL, NULL, false);
        ui_text(ui, "idea.gone", gone.body, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                page_word(view, "idea.gone"));
        return gone.action;
    }
    char title[80];
    part_number(title, sizeof(title), view, "idea.title", idea->idea->number);
    bool can_show = idea->state == IDEA_WAITING || idea->state == IDEA_HIDDEN;
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, "check",
                                  can_show ? "moderate.show" : NULL, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    if (draw_one_body(ui, view, visit, &page, idea)) {
        visit_go(visit, SCREEN_MODERATE_REASON);
    }
    return page.main ? ACT_SHOW : page.action;
}

const struct screen screen_moderate_one = {"moderate_one", draw_one, true};

enum { REASON_LEN = 98 }; /* characters; visit->reason holds four bytes each */

static enum action draw_reason(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->reason);
    struct page page = page_typed(ui, view, visit, page_word(view, "moderate.why"),
                                  "moderate.why-hint", KEYBOARD_TEXT, REASON_LEN, "moderate.hide",
                                  view->can_store && visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_MODERATE_REASON, visit->reason, sizeof(visit->reason));
    return page.main ? ACT_HIDE : page.action;
}

const struct screen screen_moderate_reason = {"moderate_reason", draw_reason, true};
