/* A resident's idea: cleaned, kept, read back, and found alike. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/str.h"
#include "app/domain/idea.h"
#include "app/domain/words.h"

#include <stdio.h>
#include <string.h>

static void texts_are_trimmed_cleaned_and_cut_at_their_number_of_characters(void **state)
{
    static struct idea idea;

    (void)state;
    idea = (struct idea){0};
    strcpy(idea.what, "  Een \u202E bankje\nbij de vijver ");
    strcpy(idea.more, "Regel een\n\n\n\nRegel twee ");
    for (int i = 0; i < IDEA_WHOM; i++) {
        strcat(idea.whom, "€");
    }
    assert_true(idea_clean(&idea, NULL));
    assert_string_equal(idea.what, "Een bankje bij de vijver");
    assert_string_equal(idea.more, "Regel een\n\nRegel twee");
    assert_int_equal(str_count(idea.whom), IDEA_WHOM);
    memset(idea.what, 'a', sizeof(idea.what) - 1);
    assert_true(idea_clean(&idea, NULL));
    assert_int_equal(strlen(idea.what), IDEA_WHAT);
    for (size_t i = strlen(idea.what); i < sizeof(idea.what); i++) {
        assert_int_equal(idea.what[i], 0); /* nothing of the longer text stays behind the end */
    }
}

