/* "Hier zijn we trots op": what goes well already, with the faces of who does it. Residents add
 * theirs; someone of the village reads it first, as with an idea. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static const char *helpers_words(char *dst, size_t cap, const struct view *view, uint32_t helpers)
{
    if (helpers == 0) {
        return NULL;
    }
    return part_number(dst, cap, view, helpers == 1 ? "idea.helper-one" : "idea.helper-many",
                       helpers);
}

static void start_own(struct visit *visit)
{
    memset(&visit->draft, 0, sizeof(visit->draft));
    memset(visit->name, 0, sizeof(visit->name));
    memset(visit->phone, 0, sizeof(visit->phone));
    visit->draft.sort = IDEA_JEWEL;
    visit->is_change = false;
    visit->seen_similar = true;
    visit_go(visit, SCREEN_NEW_WHAT);
}

static void draw_village_ones(struct ui *ui, const struct view *view, struct visit *visit,
                              struct rect *area)
{
    for (size_t i = 0; i < view->own.jewel_count; i++) {
        const struct view_jewel *jewel = &view->own.jewels[i];
        char id[40], words[120];
        snprintf(id, sizeof(id), "jewels.item.%zu", i + 1);
        const char *line = helpers_words(words, sizeof(words), view, jewel->helpers);
        struct part_tile tile = {id,
                                 jewel->jewel->photo,
                                 "star",
                                 jewel->jewel->title,
                                 line != NULL ? line : jewel->jewel->date,
                                 line != NULL ? "hand-helping" : NULL};
        if (part_tile_row(ui, area, &tile)) {
            visit->own = i;
            visit_go(visit, SCREEN_JEWEL);
        }
    }
}

/* Of residents, in the look of an idea: with their drawing. */
static void draw_own_ones(struct ui *ui, const struct view *view, struct visit *visit,
                          struct rect *area)
{
    for (size_t i = 0; i < view->own_jewel_count; i++) {
        int height = part_idea_card_height(ui, area->w, false);
        struct rect place = rect_cut_top(area, height);
        rect_cut_top(area, page_gap(ui));
        const struct view_idea *idea =
            ui_is_visible(ui, place) ? view_idea_at(view, VIEW_JEWELS, i) : NULL;
        if (idea == NULL) {
            continue;
        }
        char id[40], hearts[16];
        snprintf(id, sizeof(id), "jewels.own.%u", (unsigned)idea->idea->number);
        if (part_idea_card(ui, id, place, idea,
                           part_support_note(hearts, sizeof(hearts), visit, idea))) {
            memcpy(visit->idea_rid, idea->rid, RECORD_RID);
            visit_go(visit, SCREEN_IDEA);
        }
    }
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "jewels.title"), PAGE_BACK,
                                  "plus", "jewels.new", view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    if (view->own.jewel_count + view->own_jewel_count == 0) {
        part_empty(ui, view, visit, &page, "jewels.none", "spot_village",
                   page_word(view, "jewels.none"));
    } else {
        struct rect area = page_scroll(ui, view, visit, &page, "jewels", page.body);
        draw_village_ones(ui, view, visit, &area);
        draw_own_ones(ui, view, visit, &area);
        ui_scroll_end(ui, area.y - page_gap(ui));
    }
    if (page.main) {
        start_own(visit);
    }
    return page.action;
}

const struct screen screen_jewels = {"jewels", draw_list, false};

/* ---- one ------------------------------------------------------------------------------------ */

static void draw_story(struct ui *ui, const struct view *view, const struct view_jewel *item,
                       struct rect *area, bool with_photo)
{
    const struct jewel *jewel = item->jewel;
    char words[200];
    part_say(ui, area, "jewel.title", STYLE_TITLE, COLOR_INK, 1.0, jewel->title);
    part_say(ui, area, "jewel.date", STYLE_BODY, COLOR_INK_SOFT, 2.0, jewel->date);
    if (with_photo) {
        part_photo_above(ui, area, jewel->photo, jewel->title);
    }
    part_say(ui, area, "jewel.text", STYLE_BODY, COLOR_INK, 3.0, jewel->text);
    part_faces(ui, area, jewel->faces, jewel->face_count, jewel->by);
    if (jewel->by[0] != '\0') {
        part_fact(ui, area, "jewel.by", "users", STYLE_BODY, jewel->by);
    }
    if (jewel->join[0] != '\0') {
        part_panel(ui, area, "jewel.join", "hand-helping", COLOR_WARN, STYLE_BODY, jewel->join);
    }
    const char *helpers = helpers_words(words, sizeof(words), view, item->helpers);
    if (helpers != NULL) {
        part_fact(ui, area, "jewel.helpers", "heart", STYLE_BODY, helpers);
    }
}

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_jewel *item =
        visit->own < view->own.jewel_count ? &view->own.jewels[visit->own] : NULL;
    bool can_join = item != NULL && item->jewel->join[0] != '\0';
    struct page page = page_begin(ui, view, visit, NULL, PAGE_BACK, "hand-helping",
                                  can_join ? "idea.join" : NULL, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    if (item == NULL) {
        return page.action;
    }
    struct rect body = page.body;
    bool beside = part_photo_beside(ui, &body, item->jewel->photo, item->jewel->title);
    char id[40];
    snprintf(id, sizeof(id), "jewel.%zu", visit->own);
    struct rect area = page_scroll(ui, view, visit, &page, id, body);
    draw_story(ui, view, item, &area, !beside);
    ui_scroll_end(ui, area.y);
    if (page.main) {
        visit_pledge_about(visit, item->about);
    }
    return page.action;
}

const struct screen screen_jewel = {"jewel", draw_one, false};
