/* A kiosk: its power, what visitors do on it, and what must hold on it at any time. */
#include "tests/sim/sim.h"

#include "app/store/store_idea.h"
#include "app/store/store_outbox.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "sync/frame.h"
#include "sync/hub/hub_enrol.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { LATER_PERCENT = 25 };
#define DATA_DIR "/data"

/* ---- power --------------------------------------------------------------------------------- */

void sim_kiosk_off(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];

    if (kiosk->has_sync) {
        sync_kiosk_finish(&kiosk->sync);
    }
    store_close(kiosk->store);
    kiosk->store = NULL;
    kiosk->has_sync = false;
}

/* The one vote of which nobody knows whether it came on the card. */
static void settle_vote(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    bool used = false;

    if (kiosk->unsure < SIM_VOTES &&
        store_vote_is_used(kiosk->store, sim->rig.round.id, sim->vote[kiosk->unsure].tag, &used,
                           NULL) &&
        used) {
        sim_mark(&kiosk->votes, kiosk->unsure);
        sim_mark(&sim->cast, kiosk->unsure);
    }
}

/* What was confirmed is there. */
static void check_votes(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct vote_counts counts;
    size_t marked = 0;

    for (size_t i = 0; i < sim->vote_count; i++) {
        bool used = false;
        if (!sim_marked(&kiosk->votes, i)) {
            continue;
        }
        marked++;
        if (!store_vote_is_used(kiosk->store, sim->rig.round.id, sim->vote[i].tag, &used, NULL) ||
            !used) {
            sim_fail(sim, "kiosk %zu forgot the vote of voter %u", n, sim->vote[i].voter);
        }
    }
    if (!store_vote_counts(kiosk->store, sim->rig.round.id, &counts, NULL) ||
        counts.ballots != marked || counts.registers != marked) {
        sim_fail(sim, "I1: kiosk %zu holds %u ballots and %u entries of %zu votes", n,
                 counts.ballots, counts.registers, marked);
    }
}

void sim_kiosk_on(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct io *io = io_fault_io(kiosk->card->disk);
    const struct store_options options = {
        .dir = DATA_DIR, .vfs = kiosk->card->name, .no_reserve = true};
    struct err err = {0};

    kiosk->store = store_open(io, &options, &err);
    if (kiosk->store == NULL || store_health(kiosk->store) != STORE_FINE) {
        sim_fail(sim, "kiosk %zu does not start well: %s", n, err.msg);
        return;
    }
    kiosk->has_sync = sync_kiosk_load(&kiosk->sync, io, kiosk->store, DATA_DIR,
                                      kiosk->machine[0] == '\0' ? NULL : kiosk->machine, &err);
    if (!kiosk->has_sync) {
        sim_fail(sim, "kiosk %zu has no keys: %s", n, err.msg);
        return;
    }
    settle_vote(sim, n);
    check_votes(sim, n);
}

void sim_kiosk_arm(struct sim *sim, size_t n)
{
    if (!sim->is_draining && sim_chance(&sim->dice, sim->misfortune / 2)) {
        io_fault_power_at(sim->kiosk[n].card->disk, 1 + sim_below(&sim->dice, 60));
    }
}

void sim_kiosk_disarm(struct sim *sim, size_t n)
{
    struct io_fault *disk = sim->kiosk[n].card->disk;

    if (!io_fault_is_off(disk)) {
        io_fault_power_at(disk, 0);
        return;
    }
    sim_say(sim, "kiosk %zu: the power goes before \"%s\"", n, io_fault_last(disk));
    sim_kiosk_off(sim, n);
    if (sim->kiosk[n].card->keeps_names && sim_chance(&sim->dice, 40)) {
        io_fault_restart(disk); /* only the program was killed */
    } else {
        io_fault_cut(disk, sim_random(&sim->dice));
    }
    sim_kiosk_on(sim, n);
}

/* ---- a new one ----------------------------------------------------------------------------- */

static unsigned identity_of(struct sim *sim, const struct sync_kiosk *kiosk)
{
    bool asked;

    for (unsigned i = 0; i < sim->identity_count; i++) {
        if (memcmp(sim->identity[i].id, kiosk->self.party.id, BUNDLE_PARTY) == 0) {
            return i;
        }
    }
    assert(sim->identity_count < SIM_KIOSKS);
    size_t at = sim->identity_count++;
    sim->identity[at] = kiosk->self.party;
    asked =
        sync_kiosk_request(&sim->request[at], &sim->rig_arena, kiosk, sim->pack.name, "Hal", NULL);
    assert(asked);
    (void)asked;
    return (unsigned)at;
}

