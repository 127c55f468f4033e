/* The admin takes a pack that is not there any more: nothing is said to be taken, and what came in
 * its place is shown. */
#include "app/content/stage.h"
#include "app/store/store_logbook.h"
#include "tests/faults/village.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#define FIRST "00000000000000aa"
#define SECOND "00000000000000bb"

static void tap(struct village *village, const char *id)
{
    if (!village_tap(village, id)) {
        fail_msg("cannot be tapped on %s: %s", app_screen_name(village->app), id);
    }
}

static void type_pin(struct village *village)
{
    for (const char *digit = "135790"; *digit != '\0'; digit++) {
        char id[8] = "key.";
        id[4] = *digit;
        tap(village, id);
    }
    tap(village, "main");
}

/* To the question whether to take it, as an admin. */
static void go_to_take(struct village *village)
{
    tap(village, "attract.village");
    tap(village, "bar.staff");
    tap(village, "staff.admin");
    type_pin(village);
    type_pin(village);
    assert_string_equal(app_screen_name(village->app), "caretaker");
    while (!village_has(village, "caretaker.content")) {
        tap(village, "caretaker.more");
    }
    tap(village, "caretaker.content");
    tap(village, "main");
    assert_string_equal(app_screen_name(village->app), "content_sure");
}

/* What dorpel-sync leaves when a good pack came in; its folder is gone. */
static void leave_report(struct village *village, const char *slot)
{
    struct stage_report report = {
        .name = "Broekhoven", .refused = "", .refused_field = "", .by_hand = true};

    memcpy(report.slot, slot, STOCK_SLOT);
    report.items[CONTENT_NEWS][CHANGE_NEW] = 1;
    assert_true(stage_report_save(&report, village->io, village->dir, NULL));
}

static void press(struct village *village)
{
    village_pass(village, 300);
    app_button_edge(village->app, true, clock_mono_ms(&village->clock));
    village_pass(village, 150);
    app_button_edge(village->app, false, clock_mono_ms(&village->clock));
    village_pass(village, 150);
}

static bool was_logged(struct village *village, const char *key)
{
    struct logbook_line *lines;
    struct arena arena;
    size_t count;
    bool found = false;

    arena_init(&arena, 0);
    assert_true(store_logbook(village->watch, &arena, 100, &lines, &count, NULL));
    for (size_t i = 0; i < count; i++) {
        found = found || strcmp(lines[i].key, key) == 0;
    }
    arena_finish(&arena);
    return found;
}

static void what_is_gone_is_not_said_to_be_taken(void **state)
{
    struct village village;
    (void)state;

    village_init(&village, "1280x800@217mm", "assets/demo/broekhoven", false);
    leave_report(&village, FIRST);
    go_to_take(&village);
    press(&village);
    assert_string_equal(app_screen_name(village.app), "content_sure");
    assert_true(village_has(&village, "notice"));
    assert_false(was_logged(&village, "log.content-taken"));
    village_finish(&village);
}

static void what_came_in_its_place_is_looked_at_first(void **state)
{
    struct village village;
    (void)state;

    village_init(&village, "1280x800@217mm", "assets/demo/broekhoven", false);
    leave_report(&village, FIRST);
    go_to_take(&village);
    leave_report(&village, SECOND);
    press(&village);
    assert_string_equal(app_screen_name(village.app), "content");
    assert_false(was_logged(&village, "log.content-taken"));
    village_finish(&village);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_gone_is_not_said_to_be_taken),
        cmocka_unit_test(what_came_in_its_place_is_looked_at_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
