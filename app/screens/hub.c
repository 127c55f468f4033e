/* To whom this kiosk belongs: its own fingerprint for the clerk, the hub's for the admin. A hub is
 * believed when a person compared its fingerprint, and pressed the lit button. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <string.h>

static char *with_name(char *dst, size_t cap, const struct view *view, const char *key,
                       const struct view_hub *hub)
{
    return page_fill(dst, cap, view, key, (const char *const[]){"name", hub->name, NULL});
}

/* What became of the code that was typed. */
static void draw_code_state(struct ui *ui, const struct view *view, struct rect *area)
{
    /* keys: hub.code-waits hub.code-wrong hub.code-strange hub.code-folder */
    static const char *const keys[] = {NULL, "hub.code-waits", "hub.code-wrong", "hub.code-strange",
                                       "hub.code-folder"};
    int state = view->post.code_state;
    if (state > 0 && (size_t)state < sizeof(keys) / sizeof(keys[0])) {
        part_panel(ui, area, "hub.code-state", state == 1 ? "clock" : "triangle-alert",
                   state == 1 ? COLOR_CHOSEN : COLOR_WARN, STYLE_BODY,
                   page_word(view, keys[state]));
    }
}

static void draw_where(struct ui *ui, const struct view *view, struct rect *area)
{
    const struct view_post *post = &view->post;
    char words[300];
    if (post->waits.is_known) {
        with_name(words, sizeof(words), view, "hub.waits", &post->waits);
        part_panel(ui, area, "hub.waits", "info", COLOR_WARN, STYLE_BODY, words);
    }
    if (post->hub.is_known) {
        bool revoked = post->hub.is_revoked;
        with_name(words, sizeof(words), view, revoked ? "hub.revoked" : "hub.belongs", &post->hub);
        part_panel(ui, area, "hub.belongs", revoked ? "triangle-alert" : "landmark",
                   revoked ? COLOR_WARN : COLOR_COMMUNITY, STYLE_BOLD, words);
    } else if (post->by_village) {
        part_panel(ui, area, "hub.village-own", "house", COLOR_COMMUNITY, STYLE_BOLD,
                   page_word(view, "hub.village-own"));
        draw_code_state(ui, view, area);
    } else if (!post->waits.is_known) {
        part_panel(ui, area, "hub.alone", "house", COLOR_CHOSEN, STYLE_BOLD,
                   page_word(view, "hub.alone"));
        draw_code_state(ui, view, area);
        part_say(ui, area, "hub.what-to-do", STYLE_BODY, COLOR_INK, 3.0,
                 page_word(view, "hub.what-to-do"));
    }
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_post *post = &view->post;
    struct page page =
        page_begin(ui, view, visit, page_word(view, "hub.title"), PAGE_BACK, "search",
                   post->waits.is_known ? "hub.compare" : NULL, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "hub", page.body);
    draw_where(ui, view, &area);
    if ((!post->hub.is_known || post->hub.is_revoked) && !post->waits.is_known &&
        part_row(ui, &area, "hub.code", "key-round", page_word(view, "hub.code"), NULL)) {
        visit_go(visit, SCREEN_HUB_CODE);
    }
    if (!view->is_enrolled &&
        part_row(ui, &area, "hub.village", "house", page_word(view, "hub.village"), NULL)) {
        visit_go(visit, SCREEN_HUB_VILLAGE);
    }
    if (post->self[0] == '\0') {
        part_say(ui, &area, "hub.no-self", STYLE_BODY, COLOR_INK, 0.0,
                 page_word(view, "hub.no-self"));
    } else if (part_row(ui, &area, "hub.self", "qr-code", page_word(view, "hub.self"), NULL)) {
        visit_go(visit, SCREEN_HUB_SELF);
    }
    if (post->hub.is_known) {
        char words[300];
        with_name(words, sizeof(words), view, "hub.print", &post->hub);
        part_say(ui, &area, "hub.print-of", STYLE_BODY, COLOR_INK_SOFT, 0.5, words);
        part_say(ui, &area, "hub.print", STYLE_BODY, COLOR_INK, 0.0, post->hub.print);
    }
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_go(visit, SCREEN_HUB_ASKS);
    }
    return page.action;
}

const struct screen screen_hub = {"hub", draw, true};

/* ---- who we are: for the clerk, by telephone or by a photo ---------------------------------- */

