/* Letting one voter in: one ballot, two minutes. After a power cut this screen still knows whether
 * the last turn was used. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>

enum { TURN_NONE, TURN_OPEN, TURN_USED, TURN_UNUSED }; /* view->last_turn */

static bool find_round(const struct view *view, size_t *ret)
{
    for (size_t i = 0; i < view->round_count; i++) {
        const struct view_round *round = &view->rounds[i];
        if (round->round->access == ACCESS_UNLOCK && round->state == ROUND_OPEN &&
            !round->is_paused_by_date) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static void draw_last(struct ui *ui, const struct view *view, struct rect *area)
{
    if (view->last_turn == TURN_USED) {
        part_fact(ui, area, "turn.last", "check", STYLE_BODY, page_word(view, "turn.used"));
    } else if (view->last_turn == TURN_UNUSED) {
        part_fact(ui, area, "turn.last", "clock", STYLE_BODY, page_word(view, "turn.unused"));
    }
}

/* Returns whether the turn is taken back. */
static bool draw_open(struct ui *ui, const struct view *view, struct rect *area)
{
    char words[160];
    part_panel(ui, area, "turn.open", "user-check", COLOR_CHOSEN, STYLE_TITLE,
               page_word(view, "turn.open"));
    part_number(words, sizeof(words), view, "turn.left", (view->turn_left_ms + 999) / 1000);
    part_fact(ui, area, "turn.left", "clock", STYLE_BODY, words);
    part_say(ui, area, "turn.walk-away", STYLE_BODY, COLOR_INK, 3.0,
             page_word(view, "turn.walk-away"));
    const char *end = page_word(view, "turn.end");
    struct rect row = rect_cut_top(area, part_button_height(ui, area->w, end));
    return ui_button(ui, "turn.end", row, BUTTON_PLAIN, "x", end, view->can_store);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    size_t index = 0;
    bool has = find_round(view, &index);
    bool open = view->turn_left_ms > 0;
    struct page page = page_begin(ui, view, visit, page_word(view, "turn.title"), PAGE_BACK,
                                  open ? "check" : "user-check",
                                  !has   ? NULL
                                  : open ? "turn.ready"
                                         : "turn.give",
                                  view->can_store);
    /* When it is open, the panel says so. */
    page_tell(ui, view, visit, &page, open ? PAGE_TELL_STORE : PAGE_TELL_ALL);
    struct rect body = page.body;
    const char *walk = page_word(view, "turn.walk-away");
    const char *none = page_word(view, "turn.no-round");
    if (open || !has) {
        body = part_art_beside(ui, body, "spot_vote",
                               open ? (const char *const[]){walk, walk, walk, walk, NULL}
                                    : (const char *const[]){none, NULL});
    }
    struct rect area = page_scroll(ui, view, visit, &page, "turn", body);
    bool is_ended = false;
    if (!has) {
        part_say(ui, &area, "turn.no-round", STYLE_BODY, COLOR_INK, 0.0,
                 page_word(view, "turn.no-round"));
    } else if (open) {
        is_ended = draw_open(ui, view, &area);
    } else {
        part_say(ui, &area, "turn.about", STYLE_BODY, COLOR_INK, 3.0,
                 page_word(view, "turn.about"));
        draw_last(ui, view, &area);
        char given[24], used[24], words[160];
        snprintf(given, sizeof(given), "%u", (unsigned)view->rounds[index].unlocks_given);
        snprintf(used, sizeof(used), "%u", (unsigned)view->rounds[index].unlocks_used);
        page_fill(words, sizeof(words), view, "turn.count",
                  (const char *const[]){"n", given, "max", used, NULL});
        part_fact(ui, &area, "turn.count", "users", STYLE_BODY, words);
    }
    ui_scroll_end(ui, area.y);
    if (is_ended || (page.main && !open)) {
        visit->round = index;
        return is_ended ? ACT_TURN_END : ACT_TURN_GIVE;
    }
    return page.main ? ACT_END_VISIT : page.action;
}

const struct screen screen_turn = {"turn", draw, true};
