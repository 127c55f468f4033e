/* phrases: the words that go onto a stick for people, by key, from assets/texts/stick-nl.csv.
 *
 * They live in the arena given to phrases_load. A key that is missing shows itself.
 */
#ifndef DORPEL_PHRASES_H
#define DORPEL_PHRASES_H

#include "app/base/io.h"

struct phrase {
    const char *key, *text;
};

struct phrases {
    struct arena *arena;
    struct phrase *list;
    size_t count, cap;
};

/* assets: the folder with texts/, or NULL: beside the program, or where it is installed. */
bool phrases_load(struct phrases *ret, struct io *io, struct arena *arena, const char *assets,
                  struct err *err);
bool phrases_has(const struct phrases *phrases, const char *key);
const char *phrases_text(const struct phrases *phrases, const char *key);

#endif
