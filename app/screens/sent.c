/* "Wat gaat er naar de gemeente?": what has left this kiosk, when, by what way and for whom it is
 * readable; each parcel can be opened. Of votes only that they are closed: never when. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"

#include <stdio.h>

static const struct {
    const char *icon, *key;
} states[] = {
    /* keys: sent.ready sent.away sent.received sent.safe */
    [SENT_READY] = {"clock", "sent.ready"},
    [SENT_AWAY] = {"upload", "sent.away"},
    [SENT_RECEIVED] = {"check", "sent.received"},
    [SENT_SAFE] = {"shield-check", "sent.safe"},
};

static const char *when_words(char *dst, size_t cap, const struct view *view,
                              const struct view_sent *sent)
{
    const char *state = page_word(view, states[sent->state].key);
    if (!sent->has_left) {
        snprintf(dst, cap, "%s", state);
        return dst;
    }
    char way[160];
    page_fill(way, sizeof(way), view,
              sent->day[0] == '\0' ? (sent->by_net ? "sent.by-net" : "sent.by-stick")
                                   : (sent->by_net ? "sent.on-net" : "sent.on-stick"),
              (const char *const[]){"date", sent->day, NULL});
    snprintf(dst, cap, "%s %s", way, state);
    return dst;
}

/* For whom: the hub's name; and what nobody can read on the way. */
static void draw_readers(struct ui *ui, const struct view *view, struct rect *area)
{
    char words[400];
    if (view->post.hub.is_known) {
        page_fill(words, sizeof(words), view, "sent.reader",
                  (const char *const[]){"name", view->post.hub.name, NULL});
        part_fact(ui, area, "sent.reader", "landmark", STYLE_BODY, words);
    } else {
        part_fact(ui, area, "sent.no-reader", "landmark", STYLE_BODY,
                  page_word(view, "sent.no-reader"));
    }
    page_fill(words, sizeof(words), view, "sent.names",
              (const char *const[]){"name", view->contact_reader, NULL});
    part_fact(ui, area, "sent.names", "lock", STYLE_BODY, words);
    part_fact(ui, area, "sent.votes", "vote", STYLE_BODY, page_word(view, "sent.votes"));
    rect_cut_top(area, page_gap(ui));
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "sent.title"), PAGE_BACK, NULL, NULL, false);
    struct rect area = page_scroll(ui, view, visit, &page, "sent", page.body);
    draw_readers(ui, view, &area);
    if (view->own.sent_count == 0) {
        part_say(ui, &area, "sent.none", STYLE_BODY, COLOR_INK, 0.0, page_word(view, "sent.none"));
    }
    for (size_t i = 0; i < view->own.sent_count; i++) {
        const struct view_sent *sent = &view->own.sent[i];
        char id[40], title[120], words[300];
        snprintf(id, sizeof(id), "sent.item.%zu", i + 1);
        part_number(title, sizeof(title), view, sent->things == 1 ? "sent.thing" : "sent.things",
                    sent->things);
        struct part_tile tile = {id,
                                 NULL,
                                 states[sent->state].icon,
                                 title,
                                 when_words(words, sizeof(words), view, sent),
                                 NULL};
        if (part_tile_row(ui, &area, &tile)) {
            visit->own = i;
            visit_go(visit, SCREEN_SENT_ONE);
        }
    }
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_sent = {"sent", draw_list, false};

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "sent.inside"), PAGE_BACK, NULL, NULL, false);
    struct rect area = page_scroll(ui, view, visit, &page, "sent_one", page.body);
    const struct view_sent_thing *things = NULL;
    size_t count = view->own.open != NULL && visit->own < view->own.sent_count
                       ? view->own.open(view->own.ctx, visit->own, &things)
                       : 0;
    if (visit->own < view->own.sent_count) {
        char words[300];
        part_say(ui, &area, "sent.when", STYLE_BODY, COLOR_INK_SOFT, 3.0,
                 when_words(words, sizeof(words), view, &view->own.sent[visit->own]));
    }
    for (size_t i = 0; i < count; i++) {
        /* keys: sent.idea sent.idea-waits sent.support sent.pledge sent.answer sent.thanks
         * sent.moderation sent.edit sent.round sent.closed sent.health sent.applied sent.pack
         * sent.erase sent.gone sent.other */
        part_fact(ui, &area, NULL, things[i].icon, STYLE_BODY, page_word(view, things[i].key));
        part_say(ui, &area, NULL, STYLE_BODY, COLOR_INK_SOFT, 2.0, things[i].words);
    }
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_sent_one = {"sent_one", draw_one, false};
