/* Four doors: Stemmen, Ideeen, Ons dorp, Uitslag. */
#include "app/screens/all.h"
#include "app/screens/page.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#define DOOR_EDGE_MM 1.5 /* above and below its words */

struct door {
    const char *id, *key, *art;
    enum screen_id to;
    enum color tint;
};

static const struct door doors[] = {
    {"home.vote", "home.vote", "spot_vote", SCREEN_VOTE_ROUND, COLOR_SHARED},
    {"home.ideas", "home.ideas", "spot_idea", SCREEN_IDEAS, COLOR_COMMUNITY},
    {"home.village", "home.village", "spot_village", SCREEN_VILLAGE, COLOR_MUNICIPALITY},
    {"home.result", "home.result", "spot_result", SCREEN_RESULT, COLOR_WARN},
};

/* One short sentence under "Stemmen": is the box open? */
static const char *vote_line(const struct view *view)
{
    bool paused = false, closed = false;
    for (size_t i = 0; i < view->round_count; i++) {
        if (view->rounds[i].state == ROUND_OPEN && !view->rounds[i].is_paused_by_date) {
            return page_word(view, "home.vote-open");
        }
        paused =
            paused || view->rounds[i].state == ROUND_PAUSED || view->rounds[i].is_paused_by_date;
        closed = closed || view->rounds[i].state == ROUND_CLOSED;
    }
    return page_word(view, paused   ? "home.vote-paused"
                           : closed ? "home.vote-closed"
                                    : "home.vote-soon");
}

/* The word comes first. The picture stands beside it, at most 4:3, where there is room; else above
 * it. */
static struct rect cut_art(const struct ui *ui, struct rect *inner, int word_w, int word_h)
{
    int beside = inner->w - word_w - ui_mm(ui, 3.0);
    bool long_door = inner->w > 2 * inner->h; /* upright: a small picture beside it */
    if (beside >= ui_mm(ui, long_door ? 15.0 : 25.0)) {
        int want = inner->h * 4 / 3 < inner->w * 45 / 100 ? inner->h * 4 / 3 : inner->w * 45 / 100;
        struct rect art = rect_cut_left(inner, want < beside ? want : beside);
        rect_cut_left(inner, ui_mm(ui, 3.0));
        return art;
    }
    struct rect art = rect_cut_top(inner, inner->h - word_h > 0 ? inner->h - word_h : 0);
    return art;
}

