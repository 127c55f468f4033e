/* What a head caretaker does less often: the second page of the menu. */
#include "app/screens/all.h"
#include "app/screens/part.h"

static const struct {
    const char *id, *icon;
    enum screen_id screen;
} items[] = {
    {"admin.logbook", "book-open", SCREEN_LOGBOOK},
};

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "admin.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "admin", page.body);
    /* keys: admin.logbook */
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        if (part_row(ui, &area, items[i].id, items[i].icon, page_word(view, items[i].id), NULL)) {
            visit_go(visit, items[i].screen);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_admin = {"admin", draw, true};
