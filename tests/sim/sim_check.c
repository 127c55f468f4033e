/* What must hold in the end: all that could survive is at the hub, once, in every order. */
#include "tests/sim/sim.h"

#include "sync/frame.h"
#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_closing.h"
#include "sync/hub/hub_digest.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_receive.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- nothing lost -------------------------------------------------------------------------- */

struct card_check {
    struct sim *sim;
    size_t n;
};

static bool record_is_there(void *ctx, const struct record *record)
{
    static const char in_records[] = "SELECT count(*) FROM record WHERE rid = $1 AND kind <> ''";
    static const char in_ballots[] = "SELECT count(*) FROM ballot WHERE rid = $1";
    static const char in_entries[] = "SELECT count(*) FROM register WHERE rid = $1";
    struct card_check *check = ctx;
    const char *sql = record->kind == RECORD_BALLOT     ? in_ballots
                      : record->kind == RECORD_REGISTER ? in_entries
                                                        : in_records;

    if (!sim_hub_has(check->sim, sql, record->rid, RECORD_RID)) {
        sim_fail(check->sim, "I1: lost: a %s of kiosk %zu is not at the hub",
                 record_kind_name(record->kind), check->n);
    }
    return true;
}

static void check_cards(struct sim *sim)
{
    for (size_t i = 0; i < sim->kiosk_count && !SIM_HAS_FAILED(sim); i++) {
        struct card_check check = {sim, i};
        if (!sim->is_revoked[sim->kiosk[i].identity] &&
            !store_each(sim->kiosk[i].store, record_is_there, &check, NULL)) {
            sim_fail(sim, "the card of kiosk %zu cannot be read", i);
        }
    }
}

static void check_due(struct sim *sim)
{
    for (size_t i = 0; i < sim->due.count; i++) {
        if (!sim_hub_has(sim, "SELECT count(*) FROM bundle WHERE id = $1", sim->due.id[i],
                         BUNDLE_ID)) {
            sim_fail(sim, "I1: lost: a bundle that was on a stick is not at the hub");
        }
    }
}

/* ---- nothing twice, and nothing that nobody cast ------------------------------------------- */

static bool is_confirmed_somewhere(const struct sim *sim, size_t vote)
{
    for (size_t i = 0; i < sim->kiosk_count; i++) {
        if (!sim->is_revoked[sim->kiosk[i].identity] && sim_marked(&sim->kiosk[i].votes, vote)) {
            return true;
        }
    }
    return false;
}

static void check_votes(struct sim *sim)
{
    static const char in_ballots[] = "SELECT count(*) FROM ballot WHERE rid = $1";
    static const char in_entries[] = "SELECT count(*) FROM register WHERE rid = $1";
    static bool is_there[SIM_VOTES];
    int64_t there = 0, twice = 0, out_of_reach = 0;

    for (size_t i = 0; i < sim->vote_count; i++) {
        const struct sim_vote *vote = &sim->vote[i];
        is_there[i] = sim_hub_has(sim, in_ballots, vote->ballot, RECORD_RID);
        if (is_there[i] != sim_hub_has(sim, in_entries, vote->entry, RECORD_RID)) {
            sim_fail(sim, "a ballot without its entry, or an entry without its ballot");
        }
        if (is_there[i] && !sim_marked(&sim->cast, i)) {
            sim_fail(sim, "I2: a vote that was never confirmed is counted");
        }
        if (!is_there[i] && is_confirmed_somewhere(sim, i)) {
            sim_fail(sim, "I1: lost: the vote of voter %u", vote->voter);
        }
        there += is_there[i];
        out_of_reach += !is_there[i] && sim_marked(&sim->cast, i);
    }
    if (sim_hub_number(sim, "SELECT count(*) FROM ballot") != there ||
        sim_hub_number(sim, "SELECT count(*) FROM register") != there) {
        sim_fail(sim, "I2: the hub holds other votes than were cast");
    }
    for (unsigned voter = 0; voter < SIM_VOTERS; voter++) {
        int uses = 0;
        for (size_t i = 0; i < sim->vote_count; i++) {
            uses += is_there[i] && sim->vote[i].voter == voter;
        }
        twice += uses > 1;
    }
    if (sim_hub_number(sim, "SELECT count(*) FROM (SELECT tag FROM register GROUP BY round_id, tag"
                            " HAVING count(*) > 1) AS a") != twice) {
        sim_fail(sim, "codes used twice: other ones than were");
    }
    sim_say(sim, "%lld votes at the hub, %lld codes used twice, %lld votes out of reach",
            (long long)there, (long long)twice, (long long)out_of_reach);
    if (out_of_reach > 0 && !sim->is_overwritten && !sim->is_revoked[0] && !sim->is_revoked[1] &&
        !sim->is_revoked[2]) {
        sim_fail(sim, "votes are out of reach, and no card was overwritten");
    }
}

/* ---- the hub itself ------------------------------------------------------------------------ */

static void check_hub(struct sim *sim)
{
    struct hub_flaws flaws;
    struct err err = {0};

    if (!hub_verify(&sim->hub, &flaws, &err)) {
        sim_fail(sim, "verify: %s", err.msg);
        return;
    }
    for (int i = 0; i < HUB_FLAWS; i++) {
        if (flaws.count[i] != 0) {
            sim_fail(sim, "verify: %lld of %s", (long long)flaws.count[i],
                     hub_flaw_name((enum hub_flaw)i));
        }
    }
    /* A hub of before the format keeps what a stick damaged: it cannot tell yet. */
    if (sim_hub_number(sim, "SELECT count(*) FROM bundle WHERE state <> 1 AND NOT (state = 3"
                            " AND reason = 'not-signed' AND type = 0)") != 0) {
        sim_fail(sim, "a bundle is not applied whole");
    }
    if (sim_hub_number(sim, "SELECT count(*) FROM quarantine") != 0) {
        sim_fail(sim, "records were set apart");
    }
}

