/* The three who can give the village another key: what holds, what follows, what is refused. */
#include "app/domain/roots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { PEOPLE = 6 };

struct circle { /* a village with people who may be its roots */
    uint8_t key[PEOPLE][CRYPTO_KEY], secret[PEOPLE][CRYPTO_SIGN_SECRET];
    uint8_t village[3][CRYPTO_KEY];
    struct roots roots;
};

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

static void begin(struct circle *circle)
{
    uint8_t unused[CRYPTO_SIGN_SECRET];

    memset(circle, 0, sizeof(*circle));
    for (size_t i = 0; i < PEOPLE; i++) {
        crypto_sign_keypair(circle->key[i], circle->secret[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        crypto_sign_keypair(circle->village[i], unused);
    }
}

/* people: "012". */
static bool add(struct circle *circle, const char *people, size_t village)
{
    uint8_t keys[ROOTS_KEYS][CRYPTO_KEY];

    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        memcpy(keys[i], circle->key[people[i] - '0'], CRYPTO_KEY);
    }
    return roots_add(&circle->roots, (const uint8_t(*)[CRYPTO_KEY])keys, circle->village[village],
                     NULL);
}

static bool sign(struct circle *circle, const char *people)
{
    for (; *people != '\0'; people++) {
        size_t who = (size_t)(*people - '0');
        if (!roots_sign(&circle->roots, circle->key[who], circle->secret[who], NULL)) {
            return false;
        }
    }
    return true;
}

static void two_of_three_are_enough_and_one_is_not(void **state)
{
    static const struct {
        const char *signers;
        bool holds;
    } cases[] = {{"", false},  {"0", false}, {"1", false}, {"2", false}, {"00", false},
                 {"01", true}, {"12", true}, {"20", true}, {"012", true}};
    struct circle circle;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        begin(&circle);
        assert_true(add(&circle, "012", 0));
        assert_true(sign(&circle, cases[i].signers));
        assert_int_equal(roots_hold(&circle.roots), cases[i].holds);
    }
    begin(&circle);
    assert_false(roots_hold(&circle.roots)); /* none at all */
}

static void a_stranger_cannot_sign(void **state)
{
    struct circle circle;

    (void)state;
    begin(&circle);
    assert_true(add(&circle, "012", 0));
    assert_false(sign(&circle, "3"));
    assert_true(sign(&circle, "0"));
    /* Nor by writing his own key or his own signature where a root's belongs. */
    struct root_list *list = &circle.roots.lists[0];
    struct root_signature *forged = &list->signatures[list->signature_count++];
    memcpy(forged->key, circle.key[1], CRYPTO_KEY);
    crypto_sign(forged->bytes, "dorpel roots 1", "x", 1, circle.secret[3]);
    assert_false(roots_hold(&circle.roots));
    *forged = list->signatures[0]; /* nor does one root count twice */
    memcpy(forged->key, circle.key[1], CRYPTO_KEY);
    assert_false(roots_hold(&circle.roots));
}

static void the_next_list_needs_two_of_before_and_two_of_its_own(void **state)
{
    static const struct {
        const char *people, *signers;
        bool holds;
    } cases[] = {
        {"012", "01", true},    /* another key of the village, the same three */
        {"013", "01", true},    /* one root gives way: two stay, and sign for both */
        {"013", "02", false},   /* 2 is no root of the new one */
        {"013", "023", true},   /* two of before (0, 2) and two of its own (0, 3) */
        {"034", "0123", true},  /* two give way */
        {"034", "034", false},  /* only one of before */
        {"034", "012", false},  /* only one of its own */
        {"345", "01345", true}, /* all give way */
        {"345", "345", false},  /* a village taken over by three strangers */
        {"345", "0345", false}, /* with one root's help */
        {"345", "012", false},  /* the old three alone name people who know nothing of it */
        {"012", "2", false},
    };
    struct circle circle;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        begin(&circle);
        assert_true(add(&circle, "012", 0));
        assert_true(sign(&circle, "12"));
        struct roots before = circle.roots;
        assert_true(add(&circle, cases[i].people, 1));
        assert_true(sign(&circle, cases[i].signers));
        assert_int_equal(roots_hold(&circle.roots), cases[i].holds);
        assert_int_equal(roots_follow(&before, &circle.roots), cases[i].holds);
        assert_memory_equal(roots_village(&circle.roots), circle.village[1], CRYPTO_KEY);
    }
}

