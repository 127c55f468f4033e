/* trial: before a round starts, each who holds a key opens a trial envelope with it. Then nobody
 * finds out after the vote that a key is the wrong one.
 *
 * In turns: the first keeper makes a trial ballot, opens her layer and writes what is inside; the
 * last keeper opens that. The registrar opens a trial register entry. The two keys of the keepers
 * never lie on one table. */
#include "app/count/desk.h"
#include "app/count/signed.h"

#include "app/base/str.h"
#include "app/domain/seal.h"

#include <assert.h>
#include <string.h>

/* Some ballot that the round's form takes: plans are added until it does. */
static bool make_ballot(struct ballot *ret, const struct round *round)
{
    *ret = (struct ballot){.value = {0}};
    for (size_t i = 0; i < round->plan_count; i++) {
        if (ballot_may_add(ret, round, i) == BALLOT_OK) {
            ballot_toggle(ret, round, i);
        }
        if (ballot_check(ret, round) == BALLOT_OK) {
            return true;
        }
    }
    return false;
}

static bool make_vote(struct sealed_vote *ret, const struct round *round, struct snag *snag)
{
    struct ballot ballot;

    return (make_ballot(&ballot, round) && seal_vote(ret, &ballot, round, NULL, NULL, NULL)) ||
           snag_set(snag, "tel.trial.no-ballot", NULL, 0, round->name);
}

static bool try_registrar(const struct desk *desk, const struct keyfile *key, struct snag *snag)
{
    struct sealed_vote vote;
    uint8_t id[BALLOT_ID];
    uint8_t proof[CODE_PROOF];

    if (!make_vote(&vote, desk->round, snag)) {
        return false;
    }
    return (seal_open_register(id, proof, vote.entry, key->box, key->box_secret, NULL) &&
            memcmp(id, vote.ballot_id, BALLOT_ID) == 0) ||
           snag_set(snag, "tel.trial.failed", NULL, 0, key_role_name(key->role));
}

static bool try_first(const struct desk *desk, const struct keyfile *key, uint8_t *ret_inner,
                      struct snag *snag)
{
    struct sealed_vote vote;

    if (!make_vote(&vote, desk->round, snag)) {
        return false;
    }
    return seal_open_first(ret_inner, vote.ballot, vote.ballot_len, key->box, key->box_secret,
                           NULL) ||
           snag_set(snag, "tel.trial.failed", NULL, 0, key_role_name(key->role));
}

static bool try_last(const struct desk *desk, const struct keyfile *key, const uint8_t *inner,
                     struct snag *snag)
{
    struct ballot ballot;
    struct ballot told;
    const struct round *round = desk->round;

    return (seal_open_last(&ballot, inner, seal_inner_len(round), round, key->box_secret, NULL) &&
            make_ballot(&told, round) && memcmp(&told, &ballot, sizeof(told)) == 0) ||
           snag_set(snag, "tel.trial.failed", NULL, 0, key_role_name(key->role));
}

/* ---- in turns ---------------------------------------------------------------------------- */

static bool save_inner(const struct desk *desk, const uint8_t *inner, struct snag *snag)
{
    json_t *object = json_object();

    json_put_hex(object, "inner", inner, seal_inner_len(desk->round));
    json_put_text(object, "kind", "trial");
    json_put_hex(object, "round", desk->round->id, ROUND_ID);
    json_put_number(object, "version", 1);
    bool done = signed_save(desk->io, desk->args->value[ARG_OUT], object, snag);
    json_decref(object);
    return done;
}

static bool load_inner(const struct desk *desk, uint8_t *ret_inner, struct snag *snag)
{
    uint8_t round_id[ROUND_ID];
    const char *path = desk->args->value[ARG_IN];
    json_t *object = signed_load(desk->io, path, snag);

    if (object == NULL) {
        return false;
    }
    bool good = strcmp(json_text(object, "kind", ""), "trial") == 0 &&
                signed_hex(object, "round", round_id, ROUND_ID) &&
                memcmp(round_id, desk->round->id, ROUND_ID) == 0 &&
                signed_hex(object, "inner", ret_inner, seal_inner_len(desk->round));
    json_decref(object);
    return good || snag_set(snag, "tel.trial.not", path, 0, NULL);
}

static bool run_turn(struct desk *desk, const struct keyfile *key, struct snag *snag)
{
    uint8_t inner[SEAL_BALLOT_MAX];
    const char *out = desk->args->value[ARG_OUT];
    const char *const pairs[] = {"file", out == NULL ? "" : out, NULL};

    switch (key->role) {
    case KEY_REGISTRAR:
        if (!try_registrar(desk, key, snag)) {
            return false;
        }
        desk_say(desk, "trial.registrar", pairs);
        return true;
    case KEY_FIRST:
        if (out == NULL) {
            return snag_set(snag, "tel.trial.needs-out", NULL, 0, NULL);
        }
        if (!try_first(desk, key, inner, snag) || !save_inner(desk, inner, snag)) {
            return false;
        }
        desk_say(desk, "trial.first", pairs);
        return true;
    case KEY_LAST:
        if (desk->args->value[ARG_IN] == NULL) {
            return snag_set(snag, "tel.trial.needs-in", NULL, 0, NULL);
        }
        if (!load_inner(desk, inner, snag) || !try_last(desk, key, inner, snag)) {
            return false;
        }
        desk_say(desk, "trial.last", pairs);
        return true;
    case KEY_VILLAGE:
    case KEY_MUNICIPALITY:
    case KEY_PRACTICE:
    case KEY_ROOT:
    case KEY_ROLES:
        break;
    }
    return snag_set(snag, "tel.trial.role", NULL, 0, key_role_name(key->role));
}

bool task_trial(struct desk *desk, struct snag *snag)
{
    struct keyfile key;

    if (!desk_open_round(desk, false, snag)) {
        return false;
    }
    if (desk->args->value[ARG_FIRST_KEY] != NULL) { /* both on one table */
        return snag_set(snag, "tel.trial.apart", NULL, 0, NULL);
    }
    if (!keyfile_load_secret(&key, desk->io, desk->args->value[ARG_KEY], snag)) {
        return false;
    }
    bool done =
        desk_check_key(desk, &key, desk->args->value[ARG_KEY], snag) && run_turn(desk, &key, snag);
    keyfile_wipe(&key);
    return done;
}
