/* The hub: its power, its clerk, its backups, and older copies of it put back. */
#include "tests/sim/sim.h"

#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_backup.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_receive.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- questions ----------------------------------------------------------------------------- */

struct query {
    struct hub_db *db;
    const char *sql;
    const uint8_t *id;
    size_t len;
    int64_t answer;
    struct sim_ids *ids;
};

static bool ask_number(void *ctx, struct err *err)
{
    struct query *query = ctx;
    const struct hub_value id = hub_blob(query->id, query->len);

    return hub_db_number(query->db, query->sql, &id, query->id == NULL ? 0 : 1, &query->answer,
                         err);
}

int64_t sim_hub_number(struct sim *sim, const char *sql)
{
    struct query query = {.db = sim->hub.db, .sql = sql, .answer = -1};

    hub_db_act(sim->hub.db, HUB_LOOK, ask_number, &query, NULL);
    return query.answer;
}

bool sim_hub_has(struct sim *sim, const char *sql, const uint8_t *id, size_t len)
{
    struct query query = {.db = sim->hub.db, .sql = sql, .id = id, .len = len};

    return hub_db_act(sim->hub.db, HUB_LOOK, ask_number, &query, NULL) && query.answer > 0;
}

static bool ask_ids(void *ctx, struct err *err)
{
    struct query *query = ctx;
    uint8_t id[BUNDLE_ID];
    int rc;

    if (!hub_db_ask(query->db, "SELECT id FROM bundle ORDER BY id", HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(query->db, err)) == 1) {
        if (hub_db_bytes(query->db, 0, id, sizeof(id), err)) {
            sim_ids_add(query->ids, id);
        }
    }
    return rc == 0;
}

static bool add_ids(struct hub_db *db, struct sim_ids *ids)
{
    struct query query = {.db = db, .ids = ids};
    return hub_db_act(db, HUB_LOOK, ask_ids, &query, NULL);
}

/* ---- power --------------------------------------------------------------------------------- */

/* I3: what it said that it has, it has. */
void sim_hub_note(struct sim *sim)
{
    static struct sim_ids now;

    now.count = 0;
    if (SIM_HAS_FAILED(sim) || !sim->is_hub_open) {
        return;
    }
    if (!add_ids(sim->hub.db, &now)) {
        sim_fail(sim, "the hub cannot be read");
    }
    for (size_t i = 0; i < now.count; i++) {
        sim_ids_add(&sim->ever, now.id[i]);
    }
    for (size_t i = 0; i < sim->kept.count; i++) {
        if (!sim_ids_has(&now, sim->kept.id[i])) {
            sim_fail(sim, "I3: the hub said it has a bundle, and has not");
        }
    }
}

void sim_hub_off(struct sim *sim)
{
    if (sim->is_hub_open) {
        hub_close(&sim->hub);
        sim->is_hub_open = false;
    }
}

bool sim_hub_on(struct sim *sim)
{
    struct err err = {0};

    sim->hub.knows = sim->knows;
    sim->is_hub_open = hub_open(&sim->hub, &sim->place, &err);
    if (!sim->is_hub_open) {
        hub_close(&sim->hub);
        sim_fail(sim, "the hub does not start: %s", err.msg);
        return false;
    }
    hub_db_patience(sim->hub.db, 1, 0);
    sim->hub.bug = sim->bug == SIM_BUG_DEDUPE_SEQ    ? HUB_BUG_DEDUPE_SEQ
                   : sim->bug == SIM_BUG_REFUSE_FORK ? HUB_BUG_REFUSE_FORK
                   : sim->bug == SIM_BUG_EARLY_SAFE  ? HUB_BUG_EARLY_SAFE
                                                     : HUB_BUG_NONE;
    return true;
}

static enum err_code strike(void *ctx, const char *sql)
{
    struct sim_tap *tap = ctx;

    (void)sql;
    if (tap->is_struck || (tap->left > 0 && --tap->left == 0)) {
        tap->is_struck = true;
        return ERR_IO;
    }
    return ERR_NONE;
}

