/* One health: the same words for the page, the record that travels and whoever asks. Each fault
 * that a machine can have is played, and the kiosk goes on. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/app_internal.h"
#include "app/store/store_health.h"
#include "app/store/store_internal.h"
#include "tests/faults/village.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct village village;

static int start(void **state)
{
    (void)state;
    village_init(&village, "1280x800@217mm", "assets/demo/broekhoven", true);
    village.app->clock->quality = CLOCK_HUMAN;
    return 0;
}

static int end(void **state)
{
    (void)state;
    village_finish(&village);
    return 0;
}

static struct health now(void)
{
    struct health health;

    app_health(village.app, &health);
    return health;
}

static void tell(struct app_machine machine)
{
    app_machine(village.app, &machine);
}

static struct app_machine sound(void)
{
    struct app_machine machine;

    memset(&machine, 0, sizeof(machine));
    machine.asks_lamp = machine.asks_screen = true;
    machine.board.has_cards = machine.board.has_display = true;
    machine.board.has_power_meter = true;
    machine.board.touchscreens = 1;
    return machine;
}

static void a_sound_machine_is_good_in_every_part(void **state)
{
    (void)state;
    tell(sound());
    struct health health = now();
    assert_true(health_is_good(&health));
    for (int part = 0; part < HEALTH_PARTS; part++) {
        assert_true(health.is_asked[part]);
    }
}

static void what_is_not_there_is_not_asked(void **state)
{
    struct app_machine machine = sound();

    (void)state;
    machine.asks_lamp = machine.asks_screen = machine.board.has_power_meter = false;
    tell(machine);
    struct health health = now();
    assert_true(health_is_good(&health));
    assert_false(health.is_asked[HEALTH_LAMP] || health.is_asked[HEALTH_TOUCH] ||
                 health.is_asked[HEALTH_SCREEN] || health.is_asked[HEALTH_POWER]);
}

static void blame(enum health_part part, const char *key)
{
    struct health health = now();

    assert_false(health_is_good(&health));
    assert_string_equal(health_key(&health, part), key);
    assert_string_not_equal(app_text(village.app, key), key); /* it is a sentence */
    for (int other = 0; other < HEALTH_PARTS; other++) {
        assert_true(other == (int)part || health.fault[other] == HEALTH_FINE);
    }
}

static void each_fault_has_its_own_sentence_and_leaves_the_others_alone(void **state)
{
    struct app_machine machine = sound();

    (void)state;
    machine.board.touchscreens = 0;
    tell(machine);
    blame(HEALTH_TOUCH, "fault.touch-none");
    machine = sound();
    machine.board.has_display = false;
    tell(machine);
    blame(HEALTH_SCREEN, "fault.screen-none");
    machine = sound();
    machine.board.is_power_low = true;
    tell(machine);
    blame(HEALTH_POWER, "fault.power-low");
    machine = sound();
    machine.board.is_read_only = true;
    tell(machine);
    blame(HEALTH_DISK, "fault.card-read-only");
    machine = sound();
    machine.lamp = HEALTH_LAMP_MISSING;
    tell(machine);
    blame(HEALTH_LAMP, "fault.lamp-missing");
    tell(sound());
    village.app->clock->quality = CLOCK_NONE; /* 1970 */
    blame(HEALTH_CLOCK, "fault.clock-unsure");
}

static void the_heaviest_fault_of_a_part_is_told(void **state)
{
    static const struct {
        enum health_fault line;
        const char *key;
    } lines[] = {{HEALTH_CHIP_MISSING, "fault.chip-missing"},
                 {HEALTH_LINE_TAKEN, "fault.line-taken"},
                 {HEALTH_LINE_BROKEN, "fault.line-broken"}};

    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct app_machine machine = sound();
        machine.button = lines[i].line;
        tell(machine);
        app_button_missing(village.app, true); /* as the kiosk does beside it */
        blame(HEALTH_BUTTON, lines[i].key);
    }
    tell(sound());
    app_button_missing(village.app, false);
    struct health health = now();
    assert_true(health_is_good(&health)); /* it is back */
}

static void a_button_that_is_held_at_start_is_stuck(void **state)
{
    (void)state;
    tell(sound());
    app_button_edge(village.app, true, clock_mono_ms(&village.clock));
    village_pass(&village, BUTTON_STUCK_MS + 1000);
    blame(HEALTH_BUTTON, "fault.button-stuck");
    app_button_edge(village.app, false, clock_mono_ms(&village.clock));
    village_pass(&village, 1000);
    struct health health = now();
    assert_true(health_is_good(&health));
}

/* ---- the record ------------------------------------------------------------------------------ */

struct found {
    size_t count;
    char all[4000]; /* bodies one after the other: records have no order */
};

