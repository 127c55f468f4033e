/* The visitor's own idea: found by its number and two secret words; what became of it, and what its
 * maker may still do with it. */
#include "app/screens/all.h"
#include "app/screens/digits.h"
#include "app/screens/part.h"
#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_LEN = 6 };

static enum action draw_number(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = digits_page(ui, view, visit, page_word(view, "mine.number"), DIGITS_SHOWN,
                                   NUMBER_LEN, "new.next", visit->typed[0] != '\0');
    if (page.main) {
        visit->idea_number = (uint32_t)strtoul(visit->typed, NULL, 10);
        visit_go(visit, SCREEN_MINE_WORDS);
    }
    return page.action;
}

const struct screen screen_mine_number = {"mine_number", draw_number, false};

static enum action draw_words(struct ui *ui, const struct view *view, struct visit *visit)
{
    if (visit->notice != NULL && strcmp(visit->notice, "notice.wait") == 0) {
        visit->notice_number = (view->idea_wait_ms + 999) / 1000;
        visit->notice = visit->notice_number > 0 ? visit->notice : NULL;
    }
    struct page page =
        page_typed(ui, view, visit, page_word(view, "mine.words"), "mine.words-hint", KEYBOARD_TEXT,
                   2 * WORDS_MAX_LEN + 4, "mine.find", strchr(visit->typed, ' ') != NULL);
    return page.main ? ACT_IDEA_FIND : page.action;
}

const struct screen screen_mine_words = {"mine_words", draw_words, false};

/* ---- found ---------------------------------------------------------------------------------- */

/* What is about to be done waits for a yes. Kept in the visit's field, which this screen does not
 * use otherwise and which is wiped when the screen is left. */
#define ASK_WITHDRAW "withdraw"
#define ASK_ERASE "erase"

static void draw_state(struct ui *ui, const struct view *view, const struct visit *visit,
                       struct rect *area)
{
    /* keys: mine.waiting mine.shown mine.hidden mine.withdrawn */
    static const struct {
        const char *icon, *key;
        enum color ground;
    } looks[] = {
        [IDEA_WAITING] = {"clock", "mine.waiting", COLOR_WARN},
        [IDEA_SHOWN] = {"check", "mine.shown", COLOR_CHOSEN},
        [IDEA_HIDDEN] = {"eye-off", "mine.hidden", COLOR_WARN},
        [IDEA_WITHDRAWN] = {"undo-2", "mine.withdrawn", COLOR_WARN},
    };
    enum idea_state state = visit->mine_state;
    part_panel(ui, area, "mine.state", looks[state].icon, looks[state].ground, STYLE_BODY,
               page_word(view, looks[state].key));
    if (state == IDEA_HIDDEN && visit->mine_reason[0] != '\0') {
        char words[600];
        page_fill(words, sizeof(words), view, "mine.reason",
                  (const char *const[]){"name", part_reason(view, visit->mine_reason), NULL});
        part_say(ui, area, "mine.reason", STYLE_BODY, COLOR_INK, 3.0, words);
    }
}

static void draw_buttons(struct ui *ui, const struct view *view, struct visit *visit,
                         struct rect *area)
{
    struct rect row;
    if (visit->mine_state != IDEA_WITHDRAWN && visit->mine.sort == IDEA_PLAN) {
        if (part_row(ui, area, "mine.guide", "map-pin", page_word(view, "guide.title"), NULL)) {
            visit_go(visit, SCREEN_GUIDE);
        }
        if (part_row(ui, area, "mine.owner", "house", page_word(view, "planof.title"), NULL)) {
            memcpy(visit->idea_rid, visit->mine_rid, RECORD_RID);
            visit->owner_is_plan = false;
            visit_go(visit, SCREEN_OWNER);
        }
    }
    if (visit->mine_state != IDEA_WITHDRAWN) {
        row = rect_cut_top(area, part_button_height(ui, area->w, page_word(view, "mine.withdraw")));
        rect_cut_top(area, page_gap(ui));
        if (ui_button(ui, "mine.withdraw", row, BUTTON_PLAIN, "trash-2",
                      page_word(view, "mine.withdraw"), view->can_store)) {
            str_copy(visit->typed, sizeof(visit->typed), ASK_WITHDRAW);
        }
    }
    if (visit->mine_has_contact) {
        row = rect_cut_top(area, part_button_height(ui, area->w, page_word(view, "mine.erase")));
        rect_cut_top(area, page_gap(ui));
        if (ui_button(ui, "mine.erase", row, BUTTON_PLAIN, "eraser", page_word(view, "mine.erase"),
                      view->can_store)) {
            str_copy(visit->typed, sizeof(visit->typed), ASK_ERASE);
        }
    }
}

