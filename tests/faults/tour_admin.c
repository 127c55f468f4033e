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

static const struct tour_stop stops[] = {
    {SCREEN_ADMIN, "menu", NULL},
    {SCREEN_LOGBOOK, "whole", logbook_whole},
    {SCREEN_LOGBOOK, "changed", logbook_changed},
    {SCREEN_HEALTH, "logbook", logbook_changed},
};
const struct tour_part tour_admin = {stops, sizeof(stops) / sizeof(stops[0])};
