/* The stops of the tour in "Ons dorp", at owners and at the guide. */
#include "tests/faults/tour.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

static const struct card guests[] = {
    {.id = "1-schuur",
     .title = "Een deelschuur",
     .what = "Een schuur met gereedschap dat van iedereen is: een ladder, een kettingzaag, tien "
             "statafels. Wie iets leent, schrijft het in het schrift.",
     .who = "Drie mensen met een sleutel, en een boer met een lege schuur.",
     .first = "Vraag wie er een schuur over heeft.",
     .more = "",
     .photo = "",
     .from = "Ommerveld"},
    {.id = "2-soep",
     .title = "Soep op woensdag",
     .what = "Wie trek heeft, schuift aan.",
     .who = "",
     .first = "",
     .more = "",
     .photo = "",
     .from = "Sint Annaland"},
    {.id = "1-bieb",
     .title = "Een boekenkast in het bushokje",
     .what = "Neem er een mee, zet er een terug.",
     .who = "De buurt.",
     .first = "Vraag de busmaatschappij.",
     .more = "",
     .photo = "",
     .from = "Ommerveld"},
};

static void with_guests(struct tour *tour)
{
    tour->view.own.guests = guests;
    tour->view.own.guest_count = sizeof(guests) / sizeof(guests[0]);
    tour->view.own.card_count = 2;
}

static void guest_card(struct tour *tour)
{
    with_guests(tour);
    tour->visit.own = 1000;
}

static void nothing(struct tour *tour)
{
    tour->view.own = (struct view_own){.ctx = tour};
    tour->view.news_count = 0;
    tour->view.idea_count = 0;
}

static void look_at(struct tour *tour, size_t index)
{
    memcpy(tour->visit.idea_rid, tour->view_ideas[index].rid, RECORD_RID);
}

/* ---- what goes well -------------------------------------------------------------------------- */

static void own_jewels(struct tour *tour)
{
    tour->view.own_jewel_count = 3;
    for (size_t i = 0; i < 3; i++) {
        tour->ideas[i].sort = IDEA_JEWEL;
        tour->view_ideas[i].photo = "";
    }
    tour_drawing(&tour->ideas[1].drawing);
}

static void jewel_second(struct tour *tour)
{
    tour->visit.own = 1;
    tour->jewels[1].helpers = 14;
}

static void jewel_without_more(struct tour *tour)
{
    tour->visit.own = 3;
}

static void jewel_of_resident(struct tour *tour)
{
    own_jewels(tour);
    look_at(tour, 1);
}

static void draft_jewel(struct tour *tour)
{
    tour->visit.draft.sort = IDEA_JEWEL;
}

static void reveals(struct tour *tour)
{
    str_copy(tour->visit.draft.what, sizeof(tour->visit.draft.what), "Bel Jan: 0598 123456");
}

static void reveals_mail(struct tour *tour)
{
    str_copy(tour->visit.draft.what, sizeof(tour->visit.draft.what), "Mail jan@broekhoven.nl");
}

/* ---- how it fares ---------------------------------------------------------------------------- */

static void project_figures(struct tour *tour)
{
    tour->visit.own = 1;
}

static void project_help(struct tour *tour)
{
    tour->visit.own = 2;
}

static void project_thanked(struct tour *tour)
{
    visit_did(&tour->visit, tour->projects[0].about);
    tour->visit.notice = "notice.thanked";
}

/* ---- questions ------------------------------------------------------------------------------- */

static void question_chosen(struct tour *tour)
{
    tour->visit.choices = 1 | 4;
}

static void question_full(struct tour *tour)
{
    question_chosen(tour);
    tour->visit.notice = "question.full";
    tour->visit.notice_number = 2;
}

static void question_shown(struct tour *tour)
{
    static const uint32_t choice[] = {14, 3, 0, 22, 9, 1};
    visit_did(&tour->visit, tour->questions[0].about);
    tour->questions[0].is_shown = true;
    tour->questions[0].answers = 31;
    memcpy(tour->questions[0].choice, choice, sizeof(choice));
}

static void question_few(struct tour *tour)
{
    visit_did(&tour->visit, tour->questions[0].about);
}

static void question_scale(struct tour *tour)
{
    tour->visit.own = 1;
}

static void question_open(struct tour *tour)
{
    tour->visit.own = 2;
}

static void question_action(struct tour *tour)
{
    tour->visit.own = 3;
}

static void answer_why(struct tour *tour)
{
    question_action(tour);
    visit_go(&tour->visit, SCREEN_ANSWER);
    tour_type(tour, "Dan blijft de winkel open.");
}

/* ---- owners, guide --------------------------------------------------------------------------- */

static void owner_plan(struct tour *tour)
{
    tour->visit.owner_is_plan = true;
    tour->visit.plan = 1;
}

static void owner_plan_admin(struct tour *tour)
{
    owner_plan(tour);
    tour->visit.staff = STAFF_ADMIN;
    tour->visit.owner_to = tour->visit.owner_why = -1;
}

