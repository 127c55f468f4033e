#include "sync/exchange.h"

#include "app/base/str.h"
#include "app/store/store_admin.h"
#include "sync/once_visit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PARTY_HEX = 2 * BUNDLE_PARTY + 1,
    MOST_ROUNDS = 80,
    DAY_MS = 24 * 60 * 60 * 1000,
    FLOOR_STEP_S = 600
};

struct run {
    const struct exchange *plan;
    struct exchange_news news;
    char hub[PARTY_HEX], kiosk[PARTY_HEX];
    struct carrier_place place;
    struct arena arena;         /* of the whole visit */
    uint8_t (*held)[BUNDLE_ID]; /* what waits, as it was at the beginning */
    size_t held_count, held_cap, offered;
    struct err letter_err; /* of the store, while letters are read */
};

static void note(const struct run *run, const char *key, const char *detail)
{
    run->plan->note(run->plan->ctx, key, detail);
}

/* ---- time ---------------------------------------------------------------------------------- */

static bool save_floor(struct store *store, int64_t floor_s, struct err *err)
{
    char text[24];
    const char *kept;
    struct arena arena;

    arena_init(&arena, 0);
    bool has = store_setting_get(store, &arena, "clock-floor", &kept, NULL);
    bool is_higher = !has || strtoll(kept, NULL, 10) + FLOOR_STEP_S < floor_s;
    arena_finish(&arena);
    snprintf(text, sizeof(text), "%" PRId64, floor_s);
    return !is_higher || store_setting_put(store, "clock-floor", text, err);
}

/* Signed, with our nonce: the one time that may also go back to before a mistake. */
static bool take_time(const struct run *run, const struct hello *hello, struct err *err)
{
    struct clock *clock = run->plan->clock;

    if (!clock_set_wall(clock, hello->time_s, CLOCK_SIGNED)) {
        note(run, "net.note.time-refused", "");
        return true;
    }
    return save_floor(run->plan->kiosk->store, clock->floor_s, err);
}

static bool ask_time(struct run *run, struct err *err)
{
    const struct exchange *plan = run->plan;
    struct bundle_bytes bytes;
    struct hello hello;
    uint8_t nonce[POLL_NONCE];

    if (!plan->carrier->ops->is_hub) {
        return true; /* a folder has no clock */
    }
    crypto_random(nonce, sizeof(nonce));
    return plan->carrier->ops->hello(plan->carrier, &run->arena, nonce, &bytes, err) &&
           hello_read(&hello, bytes.data, bytes.len, &plan->kiosk->hub.hub, NULL, nonce, err) &&
           take_time(run, &hello, err);
}

/* ---- letters ------------------------------------------------------------------------------- */

static bool is_store_error(const struct err *err)
{
    return err->code == ERR_IO || err->code == ERR_FULL || err->code == ERR_READONLY ||
           err->code == ERR_DAMAGED || err->code == ERR_BUSY;
}

static bool hear_ack(struct run *run, const uint8_t *data, size_t len, struct err *err)
{
    struct post_news news = {0};

    if (!post_hear(run->plan->kiosk, data, len, &news, err)) {
        return false;
    }
    run->news.acks++;
    run->news.received += news.received;
    run->news.safe += news.safe;
    if (news.resend_all) {
        note(run, "net.note.resend", "");
    }
    if (news.new_incarnation) {
        note(run, "net.note.twin", "");
    }
    return true;
}

static bool hear_letter(void *ctx, const uint8_t *data, size_t len)
{
    struct run *run = ctx;
    struct bundle_head head;
    struct err why = {0};
    bool good =
        bundle_read(&head, data, len, &why) &&
        (head.type == BUNDLE_ENROL_ANSWER ? sync_kiosk_answer(run->plan->kiosk, data, len, &why)
                                          : hear_ack(run, data, len, &why));

    if (good) {
        return true;
    }
    if (is_store_error(&why)) {
        run->letter_err = why;
        return false;
    }
    if (why.code != ERR_DENIED) { /* of before, or for another: nothing to tell */
        note(run, "net.note.letter-refused", why.msg);
    }
    return true; /* the others may be good */
}

