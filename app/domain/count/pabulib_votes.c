/* VOTES: the ballots. Nothing of them is kept but what they choose. */
#include "app/domain/count/pabulib_inner.h"

#include <stdlib.h>
#include <string.h>

enum column { VOTER, VOTE, POINTS, COLUMNS };

struct box { /* of ballots, being filled */
    struct pb_reader *reader;
    struct election *election; /* its arrays are ours, and grow, until all were read */
    int columns[COLUMNS];
    size_t width;    /* of the header */
    int last_needed; /* column */
    uint32_t *seen;  /* by plan: the last ballot that named it, from 1 */
    uint32_t *place; /* by plan: where that choice stands */
    size_t ballot_room, choice_room;
    size_t choice_count; /* on all ballots so far */
    struct pb_voters voters;
    bool is_open; /* the last row had no line end */
};

/* ---- room ---------------------------------------------------------------------------------- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool resize_ballots(struct box *box, size_t room)
{
    box->ballot_room = least(room, ELECTION_MAX_BALLOTS);
    uint32_t *first = realloc(box->election->first, (box->ballot_room + 1) * sizeof(*first));
    if (first == NULL) {
        return pb_no_memory(box->reader);
    }
    box->election->first = first;
    return true;
}

static bool resize_choices(struct box *box, size_t room)
{
    struct election *election = box->election;

    box->choice_room = least(room, ELECTION_MAX_CHOICES);
    uint16_t *plan = realloc(election->plan, box->choice_room * sizeof(*plan));
    if (plan == NULL) {
        return pb_no_memory(box->reader);
    }
    election->plan = plan;
    if (election->weights == ELECTION_APPROVALS) {
        return true;
    }
    uint16_t *weight = realloc(election->weight, box->choice_room * sizeof(*weight));
    if (weight == NULL) {
        return pb_no_memory(box->reader);
    }
    election->weight = weight;
    return true;
}

/* META tells how many ballots to expect; it is believed as far as the file could hold them. */
static size_t expected_ballots(const struct box *box)
{
    const struct pb_scan *scan = &box->reader->scan;
    int64_t told = 0;

    pb_whole(&told, pb_text(pabulib_value(box->reader->file, "num_votes")));
    return least((size_t)told, (size_t)(scan->end - scan->at) / 2) + 1;
}

static bool make_room(struct box *box)
{
    struct pb_reader *reader = box->reader;
    size_t plans = box->election->plan_count;
    size_t ballots = expected_ballots(box);

    reader->named = calloc(plans, sizeof(*reader->named));
    reader->scores = calloc(plans, sizeof(*reader->scores));
    box->seen = calloc(plans, sizeof(*box->seen));
    box->place = calloc(plans, sizeof(*box->place));
    if (reader->named == NULL || reader->scores == NULL || box->seen == NULL ||
        box->place == NULL || !pb_voters_init(&box->voters, ballots)) {
        return pb_no_memory(reader);
    }
    if (!resize_ballots(box, ballots) || !resize_choices(box, 4 * ballots)) {
        return false;
    }
    box->election->first[0] = 0;
    return true;
}

/* What was filled moves into the arena, with not a byte more than it needs. */
static void *keep(struct arena *arena, void *array, size_t count, size_t size)
{
    void *kept = arena_array(arena, count, size);

    if (kept != NULL && count > 0) {
        memcpy(kept, array, count * size);
    }
    free(array);
    return kept;
}

static bool keep_all(struct box *box)
{
    struct election *election = box->election;
    struct arena *arena = box->reader->arena;
    bool has_weight = election->weight != NULL;

    election->first =
        keep(arena, election->first, election->ballot_count + 1, sizeof(*election->first));
    election->plan = keep(arena, election->plan, box->choice_count, sizeof(*election->plan));
    if (has_weight) {
        election->weight =
            keep(arena, election->weight, box->choice_count, sizeof(*election->weight));
    }
    return (election->first != NULL && election->plan != NULL &&
            (!has_weight || election->weight != NULL)) ||
           pb_no_memory(box->reader);
}

static void drop_all(struct box *box)
{
    free(box->election->first);
    free(box->election->plan);
    free(box->election->weight);
}

