/* One ballot: its choices, each plan once; what is odd about it is told. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <string.h>

/* ---- one choice ---------------------------------------------------------------------------- */

static bool add_choice(struct pb_box *box, uint32_t plan, uint16_t weight)
{
    if (!pb_box_more_choices(box)) {
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

static bool refuse_points_count(struct pb_box *box)
{
    return pb_refuse(box->reader, pb_at(box->reader, PABULIB_POINTS_COUNT, box->columns[PB_POINTS]),
                     pb_cell(box->reader, box->columns[PB_VOTER]));
}

static bool read_points(struct pb_box *box, struct pb_cell *list, uint16_t *ret)
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
    return pb_check(box->reader, why, box->columns[PB_POINTS], item);
}

/* Two commas without a plan between them. */
static bool skip_choice(struct pb_box *box, struct pb_cell *points)
{
    struct pb_cell item = {0};

    pb_warn(box->reader, pb_at(box->reader, PABULIB_CHOICE_EMPTY, box->columns[PB_VOTE]),
            pb_cell(box->reader, box->columns[PB_VOTER]));
    return !pb_item(points, &item) || item.len == 0 || refuse_points_count(box);
}

static bool read_choice(struct pb_box *box, struct pb_cell id, struct pb_cell *points)
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
        pb_warn(reader, pb_at(reader, PABULIB_CHOICE_UNKNOWN, box->columns[PB_VOTE]), id);
        return true;
    }
    if (box->seen[plan] != (uint32_t)box->election->ballot_count + 1) {
        return add_choice(box, plan, weight);
    }
    pb_warn(reader, pb_at(reader, PABULIB_CHOICE_TWICE, box->columns[PB_VOTE]), id);
    if (has_points) { /* the last points given count */
        box->election->weight[box->place[plan]] = weight;
    }
    return true;
}

/* ---- one ballot ---------------------------------------------------------------------------- */

struct sum { /* of what a ballot names */
    int64_t length, points;
    uint64_t cost;
};

static struct sum add_up(const struct pb_box *box, size_t from)
{
    const struct election *election = box->election;
    struct pb_reader *reader = box->reader;
    struct sum sum = {.length = (int64_t)(box->choice_count - from)};

    for (size_t i = from; i < box->choice_count; i++) {
        uint16_t plan = election->plan[i];
        if (sum.cost <= ELECTION_MAX_MONEY) { /* two of the largest amounts still fit */
            sum.cost += (uint64_t)election->plans[plan].cost;
        }
        reader->named[plan]++;
        if (election->weight != NULL) {
            sum.points += election->weight[i];
            reader->scores[plan] += election->weight[i];
        }
    }
    return sum;
}

static void tell_limit(struct pb_box *box, enum pabulib_kind kind, int64_t is, int64_t limit)
{
    if (limit >= 0 && is > limit) {
        struct pabulib_note note = pb_at(box->reader, kind, box->columns[PB_VOTE]);
        note.n = is;
        note.m = limit;
        pb_warn(box->reader, note, pb_cell(box->reader, box->columns[PB_VOTER]));
    }
}

static void tell_limits(struct pb_box *box, struct sum sum)
{
    const struct pb_limits *limits = &box->reader->limits;
    int64_t cost = -1;

    tell_limit(box, PABULIB_BALLOT_LONG, sum.length, limits->length);
    tell_limit(box, PABULIB_BALLOT_POINTS, sum.points, limits->points);
    if (limits->cost.digits >= 0 && pb_scale(&cost, limits->cost, box->reader->decimals)) {
        tell_limit(box, PABULIB_BALLOT_COST, sum.cost > INT64_MAX ? INT64_MAX : (int64_t)sum.cost,
                   cost);
    }
}

static void rank(struct pb_box *box, size_t from)
{
    for (size_t i = from; i < box->choice_count; i++) {
        box->election->weight[i] = (uint16_t)(box->choice_count - i);
    }
}

/* A plan that was given nothing was not chosen. */
static void drop_zeros(struct pb_box *box, size_t from)
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
        pb_warn(box->reader, pb_at(box->reader, PABULIB_CHOICE_ZERO, box->columns[PB_POINTS]),
                pb_cell(box->reader, box->columns[PB_VOTER]));
    }
    box->choice_count = kept;
}

static bool add_defaults(struct pb_box *box)
{
    for (uint32_t plan = 0; plan < box->election->plan_count; plan++) {
        if (box->seen[plan] != (uint32_t)box->election->ballot_count + 1 &&
            !add_choice(box, plan, (uint16_t)box->reader->default_score)) {
            return false;
        }
    }
    return true;
}

static bool finish_ballot(struct pb_box *box, size_t from)
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

static struct pb_cell list_of(const struct pb_box *box, int column)
{
    struct pb_cell cell = pb_cell(box->reader, box->columns[column]);

    cell.text = cell.len == 0 ? NULL : cell.text; /* nothing is a list of none, not of one */
    return cell;
}

static bool note_voter(struct pb_box *box)
{
    struct pb_reader *reader = box->reader;
    struct pb_cell voter = pb_cell(reader, box->columns[PB_VOTER]);

    if (voter.len == 0) {
        pb_warn(reader, pb_at(reader, PABULIB_VOTER_EMPTY, box->columns[PB_VOTER]), voter);
        return true;
    }
    return pb_voters_add(&box->voters, voter, reader->scan.line) || pb_no_memory(reader);
}

bool pb_read_ballot(struct pb_box *box)
{
    struct pb_reader *reader = box->reader;
    struct pb_cell votes = list_of(box, PB_VOTE);
    struct pb_cell points = {0};
    struct pb_cell item;
    size_t from = box->choice_count;

    if (!pb_box_more_ballots(box) || !pb_row_fits(reader, box->width, box->last_needed)) {
        return false;
    }
    if (!note_voter(box)) {
        return false;
    }
    if (box->election->weights == ELECTION_POINTS) {
        points = list_of(box, PB_POINTS);
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
