/* Who are you: caretaker or head caretaker; then the PIN, or at first start the choice of one. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/base/str.h"
#include "app/ui/keyboard.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

enum { PIN_LEN = 6 };

static enum action draw_staff(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "staff.title"), PAGE_BACK, NULL, NULL, false);
    struct rect body = page.body;
    page_notice(ui, view, visit, &body);
    const struct page_item items[] = {
        {"staff.caretaker", "key-round", page_word(view, "staff.caretaker"), true},
        {"staff.admin", "users", page_word(view, "staff.admin"), true},
    };
    int tapped = page_menu(ui, body, "staff", view, items, 2);
    if (tapped >= 0) {
        visit->asks = tapped == 0 ? STAFF_CARETAKER : STAFF_ADMIN;
        memset(visit->pin_first, 0, sizeof(visit->pin_first));
        visit_go(visit, view->pin_set[visit->asks] ? SCREEN_PIN : SCREEN_PIN_SET);
    }
    return page.action;
}

const struct screen screen_staff = {"staff", draw_staff, false};

/* ---- the PIN -------------------------------------------------------------------------------- */

/* Six places: a full dot for each digit typed, and how many in words. The digits themselves are
 * never shown. */
static void draw_dots(struct ui *ui, const struct view *view, struct rect rect, size_t typed)
{
    int size = ui_mm(ui, 7.0);
    int gap = ui_mm(ui, 4.0);
    int line = ui_line_height(ui, STYLE_BODY);
    struct rect both = rect_center(rect, rect.w, size + ui_mm(ui, 2.0) + line);
    struct rect row =
        rect_center(rect_cut_top(&both, size), PIN_LEN * size + (PIN_LEN - 1) * gap, size);
    for (size_t i = 0; i < PIN_LEN; i++) {
        struct rect dot = rect_cut_left(&row, size);
        rect_cut_left(&row, gap);
        if (i < typed) {
            ui_fill(ui, dot, size / 2, COLOR_INK);
        } else {
            ui_stroke(ui, dot, size / 2, ui_mm(ui, 0.6), COLOR_INK);
        }
    }
    char words[80], now[24], most[8];
    snprintf(now, sizeof(now), "%zu", typed);
    snprintf(most, sizeof(most), "%d", PIN_LEN);
    page_fill(words, sizeof(words), view, "field.count",
              (const char *const[]){"n", now, "max", most, NULL});
    rect_cut_top(&both, ui_mm(ui, 2.0));
    ui_text(ui, "pin.count", both, STYLE_BODY, COLOR_INK_SOFT, ALIGN_CENTER, words);
}

static struct keyboard_words key_words(const struct view *view)
{
    return (struct keyboard_words){
        .erase = page_word(view, "key.erase"),
        .space = page_word(view, "key.space"),
        .shift = page_word(view, "key.shift"),
        .accents = page_word(view, "key.accents"),
        .letters = page_word(view, "key.letters"),
        .digits = page_word(view, "key.digits"),
    };
}

static struct page draw_pin_page(struct ui *ui, const struct view *view, struct visit *visit,
                                 const char *title, const char *main_key, bool may)
{
    bool low = part_is_low(ui);
    struct page page = page_begin(ui, view, visit, low ? NULL : title, PAGE_BACK, "arrow-right",
                                  main_key, may && strlen(visit->typed) == PIN_LEN);
    struct rect body = page.body;
    page_notice(ui, view, visit, &body);
    struct keyboard_words words = key_words(view);
    struct rect left = body;
    if (low || !page_is_narrow(ui)) {
        left = rect_cut_left(&body, body.w * 45 / 100);
        rect_cut_left(&body, 2 * page_gap(ui));
    } else {
        left = rect_cut_top(&body, ui_mm(ui, 16.0));
    }
    if (low) {
        part_say(ui, &left, "title", STYLE_BODY, COLOR_INK, 2.0, title);
    }
    draw_dots(ui, view, left, strlen(visit->typed));
    int high = keyboard_height(ui, KEYBOARD_DIGITS, body.w);
    struct rect board = body;
    board.h = high < body.h ? high : body.h;
    if (keyboard_draw(ui, board, KEYBOARD_DIGITS, &visit->keyboard, &words, visit->typed,
                      PIN_LEN + 1, PIN_LEN)) {
        visit->notice = NULL;
    }
    return page;
}

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
    struct page page = draw_pin_page(ui, view, visit, title, "pin.go", wait_s <= 0);
    return page.main ? ACT_PIN_CHECK : page.action;
}

const struct screen screen_pin = {"pin", draw_pin, false};

static enum action draw_pin_set(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool again = visit->pin_first[0] != '\0';
    bool admin = visit->asks == STAFF_ADMIN;
    const char *title = page_word(view, again   ? "pin.again"
                                        : admin ? "pin.choose-admin"
                                                : "pin.choose-caretaker");
    struct page page = draw_pin_page(ui, view, visit, title, again ? "pin.keep" : "pin.next", true);
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
