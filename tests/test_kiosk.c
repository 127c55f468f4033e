#define _GNU_SOURCE /* memmem */
/* The kiosk between touches: what it reads ahead, and that it rests. In virtual time, without a
 * window; counted are pictures, frames and wake-ups, never milliseconds of this machine. */
#include "app/kiosk.h"

#include "app/app_internal.h"
#include "app/base/json.h"
#include "app/base/str.h"
#include "app/store/db.h"
#include "app/store/vfs_tap.h"
#include "app/ui/ui_sdl_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hall {
    char data[64];
    struct options options;
    struct kiosk kiosk;
};

static void start(struct hall *hall)
{
    struct err err = {0};
    char *const argv[] = {(char[]){"dorpel"},
                          (char[]){"--data"},
                          hall->data,
                          (char[]){"--pack"},
                          (char[]){"assets/demo/broekhoven"},
                          (char[]){"--button"},
                          (char[]){"key"},
                          NULL};
    memset(&hall->kiosk, 0, sizeof(hall->kiosk));
    assert_true(options_read(&hall->options, 7, argv, &err));
    hall->kiosk.io = io_posix();
    assert_true(vfs_tap_register(&hall->kiosk.io->tap, &err));
    clock_init_virtual(&hall->kiosk.clock, 1772000000);
    if (!kiosk_init(&hall->kiosk, &hall->options, UI_SDL_HEADLESS, "dorpel-tap", &err)) {
        fail_msg("%s", err.msg);
    }
}

static void stop(struct hall *hall)
{
    struct io *io = hall->kiosk.io;
    kiosk_finish(&hall->kiosk);
    io_destroy(io);
}

/* As loop_run begins: the first frame, the store, and what the store brought. */
static void open_hall(struct hall *hall)
{
    struct err err = {0};
    snprintf(hall->data, sizeof(hall->data), "/tmp/dorpel-test-XXXXXX");
    assert_non_null(mkdtemp(hall->data));
    start(hall);
    assert_true(kiosk_turn(&hall->kiosk));
    assert_true(app_settle(hall->kiosk.app, &err));
    kiosk_turn(&hall->kiosk);
}

static void close_hall(struct hall *hall)
{
    char data[64];
    snprintf(data, sizeof(data), "%s", hall->data);
    stop(hall);
    struct io *io = io_posix();
    io_remove_tree(io, data, NULL);
    io_destroy(io);
}

static uint64_t reads(const struct hall *hall)
{
    return hall->kiosk.sdl->pictures.reads;
}

static size_t read_ahead(struct hall *hall)
{
    size_t steps = 0;
    while (kiosk_ahead(&hall->kiosk)) {
        assert_true(++steps < 1000); /* it ends */
    }
    return steps;
}

static void touch(struct hall *hall, enum ui_phase phase, int x, int y)
{
    kiosk_touch(&hall->kiosk, 1, phase, x, y);
    kiosk_turn(&hall->kiosk);
    clock_advance(&hall->kiosk.clock, 60);
    kiosk_turn(&hall->kiosk);
}

static void wake(struct hall *hall)
{
    touch(hall, UI_DOWN, 600, 400);
    touch(hall, UI_UP, 600, 400);
    assert_string_equal(app_screen_name(hall->kiosk.app), "home");
}

static void tap(struct hall *hall, const char *id)
{
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(hall->kiosk.app), &list);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].id, id) == 0 && list[i].rect.w > 0) {
            struct rect at = list[i].rect;
            touch(hall, UI_DOWN, at.x + at.w / 2, at.y + at.h / 2);
            touch(hall, UI_UP, at.x + at.w / 2, at.y + at.h / 2);
            return;
        }
    }
    fail_msg("no %s on %s", id, app_screen_name(hall->kiosk.app));
}

/* ---- reading ahead -------------------------------------------------------------------------- */

static void a_tap_opens_a_screen_whose_pictures_are_there(void **state)
{
    static const struct {
        const char *door, *screen;
    } doors[] = {{"home.ideas", "ideas"}, {"home.village", "village"}, {"home.result", "result"}};
    struct hall hall;
    (void)state;

    open_hall(&hall);
    read_ahead(&hall);
    uint64_t before = reads(&hall);
    wake(&hall);
    assert_int_equal(reads(&hall), before);
    for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
        read_ahead(&hall);
        before = reads(&hall);
        tap(&hall, doors[i].door);
        assert_string_equal(app_screen_name(hall.kiosk.app), doors[i].screen);
        assert_int_equal(reads(&hall), before);
        read_ahead(&hall);
        before = reads(&hall);
        tap(&hall, "bar.back");
        assert_int_equal(reads(&hall), before);
    }
    close_hall(&hall);
}

