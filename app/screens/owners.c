/* "Van wie is dit plan?": plans and ideas by owner; and the step in which one gets another owner,
 * which all can see, with its reason. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

/* keys: owner.community owner.shared owner.municipality */
static const char *const owner_keys[] = {"owner.community", "owner.shared", "owner.municipality"};

static void look_at_plan(struct visit *visit, size_t round, size_t plan)
{
    visit->owner_round = round;
    visit->plan = plan;
    visit->owner_is_plan = true;
    visit_go(visit, SCREEN_OWNER);
}

static void draw_plans(struct ui *ui, const struct view *view, struct visit *visit,
                       struct rect *area, enum owner owner)
{
    for (size_t r = 0; r < view->round_count; r++) {
        const struct round *round = view->rounds[r].round;
        for (size_t i = 0; i < round->plan_count; i++) {
            const struct plan *plan = &round->plans[i];
            if (plan->owner != owner) {
                continue;
            }
            char id[40];
            snprintf(id, sizeof(id), "owners.plan.%zu.%u", r + 1, (unsigned)plan->number);
            struct part_tile tile = {id, plan->photo, "vote", plan->title, round->title, NULL};
            if (part_tile_row(ui, area, &tile)) {
                look_at_plan(visit, r, i);
            }
        }
    }
}

static void draw_ideas(struct ui *ui, const struct view *view, struct visit *visit,
                       struct rect *area, enum owner owner)
{
    enum view_list list = (enum view_list)(VIEW_OF_COMMUNITY + (int)owner);
    size_t count = view_idea_count(view, list);
    int height = part_idea_card_height(ui, area->w, false);
    for (size_t i = 0; i < count; i++) {
        struct rect place = rect_cut_top(area, height);
        rect_cut_top(area, page_gap(ui));
        const struct view_idea *idea =
            ui_is_visible(ui, place) ? view_idea_at(view, list, i) : NULL;
        if (idea == NULL) {
            continue;
        }
        char id[40], hearts[16];
        snprintf(id, sizeof(id), "owners.idea.%u", (unsigned)idea->idea->number);
        if (part_idea_card(ui, id, place, idea,
                           part_support_note(hearts, sizeof(hearts), visit, idea))) {
            memcpy(visit->idea_rid, idea->rid, RECORD_RID);
            visit->owner_is_plan = false;
            visit_go(visit, SCREEN_OWNER);
        }
    }
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "planof.title"), PAGE_BACK, NULL, NULL, false);
    struct rect area = page_scroll(ui, view, visit, &page, "owners", page.body);
    for (int owner = OWNER_COMMUNITY; owner <= OWNER_MUNICIPALITY; owner++) {
        int begin = area.y;
        rect_cut_top(&area, page_owner(ui, view, area, (enum owner)owner));
        rect_cut_top(&area, page_gap(ui));
        int head = area.y;
        draw_plans(ui, view, visit, &area, (enum owner)owner);
        draw_ideas(ui, view, visit, &area, (enum owner)owner);
        if (area.y == head) {
            part_say(ui, &area, NULL, STYLE_BODY, COLOR_INK_SOFT, 3.0,
                     page_word(view, "owners.none"));
        }
        rect_cut_top(&area, area.y > begin ? ui_mm(ui, 2.0) : 0);
    }
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_owners = {"owners", draw_list, false};

/* ---- one ------------------------------------------------------------------------------------ */

struct owned { /* what is looked at */
    char about[SUBJECT_CAP];
    const char *title;
    enum owner owner;
    bool has_owner, is_there;
};

static struct owned owned_now(const struct view *view, const struct visit *visit)
{
    struct owned ret = {.about = "", .title = ""};
    if (visit->owner_is_plan) {
        if (visit->owner_round < view->round_count &&
            visit->plan < view->rounds[visit->owner_round].round->plan_count) {
            const struct round *round = view->rounds[visit->owner_round].round;
            const struct plan *plan = &round->plans[visit->plan];
            subject_plan(ret.about, round->id, plan->number);
            ret.title = plan->title;
            ret.owner = plan->owner;
            ret.has_owner = ret.is_there = true;
        }
        return ret;
    }
    const struct view_idea *idea = view_idea_of(view, VIEW_SHOWN, visit->idea_rid);
    subject_idea(ret.about, visit->idea_rid);
    if (idea != NULL) {
        ret.title = idea->idea->what;
        ret.has_owner = idea_owner(idea->idea, &ret.owner);
        ret.is_there = true;
    } else if (visit_is_maker(visit, visit->idea_rid)) { /* its maker sees it before it is placed */
        ret.title = visit->mine.what;
        ret.has_owner = idea_owner(&visit->mine, &ret.owner);
        ret.is_there = true;
    }
    return ret;
}

static bool may_change(const struct visit *visit)
{
    return visit->staff == STAFF_ADMIN ||
           (!visit->owner_is_plan && visit_is_maker(visit, visit->idea_rid));
}

