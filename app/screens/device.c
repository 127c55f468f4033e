/* What is set once where the kiosk stands: its language, its clock, and how large its screen is. */
#include "app/screens/all.h"
#include "app/screens/digits.h"
#include "app/screens/part.h"
#include "app/base/str.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULER_MM 50.0 /* of the line, when the screen is as it says */

static enum action draw_device(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "device.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "device", page.body);
    if (part_row(ui, &area, "device.lang", "languages", page_word(view, "device.lang"), NULL)) {
        visit_go(visit, SCREEN_DEVICE_LANG);
    }
    if (part_row(ui, &area, "device.clock", "clock", page_word(view, "device.clock"),
                 view->clock_text)) {
        visit_go(visit, SCREEN_CLOCK_DAY);
    }
    if (part_row(ui, &area, "device.ruler", "monitor-check", page_word(view, "device.ruler"),
                 NULL)) {
        visit_go(visit, SCREEN_RULER);
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_device = {"device", draw_device, true};

static enum action draw_lang(struct ui *ui, const struct view *view, struct visit *visit)
{
    static const struct {
        const char *code, *id;
    } all[] = {{"nl", "lang.nl"}, {"fy", "lang.fy"}, {"en", "lang.en"}};
    struct page page =
        page_begin(ui, view, visit, page_word(view, "device.lang"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "device-lang", page.body);
    /* keys: lang.nl lang.fy lang.en */
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        bool now = view->admin.lang != NULL && strcmp(view->admin.lang, all[i].code) == 0;
        if (part_row(ui, &area, all[i].id, now ? "check" : "languages", page_word(view, all[i].id),
                     NULL)) {
            snprintf(visit->item, sizeof(visit->item), "%s", all[i].code);
            page.action = ACT_LANG_SET;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_device_lang = {"device_lang", draw_lang, true};

/* ---- the clock ------------------------------------------------------------------------------ */

static enum action draw_day(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = digits_page(ui, view, visit, page_word(view, "clock.day"), DIGITS_SHOWN, 8,
                                   "again.next", strlen(visit->typed) == 8);
    if (page.main) {
        str_copy(visit->day, sizeof(visit->day), visit->typed);
        visit_go(visit, SCREEN_CLOCK_TIME);
    }
    return page.action;
}

const struct screen screen_clock_day = {"clock_day", draw_day, true};

static enum action draw_time(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = digits_page(ui, view, visit, page_word(view, "clock.time"), DIGITS_SHOWN, 4,
                                   "clock.set", strlen(visit->typed) == 4);
    return page.main ? ACT_CLOCK_SET : page.action;
}

const struct screen screen_clock_time = {"clock_time", draw_time, true};

/* ---- the ruler ------------------------------------------------------------------------------ */

/* A line with an end at both sides, to lay a ruler along. */
static void draw_line(struct ui *ui, struct rect place, int length)
{
    int thick = ui_mm(ui, 0.8), end = ui_mm(ui, 8.0);
    struct rect line = {place.x, place.y + end / 2 - thick / 2, length, thick};

    ui_fill(ui, line, 0, COLOR_INK);
    ui_fill(ui, (struct rect){place.x, place.y, thick, end}, 0, COLOR_INK);
    ui_fill(ui, (struct rect){place.x + length - thick, place.y, thick, end}, 0, COLOR_INK);
}

static enum action draw_ruler(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "ruler.title"), PAGE_BACK,
                                  "arrow-right", "again.next", true);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect area = page_scroll(ui, view, visit, &page, "ruler", page.body);
    int length = ui_mm(ui, RULER_MM);
    draw_line(ui, rect_cut_top(&area, ui_mm(ui, 8.0)), length);
    rect_cut_top(&area, page_gap(ui));
    part_say(ui, &area, "ruler.text", STYLE_BODY, COLOR_INK, 0.0, page_word(view, "ruler.text"));
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit->ruler_px = length;
        visit_go(visit, SCREEN_RULER_MM);
    }
    return page.action;
}

const struct screen screen_ruler = {"ruler", draw_ruler, true};

static enum action draw_mm(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = digits_page(ui, view, visit, page_word(view, "ruler.mm"), DIGITS_SHOWN, 3,
                                   "clock.set", strtol(visit->typed, NULL, 10) > 0);
    return page.main ? ACT_RULER : page.action;
}

const struct screen screen_ruler_mm = {"ruler_mm", draw_mm, true};
