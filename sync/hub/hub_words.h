/* hub_words: what dorpel-hub can be told to do on the command line, but for `count`.
 *
 * Each word opens the hub, does one thing, and says in plain Dutch what it did on `out`, and what
 * went wrong on `info`.
 */
#ifndef DORPEL_HUB_WORDS_H
#define DORPEL_HUB_WORDS_H

#include "app/content/say.h"
#include "sync/hub/hub.h"
#include "sync/hub/hub_args.h"
#include "sync/hub/hub_closing.h"

#include <stdio.h>

struct hub_run {
    struct io *io;
    const struct say *say;
    struct arena *arena;
    const struct clock *clock;
    FILE *out, *info;
    struct hub_args args;
    struct hub_place place;
    struct hub hub; /* open, but for init */
};

struct hub_word {
    const char *name;
    size_t least, most; /* arguments that stand alone */
    bool makes;         /* there is no hub yet */
    /* false: a sentence on `info` said why. */
    bool (*run)(struct hub_run *run);
};
extern const struct hub_word hub_words[]; /* name NULL at the end */

/* NULL: no such word. */
const struct hub_word *hub_word_find(const char *name);
/* 0 done, 1 refused or failed, 2 asked in a wrong way. run: io to info are set. */
int hub_word_run(struct hub_run *run, const struct hub_word *word, int argc, char *const argv[]);

/* A sentence on run->out or run->info, and for a failure the one that fits. */
void hub_say(const struct hub_run *run, const char *key, const char *const pairs[]);
bool hub_complain(const struct hub_run *run, const char *key, const char *const pairs[]);
bool hub_fail(const struct hub_run *run, const struct err *err);

/* The round whose id begins so; NULL: none, or more than one. */
const struct hub_round *hub_round_named(const struct hub_run *run, const char *name,
                                        const struct hub_round *rounds, size_t count);

/* The words themselves, in hub_words_clerk.c, hub_words_data.c and hub_words_keep.c. */
bool hub_word_init(struct hub_run *run);
bool hub_word_import(struct hub_run *run);
bool hub_word_answer(struct hub_run *run);
bool hub_word_enrol(struct hub_run *run);
bool hub_word_status(struct hub_run *run);
bool hub_word_verify(struct hub_run *run);
bool hub_word_backup(struct hub_run *run);
bool hub_word_export(struct hub_run *run);
bool hub_word_erase(struct hub_run *run);
bool hub_word_rekey(struct hub_run *run);
bool hub_word_serve(struct hub_run *run); /* serve.c */
bool hub_word_offer(struct hub_run *run); /* hub_words_content.c */
bool hub_answer_content(struct hub_run *run, const char *stick);

#endif
