/* Four doors: Stemmen, Ideeen, Ons dorp, Uitslag. */
#include "app/screens/all.h"
#include "app/screens/page.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

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
    if (beside >= ui_mm(ui, 25.0)) {
        int want = inner->h * 4 / 3 < inner->w * 45 / 100 ? inner->h * 4 / 3 : inner->w * 45 / 100;
        struct rect art = rect_cut_left(inner, want < beside ? want : beside);
        rect_cut_left(inner, ui_mm(ui, 3.0));
        return art;
    }
    struct rect art = rect_cut_top(inner, inner->h - word_h > 0 ? inner->h - word_h : 0);
    return art;
}

static bool draw_door(struct ui *ui, const struct view *view, struct rect place, size_t index)
{
    const struct door *door = &doors[index];
    const char *word = page_word(view, door->key);
    bool tapped = ui_tap_area(ui, door->id, place, word);
    bool held = ui_is_held(ui, door->id);
    struct rect card = place;
    card.y += held ? ui_mm(ui, 0.6) : 0;
    ui_card(ui, card, held ? COLOR_CHOSEN : COLOR_CARD);
    struct rect inner = rect_inset(card, ui_mm(ui, 2.5), ui_mm(ui, 2.5));
    /* Small doors take smaller words, never cut ones. */
    bool fits = ui_text_width(ui, STYLE_TITLE, word) <= inner.w;
    enum style style = fits ? STYLE_TITLE : STYLE_BOLD;
    int line = ui_line_height(ui, style);
    const char *below = index == 0 ? vote_line(view) : NULL;
    int word_w = ui_text_width(ui, style, word) + ui_mm(ui, 1.0);
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
    for (size_t i = 0; i < 4; i++) {
        if (ui_text_width(ui, STYLE_BOLD, page_word(view, doors[i].key)) > inner) {
            return false;
        }
    }
    return true;
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

static enum action draw_home(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, part_is_low(ui) ? NULL : view->village, 0, NULL, NULL, false);
    struct rect body = page.body;
    page_notice(ui, view, visit, &body);
    if (!view->has_pack) {
        part_empty(ui, view, body, "home.no-pack", "spot_help", page_word(view, "attract.no-pack"));
        return page.action;
    }
    int columns = page_is_narrow(ui) || !fit_beside(ui, view, body) ? 1 : 2;
    int rows = 4 / columns;
    for (size_t i = 0; i < 4; i++) {
        struct rect row = rect_row(body, rows, (int)i / columns, page_gap(ui));
        struct rect place = rect_column(row, columns, (int)i % columns, page_gap(ui));
        if (draw_door(ui, view, place, i)) {
            if (doors[i].to == SCREEN_VOTE_ROUND) {
                choose_round(view, visit);
            }
            visit_go(visit, doors[i].to);
        }
    }
    return page.action;
}

const struct screen screen_home = {"home", draw_home, false};