static void owner_chosen(struct tour *tour)
{
    owner_plan_admin(tour);
    tour->visit.owner_to = OWNER_SHARED;
    tour->visit.owner_why = OWNER_JOINS;
}

static void owner_idea(struct tour *tour)
{
    look_at(tour, 0);
}

static void found(struct tour *tour)
{
    look_at(tour, 0);
    memcpy(tour->visit.mine_rid, tour->visit.idea_rid, RECORD_RID);
    tour->visit.has_mine = true;
    tour->visit.mine = tour->ideas[0];
    tour->visit.mine_state = IDEA_SHOWN;
    str_copy(tour->visit.mine.guide[0], sizeof(tour->visit.mine.guide[0]),
             "Een plek waar iedereen een boek kan ruilen, ook als de bieb dicht is.");
}

static void step_typed(struct tour *tour)
{
    found(tour);
    tour_type(tour, "Tineke en Jan, en de klussers van de woensdag.");
}

static void step_last(struct tour *tour)
{
    found(tour);
    for (int i = 1; i < GUIDE_STEPS; i++) {
        visit_go(&tour->visit, SCREEN_GUIDE_STEP);
    }
}

static void idea_with_guide(struct tour *tour)
{
    look_at(tour, 0);
    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        str_copy(tour->ideas[0].guide[i], sizeof(tour->ideas[0].guide[i]),
                 "Wie het doet, en wie er helpt als het even niet lukt.");
    }
}

static void sent_known(struct tour *tour)
{
    tour->view.post.hub.is_known = true;
    tour->view.post.hub.name = "gemeente Hunzedal";
}

static const struct tour_stop stops[] = {
    {SCREEN_NEWS, "full", NULL},
    {SCREEN_NEWS, "none", nothing},
    {SCREEN_NEWS_ONE, "photo", NULL},
    {SCREEN_JEWELS, "village", NULL},
    {SCREEN_JEWELS, "own", own_jewels},
    {SCREEN_JEWELS, "none", nothing},
    {SCREEN_JEWEL, "faces", NULL},
    {SCREEN_JEWEL, "joined", jewel_second},
    {SCREEN_JEWEL, "plain", jewel_without_more},
    {SCREEN_JEWEL, "none", nothing},
    {SCREEN_IDEA, "jewel", jewel_of_resident},
    {SCREEN_IDEA, "guide", idea_with_guide},
    {SCREEN_NEW_WHAT, "jewel", draft_jewel},
    {SCREEN_NEW_DONE, "jewel", draft_jewel},
    {SCREEN_NEW_REVIEW, "phone", reveals},
    {SCREEN_NEW_REVIEW, "mail", reveals_mail},
    {SCREEN_PROJECTS, "some", NULL},
    {SCREEN_PROJECTS, "none", nothing},
    {SCREEN_PROJECT, "photos", NULL},
    {SCREEN_PROJECT, "figures", project_figures},
    {SCREEN_PROJECT, "help", project_help},
    {SCREEN_PROJECT, "thanked", project_thanked},
    {SCREEN_QUESTIONS, "some", NULL},
    {SCREEN_QUESTIONS, "none", nothing},
    {SCREEN_QUESTION, "choice", NULL},
    {SCREEN_QUESTION, "chosen", question_chosen},
    {SCREEN_QUESTION, "full", question_full},
    {SCREEN_QUESTION, "shown", question_shown},
    {SCREEN_QUESTION, "few", question_few},
    {SCREEN_QUESTION, "scale", question_scale},
    {SCREEN_QUESTION, "open", question_open},
    {SCREEN_QUESTION, "action", question_action},
    {SCREEN_ANSWER, "open", question_open},
    {SCREEN_ANSWER, "why", answer_why},
    {SCREEN_CARDS, "some", NULL},
    {SCREEN_CARDS, "none", nothing},
    {SCREEN_CARDS, "guests", with_guests},
    {SCREEN_CARD, "form", NULL},
    {SCREEN_CARD, "guest", guest_card},
    {SCREEN_SENT, "none", nothing},
    {SCREEN_SENT, "some", NULL},
    {SCREEN_SENT, "known", sent_known},
    {SCREEN_SENT_ONE, "open", NULL},
    {SCREEN_OWNERS, "some", NULL},
    {SCREEN_OWNERS, "none", nothing},
    {SCREEN_OWNER, "plan", owner_plan},
    {SCREEN_OWNER, "admin", owner_plan_admin},
    {SCREEN_OWNER, "idea", owner_idea},
    {SCREEN_OWNER_CHANGE, "empty", owner_plan_admin},
    {SCREEN_OWNER_CHANGE, "chosen", owner_chosen},
    {SCREEN_GUIDE, "lost", NULL},
    {SCREEN_GUIDE, "found", found},
    {SCREEN_GUIDE_STEP, "first", step_typed},
    {SCREEN_GUIDE_STEP, "last", step_last},
};
const struct tour_part tour_own = {stops, sizeof(stops) / sizeof(stops[0])};
