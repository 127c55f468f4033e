/* pabulib_inner: what the files of the .pb reader share. Included by pabulib*.c only.
 *
 * One pass over the bytes. pb_survey() has looked at all of them for what would be wrong anywhere
 * (NUL, UTF-8, lines without end); then rows come one by one as cells that point into the text.
 * Nothing is allocated a row: what ballots need is taken once, from a count of lines and commas.
 */
#ifndef DORPEL_PABULIB_INNER_H
#define DORPEL_PABULIB_INNER_H

#include "app/base/err.h"
#include "app/domain/pabulib/pabulib.h"

struct pb_cell { /* trimmed; points into the text, or into scratch when quotes were doubled */
    const char *text;
    size_t len;
};

static inline struct pb_cell pb_trim(const char *from, const char *to)
{
    while (from < to && (unsigned char)*from <= ' ') {
        from++;
    }
    while (from < to && (unsigned char)to[-1] <= ' ') {
        to--;
    }
    return (struct pb_cell){.text = from, .len = (size_t)(to - from)};
}

/* The next item of a list with commas, trimmed; false when there is none. Here, because it is what
 * most bytes of a file go through. */
static inline bool pb_item(struct pb_cell *list, struct pb_cell *ret)
{
    if (list->text == NULL) {
        return false;
    }
    const char *end = list->text + list->len, *at = list->text;
    while (at < end && *at != ',') {
        at++;
    }
    *ret = pb_trim(list->text, at);
    list->len = at == end ? 0 : (size_t)(end - at - 1);
    list->text = at == end ? NULL : at + 1;
    return true;
}

/* ---- pabulib_scan.c: bytes to rows --------------------------------------------------------- */

struct pb_scan {
    const char *at, *end; /* what was not read yet */
    const char *quote;    /* the first quotation mark at or behind `at`, or `end` */
    int line;             /* of the row */
    int next_line;        /* of `at` */
    bool has_stray;       /* something stood behind a closing quotation mark in the row */
    bool is_open;         /* no line end stood behind the row */
    size_t count;         /* cells of the row, also those above PABULIB_MAX_CELLS */
    struct pb_cell cells[PABULIB_MAX_CELLS];
    char *scratch;
    size_t scratch_cap;
};

enum pb_row { PB_ROW, PB_SECTION, PB_END, PB_REFUSED };

void pb_scan_init(struct pb_scan *scan, const char *text, size_t len);
void pb_scan_finish(struct pb_scan *scan);

/* ---- pabulib_number.c ---------------------------------------------------------------------- */

struct pb_amount { /* digits / 10^decimals, with the fewest decimals that tell it */
    int64_t digits;
    int decimals;
};

/* PABULIB_FINE, or why it is none. */
enum pabulib_kind pb_amount(struct pb_amount *ret, struct pb_cell cell);
enum pabulib_kind pb_whole(int64_t *ret, struct pb_cell cell);
/* In units of 1/10^decimals, rounded down when it has more; false: above ELECTION_MAX_MONEY. */
bool pb_scale(int64_t *ret, struct pb_amount amount, int decimals);

/* ---- pabulib_ids.c: which plan has this id; which voters come twice --------------------- */

struct pb_id {
    uint64_t hash;
    uint32_t len;
    uint32_t index; /* of the plan, plus one; 0: an empty slot */
};
struct pb_ids {
    uint64_t seed; /* from the kernel, so that no file is made to be slow */
    const struct election_plan *plans;
    struct pb_id *slots;
    size_t mask;
};
struct pb_voters {
    uint64_t seed;
    uint64_t *hashes; /* of all ids, in the order of the file */
    int *lines;
    size_t count, room;
    uint64_t last; /* as a number */
    bool only_grow;
};
enum { PB_NOBODY = UINT32_MAX };

bool pb_ids_init(struct pb_ids *ids, const struct election_plan *plans, size_t count);
void pb_ids_finish(struct pb_ids *ids);
uint32_t pb_ids_find(const struct pb_ids *ids, struct pb_cell id); /* the plan, or PB_NOBODY */
bool pb_ids_add(struct pb_ids *ids, uint32_t plan); /* false: this id is there already */
bool pb_voters_init(struct pb_voters *voters, size_t most);
void pb_voters_finish(struct pb_voters *voters);
bool pb_voters_add(struct pb_voters *voters, struct pb_cell id, int line); /* false: no memory */
/* When all were added, once: lines[0] .. lines[*ret_count - 1] become those of ids that were there
 * before. Two ids are one when 64 bits of a seeded hash are the same: it is a warning only. */
bool pb_voters_repeats(struct pb_voters *voters, size_t *ret_count);

/* ---- the reader ---------------------------------------------------------------------------- */

struct pb_limits { /* of a ballot; negative: none */
    int64_t length, points;
    struct pb_amount cost;
};

