/* Ideas are read before others see them: the list, one idea, and the reason when it is not placed.
 * What was not placed stays covered until it is tapped: who stands behind the admin reads along.
 * Nobody edits another's words. The reasons are fixed ones; the maker reads the one that was
 * chosen. */
#include "app/screens/all.h"
#include "app/screens/moderate.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

const struct moderate_state moderate_states[IDEA_STATES] = {
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
                               : moderate_states[idea->state].key);
}

/* Is it still under its cover? What all may read never is. */
static bool is_covered(const struct visit *visit, const struct view_idea *idea)
{
    return idea->state != IDEA_SHOWN && memcmp(visit->read_rid, idea->rid, RECORD_RID) != 0;
}

/* The card of an idea without its words: number and state. */
static bool covered_card(struct ui *ui, const struct view *view, const char *id, struct rect card,
                         const struct view_idea *idea)
{
    char title[80];

    part_number(title, sizeof(title), view, "idea.title", idea->idea->number);
    bool tapped = ui_tap_area(ui, id, card, title);
    ui_card(ui, card, ui_is_held(ui, id) ? COLOR_CHOSEN : COLOR_CARD);
    struct rect inner = rect_inset(card, ui_mm(ui, 4.0), ui_mm(ui, 2.5));
    part_say(ui, &inner, NULL, STYLE_BOLD, COLOR_INK, 0.0, title);
    part_fact(ui, &inner, NULL, moderate_states[idea->state].icon, STYLE_BODY,
              state_words(view, idea));
    return tapped;
}

static int covered_height(const struct ui *ui, const struct view *view, int width)
{
    int words = part_fact_height(ui, STYLE_BODY, width - ui_mm(ui, 8.0),
                                 page_word(view, "moderate.updated"));
    return words + ui_line_height(ui, STYLE_BOLD) + ui_mm(ui, 8.0);
}

/* Above the ideas: answers in words, and what the village lets wait. */
static enum action draw_others(struct ui *ui, const struct view *view, struct visit *visit,
                               struct rect *area)
{
    const struct view_admin *admin = &view->admin;
    char words[120];
    if (admin->said_all > 0 &&
        part_row(ui, area, "moderate.said", "message-square", page_word(view, "said.title"),
                 admin->said_waiting == 0 ? page_word(view, "said.all-read")
                                          : part_number(words, sizeof(words), view, "said.waiting",
                                                        (int64_t)admin->said_waiting))) {
        visit_go(visit, SCREEN_SAID);
    }
    if (admin->held > 0 &&
        part_row(ui, area, "moderate.held", "heart", page_word(view, "held.release"),
                 part_number(words, sizeof(words), view, "held.waiting", (int64_t)admin->held)) &&
        view->can_store) {
        return ACT_RELEASE;
    }
    return ACT_NONE;
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "moderate.title"), PAGE_BACK,
                                  NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = page.body;
    if (view->waiting_count + view->admin.said_all + view->admin.held == 0) {
        part_empty(ui, view, visit, &page, "moderate.none", "spot_idea",
                   page_word(view, "moderate.none"));
        return page.action;
    }
    struct rect area = page_scroll(ui, view, visit, &page, "moderate", body);
    enum action action = draw_others(ui, view, visit, &area);
    int gap = page_gap(ui);
    int columns = area.w >= ui_mm(ui, 290.0) ? 2 : 1;
    int width = rect_column(area, columns, 0, gap).w;
    int height = part_idea_card_height(ui, width, true);
    int least = covered_height(ui, view, width);
    height = height > least ? height : least;
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
        struct part_note note = {moderate_states[idea->state].icon, state_words(view, idea), true};
        if (is_covered(visit, idea) ? covered_card(ui, view, id, place, idea)
                                    : part_idea_card(ui, id, place, idea, note)) {
            memcpy(visit->idea_rid, idea->rid, RECORD_RID);
            visit_go(visit, SCREEN_MODERATE_ONE);
        }
    }
    int rows = (int)((view->waiting_count + (size_t)columns - 1) / (size_t)columns);
    ui_scroll_end(ui, area.y + rows * (height + gap) - gap);
    return action != ACT_NONE ? action : page.action;
}

const struct screen screen_moderate = {"moderate", draw_list, true};

/* ---- one idea ------------------------------------------------------------------------------- */