/* ---- one choice ---------------------------------------------------------------------------- */

static bool add_choice(struct box *box, uint32_t plan, uint16_t weight)
{
    if (box->choice_count == ELECTION_MAX_CHOICES) {
        struct pabulib_note note = pb_at(box->reader, PABULIB_CHOICES_MANY, -1);
        note.n = ELECTION_MAX_CHOICES;
        return pb_refuse(box->reader, note, pb_text(""));
    }
    if (box->choice_count == box->choice_room && !resize_choices(box, 2 * box->choice_room)) {
        return false;
    }
    box->election->plan[box->choice_count] = (uint16_t)plan;
    if (box->election->weight != NULL) {
        box->election->weight[box->choice_count] = weight;
    }
    box->seen[plan] = (uint32_t)box->election->ballot_count + 1;
    box->place[plan] = (uint32_t)box->choice_count;
    box->choice_count++;
    return true;
}

static bool refuse_points_count(struct box *box)
{
    return pb_refuse(box->reader, pb_at(box->reader, PABULIB_POINTS_COUNT, box->columns[POINTS]),
                     pb_cell(box->reader, box->columns[VOTER]));
}

static bool read_points(struct box *box, struct pb_cell *list, uint16_t *ret)
{
    struct pb_cell item;
    int64_t points = 0;

    if (!pb_item(list, &item)) {
        return refuse_points_count(box);
    }
    enum pabulib_kind why = pb_whole(&points, item);
    if (why == PABULIB_FINE && points > ELECTION_MAX_WEIGHT) {
        why = PABULIB_POINTS_LARGE;
    }
    *ret = (uint16_t)points;
    return pb_check(box->reader, why, box->columns[POINTS], item);
}

/* Two commas without a plan between them. */
static bool skip_choice(struct box *box, struct pb_cell *points)
{
    struct pb_cell item = {0};

    pb_warn(box->reader, pb_at(box->reader, PABULIB_CHOICE_EMPTY, box->columns[VOTE]),
            pb_cell(box->reader, box->columns[VOTER]));
    return !pb_item(points, &item) || item.len == 0 || refuse_points_count(box);
}

static bool read_choice(struct box *box, struct pb_cell id, struct pb_cell *points)
{
    struct pb_reader *reader = box->reader;
    bool has_points = box->election->weights == ELECTION_POINTS;
    uint16_t weight = 0;

    if (id.len == 0) {
        return skip_choice(box, points);
    }
    if (has_points && !read_points(box, points, &weight)) {
        return false;
    }
    uint32_t plan = pb_ids_find(&reader->ids, id);
    if (plan == PB_NOBODY) {
        pb_warn(reader, pb_at(reader, PABULIB_CHOICE_UNKNOWN, box->columns[VOTE]), id);
        return true;
    }
    if (box->seen[plan] != (uint32_t)box->election->ballot_count + 1) {
        return add_choice(box, plan, weight);
    }
    pb_warn(reader, pb_at(reader, PABULIB_CHOICE_TWICE, box->columns[VOTE]), id);
    if (has_points) { /* the last points given count */
        box->election->weight[box->place[plan]] = weight;
    }
    return true;
}

/* ---- one ballot ---------------------------------------------------------------------------- */

struct sum { /* of what a ballot names */
    int64_t length, points, cost;
};

static struct sum add_up(const struct box *box, size_t from)
{
    const struct election *election = box->election;
    struct pb_reader *reader = box->reader;
    struct sum sum = {.length = (int64_t)(box->choice_count - from)};

    for (size_t i = from; i < box->choice_count; i++) {
        uint16_t plan = election->plan[i];
        if (sum.cost <= ELECTION_MAX_MONEY) { /* two of the largest amounts still fit */
            sum.cost += election->plans[plan].cost;
        }
        reader->named[plan]++;
        if (election->weight != NULL) {
            sum.points += election->weight[i];
            reader->scores[plan] += election->weight[i];
        }
    }
    return sum;
}

