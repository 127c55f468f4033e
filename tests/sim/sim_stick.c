/* Sticks: in a kiosk, at the hub's desk, lost, copied, put back. */
#include "tests/sim/sim.h"

#include "app/base/str.h"
#include "app/store/store_outbox.h"
#include "sync/hub/hub_stick.h"

#include <stdio.h>
#include <string.h>

static const char *stick_dir(struct sim *sim, unsigned stick)
{
    const char *dir = arena_printf(&sim->arena, "%s/stick%u", sim->dir, stick);

    io_make_dirs(sim->files, dir, NULL);
    return dir;
}

static struct stick_fault some_fault(struct sim *sim, unsigned operations)
{
    struct stick_fault fault = {.kind = STICK_FAULT_NONE};

    if (!sim->is_draining && sim_chance(&sim->dice, sim->misfortune)) {
        fault.kind = (enum stick_fault_kind)(1 + sim_below(&sim->dice, STICK_FAULT_KINDS - 1));
        fault.at = fault.kind == STICK_FAULT_LYING ? 1 + sim_below(&sim->dice, 24)
                                                   : 1 + sim_below(&sim->dice, operations);
    }
    return fault;
}

static const char *fault_name(struct stick_fault fault)
{
    static const char *const names[STICK_FAULT_KINDS] = {"good",     "pulled", "full", "readonly",
                                                         "vanished", "lying",  "io"};
    return names[fault.kind];
}

/* ---- a visit ------------------------------------------------------------------------------- */

static void no_step(void *ctx, const char *key, int n, int m)
{
    (void)ctx, (void)key, (void)n, (void)m;
}

static void tell_note(void *ctx, const char *key, const char *file)
{
    sim_say(ctx, "    %s %s", key, file);
}

struct promise { /* "done" was said: is it on the stick? */
    struct sim *sim;
    struct sim_kiosk *kiosk;
    const char *dir;
};

static bool is_on_stick(void *ctx, const struct outbox_bundle *bundle)
{
    struct promise *promise = ctx;
    struct sim *sim = promise->sim;
    char name[POST_NAME], hub[2 * BUNDLE_PARTY + 1], self[2 * BUNDLE_PARTY + 1];
    char *text;
    size_t len;

    post_name(name, (enum bundle_stream)bundle->stream, bundle->seq, bundle->id);
    str_hex(hub, promise->kiosk->sync.hub.hub.id, BUNDLE_PARTY);
    str_hex(self, promise->kiosk->sync.self.party.id, BUNDLE_PARTY);
    const char *path =
        arena_printf(&sim->arena, "%s/DORPSHUIS/HEEN/%s/%s/%s", promise->dir, hub, self, name);
    if (!io_read_file(sim->files, &sim->arena, path, BUNDLE_MAX_DATA, &text, &len, NULL) ||
        len != bundle->len || memcmp(text, bundle->bytes, len) != 0) {
        sim_fail(sim, "\"done\", and a bundle is not on the stick: %s", name);
    }
    return true;
}

bool sim_visit(struct sim *sim, size_t n, unsigned stick_number)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    const char *dir = stick_dir(sim, stick_number);
    struct stick_fault fault = some_fault(sim, 600);
    struct stick *stick = stick_fake(dir, fault, NULL);
    struct visit_outcome outcome = {.fail_key = NULL};
    struct err err = {0};
    const struct visit_plan plan = {
        .stick = stick,
        .export = {.store = kiosk->store, .pack = &sim->pack, .phrases = &sim->phrases},
        .kiosk = &kiosk->sync,
        .now_s = kiosk->now_s,
        .quality = kiosk->quality,
        .step = no_step,
        .note = tell_note,
        .ctx = sim,
        .bug_no_read_back = sim->bug == SIM_BUG_NO_READ_BACK,
    };

    sim_kiosk_arm(sim, n);
    bool done = visit_stick(&plan, &outcome, &err);
    stick_destroy(stick);
    sim_say(sim, "kiosk %zu: visit of stick %u (%s@%u): %s", n, stick_number, fault_name(fault),
            fault.at, done ? "done" : outcome.fail_key);
    struct promise promise = {sim, kiosk, dir};
    if (done && !io_fault_is_off(kiosk->card->disk) && kiosk->sync.is_enrolled) {
        store_outbox_each(kiosk->store, OUTBOX_CARRIED, is_on_stick, &promise, NULL);
    }
    if (!done && fault.kind == STICK_FAULT_NONE && !io_fault_is_off(kiosk->card->disk)) {
        sim_fail(sim, "kiosk %zu: a good stick, and %s: %s", n, outcome.fail_key, err.msg);
    }
    if (!SIM_HAS_FAILED(sim) && kiosk->sync.has_pending &&
        (sim->is_draining || sim_chance(&sim->dice, 70))) {
        sim_kiosk_accept(sim, n);
    }
    sim_kiosk_disarm(sim, n);
    return done;
}

/* ---- the hub's desk ------------------------------------------------------------------------ */