static bool fetch_letters(struct run *run, const struct hello *hello, struct err *err)
{
    struct carrier *carrier = run->plan->carrier;

    run->letter_err = (struct err){0};
    if (carrier->ops->fetch(carrier, &run->place, hello->letters, hello->letter_count, hear_letter,
                            run, err)) {
        return true;
    }
    if (run->letter_err.code != ERR_NONE) {
        *err = run->letter_err;
    }
    return false;
}

/* ---- bundles ------------------------------------------------------------------------------- */

static bool is_refused(const struct exchange *plan, const uint8_t id[BUNDLE_ID])
{
    const struct refusals *refusals = plan->refusals;
    size_t count = refusals->count < EXCHANGE_REFUSED ? refusals->count : EXCHANGE_REFUSED;

    for (size_t i = 0; i < count; i++) {
        if (memcmp(refusals->list[i].id, id, BUNDLE_ID) == 0 &&
            refusals->list[i].until_ms > plan->now_ms) {
            return true;
        }
    }
    return false;
}

static void refuse(const struct exchange *plan, const uint8_t id[BUNDLE_ID])
{
    size_t at = plan->refusals->count++ % EXCHANGE_REFUSED;

    memcpy(plan->refusals->list[at].id, id, BUNDLE_ID);
    plan->refusals->list[at].until_ms = plan->now_ms + DAY_MS;
}

static bool add_held(void *ctx, const struct outbox_bundle *bundle)
{
    struct run *run = ctx;

    if (run->held_count < run->held_cap && !is_refused(run->plan, bundle->id)) {
        memcpy(run->held[run->held_count++], bundle->id, BUNDLE_ID);
    }
    return true;
}

static bool list_held(struct run *run, struct err *err)
{
    struct store *store = run->plan->kiosk->store;

    run->held_cap = (size_t)MOST_ROUNDS * POLL_IDS / 2;
    run->held = arena_array(&run->arena, run->held_cap, BUNDLE_ID);
    return store_outbox_each(store, OUTBOX_SEALED, add_held, run, err) &&
           store_outbox_each(store, OUTBOX_CARRIED, add_held, run, err);
}

/* Is this about the bundle, so that the others may still go? */
static bool is_about_bundle(const struct err *err)
{
    return err->code == ERR_FORMAT || err->code == ERR_LIMIT || err->code == ERR_UNKNOWN;
}

static bool send_one(struct run *run, const uint8_t id[BUNDLE_ID], struct err *err)
{
    const struct exchange *plan = run->plan;
    struct outbox_bundle bundle;
    struct arena arena;
    bool is_kept = false;

    arena_init(&arena, 0);
    bool has = store_outbox_get(plan->kiosk->store, &arena, id, &bundle, err);
    bool good = has && (bundle.bytes == NULL || plan->carrier->ops->send(plan->carrier, &run->place,
                                                                         &bundle, &is_kept, err));
    arena_finish(&arena);
    if (good) {
        run->news.sent++;
        return !is_kept ||
               (store_outbox_carried(plan->kiosk->store, (const uint8_t(*)[OUTBOX_ID])id, 1, err) &&
                store_outbox_trip(plan->kiosk->store, (const uint8_t(*)[OUTBOX_ID])id, 1,
                                  OUTBOX_BY_NET, clock_wall_s(plan->clock), err));
    }
    if (has && is_about_bundle(err)) {
        refuse(plan, id);
        run->news.refused++;
        note(run, "net.note.bundle-refused", err->msg);
        return true;
    }
    return false;
}

static bool was_offered(const struct poll *poll, const uint8_t id[BUNDLE_ID])
{
    for (size_t i = 0; i < poll->held_count; i++) {
        if (memcmp(poll->held[i], id, BUNDLE_ID) == 0) {
            return true;
        }
    }
    return false;
}

