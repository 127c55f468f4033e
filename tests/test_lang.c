#include "app/ui/lang.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void a_key_gives_the_words_of_the_language_in_use(void **state)
{
    (void)state;
    struct lang *lang = lang_create();

    lang_add(lang, "nl", "home.vote", "Stemmen");
    lang_add(lang, "en", "home.vote", "Vote");
    assert_string_equal(lang_now(lang), "nl");
    assert_string_equal(lang_text(lang, "home.vote"), "Stemmen");
    assert_true(lang_use(lang, "en"));
    assert_string_equal(lang_text(lang, "home.vote"), "Vote");
    lang_destroy(lang);
}

static void what_a_language_lacks_is_said_in_dutch_and_what_dutch_lacks_shows_itself(void **state)
{
    (void)state;
    struct lang *lang = lang_create();

    lang_add(lang, "nl", "a", "Dutch a");
    lang_add(lang, "fy", "b", "Frysk b");
    assert_true(lang_use(lang, "fy"));
    assert_string_equal(lang_text(lang, "a"), "Dutch a");
    assert_string_equal(lang_text(lang, "b"), "Frysk b");
    assert_string_equal(lang_text(lang, "no.such.key"), "no.such.key");
    assert_true(lang_has(lang, "nl", "a"));
    assert_false(lang_has(lang, "fy", "a"));
    assert_false(lang_has(lang, "xx", "a"));
    lang_destroy(lang);
}

static void an_unknown_language_is_refused_and_nothing_changes(void **state)
{
    (void)state;
    struct lang *lang = lang_create();

    assert_false(lang_use(lang, "zz"));
    assert_string_equal(lang_now(lang), "nl");
    lang_add(lang, "a-name-that-is-too-long", "k", "v");
    assert_false(lang_use(lang, "a-name-that-is-too-long"));
    lang_destroy(lang);
    lang_destroy(NULL);
}

static void later_words_replace_earlier_ones_and_thousands_fit(void **state)
{
    (void)state;
    struct lang *lang = lang_create();
    char key[32];
    char text[32];

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5000; i++) {
            snprintf(key, sizeof(key), "key.%d", i);
            snprintf(text, sizeof(text), "%d.%d", round, i);
            lang_add(lang, i % 2 == 0 ? "nl" : "en", key, text);
        }
    }
    assert_true(lang_use(lang, "en"));
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof(key), "key.%d", i);
        snprintf(text, sizeof(text), "1.%d", i);
        assert_string_equal(lang_text(lang, key), text);
    }
    lang_destroy(lang);
}

static void languages_are_known_by_what_was_added(void **state)
{
    (void)state;
    struct lang *lang = lang_create();
    assert_int_equal(lang_count(lang), 1);
    lang_add(lang, "nl", "a", "Nederlands");
    lang_add(lang, "nds", "a", "Drents");
    assert_int_equal(lang_count(lang), 2);
    assert_string_equal(lang_name(lang, 0), "nl");
    assert_string_equal(lang_name(lang, 1), "nds");
    assert_null(lang_name(lang, 2));
    lang_add(lang, "nl", "b", "alleen hier");
    assert_null(lang_own(lang, "nds", "b")); /* no fall-back */
    assert_null(lang_own(lang, "li", "a"));
    assert_string_equal(lang_own(lang, "nds", "a"), "Drents");
    assert_true(lang_use(lang, "nds"));
    assert_string_equal(lang_text(lang, "b"), "alleen hier");
    lang_destroy(lang);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_gives_the_words_of_the_language_in_use),
        cmocka_unit_test(what_a_language_lacks_is_said_in_dutch_and_what_dutch_lacks_shows_itself),
        cmocka_unit_test(an_unknown_language_is_refused_and_nothing_changes),
        cmocka_unit_test(later_words_replace_earlier_ones_and_thousands_fit),
        cmocka_unit_test(languages_are_known_by_what_was_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
