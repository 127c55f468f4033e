/* "Zo kan het ook": forms of initiative as cards: what is it, who does it, the first step. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"

#include <stdio.h>

/* Cards of other villages are counted from here: one comes or goes while somebody reads, and she
 * still reads what she tapped. */
enum { FIRST_GUEST = 1000 };

/* In columns as the width allows. first: index of the first of them among all cards. */
static void draw_tiles(struct ui *ui, const struct view *view, struct visit *visit,
                       struct rect *area, const struct card *cards, size_t card_count, size_t first)
{
    int columns = area->w >= ui_mm(ui, 165.0) ? 2 : 1;
    for (size_t i = 0; i < card_count; i += (size_t)columns) {
        struct part_tile tiles[2];
        char ids[2][40], lines[2][200];
        size_t count = 0;
        for (; count < (size_t)columns && i + count < card_count; count++) {
            const struct card *card = &cards[i + count];
            snprintf(ids[count], sizeof(ids[count]),
                     first > 0 ? "cards.guest.%zu" : "cards.item.%zu", i + count + 1);
            tiles[count] =
                (struct part_tile){ids[count], card->photo, "book-open", card->title, NULL, NULL};
            if (first > 0) {
                page_fill(lines[count], sizeof(lines[count]), view, "card.from",
                          (const char *const[]){"name", card->from, NULL});
                tiles[count].line = lines[count];
                tiles[count].mark = "map-pin";
            }
        }
        int tapped = part_tiles(ui, area, tiles, count);
        if (tapped >= 0) {
            visit->own = first + i + (size_t)tapped;
            visit_go(visit, SCREEN_CARD);
        }
    }
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_own *own = &view->own;
    struct page page =
        page_begin(ui, view, visit, page_word(view, "cards.title"), PAGE_BACK, NULL, NULL, false);
    if (own->card_count == 0 && own->guest_count == 0) {
        part_empty(ui, view, visit, &page, "cards.none", "spot_help",
                   page_word(view, "cards.none"));
        return page.action;
    }
    struct rect area = page_scroll(ui, view, visit, &page, "cards", page.body);
    draw_tiles(ui, view, visit, &area, own->cards, own->card_count, 0);
    if (own->guest_count > 0) {
        part_say(ui, &area, "cards.guests", STYLE_TITLE, COLOR_INK, 3.0,
                 page_word(view, "cards.guests"));
        draw_tiles(ui, view, visit, &area, own->guests, own->guest_count, FIRST_GUEST);
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_cards = {"cards", draw_list, false};

static void draw_answer(struct ui *ui, const struct view *view, struct rect *area, const char *id,
                        const char *icon, const char *key, const char *words)
{
    if (words[0] == '\0') {
        return;
    }
    part_fact(ui, area, NULL, icon, STYLE_BOLD, page_word(view, key));
    part_say(ui, area, id, STYLE_BODY, COLOR_INK, 4.0, words);
}

static void draw_from(struct ui *ui, const struct view *view, struct rect *area,
                      const struct card *card)
{
    char words[200];
    if (card->from[0] != '\0') {
        page_fill(words, sizeof(words), view, "card.from",
                  (const char *const[]){"name", card->from, NULL});
        part_fact(ui, area, "card.from", "map-pin", STYLE_BODY, words);
    }
}

static const struct card *card_of(const struct view *view, size_t at)
{
    const struct view_own *own = &view->own;
    if (at >= FIRST_GUEST) {
        return at - FIRST_GUEST < own->guest_count ? &own->guests[at - FIRST_GUEST] : NULL;
    }
    return at < own->card_count ? &own->cards[at] : NULL;
}

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, NULL, PAGE_BACK, NULL, NULL, false);
    const struct card *card = card_of(view, visit->own);
    if (card == NULL) {
        return page.action;
    }
    struct rect body = page.body;
    bool beside = part_photo_beside(ui, &body, card->photo, card->title);
    char id[40];
    snprintf(id, sizeof(id), "card.%zu", visit->own);
    struct rect area = page_scroll(ui, view, visit, &page, id, body);
    part_say(ui, &area, "card.title", STYLE_TITLE, COLOR_INK, 3.0, card->title);
    if (visit->own >= FIRST_GUEST) { /* whose words these are comes before them */
        draw_from(ui, view, &area, card);
    }
    if (!beside) {
        part_photo_above(ui, &area, card->photo, card->title);
    }
    if (card->who[0] == '\0' && card->first[0] == '\0') { /* a tip: no questions */
        part_say(ui, &area, "card.what", STYLE_BODY, COLOR_INK, 3.0, card->what);
    } else {
        draw_answer(ui, view, &area, "card.what", "lightbulb", "card.what", card->what);
    }
    draw_answer(ui, view, &area, "card.who", "users", "card.who", card->who);
    draw_answer(ui, view, &area, "card.first", "arrow-right", "card.first", card->first);
    part_say(ui, &area, "card.more", STYLE_BODY, COLOR_INK, 3.0, card->more);
    if (visit->own < FIRST_GUEST) {
        draw_from(ui, view, &area, card);
    }
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_card = {"card", draw_one, false};
