/* The network, as bytes: what one side sent arrives, or does not, or late, twice, cut or changed;
 * or somebody else answers. A kiosk acts as the exchange does: it sends what it holds and hears
 * acks; an answer without an ack changes nothing. */
#include "tests/sim/sim.h"

#include "app/store/store_outbox.h"
#include "app/store/store_vote.h"
#include "sync/hub/hub_ack.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { TO_HUB = -1, HELD = 100 };
enum fate { FATE_ARRIVES, FATE_LOST, FATE_LATE, FATE_TWICE, FATE_CUT, FATE_FLIPPED, FATES };

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

/* ---- arriving ------------------------------------------------------------------------------ */

static void hear(struct sim *sim, size_t n, const uint8_t *data, size_t len)
{
    struct post_news news = {0};
    struct err err = {0};
    bool heard = post_hear(&sim->kiosk[n].sync, data, len, &news, &err);

    sim_say(sim, "    kiosk %zu: an ack: %s; %zu received, %zu safe%s%s", n,
            heard ? "heard" : err.msg, news.received, news.safe, news.resend_all ? ", all again" : "",
            news.new_incarnation ? ", new incarnation" : "");
    if (!heard && err.code != ERR_DENIED && err.code != ERR_CRYPTO && err.code != ERR_FORMAT &&
        err.code != ERR_UNKNOWN && err.code != ERR_LIMIT &&
        !io_fault_is_off(sim->kiosk[n].card->disk)) {
        sim_fail(sim, "kiosk %zu cannot take an ack: %s", n, err.msg);
    }
}

static void arrive(struct sim *sim, int to, const uint8_t *data, size_t len)
{
    if (to == TO_HUB) {
        sim_hub_take(sim, data, len);
    } else {
        hear(sim, (size_t)to, data, len);
    }
}

/* true: it arrived whole, just now. */
static bool send(struct sim *sim, int to, const uint8_t *data, size_t len)
{
    enum fate fate = some_fate(sim);
    uint8_t *spoilt = arena_alloc(&sim->arena, len + 1);

    memcpy(spoilt, data, len);
    switch (fate) {
    case FATE_ARRIVES:
        arrive(sim, to, data, len);
        break;
    case FATE_LOST:
    case FATES:
        break;
    case FATE_LATE:
        put_mail(sim, to, data, len);
        break;
    case FATE_TWICE:
        arrive(sim, to, data, len);
        put_mail(sim, to, data, len);
        break;
    case FATE_CUT:
        arrive(sim, to, spoilt, sim_below(&sim->dice, (unsigned)len));
        break;
    case FATE_FLIPPED:
        spoilt[sim_below(&sim->dice, (unsigned)len)] ^=
            (uint8_t)(1u << sim_below(&sim->dice, 8));
        arrive(sim, to, spoilt, len);
        break;
    }
    return fate == FATE_ARRIVES || fate == FATE_TWICE;
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
        arrive(sim, taken.to, taken.data, taken.len);
        free(taken.data);
        return;
    }
}

/* ---- a round ------------------------------------------------------------------------------- */

struct held {
    struct sim *sim;
    struct outbox_bundle list[HELD];
    size_t count;
};

static bool hold(void *ctx, const struct outbox_bundle *bundle)
{
    struct held *held = ctx;

    if (held->count < HELD && bundle->bytes != NULL) {
        uint8_t *bytes = arena_alloc(&held->sim->arena, bundle->len + 1);
        memcpy(bytes, bundle->bytes, bundle->len);
        held->list[held->count] = *bundle;
        held->list[held->count++].bytes = bytes;
    }
    return true;
}

/* A page to log in on: 200, and no ack. The planted bug takes it for a yes. */
static void meet_portal(struct sim *sim, size_t n, const struct held *held)
{
    static const uint8_t page[] = "<html>Welkom op het gastennetwerk</html>";

    sim_say(sim, "    a captive portal answers 200 to everything");
    hear(sim, n, page, sizeof(page) - 1);
    for (size_t i = 0; sim->bug == SIM_BUG_BARE_200 && i < held->count; i++) {
        const struct outbox_news news = {.received = &held->list[i].id, .received_count = 1};
        store_outbox_hear(sim->kiosk[n].store, &news, NULL);
    }
}

/* The hub's answer to a question: a new ack, and those that were not read. */
static void ask(struct sim *sim, size_t n)
{
    const uint8_t *id = sim->kiosk[n].sync.self.party.id;
    uint8_t nonce[ACK_NONCE];
    struct bundle_bytes bytes = {NULL, 0};
    struct hub_ack_line *lines = NULL;
    size_t count = 0;
    struct err err = {0};

    crypto_random(nonce, sizeof(nonce));
    sim_hub_arm(sim);
    bool made = hub_ack_make(&sim->hub, &sim->arena, id, nonce, &bytes, &err) &&
                hub_ack_unread(&sim->hub, &sim->arena, id, &lines, &count, &err);
    sim_hub_disarm(sim);
    for (size_t i = 0; made && i < count && !SIM_HAS_FAILED(sim); i++) {
        send(sim, (int)n, lines[i].bytes.data, lines[i].bytes.len);
    }
}

void sim_act_network(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    struct held held = {.sim = sim};
    size_t sealed = 0;

    if (!kiosk->sync.is_enrolled) {
        return;
    }
    sim_kiosk_arm(sim, n);
    store_vote_release(kiosk->store, sim->rig.round.id, NULL);
    post_seal(&kiosk->sync, kiosk->now_s, kiosk->quality, false, &sealed, NULL);
    store_outbox_each(kiosk->store, OUTBOX_SEALED, hold, &held, NULL);
    store_outbox_each(kiosk->store, OUTBOX_CARRIED, hold, &held, NULL);
    store_outbox_each(kiosk->store, OUTBOX_RECEIVED, hold, &held, NULL);
    sim_say(sim, "kiosk %zu: network, %zu bundles held", n, held.count);
    if (!sim->is_draining && sim_chance(&sim->dice, sim->misfortune / 3)) {
        meet_portal(sim, n, &held);
    } else {
        size_t from = sim_below(&sim->dice, (unsigned)held.count + 1);
        for (size_t i = 0; i < held.count && !SIM_HAS_FAILED(sim); i++) {
            const struct outbox_bundle *bundle = &held.list[(from + i) % held.count];
            send(sim, TO_HUB, bundle->bytes, bundle->len);
        }
        ask(sim, n);
    }
    sim_kiosk_disarm(sim, n);
}
