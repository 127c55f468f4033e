/* How fast a hub takes bundles in, beside the same rows put in directly.
 *
 *     bench_hub PATH|URL BUNDLES RECORDS AT_ONCE
 *
 * Each bundle is received, verified, opened and applied; the yardstick inserts the same bytes and
 * records in one transaction a bundle. Prints one line of JSON. */
#include "sync/frame.h"
#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_receive.h"

#include "app/base/str.h"
#include "app/store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEALED = 140, MOST_AT_ONCE = 32 };

struct bench {
    struct io *io;
    struct clock clock;
    struct hub hub;
    struct arena arena;
    struct party_secret kiosk;
    struct bundle_bytes *list;
    struct frame **frames;
    size_t bundles, records, at_once;
    size_t current; /* of the yardstick */
};

static void die(const char *what, const struct err *err)
{
    fprintf(stderr, "%s: %s\n", what, err->msg);
    exit(1);
}

static void enrol(struct bench *bench)
{
    struct enrol_request request = {.village = "Proef", .name = "De hal"};
    struct bundle_bytes bytes;
    struct hub_kiosk asked;
    struct err err = {0};

    party_make(&bench->kiosk);
    request.kiosk = bench->kiosk.party;
    if (!enrol_ask(&bytes, &bench->arena, &request, &bench->kiosk, &err) ||
        !hub_enrol_ask(&bench->hub, bytes.data, bytes.len, &asked, &err) ||
        !hub_enrol_accept(&bench->hub, asked.fingerprint, NULL, &err)) {
        die("enrolling", &err);
    }
}

static struct frame *make_ballots(struct bench *bench)
{
    struct frame *frames = arena_array(&bench->arena, bench->records, sizeof(*frames));

    for (size_t i = 0; i < bench->records; i++) {
        uint8_t *body = arena_alloc(&bench->arena, RECORD_RID + SEALED);
        uint8_t id[CRYPTO_HASH];
        crypto_random(body + RECORD_RID, SEALED);
        crypto_hash(id, body + RECORD_RID, SEALED);
        frames[i] = (struct frame){.version = RECORD_VERSION, .kind = "ballot"};
        frames[i].body = body;
        frames[i].body_len = RECORD_RID + SEALED;
        memcpy(frames[i].rid, id, RECORD_RID);
        crypto_hash(frames[i].hash, body, frames[i].body_len);
    }
    return frames;
}

static void make_bundles(struct bench *bench)
{
    struct bundle_head head = {.type = BUNDLE_DATA, .stream = BUNDLE_VOTES};
    struct err err = {0};
    uint8_t *payload;
    size_t len;

    memcpy(head.recipient, bench->hub.party.id, BUNDLE_PARTY);
    for (size_t i = 0; i < bench->bundles; i++) {
        head.seq = i + 1;
        bench->frames[i] = make_ballots(bench);
        if (!frames_write(&payload, &len, &bench->arena, bench->frames[i], bench->records, NULL,
                          &err) ||
            !bundle_make(&bench->list[i], &bench->arena, &head, payload, len,
                         (const uint8_t(*)[CRYPTO_KEY]) & bench->hub.party.box, 1,
                         bench->kiosk.party.sign, bench->kiosk.sign_secret, &err)) {
            die("making", &err);
        }
        bundle_id(head.prev, bench->list[i].data, bench->list[i].len);
    }
}

static double take_in(struct bench *bench)
{
    struct err err = {0};
    int64_t start = clock_mono_ms(&bench->clock);

    for (size_t i = 0; i < bench->bundles; i += bench->at_once) {
        struct hub_parcel parcels[MOST_AT_ONCE];
        struct hub_receipt receipts[MOST_AT_ONCE];
        uint8_t ids[MOST_AT_ONCE][BUNDLE_ID];
        size_t some = bench->bundles - i < bench->at_once ? bench->bundles - i : bench->at_once;
        for (size_t k = 0; k < some; k++) {
            parcels[k] = (struct hub_parcel){.bytes = bench->list[i + k].data,
                                             .len = bench->list[i + k].len};
        }
        if (!hub_receive(&bench->hub, parcels, some, receipts, &err)) {
            die("receiving", &err);
        }
        for (size_t k = 0; k < some; k++) {
            memcpy(ids[k], receipts[k].id, BUNDLE_ID);
        }
        if (!hub_apply_some(&bench->hub, (const uint8_t(*)[BUNDLE_ID])ids, some, NULL, &err)) {
            die("applying", &err);
        }
    }
    return (double)(clock_mono_ms(&bench->clock) - start) / 1000;
}

