/* A plan or its cost must change after the round was opened: it is paused, begins anew with the
 * same codes, and everybody reads why. What was cast before does not count; so the button is asked.
 */
#include "app/screens/all.h"
#include "app/screens/part.h"

enum { REASON_LEN = 98 }; /* characters; visit->reason holds four bytes each */

static enum action draw_why(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->reason);
    struct page page =
        page_typed(ui, view, visit, page_word(view, "again.why"), "again.why-hint", KEYBOARD_TEXT,
                   REASON_LEN, "again.next", view->can_store && visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_AGAIN_WHY, visit->reason, sizeof(visit->reason));
    if (page.main) {
        visit_go(visit, SCREEN_AGAIN);
    }
    return page.action;
}

const struct screen screen_again_why = {"again_why", draw_why, true};

static enum action draw_again(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "again.title"), PAGE_BACK, "rotate-ccw",
                   view->button_works ? NULL : "again.go", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "again", page.body);
    part_say(ui, &area, "again.reason", STYLE_BOLD, COLOR_INK, 3.0, visit->reason);
    part_panel(ui, &area, "again.text", "triangle-alert", COLOR_WARN, STYLE_BODY,
               page_word(view, "again.text"));
    part_panel(ui, &area, "again.press", "circle-dot", COLOR_GLOW, STYLE_BOLD,
               page_word(view, view->button_works ? "again.press" : "again.tap"));
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.main ? ACT_ROUND_AGAIN : page.action;
}

const struct screen screen_again = {"again", draw_again, true};
