#include "app/base/arena.h"

#include "app/base/crypto.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4 * 1024, LARGEST_STEP = 256 * 1024 };

struct arena_block {
    struct arena_block *next; /* older */
    size_t cap;
    size_t used;        /* a multiple of the alignment */
    max_align_t data[]; /* cap bytes */
};

static unsigned char *block_bytes(struct arena_block *block)
{
    return (unsigned char *)block->data;
}

void arena_init(struct arena *arena, size_t limit)
{
    *arena = (struct arena){.limit = limit};
}

static void wipe(struct arena_block *block)
{
    crypto_wipe(block_bytes(block), block->used);
    block->used = 0;
}

void arena_reset(struct arena *arena)
{
    while (arena->head != NULL) {
        struct arena_block *block = arena->head;
        wipe(block);
        if (block->next == NULL) {
            break;
        }
        arena->head = block->next;
        free(block);
    }
    arena->used = 0;
}

void arena_finish(struct arena *arena)
{
    arena_reset(arena);
    free(arena->head);
    *arena = (struct arena){.limit = arena->limit};
}

/* A new block at the head that holds at least len bytes. Blocks double, so that a large import
 * takes few of them. */
static void add_block(struct arena *arena, size_t len)
{
    size_t cap = FIRST_BLOCK;
    if (arena->head != NULL) {
        cap = arena->head->cap < LARGEST_STEP / 2 ? arena->head->cap * 2 : LARGEST_STEP;
    }
    cap = cap < len ? len : cap;
    struct arena_block *block = calloc(1, sizeof(*block) + cap);
    if (block == NULL) {
        fputs("arena: out of memory\n", stderr);
        abort();
    }
    block->cap = cap;
    block->next = arena->head;
    arena->head = block;
}

void *arena_alloc(struct arena *arena, size_t len)
{
    const size_t align = alignof(max_align_t);

    /* The second half of the address space is never given out, so that no sum here overflows. */
    if (len > SIZE_MAX / 2 - align - arena->used ||
        (arena->limit != 0 && len > arena->limit - arena->used)) {
        return NULL;
    }
    size_t taken = (len + align - 1) / align * align;
    taken = taken == 0 ? align : taken; /* two empty pieces are still two pieces */
    if (arena->head == NULL || taken > arena->head->cap - arena->head->used) {
        add_block(arena, taken);
    }
    unsigned char *memory = block_bytes(arena->head) + arena->head->used;
    arena->head->used += taken;
    arena->used += len;
    return memory; /* zeroed: blocks start so, and reset wipes what was used */
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    len = strnlen(text, len);
    char *copy = arena_alloc(arena, len + 1);
    if (copy != NULL) {
        memcpy(copy, text, len);
    }
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (len < 0) {
        return NULL;
    }
    char *text = arena_alloc(arena, (size_t)len + 1);
    if (text != NULL) {
        va_start(args, fmt);
        vsnprintf(text, (size_t)len + 1, fmt, args);
        va_end(args);
    }
    return text;
}