static bool send_wanted(struct run *run, const struct poll *poll, const struct hello *hello,
                        struct err *err)
{
    for (size_t i = 0; i < hello->wanted_count; i++) {
        if (was_offered(poll, hello->wanted[i]) && !send_one(run, hello->wanted[i], err)) {
            return false;
        }
    }
    return true;
}

/* ---- question and answer ------------------------------------------------------------------- */

static void fill_poll(struct run *run, struct poll *ret)
{
    const struct sync_kiosk *kiosk = run->plan->kiosk;

    *ret = (struct poll){.heard_incarnation = kiosk->heard_incarnation,
                         .heard_seq = kiosk->heard_seq,
                         .has_heard = kiosk->has_heard_id};
    memcpy(ret->heard, kiosk->heard_id, BUNDLE_ID);
    crypto_random(ret->nonce, sizeof(ret->nonce));
    while (ret->held_count < POLL_IDS && run->offered < run->held_count) {
        memcpy(ret->held[ret->held_count++], run->held[run->offered++], BUNDLE_ID);
    }
}

/* Where nobody answers, all is wanted. */
static bool ask_hub(struct run *run, const struct poll *poll, struct hello *ret, struct err *err)
{
    const struct exchange *plan = run->plan;
    struct bundle_bytes letter, answer;

    if (!plan->carrier->ops->is_hub) {
        *ret = (struct hello){.wanted_count = poll->held_count};
        memcpy(ret->wanted, poll->held, sizeof(poll->held));
        return true;
    }
    if (!poll_make(&letter, &run->arena, poll, &plan->kiosk->self, plan->kiosk->hub.hub.id, err) ||
        !plan->carrier->ops->poll(plan->carrier, &run->arena, &letter, &answer, err) ||
        !hello_read(ret, answer.data, answer.len, &plan->kiosk->hub.hub, plan->kiosk->self.party.id,
                    poll->nonce, err)) {
        return false;
    }
    run->news.next_poll_s = ret->next_poll_s;
    return take_time(run, ret, err);
}

/* Until everything was offered and the last answer was heard. */
static bool talk(struct run *run, struct err *err)
{
    for (int round = 0; round < MOST_ROUNDS; round++) {
        struct poll poll;
        struct hello hello;
        fill_poll(run, &poll);
        if (!ask_hub(run, &poll, &hello, err) || !fetch_letters(run, &hello, err) ||
            !send_wanted(run, &poll, &hello, err)) {
            return false;
        }
        bool is_last = run->offered == run->held_count && hello.wanted_count == 0;
        if (is_last || !run->plan->kiosk->is_enrolled) {
            return true;
        }
    }
    return true;
}

/* ---- clearing up --------------------------------------------------------------------------- */

struct safe_names {
    char (*list)[POST_NAME];
    size_t count, cap;
};

static bool add_safe(void *ctx, const struct outbox_bundle *bundle)
{
    struct safe_names *names = ctx;

    if (names->count < names->cap) {
        post_name(names->list[names->count++], (enum bundle_stream)bundle->stream, bundle->seq,
                  bundle->id);
    }
    return true;
}

