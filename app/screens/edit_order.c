/* In which order the waiting screen tells of things. Each tap makes one the first and leaves the
 * others as they stand: from the last to the first, any order is a few taps. */
#include "app/screens/edit_inner.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <string.h>

static const char *icon_of(const char *kind, size_t len)
{
    static const struct {
        const char *kind, *icon;
    } icons[] = {{"plannen", "vote"},     {"ideeen", "lightbulb"},
                 {"nieuws", "newspaper"}, {"trots", "star"},
                 {"verhalen", "hammer"},  {"vragen", "message-circle-question"}};

    for (size_t i = 0; i < sizeof(icons) / sizeof(icons[0]); i++) {
        if (strlen(icons[i].kind) == len && strncmp(icons[i].kind, kind, len) == 0) {
            return icons[i].icon;
        }
    }
    return "book-open";
}

/* The kind at `kind`, `len` long in `order`, before all others. */
static void put_first(char *dst, size_t cap, const char *order, const char *kind, int len)
{
    int before = (int)(kind - order) - 1; /* without the comma behind it */

    snprintf(dst, cap, "%.*s,%.*s%s", len, kind, before, order, kind + len);
}

enum action edit_draw_order(struct ui *ui, const struct view *view, struct visit *visit,
                            const struct view_field *field)
{
    /* keys: order.plannen order.ideeen order.nieuws order.trots order.verhalen order.vragen
     * order.kaarten */
    struct page page =
        page_begin(ui, view, visit, edit_field_name(view, field), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_STORE);
    struct rect area = page_scroll(ui, view, visit, &page, "order", page.body);
    size_t place = 0;

    part_say(ui, &area, "order.how", STYLE_BODY, COLOR_INK, 3.0, page_word(view, "order.how"));
    for (const char *kind = field->shown; *kind != '\0';) {
        int len = (int)strcspn(kind, ",");
        char id[40], label[160];
        snprintf(id, sizeof(id), "order.%.*s", len, kind);
        snprintf(label, sizeof(label), "%zu. %.140s", ++place, page_word(view, id));
        bool tapped = part_row(ui, &area, id, icon_of(kind, (size_t)len), label, NULL);
        if (tapped && place > 1 && view->can_store) {
            put_first(visit->typed, sizeof(visit->typed), field->shown, kind, len);
            page.action = ACT_EDIT;
        }
        kind += len + (kind[len] == ',');
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}
