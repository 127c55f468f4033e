/* Record bodies: one form for the same object, nothing forged, nothing left in memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *read_text(const char *text, struct err *err)
{
    return json_read(text, strlen(text), err);
}

static void the_same_object_always_gives_the_same_bytes(void **state)
{
    static const char *const forms[] = {
        "{\"b\":[1,2],\"a\":{\"z\":true,\"é\":\"ü\\n\"}}",
        " { \"a\" : {\"\\u00e9\":\"\\u00fc\\u000a\",\"z\":true } , \"b\" : [ 1 , 2 ] } ",
    };
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < 2; i++) {
        size_t len = 0;
        json_t *value = read_text(forms[i], NULL);
        char *text = json_canonical(&arena, value, &len);
        assert_string_equal(text, "{\"a\":{\"z\":true,\"é\":\"ü\\n\"},\"b\":[1,2]}");
        assert_int_equal(len, strlen(text));
        assert_string_equal(json_canonical(&arena, value, NULL), text);
        json_decref(value);
    }
    arena_finish(&arena);
}

static void what_is_no_json_is_refused_with_a_place_and_without_a_quote(void **state)
{
    static const char *const bad[] = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":01}",
        "{\"a\":\"\xFF\"}",
        "{a:1}",
        "1",
        "\"tekst\"",
        "{\"a\":1}x",
        "null",
        "{\"a\":\"\\u0000\"}",
        "[\"\\ud800\"]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct err err = {0};
        assert_null(read_text(bad[i], &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
    struct err err = {0};
    assert_null(read_text("{\"naam\":\"Jan\", oeps}", &err));
    assert_null(strstr(err.msg, "Jan")); /* a visitor's words do not get into a log */
    assert_null(strstr(err.msg, "oeps"));
    assert_non_null(strstr(err.msg, "line 1"));
    assert_null(json_read("{}\0{}", 5, &err));
}

static void a_truncated_text_is_never_taken_for_a_whole_one(void **state)
{
    static const char whole[] = "{\"a\":{\"b\":[1,2,{\"c\":\"d\\\"e\"}]},\"f\":null}";

    (void)state;
    for (size_t len = 0; len + 1 < sizeof(whole) - 1; len++) {
        assert_null(json_read(whole, len, NULL));
    }
    json_t *value = json_read(whole, sizeof(whole) - 1, NULL);
    assert_non_null(value);
    json_decref(value);
}

static void depth_and_size_have_an_end(void **state)
{
    struct err err = {0};
    char deep[200];

    (void)state;
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    for (size_t depth = 1; depth <= 100; depth++) {
        json_t *value = json_read(deep + 100 - depth, 2 * depth, &err);
        assert_int_equal(value != NULL, depth <= 32);
        json_decref(value);
    }
    assert_int_equal(err.code, ERR_LIMIT);
    /* brackets in a text are no depth */
    char text[300] = "[\"\\\"";
    memset(text + 4, '[', 200);
    strcpy(text + 204, "\\\\\"]");
    json_t *value = read_text(text, &err);
    assert_non_null(value);
    json_decref(value);

    size_t len = 9 * 1024 * 1024;
    char *large = malloc(len);
    memset(large, ' ', len);
    memcpy(large, "[]", 2);
    assert_null(json_read(large, len, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    free(large);
}

static void getters_fall_back_when_missing_or_of_another_kind(void **state)
{
    json_t *value = read_text("{\"t\":\"x\",\"n\":-7,\"r\":1.5,\"b\":true,\"l\":[]}", NULL);

    (void)state;
    assert_string_equal(json_text(value, "t", "?"), "x");
    assert_string_equal(json_text(value, "n", "?"), "?");
    assert_string_equal(json_text(value, "weg", "?"), "?");
    assert_null(json_text(value, "l", NULL));
    assert_int_equal(json_number(value, "n", 3), -7);
    assert_int_equal(json_number(value, "r", 3), 3);
    assert_int_equal(json_number(value, "t", 3), 3);
    assert_true(json_flag(value, "b", false));
    assert_false(json_flag(value, "n", false));
    assert_true(json_flag(value, "weg", true));
    assert_string_equal(json_text(NULL, "t", "?"), "?");
    assert_int_equal(json_number(json_object_get(value, "l"), "t", 3), 3);
    json_decref(value);
}

static void what_is_put_comes_back(void **state)
{
    struct arena arena;
    uint8_t bytes[300], back[300];
    json_t *object = json_object();

    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)i;
    }
    json_put_text(object, "t", "ö");
    json_put_number(object, "n", INT64_MIN);
    json_put_hex(object, "h", bytes, 3);
    json_put_hex(object, "lang", bytes, sizeof(bytes));
    json_put(object, "l", json_array());
    assert_string_equal(json_text(object, "h", ""), "000102");
    assert_int_equal(json_number(object, "n", 0), INT64_MIN);
    assert_true(json_hex(object, "h", back, 3));
    assert_memory_equal(back, bytes, 3);
    assert_true(json_hex(object, "lang", back, sizeof(back)));
    assert_memory_equal(back, bytes, sizeof(back));
    assert_false(json_hex(object, "h", back, 4));
    assert_false(json_hex(object, "t", back, 1));
    assert_false(json_hex(object, "n", back, 1));
    assert_false(json_hex(object, "weg", back, 1));
    char *text = json_canonical(&arena, object, NULL);
    json_t *again = read_text(text, NULL);
    assert_true(json_equal(object, again));
    json_decref(again);
    json_decref(object);
    arena_finish(&arena);
}

/* The sanitizer keeps freed memory as it was for a while; looking there needs its leave. */
__attribute__((no_sanitize_address)) static size_t letters_left(uintptr_t where, size_t len)
{
    const volatile char *at = (const volatile char *)where;
    size_t count = 0;

    for (size_t i = 0; i < len; i++) {
        count += at[i] == 'x';
    }
    return count;
}

static size_t left_after(void (*take)(void *memory))
{
    char *memory = malloc(64);
    volatile uintptr_t where = (uintptr_t)memory;

    memset(memory, 'x', 64);
    take(memory);
    return letters_left(where, 64);
}

static void memory_is_wiped_as_it_is_freed_and_the_test_would_see_it_otherwise(void **state)
{
    json_malloc_t give;
    json_free_t take;

    (void)state;
    json_get_alloc_funcs(&give, &take);
    assert_ptr_equal(give, malloc);
    assert_int_equal(left_after(take), 0);
    assert_in_range(left_after(free), 32, 64); /* the planted bug; free() itself may use a few */
    take(NULL);
}

static int start(void **state)
{
    (void)state;
    json_start();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_object_always_gives_the_same_bytes),
        cmocka_unit_test(what_is_no_json_is_refused_with_a_place_and_without_a_quote),
        cmocka_unit_test(a_truncated_text_is_never_taken_for_a_whole_one),
        cmocka_unit_test(depth_and_size_have_an_end),
        cmocka_unit_test(getters_fall_back_when_missing_or_of_another_kind),
        cmocka_unit_test(what_is_put_comes_back),
        cmocka_unit_test(memory_is_wiped_as_it_is_freed_and_the_test_would_see_it_otherwise),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
