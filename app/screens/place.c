/* Where the kiosk stands now: it may tour. What is chosen stands under the village's name. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <string.h>

static const char *const places[] = {"place.hall",    "place.church", "place.school", "place.club",
                                     "place.library", "place.shop",   "place.care"};

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "place.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect area = page_scroll(ui, view, visit, &page, "place", page.body);
    part_say(ui, &area, "place.why", STYLE_BODY, COLOR_INK, 3.0, page_word(view, "place.why"));
    enum action action = page.action;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        bool is_now = strcmp(view->place, places[i]) == 0;
        if (part_row(ui, &area, places[i], is_now ? "check" : "map-pin", page_word(view, places[i]),
                     NULL)) {
            snprintf(visit->place, sizeof(visit->place), "%s", places[i]);
            action = ACT_PLACE;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return action;
}

const struct screen screen_place = {"place", draw, true};
