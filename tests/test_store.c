/* The store as a whole: opening, records in any order, damage, nights. */
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void a_fresh_store_is_fine_and_can_be_opened_again(void **state)
{
    struct rig rig;
    struct err err = {0};
    (void)state;

    rig_init(&rig);
    for (int i = 0; i < 3; i++) {
        struct store *store = rig_open(&rig, &err);
        assert_non_null(store);
        assert_int_equal(store_health(store), STORE_FINE);
        assert_true(store_verify(store, &err));
        assert_true(store_night(store, &err));
        store_close(store);
    }
    rig_finish(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fresh_store_is_fine_and_can_be_opened_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