/* keys: owner.why.we-can owner.why.need-help owner.why.joins owner.why.not-ours owner.why.asked */
static const char *reason_words(const struct view *view, enum owner_reason reason)
{
    char key[40];
    snprintf(key, sizeof(key), "owner.why.%s", owner_reason_name(reason));
    return page_word(view, key);
}

static void draw_steps(struct ui *ui, const struct view *view, struct rect *area, const char *about)
{
    struct view_owner_step steps[VIEW_OWNER_STEPS];
    char words[300];
    size_t count = view->own.steps != NULL ? view->own.steps(view->own.ctx, about, steps) : 0;
    if (count == 0) {
        part_say(ui, area, "owner.never", STYLE_BODY, COLOR_INK_SOFT, 0.0,
                 page_word(view, "owner.never"));
    }
    for (size_t i = 0; i < count; i++) {
        page_fill(words, sizeof(words), view, "owner.step",
                  (const char *const[]){"was", page_word(view, owner_keys[steps[i].was]), "name",
                                        page_word(view, owner_keys[steps[i].owner]), NULL});
        part_say(ui, area, NULL, STYLE_BOLD, COLOR_INK, 0.5, words);
        page_fill(words, sizeof(words), view,
                  steps[i].is_maker ? "owner.by-maker" : "owner.by-admin",
                  (const char *const[]){"name", reason_words(view, steps[i].reason), NULL});
        part_say(ui, area, NULL, STYLE_BODY, COLOR_INK, 3.0, words);
    }
}

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct owned owned = owned_now(view, visit);
    struct page page =
        page_begin(ui, view, visit, page_word(view, "planof.title"), PAGE_BACK, "pencil",
                   owned.is_there && may_change(visit) ? "owner.change" : NULL, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "owner", page.body);
    if (!owned.is_there) {
        part_say(ui, &area, "idea.gone", STYLE_BODY, COLOR_INK, 0.0, page_word(view, "idea.gone"));
        ui_scroll_end(ui, area.y);
        return page.action;
    }
    part_say(ui, &area, "owner.title", STYLE_TITLE, COLOR_INK, 2.0, owned.title);
    if (owned.has_owner) {
        rect_cut_top(&area, page_owner(ui, view, area, owned.owner));
        rect_cut_top(&area, page_gap(ui));
    }
    draw_steps(ui, view, &area, owned.about);
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit->owner_to = -1;
        visit->owner_why = -1;
        visit_go(visit, SCREEN_OWNER_CHANGE);
    }
    return page.action;
}

const struct screen screen_owner = {"owner", draw_one, false};

/* ---- another owner --------------------------------------------------------------------------- */

static bool draw_choice(struct ui *ui, struct rect *area, const char *id, const char *words,
                        bool chosen)
{
    int pad = ui_mm(ui, 4.0), tick = ui_mm(ui, 10.0), least = ui_mm(ui, 20.0);
    int text = ui_text_height(ui, STYLE_BODY, area->w - 2 * pad - tick, words);
    int height = text + ui_mm(ui, 5.0);
    struct rect place = rect_cut_top(area, height < least ? least : height);
    rect_cut_top(area, page_gap(ui));
    bool tapped = ui_choice(ui, id, place, words, chosen, true);
    struct rect inner = rect_inset(place, pad, 0);
    rect_cut_right(&inner, tick);
    rect_cut_top(&inner, (inner.h - text) / 2);
    ui_text(ui, NULL, inner, STYLE_BODY, COLOR_INK, ALIGN_LEFT, words);
    return tapped;
}

static enum action draw_change(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct owned owned = owned_now(view, visit);
    bool ready = visit->owner_to >= 0 && visit->owner_why >= 0 && owned.is_there;
    struct page page = page_begin(ui, view, visit, page_word(view, "owner.whose"), PAGE_BACK,
                                  "check", "owner.save", view->can_store && ready);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "owner_change", page.body);
    char id[40];
    for (int i = OWNER_COMMUNITY; i <= OWNER_MUNICIPALITY; i++) {
        if (owned.has_owner && i == (int)owned.owner) {
            continue;
        }
        snprintf(id, sizeof(id), "owner.to.%d", i + 1);
        if (draw_choice(ui, &area, id, page_word(view, owner_keys[i]), visit->owner_to == i)) {
            visit->owner_to = i;
        }
    }
    part_say(ui, &area, "owner.why", STYLE_BOLD, COLOR_INK, 2.0, page_word(view, "owner.why"));
    for (int i = 0; i < OWNER_REASONS; i++) {
        snprintf(id, sizeof(id), "owner.reason.%d", i + 1);
        if (draw_choice(ui, &area, id, reason_words(view, (enum owner_reason)i),
                        visit->owner_why == i)) {
            visit->owner_why = i;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    if (page.main) {
        visit->owner_was = owned.has_owner ? (int)owned.owner : -1;
        visit_about(visit, owned.about);
        return ACT_OWNER_CHANGE;
    }
    return page.action;
}

const struct screen screen_owner_change = {"owner_change", draw_change, false};
