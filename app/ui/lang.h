/* lang: the words people see, by key, in each language.
 *
 * Filled once from the files in assets/texts and the village's own teksten.csv (which wins). A key
 * that a language lacks falls back to Dutch; a key that Dutch lacks shows itself, and a test fails.
 */
#ifndef DORPEL_LANG_H
#define DORPEL_LANG_H

#include <stdbool.h>
#include <stddef.h>

struct lang;

struct lang *lang_create(void);
void lang_destroy(struct lang *lang);
/* Copies. Later ones replace earlier ones. language: "nl", "fy", "en". */
void lang_add(struct lang *lang, const char *language, const char *key, const char *text);
bool lang_use(struct lang *lang, const char *language); /* false: not known, stays */
const char *lang_now(const struct lang *lang);
const char *lang_text(const struct lang *lang, const char *key);
size_t lang_count(const struct lang *lang);
/* The index-th, from 0: "nl" first, then as they were added; NULL behind the last. */
const char *lang_name(const struct lang *lang, size_t index);
/* Of one language, without the fall-back; NULL when it lacks the key. */
const char *lang_own(const struct lang *lang, const char *language, const char *key);
bool lang_has(const struct lang *lang, const char *language, const char *key);

#endif
