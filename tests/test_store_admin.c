/* PINs and guesses with their waits, settings. */
#include "app/store/store_internal.h"
#include "tests/faults/store_rig.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct desk {
    struct rig rig;
    struct store *store;
    struct err err;
    int64_t wait_ms;
};

static void begin(struct desk *desk)
{
    memset(desk, 0, sizeof(*desk));
    rig_init(&desk->rig);
    desk->store = rig_open(&desk->rig, &desk->err);
    assert_non_null(desk->store);
}

static void end(struct desk *desk)
{
    store_close(desk->store);
    rig_finish(&desk->rig);
}

static void plug(struct desk *desk) /* pulled, and back in */
{
    rig_cut(&desk->rig, desk->store, 5);
    desk->store = rig_open(&desk->rig, &desk->err);
    assert_non_null(desk->store);
}

static bool try(struct desk *d, const char *pin, int64_t now_ms)
{
    d->wait_ms = -1;
    return store_pin_check(d->store, ROLE_ADMIN, pin, now_ms, &d->wait_ms, &d->err);
}

static void a_pin_is_six_digits_and_opens_for_its_own_role(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    assert_false(store_pin_is_set(d.store, ROLE_ADMIN));
    assert_int_equal(store_pin_wait_ms(d.store, ROLE_ADMIN, 0), 0);
    assert_false(try(&d, "123456", 0));
    assert_int_equal(d.err.code, ERR_MISSING);
    static const char *const wrong[] = {"12345", "1234567", "12345a", "", " 12345"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char pin[16] = {0};
        strcpy(pin, wrong[i]);
        assert_false(store_pin_set(d.store, ROLE_ADMIN, pin, &d.err));
        assert_int_equal(d.err.code, ERR_FORMAT);
    }
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
    assert_true(store_pin_set(d.store, ROLE_CARETAKER, "654321", &d.err));
    assert_true(store_pin_is_set(d.store, ROLE_ADMIN));
    assert_true(try(&d, "123456", 0));
    assert_int_equal(d.wait_ms, 0);
    assert_false(try(&d, "654321", 0));
    assert_int_equal(d.err.code, ERR_DENIED);
    plug(&d);
    assert_true(try(&d, "123456", 0));
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "111111", &d.err));
    assert_false(try(&d, "123456", 0));
    assert_true(try(&d, "111111", 0));
    end(&d);
}

static void five_tries_are_free_and_then_the_wait_doubles_to_fifteen_minutes(void **state)
{
    static const int64_t waits_s[] = {0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900};
    struct desk d;
    int64_t now = 1000;
    (void)state;

    begin(&d);
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
    for (size_t i = 0; i < sizeof(waits_s) / sizeof(waits_s[0]); i++) {
        assert_false(try(&d, "000000", now));
        assert_int_equal(d.err.code, ERR_DENIED);
        assert_int_equal(d.wait_ms, waits_s[i] * 1000);
        assert_int_equal(store_pin_wait_ms(d.store, ROLE_ADMIN, now), waits_s[i] * 1000);
        if (waits_s[i] > 0) { /* too early, even with the right one: and it costs nothing */
            assert_false(try(&d, "123456", now + d.wait_ms - 1));
            assert_int_equal(d.wait_ms, 1);
            assert_int_equal(store_pin_wait_ms(d.store, ROLE_ADMIN, now + waits_s[i] * 1000 - 1),
                             1);
        }
        now += waits_s[i] * 1000;
    }
    assert_true(try(&d, "123456", now)); /* never dead */
    for (int i = 0; i < 4; i++) {        /* and free again */
        assert_false(try(&d, "000000", now));
        assert_int_equal(d.wait_ms, 0);
    }
    end(&d);
}

