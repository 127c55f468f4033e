/* "Hulp bij uw idee": from an idea to an initiative, in five questions. The answers are kept with
 * the idea. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

/* keys: guide.ask-1 guide.ask-2 guide.ask-3 guide.ask-4 guide.ask-5 */
static const char *const asks[GUIDE_STEPS] = {"guide.ask-1", "guide.ask-2", "guide.ask-3",
                                              "guide.ask-4", "guide.ask-5"};

static bool is_found(const struct visit *visit)
{
    return visit_is_maker(visit, visit->mine_rid) && visit->mine_state != IDEA_WITHDRAWN;
}

/* What it is, and the five questions; who found the idea goes on, who did not, finds it first. */
static enum action draw_intro(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool found = is_found(visit);
    struct page page =
        page_begin(ui, view, visit, page_word(view, "guide.title"), PAGE_BACK, "arrow-right",
                   found ? "guide.start" : "guide.find", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "guide", page.body);
    if (found) {
        part_say(ui, &area, "guide.idea", STYLE_TITLE, COLOR_INK, 2.0, visit->mine.what);
    }
    part_say(ui, &area, "guide.intro", STYLE_BODY, COLOR_INK, 3.0, page_word(view, "guide.intro"));
    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        bool said = found && visit->mine.guide[i][0] != '\0';
        part_fact(ui, &area, asks[i], said ? "check" : "circle-dot", STYLE_BOLD,
                  page_word(view, asks[i]));
        if (said) {
            part_say(ui, &area, NULL, STYLE_BODY, COLOR_INK_SOFT, 3.0, visit->mine.guide[i]);
        }
    }
    part_fact(ui, &area, "guide.paper", "printer", STYLE_BODY, page_word(view, "guide.paper"));
    ui_scroll_end(ui, area.y);
    if (!page.main) {
        return page.action;
    }
    if (!found) {
        visit->to_guide = true;
        visit_go(visit, SCREEN_MINE_NUMBER);
        return page.action;
    }
    memcpy(visit->idea_rid, visit->mine_rid, RECORD_RID);
    visit->draft = visit->mine;
    visit->is_change = true;
    memset(visit->name, 0, sizeof(visit->name));
    memset(visit->phone, 0, sizeof(visit->phone));
    visit_go(visit, SCREEN_GUIDE_STEP);
    return page.action;
}

const struct screen screen_guide = {"guide", draw_intro, false};

/* Each question is a step further on the way here, so that "Terug" leads to the one before. */
static size_t step_now(const struct visit *visit)
{
    size_t count = 0;
    for (int i = visit->depth; i >= 0 && visit->stack[i] == SCREEN_GUIDE_STEP; i--) {
        count++;
    }
    return count > 0 && count <= GUIDE_STEPS ? count - 1 : 0;
}

static enum action draw_step(struct ui *ui, const struct view *view, struct visit *visit)
{
    size_t step = step_now(visit);
    int depth = visit->depth;
    char *kept = visit->draft.guide[step];
    part_field_enter(visit, kept);
    bool last = step + 1 == GUIDE_STEPS;
    struct page page =
        page_typed(ui, view, visit, page_word(view, asks[step]), NULL, KEYBOARD_TEXT, IDEA_GUIDE,
                   visit->typed[0] != '\0' || last ? "new.next" : "new.skip", true);
    if (visit->depth == depth) {
        part_field_keep(visit, SCREEN_GUIDE_STEP, kept, sizeof(visit->draft.guide[step]));
    }
    if (page.main) {
        visit_go(visit, last ? SCREEN_NEW_REVIEW : SCREEN_GUIDE_STEP);
    }
    return page.action;
}

const struct screen screen_guide_step = {"guide_step", draw_step, false};