bool sim_desk(struct sim *sim, unsigned stick_number)
{
    struct stick_fault fault = some_fault(sim, 400);
    struct stick *stick = stick_fake(stick_dir(sim, stick_number), fault, NULL);
    struct hub_imported imported = {.odd = NULL};
    struct hub_answered answered = {.kiosks = 0};
    struct err err = {0};

    sim_hub_arm(sim);
    bool read = stick->ops->mount_ro(stick) == 0 &&
                hub_stick_import(&sim->hub, stick->io, &sim->arena, stick->root, &imported, &err);
    bool done = read && stick->ops->remount_rw(stick) == 0 &&
                hub_stick_answer(&sim->hub, stick->io, stick->root, false, &answered, &err) &&
                stick->ops->unmount(stick) == 0;
    sim_say(sim, "desk: stick %u (%s@%u): %zu new, %zu known, %zu refused, %zu answers%s%s",
            stick_number, fault_name(fault), fault.at, imported.receipts[HUB_GOT_NEW],
            imported.receipts[HUB_GOT_BEFORE],
            imported.receipts[HUB_NOT_SIGNED] + imported.receipts[HUB_NOT_STRANGER] +
                imported.receipts[HUB_NOT_REVOKED] + imported.receipts[HUB_NOT_BUNDLE],
            answered.files, done ? "" : ": ", done ? "" : err.msg);
    stick_destroy(stick);
    sim_hub_disarm(sim);
    if (!done && fault.kind == STICK_FAULT_NONE && sim->is_draining) {
        sim_fail(sim, "desk: a good stick, and: %s", err.msg);
    }
    return done;
}

/* ---- in pockets and drawers ---------------------------------------------------------------- */

static void copy_folder(struct sim *sim, const char *from, const char *to)
{
    char **names;
    size_t count = 0, len;
    char *text;

    io_remove_tree(sim->files, to, NULL);
    io_make_dirs(sim->files, to, NULL);
    io_list_sorted(sim->files, &sim->arena, from, &names, &count, NULL);
    for (size_t i = 0; i < count; i++) {
        const char *source = arena_printf(&sim->arena, "%s/%s", from, names[i]);
        const char *target = arena_printf(&sim->arena, "%s/%s", to, names[i]);
        if (io_read_file(sim->files, &sim->arena, source, 64 << 20, &text, &len, NULL)) {
            io_write_file(sim->files, target, text, len, NULL);
        } else {
            copy_folder(sim, source, target);
        }
    }
}

void sim_act_stick_lost(struct sim *sim, unsigned stick)
{
    sim_say(sim, "stick %u is lost; an empty one takes its place", stick);
    io_remove_tree(sim->files, stick_dir(sim, stick), NULL);
}

void sim_act_stick_copy(struct sim *sim, unsigned stick)
{
    unsigned at = sim_below(&sim->dice, SIM_COPIES);

    sim_say(sim, "stick %u is copied to a drawer, %u", stick, at);
    copy_folder(sim, stick_dir(sim, stick), arena_printf(&sim->arena, "%s/copy%u", sim->dir, at));
    sim->stick_copied[at] = true;
}

void sim_act_stick_back(struct sim *sim, unsigned stick)
{
    unsigned at = sim_below(&sim->dice, SIM_COPIES);

    if (sim->stick_copied[at]) {
        sim_say(sim, "stick %u is again what it was in drawer %u", stick, at);
        copy_folder(sim, arena_printf(&sim->arena, "%s/copy%u", sim->dir, at),
                    stick_dir(sim, stick));
    }
}

/* Whole bundles of kiosks that the hub knows. */
static void due_file(struct sim *sim, const char *path)
{
    struct bundle_head head;
    uint8_t id[BUNDLE_ID];
    char *text;
    size_t len;

    if (!io_read_file(sim->files, &sim->arena, path, BUNDLE_MAX_DATA, &text, &len, NULL) ||
        !bundle_read(&head, (const uint8_t *)text, len, NULL)) {
        return;
    }
    for (size_t i = 0; i < sim->identity_count; i++) {
        if (memcmp(sim->identity[i].id, head.sender, BUNDLE_PARTY) == 0 && !sim->is_revoked[i] &&
            bundle_verify(&head, (const uint8_t *)text, len, sim->identity[i].sign, NULL)) {
            bundle_id(id, text, len);
            sim_ids_add(&sim->due, id);
        }
    }
}

static void due_folder(struct sim *sim, const char *dir)
{
    char **names;
    size_t count = 0;
    struct io_stat stat;

    io_list_sorted(sim->files, &sim->arena, dir, &names, &count, NULL);
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(&sim->arena, "%s/%s", dir, names[i]);
        size_t len = strlen(names[i]);
        bool is_dir = sim->files->ops->stat(sim->files, path, &stat) == 0 && stat.kind == IO_DIR;
        if (is_dir) {
            due_folder(sim, path);
        } else if (len > 4 && strcmp(names[i] + len - 4, ".dkb") == 0) {
            due_file(sim, path);
        }
    }
}

void sim_stick_due(struct sim *sim, unsigned stick)
{
    due_folder(sim, arena_printf(&sim->arena, "%s/DORPSHUIS/HEEN", stick_dir(sim, stick)));
}
