/* What is on its way to the hub: counts in words, the votes apart from the rest. The votes' lines
 * carry no day: nothing of a vote has one. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>

static void draw_stream(struct ui *ui, const struct view *view, struct rect *area, int stream)
{
    bool votes = stream == VIEW_VOTES;
    part_say(ui, area, votes ? "travel.votes" : "travel.rest", STYLE_BOLD, COLOR_INK, 1.0,
             page_word(view, votes ? "travel.votes" : "travel.rest"));
    if (!part_travel(ui, view, area, votes ? "travel.votes" : "travel.rest",
                     &view->post.travel[stream], votes ? "" : view->post.left)) {
        part_fact(ui, area, NULL, "check", STYLE_BODY, page_word(view, "travel.nothing"));
    }
    rect_cut_top(area, page_gap(ui));
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_hub *hub = &view->post.hub;
    struct page page =
        page_begin(ui, view, visit, page_word(view, "travel.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect area = page_scroll(ui, view, visit, &page, "travel", page.body);
    char words[300];
    if (view->post.is_silent) {
        part_panel(ui, &area, "travel.silent", "clock", COLOR_WARN, STYLE_BOLD,
                   page_word(view, "travel.silent"));
    }
    if (hub->is_known && !hub->is_revoked) {
        page_fill(words, sizeof(words), view, "travel.hub",
                  (const char *const[]){"name", hub->name, NULL});
        part_say(ui, &area, "travel.hub", STYLE_BODY, COLOR_INK, 3.0, words);
    } else {
        part_say(ui, &area, "travel.alone", STYLE_BODY, COLOR_INK, 3.0,
                 page_word(view, "travel.alone"));
    }
    draw_stream(ui, view, &area, VIEW_VOTES);
    draw_stream(ui, view, &area, VIEW_REST);
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_travel = {"travel", draw, true};
