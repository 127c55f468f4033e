/* One idea: what, a picture, and two things a neighbour can do: support it, or join in. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>

static bool draw_join(struct ui *ui, const struct view *view, struct rect place)
{
    return ui_button(ui, "idea.join", place, BUTTON_PLAIN, "hand-helping",
                     page_word(view, "idea.join"), view->can_store);
}

static void draw_support(struct ui *ui, const struct view *view, struct rect *area,
                         const struct view_idea *idea)
{
    char words[160];
    part_support_words(words, sizeof(words), view, idea);
    part_fact(ui, area, "idea.supports", "heart", STYLE_BODY, words);
    if (idea->helpers > 0) {
        part_number(words, sizeof(words), view,
                    idea->helpers == 1 ? "idea.helper-one" : "idea.helper-many", idea->helpers);
        part_fact(ui, area, "idea.helpers", "hand-helping", STYLE_BODY, words);
    }
}

static bool draw_words(struct ui *ui, const struct view *view, const struct visit *visit,
                       const struct page *page, struct rect body, const struct view_idea *idea,
                       bool with_picture)
{
    bool join = false;
    char id[40]; /* each idea is read from its top */
    snprintf(id, sizeof(id), "idea.%u", (unsigned)idea->idea->number);
    struct rect area = page_scroll(ui, view, visit, page, id, body);
    part_say(ui, &area, "idea.what", STYLE_TITLE, COLOR_INK, 2.0, idea->idea->what);
    draw_support(ui, view, &area, idea);
    if (with_picture) {
        int high = part_button_height(ui, area.w, page_word(view, "idea.join"));
        join = draw_join(ui, view, rect_cut_top(&area, high));
        rect_cut_top(&area, page_gap(ui));
        bool has = idea->photo[0] != '\0' || idea->idea->drawing.point_count > 0;
        if (has) {
            int width = area.w < ui_mm(ui, 80.0) ? area.w : ui_mm(ui, 80.0);
            struct rect row = rect_cut_top(&area, width * 3 / 4);
            part_idea_picture(ui, rect_cut_left(&row, width), idea);
            rect_cut_top(&area, page_gap(ui));
        }
    }
    rect_cut_top(&area, ui_mm(ui, 1.0));
    part_replies(ui, view, &area, idea);
    part_idea_facts(ui, view, &area, idea->idea);
    ui_scroll_end(ui, area.y);
    return join;
}

static bool draw_idea_body(struct ui *ui, const struct view *view, const struct visit *visit,
                           const struct page *page, const struct view_idea *idea)
{
    struct rect body = page->body;
    if (!part_has_column(ui, body, page_word(view, "idea.join"))) {
        return draw_words(ui, view, visit, page, body, idea, true);
    }
    struct rect place = part_idea_column(ui, &body, idea);
    bool join = draw_join(ui, view, place);
    draw_words(ui, view, visit, page, body, idea, false);
    return join;
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_idea *idea = view_idea_of(view, VIEW_SHOWN, visit->idea_rid);
    if (idea == NULL) {
        /* Withdrawn or hidden while someone stood here. */
        struct page gone = page_begin(ui, view, visit, page_word(view, "ideas.title"), PAGE_BACK,
                                      NULL, NULL, false);
        ui_text(ui, "idea.gone", gone.body, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                page_word(view, "idea.gone"));
        return gone.action;
    }
    bool done = visit_has_supported(visit, idea->rid);
    char title[80];
    bool is_jewel = idea->idea->sort == IDEA_JEWEL;
    part_number(title, sizeof(title), view, is_jewel ? "jewel.number" : "idea.title",
                idea->idea->number);
    /* Once a visit: the same place then says that it is done. */
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, done ? "check" : "heart",
                                  is_jewel ? (done ? "jewel.supported" : "jewel.support")
                                  : done   ? "idea.supported"
                                           : "idea.support",
                                  view->can_store && !done);
    /* When it is done and counts, the button says it. */
    page_tell(ui, view, visit, &page, done && !view->own.holds ? PAGE_TELL_STORE : PAGE_TELL_ALL);
    if (draw_idea_body(ui, view, visit, &page, idea)) {
        visit->is_pledge_about = false;
        visit_go(visit, SCREEN_PLEDGE_WHY);
        return page.action;
    }
    return page.main ? ACT_SUPPORT : page.action;
}

const struct screen screen_idea = {"idea", draw, false};