static int widest_word(const struct ui *ui, const struct view *view, enum style style)
{
    int widest = 0;
    for (size_t i = 0; i < 4; i++) {
        int width = ui_text_width(ui, style, page_word(view, doors[i].key));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static bool draw_door(struct ui *ui, const struct view *view, struct rect place, size_t index)
{
    const struct door *door = &doors[index];
    const char *word = page_word(view, door->key);
    bool tapped = ui_tap_area(ui, door->id, place, word);
    if (!ui_is_visible(ui, place)) {
        return tapped;
    }
    bool held = ui_is_held(ui, door->id);
    struct rect card = place;
    card.y += held ? ui_mm(ui, 0.6) : 0;
    ui_card(ui, card, held ? COLOR_CHOSEN : COLOR_CARD);
    struct rect inner = rect_inset(card, ui_mm(ui, 2.5), ui_mm(ui, DOOR_EDGE_MM));
    /* Small doors take smaller words, never cut ones. */
    bool fits =
        widest_word(ui, view, STYLE_TITLE) <= inner.w && ui_line_height(ui, STYLE_TITLE) <= inner.h;
    enum style style = fits ? STYLE_TITLE : STYLE_BOLD;
    int line = ui_line_height(ui, style);
    const char *below = index == 0 ? vote_line(view) : NULL;
    int word_w = widest_word(ui, view, style) + ui_mm(ui, 1.0); /* all four alike */
    struct rect art = cut_art(ui, &inner, word_w, line);
    if (art.w > ui_mm(ui, 8.0) && art.h > ui_mm(ui, 8.0)) {
        ui_fill(ui, art, ui_mm(ui, 3.0), door->tint);
        ui_art(ui, rect_fit(rect_inset(art, ui_mm(ui, 1.0), ui_mm(ui, 0.5)), 4, 3), door->art);
    }
    int below_h = below != NULL ? ui_text_height(ui, STYLE_BODY, inner.w, below) : 0;
    if (line + below_h > inner.h) {
        below_h = 0;
    }
    int top = (inner.h - line - below_h) / 2;
    rect_cut_top(&inner, top > 0 ? top : 0);
    ui_text(ui, NULL, rect_cut_top(&inner, line), style, COLOR_INK, ALIGN_LEFT, word);
    if (below_h > 0) {
        ui_text(ui, "home.vote-state", inner, STYLE_BODY, COLOR_INK_SOFT, ALIGN_LEFT, below);
    }
    return tapped;
}

/* Two doors beside each other, with their words whole? Not with the largest letters on low
 * screens. */
static bool fit_beside(const struct ui *ui, const struct view *view, struct rect body)
{
    int inner = (body.w - page_gap(ui)) / 2 - ui_mm(ui, 5.0);
    return widest_word(ui, view, STYLE_BOLD) <= inner;
}

/* To the round that is waiting for this visitor: the turn's, else the first that is open. */
static void choose_round(const struct view *view, struct visit *visit)
{
    if (visit->may_vote) {
        visit->round = visit->right_round; /* half-way a vote: back to it */
        return;
    }
    if (view->turn_left_ms > 0) {
        visit->round = view->turn_round;
        return;
    }
    for (size_t i = 0; i < view->round_count; i++) {
        if (view->rounds[i].state == ROUND_OPEN && !view->rounds[i].is_paused_by_date) {
            visit->round = i;
            return;
        }
    }
}

static int door_least(const struct ui *ui)
{
    int words = ui_line_height(ui, STYLE_BOLD) + 2 * ui_mm(ui, DOOR_EDGE_MM) + 1;
    int target = ui_mm(ui, 16.0) + 1;
    return words > target ? words : target;
}

static enum action draw_home(struct ui *ui, const struct view *view, struct visit *visit)
{
    char title[200];
    bool tours = view->place[0] != '\0';
    const char *top = page_is_low(ui) ? NULL
                      : tours         ? page_fill(title, sizeof(title), view, "place.title-now",
                                                  (const char *const[]){"village", view->village, "name",
                                                                        page_word(view, view->place), NULL})
                                      : view->village;
    struct page page = page_begin(ui, view, visit, top, 0, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = page.body;
    if (!view->has_pack) {
        part_empty(ui, view, visit, &page, "home.no-pack", "spot_help",
                   page_word(view, "attract.no-pack"));
        return page.action;
    }
    /* As high as there is room for; where even the words have none, the doors scroll. */
    struct rect area = page_scroll(ui, view, visit, &page, "home", body);
    int columns = page_is_narrow(ui) || !fit_beside(ui, view, area) ? 1 : 2;
    int rows = 4 / columns, gap = page_gap(ui);
    int least = door_least(ui);
    int high = (body.h - (rows - 1) * gap) / rows;
    high = high > least ? high : least;
    struct rect all = {area.x, area.y, area.w, rows * high + (rows - 1) * gap};
    for (size_t i = 0; i < 4; i++) {
        struct rect row = rect_row(all, rows, (int)i / columns, gap);
        struct rect place = rect_column(row, columns, (int)i % columns, gap);
        if (draw_door(ui, view, place, i)) {
            if (doors[i].to == SCREEN_VOTE_ROUND) {
                choose_round(view, visit);
            }
            visit_go(visit, doors[i].to);
        }
    }
    ui_scroll_end(ui, all.y + all.h);
    return page.action;
}

const struct screen screen_home = {"home", draw_home, false};
