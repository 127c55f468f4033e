#include "app/play_words.h"

#include <ctype.h>
#include <string.h>

static const char *value_of(const struct play_name *names, size_t count, const char *name,
                            size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i].name) == len && memcmp(names[i].name, name, len) == 0) {
            return names[i].value;
        }
    }
    return NULL;
}

struct pen {
    char *at, *end;
    const char *why;
};

static void put(struct pen *pen, const char *text, size_t len)
{
    if ((size_t)(pen->end - pen->at) <= len) {
        pen->why = "the line is too long";
        return;
    }
    memcpy(pen->at, text, len);
    pen->at += len;
}

/* Copies one word, quoted or bare, and returns where it ended. */
static const char *take_word(struct pen *pen, const char *line, bool quoted,
                             const struct play_name *names, size_t name_count)
{
    while (*line != '\0' && pen->why == NULL) {
        if (quoted ? *line == '"' : isspace((unsigned char)*line)) {
            break;
        }
        if (quoted && *line == '\\' && line[1] != '\0') {
            put(pen, line[1] == 'n' ? "\n" : line + 1, 1);
            line += 2;
        } else if (*line == '$' && (isalpha((unsigned char)line[1]) || line[1] == '_')) {
            size_t len = 1;
            while (isalnum((unsigned char)line[1 + len]) || line[1 + len] == '_') {
                len++;
            }
            const char *value = value_of(names, name_count, line + 1, len);
            if (value == NULL) {
                pen->why = "this $NAME was not remembered or set";
                break;
            }
            put(pen, value, strlen(value));
            line += 1 + len;
        } else {
            put(pen, line++, 1);
        }
    }
    return line;
}

bool play_split(struct play_line *ret, const char *line, const struct play_name *names,
                size_t name_count, const char **ret_why)
{
    struct pen pen = {ret->text, ret->text + sizeof(ret->text) - 1, NULL};
    ret->count = 0;
    for (;;) {
        while (isspace((unsigned char)*line)) {
            line++;
        }
        if (*line == '\0' || *line == '#') {
            return true;
        }
        if (ret->count == PLAY_WORDS) {
            *ret_why = "too many words";
            return false;
        }
        bool quoted = *line == '"';
        ret->word[ret->count] = pen.at;
        ret->is_quoted[ret->count++] = quoted;
        line = take_word(&pen, quoted ? line + 1 : line, quoted, names, name_count);
        put(&pen, "", 1);
        if (pen.why == NULL && quoted && *line != '"') {
            pen.why = "a quote is not closed";
        }
        if (pen.why != NULL) {
            *ret_why = pen.why;
            return false;
        }
        line += quoted ? 1 : 0;
    }
}
