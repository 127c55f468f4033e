/* The network: a carrier between the real exchange of a kiosk and the real answers of the hub, as
 * bytes that arrive, or do not, or late, twice, cut or changed; or somebody else answers. */
#include "tests/sim/sim.h"

#include "app/store/store_outbox.h"
#include "sync/exchange.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_poll.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { TO_HUB = -1, HELD = 200 };
enum fate { FATE_ARRIVES, FATE_LOST, FATE_LATE, FATE_TWICE, FATE_CUT, FATE_FLIPPED, FATES };

struct line { /* the first field is the carrier's */
    struct carrier carrier;
    struct sim *sim;
    size_t n; /* the kiosk */
    bool is_portal;
};

static struct line *line_of(struct carrier *carrier)
{
    return (struct line *)carrier;
}

static enum fate some_fate(struct sim *sim)
{
    if (sim->is_draining || !sim_chance(&sim->dice, sim->misfortune)) {
        return FATE_ARRIVES;
    }
    return (enum fate)(1 + sim_below(&sim->dice, FATES - 1));
}

/* ---- what is late -------------------------------------------------------------------------- */

static void put_mail(struct sim *sim, int to, const uint8_t *data, size_t len)
{
    struct sim_mail *mail = &sim->mail[sim_below(&sim->dice, SIM_MAIL)]; /* or pushes one out */

    free(mail->data);
    *mail = (struct sim_mail){.is_there = true, .to = to, .data = malloc(len + 1), .len = len};
    assert(mail->data != NULL);
    memcpy(mail->data, data, len);
}

void sim_mail_drop_all(struct sim *sim)
{
    for (size_t i = 0; i < SIM_MAIL; i++) {
        free(sim->mail[i].data);
        sim->mail[i] = (struct sim_mail){.is_there = false};
    }
}

static void hear_late(struct sim *sim, size_t n, const uint8_t *data, size_t len)
{
    struct post_news news = {0};
    struct err err = {0};
    bool heard = post_hear(&sim->kiosk[n].sync, data, len, &news, &err);

    sim_say(sim, "    kiosk %zu: an ack: %s; %zu received, %zu safe", n, heard ? "heard" : err.msg,
            news.received, news.safe);
    if (!heard && err.code != ERR_DENIED && err.code != ERR_CRYPTO && err.code != ERR_FORMAT &&
        err.code != ERR_UNKNOWN && err.code != ERR_LIMIT) {
        sim_fail(sim, "kiosk %zu cannot take an ack: %s", n, err.msg);
    }
}

void sim_act_mail(struct sim *sim)
{
    size_t start = sim_below(&sim->dice, SIM_MAIL);

    for (size_t i = 0; i < SIM_MAIL; i++) {
        struct sim_mail *mail = &sim->mail[(start + i) % SIM_MAIL];
        if (!mail->is_there) {
            continue;
        }
        struct sim_mail taken = *mail;
        *mail = (struct sim_mail){.is_there = false};
        sim_say(sim, "something late arrives for %s", taken.to == TO_HUB ? "the hub" : "a kiosk");
        if (taken.to == TO_HUB) {
            sim_hub_take(sim, taken.data, taken.len);
        } else {
            hear_late(sim, (size_t)taken.to, taken.data, taken.len);
        }
        free(taken.data);
        return;
    }
}

/* ---- on the way ---------------------------------------------------------------------------- */

static bool gone(struct err *err)
{
    return err_set(err, ERR_GONE, "nobody answers");
}

/* What arrives of these bytes, in arena memory; false: nothing, now. */
static bool pass(struct line *line, int to, const uint8_t *data, size_t len,
                 struct bundle_bytes *ret)
{
    struct sim *sim = line->sim;
    enum fate fate = some_fate(sim);

    *ret = (struct bundle_bytes){arena_alloc(&sim->arena, len + 1), len};
    memcpy(ret->data, data, len);
    if (fate == FATE_LATE || fate == FATE_TWICE) {
        put_mail(sim, to, data, len);
    } else if (fate == FATE_CUT) {
        ret->len = sim_below(&sim->dice, (unsigned)len);
    } else if (fate == FATE_FLIPPED) {
        ret->data[sim_below(&sim->dice, (unsigned)len)] ^=
            (uint8_t)(1u << sim_below(&sim->dice, 8));
    }
    return fate != FATE_LOST && fate != FATE_LATE;
}

