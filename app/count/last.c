/* last: the last keeper opens the inner boxes, adds the choices up, lets the rule choose, and signs
 * the result. Nobody but he sees a choice, and he does not know whose it is. */
#include "app/count/desk.h"
#include "app/count/handover.h"
#include "app/count/result.h"
#include "app/count/result_print.h"
#include "app/count/signed.h"
#include "app/domain/seal.h"

#include <string.h>

/* The public half of the first keeper's signing key: beside the round's other keys. */
static bool load_first_sign(struct desk *desk, uint8_t ret[CRYPTO_KEY], struct snag *snag)
{
    struct keyfile first;
    const char *path = arena_printf(&desk->arena, "%s/sleutels/%s/first.publiek",
                                    desk->args->value[ARG_PACK], desk->round->name);

    if (!keyfile_load_public(&first, desk->io, path, snag)) {
        return false;
    }
    if (first.role != KEY_FIRST || memcmp(first.box, desk->round->keys.first, CRYPTO_KEY) != 0) {
        return snag_set(snag, "tel.key.other-round", path, 0, desk->round->name);
    }
    memcpy(ret, first.sign, CRYPTO_KEY);
    return true;
}

/* Into an election of this round; its ballots stay in the arena, which is wiped after the count. */
static void open_all(struct opened *opened, struct arena *arena, const struct handover *handover,
                     const struct round *round, const struct keyfile *key)
{
    struct election *election =
        election_of_round(arena, round, handover->count, handover->count * round->plan_count);

    *opened = (struct opened){.election = election, .unopened = handover->unopened};
    for (size_t i = 0; i < handover->count; i++) {
        struct ballot ballot;
        const uint8_t *box = handover->boxes + i * handover->box_len;
        if (i > 0 && memcmp(box - handover->box_len, box, handover->box_len) == 0) {
            opened->doubles++;
        } else if (!seal_open_last(&ballot, box, handover->box_len, round, key->box_secret, NULL)) {
            opened->malformed++;
        } else {
            election_add(election, &ballot);
            crypto_wipe(&ballot, sizeof(ballot));
        }
    }
}

static bool publish(struct desk *desk, const struct handover *handover, const json_t *object,
                    const struct keyfile *key, struct snag *snag)
{
    struct opened opened;
    struct arena arena;
    const char *out = desk->args->value[ARG_OUT];

    arena_init(&arena, 0);
    open_all(&opened, &arena, handover, desk->round, key);
    if (opened.malformed > 0 && opened.malformed + opened.doubles == handover->count) {
        arena_finish(&arena); /* ballots of other plans or costs: a result of nothing is none */
        return snag_set(snag, "tel.last.other-plans", desk->args->value[ARG_IN], 0, NULL);
    }
    json_t *result =
        result_make(&opened, desk->round, json_object_get(object, "summary"), key, snag);
    bool done = result != NULL && signed_save(desk->io, out, result, snag);
    if (done) {
        const char *const pairs[] = {"file", out, NULL};
        result_print(desk, result);
        if (opened.malformed > 0 && desk->args->value[ARG_RECORDS] == NULL) {
            desk_say(desk, "uitslag.malformed-why", NULL);
        }
        desk_say(desk, "last.done", pairs);
    }
    arena_finish(&arena);
    json_decref(result);
    return done;
}

/* The boxes must rise: an order of another kind could say something. */
static bool is_sorted(const struct handover *handover)
{
    for (size_t i = 1; i < handover->count; i++) {
        const uint8_t *box = handover->boxes + i * handover->box_len;
        if (memcmp(box - handover->box_len, box, handover->box_len) > 0) {
            return false;
        }
    }
    return true;
}

bool task_last(struct desk *desk, struct snag *snag)
{
    struct keyfile key;
    struct handover handover;
    uint8_t first_sign[CRYPTO_KEY];
    const char *in = desk->args->value[ARG_IN];

    if (!desk_open_round(desk, false, snag) || !load_first_sign(desk, first_sign, snag)) {
        return false;
    }
    json_t *object =
        handover_load(&handover, desk->io, &desk->arena, in, desk->round, first_sign, snag);
    if (object == NULL) {
        return false;
    }
    bool done = (is_sorted(&handover) || snag_set(snag, "tel.handover.forged", in, 0, NULL)) &&
                desk_load_key(desk, &key, ARG_KEY, KEY_LAST, snag);
    if (done) {
        done = publish(desk, &handover, object, &key, snag);
        keyfile_wipe(&key);
    }
    json_decref(object);
    return done;
}

bool task_verify(struct desk *desk, struct snag *snag)
{
    if (!desk_open_round(desk, false, snag)) {
        return false;
    }
    json_t *result = result_load(desk->io, desk->args->rest[0], desk->round, snag);
    if (result == NULL) {
        return false;
    }
    result_print(desk, result);
    desk_say(desk, "verify.good", NULL);
    json_decref(result);
    return true;
}
