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

/* ---- edits -------------------------------------------------------------------------------- */

static const struct view_field fields[] = {
    {"dorp/motto", "motto", "Broekhoven", "Samen maken we het dorp", NULL, FIELD_LINE,
     GROUP_VILLAGE, 0, 160, true, false, false},
    {"dorp/openingstijden", "openingstijden", "Broekhoven", "", NULL, FIELD_LINE, GROUP_VILLAGE, 0,
     160, false, false, false},
    {"dorp/volgorde", "volgorde", "Broekhoven",
     "nieuws,plannen,ideeen,trots,verhalen,vragen,kaarten", NULL, FIELD_ORDER, GROUP_VILLAGE, 0,
     160, true, false, false},
    {"nieuws/nieuw-1/titel", "titel", "", "", NULL, FIELD_LINE, GROUP_NEWS, 0, 140, false, false,
     false},
    {"nieuws/a/titel", "titel", "Glasvezel: de graafmachine komt langs",
     "Glasvezel: de graafmachine komt langs", NULL, FIELD_LINE, GROUP_NEWS, 8, 140, false, false,
     false},
    {"nieuws/a/tekst", "tekst", "Glasvezel: de graafmachine komt langs",
     "Vanaf 9 maart krijgen alle huizen in Broekhoven glasvezel. De monteurs beginnen in de "
     "Dorpsstraat en eindigen bij de sluis.",
     "De monteurs komen een week later.", FIELD_LINES, GROUP_NEWS, 8, 1500, false, true, false},
    {"nieuws/a/verborgen", "verborgen", "Glasvezel: de graafmachine komt langs", "nee", NULL,
     FIELD_FLAG, GROUP_NEWS, 8, 3, false, false, false},
    {"vraag/a/verborgen", "verborgen", "Wat mag er op het plein?", "nee", NULL, FIELD_FLAG,
     GROUP_OTHER, 0, 3, false, false, false},
    {"plan/2026/2/bedrag", "bedrag", TOUR_WIDE_TITLE, "123456700", NULL, FIELD_AMOUNT, GROUP_PLAN,
     2, 12, true, false, true},
    {"ronde/2026/uitslag", "uitslag", "Dorpsbudget 2026", "2026-05-03", NULL, FIELD_DAY,
     GROUP_ROUND, 0, 10, false, false, false},
    {"plan/2026/3/foto", "foto", "Picknicktafels bij de sluis", "plan-03.png", NULL, FIELD_PICTURE,
     GROUP_PLAN, 3, 80, true, false, false},
    {"nieuws/b/foto", "foto", "De soep is klaar", "", NULL, FIELD_PICTURE, GROUP_NEWS, 9, 80, false,
     false, false},
    {"trots/a/foto", "foto", "Het oogstfeest", "plan-01.png", "plan-02.png", FIELD_PICTURE,
     GROUP_JEWEL, 0, 80, false, true, false},
    {"ronde/2026/stemmen", "stemmen", "Dorpsbudget 2026", "", NULL, FIELD_DAY, GROUP_ROUND, 0, 10,
     false, false, false},
};

static void edits(struct tour *tour)
{
    tour->view.admin.fields = fields;
    tour->view.admin.field_count = sizeof(fields) / sizeof(fields[0]);
}

static void edit_clash(struct tour *tour)
{
    edits(tour);
    tour->view.admin.clash_count = 1;
    snprintf(tour->visit.item, sizeof(tour->visit.item), "nieuws/a/tekst");
}

static void edit_news(struct tour *tour)
{
    edits(tour);
    tour->visit.group = GROUP_NEWS;
    tour->visit.thing = 8;
}

static void edit_not_ours(struct tour *tour)
{
    tour->visit.group = GROUP_PLAN;
}

static void edit_plan(struct tour *tour)
{
    edits(tour);
    tour->visit.group = GROUP_PLAN;
    tour->visit.thing = 2;
    tour->visit.notice = "edit.frozen";
}

static void edit_round(struct tour *tour)
{
    edits(tour);
    tour->visit.group = GROUP_ROUND;
}

