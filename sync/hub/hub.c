#include "sync/hub/hub.h"

#include "app/base/str.h"
#include "app/domain/record.h"
#include "sync/hub/hub_audit.h"

#include <stdio.h>

enum { KNOWS = 60, PATH_CAP = 1024 };

static const struct hub_knows newest = {.bundles = true, .kinds = RECORD_KINDS};

/* ---- keys ---------------------------------------------------------------------------------- */

/* The newest under its own name, earlier ones beside it until there is none. */
static bool load_keys(struct hub *hub, const struct hub_place *place, bool may_make,
                      struct err *err)
{
    char path[PATH_CAP];

    if (place->keys == NULL) {
        return true;
    }
    if (!party_load(&hub->keys[0], place->io, place->keys, may_make, err)) {
        return false;
    }
    for (hub->key_count = 1; hub->key_count < HUB_MAX_KEYS; hub->key_count++) {
        snprintf(path, sizeof(path), "%s.%zu", place->keys, hub->key_count);
        if (!io_exists(place->io, path)) {
            break;
        }
        if (!party_load(&hub->keys[hub->key_count], place->io, path, false, err)) {
            return false;
        }
    }
    return true;
}

/* ---- what stands in hub_meta --------------------------------------------------------------- */

static bool read_meta(void *ctx, struct err *err)
{
    struct hub *hub = ctx;
    uint8_t sign[CRYPTO_KEY], box[CRYPTO_KEY];

    if (!hub_db_ask(hub->db, "SELECT name, sign, box, recovery FROM hub_meta WHERE id = 1",
                    HUB_NO_VALUES, err)) {
        return false;
    }
    int rc = hub_db_next(hub->db, err);
    bool good = rc == 1 && hub_db_bytes(hub->db, 1, sign, sizeof(sign), err) &&
                hub_db_bytes(hub->db, 2, box, sizeof(box), err);
    if (good) {
        str_copy(hub->name, sizeof(hub->name), hub_db_text(hub->db, 0));
        hub->has_recovery = !hub_db_is_null(hub->db, 3);
        good = !hub->has_recovery ||
               hub_db_bytes(hub->db, 3, hub->recovery, sizeof(hub->recovery), err);
        party_of_keys(&hub->party, sign, box);
    }
    hub_db_end(hub->db);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "no hub in this database"));
}

/* Another program than before, or one more key: what could not be read is tried again. */
static bool note_knowledge(void *ctx, struct err *err)
{
    struct hub *hub = ctx;
    char knows[KNOWS];
    int64_t changed;

    snprintf(knows, sizeof(knows), "bundle %d record %d kinds %d keys %zu",
             hub->knows.bundles ? 1 : 0, RECORD_VERSION, hub->knows.kinds, hub->key_count);
    return hub_db_run(hub->db, "UPDATE hub_meta SET knows = $1 WHERE id = 1 AND knows <> $1",
                      HUB_VALUES(hub_text(knows)), &changed, err) &&
           (changed == 0 ||
            hub_db_run(hub->db,
                       "UPDATE bundle SET state = 0, ack_seq = 0, safe_seq = 0"
                       " WHERE state IN (2, 4) OR (state = 3 AND reason = 'not-our-key')",
                       HUB_NO_VALUES, NULL, err));
}

static bool set_up(struct hub *ret, const struct hub_place *place, struct err *err)
{
    struct hub_knows knows = ret->knows;

    *ret = (struct hub){.clock = place->clock, .knows = knows.kinds == 0 ? newest : knows};
    ret->db = hub_db_open(place->where, place->vfs, err);
    return ret->db != NULL;
}

