/* The stops of the tour: what a head caretaker does less often. */
#include "tests/faults/tour.h"

#include <stdio.h>
#include <string.h>

static void logbook(struct tour *tour, bool is_whole)
{
    tour->view.admin.logbook = (struct view_logbook){true, is_whole, 214};
}

static void logbook_whole(struct tour *tour)
{
    logbook(tour, true);
}

static void logbook_changed(struct tour *tour)
{
    logbook(tour, false);
}

/* ---- moderation and replies ----------------------------------------------------------------- */

static void one(struct tour *tour, size_t index, bool is_read)
{
    memcpy(tour->visit.idea_rid, tour->waiting[index].rid, RECORD_RID);
    if (is_read) {
        memcpy(tour->visit.read_rid, tour->waiting[index].rid, RECORD_RID);
    }
}

static void covered(struct tour *tour)
{
    one(tour, 0, false);
}

static void shown(struct tour *tour)
{
    one(tour, 3, true);
}

static void hidden(struct tour *tour)
{
    one(tour, 9, true);
    tour->waiting[9].reason = "reason.names";
}

static void read_one(struct tour *tour)
{
    one(tour, 0, true);
}

static void replied(struct tour *tour)
{
    static const struct reply village = {ROLE_OF_TOGETHER, "Wij vragen drie buren mee te denken."},
                              municipality = {ROLE_OF_LAW,
                                              "Een bankje mag, als er twee meter stoep overblijft "
                                              "voor wie met een rolstoel of kinderwagen komt."};
    tour->view_ideas[1].replies[REPLY_VILLAGE] = &village;
    tour->view_ideas[1].replies[REPLY_MUNICIPALITY] = &municipality;
    tour->waiting[1].replies[REPLY_VILLAGE] = &village;
    memcpy(tour->visit.idea_rid, tour->view_ideas[1].rid, RECORD_RID);
}

static void reply_typed(struct tour *tour)
{
    replied(tour);
    tour->visit.reply.role = ROLE_OF_MUNICIPALITY;
    tour_type(tour, "Wij geven grond naast het plein.");
}

static void refused(struct tour *tour)
{
    tour_few_ideas(tour, 2);
    tour->view.refused_count = 2;
}

/* ---- answers in words, what waits ------------------------------------------------------------ */

static const uint8_t said_rids[4][RECORD_RID] = {{1}, {2}, {3}, {4}};
static const struct view_said said[] = {
    {said_rids[0],
     "Wat doen wij zelf?",
     {"Een busje op zaterdag naar de markt en terug.", "Er gaat geen bus meer.",
      "Tien chauffeurs en een busje.", "Als niemand rijdt."},
     IDEA_WAITING},
    {said_rids[1], "Wat is de mooiste plek van het dorp?", {"De sluis", "", "", ""}, IDEA_WAITING},
    {said_rids[2],
     "Wat is de mooiste plek van het dorp?",
     {"Onder de linden op de brink, als de kermis er net weg is en iedereen nog even blijft zitten "
      "met een kop koffie van de bakker.",
      "", "", ""},
     IDEA_SHOWN},
    {said_rids[3],
     "Wat is de mooiste plek van het dorp?",
     {"Bij stomme Klaas", "", "", ""},
     IDEA_HIDDEN},
};

static void said_all(struct tour *tour)
{
    tour->view.admin.said = said;
    tour->view.admin.said_count = tour->view.admin.said_all = 4;
    tour->view.admin.said_waiting = 2;
    tour->view.admin.held = 17;
}

static void said_of(struct tour *tour, size_t index, bool is_read)
{
    said_all(tour);
    memcpy(tour->visit.said_rid, said_rids[index], RECORD_RID);
    if (is_read) {
        memcpy(tour->visit.read_rid, said_rids[index], RECORD_RID);
    }
}

static void said_covered(struct tour *tour)
{
    said_of(tour, 0, false);
}

static void said_read(struct tour *tour)
{
    said_of(tour, 0, true);
}

static void said_shown(struct tour *tour)
{
    said_of(tour, 2, false);
}

static void said_hidden(struct tour *tour)
{
    said_of(tour, 3, true);
}

static size_t said_placed(void *ctx, const char *about, const struct view_said **ret)
{
    (void)ctx;
    (void)about;
    *ret = said + 1;
    return 2;
}

static void question_said(struct tour *tour)
{
    tour->visit.own = 2;
    visit_did(&tour->visit, tour->questions[2].about);
    tour->questions[2].is_shown = true;
    tour->questions[2].answers = 31;
    tour->view.own.said = said_placed;
}

static void support_waits(struct tour *tour)
{
    memcpy(tour->visit.idea_rid, tour->view_ideas[0].rid, RECORD_RID);
    memcpy(tour->visit.supported[tour->visit.supported_count++], tour->visit.idea_rid, RECORD_RID);
    tour->view.own.holds = true;
    tour->visit.notice = "notice.supported-waits";
}

static const struct tour_stop stops[] = {
    {SCREEN_MODERATE_ONE, "covered", covered},
    {SCREEN_MODERATE_ONE, "read", read_one},
    {SCREEN_MODERATE_ONE, "on-screen", shown},
    {SCREEN_MODERATE_ONE, "not-placed", hidden},
    {SCREEN_MODERATE_REMOVE, "sure", hidden},
    {SCREEN_REPLY, "first", shown},
    {SCREEN_REPLY, "again", replied},
    {SCREEN_REPLY_ROLE, "roles", shown},
    {SCREEN_REPLY_TEXT, "empty", shown},
    {SCREEN_REPLY_TEXT, "typed", reply_typed},
    {SCREEN_IDEA, "replied", replied},
    {SCREEN_IDEAS, "refused", refused},
    {SCREEN_MODERATE, "said", said_all},
    {SCREEN_SAID, "list", said_covered},
    {SCREEN_SAID, "none", NULL},
    {SCREEN_SAID_ONE, "covered", said_covered},
    {SCREEN_SAID_ONE, "read", said_read},
    {SCREEN_SAID_ONE, "on-screen", said_shown},
    {SCREEN_SAID_ONE, "not-placed", said_hidden},
    {SCREEN_SAID_REMOVE, "sure", said_hidden},
    {SCREEN_QUESTION, "said", question_said},
    {SCREEN_IDEA, "support-waits", support_waits},
    {SCREEN_ADMIN, "menu", NULL},
    {SCREEN_LOGBOOK, "whole", logbook_whole},
    {SCREEN_LOGBOOK, "changed", logbook_changed},
    {SCREEN_HEALTH, "logbook", logbook_changed},
};
const struct tour_part tour_admin = {stops, sizeof(stops) / sizeof(stops[0])};