/* The power may go at a change of the disk, or the program be killed at a statement. */
void sim_hub_arm(struct sim *sim)
{
    sim->tap = (struct sim_tap){.left = 0};
    if (sim->is_draining || !sim_chance(&sim->dice, sim->misfortune / 2)) {
        return;
    }
    if (sim_chance(&sim->dice, 50)) {
        io_fault_power_at(sim->hub_disk->disk, 1 + sim_below(&sim->dice, 80));
    } else {
        sim->tap.left = 1 + sim_below(&sim->dice, 120);
        hub_db_set_tap(sim->hub.db, (struct hub_db_tap){strike, &sim->tap});
    }
}

void sim_hub_disarm(struct sim *sim)
{
    struct io_fault *disk = sim->hub_disk->disk;

    if (!io_fault_is_off(disk) && !sim->tap.is_struck) {
        io_fault_power_at(disk, 0);
        hub_db_set_tap(sim->hub.db, (struct hub_db_tap){NULL, NULL});
        sim_hub_note(sim);
        return;
    }
    sim_say(sim, "the hub stops: %s",
            sim->tap.is_struck ? "killed at a statement" : io_fault_last(disk));
    if (!io_fault_is_off(disk)) {
        io_fault_power_at(disk, 1); /* a tidy end must not reach the disk */
    }
    sim_hub_off(sim);
    if (sim->tap.is_struck) {
        io_fault_restart(disk);
    } else {
        io_fault_cut(disk, sim_random(&sim->dice));
    }
    if (sim_hub_on(sim)) {
        sim_hub_note(sim);
    }
}

/* ---- taking in ----------------------------------------------------------------------------- */

bool sim_hub_receive(struct sim *sim, const uint8_t *data, size_t len,
                     enum hub_receipt_kind *ret_kind)
{
    const struct hub_parcel parcel = {.bytes = data, .len = len};
    struct hub_receipt receipt = {.kind = HUB_NOT_BUNDLE};
    struct err err = {0};

    if (SIM_HAS_FAILED(sim)) {
        return false;
    }
    sim_hub_arm(sim);
    bool received = hub_receive(&sim->hub, &parcel, 1, &receipt, &err);
    if (received && hub_receipt_is_kept(receipt.kind)) {
        sim_ids_add(&sim->kept, receipt.id);
    }
    bool done = received && hub_apply(&sim->hub, NULL, &err);
    sim_say(sim, "    hub: %s%s", received ? hub_receipt_name(receipt.kind) : err.msg,
            done ? "" : ", not applied");
    sim_hub_disarm(sim);
    *ret_kind = receipt.kind;
    return received;
}

void sim_hub_take(struct sim *sim, const uint8_t *data, size_t len)
{
    enum hub_receipt_kind kind;
    sim_hub_receive(sim, data, len, &kind);
}

void sim_hub_enrol_all(struct sim *sim)
{
    struct hub_kiosk *list;
    size_t count = 0;
    struct err err = {0};

    if (!hub_enrol_list(&sim->hub, &sim->arena, &list, &count, &err)) {
        sim_fail(sim, "the clerk sees no list: %s", err.msg);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < sim->identity_count; j++) {
            bool is_it = memcmp(sim->identity[j].id, list[i].party.id, BUNDLE_PARTY) == 0;
            if (is_it && !sim->is_revoked[j] && list[i].state == KIOSK_ASKED) {
                hub_enrol_accept(&sim->hub, list[i].fingerprint, NULL, NULL);
                sim_say(sim, "the clerk says yes to a kiosk");
            }
        }
    }
}

void sim_act_revoke(struct sim *sim, size_t n)
{
    char print[PARTY_FINGERPRINT];
    unsigned identity = sim->kiosk[n].identity;

    party_fingerprint(print, &sim->identity[identity]);
    if (hub_enrol_revoke(&sim->hub, print, NULL, NULL)) {
        sim->is_revoked[identity] = true;
        sim_say(sim, "the clerk revokes the keys of kiosk %zu", n);
    }
}

void sim_act_upgrade(struct sim *sim)
{
    sim_say(sim, "the hub gets the newest program");
    sim->knows = (struct hub_knows){.bundles = true, .kinds = RECORD_KINDS};
    sim_hub_off(sim);
    sim_hub_on(sim);
}

/* ---- backups ------------------------------------------------------------------------------- */

