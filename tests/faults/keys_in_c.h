/* keys_in_c: the keys of texts that C sources use, found by reading them as C is read.
 *
 * A string literal that looks like a key ("home.vote") is one, unless it stands where an element's
 * name stands: as an argument whose parameter is called `id` (taken from the declarations in the
 * sources themselves), or as the first of a row in a table with an icon or NULL behind it. A key
 * that is put together from parts is named in a comment that begins with `keys:`. As an argument
 * called `key` or `..._key` a literal is always a key; elsewhere only when its first part ("home")
 * is that of a key that is known, so that a new family of texts needs no change here.
 */
#ifndef DORPEL_KEYS_IN_C_H
#define DORPEL_KEYS_IN_C_H

#include <stdbool.h>
#include <stddef.h>

enum { C_USE_CAP = 96 };

struct c_use {
    char text[C_USE_CAP]; /* cut when longer */
    const char *path;
    int line;
    bool is_stem; /* "papier.na" for "papier.na.1": an argument called `stem` */
};

struct c_reading;

struct c_reading *c_reading_create(void);
void c_reading_destroy(struct c_reading *reading); /* NULL is fine */
/* Both must live as long as the reading. */
void c_reading_add(struct c_reading *reading, const char *path, const char *text);
/* Once, after all were added: a declaration in one file tells about calls in others. */
void c_reading_run(struct c_reading *reading, const char *const *known, size_t known_count);
size_t c_reading_keys(const struct c_reading *reading, const struct c_use **ret);
size_t c_reading_literals(const struct c_reading *reading, const struct c_use **ret); /* all */

#endif