static bool is_safe_name(void *ctx, const char *name)
{
    const struct safe_names *names = ctx;

    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->list[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* What the hub called safe need not lie in the folder any more. That it cannot be taken away (a
 * folder that allows no deleting, a line that broke) is no fault of the visit. */
static void sweep(struct run *run)
{
    const struct exchange *plan = run->plan;
    struct safe_names names = {.count = 0};
    struct outbox_counts counts;

    if (plan->carrier->ops->sweep == NULL) {
        return;
    }
    for (int stream = 0; stream < OUTBOX_STREAMS; stream++) {
        if (!store_outbox_count(plan->kiosk->store, (enum outbox_stream)stream, &counts, NULL)) {
            return;
        }
        names.cap += counts.bundles[OUTBOX_SAFE];
    }
    names.list = arena_array(&run->arena, names.cap + 1, POST_NAME);
    if (names.cap > 0 &&
        store_outbox_each(plan->kiosk->store, OUTBOX_SAFE, add_safe, &names, NULL)) {
        plan->carrier->ops->sweep(plan->carrier, &run->place, is_safe_name, &names,
                                  &run->news.swept, NULL);
    }
}

static bool seal(struct run *run, struct err *err)
{
    const struct exchange *plan = run->plan;
    struct err why = {0};
    size_t sealed;

    if ((!plan->releases_votes || export_release(&plan->export, &why)) &&
        post_seal(plan->kiosk, clock_wall_s(plan->clock), (int)plan->clock->quality,
                  plan->export.is_practice, &sealed, &why)) {
        return true;
    }
    if (why.code != ERR_FULL && why.code != ERR_READONLY) {
        *err = why;
        return false;
    }
    note(run, "net.note.not-released", why.msg); /* a full kiosk still sends what it sealed */
    return true;
}

/* ---- enrolment ----------------------------------------------------------------------------- */

/* A code that the admin typed goes first. *ret_done: it worked, and there is nothing to ask. */
static bool try_code(struct run *run, const char *village, bool *ret_done, struct err *err)
{
    const struct exchange *plan = run->plan;
    enum once_visit_end end;

    if (!once_visit(plan->kiosk, plan->carrier, &run->place, village, &end, err)) {
        return false;
    }
    if (end != ONCE_VISIT_NONE) {
        note(run, once_visit_key(end), "");
    }
    *ret_done = end == ONCE_VISIT_DONE;
    return true;
}

static bool ask_to_enrol(struct run *run, struct err *err)
{
    const struct exchange *plan = run->plan;
    const struct pack *pack = plan->export.pack;
    const char *village = pack != NULL ? pack->name : plan->kiosk->hub.village;
    struct bundle_bytes request, answer;
    struct err why = {0};
    bool is_done;

    if (village[0] == '\0') {
        return err_set(err, ERR_MISSING, "no name of the village to enrol with (--pack)");
    }
    if (!try_code(run, village, &is_done, err)) {
        return false;
    }
    if (is_done) {
        return true;
    }
    if (!sync_kiosk_request(&request, &run->arena, plan->kiosk, village, village, err) ||
        !plan->carrier->ops->enrol(plan->carrier, &run->place, &run->arena, &request, &answer,
                                   err)) {
        return false;
    }
    run->news.waits_for_hub = answer.len == 0;
    if (answer.len == 0) {
        return true;
    }
    if (sync_kiosk_answer(plan->kiosk, answer.data, answer.len, &why)) {
        note(run, plan->kiosk->has_pending ? "net.note.hub-waits" : "net.note.hub", "");
        return true;
    }
    if (why.code == ERR_DENIED) { /* the same as before */
        return true;
    }
    *err = why;
    return false;
}

bool exchange_run(const struct exchange *exchange, struct exchange_news *ret, struct err *err)
{
    struct sync_kiosk *kiosk = exchange->kiosk;
    struct run run = {.plan = exchange};
    bool done;

    str_hex(run.kiosk, kiosk->self.party.id, BUNDLE_PARTY);
    if (kiosk->is_enrolled) {
        str_hex(run.hub, kiosk->hub.hub.id, BUNDLE_PARTY);
    }
    run.place = (struct carrier_place){run.hub, run.kiosk};
    arena_init(&run.arena, 0);
    if (kiosk->is_enrolled) {
        done = (exchange->clock->quality >= CLOCK_SIGNED || ask_time(&run, err)) &&
               seal(&run, err) && list_held(&run, err) && talk(&run, err);
        if (done && kiosk->is_enrolled) {
            sweep(&run);
        }
        if (!done && err->code == ERR_DENIED) { /* revoked? Only a signed answer says so */
            struct err why = {0};
            ask_to_enrol(&run, &why);
        }
    } else {
        done = exchange->export.is_practice || ask_to_enrol(&run, err);
    }
    arena_finish(&run.arena);
    *ret = run.news;
    return done;
}
