/* The end of it all: what the hub gives is counted, by the registrar, the first and the last
 * keeper, with the code of their programs. No ballot is opened that the registrar did not sign, she
 * signs one for each code that she gave out and that was used, and the sums are those of the
 * voters. */
#include "tests/sim/sim.h"

#include "app/count/claims.h"
#include "app/count/handover.h"
#include "app/count/list.h"
#include "app/count/signed.h"
#include "sync/hub/hub_export.h"

#include <string.h>

/* The last of the voters has a code that the registrar never gave. */
enum { KNOWN_VOTERS = SIM_VOTERS - 1 };
#define BOX "/count/stembus.jsonl"
#define LIST "/count/telbaar.json"
#define HANDOVER "/count/eerste.json"

static void make_key(struct keyfile *ret, enum key_role role, const struct round *round,
                     uint8_t box[CRYPTO_KEY], uint8_t sign[CRYPTO_KEY])
{
    keyfile_make(ret, role, round->id);
    memcpy(box, ret->box, CRYPTO_KEY);
    if (sign != NULL) {
        memcpy(sign, ret->sign, CRYPTO_KEY);
    }
}

void sim_count_keys(struct sim *sim)
{
    struct round *round = &sim->rig.round;
    struct round_keys *keys = &round->keys;

    make_key(&sim->registrar, KEY_REGISTRAR, round, keys->registrar, keys->registrar_sign);
    make_key(&sim->first, KEY_FIRST, round, keys->first, NULL);
    make_key(&sim->last, KEY_LAST, round, keys->last, keys->last_sign);
}

/* ---- the oracle ---------------------------------------------------------------------------- */

struct counting {
    struct sim *sim;
    struct box box;
    json_t *list;
    struct snag snag;
    const struct box_ballot *wanted[KNOWN_VOTERS]; /* of each who voted, the one that counts */
    unsigned voter[KNOWN_VOTERS];
    size_t count;
};

static const struct box_ballot *ballot_of(const struct box *box, const struct sim_vote *vote)
{
    for (size_t i = 0; i < box->ballot_count; i++) {
        if (memcmp(box->ballots[i].id, vote->ballot, RECORD_RID) == 0) {
            return &box->ballots[i];
        }
    }
    return NULL;
}

/* One a voter, whatever the kiosks that took it, in whatever order. */
static void ask_oracle(struct counting *counting)
{
    struct sim *sim = counting->sim;

    for (unsigned voter = 0; voter < KNOWN_VOTERS; voter++) {
        const struct box_ballot *best = NULL;
        for (size_t i = 0; i < sim->vote_count; i++) {
            const struct box_ballot *ballot =
                sim->vote[i].voter == voter ? ballot_of(&counting->box, &sim->vote[i]) : NULL;
            if (ballot != NULL && (best == NULL || seal_compare_claims(sim->rig.round.id,
                                                                       ballot->id, best->id) < 0)) {
                best = ballot;
            }
        }
        if (best != NULL) {
            counting->voter[counting->count] = voter;
            counting->wanted[counting->count++] = best;
        }
    }
}

/* ---- the three people ---------------------------------------------------------------------- */

static bool take_box(struct counting *counting)
{
    struct sim *sim = counting->sim;
    struct hub_round *rounds;
    struct hub_box box;
    size_t count = 0;
    struct err err = {0};

    if (!hub_closing_rounds(&sim->hub, &sim->arena, &rounds, &count, &err)) {
        sim_fail(sim, "count: %s", err.msg);
        return false;
    }
    if (count == 0 || rounds[0].ballots == 0) {
        return false; /* nobody voted */
    }
    if (!hub_export_box(&sim->hub, &sim->arena, &rounds[0], NULL, "proef", &box, &err)) {
        sim_fail(sim, "count: no box: %s", err.msg);
        return false;
    }
    io_fault_put(sim->hub_disk->disk, BOX, box.text, box.len);
    if (!box_load(&counting->box, sim->place.io, &sim->arena, BOX, &sim->rig.round,
                  &counting->snag)) {
        sim_fail(sim, "count: the box of the hub is refused: %s", counting->snag.key);
        return false;
    }
    return true;
}

static void register_list(struct counting *counting)
{
    struct sim *sim = counting->sim;
    struct codebook_line lines[KNOWN_VOTERS];
    struct codebook book = {.lines = lines, .count = KNOWN_VOTERS};
    struct claims claims;

    for (unsigned i = 0; i < KNOWN_VOTERS; i++) {
        lines[i] = (struct codebook_line){.proof = {1}}; /* as rig_vote has it */
        rig_tag(lines[i].tag, i);
    }
    memcpy(book.round, sim->rig.round.id, ROUND_ID);
    codebook_sort(&book);
    claims_decide(&claims, &sim->arena, &sim->rig.round, &sim->registrar, &book, &counting->box, 1);
    json_t *made = list_make(&claims, &sim->rig.round, &counting->box, 1, "proef", &sim->registrar);
    bool saved = signed_save(sim->place.io, LIST, made, &counting->snag);
    json_decref(made);
    counting->list =
        saved ? list_load(sim->place.io, LIST, &sim->rig.round, &counting->snag) : NULL;
    if (counting->list == NULL) {
        sim_fail(sim, "count: no list: %s", counting->snag.key);
    }
}

