/* A run: acts by chance, then the faults end and everything arrives. */
#include "tests/sim/sim.h"

#include "app/count/handover.h"
#include "app/store/store_outbox.h"
#include "app/store/store_round.h"

#include <string.h>

enum { STEPS_LEAST = 30, STEPS_MORE = 60, DRAIN_STICK = SIM_STICKS, DRAIN_ROUNDS = 9 };

enum act {
    ACT_VOTE,
    ACT_IDEA,
    ACT_VISIT,
    ACT_DESK,
    ACT_NETWORK,
    ACT_NIGHT,
    ACT_BACKUP,
    ACT_MAIL,
    ACT_CLOCK,
    ACT_CLERK,
    ACT_UPGRADE,
    ACT_CLOSE,
    ACT_STICK_LOST,
    ACT_STICK_COPY,
    ACT_STICK_BACK,
    ACT_IMAGE,
    ACT_PUT_BACK,
    ACT_CLONE,
    ACT_HUB_COPY,
    ACT_HUB_BACK,
    ACT_REVOKE,
    SIM_ACTS
};

/* How often: in a world where all is well, and more for each per cent of misfortune. */
static const struct weight {
    unsigned often, misfortune;
} weights[SIM_ACTS] = {
    [ACT_VOTE] = {240, 0},     [ACT_IDEA] = {80, 0},      [ACT_VISIT] = {150, 0},
    [ACT_DESK] = {120, 0},     [ACT_NETWORK] = {100, 0},  [ACT_NIGHT] = {20, 0},
    [ACT_BACKUP] = {50, 0},    [ACT_MAIL] = {0, 2},       [ACT_CLOCK] = {20, 0},
    [ACT_CLERK] = {30, 0},     [ACT_UPGRADE] = {10, 0},   [ACT_CLOSE] = {8, 0},
    [ACT_STICK_LOST] = {0, 1}, [ACT_STICK_COPY] = {0, 1}, [ACT_STICK_BACK] = {0, 1},
    [ACT_IMAGE] = {0, 1},      [ACT_PUT_BACK] = {0, 1},   [ACT_CLONE] = {0, 1},
    [ACT_HUB_COPY] = {0, 1},   [ACT_HUB_BACK] = {0, 1},   [ACT_REVOKE] = {2, 0},
};

static enum act some_act(struct sim *sim)
{
    unsigned total = 0, at;

    for (int i = 0; i < SIM_ACTS; i++) {
        total += weights[i].often + weights[i].misfortune * sim->misfortune;
    }
    at = sim_below(&sim->dice, total);
    for (int i = 0; i < SIM_ACTS; i++) {
        unsigned weight = weights[i].often + weights[i].misfortune * sim->misfortune;
        if (at < weight) {
            return (enum act)i;
        }
        at -= weight;
    }
    return ACT_VOTE;
}

static void do_act(struct sim *sim, enum act act)
{
    size_t n = sim_below(&sim->dice, (unsigned)sim->kiosk_count);
    unsigned stick = sim_below(&sim->dice, SIM_STICKS);

    switch (act) {
    case ACT_VOTE:
        sim_act_vote(sim, n);
        break;
    case ACT_IDEA:
        sim_act_idea(sim, n);
        break;
    case ACT_VISIT:
        sim_visit(sim, n, stick);
        break;
    case ACT_DESK:
        sim_desk(sim, stick);
        break;
    case ACT_NETWORK:
        sim_act_network(sim, n);
        break;
    case ACT_NIGHT:
        sim_act_night(sim, n);
        break;
    case ACT_BACKUP:
        sim_act_backup(sim);
        break;
    case ACT_MAIL:
        sim_act_mail(sim);
        break;
    case ACT_CLOCK:
        sim_act_clock(sim, n);
        break;
    case ACT_CLERK:
        sim_hub_enrol_all(sim);
        break;
    case ACT_UPGRADE:
        sim_act_upgrade(sim);
        break;
    case ACT_CLOSE:
        sim_act_close(sim, n);
        break;
    case ACT_STICK_LOST:
        sim_act_stick_lost(sim, stick);
        break;
    case ACT_STICK_COPY:
        sim_act_stick_copy(sim, stick);
        break;
    case ACT_STICK_BACK:
        sim_act_stick_back(sim, stick);
        break;
    case ACT_IMAGE:
        sim_act_image(sim, n);
        break;
    case ACT_PUT_BACK:
        sim_act_put_back(sim, n);
        break;
    case ACT_CLONE:
        sim_act_clone(sim);
        break;
    case ACT_HUB_COPY:
        sim_act_hub_copy(sim);
        break;
    case ACT_HUB_BACK:
        sim_act_hub_back(sim);
        break;
    case ACT_REVOKE:
        sim_act_revoke(sim, n);
        break;
    case SIM_ACTS:
        break;
    }
}

static void after_act(struct sim *sim)
{
    for (size_t i = 0; i < sim->kiosk_count; i++) {
        sim_kiosk_check(sim, i);
    }
    arena_reset(&sim->arena);
}

