/* A round as large as one kiosk will ever see: ten thousand ballots, through registrar and keepers,
 * back to the kiosk's own store, where every voter finds the own words. */
#include "tests/faults/count_bench.h"
#include "tests/faults/store_place.h"

#include "app/domain/receipts.h"
#include "app/store/store_round.h"
#include "sync/result_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

enum { MANY = 10000 };

static uint64_t receipt_of(const uint8_t id[BALLOT_ID])
{
    char receipt[RECEIPT_LEN];
    uint16_t words[RECEIPT_WORDS];

    words_receipt(receipt, id);
    assert_true(words_parse(words, RECEIPT_WORDS, receipt));
    return receipts_number(words);
}

static void ten_thousand_voters_find_their_words_on_the_kiosk(void **state)
{
    struct bench bench;
    struct bench_box box = {.unlocks = MANY};
    struct place place;
    const struct round *round = NULL;
    const char *kept = NULL;
    size_t len, kept_len = 0;

    (void)state;
    bench_init(&bench, PIJP, PIJP_KEYS);
    for (size_t i = 0; i < MANY; i++) {
        struct ballot ballot = {.value = {0}};
        ballot.value[i % bench.round->plan_count] = 1;
        bench_vote(&bench, &box, &ballot, NULL);
    }
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER_OPEN "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    bench_must(&bench, "verify {D}/uitslag.json");

    const char *text = bench_read(&bench, "uitslag.json", &len);
    assert_true(result_file_check(&round, bench.village, text, len, NULL));
    place_begin(&place);
    assert_true(store_result_put(place.store, round->id, text, len - 1, &place.err));
    place_reopen(&place);
    assert_true(store_rebuild(place.store, &place.err));
    assert_true(
        store_result_get(place.store, &place.arena, round->id, &kept, &kept_len, &place.err));
    assert_int_equal(kept_len, len - 1);
    assert_memory_equal(kept, text, kept_len);
    json_t *result = json_read(kept, kept_len, NULL);
    assert_int_equal(json_number(result, "ballots", 0), MANY);
    const char *counted = json_text(json_object_get(result, "receipts"), "counted", "");
    assert_int_equal(receipts_count(counted), MANY);
    for (size_t i = 0; i < MANY; i += 97) {
        assert_true(receipts_has(counted, receipt_of(box.votes[i].ballot_id)));
    }
    print_message("a result of %d ballots: %zu bytes\n", MANY, len);
    json_decref(result);
    place_end(&place);
    bench_finish(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_voters_find_their_words_on_the_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
