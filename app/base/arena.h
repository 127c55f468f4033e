/* arena: memory that is given back all at once.
 *
 * One arena per import, request or view. Nothing in it is freed alone. Memory is zeroed when given
 * out and wiped when the arena is reset or finished, because a visitor's words may stand in it.
 * init/finish work on the caller's struct.
 */
#ifndef DORPEL_ARENA_H
#define DORPEL_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdarg.h>

struct arena_block;

struct arena {
    struct arena_block *head; /* newest block first */
    size_t used;              /* bytes given out since the last reset */
    size_t limit;             /* most bytes it will give out; 0 = no limit */
};

void arena_init(struct arena *arena, size_t limit);
void arena_finish(
    struct arena *arena); /* wipes and frees all; the struct may be used again after init */
void arena_reset(struct arena *arena); /* wipes all, keeps the first block */

/* len zeroed bytes, aligned for anything; aborts when malloc fails, NULL only over the limit. */
void *arena_alloc(struct arena *arena, size_t len);
void *arena_array(struct arena *arena, size_t count, size_t size); /* checked for overflow */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
