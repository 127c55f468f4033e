/* The states of the machine itself: where it stands, a stick of no use, and each of its faults. */
#include "tests/faults/tour.h"

#include "app/screens/screen.h"

#include <string.h>

static void tours(struct tour *tour)
{
    tour->view.place = "place.church";
}

static void tours_long(struct tour *tour)
{
    tour_long_names(tour);
    tour->view.place = "place.library";
}

static void refused(struct tour *tour, const char *key)
{
    tour->view.stick = STICK_REFUSED;
    tour->view.stick_key = key;
}

static void refused_none(struct tour *tour)
{
    refused(tour, "stick.refused.none");
}

static void refused_damaged(struct tour *tour)
{
    refused(tour, "stick.refused.damaged");
}

static void refused_hangs(struct tour *tour)
{
    refused(tour, "stick.refused.hangs");
}

static void warned(struct tour *tour, const char *key)
{
    tour->view.stick = STICK_READY;
    tour->view.stick_warning = key;
}

static void warned_ntfs(struct tour *tour)
{
    warned(tour, "stick.warn.ntfs");
}

static void warned_locked(struct tour *tour)
{
    warned(tour, "stick.warn.locked");
}

static void warned_second(struct tour *tour)
{
    warned(tour, "stick.warn.second");
    tour->view.stick_is_new = true;
}

static void blamed(struct tour *tour, const enum health_fault *faults, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        health_blame(&tour->view.health, faults[i]);
    }
}

/* One fault a part: three screens show them all. */
static void faults_outside(struct tour *tour)
{
    static const enum health_fault faults[] = {HEALTH_POWER_LOW, HEALTH_SCREEN_NONE,
                                               HEALTH_TOUCH_NONE, HEALTH_CHIP_MISSING,
                                               HEALTH_LAMP_DARK};
    blamed(tour, faults, sizeof(faults) / sizeof(faults[0]));
}

static void faults_inside(struct tour *tour)
{
    static const enum health_fault faults[] = {HEALTH_CARD_READ_ONLY, HEALTH_LINE_TAKEN,
                                               HEALTH_LAMP_MISSING, HEALTH_PACK_BAD};
    blamed(tour, faults, sizeof(faults) / sizeof(faults[0]));
}

static void faults_button(struct tour *tour)
{
    static const enum health_fault faults[] = {HEALTH_BUTTON_STUCK};
    blamed(tour, faults, sizeof(faults) / sizeof(faults[0]));
    tour->view.health.is_asked[HEALTH_POWER] = false; /* a machine without that meter */
}

static void fault_line(struct tour *tour)
{
    static const enum health_fault faults[] = {HEALTH_LINE_BROKEN};
    blamed(tour, faults, sizeof(faults) / sizeof(faults[0]));
}

static const struct tour_stop stops[] = {
    {SCREEN_ATTRACT, "tours", tours},
    {SCREEN_ATTRACT, "tours-long", tours_long},
    {SCREEN_HOME, "tours", tours},
    {SCREEN_HOME, "tours-long", tours_long},
    {SCREEN_PLACE, "unsaid", NULL},
    {SCREEN_PLACE, "chosen", tours},
    {SCREEN_STICK, "refused-none", refused_none},
    {SCREEN_STICK, "refused-damaged", refused_damaged},
    {SCREEN_STICK, "refused-hangs", refused_hangs},
    {SCREEN_STICK, "ntfs", warned_ntfs},
    {SCREEN_STICK, "locked", warned_locked},
    {SCREEN_STICK, "second", warned_second},
    {SCREEN_HEALTH, "outside", faults_outside},
    {SCREEN_HEALTH, "inside", faults_inside},
    {SCREEN_HEALTH, "stuck", faults_button},
    {SCREEN_HEALTH, "line", fault_line},
};

const struct tour_part tour_machine = {stops, sizeof(stops) / sizeof(stops[0])};