/* ---- the same in every order --------------------------------------------------------------- */

struct parcels {
    struct hub *hub;
    struct arena *arena;
    struct hub_parcel *list;
    size_t count;
};

static bool read_parcels(void *ctx, struct err *err)
{
    struct parcels *parcels = ctx;
    size_t len;
    int rc;

    parcels->count = 0;
    parcels->list = arena_array(parcels->arena, SIM_IDS, sizeof(*parcels->list));
    if (!hub_db_ask(parcels->hub->db, "SELECT bytes FROM bundle WHERE state = 1 ORDER BY id",
                    HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(parcels->hub->db, err)) == 1 && parcels->count < SIM_IDS) {
        const void *bytes = hub_db_blob(parcels->hub->db, 0, &len);
        uint8_t *copy = arena_alloc(parcels->arena, len + 1);
        memcpy(copy, bytes, len);
        parcels->list[parcels->count++] = (struct hub_parcel){.bytes = copy, .len = len};
    }
    return rc >= 0;
}

static void shuffle(struct sim *sim, struct parcels *parcels)
{
    for (size_t i = parcels->count; i > 1; i--) {
        size_t j = sim_below(&sim->dice, (unsigned)i);
        struct hub_parcel swapped = parcels->list[i - 1];
        parcels->list[i - 1] = parcels->list[j];
        parcels->list[j] = swapped;
    }
}

/* Each kiosk asks again, and is accepted: its keys are all that this hub knows of it. */
static bool enrol_again(struct sim *sim, struct hub *hub, struct err *err)
{
    for (size_t i = 0; i < sim->identity_count; i++) {
        struct hub_kiosk asked;
        if (!hub_enrol_ask(hub, sim->request[i].data, sim->request[i].len, &asked, err) ||
            !hub_enrol_accept(hub, asked.fingerprint, NULL, err)) {
            return false;
        }
    }
    return true;
}

/* Shuffled, some of them again, in pieces; applied in between or not. */
static bool feed(struct sim *sim, struct hub *hub, struct parcels *parcels, struct err *err)
{
    struct hub_receipt receipts[HUB_RECEIVE_MOST];

    for (size_t i = 0; i < parcels->count;) {
        size_t count = 1 + sim_below(&sim->dice, HUB_RECEIVE_MOST);
        count = count < parcels->count - i ? count : parcels->count - i;
        if (!hub_receive(hub, parcels->list + i, count, receipts, err) ||
            (sim_chance(&sim->dice, 50) && !hub_apply(hub, NULL, err))) {
            return false;
        }
        i += sim_chance(&sim->dice, 30) ? (count + 1) / 2 : count; /* the rest comes again */
    }
    return hub_apply(hub, NULL, err);
}

static void check_order(struct sim *sim)
{
    struct sim_disk *disk = sim_disk_new(NULL, true);
    struct hub_place place = sim->place;
    struct hub other = {.knows = {.bundles = true, .kinds = RECORD_KINDS}};
    struct hub_digest here, there;
    struct parcels parcels = {.hub = &sim->hub, .arena = &sim->arena};
    struct err err = {0};
    size_t len;
    const uint8_t *keys = io_fault_peek(sim->hub_disk->disk, sim->place.keys, &len);

    io_fault_put(disk->disk, place.keys, keys, len);
    place.io = io_fault_io(disk->disk);
    place.vfs = disk->name;
    bool good = hub_create(&other, &place, "Gemeente Proef", NULL, &err) &&
                enrol_again(sim, &other, &err) &&
                hub_db_act(sim->hub.db, HUB_LOOK, read_parcels, &parcels, &err);
    if (good) {
        other.bug = sim->hub.bug;
        shuffle(sim, &parcels);
        good = feed(sim, &other, &parcels, &err) && hub_digest(sim->hub.db, &here, &err) &&
               hub_digest(other.db, &there, &err);
    }
    if (!good) {
        sim_fail(sim, "I5: %s", err.msg);
    } else if (here.bundle_count == (int64_t)parcels.count
                   ? !hub_digest_equal(&here, &there)
                   : memcmp(here.records, there.records, CRYPTO_HASH) != 0) {
        sim_fail(sim, "I5: another order gives another digest");
    }
    hub_close(&other);
    sim_disk_free(disk);
}

/* ---- closing ------------------------------------------------------------------------------- */

/* When no card was copied and no kiosk revoked, everything adds up. */
static void check_closing(struct sim *sim)
{
    struct hub_round *rounds;
    size_t count = 0;
    struct err err = {0};

    if (!hub_closing_rounds(&sim->hub, &sim->arena, &rounds, &count, &err)) {
        sim_fail(sim, "closing: %s", err.msg);
    } else if (!sim->is_overwritten && !sim->is_put_back &&
               sim_hub_number(sim, "SELECT count(*) FROM kiosk WHERE state = 2") == 0 &&
               (count != 1 || !rounds[0].is_complete)) {
        sim_fail(sim, "closing: all is there, and the round is not complete: %s",
                 count == 1 && rounds[0].kiosk_count > 0
                     ? hub_closing_name(rounds[0].kiosks[0].state)
                     : "no round");
    }
}

void sim_check(struct sim *sim)
{
    sim_say(sim, "---- looking");
    check_cards(sim);
    check_due(sim);
    check_votes(sim);
    if (!SIM_HAS_FAILED(sim)) {
        check_hub(sim);
        check_order(sim);
        check_closing(sim);
        sim_check_count(sim);
    }
}