static void tell_limit(struct box *box, enum pabulib_kind kind, int64_t is, int64_t limit)
{
    if (limit >= 0 && is > limit) {
        struct pabulib_note note = pb_at(box->reader, kind, box->columns[VOTE]);
        note.n = is;
        note.m = limit;
        pb_warn(box->reader, note, pb_cell(box->reader, box->columns[VOTER]));
    }
}

static void tell_limits(struct box *box, struct sum sum)
{
    const struct pb_limits *limits = &box->reader->limits;
    int64_t cost = -1;

    tell_limit(box, PABULIB_BALLOT_LONG, sum.length, limits->length);
    tell_limit(box, PABULIB_BALLOT_POINTS, sum.points, limits->points);
    if (limits->cost.digits >= 0 && pb_scale(&cost, limits->cost, box->reader->decimals)) {
        tell_limit(box, PABULIB_BALLOT_COST, sum.cost, cost);
    }
}

static void rank(struct box *box, size_t from)
{
    for (size_t i = from; i < box->choice_count; i++) {
        box->election->weight[i] = (uint16_t)(box->choice_count - i);
    }
}

/* A plan that was given nothing was not chosen. */
static void drop_zeros(struct box *box, size_t from)
{
    struct election *election = box->election;
    size_t kept = from;

    for (size_t i = from; i < box->choice_count; i++) {
        if (election->weight[i] > 0) {
            election->plan[kept] = election->plan[i];
            election->weight[kept++] = election->weight[i];
        }
    }
    if (kept < box->choice_count) {
        pb_warn(box->reader, pb_at(box->reader, PABULIB_CHOICE_ZERO, box->columns[POINTS]),
                pb_cell(box->reader, box->columns[VOTER]));
    }
    box->choice_count = kept;
}

static bool add_defaults(struct box *box)
{
    for (uint32_t plan = 0; plan < box->election->plan_count; plan++) {
        if (box->seen[plan] != (uint32_t)box->election->ballot_count + 1 &&
            !add_choice(box, plan, (uint16_t)box->reader->default_score)) {
            return false;
        }
    }
    return true;
}

static bool finish_ballot(struct box *box, size_t from)
{
    struct election *election = box->election;

    if (election->weights == ELECTION_RANKS) {
        rank(box, from);
    }
    tell_limits(box, add_up(box, from));
    if (election->weights == ELECTION_POINTS) {
        drop_zeros(box, from);
    }
    if (box->reader->default_score > 0 && !add_defaults(box)) {
        return false;
    }
    election->first[++election->ballot_count] = (uint32_t)box->choice_count;
    return true;
}

static struct pb_cell list_of(const struct box *box, enum column column)
{
    struct pb_cell cell = pb_cell(box->reader, box->columns[column]);

    return cell.len == 0 ? (struct pb_cell){0} : cell; /* nothing is a list of none, not of one */
}

static bool note_voter(struct box *box)
{
    struct pb_reader *reader = box->reader;
    struct pb_cell voter = pb_cell(reader, box->columns[VOTER]);

    if (voter.len == 0) {
        pb_warn(reader, pb_at(reader, PABULIB_VOTER_EMPTY, box->columns[VOTER]), voter);
        return true;
    }
    return pb_voters_add(&box->voters, voter, reader->scan.line) || pb_no_memory(reader);
}

static bool tell_repeats(struct box *box)
{
    size_t count;

    if (!pb_voters_repeats(&box->voters, &count)) {
        return pb_no_memory(box->reader);
    }
    for (size_t i = 0; i < count; i++) {
        struct pabulib_note note = {.kind = PABULIB_VOTER_TWICE, .line = box->voters.lines[i]};
        pb_warn(box->reader, note, pb_text(""));
    }
    return true;
}

static bool read_ballot(struct box *box)
{
    struct pb_reader *reader = box->reader;
    struct pb_cell votes = list_of(box, VOTE);
    struct pb_cell points = {0};
    struct pb_cell item;
    size_t from = box->choice_count;

    if (box->election->ballot_count == ELECTION_MAX_BALLOTS) {
        struct pabulib_note note = pb_at(reader, PABULIB_BALLOTS_MANY, -1);
        note.n = ELECTION_MAX_BALLOTS;
        return pb_refuse(reader, note, pb_text(""));
    }
    if (box->election->ballot_count == box->ballot_room &&
        !resize_ballots(box, 2 * box->ballot_room)) {
        return false;
    }
    if (!pb_row_fits(reader, box->width, box->last_needed)) {
        return false;
    }
    if (!note_voter(box)) {
        return false;
    }
    if (box->election->weights == ELECTION_POINTS) {
        points = list_of(box, POINTS);
    }
    while (pb_item(&votes, &item)) {
        if (!read_choice(box, item, &points)) {
            return false;
        }
    }
    if (points.text != NULL) {
        return refuse_points_count(box);
    }
    return finish_ballot(box, from);
}

