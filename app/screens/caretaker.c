/* What a caretaker can do; the head caretaker sees more. The title says who is logged in. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <string.h>

enum item { /* order of the menu */
            ITEM_STICK,
            ITEM_TRAVEL,
            ITEM_TURN,
            ITEM_MODERATE,
            ITEM_ROUNDS,
            ITEM_CONTENT,
            ITEM_OWNERS,
            ITEM_HUB,
            ITEM_SELFTEST,
            ITEM_HEALTH,
            ITEM_PLACE,
            ITEM_PRACTICE,
            ITEM_PIN,
            ITEM_PIN_OTHER,
            ITEM_ADMIN,
            ITEMS
};

static bool has_unlock_round(const struct view *view)
{
    for (size_t i = 0; i < view->round_count; i++) {
        if (view->rounds[i].round->access == ACCESS_UNLOCK) {
            return true;
        }
    }
    return false;
}

static enum action choose(const struct view *view, struct visit *visit, enum item item)
{
    switch (item) {
    case ITEM_STICK:
        visit_go(visit, SCREEN_STICK);
        break;
    case ITEM_TRAVEL:
        visit_go(visit, SCREEN_TRAVEL);
        break;
    case ITEM_TURN:
        visit_go(visit, SCREEN_TURN);
        break;
    case ITEM_MODERATE:
        visit_go(visit, SCREEN_MODERATE);
        break;
    case ITEM_ROUNDS:
        visit_go(visit, SCREEN_ROUNDS);
        break;
    case ITEM_CONTENT:
        visit_go(visit, SCREEN_CONTENT);
        break;
    case ITEM_OWNERS:
        visit_go(visit, SCREEN_OWNERS);
        break;
    case ITEM_HUB:
        visit_go(visit, SCREEN_HUB);
        break;
    case ITEM_SELFTEST:
        visit_go(visit, SCREEN_SELFTEST);
        break;
    case ITEM_HEALTH:
        visit_go(visit, SCREEN_HEALTH);
        break;
    case ITEM_PLACE:
        visit_go(visit, SCREEN_PLACE);
        break;
    case ITEM_PRACTICE:
        return view->is_practice ? ACT_PRACTICE_OFF : ACT_PRACTICE_ON;
    case ITEM_PIN:
    case ITEM_PIN_OTHER:
        visit->asks = item == ITEM_PIN ? visit->staff : STAFF_CARETAKER;
        memset(visit->pin_first, 0, sizeof(visit->pin_first));
        visit_go(visit, SCREEN_PIN_SET);
        break;
    case ITEM_ADMIN:
        visit_go(visit, SCREEN_ADMIN);
        break;
    case ITEMS:
        break;
    }
    return ACT_NONE;
}

static const char *moderate_words(char *dst, size_t cap, const struct view *view)
{
    size_t waiting = view->waiting_new + view->admin.said_waiting + view->admin.held;
    return waiting == 0 ? page_word(view, "caretaker.moderate")
                        : part_number(dst, cap, view, "caretaker.moderate-new", (int64_t)waiting);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool admin = visit->staff == STAFF_ADMIN;
    struct page page =
        page_begin(ui, view, visit, page_word(view, admin ? "caretaker.admin" : "caretaker.title"),
                   0, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = page.body;
    char moderate[120];
    const struct {
        struct page_item item;
        bool shown;
    } all[ITEMS] = {
        [ITEM_STICK] = {{"caretaker.stick", "usb", page_word(view, "caretaker.stick"), true}, true},
        [ITEM_TRAVEL] = {{"caretaker.travel", "upload", page_word(view, "caretaker.travel"), true},
                         true},
        [ITEM_TURN] = {{"caretaker.turn", "user-check", page_word(view, "caretaker.turn"), true},
                       has_unlock_round(view)},
        [ITEM_MODERATE] = {{"caretaker.moderate", "lightbulb",
                            moderate_words(moderate, sizeof(moderate), view), true},
                           admin},
        [ITEM_ROUNDS] = {{"caretaker.rounds", "vote", page_word(view, "caretaker.rounds"), true},
                         admin},
        [ITEM_CONTENT] = {{"caretaker.content", "newspaper", page_word(view, "caretaker.content"),
                           true},
                          admin && !view->is_practice},
        [ITEM_OWNERS] = {{"caretaker.owners", "house", page_word(view, "planof.title"), true},
                         admin},
        [ITEM_HUB] = {{"caretaker.hub", "landmark",
                       page_word(view, view->post.waits.is_known ? "caretaker.hub-waits"
                                                                 : "caretaker.hub"),
                       true},
                      admin},
        [ITEM_SELFTEST] = {{"caretaker.selftest", "list-checks",
                            page_word(view, "caretaker.selftest"), true},
                           true},
        [ITEM_HEALTH] = {{"caretaker.health", "stethoscope", page_word(view, "caretaker.health"),
                          true},
                         true},
        [ITEM_PLACE] = {{"caretaker.place", "map-pin", page_word(view, "caretaker.place"), true},
                        true},
        [ITEM_PRACTICE] = {{"caretaker.practice", "graduation-cap",
                            page_word(view, view->is_practice ? "caretaker.practice-off"
                                                              : "caretaker.practice-on"),
                            true},
                           true},
        [ITEM_PIN] = {{"caretaker.pin", "lock", page_word(view, "caretaker.pin"), true}, admin},
        [ITEM_PIN_OTHER] = {{"caretaker.pin-other", "lock", page_word(view, "caretaker.pin-other"),
                             true},
                            admin},
        [ITEM_ADMIN] = {{"caretaker.extra", "settings", page_word(view, "caretaker.extra"), true},
                        admin},
    };
    struct rect area = page_scroll(ui, view, visit, &page, "caretaker", body);
    enum action action = ACT_NONE;
    if (!view->is_enrolled) {
        part_panel(ui, &area, "caretaker.not-enrolled", "triangle-alert", COLOR_WARN, STYLE_BODY,
                   page_word(view, "enrol.not-yet"));
    }
    for (int i = 0; i < ITEMS; i++) {
        const struct page_item *item = &all[i].item;
        if (all[i].shown && part_row(ui, &area, item->id, item->icon, item->label, NULL)) {
            action = choose(view, visit, (enum item)i);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return action != ACT_NONE ? action : page.action;
}

const struct screen screen_caretaker = {"caretaker", draw, true};