/* The clerk and the admin do it at one table. */
static bool enrol_at_once(struct sim *sim, struct sim_kiosk *kiosk, struct err *err)
{
    struct bundle_bytes bytes;
    struct hub_kiosk asked;
    char print[PARTY_FINGERPRINT];

    party_fingerprint(print, &sim->hub.party);
    return sync_kiosk_request(&bytes, &sim->arena, &kiosk->sync, "Broekhoven", "De hal", err) &&
           hub_enrol_ask(&sim->hub, bytes.data, bytes.len, &asked, err) &&
           hub_enrol_accept(&sim->hub, asked.fingerprint, NULL, err) &&
           hub_enrol_answer(&sim->hub, &sim->arena, kiosk->sync.self.party.id, &bytes, err) &&
           sync_kiosk_answer(&kiosk->sync, bytes.data, bytes.len, err) &&
           sync_kiosk_accept(&kiosk->sync, print, err);
}

/* She has it from the clerk, on paper. */
void sim_kiosk_accept(struct sim *sim, size_t n)
{
    char print[PARTY_FINGERPRINT];

    party_fingerprint(print, &sim->hub.party);
    sync_kiosk_accept(&sim->kiosk[n].sync, print, NULL);
}

void sim_kiosk_new(struct sim *sim, const struct sim_image *image)
{
    size_t n = sim->kiosk_count++;
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct err err = {0};

    *kiosk = (struct sim_kiosk){
        .is_there = true, .now_s = 1790000000, .quality = 2, .unsure = SIM_VOTES};
    kiosk->card = sim_disk_new(image == NULL ? NULL : &image->files, sim_chance(&sim->dice, 50));
    if (sim_chance(&sim->dice, 70)) {
        snprintf(kiosk->machine, sizeof(kiosk->machine), "machine %zu", n);
    }
    if (image != NULL) {
        kiosk->votes = image->votes;
        kiosk->ideas = image->ideas;
    }
    sim_kiosk_on(sim, n);
    if (SIM_HAS_FAILED(sim)) {
        return;
    }
    kiosk->identity = identity_of(sim, &kiosk->sync);
    if (image != NULL) {
        return;
    }
    if (!store_round_open(kiosk->store, &sim->rig.round, &err) ||
        (sim_chance(&sim->dice, 80) && !enrol_at_once(sim, kiosk, &err))) {
        sim_fail(sim, "kiosk %zu cannot begin: %s", n, err.msg);
    }
    sim_say(sim, "kiosk %zu: begins, %s%s", n, kiosk->sync.is_enrolled ? "enrolled" : "unknown",
            kiosk->machine[0] == '\0' ? ", a machine without a number" : "");
    sim_kiosk_off(sim, n);
    io_fault_settle(kiosk->card->disk); /* all of that is safe */
    sim_kiosk_on(sim, n);
}

/* ---- visitors ------------------------------------------------------------------------------ */

static bool has_voted_here(const struct sim *sim, const struct sim_kiosk *kiosk, unsigned voter)
{
    for (size_t i = 0; i < sim->vote_count; i++) {
        if (sim->vote[i].voter == voter && sim_marked(&kiosk->votes, i)) {
            return true;
        }
    }
    return false;
}

static bool is_open(struct sim *sim, struct sim_kiosk *kiosk)
{
    enum round_state state = ROUND_CONCEPT;

    return store_round_state(kiosk->store, sim->rig.round.id, &state, NULL, NULL) &&
           state == ROUND_OPEN;
}

