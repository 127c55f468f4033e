#include "sync/paper.h"

#include "app/base/str.h"
#include "app/print/village_sheet.h"
#include "app/store/store_idea.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "app/ui/qr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHEET_W = 210, SHEET_H = 297, WORDS = 700, MOST_PAGES = 200 };

static const char *say(const struct export *export, const char *key)
{
    return phrases_text(export->phrases, key);
}

static const char *fill(const struct export *export, struct arena *arena, const char *key,
                        const char *const pairs[])
{
    char *words = arena_alloc(arena, WORDS);
    return str_fill(words, WORDS, say(export, key), pairs);
}

static const char *number_in(const struct export *export, struct arena *arena, const char *key,
                             uint32_t number)
{
    char digits[16];
    snprintf(digits, sizeof(digits), "%u", (unsigned)number);
    return fill(export, arena, key, (const char *const[]){"n", digits, NULL});
}

static bool keep_bytes(struct print *print, struct arena *arena, const char *name,
                       struct visit_paper *ret, struct err *err)
{
    const void *bytes;
    size_t len;
    if (!print_finish(print, &bytes, &len, err)) {
        return false;
    }
    void *copy = arena_alloc(arena, len);
    memcpy(copy, bytes, len);
    *ret = (struct visit_paper){name, copy, len};
    return true;
}

/* ---- the poster -------------------------------------------------------------------------------
 */

struct newest { /* of the ideas that everyone may see, by rising number */
    const struct export *export;
    struct arena *arena;
    struct poster *poster;
    uint32_t numbers[POSTER_IDEAS];
};

static bool take_newest(void *ctx, const struct idea_row *row)
{
    struct newest *newest = ctx;
    struct poster *poster = newest->poster;
    if (row->idea.sort != IDEA_PLAN) {
        return true;
    }
    if (poster->idea_count < POSTER_IDEAS) {
        poster->idea_count++;
    }
    for (size_t i = poster->idea_count - 1; i > 0; i--) {
        poster->ideas[i] = poster->ideas[i - 1];
        poster->supports[i] = poster->supports[i - 1];
    }
    poster->ideas[0] = arena_strdup(newest->arena, row->idea.what);
    poster->supports[0] =
        number_in(newest->export, newest->arena,
                  row->supports == 1 ? "poster.support" : "poster.supports", row->supports);
    return true;
}

static void add_winners(const struct export *export, struct arena *arena, const struct round *round,
                        struct poster_round *ret)
{
    const char *text;
    size_t len, at;
    const json_t *value;
    if (!store_result_get(export->store, arena, round->id, &text, &len, NULL)) {
        return;
    }
    json_t *root = json_read(text, len, NULL);
    json_array_foreach(json_object_get(root, "winners"), at, value)
    {
        for (size_t i = 0; i < round->plan_count && ret->winner_count < POSTER_WINNERS; i++) {
            if (round->plans[i].number == json_integer_value(value)) {
                char amount[40];
                str_amount(amount, sizeof(amount), round->plans[i].cost_cents);
                ret->winners[ret->winner_count++] = fill(
                    export, arena, "poster.winner",
                    (const char *const[]){"name", round->plans[i].title, "amount", amount, NULL});
            }
        }
    }
    json_decref(root);
}

static void add_round(const struct export *export, struct arena *arena, const struct round *round,
                      struct poster *poster)
{
    enum round_state state = ROUND_CONCEPT;
    struct vote_turnout turnout = {0};
    if (!store_round_state(export->store, round->id, &state, NULL, NULL) ||
        state == ROUND_CONCEPT || poster->round_count == POSTER_ROUNDS ||
        !store_vote_turnout(export->store, round->id, &turnout, NULL)) {
        return;
    }
    struct poster_round *row = &poster->rounds[poster->round_count++];
    row->title = round->title;
    add_winners(export, arena, round, row);
    row->state = number_in(export, arena,
                           row->winner_count > 0   ? "poster.result"
                           : state == ROUND_CLOSED ? "poster.closed"
                           : turnout.voters == 1   ? "poster.voter"
                                                   : "poster.voters",
                           turnout.voters);
}