static void an_idea_without_a_word_is_none(void **state)
{
    static struct idea idea;
    struct err err = {0};

    (void)state;
    idea = (struct idea){.more = "Wel een toelichting"};
    assert_false(idea_clean(&idea, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    strcpy(idea.what, " \u200B\n\t ");
    assert_false(idea_clean(&idea, NULL));
}

static void fill(struct idea *idea)
{
    *idea = (struct idea){
        .number = 14,
        .what = "Een bankje bij de \"vijver\"",
        .more = "Met rugleuning.\nEn een prullenbak.",
        .whom = "Iedereen",
        .plan_of = PLAN_OF_US_WITH_HELP,
        .needs = NEED_MONEY | NEED_KNOWLEDGE,
    };
    idea->drawing.point_count = 3;
    idea->drawing.stroke_count = 2;
    idea->drawing.x[0] = 0;
    idea->drawing.y[0] = 1000;
    idea->drawing.x[1] = 500;
    idea->drawing.y[2] = 7;
    idea->drawing.stroke_end[0] = 2;
    idea->drawing.stroke_end[1] = 3;
}

static void an_idea_comes_back_from_its_record(void **state)
{
    static struct idea idea, back;

    (void)state;
    fill(&idea);
    json_t *body = idea_to_json(&idea);
    assert_true(idea_from_json(&back, body, NULL));
    assert_int_equal(back.number, 14);
    assert_string_equal(back.what, idea.what);
    assert_string_equal(back.more, idea.more);
    assert_string_equal(back.whom, idea.whom);
    assert_int_equal(back.plan_of, idea.plan_of);
    assert_int_equal(back.needs, idea.needs);
    assert_int_equal(back.drawing.point_count, 3);
    assert_int_equal(back.drawing.stroke_count, 2);
    assert_memory_equal(back.drawing.x, idea.drawing.x, sizeof(back.drawing.x));
    assert_memory_equal(back.drawing.y, idea.drawing.y, sizeof(back.drawing.y));
    assert_memory_equal(back.drawing.stroke_end, idea.drawing.stroke_end,
                        sizeof(back.drawing.stroke_end));
    json_decref(body);
}

static void anyone_can_read_the_record(void **state)
{
    static struct idea idea;
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    fill(&idea);
    json_t *body = idea_to_json(&idea);
    assert_string_equal(
        json_canonical(&arena, body, NULL),
        "{\"drawing\":[[0,1000,500,0],[0,7]],\"more\":\"Met rugleuning.\\nEn een prullenbak.\","
        "\"needs\":[\"money\",\"knowledge\"],\"number\":14,\"plan_of\":\"us-with-help\","
        "\"what\":\"Een bankje bij de \\\"vijver\\\"\",\"whom\":\"Iedereen\"}");
    json_decref(body);
    idea = (struct idea){.what = "Boom"};
    body = idea_to_json(&idea);
    assert_string_equal(json_canonical(&arena, body, NULL), "{\"number\":0,\"what\":\"Boom\"}");
    json_decref(body);
    arena_finish(&arena);
}

static void the_largest_idea_fits_a_record(void **state)
{
    static struct idea idea, back;
    struct arena arena;
    struct record record;

    (void)state;
    arena_init(&arena, 0);
    idea = (struct idea){.plan_of = PLAN_OF_MUNICIPALITY, .needs = 31, .number = UINT32_MAX};
    for (int i = 0; i < IDEA_MORE; i++) {
        memcpy(idea.more + 4 * i, "\xF0\x9F\x8C\xB3", 4);
        memcpy(i < IDEA_WHAT ? idea.what + 4 * i : idea.more, "\xF0\x9F\x8C\xB3", 4);
        memcpy(i < IDEA_WHOM ? idea.whom + 4 * i : idea.more, "\xF0\x9F\x8C\xB3", 4);
    }
    idea.drawing.point_count = IDEA_MAX_POINTS;
    idea.drawing.stroke_count = IDEA_MAX_STROKES;
    for (size_t i = 0; i < IDEA_MAX_POINTS; i++) {
        idea.drawing.x[i] = idea.drawing.y[i] = IDEA_DRAWING_SIZE;
    }
    for (size_t i = 0; i < IDEA_MAX_STROKES; i++) {
        idea.drawing.stroke_end[i] = (uint16_t)((i + 1) * IDEA_MAX_POINTS / IDEA_MAX_STROKES);
    }
    json_t *body = idea_to_json(&idea);
    assert_true(record_make(&record, &arena, RECORD_IDEA, body, NULL));
    assert_true(idea_from_json(&back, body, NULL));
    assert_int_equal(str_count(back.more), IDEA_MORE);
    assert_int_equal(back.drawing.point_count, IDEA_MAX_POINTS);
    assert_int_equal(back.number, UINT32_MAX);
    json_decref(body);
    arena_finish(&arena);
}

static bool reads(const char *text)
{
    static struct idea idea;
    json_t *body = json_read(text, strlen(text), NULL);

    assert_non_null(body);
    idea.number = 77;
    bool good = idea_from_json(&idea, body, NULL);
    assert_int_equal(idea.number == 77, !good);
    json_decref(body);
    return good;
}

static void forged_ideas_are_refused(void **state)
{
    static const char *const forged[] = {
        "{}",
        "{\"what\":\"\"}",
        "{\"what\":7}",
        "{\"what\":\"\xE2\x80\x8B\"}",
        "{\"what\":\"x\",\"number\":-1}",
        "{\"what\":\"x\",\"number\":4294967296}",
        "{\"what\":\"x\",\"drawing\":7}",
        "{\"what\":\"x\",\"drawing\":[7]}",
        "{\"what\":\"x\",\"drawing\":[[1]]}",
        "{\"what\":\"x\",\"drawing\":[[1,1001]]}",
        "{\"what\":\"x\",\"drawing\":[[-1,1]]}",
        "{\"what\":\"x\",\"drawing\":[[1.5,1]]}",
        "{\"what\":\"x\",\"drawing\":[[\"1\",1]]}",
        "{\"what\":\"x\",\"drawing\":{\"a\":[1,1]}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(forged) / sizeof(forged[0]); i++) {
        if (reads(forged[i])) {
            fail_msg("%s", forged[i]);
        }
    }
    assert_true(reads("{\"what\":\"x\",\"drawing\":[]}"));
    assert_true(reads("{\"what\":\"x\",\"needs\":[\"money\",\"later\",7],\"plan_of\":\"later\","
                      "\"pepper\":\"00\"}"));
    assert_true(reads("{\"what\":\"x\",\"needs\":{\"a\":1},\"plan_of\":3}"));
}

static void a_drawing_of_too_many_points_or_strokes_is_refused(void **state)
{
    static struct idea idea;

    (void)state;
    for (size_t strokes = IDEA_MAX_STROKES - 1; strokes <= IDEA_MAX_STROKES + 1; strokes++) {
        json_t *body = json_object(), *drawing = json_array();
        json_put_text(body, "what", "x");
        for (size_t i = 0; i < strokes; i++) {
            json_array_append_new(drawing, json_array());
        }
        json_put(body, "drawing", drawing);
        assert_int_equal(idea_from_json(&idea, body, NULL), strokes <= IDEA_MAX_STROKES);
        json_decref(body);
    }
    for (size_t points = IDEA_MAX_POINTS - 1; points <= IDEA_MAX_POINTS + 1; points++) {
        json_t *body = json_object(), *drawing = json_array(), *stroke = json_array();
        json_put_text(body, "what", "x");
        for (size_t i = 0; i < 2 * points; i++) {
            json_array_append_new(stroke, json_integer(5));
        }
        json_array_append_new(drawing, stroke);
        json_put(body, "drawing", drawing);
        assert_int_equal(idea_from_json(&idea, body, NULL), points <= IDEA_MAX_POINTS);
        json_decref(body);
    }
}

static void the_makers_words_are_kept_stretched_only(void **state)
{
    uint16_t words[2] = {1, 2}, other[2] = {2, 1};
    uint8_t salt[CRYPTO_SALT] = {5}, salt2[CRYPTO_SALT] = {6};
    uint8_t secret[IDEA_SECRET], again[IDEA_SECRET];

    (void)state;
    assert_true(idea_stretch_words(secret, words, salt, NULL));
    assert_true(idea_stretch_words(again, words, salt, NULL));
    assert_memory_equal(secret, again, IDEA_SECRET);
    assert_true(idea_stretch_words(again, other, salt, NULL));
    assert_memory_not_equal(secret, again, IDEA_SECRET);
    assert_true(idea_stretch_words(again, words, salt2, NULL));
    assert_memory_not_equal(secret, again, IDEA_SECRET);
}

static void the_makers_words_are_drawn_from_the_whole_list(void **state)
{
    int low = 0, same = 0;

    (void)state;
    crypto_test_seed(4);
    for (int i = 0; i < 4000; i++) {
        uint16_t words[2];
        idea_make_words(words);
        assert_true(words[0] < WORDS_COUNT && words[1] < WORDS_COUNT);
        low += words[0] < WORDS_COUNT / 2;
        low += words[1] < WORDS_COUNT / 2;
        same += words[0] == words[1];
    }
    crypto_test_seed(0);
    assert_in_range(low, 3800, 4200);
    assert_in_range(same, 0, 12);
}

static void ideas_that_say_the_same_are_found_alike(void **state)
{
    (void)state;
    assert_int_equal(idea_likeness("Bankje bij de vijver", "bankje bij de VIJVER"), 100);
    assert_int_equal(idea_likeness("Bankje bij vijver", "Graag meer bankjes voor de vijver"), 100);
    assert_int_equal(idea_likeness("Ideeën voor café", "een idee over café's"), 66);
    assert_in_range(idea_likeness("Bankje bij de vijver", "Bankje in het park"), 30, 60);
    assert_int_equal(idea_likeness("Bankje bij de vijver", "Verlichting fietspad"), 0);
    assert_int_equal(idea_likeness("", ""), 0);
    assert_int_equal(idea_likeness("een wil van de", "een wil van de"), 0); /* nothing to go by */
    assert_int_equal(idea_likeness("graag meer voor onze mensen", "graag meer voor onze mensen"),
                     0);
}

static void likeness_stays_between_0_and_100_and_an_idea_is_like_itself(void **state)
{
    static const char *const word[] = {"boom",   "boomen",           "boomenx", "bankje", "bankjes",
                                       "vijver", "\xC3\xA9\xC3\xA9", "2026",    "de",     "-"};
    uint32_t random = 9;

    (void)state;
    for (int run = 0; run < 5000; run++) {
        char a[200] = "", b[200] = "", turned[200] = "";
        const char *drawn[8];
        for (int i = 0; i < 8; i++) {
            random = random * 1664525u + 1013904223u;
            drawn[i] = word[(random >> 16) % 10];
            strcat(strcat(a, drawn[i]), " ");
            strcat(strcat(b, word[(random >> 8) % 10]), " ");
        }
        for (int i = 8; i-- > 0;) {
            strcat(strcat(turned, drawn[i]), ",");
        }
        assert_in_range(idea_likeness(a, b), 0, 100);
        int itself = idea_likeness(a, turned);
        assert_true(itself == 100 || (itself == 0 && idea_likeness(a, a) == 0));
    }
}

static int start(void **state)
{
    (void)state;
    json_start();
    return crypto_start(NULL) ? 0 : -1;
}

/* ---- what should not be in it --------------------------------------------------------------- */

static void phone_numbers_and_addresses_are_noticed(void **state)
{
    static const struct {
        const char *text;
        enum idea_reveals is;
    } cases[] = {
        {"Bel 0612345678", REVEALS_PHONE},
        {"06 - 12 34 56 78", REVEALS_PHONE},
        {"(0598) 12 34 56", REVEALS_PHONE},
        {"bel mij op 0598-123456 graag", REVEALS_PHONE},
        {"+31 6 1234 5678", REVEALS_PHONE},
        {"jan@broekhoven.nl", REVEALS_MAIL},
        {"mail jan.de-boer @ dorp . nl eens", REVEALS_MAIL},
        {"Een bank van 1.250 euro in 2026", REVEALS_NOTHING},
        {"Van 09.00 tot 12.30 uur", REVEALS_NOTHING},
        {"Op 01-02-2026 om 10 uur", REVEALS_NOTHING},
        {"1.000.000.000 euro", REVEALS_NOTHING},
        {"Samen @ het dorpshuis", REVEALS_NOTHING},
        {"100 meter, 200 bomen, 300 mensen", REVEALS_NOTHING},
        {"", REVEALS_NOTHING},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (idea_reveals(cases[i].text) != cases[i].is) {
            fail_msg("\"%s\" gave %d", cases[i].text, (int)idea_reveals(cases[i].text));
        }
    }
    static struct idea idea;
    assert_int_equal(idea_reveals_any(&idea), REVEALS_NOTHING);
    strcpy(idea.guide[4], "Bel Jan: 0598 123 456");
    assert_int_equal(idea_reveals_any(&idea), REVEALS_PHONE);
}

static void sort_and_guide_come_back(void **state)
{
    static struct idea idea, back;
    (void)state;
    strcpy(idea.what, "Het oogstfeest");
    idea.sort = IDEA_JEWEL;
    strcpy(idea.guide[1], "Tineke en Jan");
    json_t *body = idea_to_json(&idea);
    assert_string_equal(json_text(body, "sort", ""), "jewel");
    assert_true(idea_from_json(&back, body, NULL));
    assert_int_equal(back.sort, IDEA_JEWEL);
    assert_string_equal(back.guide[0], "");
    assert_string_equal(back.guide[1], "Tineke en Jan");
    assert_true(idea_has_guide(&back));
    json_decref(body);
    memset(&idea, 0, sizeof(idea));
    strcpy(idea.what, "Een bank");
    body = idea_to_json(&idea);
    assert_null(json_object_get(body, "sort")); /* as before: the same idea is the same bytes */
    assert_null(json_object_get(body, "guide"));
    json_decref(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_trimmed_cleaned_and_cut_at_their_number_of_characters),
        cmocka_unit_test(an_idea_without_a_word_is_none),
        cmocka_unit_test(an_idea_comes_back_from_its_record),
        cmocka_unit_test(anyone_can_read_the_record),
        cmocka_unit_test(the_largest_idea_fits_a_record),
        cmocka_unit_test(forged_ideas_are_refused),
        cmocka_unit_test(a_drawing_of_too_many_points_or_strokes_is_refused),
        cmocka_unit_test(the_makers_words_are_kept_stretched_only),
        cmocka_unit_test(the_makers_words_are_drawn_from_the_whole_list),
        cmocka_unit_test(ideas_that_say_the_same_are_found_alike),
        cmocka_unit_test(likeness_stays_between_0_and_100_and_an_idea_is_like_itself),
        cmocka_unit_test(phone_numbers_and_addresses_are_noticed),
        cmocka_unit_test(sort_and_guide_come_back),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
