#include "app/ui/lang.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LANG_NAME = 8, LANG_MAX = 16 };

struct entry { /* text NULL: a free place */
    uint64_t hash;
    int language;
    char *key, *text;
};

struct lang {
    char names[LANG_MAX][LANG_NAME];
    int count, now;
    struct entry *entries; /* open addressing, never more than three quarters full */
    size_t cap, used;
};

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    assert(memory != NULL); /* a few hundred words at the start: without them there is no app */
    return memory;
}

static char *copy(const char *text)
{
    size_t len = strlen(text) + 1;

    return memcpy(zeroed(1, len), text, len);
}

struct lang *lang_create(void)
{
    struct lang *lang = zeroed(1, sizeof(*lang));

    lang->cap = 1024;
    lang->entries = zeroed(lang->cap, sizeof(lang->entries[0]));
    strcpy(lang->names[0], "nl"); /* what every other language falls back to */
    lang->count = 1;
    return lang;
}

void lang_destroy(struct lang *lang)
{
    if (lang == NULL) {
        return;
    }
    for (size_t i = 0; i < lang->cap; i++) {
        free(lang->entries[i].key);
        free(lang->entries[i].text);
    }
    free(lang->entries);
    free(lang);
}

static int find_language(const struct lang *lang, const char *name)
{
    for (int i = 0; i < lang->count; i++) {
        if (strcmp(lang->names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static uint64_t hash(int language, const char *key) /* FNV-1a */
{
    uint64_t value = 0xCBF29CE484222325u ^ (uint64_t)language;

    for (; *key != '\0'; key++) {
        value = (value ^ (unsigned char)*key) * 0x100000001B3u;
    }
    return value;
}

/* Its place, or the free place where it would stand. */
static struct entry *find(const struct lang *lang, int language, const char *key)
{
    uint64_t value = hash(language, key);

    for (size_t i = value & (lang->cap - 1);; i = (i + 1) & (lang->cap - 1)) {
        struct entry *entry = &lang->entries[i];
        if (entry->text == NULL ||
            (entry->hash == value && entry->language == language && strcmp(entry->key, key) == 0)) {
            return entry;
        }
    }
}

static void grow(struct lang *lang)
{
    struct entry *old = lang->entries;
    size_t old_cap = lang->cap;

    lang->cap *= 2;
    lang->entries = zeroed(lang->cap, sizeof(lang->entries[0]));
    for (size_t i = 0; i < old_cap; i++) {
        if (old[i].text != NULL) {
            *find(lang, old[i].language, old[i].key) = old[i];
        }
    }
    free(old);
}

void lang_add(struct lang *lang, const char *language, const char *key, const char *text)
{
    int index = find_language(lang, language);

    if (index < 0) {
        size_t len = strlen(language);
        if (lang->count == LANG_MAX || len == 0 || len >= LANG_NAME) {
            return;
        }
        index = lang->count++;
        memcpy(lang->names[index], language, len + 1);
    }
    struct entry *entry = find(lang, index, key);
    char *fresh = copy(text);
    if (entry->text == NULL) {
        entry->hash = hash(index, key);
        entry->language = index;
        entry->key = copy(key);
        lang->used++;
    }
    free(entry->text);
    entry->text = fresh;
    if (lang->used * 4 > lang->cap * 3) {
        grow(lang);
    }
}

bool lang_use(struct lang *lang, const char *language)
{
    int index = find_language(lang, language);

    if (index < 0) {
        return false;
    }
    lang->now = index;
    return true;
}

const char *lang_now(const struct lang *lang)
{
    return lang->names[lang->now];
}

const char *lang_text(const struct lang *lang, const char *key)
{
    const struct entry *entry = find(lang, lang->now, key);

    if (entry->text == NULL && lang->now != 0) {
        entry = find(lang, 0, key);
    }
    return entry->text != NULL ? entry->text : key;
}

bool lang_has(const struct lang *lang, const char *language, const char *key)
{
    int index = find_language(lang, language);

    return index >= 0 && find(lang, index, key)->text != NULL;
}

size_t lang_count(const struct lang *lang)
{
    return (size_t)lang->count;
}

const char *lang_name(const struct lang *lang, size_t index)
{
    return index < (size_t)lang->count ? lang->names[index] : NULL;
}

const char *lang_own(const struct lang *lang, const char *language, const char *key)
{
    int index = find_language(lang, language);

    return index < 0 ? NULL : find(lang, index, key)->text;
}