/* And the answer back: into the exchange's own memory. */
static bool give(struct line *line, struct arena *arena, const struct bundle_bytes *answer,
                 struct bundle_bytes *ret, struct err *err)
{
    struct bundle_bytes arrived;

    if (SIM_HAS_FAILED(line->sim) ||
        !pass(line, (int)line->n, answer->data, answer->len, &arrived)) {
        return gone(err);
    }
    *ret = (struct bundle_bytes){arena_alloc(arena, arrived.len + 1), arrived.len};
    memcpy(ret->data, arrived.data, arrived.len);
    return true;
}

/* A page to log in on, with 200. */
static bool portal(struct arena *arena, struct bundle_bytes *ret)
{
    static const char page[] = "<html>Welkom op het gastennetwerk</html>";

    ret->data = (uint8_t *)arena_strdup(arena, page);
    ret->len = sizeof(page) - 1;
    return true;
}

/* ---- the carrier --------------------------------------------------------------------------- */

static bool line_hello(struct carrier *carrier, struct arena *arena,
                       const uint8_t nonce[POLL_NONCE], struct bundle_bytes *ret, struct err *err)
{
    struct line *line = line_of(carrier);
    struct bundle_bytes answer;

    if (line->is_portal) {
        return portal(arena, ret);
    }
    return hub_poll_hello(&line->sim->hub, &line->sim->arena, nonce, &answer, err) &&
           give(line, arena, &answer, ret, err);
}

static bool line_poll(struct carrier *carrier, struct arena *arena, const struct bundle_bytes *poll,
                      struct bundle_bytes *ret, struct err *err)
{
    struct line *line = line_of(carrier);
    struct sim *sim = line->sim;
    struct bundle_bytes question, answer;

    if (line->is_portal) {
        return portal(arena, ret);
    }
    if (!pass(line, TO_HUB, poll->data, poll->len, &question)) {
        return gone(err);
    }
    sim_hub_arm(sim);
    bool done =
        hub_poll_answer(&sim->hub, &sim->arena, question.data, question.len, 900, &answer, err);
    sim_hub_disarm(sim);
    if (!done) {
        err->code = err->code == ERR_MISSING ? ERR_DENIED : ERR_GONE;
        return false;
    }
    return give(line, arena, &answer, ret, err);
}

static bool line_fetch(struct carrier *carrier, const struct carrier_place *place,
                       const uint8_t (*ids)[BUNDLE_ID], size_t count,
                       bool (*each)(void *ctx, const uint8_t *data, size_t len), void *ctx,
                       struct err *err)
{
    struct line *line = line_of(carrier);
    struct sim *sim = line->sim;
    const uint8_t *self = sim->kiosk[line->n].sync.self.party.id;

    (void)place;
    for (size_t i = 0; i < count; i++) {
        struct bundle_bytes letter, arrived;
        struct err why = {0};
        if (!hub_poll_letter(&sim->hub, &sim->arena, self, ids[i], &letter, &why)) {
            continue; /* gone meanwhile */
        }
        if (!pass(line, (int)line->n, letter.data, letter.len, &arrived)) {
            return gone(err);
        }
        if (!each(ctx, arrived.data, arrived.len)) {
            return false;
        }
    }
    return true;
}

static bool line_send(struct carrier *carrier, const struct carrier_place *place,
                      const struct outbox_bundle *bundle, bool *ret_kept, struct err *err)
{
    struct line *line = line_of(carrier);
    struct bundle_bytes arrived;
    enum hub_receipt_kind kind;

    (void)place;
    *ret_kept = false;
    if (line->is_portal) {
        return true;
    }
    if (!pass(line, TO_HUB, bundle->bytes, bundle->len, &arrived) ||
        !sim_hub_receive(line->sim, arrived.data, arrived.len, &kind)) {
        return gone(err);
    }
    if (some_fate(line->sim) != FATE_ARRIVES) {
        return gone(err); /* it is there, and the answer is lost */
    }
    switch (kind) {
    case HUB_NOT_STRANGER:
    case HUB_NOT_REVOKED:
    case HUB_NOT_FOREIGN:
        return err_set(err, ERR_DENIED, "refused");
    case HUB_NOT_BUNDLE:
    case HUB_NOT_SIGNED:
    case HUB_NOT_KIND:
    case HUB_NOT_SIZE:
        return err_set(err, ERR_FORMAT, "refused");
    case HUB_GOT_NEW:
    case HUB_GOT_BEFORE:
    case HUB_GOT_UNKNOWN:
    case HUB_RECEIPTS:
        break;
    }
    return true;
}

