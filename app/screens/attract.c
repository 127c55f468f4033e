/* The drawn village. One more window lights up for every five voters: turnout that makes people
 * smile, and says nothing of the choice. Ideas, plans and news take fair turns. */
#include "app/base/str.h"
#include "app/domain/turns.h"
#include "app/screens/all.h"
#include "app/screens/page.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

enum { TURN_MS = 12000, ART_W = 1920, ART_H = 1200, VOTERS_PER_WINDOW = 5 };

struct turn { /* what the card shows now */
    const char *kind_key;
    const char *title;
    const char *photo;
};

enum tells {
    TELLS_PLANS,
    TELLS_IDEAS,
    TELLS_NEWS,
    TELLS_JEWELS,
    TELLS_OWN,
    TELLS_PROJECTS,
    TELLS_QUESTIONS,
    TELLS_CARDS,
    TELLS
};

static const struct round *round_open(const struct view *view)
{
    for (size_t i = 0; i < view->round_count; i++) {
        if (view->rounds[i].state == ROUND_OPEN) {
            return view->rounds[i].round;
        }
    }
    return NULL;
}

enum { SORT_MOST = 250 };

/* The place of the index-th when those that got least attention come first. */
static size_t quiet_place(const struct view *view, enum tells kind, size_t count, size_t index)
{
    uint32_t attention[SORT_MOST];
    uint16_t order[SORT_MOST];
    if (count > SORT_MOST) {
        return index;
    }
    for (size_t i = 0; i < count; i++) {
        attention[i] = kind == TELLS_JEWELS ? view->own.jewels[i].helpers
                       : kind == TELLS_PROJECTS
                           ? view->own.projects[i].thanks + view->own.projects[i].helpers
                           : 0;
    }
    turns_sort(order, attention, count);
    return order[index];
}

static struct turn turn_of_idea(const struct view *view, enum view_list list, const char *key,
                                size_t index)
{
    const struct view_idea *idea = view_idea_quiet(view, list, index);
    return idea != NULL ? (struct turn){key, idea->idea->what, idea->photo}
                        : (struct turn){"attract.welcome", view->tagline, ""};
}

/* The kinds in the village's own order, "nieuws,plannen,..."; a kind without a name stays where it
 * is. What residents are proud of comes after what the village is. */
static void order_of(enum tells ret[TELLS], const char *order)
{
    static const char *const names[TELLS] = {
        [TELLS_PLANS] = "plannen", [TELLS_IDEAS] = "ideeen",      [TELLS_NEWS] = "nieuws",
        [TELLS_JEWELS] = "trots",  [TELLS_PROJECTS] = "verhalen", [TELLS_QUESTIONS] = "vragen",
        [TELLS_CARDS] = "kaarten",
    };
    bool has[TELLS] = {false};
    size_t count = 0;

    for (const char *name = order != NULL ? order : ""; *name != '\0';) {
        size_t len = strcspn(name, ",");
        for (size_t kind = 0; kind < TELLS; kind++) {
            if (names[kind] != NULL && !has[kind] && strlen(names[kind]) == len &&
                strncmp(names[kind], name, len) == 0) {
                has[kind] = true;
                ret[count++] = (enum tells)kind;
                if (kind == TELLS_JEWELS) {
                    has[TELLS_OWN] = true;
                    ret[count++] = TELLS_OWN;
                }
            }
        }
        name += len + (name[len] == ',');
    }
    for (size_t kind = 0; kind < TELLS; kind++) {
        if (!has[kind]) {
            ret[count++] = (enum tells)kind;
        }
    }
}

/* keys: attract.plan attract.idea attract.news attract.jewel attract.project attract.help
 * attract.question attract.card */
static struct turn turn_now(const struct view *view)
{
    const struct round *round = round_open(view);
    const struct view_own *own = &view->own;
    const size_t of_kind[TELLS] = {
        [TELLS_PLANS] = round != NULL ? round->plan_count : 0,
        [TELLS_IDEAS] = view->idea_count,
        [TELLS_NEWS] = view->news_count,
        [TELLS_JEWELS] = own->jewel_count,
        [TELLS_OWN] = view->own_jewel_count,
        [TELLS_PROJECTS] = own->project_count,
        [TELLS_QUESTIONS] = own->question_count,
        [TELLS_CARDS] = own->card_count,
    };
    enum tells order[TELLS];
    size_t counts[TELLS];
    order_of(order, view->order);
    for (size_t i = 0; i < TELLS; i++) {
        counts[i] = of_kind[order[i]];
    }
    struct turns_place place;
    uint64_t turn = (uint64_t)(view->now_ms / TURN_MS) + view->seed;
    if (!turns_at(counts, TELLS, turn, &place)) {
        return (struct turn){"attract.welcome", view->tagline, ""};
    }
    enum tells kind = order[place.kind];
    size_t at = quiet_place(view, kind, of_kind[kind], place.index);
    switch (kind) {
    case TELLS_PLANS:
        return (struct turn){"attract.plan", round->plans[at].title, round->plans[at].photo};
    case TELLS_IDEAS:
        return turn_of_idea(view, VIEW_SHOWN, "attract.idea", place.index);
    case TELLS_OWN:
        return turn_of_idea(view, VIEW_JEWELS, "attract.jewel", place.index);
    case TELLS_NEWS:
        return (struct turn){"attract.news", view->news[at].title, view->news[at].photo};
    case TELLS_JEWELS:
        return (struct turn){"attract.jewel", own->jewels[at].jewel->title,
                             own->jewels[at].jewel->photo};
    case TELLS_PROJECTS: {
        const struct project *project = own->projects[at].project;
        return (struct turn){project->state == PROJECT_HELP ? "attract.help" : "attract.project",
                             project->title, project->updates[0].photo};
    }
    case TELLS_QUESTIONS:
        return (struct turn){"attract.question", own->questions[at].question->text,
                             own->questions[at].question->photo};
    case TELLS_CARDS:
        return (struct turn){"attract.card", own->cards[at].title, own->cards[at].photo};
    case TELLS:
        break;
    }
    return (struct turn){"attract.welcome", view->tagline, ""};
}

