/* desk: the table at which one person does one task: what was asked, the village's folder, the
 * sentences. Each task is one word of the command line and takes one person's secret key.
 *
 * Made by main (or a test), given to every task; finished with desk_finish.
 */
#ifndef DORPEL_DESK_H
#define DORPEL_DESK_H

#include "app/content/pack_overlay.h"
#include "app/count/args.h"
#include "app/count/keyfile.h"

struct desk {
    struct io *io; /* borrowed */
    struct arena arena;
    struct say say;
    const struct args *args;
    FILE *out;  /* what a person reads */
    FILE *info; /* progress */
    struct pack *pack;
    struct overlay *overlay;   /* the pack with --records laid over it; NULL without them */
    const struct round *round; /* in one of the two; NULL until desk_open_round */
};

/* The files of its sentences, for say_load. */
extern const char *const desk_texts[];

void desk_init(struct desk *ret, struct io *io, const struct args *args);
void desk_finish(struct desk *desk);

/* Reads --pack, lays over it what --records says was edited at the kiosk, and finds --round in it;
 * what the edits change in it is said. A fault in the folder is a snag; with `without_keys` those
 * in sleutels/ are let pass (the keys and codes are being made). */
bool desk_open_round(struct desk *desk, bool without_keys, struct snag *snag);
/* Loads the key that an option (--key) names; it must be this round's key for that role. */
bool desk_load_key(struct desk *desk, struct keyfile *ret, enum args_option option,
                   enum key_role role, struct snag *snag);
/* Is it the key that the round names for its role? */
bool desk_check_key(const struct desk *desk, const struct keyfile *key, const char *path,
                    struct snag *snag);
/* A line for a person; pairs is name, value, ..., NULL. */
void desk_say(const struct desk *desk, const char *key, const char *const pairs[]);
void desk_say_number(const struct desk *desk, const char *key, int64_t number);
/* Is the key that person's? Else a snag with whose it should be. */
bool desk_check_role(const struct desk *desk, const struct keyfile *key, enum key_role role,
                     const char *path, struct snag *snag);
/* Refuses when a file is there already. */
bool desk_is_free(const struct desk *desk, const char *path, struct snag *snag);

/* The tasks: false with a snag. */
bool task_keys(struct desk *desk, struct snag *snag);
bool task_codes(struct desk *desk, struct snag *snag);
bool task_register(struct desk *desk, struct snag *snag);
bool task_first(struct desk *desk, struct snag *snag);
bool task_last(struct desk *desk, struct snag *snag);
bool task_verify(struct desk *desk, struct snag *snag);
bool task_trial(struct desk *desk, struct snag *snag);
bool task_helpers(struct desk *desk, struct snag *snag);
bool task_roots(struct desk *desk, struct snag *snag);
bool task_sign(struct desk *desk, struct snag *snag);

#endif
