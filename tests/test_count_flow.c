/* The count from codes to a signed result, by the same tasks as the program: real ballots, purses,
 * few ballots, one code on two kiosks, boxes that do not add up. */
#include "tests/faults/count_bench.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/domain/receipts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

/* ---- the whole way ----------------------------------------------------------------------- */

/* votes.txt: a ballot a line, plan numbers with commas. */
static void vote_as_in_file(struct bench *bench, struct bench_box *box, bool has_codes, size_t most)
{
    size_t len;
    char *text = NULL;
    const char *path = arena_printf(&bench->arena, "%s/votes.txt", bench->pack);

    assert_true(io_read_file(bench->io, &bench->arena, path, 1 << 20, &text, &len, NULL));
    for (size_t n = 0; *text != '\0' && n < most; n++) {
        uint16_t numbers[ROUND_MAX_PLANS + 1] = {0};
        char code[CODE_LEN + 1];
        struct ballot ballot;
        for (size_t i = 0; *text != '\n'; i++) {
            numbers[i] = (uint16_t)strtoul(text, &text, 10);
            text += *text == ',';
        }
        text++;
        bench_ballot(bench, &ballot, numbers);
        if (has_codes) {
            bench_code(bench, n, code);
        }
        bench_vote(bench, box, &ballot, has_codes ? code : NULL);
    }
}

static void assert_as_published(struct bench *bench, const json_t *result)
{
    size_t len;
    char *text = NULL;
    const json_t *totals = json_object_get(result, "totals");
    const char *path = arena_printf(&bench->arena, "%s/expected.txt", bench->pack);

    assert_true(io_read_file(bench->io, &bench->arena, path, 1 << 20, &text, &len, NULL));
    assert_int_equal(json_array_size(totals), bench->round->plan_count);
    for (size_t i = 0; i < json_array_size(totals); i++) {
        const json_t *line = json_array_get(totals, i);
        assert_int_equal(strtol(text, &text, 10), json_number(line, "number", -1));
        text++;
        assert_int_equal(strtol(text, &text, 10), json_number(line, "votes", -1));
        text++;
    }
}

static void eighty_four_real_ballots_give_the_published_votes(void **state)
{
    struct bench bench;
    struct bench_box box = {0};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    vote_as_in_file(&bench, &box, true, BENCH_MAX_VOTES);
    assert_int_equal(box.count, 84);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    json_t *result = bench_load(&bench, "uitslag.json");
    assert_int_equal(json_number(result, "ballots", 0), 84);
    assert_int_equal(json_number(result, "blank", -1), 0);
    assert_as_published(&bench, result);
    json_t *receipts = json_object_get(result, "receipts");
    const char *counted = json_text(receipts, "counted", "");
    assert_int_equal(json_object_size(receipts), 1);
    assert_true(receipts_are_whole(counted));
    assert_int_equal(receipts_count(counted), 84);
    assert_int_equal(json_array_size(json_object_get(result, "steps")), 14);
    json_decref(result);
    bench_must(&bench, "verify {D}/uitslag.json");
    assert_non_null(strstr(bench.said, "Deze uitslag is echt"));
    bench_finish(&bench);
}

static void a_purse_without_codes_is_counted_by_turns(void **state)
{
    struct bench bench;
    struct bench_box box = {.unlocks = 60};

    (void)state;
    bench_init(&bench, PIJP, PIJP_KEYS);
    vote_as_in_file(&bench, &box, false, 60);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER_OPEN "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    json_t *result = bench_load(&bench, "uitslag.json");
    assert_int_equal(json_number(result, "ballots", 0), 60);
    json_decref(result);
    bench_finish(&bench);
}

static void more_ballots_than_turns_stop_the_count(void **state)
{
    struct bench bench;
    struct bench_box box = {.unlocks = 11};

    (void)state;
    bench_init(&bench, PIJP, PIJP_KEYS);
    vote_as_in_file(&bench, &box, false, 12);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_refuse(&bench, REGISTER_OPEN "--box {D}/stembus.jsonl", "tel.register.refused");
    bench_must(&bench,
               REGISTER_OPEN "--box {D}/stembus.jsonl --exception beheerder-vergat-een-beurt");
    json_t *list = bench_load(&bench, "telbaar.json");
    assert_int_equal(json_array_size(json_object_get(list, "ballots")), 11);
    json_t *lost = json_object_get(json_object_get(list, "summary"), "not_counted");
    assert_int_equal(json_array_size(lost), 1);
    assert_string_equal(json_text(json_array_get(lost, 0), "reason", ""), "over-turns");
    json_decref(list);
    bench_finish(&bench);
}

