/* "Ons dorp": six ways in, each with a photo of the village's own; and its news. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"

#include <stdio.h>

enum { DOORS = 6 };

/* A photo of what is behind a door, when there is one. */
static const char *door_photo(const struct view *view, enum screen_id to)
{
    const struct view_own *own = &view->own;
    if (to == SCREEN_JEWELS && own->jewel_count > 0) {
        return own->jewels[0].jewel->photo;
    }
    if (to == SCREEN_PROJECTS && own->project_count > 0) {
        return own->projects[0].project->updates[0].photo;
    }
    if (to == SCREEN_NEWS && view->news_count > 0) {
        return view->news[0].photo;
    }
    return NULL;
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    static const struct {
        const char *id, *icon, *key;
        enum screen_id to;
    } doors[DOORS] = {
        {"village.jewels", "star", "jewels.title", SCREEN_JEWELS},
        {"village.projects", "hammer", "projects.title", SCREEN_PROJECTS},
        {"village.questions", "message-circle-question", "questions.title", SCREEN_QUESTIONS},
        {"village.cards", "book-open", "cards.title", SCREEN_CARDS},
        {"village.sent", "upload", "village.sent", SCREEN_SENT},
        {"village.news", "newspaper", "village.news", SCREEN_NEWS},
    };
    struct page page = page_begin(ui, view, visit, view->village, PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "village", page.body);
    struct part_tile tiles[DOORS];
    for (size_t i = 0; i < DOORS; i++) {
        tiles[i] = (struct part_tile){doors[i].id,   door_photo(view, doors[i].to),
                                      doors[i].icon, page_word(view, doors[i].key),
                                      NULL,          NULL};
    }
    int tapped = part_tiles(ui, &area, tiles, DOORS);
    ui_scroll_end(ui, area.y - page_gap(ui));
    if (tapped >= 0) {
        visit_go(visit, doors[tapped].to);
    }
    return page.action;
}

const struct screen screen_village = {"village", draw, false};

/* ---- news ----------------------------------------------------------------------------------- */

static enum action draw_news(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "village.news"), PAGE_BACK, NULL, NULL, false);
    if (view->news_count == 0) {
        part_empty(ui, view, visit, &page, "village.none", "spot_village",
                   page_word(view, "village.none"));
        return page.action;
    }
    struct rect area = page_scroll(ui, view, visit, &page, "news", page.body);
    for (size_t i = 0; i < view->news_count; i++) {
        const struct view_news *news = &view->news[i];
        char id[40];
        snprintf(id, sizeof(id), "news.item.%zu", i + 1);
        struct part_tile tile = {id, news->photo, "newspaper", news->title, news->date, NULL};
        if (part_tile_row(ui, &area, &tile)) {
            visit->own = i;
            visit_go(visit, SCREEN_NEWS_ONE);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_news = {"news", draw_news, false};

static enum action draw_news_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, NULL, PAGE_BACK, NULL, NULL, false);
    if (visit->own >= view->news_count) {
        return page.action;
    }
    const struct view_news *news = &view->news[visit->own];
    struct rect body = page.body;
    bool beside = part_photo_beside(ui, &body, news->photo, news->title);
    char id[40]; /* each story is read from its top */
    snprintf(id, sizeof(id), "news.%zu", visit->own);
    struct rect area = page_scroll(ui, view, visit, &page, id, body);
    part_say(ui, &area, "news.title", STYLE_TITLE, COLOR_INK, 1.0, news->title);
    part_say(ui, &area, "news.date", STYLE_BODY, COLOR_INK_SOFT, 2.0, news->date);
    if (!beside) {
        part_photo_above(ui, &area, news->photo, news->title);
    }
    part_say(ui, &area, "news.text", STYLE_BODY, COLOR_INK, 0.0, news->text);
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_news_one = {"news_one", draw_news_one, false};