static void check_list(struct counting *counting)
{
    size_t count = 0;
    uint8_t(*ids)[BALLOT_ID] = list_ids(counting->list, &counting->sim->arena, &count);

    for (size_t i = 0; i < counting->count; i++) {
        bool is_on = false;
        for (size_t j = 0; j < count; j++) {
            is_on = is_on || memcmp(ids[j], counting->wanted[i]->id, BALLOT_ID) == 0;
        }
        if (!is_on) {
            sim_fail(counting->sim, "count: the ballot of voter %u is not on the list",
                     counting->voter[i]);
        }
    }
    if (count != counting->count) {
        sim_fail(counting->sim, "count: %zu on the list, of %zu voters", count, counting->count);
    }
}

/* What comes out of the first keeper's hands is what went in, of the list, and nothing else. */
static void check_opened(struct counting *counting, const struct handover *handover)
{
    struct sim *sim = counting->sim;
    struct handover wanted = {.box_len = handover->box_len, .count = counting->count};

    wanted.boxes = arena_alloc(&sim->arena, (wanted.count + 1) * wanted.box_len);
    for (size_t i = 0; i < wanted.count; i++) {
        seal_open_first(wanted.boxes + i * wanted.box_len, counting->wanted[i]->sealed,
                        seal_ballot_len(&sim->rig.round), sim->first.box, sim->first.box_secret,
                        NULL);
    }
    handover_sort(&wanted);
    if (handover->count != wanted.count || handover->unopened != 0 ||
        memcmp(handover->boxes, wanted.boxes, wanted.count * wanted.box_len) != 0) {
        sim_fail(sim, "count: %zu ballots opened, %zu signed by the registrar", handover->count,
                 wanted.count);
    }
}

static void check_sums(struct counting *counting, const struct handover *handover)
{
    const struct sim *sim = counting->sim;
    int64_t sums[RIG_PLANS] = {0};

    for (size_t i = 0; i < handover->count; i++) {
        struct ballot ballot = {0};
        if (!seal_open_last(&ballot, handover->boxes + i * handover->box_len, handover->box_len,
                            &sim->rig.round, sim->last.box_secret, NULL)) {
            sim_fail(counting->sim, "count: a ballot does not open");
        }
        for (size_t p = 0; p < RIG_PLANS; p++) {
            sums[p] += ballot.value[p];
        }
    }
    for (size_t p = 0; p < RIG_PLANS; p++) {
        for (size_t i = 0; i < counting->count; i++) { /* as rig_vote makes a choice of a number */
            unsigned voter = counting->voter[i];
            sums[p] -= p == voter % RIG_PLANS || (voter >> p & 1u) != 0;
        }
        if (sums[p] != 0) {
            sim_fail(counting->sim, "count: plan %zu has %lld votes too many", p + 1,
                     (long long)sums[p]);
        }
    }
}

static void open_and_count(struct counting *counting)
{
    struct sim *sim = counting->sim;
    struct handover handover = {.count = 0};

    if (!handover_open(&handover, &sim->arena, &sim->rig.round, &sim->first, counting->list,
                       counting->box.ballots, counting->box.ballot_count, &counting->snag)) {
        sim_fail(sim, "count: the first keeper cannot: %s", counting->snag.key);
        return;
    }
    check_opened(counting, &handover);
    json_t *made = handover_make(&handover, counting->list, &sim->first);
    bool saved = signed_save(sim->place.io, HANDOVER, made, &counting->snag);
    json_decref(made);
    json_t *loaded = saved ? handover_load(&handover, sim->place.io, &sim->arena, HANDOVER,
                                           &sim->rig.round, sim->first.sign, &counting->snag)
                           : NULL;
    if (loaded == NULL) {
        sim_fail(sim, "count: the last keeper refuses: %s", counting->snag.key);
        return;
    }
    json_decref(loaded);
    check_sums(counting, &handover);
}

void sim_check_count(struct sim *sim)
{
    struct counting counting = {.sim = sim};

    if (SIM_HAS_FAILED(sim) || !take_box(&counting)) {
        return;
    }
    ask_oracle(&counting);
    register_list(&counting);
    if (!SIM_HAS_FAILED(sim)) {
        check_list(&counting);
        open_and_count(&counting);
    }
    sim_say(sim, "%zu ballots counted of %zu in the box", counting.count,
            counting.box.ballot_count);
    json_decref(counting.list);
}
