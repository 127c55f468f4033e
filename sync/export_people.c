#include "sync/export_people.h"

#include "app/base/str.h"
#include "app/store/store_idea.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "sync/sheet.h"

#include <stdio.h>
#include <string.h>

enum { ALL_STATES = 1 << IDEA_WAITING | 1 << IDEA_SHOWN | 1 << IDEA_HIDDEN | 1 << IDEA_WITHDRAWN };
enum { SENTENCES = 40, SENTENCE = 400, STATES = IDEA_WITHDRAWN + 1 };

static const char *const state_keys[STATES] = {
    [IDEA_WAITING] = "idee.wacht",
    [IDEA_SHOWN] = "idee.getoond",
    [IDEA_HIDDEN] = "idee.niet-geplaatst",
    [IDEA_WITHDRAWN] = "idee.ingetrokken",
};

static const char *say(const struct export *export, const char *key)
{
    return phrases_text(export->phrases, key);
}

/* ---- ideeen.csv -------------------------------------------------------------------------- */

static const char *plan_of_text(const struct export *export, enum idea_plan_of plan_of)
{
    switch (plan_of) {
    case PLAN_OF_NONE:
        return "";
    case PLAN_OF_US:
        return say(export, "plan.wij");
    case PLAN_OF_US_WITH_HELP:
        return say(export, "plan.wij-met-hulp");
    case PLAN_OF_MUNICIPALITY:
        return say(export, "plan.gemeente");
    }
    return "";
}

static void needs_text(char *dst, size_t cap, const struct export *export, unsigned needs)
{
    static const struct {
        enum idea_need need;
        const char *key;
    } all[] = {{NEED_MONEY, "nodig.geld"},
               {NEED_HANDS, "nodig.handen"},
               {NEED_ROOM, "nodig.ruimte"},
               {NEED_PERMIT, "nodig.vergunning"},
               {NEED_KNOWLEDGE, "nodig.kennis"}};
    size_t len = 0;

    dst[0] = '\0';
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if ((needs & (unsigned)all[i].need) != 0 && len < cap) {
            len += (size_t)snprintf(dst + len, cap - len, "%s%s", len == 0 ? "" : ", ",
                                    say(export, all[i].key));
        }
    }
}

struct ideas_out {
    struct sheet *sheet;
    const struct export *export;
};

static bool put_idea(void *ctx, const struct idea_row *row)
{
    struct ideas_out *out = ctx;
    struct sheet *sheet = out->sheet;
    const struct export *export = out->export;
    char needs[200] = "";
    bool is_shown = row->state == IDEA_SHOWN;

    if (is_shown) {
        needs_text(needs, sizeof(needs), export, row->idea.needs);
    }
    sheet_number(sheet, row->idea.number);
    sheet_text(sheet, say(export, state_keys[row->state]));
    sheet_text(sheet, is_shown ? row->idea.what : "");
    sheet_text(sheet, is_shown ? row->idea.more : "");
    sheet_text(sheet, is_shown ? row->idea.whom : "");
    sheet_text(sheet, is_shown ? plan_of_text(export, row->idea.plan_of) : "");
    sheet_text(sheet, needs);
    sheet_number(sheet, row->supports);
    sheet_number(sheet, row->helpers);
    sheet_end_row(sheet);
    return true;
}

static void put_head(struct sheet *sheet, const struct export *export, const char *const keys[],
                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sheet_text(sheet, say(export, keys[i]));
    }
    sheet_end_row(sheet);
}

bool export_make_ideas(struct export_bytes *ret, const struct export *export, struct arena *arena,
                       struct err *err)
{
    static const char *const head[] = {"kop.nummer", "kop.stand", "kop.idee",
                                       "kop.meer",   "kop.voor",  "kop.plan",
                                       "kop.nodig",  "kop.steun", "kop.doen-mee"};
    struct sheet sheet;
    struct ideas_out out = {&sheet, export};

    sheet_init(&sheet, arena);
    put_head(&sheet, export, head, sizeof(head) / sizeof(head[0]));
    if (!store_idea_each(export->store, ALL_STATES, put_idea, &out, err)) {
        return false;
    }
    *ret = (struct export_bytes){sheet.text, sheet.len};
    return true;
}

