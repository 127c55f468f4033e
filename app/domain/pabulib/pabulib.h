/* pabulib: an election as a file of the participatory budgeting library (.pb), read and written.
 *
 * Why: real elections with published results prove our counting, and who doubts our count opens the
 * same file with another program. Knows the format (pabulib.org/format) and the slips that real
 * files have; knows no counting rule. What is doubtful but cannot change what is counted is told as
 * a note (pabulib_note.h) and reading goes on; what could be read in two ways is refused.
 *
 * Not kept, so not written either: who voted (voter ids, age, sex, ...), and of the plans anything
 * but id, cost, name, category, selected and the published counts. Pure: text in, text out. All
 * memory that is returned belongs to the arena; working memory is freed before returning.
 */
#ifndef DORPEL_PABULIB_H
#define DORPEL_PABULIB_H

#include "app/domain/count/election.h"
#include "app/domain/pabulib/pabulib_note.h"

enum {
    PABULIB_MAX_BYTES = 512 * 1024 * 1024, /* of a file: do not even load more */
    PABULIB_MAX_LINE = 16 * 1024 * 1024,   /* bytes of one line */
    PABULIB_MAX_CELLS = 256,               /* columns of a section */
    PABULIB_MAX_KEYS = 256,                /* lines of META */
    PABULIB_MAX_THEMES = 1024,
    PABULIB_MAX_ID = 200,    /* bytes of the id of a plan */
    PABULIB_MAX_DECIMALS = 6 /* of an amount; zeros at the end do not count */
};

enum pabulib_type { /* of vote */
                    PABULIB_APPROVAL,
                    PABULIB_CHOOSE_1,
                    PABULIB_ORDINAL,    /* ranks: the first choice of k gets k */
                    PABULIB_CUMULATIVE, /* points: those given to each plan */
                    PABULIB_SCORING, /* points: a plan that is not named gets META's default_score
                                      */
                    PABULIB_TYPES
};
extern const char *const pabulib_type_names[PABULIB_TYPES]; /* "choose-1" */

struct pabulib_pair { /* one line of META, in the order of the file */
    const char *key, *value;
    int line; /* 0: not from a file */
};

struct pabulib_plan {     /* what a file tells of a plan beside the election */
    const char *category; /* "health,culture", or "" */
    int64_t votes, score; /* as published; -1: not told */
    int selected;         /* 0 no, 1 yes, 2 by a special rule, 3 from a reserve; -1: not told */
    bool is_withdrawn;    /* cost 999999999: not to be counted; no rule may stop at it */
    int line;
};

struct pabulib {
    struct election election;
    enum pabulib_type type;
    struct pabulib_pair *meta;
    size_t meta_count;
    struct pabulib_plan *plans; /* beside election.plans; NULL: nothing more is told */
};

/* The value of a key of META, or "". */
const char *pabulib_value(const struct pabulib *file, const char *key);

/* Themes of the election are the categories: those that META lists first, in its order and with
 * their bounds (budget_per_category), then others as they are met. A plan of several categories
 * belongs to the first it names. A plan without a name, or named as its id, is named "".
 * ERR_FORMAT, ERR_LIMIT: refused; notes->refusal says why and where. ERR_MEMORY: over the arena's
 * limit. On failure *ret stays as it was. crypto_start() must have been called. */
bool pabulib_read(struct pabulib *ret, struct pabulib_notes *notes, struct arena *arena,
                  const char *text, size_t len, struct err *err);

/* A file by the rules of Pabulib's own checker: META of known keys only, in its order, with the
 * numbers, budget, vote_type and counts of the election itself; plans with the votes counted here;
 * ballots named 1, 2, ... in the order of the election, which the caller chooses. Blank ballots are
 * written, for they count (the checker calls each an error, the Equal Shares tool does not).
 * *ret has a NUL behind it. ERR_MISSING: META lacks description, country, unit, instance,
 * date_begin or date_end. ERR_FORMAT: a date, an id or a kind of vote that cannot be written. */
bool pabulib_write(char **ret, size_t *ret_len, struct arena *arena, const struct pabulib *file,
                   struct err *err);

#endif
