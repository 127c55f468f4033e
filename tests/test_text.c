#include "app/ui/text.h"

#include "tests/ui_ruler.h"

#include <stdio.h>
#include <stdlib.h>

/* The ruler: 500 units a letter; at 20 px that is 10 px; i, l and blank 5 px. */
enum { PX = 20, CAP = 400 };

static struct text_line lines[CAP];

static size_t broken(const char *text, int width)
{
    return text_break(&ruler, text, PX, false, width, lines, CAP);
}

static void expect_lines(const char *text, int width, const char *joined)
{
    char found[1000] = "";
    size_t count = broken(text, width);

    for (size_t i = 0; i < count; i++) {
        snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%.*s%s", i > 0 ? "|" : "",
                 (int)lines[i].len, text + lines[i].at, text_is_split(text, &lines[i]) ? "-" : "");
    }
    assert_string_equal(found, joined);
}

static void widths_add_up_in_units_and_are_rounded_once(void **state)
{
    (void)state;
    assert_int_equal(text_width(&ruler, "abc", 3, PX, false), 30);
    assert_int_equal(text_width(&ruler, "abc", 3, PX, true), 33);
    assert_int_equal(text_width(&ruler, "aaa", 3, 7, false), 11); /* 10.5, not 3 x 4 */
    assert_int_equal(text_width(&ruler, "", 0, PX, false), 0);
    assert_int_equal(text_width(&ruler, "ëë", 4, PX, false), 20);
    assert_int_equal(text_line_height(64), 80);
}

static void lines_break_at_blanks_and_the_blanks_are_gone(void **state)
{
    (void)state;
    expect_lines("aa bb cc", 50, "aa bb|cc");
    expect_lines("aa   bb", 30, "aa|bb");
    expect_lines("aa bb  ", 100, "aa bb");
    expect_lines("  aa", 100, "aa");
    assert_int_equal(broken("aa bb cc", 50), 2);
    assert_int_equal(lines[0].width, 45);
}

static void newlines_are_kept_also_empty_lines(void **state)
{
    (void)state;
    expect_lines("a\nb", 100, "a|b");
    expect_lines("a\n\nb", 100, "a||b");
    expect_lines("a\n", 100, "a|");
    expect_lines("\n", 100, "|");
    expect_lines("", 100, "");
    assert_int_equal(broken("", 100), 0);
}

static void a_line_may_end_after_a_hyphen_or_slash_between_letters_only(void **state)
{
    (void)state;
    expect_lines("jeu-de-boules", 70, "jeu-de-|boules");
    expect_lines("en/of zo", 40, "en/|of|zo");
    expect_lines("x 2024-2025", 100, "x|2024-2025");
    expect_lines("xx 1/2", 40, "xx|1/2");
}

static void an_amount_stays_with_its_euro_sign(void **state)
{
    (void)state;
    expect_lines("kost € 4.000 samen", 100, "kost|€ 4.000|samen");
    expect_lines("kost € 4.000", 70, "kost|€ 4.000");
}

static void a_word_is_cut_only_when_it_is_wider_than_the_line(void **state)
{
    (void)state;
    expect_lines("aa speeltoestellen", 115, "aa|speeltoes-|tellen");
    expect_lines("aa speeltoestellen", 150, "aa|speeltoestellen");
    expect_lines("vereniging", 80, "vereni-|ging");
    expect_lines("lachende mensen", 70, "lachen-|de|mensen");
    expect_lines("lachende mensen", 60, "la-|chende|men-|sen");
    expect_lines("1234567890", 40, "1234|5678|90");
}

static void a_cut_word_leaves_room_for_its_hyphen(void **state)
{
    (void)state;
    static const char *const words[] = {"dorpsondersteuningsgelden", "Verkeersveiligheid",
                                        "hhhhhhhhhhhhhhhhhhhhhhhh", "aaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                        "ÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉÉ"};

    for (size_t w = 0; w < 5; w++) {
        for (int width = 21; width < 300; width++) {
            size_t count = broken(words[w], width);
            size_t at = 0;
            for (size_t i = 0; i < count; i++) {
                assert_true(lines[i].width <= width);
                assert_int_equal(lines[i].at, at);
                at += lines[i].len;
            }
            assert_int_equal(at, strlen(words[w]));
        }
    }
}

static void a_line_narrower_than_a_letter_still_makes_progress(void **state)
{
    (void)state;
    assert_int_equal(broken("abcdef", 1), 6);
    assert_int_equal(broken("WW WW", 1), 4);
}

static void a_soft_hyphen_has_no_width_and_is_where_a_word_prefers_to_break(void **state)
{
    (void)state;
    static const char word[] = "buurt\xC2\xADhuis";

    assert_int_equal(text_width(&ruler, word, strlen(word), PX, false), 85);
    expect_lines(word, 100, word);
    expect_lines(word, 70, "buurt\xC2\xAD-|huis");
}

static void more_lines_than_asked_for_are_still_counted(void **state)
{
    (void)state;
    struct text_line two[2];

    assert_int_equal(text_break(&ruler, "a b c d e", PX, false, 10, two, 2), 5);
    assert_int_equal(text_break(&ruler, "a b c d e", PX, false, 10, NULL, 0), 5);
}

static void ten_thousand_characters_lose_none(void **state)
{
    (void)state;
    size_t size = 10000;
    char *text = malloc(size + 1);
    struct text_line *all = calloc(size, sizeof(*all));
    unsigned seed = 7;

    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525u + 1013904223u;
        text[i] = "abcdefghiklm no-p/ \n"[(seed >> 16) % 20];
    }
    text[size] = '\0';
    size_t count = text_break(&ruler, text, PX, false, 177, all, size);
    size_t letters = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(all[i].width <= 177);
        assert_true(i == 0 || all[i].at >= all[i - 1].at + all[i - 1].len);
        for (size_t k = 0; k < all[i].len; k++) {
            letters += text[all[i].at + k] != ' ';
        }
    }
    size_t expected = 0;
    for (size_t i = 0; i < size; i++) {
        expected += text[i] != ' ' && text[i] != '\n';
    }
    assert_int_equal(letters, expected);

    memset(text, 'x', size); /* one word */
    count = text_break(&ruler, text, PX, false, 177, all, size);
    assert_int_equal(count, 10000 / 16 + (10000 % 16 != 0));
    free(text);
    free(all);
}

static void malformed_bytes_do_no_harm(void **state)
{
    (void)state;
    assert_true(broken("\xFF\xC3 \xE2\x82 a\xF0", 30) >= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_add_up_in_units_and_are_rounded_once),
        cmocka_unit_test(lines_break_at_blanks_and_the_blanks_are_gone),
        cmocka_unit_test(newlines_are_kept_also_empty_lines),
        cmocka_unit_test(a_line_may_end_after_a_hyphen_or_slash_between_letters_only),
        cmocka_unit_test(an_amount_stays_with_its_euro_sign),
        cmocka_unit_test(a_word_is_cut_only_when_it_is_wider_than_the_line),
        cmocka_unit_test(a_cut_word_leaves_room_for_its_hyphen),
        cmocka_unit_test(a_line_narrower_than_a_letter_still_makes_progress),
        cmocka_unit_test(a_soft_hyphen_has_no_width_and_is_where_a_word_prefers_to_break),
        cmocka_unit_test(more_lines_than_asked_for_are_still_counted),
        cmocka_unit_test(ten_thousand_characters_lose_none),
        cmocka_unit_test(malformed_bytes_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
