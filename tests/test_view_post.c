/* What the screens get to see of the hub and of a closed box: the code holds what the store says,
 * and a resident's view has none of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/app_internal.h"
#include "app/base/str.h"
#include "app/store/store_sync.h"
#include "tests/faults/village.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char print[] = "3f2a 91bc 07de 55a1 e4c0 8d13 b6f9 2a7c";
#define PRINT "3F2A 91BC 07DE 55A1 E4C0 8D13 B6F9 2A7C"
static struct village village;

static int start(void **state)
{
    (void)state;
    village_init(&village, "1280x800@217mm", "assets/demo/broekhoven", true);
    assert_true(store_self_print_put(village.watch, print, NULL));
    return 0;
}

static int end(void **state)
{
    (void)state;
    village_finish(&village);
    return 0;
}

static const struct view *view_of(enum staff staff)
{
    village.app->visit.staff = staff;
    app_view_make(village.app);
    return &village.app->view;
}

static void holds(const struct qr *qr, const char *text)
{
    struct qr *wanted = calloc(1, sizeof(*wanted));

    assert_non_null(qr);
    assert_true(qr_make(wanted, text));
    assert_memory_equal(qr, wanted, sizeof(*wanted));
    free(wanted);
}

static void upper_hex(char *dst, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        snprintf(dst + 2 * i, 3, "%02X", bytes[i]);
    }
}

static void the_code_of_a_closed_box_says_what_its_statement_says(void **state)
{
    const struct round *round = &village.pack->rounds[1];
    struct close_statement statement;
    char id[2 * ROUND_ID + 1], set[2 * CRYPTO_HASH + 1], text[500];

    (void)state;
    assert_false(view_of(STAFF_ADMIN)->rounds[1].statement.is_known); /* while it is open */
    assert_true(store_unlock_give(village.watch, round->id, NULL));
    assert_true(store_round_close(village.watch, round, NULL));
    assert_true(store_round_statement(village.watch, round->id, &statement, NULL));
    upper_hex(id, round->id, ROUND_ID);
    upper_hex(set, statement.set_digest, CRYPTO_HASH);
    snprintf(text, sizeof(text),
             "DORPEL SLUITING 1 KIOSK " PRINT " RONDE %s STEMMEN %u LIJST %u BEURTEN 1 SET %s", id,
             statement.ballots, statement.registers, set);
    const struct view_statement *shown = &view_of(STAFF_CARETAKER)->rounds[1].statement;
    assert_true(shown->is_known && shown->unlocks == 1);
    holds(shown->qr, text);
    char groups[8 * 5];
    for (int i = 0; i < 8; i++) {
        snprintf(groups + 5 * i, 6, "%02x%02x%s", statement.set_digest[2 * i],
                 statement.set_digest[2 * i + 1], i < 7 ? " " : "");
    }
    assert_string_equal(shown->set, groups);
}

static void the_kiosks_own_code_is_its_fingerprint(void **state)
{
    (void)state;
    const struct view_post *post = &view_of(STAFF_ADMIN)->post;
    assert_string_equal(post->self, print);
    holds(post->qr, "DORPEL KENMERK " PRINT);
}

static void a_resident_sees_nothing_of_hub_and_statement(void **state)
{
    static const uint8_t answer[] = {1};
    const struct store_hub hub = {
        .name = "Gemeente", .print = print, .answer = answer, .len = sizeof(answer)};

    (void)state;
    assert_true(store_hub_put(village.watch, STORE_HUB, &hub, NULL));
    assert_true(store_hub_put(village.watch, STORE_HUB_WAITS, &hub, NULL));
    assert_true(store_round_close(village.watch, &village.pack->rounds[0], NULL));
    const struct view *view = view_of(STAFF_ADMIN);
    assert_true(view->post.hub.is_known && view->post.waits.is_known);
    assert_true(view->rounds[0].statement.is_known && view->post.travel[VIEW_REST].waiting > 0);
    view = view_of(STAFF_NONE);
    assert_false(view->post.hub.is_known || view->post.waits.is_known);
    assert_false(view->rounds[0].statement.is_known);
    assert_null(view->post.qr);
    assert_string_equal(view->post.self, "");
    assert_int_equal(view->post.travel[VIEW_REST].waiting, 0);
}

/* Only the head caretaker, and only by the button: an action that comes another way does nothing.
 */
static void a_hub_is_accepted_by_the_admin_and_the_button_only(void **state)
{
    static const uint8_t answer[] = {1};
    static const struct {
        enum staff staff;
        bool by_button, works, done;
    } ways[] = {
        {STAFF_NONE, true, true, false},   {STAFF_CARETAKER, true, true, false},
        {STAFF_ADMIN, false, true, false}, {STAFF_ADMIN, true, true, true},
        {STAFF_ADMIN, false, false, true},
    };
    const struct store_hub hub = {
        .name = "Gemeente", .print = print, .answer = answer, .len = sizeof(answer)};

    (void)state;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct arena arena;
        struct store_hub kept;
        arena_init(&arena, 0);
        assert_true(store_hub_put(village.watch, STORE_HUB_WAITS, &hub, NULL));
        view_of(ways[i].staff);
        village.app->view.button_works = ways[i].works;
        snprintf(village.app->visit.hub_print, VISIT_PRINT, "%s", print);
        if (ways[i].by_button) {
            visit_go(&village.app->visit, SCREEN_HUB_SURE);
            app_act_button(village.app);
        } else {
            app_act(village.app, ACT_HUB_ACCEPT);
        }
        assert_int_equal(!store_hub_get(village.watch, &arena, STORE_HUB_WAITS, &kept, NULL),
                         ways[i].done);
        arena_finish(&arena);
    }
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_code_of_a_closed_box_says_what_its_statement_says),
        SCENE(the_kiosks_own_code_is_its_fingerprint),
        SCENE(a_resident_sees_nothing_of_hub_and_statement),
        SCENE(a_hub_is_accepted_by_the_admin_and_the_button_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