/* "Weet u het zeker?" over the screen, with a yes and a no of the same size. */
static enum action draw_sure(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool erase = strcmp(visit->typed, ASK_ERASE) == 0;
    if (!erase && strcmp(visit->typed, ASK_WITHDRAW) != 0) {
        return ACT_NONE;
    }
    ui_modal(ui);
    struct rect all = ui_bounds(ui);
    int pad = ui_mm(ui, page_is_low(ui) ? 2.0 : 5.0);
    int most = ui_mm(ui, 170.0);
    int width = all.w - 2 * pad < most ? all.w - 2 * pad : most;
    const char *ask = page_word(view, erase ? "mine.erase-sure" : "mine.withdraw-sure");
    const char *yes_words = page_word(view, erase ? "mine.erase-yes" : "mine.withdraw-yes");
    const char *no_words = page_word(view, "sure.no");
    int high = part_button_height(ui, width - 2 * pad, yes_words);
    int high_no = part_button_height(ui, width - 2 * pad, no_words);
    int rest = high + high_no + page_gap(ui) + 3 * pad;
    enum style style = STYLE_TITLE;
    if (ui_text_height(ui, style, width - 2 * pad, ask) + rest > all.h) {
        style = STYLE_BOLD;
    }
    int words = ui_text_height(ui, style, width - 2 * pad, ask);
    struct rect card = rect_center(all, width, words + rest);
    ui_card(ui, card, COLOR_CARD);
    struct rect inner = rect_inset(card, pad, pad);
    ui_text(ui, "sure.ask", rect_cut_top(&inner, words), style, COLOR_INK, ALIGN_LEFT, ask);
    rect_cut_top(&inner, pad);
    struct rect yes = rect_cut_top(&inner, high);
    rect_cut_top(&inner, page_gap(ui));
    struct rect no = rect_cut_top(&inner, high_no);
    bool tapped_yes =
        ui_button(ui, "sure.yes", yes, BUTTON_STOP, "check",
                  page_word(view, erase ? "mine.erase-yes" : "mine.withdraw-yes"), true);
    bool tapped_no =
        ui_button(ui, "sure.no", no, BUTTON_PLAIN, "x", page_word(view, "sure.no"), true);
    if (tapped_yes || tapped_no) {
        memset(visit->typed, 0, sizeof(visit->typed));
    }
    return !tapped_yes ? ACT_NONE : erase ? ACT_IDEA_ERASE : ACT_IDEA_WITHDRAW;
}

static enum action draw_mine(struct ui *ui, const struct view *view, struct visit *visit)
{
    char title[80];
    part_number(title, sizeof(title), view, "mine.title", visit->mine.number);
    bool can_change = visit->mine_state != IDEA_WITHDRAWN;
    memcpy(visit->idea_rid, visit->mine_rid, RECORD_RID); /* another was looked at on the way */
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, "pencil",
                                  can_change ? "mine.change" : NULL, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = page.body;
    struct rect area = page_scroll(ui, view, visit, &page, "mine", body);
    part_say(ui, &area, "mine.what", STYLE_TITLE, COLOR_INK, 2.0, visit->mine.what);
    draw_state(ui, view, visit, &area);
    const struct view_idea *shown = view_idea_of(view, VIEW_SHOWN, visit->idea_rid);
    if (shown != NULL && shown->supports > 0) {
        char words[120];
        part_support_words(words, sizeof(words), view, shown);
        part_fact(ui, &area, "mine.supports", "heart", STYLE_BODY, words);
    }
    draw_buttons(ui, view, visit, &area);
    ui_scroll_end(ui, area.y);
    enum action sure = draw_sure(ui, view, visit);
    if (sure != ACT_NONE) {
        return sure;
    }
    if (page.main) {
        visit->draft = visit->mine;
        visit->is_change = true;
        visit->seen_similar = true;
        memset(visit->name, 0, sizeof(visit->name));
        memset(visit->phone, 0, sizeof(visit->phone));
        visit_go(visit, SCREEN_NEW_REVIEW);
    }
    return page.action;
}

const struct screen screen_mine = {"mine", draw_mine, false};
