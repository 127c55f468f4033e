/* Text from fingers, scanners, sticks and packs. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

static void every_code_point_comes_back_as_it_went(void **state)
{
    (void)state;
    for (uint32_t codepoint = 1; codepoint <= 0x10FFFF; codepoint++) {
        char bytes[5];
        size_t len = str_encode(codepoint, bytes);
        const char *at = bytes;
        bool is_surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
        uint32_t back = str_decode(&at);
        if (back != (is_surrogate ? 0xFFFD : codepoint) || (size_t)(at - bytes) != len ||
            bytes[len] != '\0') {
            fail_msg("U+%04X", (unsigned)codepoint);
        }
    }
}

static void malformed_bytes_are_replacement_characters_one_byte_each(void **state)
{
    static const char *const bad[] = {
        "\x80",         "\xBF",         "\xC0\xAF",         "\xC1\xBF",
        "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF",         "\xC3",         "\xE2\x82",         "\xF0\x9F\x98",
        "\xC3(",        "\xE2\x82(",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *at = bad[i];
        assert_int_equal(str_decode(&at), 0xFFFD);
        assert_ptr_equal(at, bad[i] + 1);
        assert_false(str_is_utf8(bad[i], strlen(bad[i])));
    }
}

static void decoding_stops_at_the_end_and_never_reads_behind_it(void **state)
{
    /* each in its own heap block, so that the sanitizer sees one byte too many */
    static const char *const cut[] = {"", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "a\xF0\x9F"};

    (void)state;
    for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
        char *copy = strdup(cut[i]);
        const char *at = copy;
        while (str_decode(&at) != 0) {
        }
        assert_ptr_equal(at, copy + strlen(copy));
        assert_int_equal(str_decode(&at), 0);
        str_is_utf8(copy, strlen(copy));
        free(copy);
    }
    char two[2] = {(char)0xC3, (char)0xAB}; /* not terminated: the length rules */
    assert_true(str_is_utf8(two, 2));
    assert_false(str_is_utf8(two, 1));
    assert_false(str_is_utf8("a\0b", 3));
}

static void copying_never_splits_a_character(void **state)
{
    char dst[8];

    (void)state;
    assert_true(str_copy(dst, sizeof(dst), "dorp"));
    assert_string_equal(dst, "dorp");
    assert_true(str_copy(dst, sizeof(dst), "idee\xC3\xABn"));
    assert_false(str_copy(dst, sizeof(dst), "ideale\xC3\xAB"));
    assert_string_equal(dst, "ideale");
    assert_false(str_copy(dst, 1, "x"));
    assert_string_equal(dst, "");
    assert_true(str_copy(dst, 1, ""));
    assert_false(str_copy(NULL, 0, "x"));
}

static void characters_are_counted_added_and_taken_off(void **state)
{
    char text[9] = "";

    (void)state;
    assert_int_equal(str_count("cr\xC3\xA8me"), 5);
    assert_true(str_append(text, sizeof(text), 3, 0x20AC));
    assert_true(str_append(text, sizeof(text), 3, 0xEB));
    assert_false(str_append(text, sizeof(text), 3, 0x1F600)); /* 5 + 4 bytes do not fit in 8 */
    assert_true(str_append(text, sizeof(text), 3, 'x'));
    assert_false(str_append(text, sizeof(text), 3, 'y')); /* three is the most */
    assert_string_equal(text, "€ëx");
    str_chop(text);
    str_chop(text);
    assert_string_equal(text, "€");
    str_chop(text);
    str_chop(text);
    assert_string_equal(text, "");
}

static void what_nobody_sees_is_not_kept(void **state)
{
    static const uint32_t never[] = {
        0,      1,      9,      0x1B,   0x7F,   0x80,   0x9F,    0xAD,    0x61C,   0x200B,   0x200D,
        0x200E, 0x200F, 0x2028, 0x202A, 0x202E, 0x2060, 0x2066,  0x2069,  0xFEFF,  0xFFFD,   0xFFFE,
        0xFFFF, 0xE000, 0xF8FF, 0xFDD0, 0xD800, 0xFE0F, 0x1FFFE, 0xE0001, 0xF0000, 0x10FFFF,
    };
    static const uint32_t always[] = {' ', 'a', '~', 0xA0, 0xEB, 0x133, 0x20AC, 0x2019, 0x1F600};

    (void)state;
    for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
        assert_false(str_is_keepable(never[i], false));
        assert_false(str_is_keepable(never[i], true));
    }
    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++) {
        assert_true(str_is_keepable(always[i], false));
    }
    assert_true(str_is_keepable('\n', true));
    assert_false(str_is_keepable('\n', false));
}

