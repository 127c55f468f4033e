/* mutate: good bytes made worse, the same way everywhere: a fixed seed and no library.
 *
 * For fuzz targets where libFuzzer is not: a target says which words its format knows. Static
 * functions only: include it in one program.
 */
#ifndef DORPEL_MUTATE_H
#define DORPEL_MUTATE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct mutator {
    uint64_t state; /* the seed, not 0 */
    const char *const *words;
    size_t word_count;
    size_t keep; /* bytes at the start that stay as they are */
    size_t most; /* bytes; the buffer holds so many */
};

static inline size_t mutate_random(struct mutator *mutator, size_t below) /* xorshift64* */
{
    mutator->state ^= mutator->state >> 12;
    mutator->state ^= mutator->state << 25;
    mutator->state ^= mutator->state >> 27;
    return (size_t)((mutator->state * 0x2545F4914F6CDD1Du >> 33) % below);
}

/* Puts `more` bytes in the place of `gone` bytes, as far as they fit. */
static inline size_t mutate_splice(const struct mutator *mutator, uint8_t *data, size_t len,
                                   size_t at, size_t gone, const void *bytes, size_t more)
{
    gone = gone < len - at ? gone : len - at;
    if (len - gone + more > mutator->most) {
        return len;
    }
    memmove(data + at + more, data + at + gone, len - at - gone);
    memcpy(data + at, bytes, more);
    return len - gone + more;
}

/* One change; returns the new length. */
static inline size_t mutate(struct mutator *mutator, uint8_t *data, size_t len)
{
    size_t at = mutator->keep + mutate_random(mutator, len);
    size_t other = mutator->keep + mutate_random(mutator, len);
    uint8_t copy[200];

    at = at > len ? len : at;
    switch (mutate_random(mutator, 6)) {
    case 0:
        if (at < len) {
            data[at] ^= (uint8_t)(1u << mutate_random(mutator, 8));
        }
        return len;
    case 1:
        return mutate_splice(mutator, data, len, at, 1 + mutate_random(mutator, 40), "", 0);
    case 2:
        copy[0] = (uint8_t)mutate_random(mutator, 256);
        return mutate_splice(mutator, data, len, at, mutate_random(mutator, 2), copy, 1);
    case 3: { /* a piece of itself, somewhere else */
        size_t piece = 1 + mutate_random(mutator, sizeof(copy));
        piece = other >= len ? 0 : piece < len - other ? piece : len - other;
        memcpy(copy, data + other, piece);
        return mutate_splice(mutator, data, len, at, mutate_random(mutator, 20), copy, piece);
    }
    default: {
        const char *word = mutator->words[mutate_random(mutator, mutator->word_count)];
        return mutate_splice(mutator, data, len, at, mutate_random(mutator, 3), word, strlen(word));
    }
    }
}

#endif