static bool line_enrol(struct carrier *carrier, const struct carrier_place *place,
                       struct arena *arena, const struct bundle_bytes *request,
                       struct bundle_bytes *ret, struct err *err)
{
    struct line *line = line_of(carrier);
    struct sim *sim = line->sim;
    struct bundle_bytes arrived, answer;
    struct hub_kiosk asked;

    (void)place;
    *ret = (struct bundle_bytes){NULL, 0};
    if (line->is_portal) {
        return portal(arena, ret);
    }
    if (!pass(line, TO_HUB, request->data, request->len, &arrived)) {
        return gone(err);
    }
    sim_hub_arm(sim);
    bool done = hub_enrol_ask(&sim->hub, arrived.data, arrived.len, &asked, err) &&
                hub_enrol_answer(&sim->hub, &sim->arena, asked.party.id, &answer, err);
    sim_hub_disarm(sim);
    if (!done) {
        return gone(err);
    }
    return answer.len == 0 || give(line, arena, &answer, ret, err);
}

static void line_destroy(struct carrier *carrier)
{
    (void)carrier;
}

static const struct carrier_ops line_ops = {
    .name = "http",
    .hello = line_hello,
    .poll = line_poll,
    .fetch = line_fetch,
    .send = line_send,
    .enrol = line_enrol,
    .destroy = line_destroy,
};

/* ---- a visit over the network -------------------------------------------------------------- */

static bool collect(void *ctx, const struct outbox_bundle *bundle)
{
    sim_ids_add(ctx, bundle->id);
    return true;
}

/* The planted bug: somebody said 200, so it was received. */
static void believe(struct sim *sim, size_t n)
{
    static struct sim_ids held;
    struct store *store = sim->kiosk[n].store;

    held.count = 0;
    store_outbox_each(store, OUTBOX_SEALED, collect, &held, NULL);
    const struct outbox_news news = {.received = (const uint8_t(*)[BUNDLE_ID])held.id,
                                     .received_count = held.count};
    store_outbox_hear(store, &news, NULL);
}

static void tell_note(void *ctx, const char *key, const char *detail)
{
    sim_say(ctx, "    %s %s", key, detail);
}

void sim_act_network(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct line line = {.carrier = {.ops = &line_ops}, .sim = sim, .n = n};
    struct refusals refusals = {.count = 0}; /* another day */
    struct clock clock;
    struct exchange_news news = {0};
    struct err err = {0};
    const struct exchange exchange = {
        .kiosk = &kiosk->sync,
        .carrier = &line.carrier,
        .export = {.store = kiosk->store, .pack = &sim->pack, .phrases = &sim->phrases},
        .clock = &clock,
        .refusals = &refusals,
        .releases_votes = true,
        .note = tell_note,
        .ctx = sim,
    };

    clock_init_virtual(&clock, kiosk->now_s);
    clock.quality = (enum clock_quality)kiosk->quality;
    line.is_portal = !sim->is_draining && sim_chance(&sim->dice, sim->misfortune / 3);
    sim_kiosk_arm(sim, n);
    bool done = exchange_run(&exchange, &news, &err);
    if (line.is_portal && sim->bug == SIM_BUG_BARE_200) {
        believe(sim, n);
    }
    kiosk->now_s = clock_wall_s(&clock);
    kiosk->quality = (int)clock.quality;
    sim_say(sim, "kiosk %zu: network%s: %zu sent, %zu acks, %zu received, %zu safe%s%s", n,
            line.is_portal ? " (a captive portal)" : "", news.sent, news.acks, news.received,
            news.safe, done ? "" : ": ", done ? "" : err.msg);
    if (!SIM_HAS_FAILED(sim) && kiosk->sync.has_pending && !io_fault_is_off(kiosk->card->disk)) {
        sim_kiosk_accept(sim, n);
    }
    sim_kiosk_disarm(sim, n);
}