static void the_plug_gives_no_free_try_and_begins_the_wait_again(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
    for (int i = 0; i < 5; i++) {
        assert_false(try(&d, "000000", 0));
        plug(&d); /* between any two */
    }
    assert_int_equal(rig_number(d.store, "SELECT failures FROM pin WHERE role = 1"), 5);
    assert_int_equal(store_pin_wait_ms(d.store, ROLE_ADMIN, 40), 15000);
    assert_int_equal(store_pin_wait_ms(d.store, ROLE_ADMIN, 10040), 5000);
    plug(&d);
    assert_int_equal(store_pin_wait_ms(d.store, ROLE_ADMIN, 40), 15000);
    assert_false(try(&d, "123456", 15039));
    assert_int_equal(d.wait_ms, 1);
    assert_true(try(&d, "123456", 15040));
    end(&d);
}

static void a_clock_that_jumps_back_lengthens_no_wait_beyond_its_own(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
    for (int i = 0; i < 5; i++) {
        assert_false(try(&d, "000000", 1000000));
    }
    assert_int_equal(store_pin_wait_ms(d.store, ROLE_ADMIN, 10), 15000);
    assert_true(try(&d, "123456", 15010));
    end(&d);
}

/* Pulls the plug at each write of one wrong try; what is counted must be one more, or the try was
 * not compared: then no write of it came. Returns how often a try was forgotten. */
static size_t forgotten_tries(enum store_bug bug)
{
    size_t forgotten = 0;

    for (uint64_t n = 1;; n++) {
        struct desk d;
        begin(&d);
        assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
        store_plant(d.store, bug);
        io_fault_power_at(d.rig.disk, n);
        assert_false(try(&d, "000000", 0));
        /* An attacker who reads "wrong" off the screen has had the try. */
        bool was_told = d.err.code == ERR_DENIED;
        bool was_off = io_fault_is_off(d.rig.disk);
        plug(&d);
        forgotten += was_told && rig_number(d.store, "SELECT failures FROM pin") == 0;
        end(&d);
        if (!was_off) {
            return forgotten;
        }
    }
}

static void a_failure_is_stored_before_the_comparison(void **state)
{
    (void)state;
    assert_int_equal(forgotten_tries(BUG_NONE), 0);
}

/* Counting afterwards is seen only by who looks at the moment of comparing. */
static int refuse_all(void *ctx, const char *what, const char *path)
{
    (void)what;
    (void)path;
    (void)ctx;
    return -EIO;
}

static bool is_compared_without_a_write(enum store_bug bug)
{
    struct desk d;

    begin(&d);
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
    store_plant(d.store, bug);
    io_fault_io(d.rig.disk)->tap = (struct io_tap){refuse_all, NULL};
    bool opened = try(&d, "123456", 0); /* the right one: was it compared though nothing counted? */
    io_fault_io(d.rig.disk)->tap = (struct io_tap){0};
    end(&d);
    return opened;
}

static void a_try_that_cannot_be_counted_is_not_compared(void **state)
{
    (void)state;
    assert_false(is_compared_without_a_write(BUG_NONE));
    assert_true(is_compared_without_a_write(BUG_COUNT_PIN_AFTER)); /* the planted bug is seen */
}

static void a_read_only_disk_lets_the_admin_in_without_free_tries(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
    store_close(d.store);
    io_fault_fail_at(d.rig.disk, 1, EROFS, FAULT_FOREVER);
    d.store = rig_open(&d.rig, &d.err);
    assert_non_null(d.store);
    assert_int_equal(store_health(d.store), STORE_READ_ONLY);
    assert_false(try(&d, "123456", 0));
    assert_int_equal(d.wait_ms, 15000);
    assert_false(try(&d, "000000", 15000));
    assert_int_equal(d.wait_ms, 30000);
    assert_false(try(&d, "123456", 15001));
    assert_true(try(&d, "123456", 45000));
    end(&d);
}