static bool cast_one(struct sim *sim, size_t n, unsigned voter, size_t *ret_unsure)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct sealed_vote sealed;
    struct err err = {0};
    bool had = has_voted_here(sim, kiosk, voter), open = is_open(sim, kiosk);

    if (sim->vote_count == SIM_VOTES) {
        return false;
    }
    size_t at = sim->vote_count++;
    struct sim_vote *vote = &sim->vote[at];
    rig_vote(&sealed, &sim->rig, voter);
    vote->voter = voter;
    memcpy(vote->ballot, sealed.ballot_id, RECORD_RID);
    memcpy(vote->entry, sealed.register_rid, RECORD_RID);
    memcpy(vote->tag, sealed.tag, CODE_TAG);
    bool done = store_vote_cast(kiosk->store, sim->rig.round.id, &sealed, false, &err);
    if (done && had) {
        sim_fail(sim, "kiosk %zu took a second vote of voter %u", n, voter);
    }
    if (done) {
        sim_mark(&kiosk->votes, at);
        sim_mark(&sim->cast, at);
    } else if (io_fault_is_off(kiosk->card->disk)) {
        *ret_unsure = had ? *ret_unsure : at;
        return false;
    } else if (!had && open) {
        sim_fail(sim, "kiosk %zu refused the vote of voter %u: %s", n, voter, err.msg);
    }
    return done;
}

void sim_act_vote(struct sim *sim, size_t n)
{
    size_t unsure = SIM_VOTES;
    unsigned tries = 1 + sim_below(&sim->dice, 4), done = 0;

    sim_kiosk_arm(sim, n);
    for (unsigned i = 0; i < tries && !io_fault_is_off(sim->kiosk[n].card->disk); i++) {
        done += cast_one(sim, n, sim_below(&sim->dice, SIM_VOTERS), &unsure);
    }
    sim_say(sim, "kiosk %zu: %u of %u votes taken", n, done, tries);
    sim->kiosk[n].unsure = unsure;
    sim_kiosk_disarm(sim, n);
    sim->kiosk[n].unsure = SIM_VOTES;
}

static size_t some_idea(struct sim *sim, const struct sim_kiosk *kiosk)
{
    for (unsigned tries = 0; tries < 8 && sim->idea_count > 0; tries++) {
        size_t at = sim_below(&sim->dice, (unsigned)sim->idea_count);
        if (sim_marked(&kiosk->ideas, at)) {
            return at;
        }
    }
    return SIM_IDEAS;
}

/* Something about an idea that is there, or a new one. */
void sim_act_idea(struct sim *sim, size_t n)
{
    static const char *const words[] = {"new", "support", "withdraw", "erase", "moderate"};
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct contact_sealed contact;
    size_t at = some_idea(sim, kiosk);
    unsigned what = at == SIM_IDEAS ? 0 : sim_below(&sim->dice, 5);
    bool done = false;

    memset(&contact, 7, sizeof(contact));
    sim_kiosk_arm(sim, n);
    if (what == 0 && sim->idea_count < SIM_IDEAS) {
        struct idea idea;
        uint16_t secret[2];
        rig_idea(&idea, (unsigned)sim->idea_count);
        done = store_idea_add(kiosk->store, &idea, sim->pack.village_key, &contact, secret,
                              sim->idea[sim->idea_count], NULL);
        if (done) {
            sim_mark(&kiosk->ideas, sim->idea_count++);
        }
    } else if (what > 0) {
        const uint8_t *rid = sim->idea[at];
        done = what == 1   ? store_idea_support(kiosk->store, rid, NULL)
               : what == 2 ? store_idea_withdraw(kiosk->store, rid, NULL)
               : what == 3 ? store_idea_erase_contact(kiosk->store, rid, NULL)
                           : store_idea_moderate(kiosk->store, rid, IDEA_SHOWN, NULL, NULL);
    }
    sim_say(sim, "kiosk %zu: idea, %s: %s", n, words[what], done ? "done" : "not done");
    sim_kiosk_disarm(sim, n);
}

void sim_act_close(struct sim *sim, size_t n)
{
    sim_kiosk_arm(sim, n);
    bool done = store_round_close(sim->kiosk[n].store, &sim->rig.round, NULL);
    sim_say(sim, "kiosk %zu: the round is closed: %s", n, done ? "done" : "not done");
    sim_kiosk_disarm(sim, n);
}

/* Nightly: what may leave is sealed, the file is packed anew. */
void sim_act_night(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    size_t sealed = 0;

    sim_kiosk_arm(sim, n);
    bool done = (store_vote_release(kiosk->store, sim->rig.round.id, NULL) || true) &&
                post_seal(&kiosk->sync, kiosk->now_s, kiosk->quality, false, &sealed, NULL) &&
                store_night(kiosk->store, NULL);
    sim_say(sim, "kiosk %zu: night, %zu bundles: %s", n, sealed, done ? "done" : "not done");
    sim_kiosk_disarm(sim, n);
}

