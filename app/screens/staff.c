/* Who are you: caretaker or head caretaker; then the PIN, or at first start the choice of one. */
#include "app/screens/all.h"
#include "app/screens/digits.h"
#include "app/screens/part.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

enum { PIN_LEN = 6 };

static enum action draw_staff(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "staff.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = page.body;
    struct rect area = page_scroll(ui, view, visit, &page, "staff", body);
    int tapped = -1;
    if (part_row(ui, &area, "staff.caretaker", "key-round", page_word(view, "staff.caretaker"),
                 page_word(view, "staff.caretaker-text"))) {
        tapped = 0;
    }
    if (part_row(ui, &area, "staff.admin", "users", page_word(view, "staff.admin"),
                 page_word(view, "staff.admin-text"))) {
        tapped = 1;
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    if (tapped >= 0) {
        visit->asks = tapped == 0 ? STAFF_CARETAKER : STAFF_ADMIN;
        memset(visit->pin_first, 0, sizeof(visit->pin_first));
        visit_go(visit, view->pin_set[visit->asks] ? SCREEN_PIN : SCREEN_PIN_SET);
    }
    return page.action;
}

const struct screen screen_staff = {"staff", draw_staff, false};

/* ---- the PIN -------------------------------------------------------------------------------- */

static enum action draw_pin(struct ui *ui, const struct view *view, struct visit *visit)
{
    enum staff asks = visit->asks == STAFF_ADMIN ? STAFF_ADMIN : STAFF_CARETAKER;
    bool admin = asks == STAFF_ADMIN;
    char words[160];
    const char *title = page_word(view, admin ? "pin.admin" : "pin.caretaker");
    int64_t wait_s = (view->pin_wait_ms[asks] + 999) / 1000;
    if (wait_s > 0) {
        title = part_number(words, sizeof(words), view, "notice.pin-wait", wait_s);
        visit->notice = NULL;
    }
    bool may = wait_s <= 0 && strlen(visit->typed) == PIN_LEN;
    struct page page = digits_page(ui, view, visit, title, DIGITS_SECRET, PIN_LEN, "pin.go", may);
    return page.main ? ACT_PIN_CHECK : page.action;
}

const struct screen screen_pin = {"pin", draw_pin, false};

static enum action draw_pin_set(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool again = visit->pin_first[0] != '\0';
    bool admin = visit->asks == STAFF_ADMIN;
    if (view->pin_lost[admin ? 1 : 0] && !again && visit->typed[0] == '\0' &&
        visit->notice == NULL) {
        visit->notice = "notice.pin-lost";
    }
    const char *title = page_word(view, again   ? "pin.again"
                                        : admin ? "pin.choose-admin"
                                                : "pin.choose-caretaker");
    struct page page =
        digits_page(ui, view, visit, title, DIGITS_SECRET, PIN_LEN, again ? "pin.keep" : "pin.next",
                    strlen(visit->typed) == PIN_LEN);
    if (!page.main) {
        return page.action;
    }
    if (!again) {
        str_copy(visit->pin_first, sizeof(visit->pin_first), visit->typed);
        memset(visit->typed, 0, sizeof(visit->typed));
        return page.action;
    }
    if (strcmp(visit->pin_first, visit->typed) == 0) {
        return ACT_PIN_SET;
    }
    memset(visit->typed, 0, sizeof(visit->typed));
    memset(visit->pin_first, 0, sizeof(visit->pin_first));
    visit->notice = "notice.pin-different";
    return page.action;
}

const struct screen screen_pin_set = {"pin_set", draw_pin_set, false};