static void a_full_disk_lets_the_admin_in_out_of_the_reserve(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    assert_true(store_pin_set(d.store, ROLE_ADMIN, "123456", &d.err));
    io_fault_put(d.rig.disk, RIG_DIR "/reserve", "........", 8);
    io_fault_fail_at(d.rig.disk, 1, ENOSPC, FAULT_ONCE);
    assert_true(try(&d, "123456", 0));
    assert_false(io_exists(io_fault_io(d.rig.disk), RIG_DIR "/reserve"));
    io_fault_fail_at(d.rig.disk, 1, ENOSPC, FAULT_FOREVER);
    assert_false(try(&d, "123456", 0));
    assert_int_equal(d.err.code, ERR_FULL);
    end(&d);
}

/* ---- guesses -------------------------------------------------------------------------------- */

static void after_five_guesses_each_costs_fifteen_seconds_and_never_more(void **state)
{
    struct desk d;
    int64_t now = 0;
    (void)state;

    begin(&d);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(store_guess_wait_ms(d.store, "code", now), 0);
        assert_true(store_guess_begin(d.store, "code", now, &d.err));
    }
    for (int i = 0; i < 20; i++) {
        assert_int_equal(store_guess_wait_ms(d.store, "code", now), 15000);
        assert_false(store_guess_begin(d.store, "code", now + 14999, &d.err));
        assert_int_equal(d.err.code, ERR_DENIED);
        now += 15000;
        assert_true(store_guess_begin(d.store, "code", now, &d.err));
    }
    assert_int_equal(store_guess_wait_ms(d.store, "idea", now), 0); /* its own count */
    assert_true(store_guess_right(d.store, "code", &d.err));
    assert_int_equal(store_guess_wait_ms(d.store, "code", now), 0);
    end(&d);
}

static void guesses_are_counted_over_the_plug(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    for (int i = 0; i < 5; i++) {
        assert_true(store_guess_begin(d.store, "idea", 0, &d.err));
        plug(&d);
    }
    assert_int_equal(store_guess_wait_ms(d.store, "idea", 7), 15000);
    end(&d);
}

/* ---- settings ------------------------------------------------------------------------------- */

static void a_setting_is_kept_and_replaced(void **state)
{
    struct desk d;
    struct arena arena;
    const char *value = NULL;
    (void)state;

    begin(&d);
    arena_init(&arena, 0);
    assert_false(store_setting_get(d.store, &arena, "taal", &value, &d.err));
    assert_int_equal(d.err.code, ERR_MISSING);
    assert_true(store_setting_put(d.store, "taal", "nl", &d.err));
    assert_true(store_setting_put(d.store, "taal", "frysk: ú", &d.err));
    assert_true(store_setting_put(d.store, "klok", "", &d.err));
    plug(&d);
    assert_true(store_setting_get(d.store, &arena, "taal", &value, &d.err));
    assert_string_equal(value, "frysk: ú");
    assert_true(store_setting_get(d.store, &arena, "klok", &value, &d.err));
    assert_string_equal(value, "");
    arena_finish(&arena);
    end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_is_six_digits_and_opens_for_its_own_role),
        cmocka_unit_test(five_tries_are_free_and_then_the_wait_doubles_to_fifteen_minutes),
        cmocka_unit_test(the_plug_gives_no_free_try_and_begins_the_wait_again),
        cmocka_unit_test(a_clock_that_jumps_back_lengthens_no_wait_beyond_its_own),
        cmocka_unit_test(a_failure_is_stored_before_the_comparison),
        cmocka_unit_test(a_try_that_cannot_be_counted_is_not_compared),
        cmocka_unit_test(a_read_only_disk_lets_the_admin_in_without_free_tries),
        cmocka_unit_test(a_full_disk_lets_the_admin_in_out_of_the_reserve),
        cmocka_unit_test(after_five_guesses_each_costs_fifteen_seconds_and_never_more),
        cmocka_unit_test(guesses_are_counted_over_the_plug),
        cmocka_unit_test(a_setting_is_kept_and_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
