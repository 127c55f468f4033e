/* pabulib_note: all that can be said of a .pb file, in one list.
 *
 * Each kind has one sentence in plain Dutch in assets/texts/tel-nl.csv: where, what, and what to
 * do. In it {line} and {column} (the number of the cell) are the place, {detail} is what stood
 * there, {n} and {m} are numbers that the sentence names. A test holds list and sentences together.
 * A file of many slips does not drown its reader: of each kind the first few are kept, the others
 * are counted.
 */
#ifndef DORPEL_PABULIB_NOTE_H
#define DORPEL_PABULIB_NOTE_H

#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define PABULIB_NOTES(X) \
    /* refused: the file */ \
    X(TOO_LARGE, "pb.too-large") \
    X(NUL, "pb.nul") \
    X(UTF8, "pb.utf8") \
    X(LINE_LONG, "pb.line-long") \
    X(QUOTE_OPEN, "pb.quote-open") \
    X(NOT_META, "pb.not-meta") \
    X(META_HEADER, "pb.meta-header") \
    X(SECTION_MISSING, "pb.section-missing") \
    X(SECTION_ORDER, "pb.section-order") \
    X(HEADER_MISSING, "pb.header-missing") \
    X(COLUMN_MISSING, "pb.column-missing") \
    X(COLUMN_TWICE, "pb.column-twice") \
    X(COLUMNS_MANY, "pb.columns-many") \
    X(ROW_CUT, "pb.row-cut") \
    /* refused: META */ \
    X(KEY_MISSING, "pb.key-missing") \
    X(KEY_TWICE, "pb.key-twice") \
    X(KEY_EMPTY, "pb.key-empty") \
    X(KEYS_MANY, "pb.keys-many") \
    X(VOTE_TYPE, "pb.vote-type") \
    /* refused: numbers */ \
    X(NUMBER, "pb.number") \
    X(NEGATIVE, "pb.negative") \
    X(WHOLE, "pb.whole") \
    X(DECIMALS, "pb.decimals") \
    X(NUMBER_LARGE, "pb.number-large") \
    X(POINTS_LARGE, "pb.points-large") \
    X(POINTS_COUNT, "pb.points-count") \
    /* refused: plans and ballots */ \
    X(ID, "pb.id") \
    X(ID_TWICE, "pb.id-twice") \
    X(NO_PLANS, "pb.no-plans") \
    X(PLANS_MANY, "pb.plans-many") \
    X(THEMES_MANY, "pb.themes-many") \
    X(BALLOTS_MANY, "pb.ballots-many") \
    X(CHOICES_MANY, "pb.choices-many") \
    /* warnings: the file */ \
    X(QUOTE_STRAY, "pb.quote-stray") \
    X(ROW_EMPTY, "pb.row-empty") \
    X(ROW_SHORT, "pb.row-short") \
    X(CELLS_EXTRA, "pb.cells-extra") \
    X(LINE_OPEN, "pb.line-open") \
    /* warnings: META */ \
    X(KEY_WANTED, "pb.key-wanted") \
    X(NUM_PROJECTS, "pb.num-projects") \
    X(NUM_VOTES, "pb.num-votes") \
    X(CATEGORY_BUDGETS, "pb.category-budgets") \
    /* warnings: plans */ \
    X(COST_OVER, "pb.cost-over") \
    X(WITHDRAWN, "pb.withdrawn") \
    X(CATEGORIES, "pb.categories") \
    X(SELECTED, "pb.selected") \
    X(VOTES_DIFFER, "pb.votes-differ") \
    X(SCORE_DIFFER, "pb.score-differ") \
    /* warnings: ballots */ \
    X(VOTER_EMPTY, "pb.voter-empty") \
    X(VOTER_TWICE, "pb.voter-twice") \
    X(CHOICE_EMPTY, "pb.choice-empty") \
    X(CHOICE_UNKNOWN, "pb.choice-unknown") \
    X(CHOICE_TWICE, "pb.choice-twice") \
    X(CHOICE_ZERO, "pb.choice-zero") \
    X(BALLOT_LONG, "pb.ballot-long") \
    X(BALLOT_POINTS, "pb.ballot-points") \
    X(BALLOT_COST, "pb.ballot-cost")
/* clang-format on */

enum pabulib_kind {
    PABULIB_FINE, /* nothing to say */
#define X(name, key) PABULIB_##name,
    PABULIB_NOTES(X)
#undef X
        PABULIB_KINDS,
    PABULIB_FIRST_WARNING = PABULIB_QUOTE_STRAY
};

enum { PABULIB_MAX_NOTES = 64, PABULIB_MAX_ALIKE = 6 };

struct pabulib_note {
    enum pabulib_kind kind;
    int line, column;   /* from 1; 0: the whole file, the whole line */
    const char *detail; /* cleaned and cut, fit for a screen; or "" */
    int64_t n, m;
};

struct pabulib_notes {
    struct pabulib_note refusal;                 /* PABULIB_FINE: it was read */
    struct pabulib_note list[PABULIB_MAX_NOTES]; /* warnings, in the order they were met */
    size_t count;                                /* of the list */
    uint64_t counts[PABULIB_KINDS];              /* of each kind, also those not in the list */
};

const char *pabulib_note_key(enum pabulib_kind kind); /* "pb.too-large" */
/* The sentence of a note: its key's pattern with the values filled in. Returns dst. */
char *pabulib_note_say(char *dst, size_t cap, const char *pattern, const struct pabulib_note *note);

#endif