/* The twin: the test above sees a screen that has to read. */
static void without_reading_ahead_the_tap_reads(void **state)
{
    struct hall hall;
    (void)state;

    open_hall(&hall);
    uint64_t before = reads(&hall);
    wake(&hall);
    assert_true(reads(&hall) >= before + 4);
    before = reads(&hall);
    tap(&hall, "home.ideas");
    assert_true(reads(&hall) >= before + 3);
    close_hall(&hall);
}

static void a_visitor_who_wants_large_letters_waits_no_longer(void **state)
{
    struct hall hall;
    (void)state;

    open_hall(&hall);
    wake(&hall);
    tap(&hall, "bar.look");
    hall.kiosk.app->visit.look = (struct ui_look){THEME_DARK, 3};
    kiosk_turn(&hall.kiosk);
    read_ahead(&hall);
    uint64_t before = reads(&hall);
    tap(&hall, "main");
    assert_string_equal(app_screen_name(hall.kiosk.app), "home");
    assert_int_equal(reads(&hall), before);
    close_hall(&hall);
}

/* However long the village stands there with its cards, the first touch finds home. */
static void the_village_keeps_home_at_hand(void **state)
{
    struct hall hall;
    (void)state;

    open_hall(&hall);
    for (int i = 0; i < 100; i++) {
        clock_advance(&hall.kiosk.clock, 12000);
        kiosk_turn(&hall.kiosk);
        read_ahead(&hall);
        assert_true(hall.kiosk.sdl->pictures.bytes <= hall.kiosk.sdl->pictures.limit);
    }
    uint64_t before = reads(&hall);
    wake(&hall);
    assert_int_equal(reads(&hall), before);
    close_hall(&hall);
}

static void nothing_is_read_while_something_moves(void **state)
{
    struct hall hall;
    (void)state;

    open_hall(&hall);
    assert_true(kiosk_ahead(&hall.kiosk));
    int64_t until = app_deadline_ms(hall.kiosk.app) - clock_mono_ms(&hall.kiosk.clock);
    clock_advance(&hall.kiosk.clock, until - 10); /* the next card is ten milliseconds away */
    assert_false(kiosk_ahead(&hall.kiosk));
    close_hall(&hall);
}

/* What is drawn ahead is drawn for nobody: no word that was typed, nothing that was chosen. */
static void nothing_of_the_visitor_is_drawn_ahead(void **state)
{
    static const char secret[] = "qwijlbankje";
    struct hall hall;
    size_t lists = 0;
    (void)state;

    open_hall(&hall);
    wake(&hall);
    struct visit *visit = &hall.kiosk.app->visit;
    for (size_t i = 0; i < 2; i++) { /* in every field that a screen shows */
        str_copy(visit->typed, sizeof(visit->typed), secret);
        str_copy(visit->draft.what, sizeof(visit->draft.what), secret);
        str_copy(visit->draft.more, sizeof(visit->draft.more), secret);
        str_copy(visit->mine.what, sizeof(visit->mine.what), secret);
        str_copy(visit->receipt, sizeof(visit->receipt), secret);
        str_copy(visit->name, sizeof(visit->name), secret);
        for (int screen = 0; screen < SCREEN_COUNT; screen++) {
            const struct dl *list;
            visit->stack[visit->depth] = (enum screen_id)screen;
            for (size_t at = 0; (list = app_ahead(hall.kiosk.app, at)) != NULL; at++) {
                lists++;
                assert_null(memmem(list->texts, list->text_len, secret, strlen(secret)));
                assert_true(list->cmd_count > 0 && !list->overflow);
            }
        }
    }
    assert_null(memmem(&hall.kiosk.app->ahead_visit, sizeof(struct visit), secret, strlen(secret)));
    assert_true(lists > SCREEN_COUNT);
    visit_start(visit, "nl");
    close_hall(&hall);
}

/* ---- resting -------------------------------------------------------------------------------- */

enum { REST_S = 600, TURN_S = 12 };