static size_t windows_lit(const struct view *view)
{
    uint32_t voters = 0;
    for (size_t i = 0; i < view->round_count; i++) {
        if (view->rounds[i].ballots > voters) {
            voters = view->rounds[i].ballots;
        }
    }
    size_t lit = voters / VOTERS_PER_WINDOW;
    return lit < view->window_count ? lit : view->window_count;
}

static void draw_windows(struct ui *ui, const struct view *view)
{
    struct rect all = ui_bounds(ui);
    double scale = (double)all.w / ART_W > (double)all.h / ART_H ? (double)all.w / ART_W
                                                                 : (double)all.h / ART_H;
    double left = (all.w - ART_W * scale) / 2.0;
    double top = all.h - ART_H * scale;
    size_t lit = windows_lit(view);
    for (size_t i = 0; i < lit; i++) {
        const uint16_t *pane = view->windows[i];
        struct rect rect = {(int)(left + pane[0] * scale), (int)(top + pane[1] * scale),
                            (int)(pane[2] * scale + 0.999), (int)(pane[3] * scale + 0.999)};
        ui_fill_raw(ui, rect, 0, 0xFFD877FF);
    }
}

/* "Raak het scherm aan", under the village's name in the quiet sky. */
static void draw_touch(struct ui *ui, const struct view *view, struct rect *all)
{
    int high = ui_mm(ui, 16.0);
    const char *touch = page_word(view, "attract.touch");
    int width = ui_text_width(ui, STYLE_BOLD, touch) + high + ui_mm(ui, 5.0);
    if (width > all->w) { /* upright: the words alone, on as many lines as they need */
        struct rect sign = *all;
        sign.h = ui_text_height(ui, STYLE_BOLD, all->w - ui_mm(ui, 6.0), touch) + ui_mm(ui, 3.0);
        rect_cut_top(all, sign.h);
        ui_fill(ui, sign, high / 2, COLOR_GLOW);
        ui_text(ui, "attract.touch", rect_inset(sign, ui_mm(ui, 3.0), ui_mm(ui, 1.5)), STYLE_BOLD,
                COLOR_NIGHT, ALIGN_CENTER, touch);
        return;
    }
    struct rect strip = rect_cut_top(all, high);
    struct rect pill = rect_center(strip, width < strip.w ? width : strip.w, high);
    ui_fill(ui, pill, high / 2, COLOR_GLOW);
    struct rect hand = rect_cut_left(&pill, high);
    ui_icon(ui, rect_center(hand, high * 6 / 10, high * 6 / 10), "hand", COLOR_NIGHT);
    pill.y += (pill.h - ui_line_height(ui, STYLE_BOLD)) / 2;
    pill.h = ui_line_height(ui, STYLE_BOLD);
    ui_text_line(ui, "attract.touch", pill, STYLE_BOLD, COLOR_NIGHT, ALIGN_LEFT, touch);
}

/* What the village does, asks and plans, on a card in the meadow below the houses. */
static void draw_card(struct ui *ui, const struct view *view, struct rect all)
{
    struct turn turn = turn_now(view);
    int pad = ui_mm(ui, 3.5);
    int line = ui_line_height(ui, STYLE_BODY);
    int photo_w = turn.photo[0] != '\0' && all.w > ui_mm(ui, 180.0) ? ui_mm(ui, 44.0) : 0;
    int text_w = all.w - 2 * pad - (photo_w > 0 ? photo_w + pad : 0);
    int text_h = ui_text_height(ui, STYLE_BOLD, text_w, turn.title);
    bool upright = all.h > all.w / 2 && page_is_narrow(ui);
    int most = (upright ? 4 : 2) * ui_line_height(ui, STYLE_BOLD);
    /* Where only two lines fit, they are the title's. */
    int kind_h = ui_text_height(ui, STYLE_BODY, text_w, page_word(view, turn.kind_key));
    bool has_kind =
        all.h >= kind_h + most + 2 * pad + ui_mm(ui, 8.0) && (upright || kind_h <= line);
    int card_h = (has_kind ? kind_h : 0) + (text_h < most ? text_h : most) + 2 * pad;
    struct rect card = rect_cut_bottom(&all, card_h);
    ui_fill(ui, card, ui_mm(ui, 4.0), COLOR_NIGHT);
    struct rect inner = rect_inset(card, pad, pad);
    if (photo_w > 0) {
        struct rect photo = rect_cut_left(&inner, photo_w);
        rect_cut_left(&inner, pad);
        ui_image(ui, "attract.photo", photo, turn.photo, turn.title);
    }
    if (has_kind) {
        ui_text(ui, "attract.kind", rect_cut_top(&inner, kind_h), STYLE_BODY, COLOR_GLOW,
                ALIGN_LEFT, page_word(view, turn.kind_key));
    }
    if (text_h <= inner.h) {
        ui_text(ui, "attract.title", inner, STYLE_BOLD, COLOR_ON_NIGHT, ALIGN_LEFT, turn.title);
    } else {
        ui_text_line(ui, "attract.title", inner, STYLE_BOLD, COLOR_ON_NIGHT, ALIGN_LEFT,
                     turn.title);
    }
}

