/* The questions about a new idea that are answered by tapping: whose plan, what it needs, and
 * whether someone of the village may call. */
#include "app/screens/all.h"
#include "app/screens/new_steps.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <string.h>

/* One choice: icon and words on a card that can be chosen. */
static bool draw_choice(struct ui *ui, const char *id, struct rect place, const char *icon,
                        const char *words, bool chosen)
{
    bool tapped = ui_choice(ui, id, place, words, chosen, true);
    struct rect inner = rect_inset(place, ui_mm(ui, 4.0), 0);
    rect_cut_right(&inner, ui_mm(ui, 10.0)); /* the tick */
    int height = part_fact_height(ui, STYLE_BODY, inner.w, words);
    inner.y += (place.h - height) / 2;
    part_fact(ui, &inner, NULL, icon, STYLE_BODY, words);
    return tapped;
}

static int choice_height(const struct ui *ui, int width, const char *words)
{
    int inner = width - 2 * ui_mm(ui, 4.0) - ui_mm(ui, 10.0);
    int height = part_fact_height(ui, STYLE_BODY, inner, words) + ui_mm(ui, 6.0);
    return height < ui_mm(ui, 20.0) ? ui_mm(ui, 20.0) : height;
}

static enum action draw_plan_of(struct ui *ui, const struct view *view, struct visit *visit)
{
    /* keys: planof.us planof.us-with-help planof.municipality */
    static const struct {
        enum idea_plan_of value;
        const char *id, *icon, *key;
    } plans[] = {
        {PLAN_OF_US, "planof.us", "house", "planof.us"},
        {PLAN_OF_US_WITH_HELP, "planof.us-with-help", "heart-handshake", "planof.us-with-help"},
        {PLAN_OF_MUNICIPALITY, "planof.municipality", "map-pin", "planof.municipality"},
    };
    struct idea *draft = &visit->draft;
    struct page page =
        page_begin(ui, view, visit, page_word(view, "planof.title"), PAGE_BACK, "arrow-right",
                   draft->plan_of != PLAN_OF_NONE ? "new.next" : "new.skip", true);
    struct rect area = page_scroll(ui, view, visit, &page, "planof", page.body);
    for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
        const char *words = page_word(view, plans[i].key);
        struct rect place = rect_cut_top(&area, choice_height(ui, area.w, words));
        rect_cut_top(&area, page_gap(ui));
        bool chosen = draft->plan_of == plans[i].value;
        if (draw_choice(ui, plans[i].id, place, plans[i].icon, words, chosen)) {
            draft->plan_of = chosen ? PLAN_OF_NONE : plans[i].value;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    if (page.main) {
        new_next(visit);
    }
    return page.action;
}

const struct screen screen_new_plan_of = {"new_plan_of", draw_plan_of, false};

static enum action draw_needs(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct idea *draft = &visit->draft;
    struct page page = page_begin(ui, view, visit, page_word(view, "needs.ask"), PAGE_BACK,
                                  "arrow-right", draft->needs != 0 ? "new.next" : "new.skip", true);
    struct rect area = page_scroll(ui, view, visit, &page, "needs", page.body);
    int columns = area.w >= ui_mm(ui, 160.0) ? 2 : 1;
    int gap = page_gap(ui);
    for (size_t i = 0; i < part_need_count(); i += (size_t)columns) {
        int height = 0;
        const char *icon, *key;
        for (int c = 0; c < columns && i + (size_t)c < part_need_count(); c++) {
            part_need(i + (size_t)c, &icon, &key);
            int need =
                choice_height(ui, rect_column(area, columns, c, gap).w, page_word(view, key));
            height = need > height ? need : height;
        }
        struct rect row = rect_cut_top(&area, height);
        rect_cut_top(&area, gap);
        for (int c = 0; c < columns && i + (size_t)c < part_need_count(); c++) {
            unsigned need = part_need(i + (size_t)c, &icon, &key);
            if (draw_choice(ui, key, rect_column(row, columns, c, gap), icon, page_word(view, key),
                            (draft->needs & need) != 0)) {
                draft->needs ^= need;
            }
        }
    }
    ui_scroll_end(ui, area.y - gap);
    if (page.main) {
        new_next(visit);
    }
    return page.action;
}

const struct screen screen_new_needs = {"new_needs", draw_needs, false};

static enum action draw_contact(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "contact.ask"), PAGE_BACK, NULL, NULL, false);
    struct rect area = page_scroll(ui, view, visit, &page, "contact", page.body);
    char words[500];
    page_fill(words, sizeof(words), view, "contact.reader",
              (const char *const[]){"name", view->contact_reader, NULL});
    part_fact(ui, &area, "contact.reader", "lock", STYLE_BODY, words);
    rect_cut_top(&area, page_gap(ui));
    bool beside = area.w >= ui_mm(ui, 160.0);
    int width = beside ? rect_column(area, 2, 0, page_gap(ui)).w : area.w;
    int high_yes = part_button_height(ui, width, page_word(view, "contact.yes"));
    int high_no = part_button_height(ui, width, page_word(view, "contact.no"));
    if (beside) {
        high_yes = high_no = high_yes > high_no ? high_yes : high_no;
    }
    struct rect yes = rect_cut_top(&area, high_yes);
    struct rect no = yes;
    if (beside) {
        yes = rect_column(yes, 2, 0, page_gap(ui));
        no = rect_column(no, 2, 1, page_gap(ui));
    } else {
        rect_cut_top(&area, page_gap(ui));
        no = rect_cut_top(&area, high_no);
    }
    if (ui_button(ui, "contact.yes", yes, BUTTON_MAIN, "phone", page_word(view, "contact.yes"),
                  true)) {
        visit_go(visit, SCREEN_NEW_NAME);
    }
    if (ui_button(ui, "contact.no", no, BUTTON_PLAIN, "arrow-right", page_word(view, "contact.no"),
                  true)) {
        memset(visit->name, 0, sizeof(visit->name));
        memset(visit->phone, 0, sizeof(visit->phone));
        visit_return(visit, SCREEN_NEW_REVIEW);
    }
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_new_contact = {"new_contact", draw_contact, false};
