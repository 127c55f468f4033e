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
    {SCREEN_ADMIN, "menu", NULL},
    {SCREEN_LOGBOOK, "whole", logbook_whole},
    {SCREEN_LOGBOOK, "changed", logbook_changed},
    {SCREEN_HEALTH, "logbook", logbook_changed},
};
const struct tour_part tour_admin = {stops, sizeof(stops) / sizeof(stops[0])};
