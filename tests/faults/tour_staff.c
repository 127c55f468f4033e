/* The stops of the tour: caretaker and head caretaker. */
#include "tests/faults/tour.h"

#include <stdio.h>
#include <string.h>

/* ---- PIN and menu --------------------------------------------------------------------------- */

static void pin_typed(struct tour *tour)
{
    tour->visit.asks = STAFF_ADMIN;
    tour_type(tour, "123456");
}

static void pin_wrong(struct tour *tour)
{
    tour->visit.notice = "notice.pin-wrong";
    tour->visit.notice_number = 2;
}

static void pin_wait(struct tour *tour)
{
    tour->view.pin_wait_ms[STAFF_CARETAKER] = 870000;
}

static void pin_again(struct tour *tour)
{
    snprintf(tour->visit.pin_first, sizeof(tour->visit.pin_first), "123456");
    tour_type(tour, "123");
}

static void pin_different(struct tour *tour)
{
    tour->visit.asks = STAFF_ADMIN;
    tour->visit.notice = "notice.pin-different";
}

static void only_caretaker(struct tour *tour)
{
    tour->visit.staff = STAFF_CARETAKER;
}

static void waits(struct tour *tour)
{
    tour->view.post.waits = (struct view_hub){.is_known = true, .name = "", .print = ""};
}

static void practice(struct tour *tour)
{
    tour->view.is_practice = true;
}

static void pin_kept(struct tour *tour)
{
    tour->visit.notice = "notice.pin-set";
}

/* ---- stick and turn ------------------------------------------------------------------------- */

static void stick_ready(struct tour *tour)
{
    tour->view.stick = STICK_READY;
}

static void stick_busy(struct tour *tour)
{
    tour->view.stick = STICK_BUSY;
    tour->view.stick_key = "stick.step.write";
    tour->view.stick_part = 5;
    tour->view.stick_whole = 8;
}

static void stick_start(struct tour *tour)
{
    tour->view.stick = STICK_BUSY;
    tour->view.stick_key = "stick.step.look";
}

static void stick_done(struct tour *tour)
{
    tour->view.stick = STICK_DONE;
    tour->view.stick_files = 8;
    tour->view.stick_bytes = 734003;
}

static void stick_note(struct tour *tour)
{
    stick_done(tour);
    tour->view.stick_notes[0] = "stick.note.not-released";
    tour->view.stick_note_count = 1;
}

static void stick_new(struct tour *tour)
{
    tour->view.stick = STICK_READY;
    tour->view.stick_is_new = true;
}

static void stick_silent(struct tour *tour)
{
    stick_ready(tour);
    tour->view.post.is_silent = true;
}

/* ---- the hub -------------------------------------------------------------------------------- */

static void self(struct tour *tour)
{
    struct view_post *post = &tour->view.post;
    post->self = "3f2a 91bc 07de 55a1 e4c0 8d13 b6f9 2a7c";
    qr_make(&tour->codes[0], "DORPEL KENMERK 3F2A 91BC 07DE 55A1 E4C0 8D13 B6F9 2A7C");
    post->qr = &tour->codes[0];
}

static const struct view_hub municipality = {
    .is_known = true,
    .name = "Gemeente Midden-Drenthe",
    .print = "c81e 4b70 d3f5 9a26 0e8b 77c4 15ad f302",
};

static void hub_joined(struct tour *tour)
{
    self(tour);
    tour->view.post.hub = municipality;
}

static void not_enrolled(struct tour *tour)
{
    self(tour);
    tour->view.is_enrolled = false;
}

static void by_village(struct tour *tour)
{
    self(tour);
    tour->view.post.by_village = true;
}

static void no_key(struct tour *tour)
{
    not_enrolled(tour);
    tour->visit.notice = "stick.fail.no-key";
}

static void hub_code_typed(struct tour *tour)
{
    snprintf(tour->visit.typed, sizeof(tour->visit.typed), "ABCD2345EFGH");
}

static void hub_code_waits(struct tour *tour)
{
    self(tour);
    tour->view.post.code_state = 1;
}

static void hub_code_strange(struct tour *tour)
{
    self(tour);
    tour->view.post.code_state = 3;
}

static void hub_waits(struct tour *tour)
{
    self(tour);
    tour->view.post.waits = municipality;
}

static void hub_revoked(struct tour *tour)
{
    hub_joined(tour);
    tour->view.post.hub.is_revoked = true;
}

