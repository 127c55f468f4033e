/* The ledger against numbers worked out by hand, and on numbers that no machine word holds. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/domain/count/ledger.h"

#include <string.h>

static struct arena arena;

static int start(void **state)
{
    arena_init(&arena, 0);
    *state = ledger_create(40);
    return 0;
}

static int end(void **state)
{
    ledger_destroy(*state);
    arena_finish(&arena);
    return 0;
}

static void assert_amount(struct ledger *ledger, struct claim claim, const char *exact,
                          const char *about)
{
    struct count_amount amount = ledger_amount(ledger, &claim, 1, &arena);
    assert_string_equal(amount.exact, exact);
    assert_string_equal(amount.about, about);
}

static void levels_are_exact_sums_of_levels(void **state)
{
    struct ledger *ledger = *state;
    int64_t none[40] = {0}, one[40] = {-2};
    struct claim first = {.cost = 100, .level = none, .weight = 7};
    struct claim second = {.cost = 50, .share = -1, .level = one, .weight = 3};

    ledger_start(ledger, 10, 4); /* everyone has 2,50 */
    ledger_push(ledger, &first); /* 100/7 */
    assert_int_equal(ledger_levels(ledger), 1);
    /* (50 - 2,5 - 200/7) / 3 = (665/14 - 400/14) / 3 = 265/42 */
    assert_amount(ledger, second, "265/42", "6,30");
    ledger_push(ledger, &second);
    int64_t both[40] = {7, 42};
    assert_amount(ledger, (struct claim){.level = both, .weight = 1}, "365", "365");
    assert_amount(ledger, (struct claim){.share = 3, .level = none, .weight = 2}, "15/4", "3,75");
}

static void a_start_forgets_all_levels(void **state)
{
    struct ledger *ledger = *state;
    int64_t none[40] = {0};

    ledger_start(ledger, 0, 1);
    assert_int_equal(ledger_levels(ledger), 0);
    assert_false(ledger_has_share(ledger));
    assert_amount(ledger, (struct claim){.cost = 12345678, .level = none, .weight = 1}, "12345678",
                  "12.345.678");
}

static void comparing_is_exact_where_doubles_are_equal(void **state)
{
    struct ledger *ledger = *state;
    int64_t none[40] = {0};
    int64_t big = ELECTION_MAX_MONEY;
    struct claim a = {.cost = big, .level = none, .weight = 3};
    struct claim b = {.cost = big - 1, .level = none, .weight = 3};

    ledger_start(ledger, 1, 1);
    assert_true((double)a.cost / 3.0 == (double)b.cost / 3.0);
    assert_true(ledger_compare(ledger, &a, 1, &b, 1) > 0);
    assert_true(ledger_compare(ledger, &a, big, &b, big - 1) == 0); /* 1/3 and 1/3 */
    assert_true(ledger_compare(ledger, &a, big, &b, big) > 0);
}

static void numbers_grow_as_they_must(void **state)
{
    struct ledger *ledger = *state;
    int64_t sum[40] = {0};

    ledger_start(ledger, 0, 1);
    /* Level j is (1 + all before) / prime: denominators multiply far beyond 64 bits. */
    static const int64_t primes[] = {1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049, 1051, 1061};
    for (size_t i = 0; i < 10; i++) {
        struct claim claim = {.cost = 1, .level = sum, .weight = primes[i]};
        ledger_push(ledger, &claim);
        sum[i] = 1;
    }
    /* 1 + the sum of all levels is the product of (1 + 1/prime). */
    struct claim all = {.cost = 1, .level = sum, .weight = 1};
    int64_t scaled = ledger_floor(ledger, &all, 40);
    double expected = 1.0;
    for (size_t i = 0; i < 10; i++) {
        expected *= 1.0 + 1.0 / (double)primes[i];
    }
    assert_true(scaled >= (int64_t)(expected * 0x1p40) - 1000 &&
                scaled <= (int64_t)(expected * 0x1p40) + 1000);
    assert_true(strlen(ledger_amount(ledger, &all, 1, &arena).exact) > 55);
}

static void rounding_goes_the_way_the_name_says(void **state)
{
    struct ledger *ledger = *state;
    int64_t none[40] = {0};
    struct claim third = {.cost = 10, .level = none, .weight = 3};
    struct claim minus = {.cost = -10, .level = none, .weight = 3};

    ledger_start(ledger, 5, 2);
    assert_int_equal(ledger_floor(ledger, &third, 0), 3);
    assert_int_equal(ledger_floor(ledger, &third, 1), 6);
    assert_int_equal(ledger_floor(ledger, &third, -1), 1);
    assert_int_equal(ledger_floor(ledger, &minus, 0), -4);
    assert_int_equal(ledger_ceil_shares(ledger, &third), 2); /* 10/3 / 2,5 = 1,33 */
    assert_int_equal(ledger_ceil_shares(ledger, &minus), 0);
    assert_int_equal(ledger_sign(ledger, &minus), -1);
    assert_string_equal(ledger_strength(ledger, &third, 81, &arena), "24,30");
}

static void destroy_takes_null(void **state)
{
    (void)state;
    ledger_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(levels_are_exact_sums_of_levels, start, end),
        cmocka_unit_test_setup_teardown(a_start_forgets_all_levels, start, end),
        cmocka_unit_test_setup_teardown(comparing_is_exact_where_doubles_are_equal, start, end),
        cmocka_unit_test_setup_teardown(numbers_grow_as_they_must, start, end),
        cmocka_unit_test_setup_teardown(rounding_goes_the_way_the_name_says, start, end),
        cmocka_unit_test(destroy_takes_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
