/* The word list and the controlewoorden made of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/crypto.h"
#include "app/domain/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the list ------------------------------------------------------------------------------ */

static void words_are_sorted_four_to_seven_letters_and_differ_in_the_first_four(void **state)
{
    (void)state;
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        size_t len = strlen(words_list[i]);
        assert_in_range(len, 4, 7);
        assert_int_equal(strspn(words_list[i], "abcdefghijklmnopqrstuvwxyz"), len);
        if (i > 0 && (strcmp(words_list[i - 1], words_list[i]) >= 0 ||
                      strncmp(words_list[i - 1], words_list[i], 4) == 0)) {
            fail_msg("%s, %s", words_list[i - 1], words_list[i]);
        }
    }
}

/* Does b come from a by changing, adding or leaving out at most one letter? */
static bool one_letter_apart(const char *a, const char *b)
{
    size_t len_a = strlen(a), len_b = strlen(b), start = 0, end = 0;

    if (len_a > len_b) {
        return one_letter_apart(b, a);
    }
    if (len_b - len_a > 1) {
        return false;
    }
    while (start < len_a && a[start] == b[start]) {
        start++;
    }
    while (end < len_a - start && a[len_a - 1 - end] == b[len_b - 1 - end]) {
        end++;
    }
    return len_b - start - end <= 1;
}

static void no_two_words_differ_in_one_letter(void **state)
{
    (void)state;
    assert_true(one_letter_apart("boom", "boot")); /* the twin: the test sees what it must */
    assert_true(one_letter_apart("bloem", "boem"));
    assert_true(one_letter_apart("kraan", "kraanx"));
    assert_false(one_letter_apart("boom", "roos"));
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        for (size_t j = 0; j < i; j++) {
            if (one_letter_apart(words_list[i], words_list[j])) {
                fail_msg("%s, %s", words_list[i], words_list[j]);
            }
        }
    }
}

/* How a word sounds, roughly: two that give the same could be mistaken when read aloud. */
static void sound_of(char ret[2 * WORDS_MAX_LEN], const char *word)
{
    static const char *const alike[][2] = {{"ij", "ei"}, {"ou", "au"}, {"ch", "g"}, {"th", "t"},
                                           {"c", "k"},   {"z", "s"},   {"v", "f"},  {"y", "i"}};
    size_t len = 0;

    while (*word != '\0') {
        const char *put = NULL;
        size_t took = 1;
        for (size_t i = 0; put == NULL && i < sizeof(alike) / sizeof(alike[0]); i++) {
            if (strncmp(word, alike[i][0], strlen(alike[i][0])) == 0) {
                put = alike[i][1];
                took = strlen(alike[i][0]);
            }
        }
        if (put == NULL) {
            ret[len++] = *word;
        } else {
            memcpy(ret + len, put, strlen(put));
            len += strlen(put);
        }
        word += took;
    }
    if (len > 0 && (ret[len - 1] == 'd' || ret[len - 1] == 'b')) {
        ret[len - 1] = ret[len - 1] == 'd' ? 't' : 'p';
    }
    ret[len] = '\0';
}

static int by_sound(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void no_two_words_sound_alike(void **state)
{
    static char sounds[WORDS_COUNT][2 * WORDS_MAX_LEN];
    char one[2 * WORDS_MAX_LEN], two[2 * WORDS_MAX_LEN];

    (void)state;
    sound_of(one, "hard");
    sound_of(two, "hart");
    assert_string_equal(one, two);
    sound_of(one, "rijst");
    sound_of(two, "reist");
    assert_string_equal(one, two);
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        sound_of(sounds[i], words_list[i]);
    }
    qsort(sounds, WORDS_COUNT, sizeof(sounds[0]), by_sound);
    for (size_t i = 1; i < WORDS_COUNT; i++) {
        assert_string_not_equal(sounds[i - 1], sounds[i]);
    }
}

static void no_word_of_the_list_would_hurt_or_point_at_the_vote(void **state)
{
    /* A few that were taken out by hand: a later list must not bring them back. */
    static const char *const never[] = {
        "armoede", "bier",    "bidden", "bloed", "dood",   "dikke", "engel",  "geloof",
        "graf",    "hemel",   "hoer",   "jood",  "keuze",  "kerk",  "kogel",  "lelijk",
        "moord",   "neger",   "oorlog", "paus",  "partij", "seks",  "stem",   "sukkel",
        "turk",    "varkens", "wapen",  "wezen", "wolf",   "ziek",  "zuipen", "zwak",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
        assert_int_equal(words_find(never[i]), -1);
    }
}

/* Published as Dorpel-woordenlijst 1: one changed word would change receipts on paper. */
static void the_list_is_the_published_one(void **state)
{
    static const uint8_t published[CRYPTO_HASH] = {0x03, 0x6a, 0x90, 0xfe, 0xf1, 0x69, 0x3e, 0x5f,
                                                   0xd7, 0x88, 0x64, 0x89, 0xef, 0x7b, 0x43, 0x0d,
                                                   0xa8, 0x78, 0x88, 0xf4, 0x23, 0xcf, 0x63, 0x75,
                                                   0x30, 0x98, 0xcc, 0xc6, 0xdb, 0xa9, 0x6f, 0x6d};
    uint8_t hash[CRYPTO_HASH];
    char all[WORDS_COUNT * (WORDS_MAX_LEN + 1)];
    size_t len = 0;

    (void)state;
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        len += (size_t)snprintf(all + len, sizeof(all) - len, "%s\n", words_list[i]);
    }
    crypto_hash(hash, all, len);
    assert_memory_equal(hash, published, sizeof(hash));
}

