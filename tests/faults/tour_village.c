/* The stops of the tour: attract, home, the village, ideas, a new idea, one's own idea. */
#include "tests/faults/tour.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

/* ---- attract, home, the village ------------------------------------------------------------- */

static void empty_village(struct tour *tour)
{
    tour_few_ideas(tour, 0);
    tour->view.round_count = 0;
    tour->view.news_count = 0;
    tour->view.own = (struct view_own){.ctx = tour};
}

static void practice(struct tour *tour)
{
    tour->view.is_practice = true;
}

static void no_pack(struct tour *tour)
{
    empty_village(tour);
    tour->view.has_pack = false;
    tour->view.village = "";
    tour->view.tagline = "";
    tour->view.contact_reader = "";
}

static void attract_idea(struct tour *tour)
{
    tour->view.now_ms = 12000 * 30;
}

static void attract_long(struct tour *tour)
{
    tour_long_names(tour);
    empty_village(tour);
    tour->view.idea_count = 1;
}

static void all_windows(struct tour *tour)
{
    tour->view_rounds[0].ballots = 5000;
    tour->view.now_ms = 12000 * 3;
}

static void rounds_are(struct tour *tour, enum round_state state)
{
    tour->view_rounds[0].state = state;
    tour->view_rounds[1].state = state;
}

static void rounds_soon(struct tour *tour)
{
    rounds_are(tour, ROUND_CONCEPT);
}

static void rounds_paused(struct tour *tour)
{
    rounds_are(tour, ROUND_PAUSED);
}

static void rounds_closed(struct tour *tour)
{
    rounds_are(tour, ROUND_CLOSED);
}

static void home_notice(struct tour *tour)
{
    tour->visit.notice = "vote.turn-over";
}

static void idle(struct tour *tour)
{
    tour->idle_left_s = 45;
}

/* ---- ideas ---------------------------------------------------------------------------------- */

static void one_idea(struct tour *tour)
{
    tour_few_ideas(tour, 1);
}

static void no_ideas(struct tour *tour)
{
    tour_few_ideas(tour, 0);
}

static void support(struct tour *tour, size_t index)
{
    memcpy(tour->visit.supported[tour->visit.supported_count++], tour->view_ideas[index].rid,
           RECORD_RID);
}

static void supported_ideas(struct tour *tour)
{
    for (size_t i = 0; i < TOUR_IDEAS; i++) {
        support(tour, i);
    }
}

static void look_at(struct tour *tour, size_t index)
{
    memcpy(tour->visit.idea_rid, tour->view_ideas[index].rid, RECORD_RID);
}

static void idea_photo(struct tour *tour)
{
    look_at(tour, 0);
    tour->view_ideas[0].helpers = 2;
}

static void idea_drawing(struct tour *tour)
{
    look_at(tour, 8);
}

static void idea_long(struct tour *tour)
{
    tour_long_names(tour);
    look_at(tour, 0);
}

static void idea_supported(struct tour *tour)
{
    look_at(tour, 0);
    support(tour, 0);
}

static void idea_gone(struct tour *tour)
{
    tour->visit.idea_rid[0] = 200;
}

static void idea_no_store(struct tour *tour)
{
    look_at(tour, 1);
    tour_no_store(tour);
}

static void name(struct tour *tour)
{
    tour_type(tour, "Tj\u00e2lling Wielinga-van der Veen");
}

static void phone(struct tour *tour)
{
    tour_type(tour, "0612345678");
}

/* ---- a new idea ----------------------------------------------------------------------------- */

static void typed_short(struct tour *tour)
{
    tour_type(tour, "Een bankje bij het kerkhof");
}

static void typed_full(struct tour *tour)
{
    tour_type(tour, TOUR_WIDE_TITLE);
}

static void typed_none(struct tour *tour)
{
    tour->visit.notice = "new.what-empty";
}

static void practice_typed(struct tour *tour)
{
    typed_short(tour);
    tour->view.is_practice = true;
}

static void practice_notice(struct tour *tour)
{
    typed_none(tour);
    tour->view.is_practice = true;
}

static void accents(struct tour *tour)
{
    typed_short(tour);
    tour->visit.keyboard.page = 1;
}

static void digits(struct tour *tour)
{
    typed_short(tour);
    tour->visit.keyboard.page = 2;
}

static void typed_much(struct tour *tour)
{
    tour_type(tour, "Bij het kerkhof staat nergens een bank. Mijn buurvrouw van 91 loopt er elke "
                    "zondag heen, en moet dan staan. Een eenvoudige houten bank is genoeg, met "
                    "een leuning en een plekje voor een rollator. Wij willen hem zelf wel maken.");
}

