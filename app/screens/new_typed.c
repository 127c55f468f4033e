/* The typed questions about a new idea. Only "Wat wil je?" must be answered, so that a child can do
 * it; the others can be skipped. */
#include "app/screens/all.h"
#include "app/screens/digits.h"
#include "app/screens/part.h"
#include "app/screens/new_steps.h"

#include <stdio.h>
#include <string.h>

bool new_has_similar(const struct view *view, const struct idea *draft)
{
    uint8_t found[VIEW_ALIKE][RECORD_RID];
    return view_ideas_alike(view, draft->what, NEW_ALIKE, found) > 0;
}

void new_next(struct visit *visit)
{
    static const enum screen_id order[] = {SCREEN_NEW_MORE,  SCREEN_NEW_WHOM, SCREEN_NEW_PLAN_OF,
                                           SCREEN_NEW_NEEDS, SCREEN_NEW_DRAW, SCREEN_NEW_CONTACT};
    enum screen_id now = visit_now(visit);
    bool alone_too = part_came_from(visit) == SCREEN_NEW_REVIEW;
    if (now == SCREEN_NEW_MORE && visit->draft.sort == IDEA_JEWEL) {
        visit_go(visit, SCREEN_NEW_DRAW); /* what goes well needs nothing and has its people */
        return;
    }
    if (now == SCREEN_NEW_WHOM && visit->is_change && !alone_too) {
        visit_go(visit, SCREEN_NEW_NEEDS); /* another owner is a step of its own, with a reason */
        return;
    }
    /* One answer was tapped on the review to change it: back there, not through all the rest. */
    bool alone = part_came_from(visit) == SCREEN_NEW_REVIEW && now != SCREEN_NEW_MORE;
    for (size_t i = 0; !alone && i + 1 < sizeof(order) / sizeof(order[0]); i++) {
        /* A changed idea keeps the name and number it came with. */
        if (order[i] == now && !(visit->is_change && order[i + 1] == SCREEN_NEW_CONTACT)) {
            visit_go(visit, order[i + 1]);
            return;
        }
    }
    visit_return(visit, SCREEN_NEW_REVIEW);
}

static enum action draw_what(struct ui *ui, const struct view *view, struct visit *visit)
{
    /* keys: new.what-empty (the app says it when only blanks were typed) */
    bool is_jewel = visit->draft.sort == IDEA_JEWEL;
    part_field_enter(visit, visit->draft.what);
    struct page page =
        page_typed(ui, view, visit, page_word(view, is_jewel ? "jewel.what" : "new.what"),
                   is_jewel ? "jewel.what-hint" : "new.what-hint", KEYBOARD_TEXT, IDEA_WHAT,
                   "new.next", visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_NEW_WHAT, visit->draft.what, sizeof(visit->draft.what));
    if (!page.main) {
        return page.action;
    }
    if (part_came_from(visit) == SCREEN_NEW_REVIEW) {
        visit_return(visit, SCREEN_NEW_REVIEW);
    } else if (!visit->seen_similar && new_has_similar(view, &visit->draft)) {
        visit_go(visit, SCREEN_NEW_SIMILAR);
    } else {
        visit_go(visit, SCREEN_NEW_REVIEW);
    }
    return page.action;
}

const struct screen screen_new_what = {"new_what", draw_what, false};

static enum action draw_more(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->draft.more);
    struct page page =
        page_typed(ui, view, visit, page_word(view, "new.more"), "new.more-hint", KEYBOARD_TEXT,
                   IDEA_MORE, visit->typed[0] != '\0' ? "new.next" : "new.skip", true);
    part_field_keep(visit, SCREEN_NEW_MORE, visit->draft.more, sizeof(visit->draft.more));
    if (page.main) {
        new_next(visit);
    }
    return page.action;
}

const struct screen screen_new_more = {"new_more", draw_more, false};

static enum action draw_whom(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->draft.whom);
    struct page page =
        page_typed(ui, view, visit, page_word(view, "new.whom"), "new.whom-hint", KEYBOARD_TEXT,
                   IDEA_WHOM, visit->typed[0] != '\0' ? "new.next" : "new.skip", true);
    part_field_keep(visit, SCREEN_NEW_WHOM, visit->draft.whom, sizeof(visit->draft.whom));
    if (page.main) {
        new_next(visit);
    }
    return page.action;
}

const struct screen screen_new_whom = {"new_whom", draw_whom, false};

static enum action draw_name(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->name);
    struct page page =
        page_typed(ui, view, visit, page_word(view, "contact.name"), NULL, KEYBOARD_TEXT, IDEA_NAME,
                   "contact.next", visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_NEW_NAME, visit->name, sizeof(visit->name));
    if (page.main) {
        visit_go(visit, SCREEN_NEW_PHONE);
    }
    return page.action;
}

const struct screen screen_new_name = {"new_name", draw_name, false};

static enum action draw_phone(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->phone);
    struct page page = digits_page(ui, view, visit, page_word(view, "contact.phone"), DIGITS_SHOWN,
                                   IDEA_PHONE, "contact.next", visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_NEW_PHONE, visit->phone, sizeof(visit->phone));
    if (page.main) {
        visit_return(visit, SCREEN_NEW_REVIEW);
    }
    return page.action;
}

const struct screen screen_new_phone = {"new_phone", draw_phone, false};
