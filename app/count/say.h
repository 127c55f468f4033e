/* say: the Dutch sentences of dorpel-count, by key.
 *
 * They stand in assets/texts/tel-nl.csv (and pack-nl.csv for faults in a village's folder), so that
 * no text for people is in C. A key that is missing shows itself. Sentences live in the arena given
 * to say_load.
 */
#ifndef DORPEL_SAY_H
#define DORPEL_SAY_H

#include "app/base/io.h"

#include <stdio.h>

enum { SAY_MAX_TEXT = 1024 };

struct say_line {
    const char *key, *text;
};

struct say {
    struct arena *arena;
    struct say_line *lines;
    size_t count, cap;
};

/* assets: the folder that --assets named, or NULL: beside the program, or where it is installed.
 * ERR_MISSING: not found there. */
bool say_load(struct say *ret, struct io *io, struct arena *arena, const char *assets,
              struct err *err);
bool say_has(const struct say *say, const char *key);
const char *say_text(const struct say *say, const char *key);
/* One line on `out`, with {name} filled from pairs (name, value, ..., NULL; may be NULL). */
void say_print(const struct say *say, FILE *out, const char *key, const char *const pairs[]);

#endif