static void draft(struct tour *tour)
{
    snprintf(tour->visit.draft.what, sizeof(tour->visit.draft.what), "Een bankje bij het kerkhof");
}

static void draft_full(struct tour *tour)
{
    struct idea *idea = &tour->visit.draft;
    snprintf(idea->what, sizeof(idea->what), "%s", TOUR_WIDE_TITLE);
    typed_much(tour);
    str_copy(idea->more, sizeof(idea->more), tour->visit.typed);
    tour->visit.typed[0] = '\0';
    snprintf(idea->whom, sizeof(idea->whom), "ouderen die graag in het dorp blijven wonen");
    idea->plan_of = PLAN_OF_US_WITH_HELP;
    idea->needs = NEED_MONEY | NEED_HANDS | NEED_ROOM | NEED_PERMIT | NEED_KNOWLEDGE;
    tour_drawing(&idea->drawing);
    snprintf(tour->visit.name, sizeof(tour->visit.name), "Tj\u00e2lling Wielinga-van der Veen");
    snprintf(tour->visit.phone, sizeof(tour->visit.phone), "0612345678");
}

static void draft_change(struct tour *tour)
{
    draft(tour);
    tour->visit.is_change = true;
    tour->visit.notice = "notice.store-failed";
}

static void draft_no_store(struct tour *tour)
{
    draft(tour);
    tour_no_store(tour);
}

static void drawing_full(struct tour *tour)
{
    tour_drawing(&tour->visit.draft.drawing);
    tour->visit.draft.drawing.stroke_count = IDEA_MAX_STROKES;
    for (size_t i = 3; i < IDEA_MAX_STROKES; i++) {
        tour->visit.draft.drawing.stroke_end[i] = 14;
    }
}

static void idea_number(struct tour *tour)
{
    tour->visit.idea_number = 128;
    tour->visit.idea_words[0] = 421;
    tour->visit.idea_words[1] = 1999;
}

/* ---- one's own idea ------------------------------------------------------------------------- */

static void number_typed(struct tour *tour)
{
    tour_type(tour, "128");
}

static void words_wrong(struct tour *tour)
{
    tour_type(tour, "akker boom");
    tour->visit.notice = "notice.words-wrong";
}

static void words_wait(struct tour *tour)
{
    tour_type(tour, "akker boom");
    tour->visit.notice = "notice.wait";
    tour->visit.notice_number = 120;
}

static void mine(struct tour *tour, enum idea_state state)
{
    tour->visit.mine = tour->ideas[0];
    tour->visit.mine_state = state;
    tour->visit.mine_has_contact = state != IDEA_WITHDRAWN;
    look_at(tour, 0);
}

static void mine_waiting(struct tour *tour)
{
    mine(tour, IDEA_WAITING);
}

static void mine_shown(struct tour *tour)
{
    mine(tour, IDEA_SHOWN);
}

static void mine_hidden(struct tour *tour)
{
    mine(tour, IDEA_HIDDEN);
    snprintf(tour->visit.mine_reason, sizeof(tour->visit.mine_reason),
             "Dit staat al in het plan van de speeltuin. Loopt u eens binnen op dinsdag?");
}

static void mine_withdrawn(struct tour *tour)
{
    mine(tour, IDEA_WITHDRAWN);
}

static void mine_sure_withdraw(struct tour *tour)
{
    mine(tour, IDEA_SHOWN);
    tour_type(tour, "withdraw");
}

static void mine_sure_erase(struct tour *tour)
{
    mine(tour, IDEA_SHOWN);
    tour_type(tour, "erase");
}

/* ---- the stops ------------------------------------------------------------------------------ */