/* Plain text for a phone: no address, no network. */
static void code_words(const struct poster *poster, char dst[QR_TEXT])
{
    size_t len = 0;
    dst[0] = '\0';
    for (size_t i = 0; i < poster->round_count && len < QR_TEXT; i++) {
        len += (size_t)snprintf(dst + len, QR_TEXT - len, "%s: %s\n", poster->rounds[i].title,
                                poster->rounds[i].state);
        for (size_t w = 0; w < poster->rounds[i].winner_count && len < QR_TEXT; w++) {
            len +=
                (size_t)snprintf(dst + len, QR_TEXT - len, "- %s\n", poster->rounds[i].winners[w]);
        }
    }
    for (size_t i = 0; i < poster->idea_count && len < QR_TEXT; i++) {
        len += (size_t)snprintf(dst + len, QR_TEXT - len, "* %s\n", poster->ideas[i]);
    }
    while (dst[0] != '\0' && !str_is_utf8(dst, strlen(dst))) { /* cut in a letter */
        dst[strlen(dst) - 1] = '\0';
    }
}

static bool make_poster(const struct paper *paper, struct arena *arena, struct visit_paper *ret,
                        struct err *err)
{
    const struct export *export = paper->export;
    const struct pack *pack = export->pack;
    struct poster poster = {.village = pack != NULL ? pack->name : "",
                            .title = say(export, "poster.title"),
                            .practice = export->is_practice ? say(export, "overzicht.oefenen") : "",
                            .ideas_title = say(export, "poster.ideas"),
                            .code_words = say(export, "poster.code"),
                            .foot = say(export, "poster.foot")};
    struct newest newest = {.export = export, .arena = arena, .poster = &poster};
    struct qr *qr = arena_alloc(arena, sizeof(*qr));
    char words[QR_TEXT];
    if (!store_idea_each(export->store, 1u << IDEA_SHOWN, take_newest, &newest, err)) {
        return false;
    }
    for (size_t i = 0; pack != NULL && !export->is_practice && i < pack->round_count; i++) {
        add_round(export, arena, &pack->rounds[i], &poster);
    }
    code_words(&poster, words);
    if (qr_make(qr, words)) {
        poster.code = qr->dark;
        poster.code_side = qr->side;
    }
    struct print *print = print_create(SHEET_W, SHEET_H, paper->assets, err);
    if (print == NULL) {
        return false;
    }
    poster_draw(print, &poster);
    bool done = keep_bytes(print, arena, "POSTER.pdf", ret, err);
    print_destroy(print);
    return done;
}

/* ---- ideas that were helped on ------------------------------------------------------------------
 */

struct pages {
    const struct paper *paper;
    struct arena *arena;
    struct print *print; /* NULL until the first */
    size_t count;
    struct err err;
};

static bool add_page(void *ctx, const struct idea_row *row)
{
    struct pages *pages = ctx;
    const struct export *export = pages->paper->export;
    if (!idea_has_guide(&row->idea) || pages->count == MOST_PAGES) {
        return true;
    }
    if (pages->print == NULL) {
        pages->print = print_create(SHEET_W, SHEET_H, pages->paper->assets, &pages->err);
        if (pages->print == NULL) {
            return false;
        }
        print_title(pages->print, say(export, "plan.title"));
    } else {
        print_next_page(pages->print);
    }
    struct guide_page page = {.village = export->pack != NULL ? export->pack->name : "",
                              .title = say(export, "plan.title"),
                              .number =
                                  number_in(export, pages->arena, "plan.number", row->idea.number),
                              .what = row->idea.what,
                              .foot = say(export, "poster.foot")};
    /* keys: plan.ask-1 plan.ask-2 plan.ask-3 plan.ask-4 plan.ask-5 */
    for (size_t i = 0; i < GUIDE_ANSWERS; i++) {
        char key[16];
        snprintf(key, sizeof(key), "plan.ask-%zu", i + 1);
        page.asks[i] = say(export, key);
        page.answers[i] = row->idea.guide[i];
    }
    guide_page_draw(pages->print, &page);
    pages->count++;
    return true;
}

static bool make_plans(const struct paper *paper, struct arena *arena, struct visit_paper *ret,
                       struct err *err)
{
    struct pages pages = {.paper = paper, .arena = arena};
    bool done = store_idea_each(paper->export->store, 1u << IDEA_SHOWN, add_page, &pages, err) ||
                (pages.err.code != ERR_NONE && (*err = pages.err, false));
    *ret = (struct visit_paper){"PLANNEN.pdf", NULL, 0}; /* none: no file */
    if (done && pages.print != NULL) {
        done = keep_bytes(pages.print, arena, "PLANNEN.pdf", ret, err);
    }
    print_destroy(pages.print);
    return done;
}

bool paper_make(void *ctx, struct arena *arena, size_t index, struct visit_paper *ret,
                struct err *err)
{
    const struct paper *paper = ctx;
    return index == 0 ? make_poster(paper, arena, ret, err) : make_plans(paper, arena, ret, err);
}