static void hub_refused(struct tour *tour)
{
    self(tour);
    tour->visit.notice = "notice.hub-refused";
}

static void hub_long(struct tour *tour)
{
    hub_waits(tour);
    tour->view.post.waits.name =
        "Werkgroep dorpsbudget van Plaatselijk Belang Sint Jansklooster-Barsingerveen";
}

static void hub_tap(struct tour *tour)
{
    hub_waits(tour);
    tour->view.button_works = false;
}

static void travel_away(struct tour *tour)
{
    hub_joined(tour);
    tour->view.post.travel[VIEW_VOTES] = (struct view_travel){.waiting = 12, .carried = 3};
    tour->view.post.travel[VIEW_REST] =
        (struct view_travel){.waiting = 4, .sealed = 1, .carried = 2, .received = 5, .safe = 31};
    tour->view.post.left = "9 maart";
}

static void travel_silent(struct tour *tour)
{
    travel_away(tour);
    tour->view.post.is_silent = true;
}

static void stick_away(struct tour *tour)
{
    travel_away(tour);
    stick_ready(tour);
}

static void stick_heard(struct tour *tour)
{
    travel_away(tour);
    stick_done(tour);
    tour->view.stick_notes[0] = "stick.note.ack";
    tour->view.stick_notes[1] = "stick.note.result";
    tour->view.stick_note_count = 2;
}

static void statement(struct tour *tour)
{
    struct view_round *round = &tour->view_rounds[0];
    round->state = ROUND_CLOSED;
    qr_make(&tour->codes[1],
            "DORPEL SLUITING 1 KIOSK 3F2A 91BC 07DE 55A1 E4C0 8D13 B6F9 2A7C RONDE "
            "00112233445566778899AABBCCDDEEFF STEMMEN 214 LIJST 214 BEURTEN 0 SET "
            "5A0C17E2B94D66F1830A2C5E7B9D1F40A6C8E0123456789ABCDEF0F1E2D3C4B5");
    round->statement = (struct view_statement){.is_known = true,
                                               .ballots = 214,
                                               .registers = 214,
                                               .set = "5a0c 17e2 b94d 66f1 830a 2c5e 7b9d 1f40",
                                               .qr = &tour->codes[1]};
}

static void statement_now(struct tour *tour)
{
    statement(tour);
    tour->visit.notice = "notice.round-closed";
}

static void statement_turns(struct tour *tour)
{
    statement(tour);
    tour->view_rounds[1].state = ROUND_CLOSED;
    tour->view_rounds[1].statement = tour->view_rounds[0].statement;
    tour->view_rounds[1].statement.unlocks = 217;
    tour->visit.round = 1;
}

static void stick_failed(struct tour *tour, const char *key)
{
    tour->view.stick = STICK_FAILED;
    tour->view.stick_key = key;
}

static void stick_full(struct tour *tour)
{
    stick_failed(tour, "stick.fail.full");
}

static void stick_readonly(struct tour *tour)
{
    stick_failed(tour, "stick.fail.readonly");
}

static void stick_vanished(struct tour *tour)
{
    stick_failed(tour, "stick.fail.vanished");
}

static void stick_notice(struct tour *tour)
{
    tour->visit.notice = "notice.stick-none";
}

static void no_turn_round(struct tour *tour)
{
    tour->view_rounds[1].state = ROUND_CLOSED;
}

static void turn_open(struct tour *tour)
{
    tour->view.turn_left_ms = 93000;
    tour->view.last_turn = 1;
}

static void turn_used(struct tour *tour)
{
    tour->view.last_turn = 2;
    tour->view_rounds[1].unlocks_given = 32;
    tour->view_rounds[1].unlocks_used = 31;
}

static void turn_unused(struct tour *tour)
{
    turn_used(tour);
    tour->view.last_turn = 3;
}

/* ---- moderate and rounds -------------------------------------------------------------------- */

static void none_waiting(struct tour *tour)
{
    tour_few_ideas(tour, 0);
}

static void look_at(struct tour *tour, size_t index)
{
    memcpy(tour->visit.idea_rid, tour->waiting[index].rid, RECORD_RID);
}

static void waiting_one(struct tour *tour)
{
    look_at(tour, 0);
}

static void shown_one(struct tour *tour)
{
    look_at(tour, 3);
}

static void hidden_one(struct tour *tour)
{
    look_at(tour, 8);
}

static void rounds_mixed(struct tour *tour)
{
    tour->view_rounds[0].state = ROUND_CONCEPT;
    tour->view_rounds[0].ballots = 0;
    tour->view_rounds[1].state = ROUND_PAUSED;
}