static void draw_words(struct ui *ui, const struct view *view, struct rect *area,
                       const struct view_idea *idea, bool with_picture)
{
    part_say(ui, area, "moderate.what", STYLE_TITLE, COLOR_INK, 2.0, idea->idea->what);
    part_fact(ui, area, "moderate.state", moderate_states[idea->state].icon, STYLE_BODY,
              state_words(view, idea));
    if (idea->reason[0] != '\0') {
        char words[600];
        page_fill(words, sizeof(words), view, "mine.reason",
                  (const char *const[]){"name", part_reason(view, idea->reason), NULL});
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

struct one_button { /* what else may be done with this idea, beside the big button */
    const char *id, *icon;
    enum screen_id screen;
};

/* keys: moderate.hide moderate.reply moderate.remove */
static struct one_button one_button(const struct view_idea *idea)
{
    static const struct one_button hide = {"moderate.hide", "eye-off", SCREEN_MODERATE_REASON},
                                   reply = {"moderate.reply", "message-square", SCREEN_REPLY},
                                   remove = {"moderate.remove", "trash-2", SCREEN_MODERATE_REMOVE};
    return idea->state == IDEA_WAITING ? hide : idea->state == IDEA_SHOWN ? reply : remove;
}

static bool draw_button(struct ui *ui, const struct view *view, struct rect place,
                        struct one_button button)
{
    return ui_button(ui, button.id, place, BUTTON_PLAIN, button.icon, page_word(view, button.id),
                     view->can_store);
}

/* Under the words of a shown idea: it may be taken off the screen again. */
static bool draw_hide_below(struct ui *ui, const struct view *view, struct rect *area,
                            const struct view_idea *idea)
{
    if (idea->state != IDEA_SHOWN) {
        return false;
    }
    const char *word = page_word(view, "moderate.hide");
    struct rect row = rect_cut_top(area, part_button_height(ui, area->w, word));
    rect_cut_top(area, page_gap(ui));
    return ui_button(ui, "moderate.hide", row, BUTTON_PLAIN, "eye-off", word, view->can_store);
}

static enum screen_id draw_one_body(struct ui *ui, const struct view *view,
                                    const struct visit *visit, const struct page *page,
                                    const struct view_idea *idea)
{
    struct rect body = page->body;
    struct one_button button = one_button(idea);
    const char *label = page_word(view, button.id);
    bool tapped = false;
    bool column = part_has_column(ui, body, label);
    if (column) {
        struct rect place = part_idea_column(ui, &body, idea);
        tapped = draw_button(ui, view, place, button);
    }
    char id[40]; /* each idea is read from its top */
    snprintf(id, sizeof(id), "moderate.%u", (unsigned)idea->idea->number);
    struct rect area = page_scroll(ui, view, visit, page, id, body);
    draw_words(ui, view, &area, idea, !column);
    part_replies(ui, view, &area, idea);
    if (!column) {
        int high = part_button_height(ui, area.w, label);
        tapped = draw_button(ui, view, rect_cut_top(&area, high), button);
        rect_cut_top(&area, page_gap(ui));
    }
    bool hide = draw_hide_below(ui, view, &area, idea);
    ui_scroll_end(ui, area.y);
    return tapped ? button.screen : hide ? SCREEN_MODERATE_REASON : SCREEN_COUNT;
}

static void draw_cover(struct ui *ui, const struct view *view, struct visit *visit,
                       const struct page *page, const struct view_idea *idea)
{
    struct rect area = page_scroll(ui, view, visit, page, "cover", page->body);
    part_fact(ui, &area, "moderate.state", moderate_states[idea->state].icon, STYLE_BODY,
              state_words(view, idea));
    if (part_row(ui, &area, "moderate.uncover", "eye", page_word(view, "moderate.uncover"),
                 page_word(view, "moderate.covered"))) {
        memcpy(visit->read_rid, idea->rid, RECORD_RID);
    }
    ui_scroll_end(ui, area.y);
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
    bool covered = is_covered(visit, idea);
    bool can_show = !covered && (idea->state == IDEA_WAITING || idea->state == IDEA_HIDDEN);
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, "check",
                                  can_show ? "moderate.show" : NULL, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    enum screen_id next = SCREEN_COUNT;
    if (covered) {
        draw_cover(ui, view, visit, &page, idea);
    } else {
        next = draw_one_body(ui, view, visit, &page, idea);
    }
    if (next != SCREEN_COUNT) {
        visit_go(visit, next);
    }
    return page.main ? ACT_SHOW : page.action;
}

const struct screen screen_moderate_one = {"moderate_one", draw_one, true};

/* ---- why not, and away for good -------------------------------------------------------------- */

/* Fixed sentences: what a villager wrote may hurt, and so may what a villager answers. */
static const char *const reasons[] = {
    "reason.names", "reason.unkind", "reason.double", "reason.not-village",
    "reason.law",   "reason.trade",  "reason.talk",
};

static enum action draw_reason(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "moderate.why"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "reason", page.body);
    part_say(ui, &area, "reason.hint", STYLE_BODY, COLOR_INK, 3.0,
             page_word(view, "moderate.why-hint"));
    /* keys: reason.names reason.unkind reason.double reason.not-village reason.law reason.trade
     * reason.talk */
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (part_row(ui, &area, reasons[i], "message-square", page_word(view, reasons[i]), NULL) &&
            view->can_store) {
            snprintf(visit->reason, sizeof(visit->reason), "%s", reasons[i]);
            page.action = ACT_HIDE;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_moderate_reason = {"moderate_reason", draw_reason, true};

struct page moderate_sure(struct ui *ui, const struct view *view, struct visit *visit,
                          const char *scroll, const char *text)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "moderate.remove-sure"),
                                  PAGE_BACK, "trash-2", "moderate.remove-yes", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, scroll, page.body);
    part_panel(ui, &area, text, "triangle-alert", COLOR_WARN, STYLE_BODY, page_word(view, text));
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page;
}

static enum action draw_remove(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = moderate_sure(ui, view, visit, "remove", "moderate.remove-text");
    return page.main ? ACT_IDEA_REMOVE : page.action;
}

const struct screen screen_moderate_remove = {"moderate_remove", draw_remove, true};