struct pb_reader {
    struct pabulib *file; /* in the making */
    struct pabulib_notes *notes;
    struct arena *arena;
    struct err *err;
    struct pb_scan scan;
    struct pb_cell title; /* of the section that the last PB_SECTION began */
    struct pb_limits limits;
    int64_t default_score;
    struct pb_amount budget; /* amounts wait here until the unit is known */
    struct pb_amount *costs; /* of the plans */
    struct pb_amount *theme_budgets;
    size_t theme_budget_count;
    int decimals; /* of one unit */
    struct pb_ids ids;
    uint64_t *named;  /* ballots that name a plan, also those that give it nothing */
    uint64_t *scores; /* points counted */
};

/* The next row that is not blank. Stray quotation marks were told. PB_SECTION: reader->title. */
enum pb_row pb_next(struct pb_reader *reader);

/* A note at this row, cell `column` from 0; -1: the whole row. */
struct pabulib_note pb_at(const struct pb_reader *reader, enum pabulib_kind kind, int column);
struct pb_cell pb_text(const char *text);
void pb_warn(struct pb_reader *reader, struct pabulib_note note, struct pb_cell detail);
bool pb_refuse(struct pb_reader *reader, struct pabulib_note note, struct pb_cell detail);
bool pb_no_memory(struct pb_reader *reader);

/* pabulib_columns.c: finds names in the header row that comes next. ret[i]: the column of names[i],
 * or -1; the first `needed` must be there. */
bool pb_columns(struct pb_reader *reader, const char *const *names, size_t count, size_t needed,
                int *ret);
/* The cell of a column; "" when there is no such column or cell. */
struct pb_cell pb_cell(const struct pb_reader *reader, int column);
/* Tells a row that is shorter or longer than its header; refuses one that ends before `last`, the
 * last cell that is needed. */
bool pb_row_fits(struct pb_reader *reader, size_t columns, int last);
bool pb_is(struct pb_cell cell, const char *text); /* the same, capitals aside */
/* Refuses a number that is none: why is not PABULIB_FINE. */
bool pb_check(struct pb_reader *reader, enum pabulib_kind why, int column, struct pb_cell cell);
/* A copy that fits a screen. NULL: no memory. */
const char *pb_clean(struct pb_reader *reader, struct pb_cell cell);
/* May this stand as a plan's id in a .pb file? */
bool pb_id_is_good(struct pb_cell id);

bool pb_survey(struct pb_reader *reader, const char *text, size_t len);
const struct pabulib_pair *pb_pair(const struct pabulib *file, const char *key); /* or NULL */
bool pb_read_meta(struct pb_reader *reader);     /* to the title of the next section */
bool pb_read_projects(struct pb_reader *reader); /* the same */
bool pb_read_votes(struct pb_reader *reader);    /* to the end */

/* ---- the ballots: pabulib_box.c, pabulib_ballot.c ------------------------------------------- */

enum pb_vote_column { PB_VOTER, PB_VOTE, PB_POINTS, PB_VOTE_COLUMNS };

struct pb_box { /* of ballots, being filled */
    struct pb_reader *reader;
    struct election *election; /* its arrays are ours, and grow, until all were read */
    int columns[PB_VOTE_COLUMNS];
    size_t width;    /* of the header */
    int last_needed; /* column */
    uint32_t *seen;  /* by plan: the last ballot that named it, from 1 */
    uint32_t *place; /* by plan: where that choice stands */
    size_t ballot_room, choice_room;
    size_t choice_count; /* on all ballots so far */
    struct pb_voters voters;
    bool is_open; /* the last row had no line end */
};

bool pb_box_init(struct pb_box *box); /* when the header was read */
bool pb_box_more_ballots(struct pb_box *box);
bool pb_box_more_choices(struct pb_box *box);
bool pb_box_keep(struct pb_box *box); /* moves all that was read into the arena */
void pb_box_drop(struct pb_box *box); /* or frees it */
bool pb_read_ballot(struct pb_box *box);

extern const enum election_weights pb_weights[PABULIB_TYPES];

/* ---- the writer ---------------------------------------------------------------------------- */

struct pb_out {
    char *text; /* NULL: only measured */
    size_t len;
};

void pb_put(struct pb_out *out, const char *text, size_t len);
void pb_put_text(struct pb_out *out, const char *text);
void pb_put_number(struct pb_out *out, uint64_t number);
void pb_put_money(struct pb_out *out, int64_t amount, int64_t unit);
/* Inside quotation marks those of the text are doubled. A cell never holds a line end. */
void pb_put_inner(struct pb_out *out, const char *text, size_t len, bool is_quoted);
bool pb_needs_quotes(const char *text);
void pb_put_cell(struct pb_out *out, const char *text);
/* Without blanks around the commas, and without empty items. */
void pb_put_list(struct pb_out *out, const char *list);

struct pb_writer {
    struct pb_out out;
    const struct pabulib *file;
    const struct election *election;
    struct err *err;
    uint64_t *votes, *points; /* counted, by plan */
    uint64_t most_points;     /* on one ballot */
    uint64_t *order;          /* of one ballot's choices, being sorted */
};

bool pb_check_meta(const struct pb_writer *writer); /* has it what must be there? */
void pb_put_meta(struct pb_writer *writer);

#endif