static void field(struct tour *tour, const char *item)
{
    edits(tour);
    snprintf(tour->visit.item, sizeof(tour->visit.item), "%s", item);
}

static void field_line(struct tour *tour)
{
    field(tour, "dorp/motto");
}

static void field_order(struct tour *tour)
{
    field(tour, "dorp/volgorde");
}

static void photo(struct tour *tour)
{
    field(tour, "plan/2026/3/foto");
}

static void photo_none(struct tour *tour)
{
    field(tour, "nieuws/b/foto");
    tour->view.stick = STICK_READY;
    tour->visit.notice = "photos.fail.damaged";
}

static void photo_busy(struct tour *tour)
{
    field(tour, "nieuws/b/foto");
    tour->view.stick = STICK_BUSY;
    tour->view.stick_key = "photos.step.small";
    tour->view.stick_part = 7;
    tour->view.stick_whole = 24;
}

static void photo_choose(struct tour *tour)
{
    static const char *const names[] = {"plan-01.png", "plan-02.png", "plan-03.png", "plan-04.png",
                                        "plan-05.png"};

    field(tour, "nieuws/b/foto");
    tour->view.admin.photos = names;
    tour->view.admin.photo_count = sizeof(names) / sizeof(names[0]);
    tour->view.stick_notes[0] = "photos.note.bad";
    tour->view.stick_note_count = 1;
}

static void photo_of_plan(struct tour *tour)
{
    edits(tour);
    tour->visit.group = GROUP_PLAN;
    tour->visit.thing = 3;
}

static void photo_clash(struct tour *tour)
{
    field(tour, "trots/a/foto");
    tour->view.admin.clash_count = 1;
}

static void field_amount(struct tour *tour)
{
    field(tour, "plan/2026/2/bedrag");
    tour_type(tour, "4100");
}

static void field_day(struct tour *tour)
{
    field(tour, "ronde/2026/uitslag");
    tour_type(tour, "31022026");
    tour->visit.notice = "edit.no-day";
}

/* ---- rounds --------------------------------------------------------------------------------- */

static void phases(struct tour *tour)
{
    tour->view_rounds[0].state = ROUND_CONCEPT;
    tour->view_rounds[0].phase = PHASE_IDEAS;
    tour->view_rounds[0].due = PHASE_VOTE;
    tour->view_rounds[0].day_before[PHASE_CHECK] = "1 september";
    tour->view_rounds[0].first_day[PHASE_VOTE] = "9 september";
    tour->view_rounds[1].state = ROUND_PAUSED;
    tour->view_rounds[1].due = PHASE_RESULT;
}

static void phase_check(struct tour *tour)
{
    phases(tour);
    tour->view_rounds[0].phase = PHASE_CHECK;
}

static void phase_doing(struct tour *tour)
{
    tour_result(tour, 0, true);
    tour->view_rounds[0].phase = PHASE_DOING;
}

static void again(struct tour *tour)
{
    snprintf(tour->visit.reason, sizeof(tour->visit.reason),
             "De offerte van de speeltuin was per ongeluk die van vorig jaar.");
}

static void again_tap(struct tour *tour)
{
    again(tour);
    tour->view.button_works = false;
}