static bool read_ballots(struct box *box)
{
    static const char *const names[COLUMNS] = {"voter_id", "vote", "points"};
    struct pb_reader *reader = box->reader;
    bool has_points = box->election->weights == ELECTION_POINTS;
    enum pb_row row;

    if (!pb_columns(reader, names, COLUMNS, has_points ? COLUMNS : POINTS, box->columns)) {
        return false;
    }
    box->width = reader->scan.count;
    box->is_open = reader->scan.is_open;
    for (int i = 0; i < COLUMNS; i++) {
        bool is_needed = i != POINTS || has_points;
        box->last_needed =
            is_needed && box->columns[i] > box->last_needed ? box->columns[i] : box->last_needed;
    }
    if (!make_room(box)) {
        return false;
    }
    while ((row = pb_next(reader)) == PB_ROW) {
        if (!read_ballot(box)) {
            return false;
        }
        box->is_open = reader->scan.is_open;
    }
    if (row == PB_SECTION) {
        return pb_refuse(reader, pb_at(reader, PABULIB_SECTION_ORDER, -1), reader->title);
    }
    return row == PB_END && tell_repeats(box);
}

/* ---- what the file itself tells of the outcome --------------------------------------------- */

/* Is it told of every plan, and the same as was counted? */
static bool compare(struct box *box, enum pabulib_kind kind)
{
    const struct pb_reader *reader = box->reader;
    bool is_same = true;

    for (size_t i = 0; i < box->election->plan_count; i++) {
        const struct pabulib_plan *told = &reader->file->plans[i];
        int64_t published = kind == PABULIB_VOTES_DIFFER ? told->votes : told->score;
        uint64_t counted = kind == PABULIB_VOTES_DIFFER ? reader->named[i] : reader->scores[i];
        if (published < 0 || (uint64_t)published != counted) {
            is_same = false;
        }
        if (published >= 0 && (uint64_t)published != counted) {
            struct pabulib_note note = {
                .kind = kind, .line = told->line, .n = published, .m = (int64_t)counted};
            pb_warn(box->reader, note, pb_text(box->election->plans[i].id));
        }
    }
    return is_same;
}

static void compare_all(struct box *box)
{
    struct pb_reader *reader = box->reader;
    const struct pabulib_pair *told = pb_pair(reader->file, "num_votes");
    int64_t count = 0;

    pb_whole(&count, pb_text(told->value));
    bool is_whole = (size_t)count == box->election->ballot_count;
    if (!is_whole) {
        struct pabulib_note note = {.kind = PABULIB_NUM_VOTES,
                                    .line = told->line,
                                    .n = count,
                                    .m = (int64_t)box->election->ballot_count};
        pb_warn(reader, note, pb_text(""));
    }
    bool are_votes_same = compare(box, PABULIB_VOTES_DIFFER);
    bool is_same = box->election->weights == ELECTION_APPROVALS
                       ? are_votes_same
                       : compare(box, PABULIB_SCORE_DIFFER);
    if (box->is_open && !(is_whole && is_same)) { /* perhaps cut in the middle of that line */
        pb_warn(reader, pb_at(reader, PABULIB_LINE_OPEN, -1), pb_text(""));
    }
}

bool pb_read_votes(struct pb_reader *reader)
{
    struct box box = {.reader = reader, .election = &reader->file->election};
    bool is_read = read_ballots(&box);

    if (is_read) {
        compare_all(&box);
        is_read = keep_all(&box);
    } else {
        drop_all(&box);
    }
    free(box.seen);
    free(box.place);
    pb_voters_finish(&box.voters);
    return is_read;
}
