/* play_words: one line of a visit, split into its words. "quoted text" is one word; # ends it. */
#ifndef DORPEL_PLAY_WORDS_H
#define DORPEL_PLAY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum { PLAY_WORDS = 8, PLAY_TEXT = 12000, PLAY_NAMES = 64 };

struct play_name { /* $NAME */
    char name[32], value[256];
};

struct play_line {
    char text[PLAY_TEXT]; /* the words stand in here */
    const char *word[PLAY_WORDS];
    bool is_quoted[PLAY_WORDS];
    size_t count;
};

/* Splits `line` and puts the values of $NAMEs in. False: a quote stays open, too many words, or an
 * unknown name (why tells). */
bool play_split(struct play_line *ret, const char *line, const struct play_name *names,
                size_t name_count, const char **ret_why);

#endif