static void rounds_closed(struct tour *tour)
{
    statement(tour);
    tour->view_rounds[1].is_paused_by_date = true;
    tour->visit.notice = "notice.round-closed";
}

static void act_open(struct tour *tour)
{
    rounds_mixed(tour);
    tour->visit.round_act = 1;
}

static void act_resume(struct tour *tour)
{
    act_open(tour);
    tour->visit.round = 1;
}

static void act_pause(struct tour *tour)
{
    tour->visit.round_act = 2;
}

static void act_close(struct tour *tour)
{
    tour->visit.round_act = 3;
}

static void act_close_tap(struct tour *tour)
{
    act_close(tour);
    tour->view.button_works = false;
}

/* ---- self-test and health ------------------------------------------------------------------- */

static void checks_unknown(struct tour *tour)
{
    memset(tour->view.checks, 0, sizeof(tour->view.checks));
}

static void checks_bad(struct tour *tour)
{
    static const char *const notes[CHECKS] = {"",
                                              "check.button-stuck",
                                              "check.lamp-dark",
                                              "check.stick-none",
                                              "check.disk-bad",
                                              "check.clock-unsure"};
    for (int i = 0; i < CHECKS; i++) {
        tour->view.checks[i] = CHECK_BAD;
        tour->view.check_note[i] = notes[i];
    }
}

static void checks_busy(struct tour *tour)
{
    tour->view.checks[CHECK_BUTTON] = CHECK_BUSY;
    tour->view.check_note[CHECK_BUTTON] = "check.button-press";
    tour->view.checks[CHECK_LAMP] = CHECK_BUSY;
    tour->view.check_note[CHECK_LAMP] = "check.lamp-look";
}

static void touch_middle(struct tour *tour)
{
    tour->visit.touch_point = 4;
}

static void touch_last(struct tour *tour)
{
    tour->visit.touch_point = 8;
}

static void health_bad(struct tour *tour)
{
    static const struct view_fault faults[TOUR_FAULTS] = {
        {"plannen.csv", "pack.cost-not-a-number", "drieduizend", 12, 5},
        {"rondes.ini", "pack.unknown-rule", "loten", 9, 0},
        {"teksten.csv", "pack.not-utf8", "", 3, 2},
        {"fotos/bankje-bij-de-brink.jpg", "pack.photo-missing", "bankje-bij-de-brink.jpg", 0, 0},
    };
    tour_no_store(tour);
    memcpy(tour->faults, faults, sizeof(faults));
    tour->view.faults = tour->faults;
    tour->view.fault_count = TOUR_FAULTS;
    tour->view.checks[CHECK_CLOCK] = CHECK_BAD;
    tour->view.button_works = false;
    tour->view.stick = STICK_FAILED;
    tour->view.stick_key = "stick.fail.full";
    tour->view.disk_free_mb = 40;
}

static void health_set_aside(struct tour *tour)
{
    tour->view.store_key = "store.set-aside";
    tour->view.store_note = "De beschadigde gegevens staan apart in de map damaged-1. Overgenomen: "
                            "1234 gegevens en 412 "
                            "stemmen. Niet alles was te lezen.";
    tour->view.pin_lost[0] = true;
}

static void pin_lost(struct tour *tour)
{
    tour->view.pin_set[0] = false;
    tour->view.pin_lost[0] = true;
}