static void nobody_there_means_no_frame_that_does_not_change_and_few_wakes(void **state)
{
    static struct dl shown;
    struct hall hall;
    size_t wakes = 0, frames = 0;
    (void)state;

    open_hall(&hall);
    read_ahead(&hall);
    shown = *ui_list(app_ui(hall.kiosk.app));
    int64_t from = clock_mono_ms(&hall.kiosk.clock), now = from;
    while (now - from < REST_S * 1000) {
        int64_t wait = app_deadline_ms(hall.kiosk.app) - now; /* as long as the loop sleeps */
        assert_true(wait > 1);
        clock_advance(&hall.kiosk.clock, wait / 2);
        assert_false(kiosk_turn(&hall.kiosk)); /* woken for nothing: nothing is drawn */
        clock_advance(&hall.kiosk.clock, wait - wait / 2);
        now = clock_mono_ms(&hall.kiosk.clock);
        wakes++;
        if (kiosk_turn(&hall.kiosk)) {
            const struct dl *list = ui_list(app_ui(hall.kiosk.app));
            assert_false(dl_same(&shown, list));
            shown = *list;
            frames++;
        }
        read_ahead(&hall);
    }
    assert_true(wakes <= REST_S / TURN_S + 1);
    assert_true(frames > REST_S / TURN_S / 2 && frames <= wakes);
    close_hall(&hall);
}

/* ---- a large store -------------------------------------------------------------------------- */

static void the_village_lists_no_ideas_until_somebody_looks_for_them(void **state)
{
    struct hall hall;
    struct err err = {0};
    (void)state;

    open_hall(&hall); /* its ideas are in the store now */
    stop(&hall);
    start(&hall);
    kiosk_turn(&hall.kiosk);
    const struct shelf *shelf = &hall.kiosk.app->shelf;
    assert_true(shelf->counts[VIEW_SHOWN] > 1);
    assert_int_equal(shelf->name_count, 0);
    assert_true(app_settle(hall.kiosk.app, &err));
    for (int i = 0; i < 60 && !shelf->has_one; i++) { /* until the first card with an idea */
        clock_advance(&hall.kiosk.clock, TURN_S * 1000);
        kiosk_turn(&hall.kiosk);
    }
    assert_true(shelf->has_one);
    assert_int_equal(shelf->name_count, 0);
    wake(&hall);
    size_t counted = shelf->counts[VIEW_SHOWN];
    tap(&hall, "home.ideas");
    assert_true(shelf->is_listed);
    assert_int_equal(shelf->name_count, counted);
    close_hall(&hall);
}

static void counts_before_the_list_are_those_of_the_list(void **state)
{
    struct hall hall;
    struct idea idea;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
    struct err err = {0};
    (void)state;

    open_hall(&hall);
    struct app *app = hall.kiosk.app;
    for (int i = 0; i < 3; i++) { /* two that wait, one that is hidden; the village's are shown */
        memset(&idea, 0, sizeof(idea));
        str_copy(idea.what, sizeof(idea.what), "Een pomp");
        assert_true(store_idea_add(app->real, &idea, NULL, NULL, words, rid, &err));
    }
    assert_true(store_idea_moderate(app->real, rid, IDEA_HIDDEN, "dubbel", &err));
    wake(&hall);
    app->visit.staff = STAFF_ADMIN;
    app->view_is_old = true;
    kiosk_turn(&hall.kiosk);
    size_t staff = app->view.waiting_count, shown = app->view.idea_count;
    assert_false(app->shelf.is_listed);
    assert_int_equal(app->view.waiting_new, 2);
    assert_int_equal(staff, shown + 3);
    app_shelf_list(&app->shelf);
    assert_int_equal(app->shelf.counts[VIEW_STAFF], staff);
    assert_int_equal(app->shelf.counts[VIEW_SHOWN], shown);
    assert_int_equal(app->shelf.waiting, 2);
    close_hall(&hall);
}

static int begin(void **state)
{
    (void)state;
    json_start();
    db_start();
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tap_opens_a_screen_whose_pictures_are_there),
        cmocka_unit_test(without_reading_ahead_the_tap_reads),
        cmocka_unit_test(a_visitor_who_wants_large_letters_waits_no_longer),
        cmocka_unit_test(the_village_keeps_home_at_hand),
        cmocka_unit_test(nothing_is_read_while_something_moves),
        cmocka_unit_test(nothing_of_the_visitor_is_drawn_ahead),
        cmocka_unit_test(nobody_there_means_no_frame_that_does_not_change_and_few_wakes),
        cmocka_unit_test(the_village_lists_no_ideas_until_somebody_looks_for_them),
        cmocka_unit_test(counts_before_the_list_are_those_of_the_list),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
