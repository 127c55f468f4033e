/* A letter with a voting code is lost: it is made void by its number, and a sealed spare is given.
 * The kiosk does not know which code a letter has, and so not who voted: the registrar brings
 * number and code together when the box is read. */
#include "app/screens/all.h"
#include "app/screens/digits.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_LEN = 6 };

static void draw_voids(struct ui *ui, const struct view *view, struct rect *area, size_t round)
{
    for (size_t i = 0; i < view->admin.void_count; i++) {
        const struct view_void *letter = &view->admin.voids[i];
        char words[300], number[16], spare[16];
        if (letter->round != round) {
            continue;
        }
        snprintf(number, sizeof(number), "%u", (unsigned)letter->letter);
        snprintf(spare, sizeof(spare), "%u", (unsigned)letter->spare);
        page_fill(words, sizeof(words), view, letter->spare > 0 ? "void.line-spare" : "void.line",
                  (const char *const[]){"n", number, "spare", spare, "name",
                                        page_word(view, letter->reason), NULL});
        part_fact(ui, area, NULL, "ticket", STYLE_BODY, words);
    }
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "void.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "void", page.body);
    bool any = false;
    for (size_t i = 0; i < view->round_count; i++) {
        const struct view_round *round = &view->rounds[i];
        char id[40];
        if (round->round->access != ACCESS_CODE || round->state == ROUND_CLOSED) {
            continue;
        }
        any = true;
        snprintf(id, sizeof(id), "void.round.%zu", i + 1);
        if (part_row(ui, &area, id, "ticket", page_word(view, "void.new"), round->round->title) &&
            view->can_store) {
            visit->round = i;
            visit_go(visit, SCREEN_VOID_LETTER);
        }
        draw_voids(ui, view, &area, i);
    }
    if (!any) {
        part_say(ui, &area, "void.none", STYLE_BODY, COLOR_INK, 0.0, page_word(view, "void.none"));
    }
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_void = {"void", draw_list, true};

static enum action draw_letter(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = digits_page(ui, view, visit, page_word(view, "void.letter"), DIGITS_SHOWN,
                                   NUMBER_LEN, "again.next", strtoul(visit->typed, NULL, 10) > 0);
    if (page.main) {
        visit->letter = (uint32_t)strtoul(visit->typed, NULL, 10);
        visit_go(visit, SCREEN_VOID_SPARE);
    }
    return page.action;
}

const struct screen screen_void_letter = {"void_letter", draw_letter, true};

static enum action draw_spare(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = digits_page(ui, view, visit, page_word(view, "void.spare"), DIGITS_SHOWN,
                                   NUMBER_LEN, "again.next", true);
    if (page.main) {
        visit->spare = (uint32_t)strtoul(visit->typed, NULL, 10);
        visit_go(visit, SCREEN_VOID_WHY);
    }
    return page.action;
}

const struct screen screen_void_spare = {"void_spare", draw_spare, true};

static enum action draw_why(struct ui *ui, const struct view *view, struct visit *visit)
{
    static const char *const reasons[] = {"void.lost", "void.never-came", "void.damaged",
                                          "void.moved"};
    char title[200];
    part_number(title, sizeof(title), view, "void.why", visit->letter);
    struct page page = page_begin(ui, view, visit, title, PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "void-why", page.body);
    part_say(ui, &area, "void.text", STYLE_BODY, COLOR_INK, 3.0, page_word(view, "void.text"));
    /* keys: void.lost void.never-came void.damaged void.moved */
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (part_row(ui, &area, reasons[i], "ticket", page_word(view, reasons[i]), NULL) &&
            view->can_store) {
            snprintf(visit->reason, sizeof(visit->reason), "%s", reasons[i]);
            page.action = ACT_VOID;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_void_why = {"void_why", draw_why, true};