/* ---- finding and making -------------------------------------------------------------------- */

static void every_word_is_found_in_any_case_and_nothing_else_is(void **state)
{
    (void)state;
    for (int i = 0; i < WORDS_COUNT; i++) {
        char loud[WORDS_MAX_LEN + 1] = "";
        assert_int_equal(words_find(words_at((unsigned)i)), i);
        for (size_t c = 0; words_list[i][c] != '\0'; c++) {
            loud[c] = (char)(words_list[i][c] - 'a' + 'A');
        }
        assert_int_equal(words_find(loud), i);
        loud[3] = '\0';
        assert_int_equal(words_find(loud), -1);
    }
    assert_int_equal(words_find(""), -1);
    assert_int_equal(words_find("zzzz"), -1);
    assert_int_equal(words_find("aaaa"), -1);
    assert_int_equal(words_find("vérhaal"), words_find("verhaal"));
    assert_true(words_find("vérhaal") >= 0);
    assert_int_equal(words_find("verhaalverhaalverhaalverhaal"), -1);
    assert_int_equal(words_find("\xFF\xFF\xFF\xFF"), -1);
}

static void words_are_eleven_bits_each_the_highest_first(void **state)
{
    /* 00000000000 11111111111 10000000001 10000000000, from a second implementation in Python */
    static const uint8_t bytes[32] = {0x00, 0x1f, 0xfe, 0x00, 0xc0, 0x00};
    const char *words[4];
    char receipt[RECEIPT_LEN], want[64];

    (void)state;
    words_of(words, 4, bytes);
    assert_string_equal(words[0], words_list[0]);
    assert_string_equal(words[1], words_list[2047]);
    assert_string_equal(words[2], words_list[1025]);
    assert_string_equal(words[3], words_list[1024]);
    words_receipt(receipt, bytes);
    snprintf(want, sizeof(want), "%s %s %s %s", words[0], words[1], words[2], words[3]);
    assert_string_equal(receipt, want);
}

static void a_receipt_depends_on_the_first_44_bits_and_on_no_other(void **state)
{
    uint8_t id[32] = {0};
    char receipt[RECEIPT_LEN], other[RECEIPT_LEN];

    (void)state;
    words_receipt(receipt, id);
    for (size_t bit = 0; bit < 256; bit++) {
        id[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        words_receipt(other, id);
        assert_int_equal(strcmp(receipt, other) != 0, bit < 44);
        id[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
    }
}

static void the_longest_receipt_fits(void **state)
{
    size_t longest = 0;

    (void)state;
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        size_t len = strlen(words_list[i]);
        longest = len > longest ? len : longest;
    }
    assert_true(RECEIPT_WORDS * (longest + 1) <= RECEIPT_LEN);
}

static void typed_words_are_read_with_any_blanks_between(void **state)
{
    uint16_t words[4] = {9, 9, 9, 9};
    char typed[100];

    (void)state;
    snprintf(typed, sizeof(typed), "  %s\t%s \n%s ", words_list[5], words_list[2047],
             words_list[0]);
    assert_true(words_parse(words, 3, typed));
    assert_int_equal(words[0], 5);
    assert_int_equal(words[1], 2047);
    assert_int_equal(words[2], 0);
    words[0] = 9;
    assert_false(words_parse(words, 2, typed));
    assert_false(words_parse(words, 4, typed));
    snprintf(typed, sizeof(typed), "%s onbestaanbaar", words_list[5]);
    assert_false(words_parse(words, 2, typed));
    assert_false(words_parse(words, 1, ""));
    char large[2000];
    memset(large, 'a', sizeof(large) - 1);
    large[sizeof(large) - 1] = '\0';
    assert_false(words_parse(words, 1, large));
    assert_int_equal(words[0], 9);
    assert_true(words_parse(words, 0, "  "));
}

static void receipts_are_read_back_as_they_were_shown(void **state)
{
    uint8_t id[32];

    (void)state;
    crypto_test_seed(3);
    for (int i = 0; i < 2000; i++) {
        char receipt[RECEIPT_LEN];
        uint16_t words[RECEIPT_WORDS];
        crypto_random(id, sizeof(id));
        words_receipt(receipt, id);
        assert_true(words_parse(words, RECEIPT_WORDS, receipt));
        unsigned first = (unsigned)id[0] << 3 | id[1] >> 5;
        assert_int_equal(words[0], first);
    }
    crypto_test_seed(0);
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_sorted_four_to_seven_letters_and_differ_in_the_first_four),
        cmocka_unit_test(no_two_words_differ_in_one_letter),
        cmocka_unit_test(no_two_words_sound_alike),
        cmocka_unit_test(no_word_of_the_list_would_hurt_or_point_at_the_vote),
        cmocka_unit_test(the_list_is_the_published_one),
        cmocka_unit_test(every_word_is_found_in_any_case_and_nothing_else_is),
        cmocka_unit_test(words_are_eleven_bits_each_the_highest_first),
        cmocka_unit_test(a_receipt_depends_on_the_first_44_bits_and_on_no_other),
        cmocka_unit_test(the_longest_receipt_fits),
        cmocka_unit_test(typed_words_are_read_with_any_blanks_between),
        cmocka_unit_test(receipts_are_read_back_as_they_were_shown),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
