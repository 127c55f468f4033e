#include "app/domain/receipts.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_BITS = 11 };
_Static_assert(RECEIPT_WORDS *WORD_BITS == RECEIPT_DIGITS * 4, "a receipt is whole digits");

uint64_t receipts_number(const uint16_t words[RECEIPT_WORDS])
{
    uint64_t number = 0;

    for (size_t i = 0; i < RECEIPT_WORDS; i++) {
        assert(words[i] < WORDS_COUNT);
        number = number << WORD_BITS | words[i];
    }
    return number;
}

static void write_digits(char ret[RECEIPT_DIGITS + 1], uint64_t number)
{
    snprintf(ret, RECEIPT_DIGITS + 1, "%011" PRIx64, number);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

char *receipts_pack(struct arena *arena, uint64_t *numbers, size_t count)
{
    char *list = arena_alloc(arena, count * RECEIPT_DIGITS + 1);

    if (count > 1) {
        qsort(numbers, count, sizeof(*numbers), by_number);
    }
    for (size_t i = 0; i < count; i++) {
        write_digits(list + i * RECEIPT_DIGITS, numbers[i]);
    }
    return list;
}

size_t receipts_count(const char *list)
{
    return strlen(list) / RECEIPT_DIGITS;
}

bool receipts_are_whole(const char *list)
{
    size_t len = strlen(list);

    if (len % RECEIPT_DIGITS != 0 || strspn(list, "0123456789abcdef") != len) {
        return false;
    }
    for (size_t at = RECEIPT_DIGITS; at < len; at += RECEIPT_DIGITS) {
        if (memcmp(list + at - RECEIPT_DIGITS, list + at, RECEIPT_DIGITS) > 0) {
            return false;
        }
    }
    return true;
}

/* Hex digits of one length rise as their numbers do. */
static int by_digits(const void *wanted, const void *at)
{
    return memcmp(wanted, at, RECEIPT_DIGITS);
}

bool receipts_has(const char *list, uint64_t number)
{
    char digits[RECEIPT_DIGITS + 1];

    write_digits(digits, number);
    return receipts_are_whole(list) &&
           bsearch(digits, list, receipts_count(list), RECEIPT_DIGITS, by_digits) != NULL;
}