static void draw_trouble(struct ui *ui, const char *words, struct rect all)
{
    int pad = ui_mm(ui, 3.5);
    int high = ui_text_height(ui, STYLE_BODY, all.w - 2 * pad, words) + 2 * pad;
    struct rect card = rect_cut_bottom(&all, high);
    ui_fill(ui, card, ui_mm(ui, 4.0), COLOR_NIGHT);
    ui_text(ui, "attract.trouble", rect_inset(card, pad, pad), STYLE_BODY, COLOR_ON_NIGHT,
            ALIGN_LEFT, words);
}

/* Behind the village's name: stars and moon are lovely, but not between letters. */
static void draw_plate(struct ui *ui, const char *words, enum style style, struct rect top)
{
    int wide = ui_text_width(ui, style, words) + ui_mm(ui, 8.0);
    struct rect plate = rect_center(top, wide < top.w ? wide : top.w, top.h);
    ui_fill_raw(ui, plate, ui_mm(ui, 4.0), (ui_color(ui, COLOR_NIGHT) & ~0xFFu) | 0xE0);
}

/* A kiosk that tours says where it stands: "Nu in de kerk". */
static void draw_place(struct ui *ui, const struct view *view, struct rect *all)
{
    char words[120];
    if (view->place[0] == '\0') {
        return;
    }
    page_fill(words, sizeof(words), view, "place.now",
              (const char *const[]){"name", page_word(view, view->place), NULL});
    struct rect line = rect_cut_top(all, ui_line_height(ui, STYLE_BODY));
    draw_plate(ui, words, STYLE_BODY, line);
    ui_text_line(ui, "attract.place", line, STYLE_BODY, COLOR_ON_NIGHT, ALIGN_CENTER, words);
    rect_cut_top(all, ui_mm(ui, 2.0));
}

/* The village's motto below its name, where it has room on one line of quiet sky. */
static void draw_motto(struct ui *ui, const struct view *view, struct rect *all)
{
    int wide = ui_text_width(ui, STYLE_BODY, view->tagline);
    if (view->tagline[0] == '\0' || view->place[0] != '\0' || page_is_low(ui) ||
        page_is_narrow(ui) || wide + ui_mm(ui, 8.0) > all->w) {
        return;
    }
    struct rect line = rect_cut_top(all, ui_line_height(ui, STYLE_BODY));
    draw_plate(ui, view->tagline, STYLE_BODY, line);
    ui_text_line(ui, "attract.motto", line, STYLE_BODY, COLOR_ON_NIGHT, ALIGN_CENTER,
                 view->tagline);
    rect_cut_top(all, ui_mm(ui, 2.0));
}

static enum action draw_attract(struct ui *ui, const struct view *view, struct visit *visit)
{
    (void)visit; /* the first touch wakes; that is the app's to see */
    struct rect all = ui_bounds(ui);
    ui_art(ui, all, "village");
    draw_windows(ui, view);
    page_ribbon(ui, view, &all);
    all = rect_inset(all, ui_mm(ui, 4.0), ui_mm(ui, 3.5));
    bool huge = ui_text_width(ui, STYLE_HUGE, view->village) <= all.w;
    enum style style = huge ? STYLE_HUGE : STYLE_TITLE;
    struct rect top = rect_cut_top(&all, ui_text_height(ui, style, all.w, view->village));
    draw_plate(ui, view->village, style, top);
    ui_text(ui, "attract.village", top, style, COLOR_ON_NIGHT, ALIGN_CENTER, view->village);
    draw_place(ui, view, &all);
    draw_motto(ui, view, &all);
    bool trouble = !view->has_pack || view->store_key[0] != '\0';
    draw_touch(ui, view, &all);
    if (trouble) { /* what is wrong stands where the plans would */
        draw_trouble(ui, page_word(view, view->has_pack ? view->store_key : "attract.no-pack"),
                     all);
        return ACT_NONE;
    }
    draw_card(ui, view, all);
    return ACT_NONE;
}

const struct screen screen_attract = {"attract", draw_attract, false};