/* ---- the end ------------------------------------------------------------------------------- */

/* Nothing waits, nothing is on its way, all of it is safe. */
static bool is_at_rest(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];

    for (int stream = 0; stream < OUTBOX_STREAMS; stream++) {
        struct outbox_counts counts;
        if (!store_outbox_count(kiosk->store, (enum outbox_stream)stream, &counts, NULL)) {
            sim_fail(sim, "kiosk %zu cannot count", n);
            return false;
        }
        sim_say(
            sim, "kiosk %zu, stream %d: %u waiting, %u sealed, %u carried, %u received, %u safe", n,
            stream, counts.unsealed, counts.bundles[OUTBOX_SEALED], counts.bundles[OUTBOX_CARRIED],
            counts.bundles[OUTBOX_RECEIVED], counts.bundles[OUTBOX_SAFE]);
        if (counts.unsealed + counts.bundles[OUTBOX_SEALED] + counts.bundles[OUTBOX_CARRIED] +
                counts.bundles[OUTBOX_RECEIVED] >
            0) {
            return false;
        }
    }
    return kiosk->sync.is_enrolled;
}

static bool drain_kiosks(struct sim *sim)
{
    bool rest = true;

    for (size_t i = 0; i < sim->kiosk_count && !SIM_HAS_FAILED(sim); i++) {
        if (!sim->is_revoked[sim->kiosk[i].identity]) {
            sim_visit(sim, i, DRAIN_STICK + (unsigned)i); /* twins would clear one of another's */
            rest = is_at_rest(sim, i) && rest;
            after_act(sim);
        }
    }
    return rest;
}

/* The sticks that were under way too. */
static void desks(struct sim *sim)
{
    for (unsigned i = 0; i < SIM_STICKS + sim->kiosk_count && !SIM_HAS_FAILED(sim); i++) {
        sim_desk(sim, i);
        arena_reset(&sim->arena);
    }
}

static void close_round(struct sim *sim, size_t n)
{
    enum round_state state = ROUND_CONCEPT;
    struct err err = {0};

    if (!store_round_state(sim->kiosk[n].store, sim->rig.round.id, &state, NULL, &err) ||
        (state != ROUND_CLOSED && !store_round_close(sim->kiosk[n].store, &sim->rig.round, &err))) {
        sim_fail(sim, "kiosk %zu cannot close the round: %s", n, err.msg);
    }
}

void sim_drain(struct sim *sim)
{
    int quiet = 0;

    sim_say(sim, "---- the faults end");
    sim->is_draining = true;
    sim_act_upgrade(sim);
    for (size_t i = 0; i < sim->kiosk_count && !SIM_HAS_FAILED(sim); i++) {
        if (!sim->is_revoked[sim->kiosk[i].identity]) {
            close_round(sim, i);
        }
    }
    sim->due.count = 0;
    for (unsigned i = 0; i < SIM_STICKS; i++) {
        sim_stick_due(sim, i);
    }
    /* A hub that was put back needs to be told before it asks: at rest is no end yet. */
    int enough = sim->is_put_back ? 3 : 1;
    for (int round = 0; round < DRAIN_ROUNDS && quiet < enough && !SIM_HAS_FAILED(sim); round++) {
        quiet = drain_kiosks(sim) ? quiet + 1 : 0;
        desks(sim);
        sim_hub_enrol_all(sim);
        if (quiet == 0) {
            sim_act_backup(sim);
            desks(sim);
        }
        arena_reset(&sim->arena);
    }
    if (quiet < enough) {
        sim_check(sim); /* what does it lack? */
        sim_fail(sim, "it does not come to rest");
    }
}

bool sim_run(struct sim *sim, uint64_t seed, enum sim_bug bug, bool verbose)
{
    *sim = (struct sim){.seed = seed, .bug = bug, .verbose = verbose};
    store_outbox_plant_purge_early(bug == SIM_BUG_PURGE_EARLY);
    handover_plant_open_all(bug == SIM_BUG_UNSIGNED);
    sim_begin(sim);
    unsigned steps = STEPS_LEAST + sim_below(&sim->dice, STEPS_MORE);
    for (sim->step = 1; sim->step <= steps && !SIM_HAS_FAILED(sim); sim->step++) {
        clock_advance(&sim->clock, 1000 * (int64_t)sim_below(&sim->dice, 7200));
        do_act(sim, some_act(sim));
        after_act(sim);
    }
    if (!SIM_HAS_FAILED(sim)) {
        sim_drain(sim);
    }
    if (!SIM_HAS_FAILED(sim) && sim_chance(&sim->dice, sim->misfortune)) {
        sim_act_hub_back(sim); /* when all is quiet and nobody has anything new to tell */
        sim_drain(sim);
    }
    if (!SIM_HAS_FAILED(sim)) {
        sim_check(sim);
    }
    sim_end(sim);
    store_outbox_plant_purge_early(false);
    handover_plant_open_all(false);
    return !SIM_HAS_FAILED(sim);
}
