/* VOTES: the ballots. Nothing of them is kept but what they choose. Then the file itself is asked
 * what it tells of the outcome. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <stdlib.h>

static bool tell_repeats(struct pb_box *box)
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

static bool read_ballots(struct pb_box *box)
{
    static const char *const names[PB_VOTE_COLUMNS] = {"voter_id", "vote", "points"};
    struct pb_reader *reader = box->reader;
    bool has_points = box->election->weights == ELECTION_POINTS;
    enum pb_row row;

    if (!pb_columns(reader, names, PB_VOTE_COLUMNS, has_points ? PB_VOTE_COLUMNS : PB_POINTS,
                    box->columns)) {
        return false;
    }
    box->width = reader->scan.count;
    box->is_open = reader->scan.is_open;
    for (int i = 0; i < PB_VOTE_COLUMNS; i++) {
        bool is_needed = i != PB_POINTS || has_points;
        box->last_needed =
            is_needed && box->columns[i] > box->last_needed ? box->columns[i] : box->last_needed;
    }
    if (!pb_box_init(box)) {
        return false;
    }
    while ((row = pb_next(reader)) == PB_ROW) {
        if (!pb_read_ballot(box)) {
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
static bool compare(struct pb_box *box, enum pabulib_kind kind)
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

static void compare_all(struct pb_box *box)
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
    struct pb_box box = {.reader = reader, .election = &reader->file->election};
    bool is_read = read_ballots(&box);

    if (is_read) {
        compare_all(&box);
        is_read = pb_box_keep(&box);
    } else {
        pb_box_drop(&box);
    }
    free(box.seen);
    free(box.place);
    pb_voters_finish(&box.voters);
    return is_read;
}