static bool is_known_backup(const struct sim *sim, const char *name)
{
    for (size_t i = 0; i < sim->backup_count; i++) {
        if (strcmp(sim->backup[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Every new file that a person would restore from: it can be read, and this is in it. */
static void note_backups(struct sim *sim)
{
    char **names;
    size_t count = 0, number;
    char end;

    io_list_sorted(sim->place.io, &sim->arena, "/backup", &names, &count, NULL);
    for (size_t i = 0; i < count && sim->backup_count < SIM_BACKUPS; i++) {
        struct err err = {0};
        if (sscanf(names[i], "hub-%zu.sqlit%c", &number, &end) != 2 ||
            strlen(names[i]) > strlen("hub-00000.sqlite") || strstr(names[i], "-wal") != NULL ||
            strstr(names[i], ".sqlite") == NULL || strlen(strstr(names[i], ".sqlite")) != 7 ||
            is_known_backup(sim, names[i])) {
            continue;
        }
        struct hub_db *db =
            hub_db_open(arena_printf(&sim->arena, "/backup/%s", names[i]), sim->place.vfs, &err);
        if (db == NULL || !hub_db_check(db, &err) || !add_ids(db, &sim->verified)) {
            sim_fail(sim, "a backup cannot be read: %s", err.msg);
        }
        hub_db_close(db);
        snprintf(sim->backup[sim->backup_count++], sizeof(sim->backup[0]), "%s", names[i]);
    }
}

void sim_act_backup(struct sim *sim)
{
    struct hub_saved saved = {.safe = 0};
    struct err err = {0};

    sim_hub_arm(sim);
    bool done = hub_backup(&sim->hub, &sim->place, "/backup", &saved, &err);
    sim_say(sim, "backup: %s, %lld newly safe", done ? saved.path : err.msg, (long long)saved.safe);
    sim_hub_disarm(sim);
    if (!SIM_HAS_FAILED(sim)) {
        note_backups(sim);
    }
}

static void keep_copy(struct sim_copy *copy, const uint8_t *data, size_t len)
{
    free(copy->data);
    *copy = (struct sim_copy){.is_there = true, .data = malloc(len + 1), .len = len};
    assert(copy->data != NULL);
    memcpy(copy->data, data, len);
}

/* As a virtual machine is copied: without the hub knowing. */
void sim_act_hub_copy(struct sim *sim)
{
    unsigned at = sim_below(&sim->dice, SIM_COPIES);
    size_t len;

    sim_hub_off(sim);
    const uint8_t *data = io_fault_peek(sim->hub_disk->disk, sim->place.where, &len);
    if (data != NULL) {
        keep_copy(&sim->hub_copy[at], data, len);
        sim_say(sim, "the hub's database is copied, %u", at);
    }
    sim_hub_on(sim);
}

static void put_back(struct sim *sim, const uint8_t *data, size_t len)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    struct io *io = sim->place.io;
    bool written;

    sim_hub_off(sim);
    for (size_t i = 0; i < 4; i++) {
        io->ops->unlink(io, arena_printf(&sim->arena, "%s%s", sim->place.where, ends[i]));
    }
    written = io_write_file(io, sim->place.where, data, len, NULL);
    assert(written);
    (void)written;
    io_fault_settle(sim->hub_disk->disk);
    sim->is_put_back = true;
    if (sim_hub_on(sim)) {
        sim->kept.count = 0;
        add_ids(sim->hub.db, &sim->kept);
    }
}

void sim_act_hub_back(struct sim *sim)
{
    unsigned at = sim_below(&sim->dice, SIM_COPIES);
    char *text;
    size_t len;

    if (sim_chance(&sim->dice, 30) && sim->hub_copy[at].is_there) {
        sim_say(sim, "the hub is put back to copy %u", at);
        put_back(sim, sim->hub_copy[at].data, sim->hub_copy[at].len);
    } else if (sim->backup_count > 0) {
        const char *name = sim->backup[sim_below(&sim->dice, (unsigned)sim->backup_count)];
        if (io_read_file(sim->place.io, &sim->arena, arena_printf(&sim->arena, "/backup/%s", name),
                         64 << 20, &text, &len, NULL)) {
            sim_say(sim, "the hub is put back to %s", name);
            put_back(sim, (const uint8_t *)text, len);
        }
    }
}
