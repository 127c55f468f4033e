/* The seed of the draw: from all closing statements, in any order, and from nothing else. */
#include "app/count/draw.h"

#include "app/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static json_t *make_boxes(const uint8_t *firsts, size_t count)
{
    json_t *boxes = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *box = json_object();
        uint8_t set[CRYPTO_HASH] = {firsts[i]};
        if (firsts[i] != 0) { /* 0: this kiosk did not close */
            json_put_hex(box, "set_digest", set, sizeof(set));
        }
        json_array_append_new(boxes, box);
    }
    return boxes;
}

static json_t *draw_of(const uint8_t *firsts, size_t count, const struct round *round)
{
    json_t *boxes = make_boxes(firsts, count);
    json_t *draw = draw_make(boxes, round);

    json_decref(boxes);
    return draw;
}

static void the_order_of_the_boxes_changes_nothing_and_each_box_does(void **state)
{
    struct round round = {.id = {1}}, other = {.id = {2}};
    json_t *one = draw_of((const uint8_t[]){5, 9, 7}, 3, &round);
    json_t *two = draw_of((const uint8_t[]){7, 5, 9}, 3, &round);
    json_t *three = draw_of((const uint8_t[]){7, 5, 8}, 3, &round);
    json_t *fewer = draw_of((const uint8_t[]){5, 7}, 2, &round);
    json_t *elsewhere = draw_of((const uint8_t[]){5, 9, 7}, 3, &other);

    (void)state;
    assert_int_equal(json_equal(one, two), 1);
    const char *seed = json_text(one, "seed", "");
    assert_int_equal(strlen(seed), 2 * CRYPTO_HASH);
    assert_string_not_equal(seed, json_text(three, "seed", ""));
    assert_string_not_equal(seed, json_text(fewer, "seed", ""));
    assert_string_not_equal(seed, json_text(elsewhere, "seed", ""));
    json_decref(one);
    json_decref(two);
    json_decref(three);
    json_decref(fewer);
    json_decref(elsewhere);
}

static void the_seed_goes_into_the_options_and_a_forged_one_does_not(void **state)
{
    struct round round = {.id = {1}};
    struct count_options options = {.has_seed = false};
    uint8_t seed[CRYPTO_HASH];
    json_t *draw = draw_of((const uint8_t[]){5, 9}, 2, &round);

    (void)state;
    assert_true(draw_read(&options, draw, &round));
    assert_true(options.has_seed);
    assert_true(json_hex(draw, "seed", seed, sizeof(seed)));
    assert_memory_equal(options.seed, seed, sizeof(seed));
    seed[0] ^= 1;
    json_put_hex(draw, "seed", seed, sizeof(seed));
    assert_false(draw_read(&options, draw, &round));
    json_decref(draw);
    draw = draw_of((const uint8_t[]){5, 9}, 2, &round);
    json_array_remove(json_object_get(draw, "sets"), 0); /* a box left out */
    assert_false(draw_read(&options, draw, &round));
    json_array_clear(json_object_get(draw, "sets"));
    assert_false(draw_read(&options, draw, &round));
    json_decref(draw);
}

static void without_all_statements_there_is_no_draw(void **state)
{
    struct round round = {.id = {1}};
    struct count_options options = {.has_seed = false};
    json_t *nothing = json_null();

    (void)state;
    assert_null(draw_of((const uint8_t[]){5, 0}, 2, &round));
    assert_null(draw_of(NULL, 0, &round));
    assert_null(draw_make(NULL, &round));
    assert_true(draw_read(&options, NULL, &round));
    assert_true(draw_read(&options, nothing, &round));
    assert_false(options.has_seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_boxes_changes_nothing_and_each_box_does),
        cmocka_unit_test(the_seed_goes_into_the_options_and_a_forged_one_does_not),
        cmocka_unit_test(without_all_statements_there_is_no_draw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
