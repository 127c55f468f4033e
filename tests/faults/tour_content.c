/* The admin's desk for the village's content, in each of its states. */
#include "tests/faults/tour.h"

static const struct view_fault tour_faults[] = {
    {"plannen.csv", "pack.cost-not-a-number", "drieduizend", 4, 6},
    {"rondes.ini", "pack.setting-missing", "bedrag", 5, 0},
    {"fotos/tuin.jpg", "pack.photo-damaged", "fotos/tuin.jpg", 0, 0},
};

static void in(struct tour *tour)
{
    tour->view.stick = STICK_READY;
}

static void again(struct tour *tour)
{
    in(tour);
    tour->view.content.has_before = true;
}

static void busy(struct tour *tour)
{
    tour->view.stick = STICK_BUSY;
    tour->view.stick_key = "content.step.copy";
    tour->view.stick_part = 31;
    tour->view.stick_whole = 212;
}

static void brought(struct tour *tour)
{
    static const struct view_change changes[] = {
        {"content.new", "content.many.plan", 3},
        {"content.gone", "content.many.text", 2},
        {"content.other", "content.one.news", 1},
        {"content.other", "content.one.money", 1},
    };
    struct view_content *content = &tour->view.content;
    in(tour);
    content->has_report = content->may_take = true;
    content->name = tour->view.village;
    content->change_count = sizeof(changes) / sizeof(changes[0]);
    for (size_t i = 0; i < content->change_count; i++) {
        content->changes[i] = changes[i];
    }
}

static void signed_one(struct tour *tour)
{
    brought(tour);
    tour->view.content.is_signed = true;
    tour->view.content.new_key = true;
    tour->view.content.change_count = 0;
}

static void refuse(struct tour *tour, const char *key, const char *name)
{
    in(tour);
    tour->view.content.has_report = true;
    tour->view.content.refused_key = key;
    tour->view.content.refused = name;
}

static void faults(struct tour *tour)
{
    refuse(tour, "content.refused.faults", "");
    tour->view.content.faults = tour_faults;
    tour->view.content.fault_count = sizeof(tour_faults) / sizeof(tour_faults[0]);
    tour->view.content.fault_more = 12;
}

static void not_owner(struct tour *tour)
{
    refuse(tour, "content.refused.not-owner", "Waar moet de nieuwe bushalte komen?");
}

static void rollback(struct tour *tour)
{
    refuse(tour, "content.refused.rollback", "");
}

static void tap(struct tour *tour)
{
    brought(tour);
    tour->view.button_works = false;
}

static const struct tour_stop stops[] = {
    {SCREEN_CONTENT, "none", NULL},         {SCREEN_CONTENT, "in", in},
    {SCREEN_CONTENT, "again", again},       {SCREEN_CONTENT, "busy", busy},
    {SCREEN_CONTENT, "brought", brought},   {SCREEN_CONTENT, "signed", signed_one},
    {SCREEN_CONTENT, "faults", faults},     {SCREEN_CONTENT, "not-owner", not_owner},
    {SCREEN_CONTENT, "rollback", rollback}, {SCREEN_CONTENT_SURE, "normal", brought},
    {SCREEN_CONTENT_SURE, "tap", tap},      {SCREEN_CONTENT_BACK, "normal", again},
};
const struct tour_part tour_content = {stops, sizeof(stops) / sizeof(stops[0])};