static bool insert_directly(void *ctx, struct err *err)
{
    struct bench *bench = ctx;
    struct hub_db *db = bench->hub.db;
    const struct bundle_bytes *bytes = &bench->list[bench->current];
    uint8_t id[BUNDLE_ID];

    bundle_id(id, bytes->data, bytes->len);
    if (!hub_db_run(db, "INSERT INTO direct_bundle (id, bytes) VALUES ($1, $2)",
                    HUB_VALUES(hub_blob(id, sizeof(id)), hub_blob(bytes->data, bytes->len)), NULL,
                    err)) {
        return false;
    }
    for (size_t i = 0; i < bench->records; i++) {
        const struct frame *frame = &bench->frames[bench->current][i];
        if (!hub_db_run(db, "INSERT INTO direct_ballot (rid, round_id, sealed) VALUES ($1, $2, $3)",
                        HUB_VALUES(hub_blob(frame->rid, RECORD_RID),
                                   hub_blob(frame->body, RECORD_RID),
                                   hub_blob(frame->body + RECORD_RID, SEALED)),
                        NULL, err)) {
            return false;
        }
    }
    return true;
}

static double insert_all(struct bench *bench)
{
    struct err err = {0};
    int64_t start = clock_mono_ms(&bench->clock);

    for (bench->current = 0; bench->current < bench->bundles; bench->current++) {
        if (!hub_db_act(bench->hub.db, HUB_CHANGE, insert_directly, bench, &err)) {
            die("inserting", &err);
        }
    }
    return (double)(clock_mono_ms(&bench->clock) - start) / 1000;
}

static bool make_tables(void *ctx, struct err *err)
{
    struct bench *bench = ctx;
    bool is_pg = strcmp(hub_db_engine(bench->hub.db), "postgresql") == 0;

    return hub_db_run(bench->hub.db,
                      is_pg ? "CREATE TABLE direct_bundle (id BYTEA PRIMARY KEY, bytes BYTEA)"
                            : "CREATE TABLE direct_bundle (id BLOB PRIMARY KEY, bytes BLOB)",
                      HUB_NO_VALUES, NULL, err) &&
           hub_db_run(bench->hub.db,
                      is_pg ? "CREATE TABLE direct_ballot (rid BYTEA PRIMARY KEY, round_id BYTEA,"
                              " sealed BYTEA)"
                            : "CREATE TABLE direct_ballot (rid BLOB PRIMARY KEY, round_id BLOB,"
                              " sealed BLOB) WITHOUT ROWID",
                      HUB_NO_VALUES, NULL, err);
}

int main(int argc, char *argv[])
{
    struct bench bench = {.io = io_posix()};
    struct err err = {0};
    struct hub_place place = {.io = bench.io, .clock = &bench.clock, .where = argv[1]};

    if (argc < 5 || !crypto_start(&err)) {
        fprintf(stderr, "bench_hub PATH|URL BUNDLES RECORDS AT_ONCE\n");
        return 2;
    }
    json_start();
    db_start();
    clock_init(&bench.clock, 0);
    arena_init(&bench.arena, 0);
    bench.bundles = strtoul(argv[2], NULL, 10);
    bench.records = strtoul(argv[3], NULL, 10);
    bench.at_once = strtoul(argv[4], NULL, 10);
    bench.at_once = bench.at_once < MOST_AT_ONCE ? bench.at_once : MOST_AT_ONCE;
    bench.list = arena_array(&bench.arena, bench.bundles, sizeof(*bench.list));
    bench.frames = arena_array(&bench.arena, bench.bundles, sizeof(*bench.frames));
    place.keys =
        arena_printf(&bench.arena, "%s.keys", hub_db_is_server(argv[1]) ? "bench" : argv[1]);
    if (!hub_create(&bench.hub, &place, "Bench", NULL, &err) ||
        !hub_db_act(bench.hub.db, HUB_CHANGE, make_tables, &bench, &err)) {
        die("making the hub", &err);
    }
    enrol(&bench);
    make_bundles(&bench);
    double hub_s = take_in(&bench), direct_s = insert_all(&bench);
    printf("{\"bundles\": %zu, \"records\": %zu, \"hub_s\": %.3f, \"direct_s\": %.3f,"
           " \"bundles_per_s\": %.0f, \"of_direct\": %.2f}\n",
           bench.bundles, bench.records, hub_s, direct_s, (double)bench.bundles / hub_s,
           direct_s / hub_s);
    hub_close(&bench.hub);
    arena_finish(&bench.arena);
    io_destroy(bench.io);
    return 0;
}