static void cleaning_trims_folds_blanks_and_says_when_something_is_lost(void **state)
{
    static const struct {
        const char *src, *one_line, *lines;
        bool whole;
    } known[] = {
        {"", "", "", true},
        {"  \t ", "", "", true},
        {"een  bankje ", "een bankje", "een bankje", true},
        {"een\u00A0 \u2003bankje", "een bankje", "een bankje", true},
        {"a\r\nb", "a b", "a\nb", true},
        {"\n\na \n\n\n\n b\n", "a b", "a\n\nb", true},
        {"on\u200Bzicht\u202Ebaar", "onzichtbaar", "onzichtbaar", false},
        {"goed\xFFzo", "goedzo", "goedzo", false},
        {"\x1B[31mrood", "[31mrood", "[31mrood", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        char dst[64];
        assert_int_equal(str_clean(dst, sizeof(dst), known[i].src, false), known[i].whole);
        assert_string_equal(dst, known[i].one_line);
        assert_int_equal(str_clean(dst, sizeof(dst), known[i].src, true), known[i].whole);
        assert_string_equal(dst, known[i].lines);
    }
}

static void a_text_cut_by_cleaning_ends_on_a_whole_character_without_a_blank(void **state)
{
    char dst[8];

    (void)state;
    assert_false(str_clean(dst, sizeof(dst), "idee een", false));
    assert_string_equal(dst, "idee ee");
    assert_false(str_clean(dst, 6, "idee een", false));
    assert_string_equal(dst, "idee");
    assert_false(str_clean(dst, 6, "idee\xC3\xABn", false));
    assert_string_equal(dst, "idee");
    assert_false(str_clean(dst, 0, "x", false));
}

static void cleaning_twice_is_cleaning_once(void **state)
{
    uint32_t random = 1;

    (void)state;
    for (int run = 0; run < 20000; run++) {
        char src[24] = "", once[24], twice[24];
        for (size_t i = 0; i + 1 < sizeof(src); i++) {
            static const char some[] = " \n\tab\xC3\xAB\xE2\x80\x8B\xFF";
            random = random * 1664525u + 1013904223u;
            src[i] = some[(random >> 16) % (sizeof(some) - 1)];
        }
        size_t cap = 1 + (random >> 8) % sizeof(once);
        str_clean(once, cap, src, run % 2 == 0);
        assert_true(strlen(once) < cap);
        assert_true(str_is_utf8(once, strlen(once)));
        assert_true(str_clean(twice, sizeof(twice), once, run % 2 == 0));
        assert_string_equal(once, twice);
    }
}

static void folding_finds_ideeen_for_accented_capitals(void **state)
{
    static const char *const known[][2] = {
        {"Ïdeeën", "ideeen"},
        {"ÅÄÖ ÿ", "aao y"},
        {"Œuvre Æro", "oeuvre aero"},
        {"Ĳsbaan ĳs", "ijsbaan ijs"},
        {"Łódź Şalgam", "lodz salgam"},
        {"straße", "strasse"},
        {"e\u0308n", "en"},
        {"3 × 4 ÷ 2", "3 × 4 ÷ 2"},
        {"ŽÝŻŹ", "zyzz"},
        {"Ðþ", "dth"},
        {"ſ", "s"},
        {"日本", "日本"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        char dst[64];
        str_fold(dst, sizeof(dst), known[i][0]);
        assert_string_equal(dst, known[i][1]);
    }
    char small[4];
    str_fold(small, sizeof(small), "abĳ");
    assert_string_equal(small, "ab"); /* half an ij would be another letter */
    str_fold(NULL, 0, "x");
}

static void every_latin_letter_folds_to_letters_a_to_z(void **state)
{
    (void)state;
    for (uint32_t codepoint = 0xC0; codepoint <= 0x17F; codepoint++) {
        char src[5], dst[8];
        if (codepoint == 0xD7 || codepoint == 0xF7) {
            continue; /* times and divided by */
        }
        str_encode(codepoint, src);
        str_fold(dst, sizeof(dst), src);
        assert_true(strlen(dst) >= 1 && strspn(dst, "abcdefghijklmnopqrstuvwxyz") == strlen(dst));
    }
}

static void names_in_a_sentence_are_filled_in_once(void **state)
{
    char dst[64];
    const char *const pairs[] = {"n", "3", "bedrag", "4.500", "lus", "{n}", NULL};

    (void)state;
    assert_string_equal(str_fill(dst, sizeof(dst), "U kiest {n} plannen, {bedrag} euro", pairs),
                        "U kiest 3 plannen, 4.500 euro");
    assert_string_equal(str_fill(dst, sizeof(dst), "{lus}", pairs), "{n}");
    assert_string_equal(str_fill(dst, sizeof(dst), "{weg} {n", pairs), "{weg} {n");
    assert_string_equal(str_fill(dst, sizeof(dst), "{}{n}{", pairs), "{}3{");
    assert_string_equal(str_fill(dst, 5, "abc{bedrag}", pairs), "abc4");
    assert_string_equal(str_fill(dst, 4, "ab\xC3\xAB", pairs), "ab");
}

static void amounts_are_written_the_dutch_way(void **state)
{
    static const struct {
        int64_t cents;
        const char *text;
    } known[] = {
        {0, "0"},
        {5, "0,05"},
        {100, "1"},
        {125000, "1.250"},
        {125050, "1.250,50"},
        {99999999, "999.999,99"},
        {100000000, "1.000.000"},
        {-125050, "-1.250,50"},
        {INT64_MAX, "92.233.720.368.547.758,07"},
        {INT64_MIN, "-92.233.720.368.547.758,08"},
    };
    char dst[40];

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        str_amount(dst, sizeof(dst), known[i].cents);
        assert_string_equal(dst, known[i].text);
    }
    str_amount(dst, 4, 125000);
    assert_string_equal(dst, "1.2");
}

static void hex_goes_and_comes_and_refuses_anything_else(void **state)
{
    uint8_t bytes[3] = {0x00, 0xAF, 0x19};
    uint8_t back[3] = {9, 9, 9};
    char hex[7];

    (void)state;
    str_hex(hex, bytes, 3);
    assert_string_equal(hex, "00af19");
    assert_true(str_unhex(back, 3, hex));
    assert_memory_equal(bytes, back, 3);
    assert_true(str_unhex(back, 3, "00AF19"));
    memset(back, 9, sizeof(back));
    assert_false(str_unhex(back, 3, "00af1"));
    assert_false(str_unhex(back, 3, "00af199"));
    assert_false(str_unhex(back, 3, "00af1g"));
    assert_false(str_unhex(back, 3, " 0af19"));
    assert_int_equal(back[0], 9); /* left as it was */
    assert_true(str_unhex(back, 0, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_comes_back_as_it_went),
        cmocka_unit_test(malformed_bytes_are_replacement_characters_one_byte_each),
        cmocka_unit_test(decoding_stops_at_the_end_and_never_reads_behind_it),
        cmocka_unit_test(copying_never_splits_a_character),
        cmocka_unit_test(characters_are_counted_added_and_taken_off),
        cmocka_unit_test(what_nobody_sees_is_not_kept),
        cmocka_unit_test(cleaning_trims_folds_blanks_and_says_when_something_is_lost),
        cmocka_unit_test(a_text_cut_by_cleaning_ends_on_a_whole_character_without_a_blank),
        cmocka_unit_test(cleaning_twice_is_cleaning_once),
        cmocka_unit_test(folding_finds_ideeen_for_accented_capitals),
        cmocka_unit_test(every_latin_letter_folds_to_letters_a_to_z),
        cmocka_unit_test(names_in_a_sentence_are_filled_in_once),
        cmocka_unit_test(amounts_are_written_the_dutch_way),
        cmocka_unit_test(hex_goes_and_comes_and_refuses_anything_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