static enum action draw_self(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_post *post = &view->post;
    const char *alt = page_word(view, "hub.qr");
    struct page page =
        page_begin(ui, view, visit, page_word(view, "hub.self"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = part_qr_beside(ui, page.body, "hub_self.qr", post->qr, alt);
    struct rect area = page_scroll(ui, view, visit, &page, "hub_self", body);
    part_print(ui, &area, "hub_self.print", post->self);
    part_qr_below(ui, &area, page.body, "hub_self.qr", post->qr, alt);
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_hub_self = {"hub_self", draw_self, true};

/* ---- is it the same ------------------------------------------------------------------------- */

static enum action draw_answers(struct ui *ui, const struct view *view, struct visit *visit,
                                struct rect *area)
{
    const char *yes = page_word(view, "hub.yes"), *no = page_word(view, "hub.no");
    struct rect half = rect_column(*area, 2, 0, page_gap(ui));
    bool beside =
        ui_button_width(ui, "check", yes) <= half.w && ui_button_width(ui, "x", no) <= half.w;
    int width = beside ? half.w : area->w;
    int high = part_button_height(ui, width, yes);
    struct rect row = rect_cut_top(area, high);
    rect_cut_top(area, page_gap(ui));
    struct rect place = beside ? rect_column(row, 2, 0, page_gap(ui)) : row;
    snprintf(visit->hub_print, sizeof(visit->hub_print), "%s", view->post.waits.print);
    if (ui_button(ui, "hub.yes", place, BUTTON_PLAIN, "check", yes, view->can_store)) {
        visit_go(visit, SCREEN_HUB_SURE);
        return ACT_NONE;
    }
    if (!beside) {
        row = rect_cut_top(area, part_button_height(ui, width, no));
        rect_cut_top(area, page_gap(ui));
    }
    place = beside ? rect_column(row, 2, 1, page_gap(ui)) : row;
    return ui_button(ui, "hub.no", place, BUTTON_PLAIN, "x", no, view->can_store) ? ACT_HUB_REFUSE
                                                                                  : ACT_NONE;
}

static enum action draw_asks(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_hub *waits = &view->post.waits;
    if (!waits->is_known) {
        visit_back(visit);
        return ACT_NONE;
    }
    struct page page = page_begin(ui, view, visit, page_word(view, "hub.asks-title"), PAGE_BACK,
                                  NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "hub_asks", page.body);
    char words[300];
    with_name(words, sizeof(words), view, "hub.print", waits);
    part_say(ui, &area, "hub_asks.name", STYLE_BODY, COLOR_INK, 0.5, words);
    part_print(ui, &area, "hub_asks.print", waits->print);
    part_say(ui, &area, "hub_asks.same", STYLE_BOLD, COLOR_INK, 3.0, page_word(view, "hub.same"));
    enum action action = draw_answers(ui, view, visit, &area);
    ui_scroll_end(ui, area.y - page_gap(ui));
    return action != ACT_NONE ? action : page.action;
}

const struct screen screen_hub_asks = {"hub_asks", draw_asks, true};

/* ---- the button ----------------------------------------------------------------------------- */

static enum action draw_sure(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool by_button = view->button_works;
    struct page page = page_begin(ui, view, visit, page_word(view, "hub.sure-title"), PAGE_BACK,
                                  "check", by_button ? NULL : "hub.join", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "hub_sure", page.body);
    char words[400];
    with_name(words, sizeof(words), view, "hub.sure-text", &view->post.waits);
    part_say(ui, &area, "hub_sure.text", STYLE_BODY, COLOR_INK, 3.0, words);
    part_panel(ui, &area, "hub_sure.press", "circle-dot", COLOR_GLOW, STYLE_BOLD,
               page_word(view, by_button ? "hub.press" : "hub.tap"));
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.main ? ACT_HUB_ACCEPT : page.action;
}

const struct screen screen_hub_sure = {"hub_sure", draw_sure, true};

/* ---- a code instead ------------------------------------------------------------------------- */

static enum action draw_code(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_typed(ui, view, visit, page_word(view, "hub.code-title"),
                                  "hub.code-hint", KEYBOARD_CODE, CODE_ONCE, "hub.code-go",
                                  view->can_store && strlen(visit->typed) >= CODE_ONCE);
    return page.main ? ACT_HUB_CODE : page.action;
}

const struct screen screen_hub_code = {"hub_code", draw_code, true};

/* ---- the village's own key ------------------------------------------------------------------ */

static enum action draw_village(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool busy = view->stick == STICK_BUSY;
    struct page page = page_begin(ui, view, visit, page_word(view, "hub.village-title"), PAGE_BACK,
                                  "check", "hub.code-go", view->can_store && !busy);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "hub_village", page.body);
    part_say(ui, &area, "hub_village.text", STYLE_BODY, COLOR_INK, 3.0,
             page_word(view, "hub.village-text"));
    part_fact(ui, &area, NULL, "key-round", STYLE_BODY, page_word(view, "hub.village-away"));
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.main ? ACT_HUB_VILLAGE : page.action;
}

const struct screen screen_hub_village = {"hub_village", draw_village, true};
