/* first: the first keeper opens her layer of the ballots that count, forgets which is which, and
 * hands the inner boxes over in an order that says nothing. She sees no choice. */
#include "app/count/desk.h"
#include "app/count/handover.h"
#include "app/count/list.h"
#include "app/count/signed.h"

#include <string.h>

/* The ballots of all boxes together, by rising id. */
static const struct box_ballot *load_ballots(struct desk *desk, size_t *ret_count,
                                             struct snag *snag)
{
    const struct args *args = desk->args;
    struct box *boxes = arena_array(&desk->arena, args->rest_count + 1, sizeof(*boxes));

    for (size_t i = 0; i < args->rest_count; i++) {
        if (!box_load(&boxes[i], desk->io, &desk->arena, args->rest[i], desk->round, snag)) {
            return NULL;
        }
    }
    return box_merge_ballots(&desk->arena, boxes, args->rest_count, ret_count);
}

static bool hand_over(struct desk *desk, const struct keyfile *key, const json_t *list,
                      struct snag *snag)
{
    struct handover handover = {.count = 0};
    const char *out = desk->args->value[ARG_OUT];
    size_t ballot_count = 0;
    const struct box_ballot *ballots = load_ballots(desk, &ballot_count, snag);

    if (ballots == NULL || !handover_open(&handover, &desk->arena, desk->round, key, list, ballots,
                                          ballot_count, snag)) {
        return false;
    }
    json_t *object = handover_make(&handover, list, key);
    bool done = signed_save(desk->io, out, object, snag);
    json_decref(object);
    if (done) {
        const char *const pairs[] = {"file", out, NULL};
        desk_say_number(desk, "first.opened", (int64_t)handover.count);
        if (handover.unopened > 0) {
            desk_say_number(desk, "first.unopened", handover.unopened);
        }
        desk_say(desk, "first.done", pairs);
    }
    return done;
}

bool task_first(struct desk *desk, struct snag *snag)
{
    struct keyfile key;

    if (!desk_open_round(desk, false, snag)) {
        return false;
    }
    json_t *list = list_load(desk->io, desk->args->value[ARG_LIST], desk->round, snag);
    bool done = list != NULL && desk_load_key(desk, &key, ARG_KEY, KEY_FIRST, snag);
    if (done) {
        done = hand_over(desk, &key, list, snag);
        keyfile_wipe(&key);
    }
    json_decref(list);
    return done;
}
