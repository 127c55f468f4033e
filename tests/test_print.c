/* Paper: words wrap and are measured, a result is one page when it fits, more when it does not, and
 * the same result is the same file. */
#include "app/base/io.h"
#include "app/content/say.h"
#include "app/print/result_sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct print_style body = {12, false, 0, PRINT_LEFT, 0};

static struct print *new_print(void)
{
    struct err err = {0};
    struct print *print = print_create(SHEET_WIDTH_MM, SHEET_HEIGHT_MM, "assets", &err);

    if (print == NULL) {
        fail_msg("%s", err.msg);
    }
    return print;
}

static void words_wrap_and_are_measured_in_millimetres(void **state)
{
    struct print *print = new_print();
    const struct print_style large = {24, false, 0, PRINT_LEFT, 0};
    double line = print_text_height(print, 100, &body, "Dorp");

    (void)state;
    assert_true(line > 5.4 && line < 5.6); /* 12 pt is 4.23 mm, a line 1.3 times that */
    double width = print_text_width(print, &body, "Dorpshuis De Brink");
    assert_true(width > 30 && width < 45);
    double twice = print_text_width(print, &large, "Dorpshuis De Brink");
    assert_true(twice > 1.98 * width && twice < 2.02 * width); /* no rounding to a grid */
    assert_true(print_text_height(print, width + 0.5, &body, "Dorpshuis De Brink") < 1.5 * line);
    assert_true(print_text_height(print, width - 2, &body, "Dorpshuis De Brink") > 1.5 * line);
    double drawn = print_text(print, (struct print_box){10, 10, 20, 0}, &body, "Een lang verhaal");
    assert_true(drawn > 1.5 * line);
    print_destroy(print);
    print_destroy(NULL);
}

static void without_letters_there_is_no_paper(void **state)
{
    struct err err = {0};

    (void)state;
    assert_null(print_create(100, 100, "tests/data", &err));
    assert_int_equal(err.code, ERR_MISSING);
}

/* ---- the sheet ----------------------------------------------------------------------------- */

struct bench {
    struct io *io;
    struct arena arena;
    struct say say;
};

static const char *text_of(const void *ctx, const char *key)
{
    if (!say_has(ctx, key)) {
        fail_msg("no words for %s", key);
    }
    return say_text(ctx, key);
}

static void start(struct bench *bench)
{
    static const char *const files[] = {"hub-nl.csv", "nl/count.csv", NULL};

    bench->io = io_posix();
    arena_init(&bench->arena, 0);
    assert_true(say_load(&bench->say, bench->io, &bench->arena, "assets", files, NULL));
}

static void finish(struct bench *bench)
{
    arena_finish(&bench->arena);
    io_destroy(bench->io);
}

/* Plans of one vote each, of which `winners` can be paid. */
static const void *draw_sheet(struct bench *bench, size_t plans, size_t winners, size_t *ret_len,
                              struct print **ret_print)
{
    struct election *election = arena_alloc(&bench->arena, sizeof(*election));
    struct count_outcome outcome;
    const struct count_options options = {.rule = COUNT_VOTES};
    const void *bytes;

    *election = (struct election){.title = "Proefdorp",
                                  .budget = (int64_t)winners * 1000,
                                  .unit = 1,
                                  .plan_count = plans,
                                  .ballot_count = plans};
    election->plans = arena_array(&bench->arena, plans + 1, sizeof(*election->plans));
    election->first = arena_array(&bench->arena, plans + 1, sizeof(uint32_t));
    election->plan = arena_array(&bench->arena, plans + 1, sizeof(uint16_t));
    for (size_t i = 0; i < plans; i++) {
        election->plans[i] = (struct election_plan){
            .id = arena_printf(&bench->arena, "%zu", i + 1),
            .name = "Een bankje onder de grote boom",
            .cost = 1000,
            .theme = ELECTION_NO_THEME,
        };
        election->plan[i] = (uint16_t)i;
        election->first[i + 1] = (uint32_t)i + 1;
    }
    assert_true(count_run(&outcome, &bench->arena, election, &options, NULL));
    assert_int_equal(outcome.winner_count, winners);
    const struct counted counted = {election, &options, &outcome, plans};
    const struct result_sheet sheet = {
        .village = "Proefdorp",
        .title = election->title,
        .counted = &counted,
        .words = {text_of, &bench->say},
    };
    *ret_print = new_print();
    result_sheet_draw(*ret_print, &sheet);
    assert_true(print_finish(*ret_print, &bytes, ret_len, NULL));
    assert_memory_equal(bytes, "%PDF-", 5);
    return bytes;
}

/* cairo writes each page's size outside of its compressed streams. */
static size_t count_pages(const void *bytes, size_t len)
{
    static const char mark[] = "/MediaBox";
    const char *text = bytes;
    size_t pages = 0;

    for (size_t i = 0; i + sizeof(mark) - 1 <= len; i++) {
        pages += memcmp(text + i, mark, sizeof(mark) - 1) == 0;
    }
    return pages;
}

static void a_small_result_is_one_page_and_a_large_one_more(void **state)
{
    static const struct {
        size_t plans, winners, least, most;
    } known[] = {{1, 1, 1, 1}, {5, 0, 1, 1}, {6, 3, 1, 1}, {60, 30, 3, 6}, {400, 399, 10, 60}};

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct bench bench;
        struct print *print;
        size_t len;
        start(&bench);
        const void *bytes = draw_sheet(&bench, known[i].plans, known[i].winners, &len, &print);
        size_t pages = count_pages(bytes, len);
        print_message("%zu plans: %zu pages\n", known[i].plans, pages);
        assert_true(pages >= known[i].least && pages <= known[i].most);
        print_destroy(print);
        finish(&bench);
    }
}

static void the_same_result_is_the_same_file(void **state)
{
    struct bench bench;
    struct print *one, *two;
    size_t len, again_len;

    (void)state;
    start(&bench);
    const void *bytes = draw_sheet(&bench, 12, 5, &len, &one);
    const void *again = draw_sheet(&bench, 12, 5, &again_len, &two);
    assert_int_equal(len, again_len);
    assert_memory_equal(bytes, again, len);
    print_destroy(one);
    print_destroy(two);
    finish(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_wrap_and_are_measured_in_millimetres),
        cmocka_unit_test(without_letters_there_is_no_paper),
        cmocka_unit_test(a_small_result_is_one_page_and_a_large_one_more),
        cmocka_unit_test(the_same_result_is_the_same_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