void sim_act_clock(struct sim *sim, size_t n)
{
    static const int64_t times[] = {0, 86400, 1790000000, 2147483647, 2147483648, 4070908800};

    sim->kiosk[n].now_s = times[sim_below(&sim->dice, 6)];
    sim->kiosk[n].quality = (int)sim_below(&sim->dice, 4);
    sim_say(sim, "kiosk %zu: its clock says %lld", n, (long long)sim->kiosk[n].now_s);
}

/* ---- at any time --------------------------------------------------------------------------- */

struct looking {
    struct sim *sim;
    size_t n;
    struct sim_ids received;
};

/* I8: what a bundle of votes tells is neither time nor order. */
static void check_sealed(struct looking *looking, const struct outbox_bundle *bundle)
{
    struct sim *sim = looking->sim;
    struct bundle_head head;
    struct bundle_bytes plain;
    struct frame *frames;
    json_t *manifest;
    size_t count;
    struct arena arena;
    struct err err = {0};

    arena_init(&arena, 0);
    bool good = bundle_read(&head, bundle->bytes, bundle->len, &err) &&
                (head.stream != BUNDLE_VOTES || (head.created_s == 0 && head.quality == 0));
    if (good && sim->is_hub_open && sim->hub.key_count > 0) { /* frames_read: rising rids only */
        good = bundle_open(&plain, &arena, &head, bundle->bytes, sim->hub.keys[0].party.box,
                           sim->hub.keys[0].box_secret, &err) &&
               frames_read(&frames, &count, &manifest, &arena, plain.data, plain.len, &err);
        if (good) {
            json_decref(manifest);
        }
    }
    arena_finish(&arena);
    if (!good) {
        sim_fail(sim, "I8: kiosk %zu sealed a bundle that tells more, or nothing: %s", looking->n,
                 err.msg);
    }
}

static bool look_at(void *ctx, const struct outbox_bundle *bundle)
{
    struct looking *looking = ctx;
    struct sim *sim = looking->sim;

    if (bundle->state == OUTBOX_SEALED && bundle->bytes != NULL && sim_chance(&sim->dice, 20)) {
        check_sealed(looking, bundle);
    }
    if (bundle->state == OUTBOX_RECEIVED) {
        sim_ids_add(&looking->received, bundle->id);
    }
    if (bundle->state == OUTBOX_RECEIVED && !sim_ids_has(&sim->ever, bundle->id)) {
        sim_fail(sim, "I3: kiosk %zu believes that a bundle was received which no hub had",
                 looking->n);
    }
    if (bundle->state == OUTBOX_SAFE && !sim_ids_has(&sim->verified, bundle->id)) {
        sim_fail(sim, "I4: kiosk %zu purged a bundle that was in no verified backup", looking->n);
    }
    if (bundle->state != OUTBOX_SAFE && bundle->bytes == NULL) {
        sim_fail(sim, "I4: kiosk %zu lost the bytes of a bundle that is not safe", looking->n);
    }
    return true;
}

/* The planted bug: what was received some time ago will be safe by now. */
static void purge_later(struct sim *sim, size_t n, const struct sim_ids *received)
{
    const struct outbox_news news = {.safe = (const uint8_t(*)[BUNDLE_ID])received->id,
                                     .safe_count = received->count};

    if (sim->bug == SIM_BUG_PURGE_LATER && received->count > 0 &&
        sim_chance(&sim->dice, LATER_PERCENT)) {
        store_outbox_hear(sim->kiosk[n].store, &news, NULL);
    }
}

void sim_kiosk_check(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct looking looking = {.sim = sim, .n = n};

    if (SIM_HAS_FAILED(sim) || kiosk->store == NULL) {
        return;
    }
    for (int state = 0; state < OUTBOX_STATES; state++) {
        if (!store_outbox_each(kiosk->store, (enum outbox_state)state, look_at, &looking, NULL)) {
            sim_fail(sim, "kiosk %zu cannot read its outbox", n);
        }
    }
    if (kiosk->sync.hub.version < kiosk->version) {
        sim_fail(sim, "I6: kiosk %zu took an older answer of the hub", n);
    }
    kiosk->version = kiosk->sync.hub.version;
    purge_later(sim, n, &looking.received);
}
