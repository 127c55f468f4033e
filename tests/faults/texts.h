/* texts: all words of assets/texts, read once for the tests that look at them; and a report, one
 * line for each thing that is wrong. Tests run from the top of the repository.
 */
#ifndef DORPEL_TESTS_TEXTS_H
#define DORPEL_TESTS_TEXTS_H

#include "app/base/io.h"

#include <stddef.h>

enum { WORDS_CAP = 4000, REPORT_CAP = 16 * 1024 };

struct report {
    size_t count, len;
    char text[REPORT_CAP];
};

struct report *report_new(void); /* on the heap */
void report_tell(struct report *report, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void report_end(struct report *report); /* frees it; asserts that nothing was told */

struct word {
    const char *key, *text, *file;
};

struct words {
    size_t count;
    struct word list[WORDS_CAP];
};

struct texts_house { /* all that is read once, before the tests */
    struct io *io;
    struct arena arena;
    struct words nl, je, fy, en;
    struct words dutch; /* nl and what other programs say: pack, stick, count */
};

/* cmocka's set-up and tear-down of a group: *state is a struct texts_house. */
int texts_house(void **state);
int texts_leave(void **state);

const struct word *texts_find(const struct words *words, const char *key); /* NULL: not there */
char *texts_read(struct texts_house *house, const char *path); /* a whole file, in the arena */
bool texts_ends_with(const char *text, const char *ending);
/* All files of a folder, in the order of their names; those of folders below it too. */
void texts_walk(struct texts_house *house, const char *dir, bool below,
                void (*each)(struct texts_house *house, const char *path, void *ctx), void *ctx);

#endif
