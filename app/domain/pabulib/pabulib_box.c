/* Room for ballots while they are read: it grows, and ends in the arena. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <stdlib.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool resize_ballots(struct pb_box *box, size_t room)
{
    box->ballot_room = least(room, ELECTION_MAX_BALLOTS);
    uint32_t *first = realloc(box->election->first, (box->ballot_room + 1) * sizeof(*first));
    if (first == NULL) {
        return pb_no_memory(box->reader);
    }
    box->election->first = first;
    return true;
}

static bool resize_choices(struct pb_box *box, size_t room)
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
static size_t expected_ballots(const struct pb_box *box)
{
    const struct pb_scan *scan = &box->reader->scan;
    int64_t told = 0;

    pb_whole(&told, pb_text(pabulib_value(box->reader->file, "num_votes")));
    size_t could_be = least((size_t)(scan->end - scan->at) / 2, ELECTION_MAX_BALLOTS);
    return least((size_t)told, could_be) + 1;
}

bool pb_box_init(struct pb_box *box)
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

bool pb_box_keep(struct pb_box *box)
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

void pb_box_drop(struct pb_box *box)
{
    free(box->election->first);
    free(box->election->plan);
    free(box->election->weight);
}

bool pb_box_more_ballots(struct pb_box *box)
{
    if (box->election->ballot_count == ELECTION_MAX_BALLOTS) {
        struct pabulib_note note = pb_at(box->reader, PABULIB_BALLOTS_MANY, -1);
        note.n = ELECTION_MAX_BALLOTS;
        return pb_refuse(box->reader, note, pb_text(""));
    }
    return box->election->ballot_count < box->ballot_room ||
           resize_ballots(box, 2 * box->ballot_room);
}

bool pb_box_more_choices(struct pb_box *box)
{
    if (box->choice_count == ELECTION_MAX_CHOICES) {
        struct pabulib_note note = pb_at(box->reader, PABULIB_CHOICES_MANY, -1);
        note.n = ELECTION_MAX_CHOICES;
        return pb_refuse(box->reader, note, pb_text(""));
    }
    return box->choice_count < box->choice_room || resize_choices(box, 2 * box->choice_room);
}