static const struct tour_stop stops[] = {
    {SCREEN_STAFF, "normal", NULL},
    {SCREEN_PIN, "empty", NULL},
    {SCREEN_PIN, "typed", pin_typed},
    {SCREEN_PIN, "practice", practice},
    {SCREEN_PIN, "wrong", pin_wrong},
    {SCREEN_PIN, "wait", pin_wait},
    {SCREEN_PIN_SET, "choose", NULL},
    {SCREEN_PIN_SET, "lost", pin_lost},
    {SCREEN_PIN_SET, "again", pin_again},
    {SCREEN_PIN_SET, "different", pin_different},
    {SCREEN_CARETAKER, "admin", NULL},
    {SCREEN_CARETAKER, "caretaker", only_caretaker},
    {SCREEN_CARETAKER, "waits", waits},
    {SCREEN_CARETAKER, "practice", practice},
    {SCREEN_CARETAKER, "notice", pin_kept},
    {SCREEN_CARETAKER, "no-store", tour_no_store},
    {SCREEN_CARETAKER, "not-enrolled", not_enrolled},
    {SCREEN_STICK, "none", NULL},
    {SCREEN_STICK, "notice", stick_notice},
    {SCREEN_STICK, "ready", stick_ready},
    {SCREEN_STICK, "start", stick_start},
    {SCREEN_STICK, "busy", stick_busy},
    {SCREEN_STICK, "done", stick_done},
    {SCREEN_STICK, "note", stick_note},
    {SCREEN_STICK, "full", stick_full},
    {SCREEN_STICK, "readonly", stick_readonly},
    {SCREEN_STICK, "vanished", stick_vanished},
    {SCREEN_STICK, "new", stick_new},
    {SCREEN_STICK, "silent", stick_silent},
    {SCREEN_STICK, "away", stick_away},
    {SCREEN_STICK, "heard", stick_heard},
    {SCREEN_TRAVEL, "alone", NULL},
    {SCREEN_TRAVEL, "away", travel_away},
    {SCREEN_TRAVEL, "silent", travel_silent},
    {SCREEN_HUB, "first", NULL},
    {SCREEN_HUB, "alone", self},
    {SCREEN_HUB, "waits", hub_waits},
    {SCREEN_HUB, "joined", hub_joined},
    {SCREEN_HUB, "revoked", hub_revoked},
    {SCREEN_HUB, "refused", hub_refused},
    {SCREEN_HUB_SELF, "normal", self},
    {SCREEN_HUB_ASKS, "normal", hub_waits},
    {SCREEN_HUB_ASKS, "long", hub_long},
    {SCREEN_HUB_SURE, "normal", hub_waits},
    {SCREEN_HUB_SURE, "long", hub_long},
    {SCREEN_HUB_SURE, "tap", hub_tap},
    {SCREEN_HUB, "not-enrolled", not_enrolled},
    {SCREEN_HUB, "village", by_village},
    {SCREEN_HUB_VILLAGE, "normal", not_enrolled},
    {SCREEN_HUB_VILLAGE, "refused", no_key},
    {SCREEN_HUB_CODE, "normal", NULL},
    {SCREEN_HUB_CODE, "typed", hub_code_typed},
    {SCREEN_HUB, "code-waits", hub_code_waits},
    {SCREEN_HUB, "code-strange", hub_code_strange},
    {SCREEN_STATEMENT, "normal", statement},
    {SCREEN_STATEMENT, "now", statement_now},
    {SCREEN_STATEMENT, "turns", statement_turns},
    {SCREEN_TURN, "none", NULL},
    {SCREEN_TURN, "open", turn_open},
    {SCREEN_TURN, "used", turn_used},
    {SCREEN_TURN, "unused", turn_unused},
    {SCREEN_TURN, "no-round", no_turn_round},
    {SCREEN_MODERATE, "many", NULL},
    {SCREEN_MODERATE, "none", none_waiting},
    {SCREEN_MODERATE_ONE, "waiting", waiting_one},
    {SCREEN_MODERATE_ONE, "shown", shown_one},
    {SCREEN_MODERATE_ONE, "hidden", hidden_one},
    {SCREEN_MODERATE_REASON, "choose", NULL},
    {SCREEN_ROUNDS, "open", NULL},
    {SCREEN_ROUNDS, "mixed", rounds_mixed},
    {SCREEN_ROUNDS, "closed", rounds_closed},
    {SCREEN_ROUND_ACT, "open", act_open},
    {SCREEN_ROUND_ACT, "resume", act_resume},
    {SCREEN_ROUND_ACT, "pause", act_pause},
    {SCREEN_ROUND_ACT, "close", act_close},
    {SCREEN_ROUND_ACT, "close-tap", act_close_tap},
    {SCREEN_SELFTEST, "unknown", checks_unknown},
    {SCREEN_SELFTEST, "good", NULL},
    {SCREEN_SELFTEST, "bad", checks_bad},
    {SCREEN_SELFTEST, "busy", checks_busy},
    {SCREEN_SELFTEST_TOUCH, "first", NULL},
    {SCREEN_SELFTEST_TOUCH, "middle", touch_middle},
    {SCREEN_SELFTEST_TOUCH, "last", touch_last},
    {SCREEN_HEALTH, "good", NULL},
    {SCREEN_HEALTH, "bad", health_bad},
    {SCREEN_HEALTH, "set-aside", health_set_aside},
};
const struct tour_part tour_staff = {stops, sizeof(stops) / sizeof(stops[0])};