static const struct tour_stop stops[] = {
    {SCREEN_ATTRACT, "open", NULL},
    {SCREEN_ATTRACT, "idea", attract_idea},
    {SCREEN_ATTRACT, "all-lit", all_windows},
    {SCREEN_ATTRACT, "empty", empty_village},
    {SCREEN_ATTRACT, "long", attract_long},
    {SCREEN_ATTRACT, "practice", practice},
    {SCREEN_ATTRACT, "no-pack", no_pack},
    {SCREEN_ATTRACT, "no-store", tour_no_store},
    {SCREEN_HOME, "open", NULL},
    {SCREEN_HOME, "soon", rounds_soon},
    {SCREEN_HOME, "paused", rounds_paused},
    {SCREEN_HOME, "closed", rounds_closed},
    {SCREEN_HOME, "practice", practice},
    {SCREEN_HOME, "notice", home_notice},
    {SCREEN_HOME, "long", tour_long_names},
    {SCREEN_HOME, "no-pack", no_pack},
    {SCREEN_HOME, "idle", idle},
    {SCREEN_LOOK, "normal", NULL},
    {SCREEN_HELP, "normal", NULL},
    {SCREEN_VILLAGE, "full", NULL},
    {SCREEN_VILLAGE, "empty", empty_village},
    {SCREEN_IDEAS, "many", NULL},
    {SCREEN_IDEAS, "one", one_idea},
    {SCREEN_IDEAS, "none", no_ideas},
    {SCREEN_IDEAS, "long", tour_long_names},
    {SCREEN_IDEAS, "supported", supported_ideas},
    {SCREEN_IDEAS, "no-store", tour_no_store},
    {SCREEN_IDEA, "photo", idea_photo},
    {SCREEN_IDEA, "drawing", idea_drawing},
    {SCREEN_IDEA, "long", idea_long},
    {SCREEN_IDEA, "supported", idea_supported},
    {SCREEN_IDEA, "gone", idea_gone},
    {SCREEN_IDEA, "no-store", idea_no_store},
    {SCREEN_PLEDGE_WHY, "normal", idea_photo},
    {SCREEN_PLEDGE_WHY, "long", idea_long},
    {SCREEN_PLEDGE_NAME, "empty", NULL},
    {SCREEN_PLEDGE_NAME, "typed", name},
    {SCREEN_PLEDGE_PHONE, "empty", NULL},
    {SCREEN_PLEDGE_PHONE, "typed", phone},
    {SCREEN_PLEDGE_DONE, "normal", idea_photo},
    {SCREEN_NEW_WHAT, "empty", NULL},
    {SCREEN_NEW_WHAT, "typed", typed_short},
    {SCREEN_NEW_WHAT, "full", typed_full},
    {SCREEN_NEW_WHAT, "notice", typed_none},
    {SCREEN_NEW_WHAT, "accents", accents},
    {SCREEN_NEW_WHAT, "digits", digits},
    {SCREEN_NEW_WHAT, "practice", practice},
    {SCREEN_NEW_WHAT, "practice-typed", practice_typed},
    {SCREEN_NEW_WHAT, "practice-notice", practice_notice},
    {SCREEN_NEW_WHAT, "idle", idle},
    {SCREEN_NEW_SIMILAR, "some", draft},
    {SCREEN_NEW_REVIEW, "short", draft},
    {SCREEN_NEW_REVIEW, "full", draft_full},
    {SCREEN_NEW_REVIEW, "change", draft_change},
    {SCREEN_NEW_REVIEW, "no-store", draft_no_store},
    {SCREEN_NEW_MORE, "empty", NULL},
    {SCREEN_NEW_MORE, "practice", practice},
    {SCREEN_NEW_MORE, "typed", typed_much},
    {SCREEN_NEW_WHOM, "typed", typed_short},
    {SCREEN_NEW_PLAN_OF, "none", NULL},
    {SCREEN_NEW_PLAN_OF, "chosen", draft_full},
    {SCREEN_NEW_NEEDS, "none", NULL},
    {SCREEN_NEW_NEEDS, "chosen", draft_full},
    {SCREEN_NEW_DRAW, "empty", NULL},
    {SCREEN_NEW_DRAW, "drawn", draft_full},
    {SCREEN_NEW_DRAW, "full", drawing_full},
    {SCREEN_NEW_CONTACT, "normal", NULL},
    {SCREEN_NEW_CONTACT, "long", tour_long_names},
    {SCREEN_NEW_NAME, "typed", name},
    {SCREEN_NEW_PHONE, "typed", phone},
    {SCREEN_NEW_DONE, "normal", idea_number},
    {SCREEN_MINE_NUMBER, "empty", NULL},
    {SCREEN_MINE_NUMBER, "typed", number_typed},
    {SCREEN_MINE_NUMBER, "practice", practice},
    {SCREEN_MINE_WORDS, "empty", NULL},
    {SCREEN_MINE_WORDS, "wrong", words_wrong},
    {SCREEN_MINE_WORDS, "wait", words_wait},
    {SCREEN_MINE, "waiting", mine_waiting},
    {SCREEN_MINE, "shown", mine_shown},
    {SCREEN_MINE, "hidden", mine_hidden},
    {SCREEN_MINE, "withdrawn", mine_withdrawn},
    {SCREEN_MINE, "sure-withdraw", mine_sure_withdraw},
    {SCREEN_MINE, "sure-erase", mine_sure_erase},
};
const struct tour_part tour_village = {stops, sizeof(stops) / sizeof(stops[0])};
