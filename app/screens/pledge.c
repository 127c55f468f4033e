/* "Ik doe mee": who will read it, name, phone number, done. Sealed to the village at once. */
#include "app/screens/all.h"
#include "app/screens/digits.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <string.h>

static enum action draw_why(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "pledge.title"), PAGE_BACK,
                                  "arrow-right", "pledge.go", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = page.body;
    char reader[500];
    const char *ask = page_word(view, "pledge.ask");
    page_fill(reader, sizeof(reader), view, "pledge.reader",
              (const char *const[]){"name", view->contact_reader, NULL});
    body = part_art_beside(ui, body, "spot_help", (const char *const[]){ask, reader, NULL});
    struct rect area = page_scroll(ui, view, visit, &page, "pledge", body);
    part_say(ui, &area, "pledge.ask", STYLE_BODY, COLOR_INK, 3.0, ask);
    part_fact(ui, &area, "pledge.reader", "lock", STYLE_BODY, reader);
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_go(visit, SCREEN_PLEDGE_NAME);
    }
    return page.action;
}

const struct screen screen_pledge_why = {"pledge_why", draw_why, false};

static enum action draw_name(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->name);
    struct page page =
        page_typed(ui, view, visit, page_word(view, "contact.name"), NULL, KEYBOARD_TEXT, IDEA_NAME,
                   "contact.next", visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_PLEDGE_NAME, visit->name, sizeof(visit->name));
    if (page.main) {
        visit_go(visit, SCREEN_PLEDGE_PHONE);
    }
    return page.action;
}

const struct screen screen_pledge_name = {"pledge_name", draw_name, false};

static enum action draw_phone(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->phone);
    struct page page =
        digits_page(ui, view, visit, page_word(view, "contact.phone"), DIGITS_SHOWN, IDEA_PHONE,
                    "pledge.save", view->can_store && visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_PLEDGE_PHONE, visit->phone, sizeof(visit->phone));
    return page.main ? ACT_PLEDGE : page.action;
}

const struct screen screen_pledge_phone = {"pledge_phone", draw_phone, false};

static enum action draw_done(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "pledge.thanks"), 0, "check",
                                  "pledge.done", true);
    char words[500];
    page_fill(words, sizeof(words), view, "pledge.after",
              (const char *const[]){"name", view->contact_reader, NULL});
    struct rect body =
        part_art_beside(ui, page.body, "spot_help", (const char *const[]){words, NULL});
    struct rect area = page_scroll(ui, view, visit, &page, "pledge", body);
    part_say(ui, &area, "pledge.after", STYLE_BODY, COLOR_INK, 0.0, words);
    ui_scroll_end(ui, area.y);
    if (page.main && visit->is_pledge_about) {
        visit_back(visit); /* to what was joined */
    } else if (page.main) {
        visit_return(visit, SCREEN_IDEAS);
    }
    return page.action;
}

const struct screen screen_pledge_done = {"pledge_done", draw_done, false};
