/* The ideas of the village, in fair rotation: every visit begins somewhere else. Support is shown
 * as a heart and a count, never as a bar to reach. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static void start_new(struct visit *visit)
{
    memset(&visit->draft, 0, sizeof(visit->draft));
    memset(visit->name, 0, sizeof(visit->name));
    memset(visit->phone, 0, sizeof(visit->phone));
    visit->is_change = false;
    visit->seen_similar = false;
    visit_go(visit, SCREEN_NEW_WHAT);
}

/* Title and "Mijn idee" side by side where they fit, else under each other. */
static void draw_head(struct ui *ui, const struct view *view, struct visit *visit,
                      struct rect *body)
{
    const char *title = page_word(view, "ideas.title");
    const char *mine = page_word(view, "ideas.mine");
    int high = ui_line_height(ui, STYLE_TITLE);
    high = high < ui_mm(ui, 16.0) ? ui_mm(ui, 16.0) : high;
    int width = ui_button_width(ui, "key-round", mine);
    bool beside = ui_text_width(ui, STYLE_TITLE, title) + page_gap(ui) + width <= body->w;
    struct rect head = rect_cut_top(body, beside ? high : 2 * high + page_gap(ui));
    struct rect place = beside ? rect_cut_right(&head, width) : rect_cut_bottom(&head, high);
    int drop = (high - ui_line_height(ui, STYLE_TITLE)) / 2;
    head.y += drop > 0 ? drop : 0;
    ui_text(ui, "title", head, STYLE_TITLE, COLOR_INK, ALIGN_LEFT, title);
    if (ui_button(ui, "ideas.mine", place, BUTTON_PLAIN, "key-round", mine, true)) {
        visit_go(visit, SCREEN_MINE_NUMBER);
    }
    rect_cut_top(body, page_gap(ui));
}

/* What was not placed is no secret: how many, not which. */
static void draw_refused(struct ui *ui, const struct view *view, struct rect *area)
{
    char words[200];

    if (view->refused_count > 0) {
        part_number(words, sizeof(words), view,
                    view->refused_count == 1 ? "ideas.refused-one" : "ideas.refused",
                    (int64_t)view->refused_count);
        part_fact(ui, area, "ideas.refused", "eye-off", STYLE_BODY, words);
        rect_cut_top(area, page_gap(ui));
    }
}

enum { IDEAS_BEFORE_WAYS = 3 }; /* on narrow screens: first some ideas, then the two ways */

/* "Hulp bij uw idee" and "Van wie is dit plan?": beside each other before the ideas where that
 * takes little room. Returns their height with the gap. */
static int draw_ways(struct ui *ui, const struct view *view, struct visit *visit, struct rect area)
{
    int top = area.y;
    struct part_tile ways[2] = {
        {"ideas.guide", NULL, "map-pin", page_word(view, "guide.title"), NULL, NULL},
        {"ideas.owners", NULL, "house", page_word(view, "planof.title"), NULL, NULL},
    };
    int tapped = part_tiles(ui, &area, ways, 2);
    if (tapped >= 0) {
        visit->to_guide = false;
        visit_go(visit, tapped == 0 ? SCREEN_GUIDE : SCREEN_OWNERS);
    }
    return area.y - top;
}

static void draw_list(struct ui *ui, const struct view *view, struct visit *visit,
                      const struct page *page)
{
    struct rect area = page_scroll(ui, view, visit, page, "ideas", page->body);
    int gap = page_gap(ui);
    int columns = area.w >= ui_mm(ui, 290.0) ? 2 : 1;
    int height = part_idea_card_height(ui, rect_column(area, columns, 0, gap).w, false);
    size_t count = view->idea_count;
    size_t before = area.w >= ui_mm(ui, 165.0) ? 0 : IDEAS_BEFORE_WAYS;
    before = before < count ? before : count;
    int at = area.y + (int)before / columns * (height + gap);
    int ways = draw_ways(ui, view, visit, (struct rect){area.x, at, area.w, area.h});
    for (size_t i = 0; i < count; i++) {
        int down = (int)(i / (size_t)columns) * (height + gap) + (i >= before ? ways : 0);
        struct rect row = {area.x, area.y + down, area.w, height};
        struct rect place = rect_column(row, columns, (int)(i % (size_t)columns), gap);
        if (!ui_is_visible(ui, place)) {
            continue;
        }
        const struct view_idea *idea =
            view_idea_at(view, VIEW_SHOWN, (i + (size_t)(view->seed % count)) % count);
        if (idea == NULL) {
            continue;
        }
        char id[40], hearts[16];
        snprintf(id, sizeof(id), "ideas.item.%u", (unsigned)idea->idea->number);
        if (part_idea_card(ui, id, place, idea,
                           part_support_note(hearts, sizeof(hearts), visit, idea))) {
            memcpy(visit->idea_rid, idea->rid, RECORD_RID);
            visit_go(visit, SCREEN_IDEA);
        }
    }
    int rows = (int)((count + (size_t)columns - 1) / (size_t)columns);
    rect_cut_top(&area, rows * (height + gap) + ways);
    draw_refused(ui, view, &area);
    ui_scroll_end(ui, area.y - gap);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, NULL, PAGE_BACK, "lightbulb", "ideas.new", view->can_store);
    draw_head(ui, view, visit, &page.body);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    if (view->idea_count == 0) {
        part_empty(ui, view, visit, &page, "ideas.none", "spot_idea",
                   page_word(view, "ideas.none"));
    } else {
        draw_list(ui, view, visit, &page);
    }
    if (page.main) {
        start_new(visit);
    }
    return page.action;
}

const struct screen screen_ideas = {"ideas", draw, false};
