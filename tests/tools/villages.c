/* villages DB: the demo municipality in a hub that was just made: fifteen made-up villages with
 * kiosks that were here before, each in another state, and one that still asks. For demo_hub.sh. */
#include "app/base/json.h"
#include "app/base/str.h"
#include "app/store/db.h"
#include "sync/frame.h"
#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_receive.h"

#include <stdio.h>
#include <stdlib.h>

enum { IDEAS = 12, DAY_S = 24 * 60 * 60 };

/* What became of it since: days ago that it was here, bundles, and what is odd. */
enum odd { PLAIN, GAP, FORK, ASKS };
static const struct village {
    const char *name;
    int days_ago, bundles;
    enum odd odd;
} villages[] = {
    {"Aalderveen", 0, 4, PLAIN},     {"Oosterbrink", 0, 7, PLAIN},  {"Sint-Jansheide", 1, 3, PLAIN},
    {"Westerhesse", 0, 5, PLAIN},    {"De Rietkolk", 2, 2, PLAIN},  {"Noorderhesse", 0, 6, PLAIN},
    {"Nieuw-Ruigebroek", 5, 3, GAP}, {"Zwarteplas", 17, 4, PLAIN},  {"Hoogeind", 0, 1, PLAIN},
    {"Elderslo", 1, 5, FORK},        {"Wijnveld", 0, 2, PLAIN},     {"Grolveen", 3, 4, PLAIN},
    {"Krommewijk", 0, 3, PLAIN},     {"Meppelerhoek", 0, 5, PLAIN}, {"Vlintholt", 0, 0, ASKS},
};

static void must(bool good, const struct err *err, const char *what)
{
    if (!good) {
        fprintf(stderr, "villages: %s: %s\n", what, err->msg);
        exit(1);
    }
}

static void ask_to_enrol(struct hub *hub, struct arena *arena, const struct village *village,
                         const struct party_secret *keys)
{
    struct enrol_request request = {.kiosk = keys->party, .name = "De hal van het dorpshuis"};
    struct bundle_bytes bytes;
    char print[PARTY_FINGERPRINT];
    struct err err = {0};

    str_copy(request.village, sizeof(request.village), village->name);
    crypto_random(request.incarnation, sizeof(request.incarnation));
    party_fingerprint(print, &keys->party);
    must(enrol_ask(&bytes, arena, &request, keys, &err) &&
             hub_enrol_ask(hub, bytes.data, bytes.len, NULL, &err) &&
             (village->odd == ASKS || hub_enrol_accept(hub, print, NULL, &err)),
         &err, "enrol");
}

static void make_ideas(struct frame frames[IDEAS], struct arena *arena)
{
    for (int i = 0; i < IDEAS; i++) {
        json_t *body = json_object();
        frames[i] = (struct frame){.version = RECORD_VERSION, .kind = "idea"};
        crypto_random(frames[i].rid, RECORD_RID);
        json_put_text(body, "what", "Een bankje langs het water");
        frames[i].body = (const uint8_t *)json_canonical(arena, body, &frames[i].body_len);
        crypto_hash(frames[i].hash, frames[i].body, frames[i].body_len);
        json_decref(body);
    }
}

static void send(struct hub *hub, struct arena *arena, const struct party_secret *keys,
                 struct bundle_head *head)
{
    struct frame frames[IDEAS];
    struct bundle_bytes bytes;
    struct hub_receipt receipt;
    uint8_t *payload;
    size_t len;
    struct err err = {0};

    make_ideas(frames, arena);
    must(frames_write(&payload, &len, arena, frames, IDEAS, NULL, &err) &&
             bundle_make(&bytes, arena, head, payload, len,
                         (const uint8_t(*)[CRYPTO_KEY])hub->party.box, 1, keys->party.sign,
                         keys->sign_secret, &err),
         &err, "bundle");
    const struct hub_parcel parcel = {.bytes = bytes.data, .len = bytes.len};
    must(hub_receive(hub, &parcel, 1, &receipt, &err) && hub_apply(hub, NULL, &err), &err, "send");
    bundle_id(head->prev, bytes.data, bytes.len);
}

static void live(struct hub *hub, const struct village *village)
{
    struct arena arena;
    struct party_secret keys;
    struct bundle_bytes ack;
    struct bundle_head head = {.type = BUNDLE_DATA, .stream = BUNDLE_REST, .quality = 2};
    struct err err = {0};

    arena_init(&arena, 0);
    party_make(&keys);
    ask_to_enrol(hub, &arena, village, &keys);
    memcpy(head.recipient, hub->party.id, BUNDLE_PARTY);
    crypto_random(head.incarnation, sizeof(head.incarnation));
    for (int i = 0; i < village->bundles; i++) {
        head.seq += village->odd == GAP && i == 1 ? 2 : 1;
        send(hub, &arena, &keys, &head);
    }
    if (village->odd == FORK) { /* the same number once more, with something else in it */
        send(hub, &arena, &keys, &head);
    }
    if (village->odd != ASKS) {
        must(hub_ack_make(hub, &arena, keys.party.id, NULL, &ack, &err), &err, "ack");
    }
    party_wipe(&keys);
    arena_finish(&arena);
}

int main(int argc, char *argv[])
{
    struct clock clock, now;
    struct hub hub = {.db = NULL};
    char keys[1024];
    struct err err = {0};

    if (argc != 2) {
        fputs("villages DB\n", stderr);
        return 2;
    }
    json_start();
    db_start();
    must(crypto_start(&err), &err, "start");
    clock_init(&now, 0);
    snprintf(keys, sizeof(keys), "%s.keys", argv[1]);
    struct io *io = io_posix();
    const struct hub_place place = {.io = io, .clock = &clock, .where = argv[1], .keys = keys};
    clock_init_virtual(&clock, clock_wall_s(&now));
    must(hub_open(&hub, &place, &err), &err, argv[1]);
    for (size_t i = 0; i < sizeof(villages) / sizeof(villages[0]); i++) {
        clock_init_virtual(&clock, clock_wall_s(&now) - (int64_t)villages[i].days_ago * DAY_S);
        live(&hub, &villages[i]);
    }
    hub_close(&hub);
    io_destroy(io);
    return 0;
}
