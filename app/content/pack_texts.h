/* pack_texts: a village's own words held against ours: which keys there are, what is filled in, and
 * what is missing in a language. A word that is missing is shown in Dutch; only here it is told.
 *
 * Lists live in the arena.
 */
#ifndef DORPEL_PACK_TEXTS_H
#define DORPEL_PACK_TEXTS_H

#include "app/content/stage.h"

struct text_list { /* by rising key */
    struct own_text *list;
    size_t count;
};

/* Our own words: assets/texts/<language>, all files of it. assets NULL: beside the program, or
 * where it is installed. ERR_MISSING: not found there, or there is no such language. */
bool pack_texts_ours(struct text_list *ret, struct arena *arena, struct io *io, const char *assets,
                     const char *language, struct err *err);
/* teksten.csv of this folder: keys that no screen asks for, and places to fill in that are missing
 * or that nothing fills. */
void pack_texts_check(struct io *io, const char *dir, const struct text_list *dutch,
                      const struct stage_hearing *hearing);
/* The keys of `dutch` and of the pack's Dutch words that neither the pack nor `ours` (may be empty)
 * has in this language; with their Dutch text. */
bool pack_texts_missing(struct text_list *ret, struct arena *arena, const struct pack *pack,
                        const char *language, const struct text_list *dutch,
                        const struct text_list *ours);

#endif