static void hours(struct tour *tour)
{
    tour->view.hours = "maandag en woensdag van 9 tot 12 uur, en als de vlag uithangt";
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

static void helpers_done(struct tour *tour)
{
    tour->visit.notice = "helpers.done";
}

static void no_wifi(struct tour *tour)
{
    static const struct view_wifi none = {.state = VIEW_WIFI_NONE};
    tour->view.admin.wifi = &none;
}

static void busy_wifi(struct tour *tour)
{
    static const struct view_wifi busy = {.state = VIEW_WIFI_NONE, .is_busy = true};
    tour->view.admin.wifi = &busy;
}

static void silent_wifi(struct tour *tour)
{
    static const struct view_wifi silent = {.state = VIEW_WIFI_SILENT};
    tour->view.admin.wifi = &silent;
}

static void some_wifi(struct tour *tour)
{
    static const struct view_wifi some = {
        .state = VIEW_WIFI_OFF,
        .count = 3,
        .ssid = {"Dorpshuis De Brink", "KPN-Gasten-Fibre-2G-A61B90-Ext01", "printer"},
        .strength = {82, 44, 12},
        .is_secured = {true, true, false},
    };
    tour->view.admin.wifi = &some;
    tour->visit.notice = "network.asked";
}

static void wifi_pass(struct tour *tour)
{
    snprintf(tour->visit.ssid, sizeof(tour->visit.ssid), "Dorpshuis De Brink");
    tour_type(tour, "koffiekoffie");
}

static void clock_wrong(struct tour *tour)
{
    tour_type(tour, "2505");
    tour->visit.notice = "clock.no-such";
}

static void voids(struct tour *tour)
{
    static const struct view_void all[] = {{0, 12, 398, "void.lost"}, {0, 371, 0, "void.moved"}};
    tour->view.admin.voids = all;
    tour->view.admin.void_count = 2;
    tour->visit.letter = 12;
}

static void void_typed(struct tour *tour)
{
    tour_type(tour, "371");
}

static void void_closed(struct tour *tour)
{
    tour->view_rounds[0].state = ROUND_CLOSED;
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
    {SCREEN_HELPERS, "ask", NULL},
    {SCREEN_HELPERS, "done", helpers_done},
    {SCREEN_NETWORK, "none", no_wifi},
    {SCREEN_NETWORK, "some", some_wifi},
    {SCREEN_NETWORK, "busy", busy_wifi},
    {SCREEN_NETWORK, "silent", silent_wifi},
    {SCREEN_NETWORK_PASS, "typed", wifi_pass},
    {SCREEN_DEVICE, "menu", NULL},
    {SCREEN_DEVICE_LANG, "choose", NULL},
    {SCREEN_CLOCK_DAY, "empty", NULL},
    {SCREEN_CLOCK_TIME, "wrong", clock_wrong},
    {SCREEN_RULER, "line", NULL},
    {SCREEN_RULER_MM, "empty", NULL},
    {SCREEN_VOID, "some", voids},
    {SCREEN_VOID, "none", void_closed},
    {SCREEN_VOID_LETTER, "typed", void_typed},
    {SCREEN_VOID_SPARE, "empty", NULL},
    {SCREEN_VOID_WHY, "reasons", voids},
    {SCREEN_EDIT, "groups", edits},
    {SCREEN_EDIT, "clash", edit_clash},
    {SCREEN_EDIT_GROUP, "news", edit_news},
    {SCREEN_EDIT_GROUP, "not-ours", edit_not_ours},
    {SCREEN_EDIT_THING, "village", edits},
    {SCREEN_EDIT_THING, "news", edit_news},
    {SCREEN_EDIT_THING, "frozen", edit_plan},
    {SCREEN_EDIT_THING, "round", edit_round},
    {SCREEN_EDIT_FIELD, "line", field_line},
    {SCREEN_EDIT_FIELD, "order", field_order},
    {SCREEN_EDIT_THING, "photo", photo_of_plan},
    {SCREEN_EDIT_FIELD, "photo", photo},
    {SCREEN_EDIT_FIELD, "photo-none", photo_none},
    {SCREEN_EDIT_FIELD, "photo-busy", photo_busy},
    {SCREEN_EDIT_PHOTOS, "choose", photo_choose},
    {SCREEN_EDIT_CLASH, "photo", photo_clash},
    {SCREEN_EDIT_FIELD, "amount", field_amount},
    {SCREEN_EDIT_FIELD, "day", field_day},
    {SCREEN_EDIT_CLASH, "choose", edit_clash},
    {SCREEN_ROUNDS, "phases", phases},
    {SCREEN_ROUNDS, "check", phase_check},
    {SCREEN_ROUNDS, "doing", phase_doing},
    {SCREEN_VOTE_ROUND, "ideas", phases},
    {SCREEN_VOTE_ROUND, "check", phase_check},
    {SCREEN_VOTE_ROUND, "doing", phase_doing},
    {SCREEN_AGAIN_WHY, "typed", again},
    {SCREEN_AGAIN, "sure", again},
    {SCREEN_AGAIN, "tap", again_tap},
    {SCREEN_HELP, "hours", hours},
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
