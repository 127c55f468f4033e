/* The village's content, for the admin: which is in use, one from a stick and what it would change,
 * and the one before again. Nothing is taken before the lit button is pressed. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- what was brought ---------------------------------------------------------------------- */

static void draw_faults(struct ui *ui, const struct view *view, struct rect *area)
{
    const struct view_content *content = &view->content;

    part_faults(ui, view, area, "content", content->faults, content->fault_count);
    if (content->fault_more > 0) {
        part_say(ui, area, "content.fault-more", STYLE_BODY, COLOR_INK, 2.0,
                 page_word(view, "content.fault-more"));
    }
}

static void draw_changes(struct ui *ui, const struct view *view, struct rect *area)
{
    const struct view_content *content = &view->content;

    for (size_t i = 0; i < content->change_count; i++) {
        const struct view_change *change = &content->changes[i];
        char words[200], number[16], id[40];
        snprintf(number, sizeof(number), "%" PRIu32, change->count);
        snprintf(id, sizeof(id), "content.change.%zu", i + 1);
        page_fill(words, sizeof(words), view, change->key,
                  (const char *const[]){"n", number, "name", page_word(view, change->noun), NULL});
        part_fact(ui, area, id, "check", STYLE_BODY, words);
    }
    if (content->change_count == 0) {
        part_say(ui, area, "content.no-change", STYLE_BODY, COLOR_INK, 2.0,
                 page_word(view, "content.no-change"));
    }
}

static void draw_report(struct ui *ui, const struct view *view, struct rect *area)
{
    const struct view_content *content = &view->content;
    char words[400];

    if (content->may_take) {
        page_fill(words, sizeof(words), view,
                  content->is_signed ? "content.brought-signed" : "content.brought",
                  (const char *const[]){"name", content->name, NULL});
        if (content->new_key) { /* first: it is read before the rest, on a small panel too */
            part_panel(ui, area, "content.new-key", "key-round", COLOR_WARN, STYLE_BOLD,
                       page_word(view, "content.new-key"));
        }
        part_panel(ui, area, "content.brought", "check", COLOR_COMMUNITY, STYLE_BOLD, words);
        draw_changes(ui, view, area);
        return;
    }
    page_fill(words, sizeof(words), view, content->refused_key,
              (const char *const[]){"name", content->refused, NULL});
    part_panel(ui, area, "content.refused", "triangle-alert", COLOR_WARN, STYLE_BOLD, words);
    draw_faults(ui, view, area);
}

/* ---- the stick ----------------------------------------------------------------------------- */

static void draw_busy(struct ui *ui, const struct view *view, struct rect *area)
{
    /* keys: content.step.look content.step.unpack content.step.copy content.step.check
     * content.step.try stick.step.look */
    part_say(ui, area, "content.step", STYLE_TITLE, COLOR_INK, 4.0,
             page_word(view, view->stick_key));
    if (view->stick_whole > 0) {
        ui_bar(ui, rect_cut_top(area, ui_mm(ui, 10.0)), view->stick_part, view->stick_whole,
               COLOR_MARK);
        rect_cut_top(area, page_gap(ui));
    }
    part_fact(ui, area, "content.leave-in", "hand", STYLE_BODY, page_word(view, "stick.leave-in"));
}

static void draw_return(struct ui *ui, const struct view *view, struct rect *area,
                        struct visit *visit)
{
    if (view->content.has_before &&
        part_row(ui, area, "content.return", "undo-2", page_word(view, "content.return"),
                 page_word(view, "content.return-text"))) {
        visit_go(visit, SCREEN_CONTENT_BACK);
    }
}

static void draw_before(struct ui *ui, const struct view *view, struct rect *area,
                        struct visit *visit)
{
    bool is_in = view->stick == STICK_READY;

    part_panel(ui, area, "content.stick", is_in ? "check" : "usb",
               is_in ? COLOR_CHOSEN : COLOR_GLOW, STYLE_BOLD,
               page_word(view, is_in ? "content.stick-in" : "content.stick-none"));
    part_say(ui, area, "content.how", STYLE_BODY, COLOR_INK, 3.0, page_word(view, "content.how"));
    draw_return(ui, view, area, visit);
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool busy = view->stick == STICK_BUSY;
    bool may_take = view->content.has_report && view->content.may_take;
    const char *main_key = busy ? NULL : may_take ? "content.take" : "content.look";
    struct page page =
        page_begin(ui, view, visit, page_word(view, "content.title"), busy ? 0 : PAGE_BACK,
                   may_take ? "check" : "search",
                   view->stick == STICK_NONE && !may_take ? NULL : main_key, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "content", page.body);
    if (busy) {
        draw_busy(ui, view, &area);
    } else if (view->content.has_report) {
        draw_report(ui, view, &area);
        if (!may_take) {
            draw_return(ui, view, &area, visit);
        }
    } else {
        draw_before(ui, view, &area, visit);
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    if (page.main && may_take) {
        visit_go(visit, SCREEN_CONTENT_SURE);
        return page.action;
    }
    return page.main ? ACT_CONTENT_LOOK : page.action;
}

const struct screen screen_content = {"content", draw, true};

/* ---- the button ---------------------------------------------------------------------------- */

static struct page ask(struct ui *ui, const struct view *view, struct visit *visit,
                       const char *title, const char *text, const char *id)
{
    bool by_button = view->button_works;
    struct page page = page_begin(ui, view, visit, page_word(view, title), PAGE_BACK, "check",
                                  by_button ? NULL : "content.do", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, id, page.body);
    char words[500], sub[64];
    page_fill(words, sizeof(words), view, text,
              (const char *const[]){"name", view->content.name, NULL});
    snprintf(sub, sizeof(sub), "%s.text", id);
    part_say(ui, &area, sub, STYLE_BODY, COLOR_INK, 3.0, words);
    snprintf(sub, sizeof(sub), "%s.press", id);
    part_panel(ui, &area, sub, "circle-dot", COLOR_GLOW, STYLE_BOLD,
               page_word(view, by_button ? "content.press" : "content.tap"));
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page;
}

static enum action draw_sure(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        ask(ui, view, visit, "content.sure-title", "content.sure-text", "content_sure");
    return page.main ? ACT_CONTENT_TAKE : page.action;
}

const struct screen screen_content_sure = {"content_sure", draw_sure, true};

static enum action draw_back(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        ask(ui, view, visit, "content.back-title", "content.back-text", "content_back");
    return page.main ? ACT_CONTENT_RETURN : page.action;
}

const struct screen screen_content_back = {"content_back", draw_back, true};