bool hub_open(struct hub *ret, const struct hub_place *place, struct err *err)
{
    bool has;

    if (place->vfs == NULL && !hub_db_is_server(place->where) &&
        !io_exists(place->io, place->where)) {
        *ret = (struct hub){.db = NULL};
        return err_set(err, ERR_MISSING, "%s: no hub", place->where);
    }
    if (!set_up(ret, place, err) || !hub_db_has_schema(ret->db, &has, err)) {
        return false;
    }
    if (!has) {
        return err_set(err, ERR_MISSING, "no hub in this database");
    }
    if (!hub_db_migrate(ret->db, err) || !hub_db_act(ret->db, HUB_LOOK, read_meta, ret, err) ||
        !load_keys(ret, place, false, err)) {
        return false;
    }
    if (ret->key_count == 0) {
        return true; /* receives only: what others could read is not its to say */
    }
    if (memcmp(ret->keys[0].party.id, ret->party.id, BUNDLE_PARTY) != 0) {
        return err_set(err, ERR_DENIED, "the keys are of another hub");
    }
    return hub_db_act(ret->db, HUB_CHANGE, note_knowledge, ret, err);
}

static bool write_meta(void *ctx, struct err *err)
{
    struct hub *hub = ctx;
    const uint8_t zero[CRYPTO_HASH] = {0};

    return hub_db_run(hub->db,
                      "INSERT INTO hub_meta (id, name, sign, box, recovery, incarnation, knows,"
                      " audit_n, audit_head, backups) VALUES (1, $1, $2, $3, $4, 1, '', 0, $5, 0)",
                      HUB_VALUES(hub_text(hub->name), hub_blob(hub->party.sign, CRYPTO_KEY),
                                 hub_blob(hub->party.box, CRYPTO_KEY),
                                 hub_blob(hub->has_recovery ? hub->recovery : NULL, CRYPTO_KEY),
                                 hub_blob(zero, sizeof(zero))),
                      NULL, err) &&
           hub_audit(hub, "made", NULL, hub->name, err) && note_knowledge(hub, err);
}

bool hub_create(struct hub *ret, const struct hub_place *place, const char *name,
                const uint8_t recovery[CRYPTO_KEY], struct err *err)
{
    struct err why = {0};

    if (!set_up(ret, place, err) || !hub_db_migrate(ret->db, err)) {
        return false;
    }
    if (hub_db_act(ret->db, HUB_LOOK, read_meta, ret, &why)) {
        return err_set(err, ERR_USED, "there is a hub: %s", ret->name);
    }
    if (why.code != ERR_MISSING) {
        *err = why;
        return false;
    }
    if (!str_clean(ret->name, sizeof(ret->name), name, false) || ret->name[0] == '\0') {
        return err_set(err, ERR_FORMAT, "no name for a hub");
    }
    if (!load_keys(ret, place, true, err)) {
        return false;
    }
    ret->party = ret->keys[0].party;
    ret->has_recovery = recovery != NULL;
    if (recovery != NULL) {
        memcpy(ret->recovery, recovery, CRYPTO_KEY);
    }
    return hub_db_act(ret->db, HUB_CHANGE, write_meta, ret, err);
}

void hub_close(struct hub *hub)
{
    hub_db_close(hub->db);
    crypto_wipe(hub, sizeof(*hub));
}

/* ---- the incarnation ----------------------------------------------------------------------- */

bool hub_incarnation(struct hub *hub, int64_t *ret, struct err *err)
{
    return hub_db_number(hub->db, "SELECT incarnation FROM hub_meta WHERE id = 1", HUB_NO_VALUES,
                         ret, err);
}

bool hub_raise(struct hub *hub, int64_t told, struct err *err)
{
    return hub_db_run(hub->db,
                      "UPDATE hub_meta SET incarnation = CASE WHEN incarnation < $1 THEN $1"
                      " ELSE incarnation END + 1 WHERE id = 1",
                      HUB_VALUES(hub_int(told)), NULL, err) &&
           hub_db_run(hub->db, "UPDATE kiosk SET hub_seq = 0, read_seq = 0, resend = 1",
                      HUB_NO_VALUES, NULL, err) &&
           hub_db_run(hub->db, "DELETE FROM outbox", HUB_NO_VALUES, NULL, err);
}