static void who_has_seen_a_list_goes_on_from_that_one_only(void **state)
{
    struct circle circle;
    struct roots seen[3], other;

    (void)state;
    begin(&circle);
    for (size_t i = 0; i < 3; i++) { /* three lists, each of two more people */
        static const char *const people[] = {"012", "013", "134"};
        static const char *const signers[] = {"01", "01", "0134"};
        assert_true(add(&circle, people[i], i));
        assert_true(sign(&circle, signers[i]));
        seen[i] = circle.roots;
    }
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++) {
            assert_int_equal(roots_follow(&seen[i], &seen[j]), j >= i); /* later, also by two */
        }
    }
    /* Another second list, that holds by itself as well: two roots said two things. */
    other = seen[0];
    circle.roots = other;
    assert_true(add(&circle, "013", 2));
    assert_true(sign(&circle, "013"));
    assert_true(roots_follow(&seen[0], &circle.roots));
    assert_false(roots_follow(&seen[1], &circle.roots));
    assert_false(roots_follow(&seen[2], &circle.roots));
    /* One more signature under the same list is the same list. */
    circle.roots = seen[0];
    assert_true(sign(&circle, "2"));
    assert_true(roots_follow(&seen[0], &circle.roots) && roots_follow(&circle.roots, &seen[0]));
    circle.roots.count = 0;
    assert_false(roots_follow(&seen[0], &circle.roots));
    assert_false(roots_follow(&circle.roots, &seen[0]));
}

static void a_key_stands_once(void **state)
{
    struct circle circle;

    (void)state;
    begin(&circle);
    assert_false(add(&circle, "011", 0));
    memcpy(circle.village[0], circle.key[2], CRYPTO_KEY);
    assert_false(add(&circle, "012", 0));
    assert_int_equal(circle.roots.count, 0);
    for (size_t i = 0; i < ROOTS_LISTS; i++) {
        assert_true(add(&circle, "012", 1));
    }
    assert_false(add(&circle, "012", 1));
}

static void the_text_is_read_as_it_was_written_and_in_no_other_form(void **state)
{
    struct circle circle;
    struct arena arena;
    struct roots read;
    size_t len, again_len;

    (void)state;
    begin(&circle);
    arena_init(&arena, 0);
    assert_true(add(&circle, "012", 0) && sign(&circle, "01"));
    assert_true(add(&circle, "013", 1) && sign(&circle, "01"));
    char *text = roots_write(&arena, &circle.roots, &len);
    assert_true(roots_read(&read, text, len, NULL));
    assert_true(roots_follow(&circle.roots, &read));
    assert_memory_equal(roots_write(&arena, &read, &again_len), text, len);
    assert_int_equal(again_len, len);
    /* Every byte counts: what is read after a change was never signed so. */
    for (size_t i = 0; i < len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            text[i] ^= (char)(1 << bit);
            assert_false(roots_read(&read, text, len, NULL) && roots_follow(&circle.roots, &read));
            text[i] ^= (char)(1 << bit);
        }
    }
    for (size_t cut = 0; cut < len; cut++) {
        assert_false(roots_read(&read, text, cut, NULL));
    }
    static const char *const others[] = {"", "[]\n", "{}\n", "[1]\n", "[[]]\n", "null\n", "[{}]\n"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_false(roots_read(&read, others[i], strlen(others[i]), NULL));
        assert_int_equal(read.count, 0);
    }
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_of_three_are_enough_and_one_is_not),
        cmocka_unit_test(a_stranger_cannot_sign),
        cmocka_unit_test(the_next_list_needs_two_of_before_and_two_of_its_own),
        cmocka_unit_test(who_has_seen_a_list_goes_on_from_that_one_only),
        cmocka_unit_test(a_key_stands_once),
        cmocka_unit_test(the_text_is_read_as_it_was_written_and_in_no_other_form),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