static bool find(void *ctx, const struct record *record)
{
    struct found *found = ctx;

    if (record->kind == RECORD_HEALTH) {
        found->count++;
        size_t len = strlen(found->all);
        snprintf(found->all + len, sizeof(found->all) - len, "%.*s\n", (int)record->body_len,
                 record->body);
    }
    return true;
}

static struct found records(void)
{
    struct found found = {.count = 0};

    assert_true(store_each(village.watch, find, &found, NULL));
    return found;
}

/* Quiet minutes at the drawn village. */
static void wait_quietly(void)
{
    village_pass(&village, 3 * 60 * 1000);
}

static void a_change_is_told_once_when_nobody_is_here(void **state)
{
    struct app_machine machine = sound();

    (void)state;
    village.app->options.runtime = "/nowhere";
    tell(machine);
    wait_quietly();
    assert_int_equal(records().count, 1);
    wait_quietly();
    assert_int_equal(records().count, 1);
    machine.board.touchscreens = 0;
    tell(machine);
    assert_int_equal(records().count, 1); /* not at once: somebody may stand here */
    wait_quietly();
    assert_int_equal(records().count, 1); /* and not within the hour */
    village.app->tell_ms = 0;
    wait_quietly();
    struct found found = records();
    assert_int_equal(found.count, 2);
    assert_non_null(strstr(found.all, "{\"key\":\"fault.touch-none\",\"part\":\"touch\"}"));
    wait_quietly();
    assert_int_equal(records().count, 2);
}

static void a_machine_that_is_no_appliance_tells_nobody(void **state)
{
    (void)state;
    wait_quietly();
    assert_int_equal(records().count, 0);
}

static void the_place_is_chosen_shown_and_told(void **state)
{
    (void)state;
    village.app->options.runtime = "/nowhere";
    tell(sound());
    assert_string_equal(village.app->place, "");
    village.app->visit.staff = STAFF_CARETAKER;
    snprintf(village.app->visit.place, sizeof(village.app->visit.place), "place.church");
    app_act(village.app, ACT_PLACE);
    assert_string_equal(app_place(village.app), "place.church");
    app_end_visit(village.app);
    wait_quietly();
    assert_true(village_has(&village, "attract.place"));
    assert_non_null(strstr(records().all, "\"place\":\"place.church\""));
    village.app->place[0] = '\0';
    app_read_place(village.app); /* as at the next start */
    assert_string_equal(app_place(village.app), "place.church");
}

static void a_visitor_cannot_move_the_kiosk(void **state)
{
    (void)state;
    snprintf(village.app->visit.place, sizeof(village.app->visit.place), "place.shop");
    app_act(village.app, ACT_PLACE);
    assert_string_equal(app_place(village.app), "");
}

/* What the watchdog asks. Without it the kiosk is starved, and starts again. */
static void a_store_that_cannot_be_read_does_not_answer(void **state)
{
    struct err err = {0};

    (void)state;
    assert_true(app_answers(village.app, &err));
    assert_true(db_exec(village.watch->db, "ALTER TABLE setting RENAME TO lost", NULL));
    assert_false(app_answers(village.app, &err));
    assert_true(err.msg[0] != '\0');
    assert_true(db_exec(village.watch->db, "ALTER TABLE lost RENAME TO setting", NULL));
    assert_true(app_answers(village.app, NULL));
}

static void it_is_quiet_only_when_nobody_was_here_for_a_while(void **state)
{
    (void)state;
    village_pass(&village, 2 * 60 * 1000);
    assert_true(app_is_quiet(village.app));
    app_touch(village.app, 0, UI_DOWN, 400, 400);
    app_frame(village.app);
    assert_false(app_is_quiet(village.app));
    village_pass(&village, APP_IDLE_MS + APP_WARNING_MS + 1000);
    assert_false(app_is_quiet(village.app)); /* the visit ended just now */
    village_pass(&village, 2 * 60 * 1000);
    assert_true(app_is_quiet(village.app));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)
    const struct CMUnitTest tests[] = {
        TEST(a_sound_machine_is_good_in_every_part),
        TEST(what_is_not_there_is_not_asked),
        TEST(each_fault_has_its_own_sentence_and_leaves_the_others_alone),
        TEST(the_heaviest_fault_of_a_part_is_told),
        TEST(a_button_that_is_held_at_start_is_stuck),
        TEST(a_change_is_told_once_when_nobody_is_here),
        TEST(a_machine_that_is_no_appliance_tells_nobody),
        TEST(the_place_is_chosen_shown_and_told),
        TEST(a_visitor_cannot_move_the_kiosk),
        TEST(a_store_that_cannot_be_read_does_not_answer),
        TEST(it_is_quiet_only_when_nobody_was_here_for_a_while),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
