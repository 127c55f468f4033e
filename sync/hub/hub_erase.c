#include "sync/hub/hub_erase.h"

#include "app/base/str.h"
#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_audit.h"

#include <stdio.h>

enum { MOST_ROUNDS = 200 };

/* ---- the day ------------------------------------------------------------------------------- */

struct dating {
    struct hub *hub;
    const uint8_t *round_id;
    int64_t after_s;
};

static bool note(struct hub *hub, const char *what, const uint8_t round_id[ROUND_ID],
                 int64_t number, struct err *err)
{
    char hex[2 * ROUND_ID + 1], detail[HUB_AUDIT_DETAIL];

    str_hex(hex, round_id, ROUND_ID);
    snprintf(detail, sizeof(detail), "%s %lld", hex, (long long)number);
    return hub_audit(hub, what, NULL, detail, err);
}

static bool put_date(void *ctx, struct err *err)
{
    struct dating *dating = ctx;
    struct hub_db *db = dating->hub->db;
    const struct hub_value both[] = {hub_blob(dating->round_id, ROUND_ID),
                                     hub_int(dating->after_s)};
    int64_t known, changed;

    if (!hub_db_number(db, "SELECT count(*) FROM ledger WHERE round_id = $1", both, 1, &known,
                       err)) {
        return false;
    }
    if (known == 0) {
        return err_set(err, ERR_MISSING, "no such round");
    }
    return hub_db_run(db, "UPDATE erasing SET after_s = $2 WHERE round_id = $1", both, 2, &changed,
                      err) &&
           (changed > 0 || hub_db_run(db, "INSERT INTO erasing (round_id, after_s) VALUES ($1, $2)",
                                      both, 2, NULL, err)) &&
           note(dating->hub, "erase-after", dating->round_id, dating->after_s, err);
}

bool hub_erase_after(struct hub *hub, const uint8_t round_id[ROUND_ID], int64_t after_s,
                     struct err *err)
{
    struct dating dating = {hub, round_id, after_s};
    return hub_db_act(hub->db, HUB_CHANGE, put_date, &dating, err);
}

/* ---- what may go --------------------------------------------------------------------------- */

struct going {
    struct hub *hub;
    struct arena *arena;
    int64_t now_s;
    struct hub_erasing *list;
    size_t count;
    /* of one kiosk */
    uint8_t (*ids)[BUNDLE_ID];
    size_t id_count;
    bool waits; /* one of them may not go yet */
};

