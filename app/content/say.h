/* say: the Dutch sentences of the command line programs, by key.
 *
 * They stand in files of assets/texts, so that no text for people is in C. A key that is missing
 * shows itself. Sentences live in the arena given to say_load.
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

/* files: names below texts/, NULL at the end; without the first there is nothing to say, without
 * one of the others its keys show themselves. assets: the folder that --assets named, or NULL:
 * beside the program, or where it is installed. ERR_MISSING: not found there. */
bool say_load(struct say *ret, struct io *io, struct arena *arena, const char *assets,
              const char *const files[], struct err *err);
bool say_has(const struct say *say, const char *key);
const char *say_text(const struct say *say, const char *key);
/* The sentence with {name} filled from pairs (name, value, ..., NULL; may be NULL): in dst, which
 * is returned, or as one line on `out`. */
char *say_fill(char *dst, size_t cap, const struct say *say, const char *key,
               const char *const pairs[]);
void say_print(const struct say *say, FILE *out, const char *key, const char *const pairs[]);
/* An explanation, as one paragraph: sentence after sentence on one line. */
struct explain_text; /* app/domain/count/explain.h */
void say_explain(const struct say *say, FILE *out, const struct explain_text *text);

#endif
