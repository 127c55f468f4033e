/* Receipts as a result carries them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/domain/receipts.h"

#include <string.h>

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void four_words_and_eleven_digits_are_the_same_receipt(void **state)
{
    uint8_t id[32] = {0x00, 0x3F, 0xFC, 0x01, 0x23, 0x45, 0x67};
    char receipt[RECEIPT_LEN];
    uint16_t words[RECEIPT_WORDS];
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    words_receipt(receipt, id);
    assert_true(words_parse(words, RECEIPT_WORDS, receipt));
    uint64_t number = receipts_number(words);
    assert_true(number == 0x003FFC01234u);
    assert_string_equal(receipts_pack(&arena, &number, 1), "003ffc01234");
    arena_finish(&arena);
}

static void every_one_of_ten_thousand_is_found_and_no_other(void **state)
{
    enum { COUNT = 10000 };
    static uint64_t numbers[COUNT];
    struct arena arena;
    uint64_t seed = 5;

    (void)state;
    arena_init(&arena, 0);
    for (size_t i = 0; i < COUNT; i++) {
        numbers[i] = next_random(&seed) >> 20;
    }
    numbers[7] = 0;
    numbers[8] = UINT64_C(0xFFFFFFFFFFF);
    numbers[9] = numbers[10]; /* two ballots with one receipt */
    const char *list = receipts_pack(&arena, numbers, COUNT);
    assert_int_equal(receipts_count(list), COUNT);
    assert_int_equal(strlen(list), 110000);
    assert_true(receipts_are_whole(list));
    for (size_t i = 0; i < COUNT; i++) { /* pack sorted them */
        assert_true(receipts_has(list, numbers[i]));
        assert_true(i == 0 || numbers[i - 1] <= numbers[i]);
        bool next_is = i + 1 < COUNT && numbers[i + 1] <= numbers[i] + 1;
        assert_true(next_is || !receipts_has(list, numbers[i] + 1));
    }
    arena_finish(&arena);
}

static void none_is_an_empty_list(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    const char *list = receipts_pack(&arena, NULL, 0);
    assert_string_equal(list, "");
    assert_true(receipts_are_whole(list));
    assert_int_equal(receipts_count(list), 0);
    assert_false(receipts_has(list, 0));
    arena_finish(&arena);
}

static void a_forged_list_is_not_whole_and_has_nothing(void **state)
{
    static const char *const forged[] = {
        "0000000000",              /* cut */
        "00000000001000000000010", /* one digit too many */
        "00000000002"
        "00000000001", /* falls */
        "0000000000A", /* in capitals */
        "0000000000g",
        "akker boom dorp x", /* no hex */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(forged) / sizeof(forged[0]); i++) {
        assert_false(receipts_are_whole(forged[i]));
        assert_false(receipts_has(forged[i], 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_words_and_eleven_digits_are_the_same_receipt),
        cmocka_unit_test(every_one_of_ten_thousand_is_found_and_no_other),
        cmocka_unit_test(none_is_an_empty_list),
        cmocka_unit_test(a_forged_list_is_not_whole_and_has_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