static bool read_dates(struct going *going, struct err *err)
{
    struct hub_db *db = going->hub->db;
    int rc;

    going->count = 0;
    if (!hub_db_ask(db, "SELECT round_id, after_s FROM erasing ORDER BY round_id", HUB_NO_VALUES,
                    err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && going->count < MOST_ROUNDS) {
        struct hub_erasing *one = &going->list[going->count++];
        *one = (struct hub_erasing){.after_s = hub_db_int(db, 1)};
        if (!hub_db_bytes(db, 0, one->round_id, ROUND_ID, err)) {
            return false;
        }
    }
    hub_db_end(db);
    return rc >= 0;
}

/* Of votes of this round, and of no other? *ret_other: it holds both. */
static bool is_of_round(struct hub *hub, const uint8_t *bytes, size_t len,
                        const uint8_t round_id[ROUND_ID], bool *ret_other)
{
    struct arena arena;
    struct frame *frames;
    size_t ours = 0;

    arena_init(&arena, 0);
    size_t count = hub_open_frames(&frames, &arena, hub, bytes, len);
    for (size_t i = 0; i < count; i++) {
        ours += frames[i].body_len > ROUND_ID && memcmp(frames[i].body, round_id, ROUND_ID) == 0;
    }
    arena_finish(&arena);
    *ret_other = ours > 0 && ours < count;
    return ours > 0 && !*ret_other;
}

static bool find_bundles(struct going *going, const uint8_t kiosk[BUNDLE_PARTY],
                         const uint8_t round_id[ROUND_ID], struct err *err)
{
    struct hub_db *db = going->hub->db;
    const struct hub_value value = hub_blob(kiosk, BUNDLE_PARTY);
    int64_t most;
    int rc;

    going->id_count = 0;
    going->waits = false;
    if (!hub_db_number(db, "SELECT count(*) FROM bundle WHERE kiosk = $1", &value, 1, &most, err)) {
        return false;
    }
    going->ids = arena_array(going->arena, (size_t)most + 1, BUNDLE_ID);
    if (!hub_db_ask(db,
                    "SELECT id, safe, bytes FROM bundle WHERE kiosk = $1 AND stream = 0"
                    " AND type = 1 AND state = 1 AND length(bytes) > 0",
                    &value, 1, err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1 && going->id_count < (size_t)most) {
        size_t len;
        const uint8_t *bytes = hub_db_blob(db, 2, &len);
        bool is_other, is_ours = is_of_round(going->hub, bytes, len, round_id, &is_other);
        going->waits = going->waits || is_other || (is_ours && hub_db_int(db, 1) == 0);
        if (is_ours && !hub_db_bytes(db, 0, going->ids[going->id_count++], BUNDLE_ID, err)) {
            return false;
        }
    }
    hub_db_end(db);
    return rc >= 0;
}

/* ---- going --------------------------------------------------------------------------------- */

static bool erase_ids(struct going *going, struct err *err)
{
    struct hub_db *db = going->hub->db;

    for (size_t i = 0; i < going->id_count; i++) {
        struct hub_value id = hub_blob(going->ids[i], BUNDLE_ID);
        if (!hub_db_run(db, "UPDATE bundle SET bytes = $2 WHERE id = $1",
                        HUB_VALUES(id, hub_blob("", 0)), NULL, err) ||
            !hub_db_run(db, "INSERT INTO erased (id, at_s) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                        HUB_VALUES(id, hub_int(going->now_s)), NULL, err)) {
            return false;
        }
    }
    return true;
}

static bool settle(struct going *going, const struct hub_closing *closing,
                   const uint8_t round_id[ROUND_ID], struct err *err)
{
    struct hub_db *db = going->hub->db;
    struct hub_value kiosk = hub_blob(closing->kiosk, BUNDLE_PARTY);
    struct hub_value round = hub_blob(round_id, ROUND_ID);
    int64_t ledger;

    return hub_db_number(db,
                         "SELECT CAST(sum(ballots + registers) AS BIGINT) FROM ledger"
                         " WHERE kiosk = $1 AND round_id = $2",
                         HUB_VALUES(kiosk, round), &ledger, err) &&
           hub_db_run(db,
                      "INSERT INTO settled (kiosk, round_id, ballots, registers, ledger)"
                      " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                      HUB_VALUES(kiosk, round, hub_int(closing->ballots),
                                 hub_int(closing->registers), hub_int(ledger)),
                      NULL, err);
}

/* All of its kiosks, or none: half a round is no tidier. */
static bool erase_round(struct going *going, struct hub_erasing *erasing,
                        const struct hub_round *round, struct err *err)
{
    erasing->state = HUB_ERASE_DONE;
    for (size_t i = 0; i < round->kiosk_count; i++) {
        if (!find_bundles(going, round->kiosks[i].kiosk, round->id, err)) {
            return false;
        }
        if (going->waits) {
            erasing->state = HUB_ERASE_WAITS;
            return true;
        }
    }
    for (size_t i = 0; i < round->kiosk_count; i++) {
        if (!find_bundles(going, round->kiosks[i].kiosk, round->id, err) ||
            !settle(going, &round->kiosks[i], round->id, err) || !erase_ids(going, err)) {
            return false;
        }
        erasing->bundles += (int64_t)going->id_count;
    }
    return erasing->bundles == 0 || note(going->hub, "erased", round->id, erasing->bundles, err);
}

static bool erase_all(void *ctx, struct err *err)
{
    struct going *going = ctx;
    struct hub_round *rounds;
    size_t count;

    if (!read_dates(going, err) ||
        !hub_closing_rounds_in(going->hub, going->arena, &rounds, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < going->count; i++) {
        struct hub_erasing *one = &going->list[i];
        one->state = one->after_s >= going->now_s ? HUB_ERASE_LATER : HUB_ERASE_INCOMPLETE;
        for (size_t r = 0; r < count; r++) {
            if (one->state == HUB_ERASE_INCOMPLETE && rounds[r].is_complete &&
                memcmp(rounds[r].id, one->round_id, ROUND_ID) == 0 &&
                !erase_round(going, one, &rounds[r], err)) {
                return false;
            }
        }
    }
    return true;
}

bool hub_erase_due(struct hub *hub, struct arena *arena, struct hub_erasing **ret,
                   size_t *ret_count, struct err *err)
{
    struct going going = {.hub = hub, .arena = arena, .now_s = clock_wall_s(hub->clock)};

    if (hub->key_count == 0) {
        return err_set(err, ERR_DENIED, "this hub has no key to open with");
    }
    going.list = arena_array(arena, MOST_ROUNDS, sizeof(*going.list));
    if (!hub_db_act(hub->db, HUB_CHANGE, erase_all, &going, err)) {
        return false;
    }
    *ret = going.list;
    *ret_count = going.count;
    return true;
}
