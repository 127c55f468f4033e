#include "app/domain/words.h"

#include "app/base/crypto.h"
#include "app/base/str.h"

#include <assert.h>
#include <string.h>

enum { WORD_BITS = 11 };
_Static_assert(WORDS_COUNT == 1 << WORD_BITS, "eleven bits a word");

const char *words_at(unsigned index)
{
    assert(index < WORDS_COUNT);
    return words_list[index];
}

int words_find(const char *word)
{
    char folded[2 * WORDS_MAX_LEN]; /* what is longer than a word cannot be one, cut or not */
    int low = 0, high = WORDS_COUNT, found = -1;

    str_fold(folded, sizeof(folded), word);
    while (low < high && found < 0) {
        int middle = low + (high - low) / 2;
        int order = strcmp(folded, words_list[middle]);
        if (order == 0) {
            found = middle;
        } else if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    crypto_wipe(folded, sizeof(folded));
    return found;
}

/* The 11 bits from bit `at` on, the most significant bit of each byte first. */
static unsigned bits_at(const uint8_t *bytes, size_t at)
{
    unsigned index = 0;

    for (size_t bit = at; bit < at + WORD_BITS; bit++) {
        index = index << 1 | ((unsigned)bytes[bit / 8] >> (7 - bit % 8) & 1u);
    }
    return index;
}

void words_of(const char *ret[], size_t count, const uint8_t *bytes)
{
    for (size_t i = 0; i < count; i++) {
        ret[i] = words_list[bits_at(bytes, i * WORD_BITS)];
    }
}

/* The next word of *typed; -1 at the end, -2 for an unknown one. */
static int next_word(const char **typed)
{
    static const char blanks[] = " \t\r\n";
    char word[4 * WORDS_MAX_LEN];

    *typed += strspn(*typed, blanks);
    size_t len = strcspn(*typed, blanks);
    if (len == 0) {
        return -1;
    }
    if (len >= sizeof(word)) {
        return -2;
    }
    memcpy(word, *typed, len);
    word[len] = '\0';
    *typed += len;
    int index = words_find(word);
    crypto_wipe(word, sizeof(word));
    return index < 0 ? -2 : index;
}

bool words_parse(uint16_t ret[], size_t count, const char *typed)
{
    const char *at = typed;

    for (size_t i = 0; i < count; i++) { /* looked at whole first: ret stays as it was on failure */
        if (next_word(&at) < 0) {
            return false;
        }
    }
    if (next_word(&at) != -1) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        ret[i] = (uint16_t)next_word(&typed);
    }
    return true;
}

void words_receipt(char ret[RECEIPT_LEN], const uint8_t ballot_id[32])
{
    const char *words[RECEIPT_WORDS];
    size_t len = 0;

    words_of(words, RECEIPT_WORDS, ballot_id);
    for (size_t i = 0; i < RECEIPT_WORDS; i++) {
        size_t word_len = strlen(words[i]);
        assert(len + word_len + 1 < RECEIPT_LEN);
        if (i > 0) {
            ret[len++] = ' ';
        }
        memcpy(ret + len, words[i], word_len);
        len += word_len;
    }
    ret[len] = '\0';
}