/* ---- OVERZICHT.csv ----------------------------------------------------------------------- */

static void put_count(struct sheet *sheet, const char *about, const char *what, int64_t count)
{
    sheet_text(sheet, about);
    sheet_text(sheet, what);
    sheet_number(sheet, count);
    sheet_end_row(sheet);
}

struct tally {
    int64_t in_state[STATES];
    int64_t supports;
};

static bool tally_idea(void *ctx, const struct idea_row *row)
{
    struct tally *tally = ctx;

    tally->in_state[row->state]++;
    tally->supports += row->supports;
    return true;
}

static bool put_ideas(struct sheet *sheet, const struct export *export, struct err *err)
{
    struct tally tally = {0};

    if (!store_idea_each(export->store, ALL_STATES, tally_idea, &tally, err)) {
        return false;
    }
    for (size_t i = 0; i < STATES; i++) {
        put_count(sheet, say(export, "overzicht.ideeen"), say(export, state_keys[i]),
                  tally.in_state[i]);
    }
    put_count(sheet, say(export, "overzicht.ideeen"), say(export, "kop.steun"), tally.supports);
    return true;
}

static bool put_round(struct sheet *sheet, const struct export *export, const struct round *round,
                      struct err *err)
{
    static const char *const keys[] = {"ronde.concept", "ronde.open", "ronde.paused",
                                       "ronde.closed"};
    enum round_state state;
    struct vote_counts counts;

    if (!store_round_state(export->store, round->id, &state, NULL, err) ||
        !store_vote_counts(export->store, round->id, &counts, err)) {
        return false;
    }
    sheet_text(sheet, round->title);
    sheet_text(sheet, say(export, "overzicht.stand"));
    sheet_text(sheet, say(export, keys[state]));
    sheet_end_row(sheet);
    put_count(sheet, round->title, say(export, "overzicht.stemmen"), counts.ballots);
    put_count(sheet, round->title, say(export, "overzicht.registraties"), counts.registers);
    put_count(sheet, round->title, say(export, "overzicht.wachten"), counts.unreleased);
    if (round->access == ACCESS_UNLOCK) {
        put_count(sheet, round->title, say(export, "overzicht.toegelaten"), counts.unlocks_given);
    }
    return true;
}

bool export_make_overview(struct export_bytes *ret, const struct export *export,
                          struct arena *arena, struct err *err)
{
    static const char *const head[] = {"kop.waarover", "kop.wat", "kop.aantal"};
    const struct pack *pack = export->pack;
    struct sheet sheet;

    sheet_init(&sheet, arena);
    put_head(&sheet, export, head, sizeof(head) / sizeof(head[0]));
    sheet_text(&sheet, pack == NULL ? "" : pack->name);
    sheet_text(&sheet, pack == NULL ? "" : pack->kiosk);
    sheet_text(&sheet, export->is_practice ? say(export, "overzicht.oefenen") : "");
    sheet_end_row(&sheet);
    if (!put_ideas(&sheet, export, err)) {
        return false;
    }
    /* In practice the rounds are twins of these, with ids of their own. */
    for (size_t i = 0; pack != NULL && !export->is_practice && i < pack->round_count; i++) {
        if (!put_round(&sheet, export, &pack->rounds[i], err)) {
            return false;
        }
    }
    *ret = (struct export_bytes){sheet.text, sheet.len};
    return true;
}

/* ---- LEESMIJ.txt ------------------------------------------------------------------------- */

bool export_make_readme(struct export_bytes *ret, const struct export *export, struct arena *arena,
                        struct err *err)
{
    const struct pack *pack = export->pack;
    const char *const pairs[] = {"dorp",
                                 pack == NULL ? say(export, "leesmij.een-dorp") : pack->name, NULL};
    struct sheet sheet;

    (void)err;
    sheet_init(&sheet, arena);
    for (int i = 1; i < SENTENCES; i++) {
        char key[24], line[SENTENCE];
        snprintf(key, sizeof(key), "leesmij.%d", i);
        if (!phrases_has(export->phrases, key)) {
            break;
        }
        sheet_line(&sheet, str_fill(line, sizeof(line), say(export, key), pairs));
    }
    *ret = (struct export_bytes){sheet.text, sheet.len};
    return true;
}