static void below_ten_ballots_only_the_winners_are_told(void **state)
{
    struct bench bench;
    struct bench_box box = {0};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &box, 0, 9);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    assert_null(strstr(bench.said, "stemmen:"));
    json_t *result = bench_load(&bench, "uitslag.json");
    assert_int_equal(json_array_size(json_object_get(result, "totals")), 0);
    assert_int_equal(json_array_size(json_object_get(result, "steps")), 0);
    assert_true(json_is_null(json_object_get(result, "blank")));
    assert_true(json_array_size(json_object_get(result, "winners")) > 0);
    json_decref(result);
    bench_must(&bench, "verify {D}/uitslag.json");

    bench_fill(&bench, &box, 9, 1); /* the tenth */
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    result = bench_load(&bench, "uitslag.json");
    assert_int_equal(json_array_size(json_object_get(result, "totals")), 14);
    json_decref(result);
    bench_finish(&bench);
}

/* ---- one code, two kiosks ---------------------------------------------------------------- */

static bool has_receipt(const json_t *receipts, const char *key, const uint8_t id[BALLOT_ID])
{
    char words[RECEIPT_LEN];
    uint16_t list[RECEIPT_WORDS];

    words_receipt(words, id);
    assert_true(words_parse(list, RECEIPT_WORDS, words));
    return receipts_has(json_text(receipts, key, ""), receipts_number(list));
}

static void a_code_used_twice_counts_once_in_any_order(void **state)
{
    struct bench bench;
    struct bench_box a = {0}, b = {0};
    size_t len, other_len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &a, 0, 8);
    bench_fill(&bench, &b, 6, 6); /* codes 6 and 7 again */
    bench_save(&bench, &a, "a.jsonl");
    bench_save(&bench, &b, "b.jsonl");
    bench_must(&bench, REGISTER "--box {D}/a.jsonl {D}/b.jsonl");
    const char *text = bench_read(&bench, "telbaar.json", &len);
    bench_must(&bench, REGISTER "--box {D}/b.jsonl --box {D}/a.jsonl");
    const char *other = bench_read(&bench, "telbaar.json", &other_len);
    assert_int_equal(len, other_len);
    assert_memory_equal(text, other, len);
    bench_must(&bench, REGISTER "--box {D}/b.jsonl {D}/a.jsonl {D}/b.jsonl"); /* from two sticks */
    other = bench_read(&bench, "telbaar.json", &other_len);
    assert_int_equal(len, other_len);
    assert_memory_equal(text, other, len);

    json_t *list = bench_load(&bench, "telbaar.json");
    assert_int_equal(json_array_size(json_object_get(list, "ballots")), 12);
    json_t *lost = json_object_get(json_object_get(list, "summary"), "not_counted");
    assert_int_equal(json_array_size(lost), 2);
    assert_string_equal(json_text(json_array_get(lost, 0), "reason", ""), "code-twice");
    for (size_t i = 0; i < 2; i++) { /* the smaller of the two counts: the published rule */
        const uint8_t *x = a.votes[6 + i].ballot_id, *y = b.votes[i].ballot_id;
        const uint8_t *loser = seal_compare_claims(bench.round->id, x, y) < 0 ? y : x;
        char hex[2 * BALLOT_ID + 1];
        str_hex(hex, loser, BALLOT_ID);
        assert_null(strstr(strstr(text, "ballots"), hex));
    }
    json_decref(list);
    /* Each of the fourteen finds its own in the result, and why. */
    bench_must(&bench, FIRST "--box {D}/a.jsonl {D}/b.jsonl");
    bench_must(&bench, LAST);
    bench_must(&bench, "verify {D}/uitslag.json");
    json_t *result = bench_load(&bench, "uitslag.json");
    const json_t *receipts = json_object_get(result, "receipts");
    assert_int_equal(receipts_count(json_text(receipts, "counted", "")), 12);
    assert_int_equal(receipts_count(json_text(receipts, "code-twice", "")), 2);
    for (size_t i = 0; i < 2; i++) {
        const uint8_t *x = a.votes[6 + i].ballot_id, *y = b.votes[i].ballot_id;
        bool x_counts = seal_compare_claims(bench.round->id, x, y) < 0;
        assert_true(has_receipt(receipts, "counted", x_counts ? x : y));
        assert_true(has_receipt(receipts, "code-twice", x_counts ? y : x));
        assert_false(has_receipt(receipts, "counted", x_counts ? y : x));
    }
    json_decref(result);
    bench_finish(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eighty_four_real_ballots_give_the_published_votes),
        cmocka_unit_test(a_purse_without_codes_is_counted_by_turns),
        cmocka_unit_test(more_ballots_than_turns_stop_the_count),
        cmocka_unit_test(below_ten_ballots_only_the_winners_are_told),
        cmocka_unit_test(a_code_used_twice_counts_once_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
