/* Memory that is given back, and wiped, all at once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/arena.h"

#include <string.h>

static void what_is_given_out_is_zeroed_and_aligned_for_anything(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    for (size_t len = 0; len < 300; len += 7) {
        unsigned char *memory = arena_alloc(&arena, len);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < len; i++) {
            assert_int_equal(memory[i], 0);
        }
        memset(memory, 0xAA, len);
    }
    arena_finish(&arena);
}

static void pieces_do_not_overlap_even_across_blocks(void **state)
{
    enum { PIECES = 200, LEN = 1000 };
    struct arena arena;
    unsigned char *piece[PIECES];

    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < PIECES; i++) {
        piece[i] = arena_alloc(&arena, LEN);
        memset(piece[i], (int)i, LEN);
    }
    for (size_t i = 0; i < PIECES; i++) {
        assert_int_equal(piece[i][0], (unsigned char)i);
        assert_int_equal(piece[i][LEN - 1], (unsigned char)i);
    }
    assert_int_equal(arena.used, PIECES * LEN);
    arena_finish(&arena);
}

static void nothing_goes_over_the_limit_and_exactly_the_limit_goes(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 1000);
    assert_null(arena_alloc(&arena, 1001));
    assert_non_null(arena_alloc(&arena, 600));
    assert_null(arena_alloc(&arena, 401));
    assert_non_null(arena_alloc(&arena, 400));
    assert_null(arena_alloc(&arena, 1));
    assert_null(arena_strdup(&arena, "x"));
    assert_null(arena_printf(&arena, "%d", 1));
    arena_reset(&arena);
    assert_non_null(arena_alloc(&arena, 1000));
    arena_finish(&arena);
}

static void sizes_that_overflow_are_refused(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
    assert_null(arena_array(&arena, 3, SIZE_MAX / 2));
    assert_null(arena_array(&arena, SIZE_MAX / 8 + 2, 8)); /* 8, once it has gone round */
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_alloc(&arena, SIZE_MAX / 2 + 1));
    assert_non_null(arena_array(&arena, 0, 8));
    assert_non_null(arena_array(&arena, 8, 0));
    arena_finish(&arena);
}

static void a_reset_wipes_what_a_visitor_wrote(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    char *secret = arena_strdup(&arena, "een bankje bij de vijver");
    size_t len = strlen(secret);
    arena_reset(&arena); /* keeps the first block, so looking there is allowed */
    for (size_t i = 0; i < len; i++) {
        assert_int_equal(secret[i], 0);
    }
    assert_int_equal(arena.used, 0);
    arena_finish(&arena);
}

static void after_a_reset_memory_is_zeroed_again(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 20; i++) {
            unsigned char *memory = arena_alloc(&arena, 3000);
            for (size_t b = 0; b < 3000; b++) {
                assert_int_equal(memory[b], 0);
            }
            memset(memory, 0xFF, 3000);
        }
        arena_reset(&arena);
    }
    arena_finish(&arena);
}

static void texts_are_copied_cut_and_formatted(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    assert_string_equal(arena_strdup(&arena, ""), "");
    assert_string_equal(arena_strndup(&arena, "dorpshuis", 4), "dorp");
    assert_string_equal(arena_strndup(&arena, "dorp", 400), "dorp");
    assert_string_equal(arena_printf(&arena, "%s-%03d", "A", 7), "A-007");
    char *lang = arena_printf(&arena, "%09000d", 1);
    assert_int_equal(strlen(lang), 9000);
    arena_finish(&arena);
}

static void an_arena_that_gave_nothing_finishes_too(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 10);
    arena_reset(&arena);
    arena_finish(&arena);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_out_is_zeroed_and_aligned_for_anything),
        cmocka_unit_test(pieces_do_not_overlap_even_across_blocks),
        cmocka_unit_test(nothing_goes_over_the_limit_and_exactly_the_limit_goes),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(a_reset_wipes_what_a_visitor_wrote),
        cmocka_unit_test(after_a_reset_memory_is_zeroed_again),
        cmocka_unit_test(texts_are_copied_cut_and_formatted),
        cmocka_unit_test(an_arena_that_gave_nothing_finishes_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
