/* A pack on its way in: copied, checked whole, compared. */
#include "app/content/stage_inner.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/content/pack_texts.h"
#include "app/content/succession.h"

#include <stdio.h>
#include <string.h>

const char *stage_refusal_key(enum stage_refusal refusal)
{
    static const char *const keys[STAGE_REFUSALS] = {
        [STAGE_FINE] = "",
        [STAGE_FAULTS] = "content.refused.faults",
        [STAGE_KEY] = "content.refused.key",
        [STAGE_ROOTS] = "content.refused.roots",
        [STAGE_FOREIGN] = "content.refused.foreign",
        [STAGE_ROLLBACK] = "content.refused.rollback",
        [STAGE_NOT_OWNER] = "content.refused.not-owner",
        [STAGE_FROZEN] = "content.refused.frozen",
        [STAGE_DAMAGED] = "content.refused.damaged",
        [STAGE_NOTHING] = "content.refused.nothing",
        [STAGE_SAME] = "content.refused.same",
        [STAGE_TRIAL] = "content.refused.trial",
        [STAGE_DISK] = "content.refused.disk",
    };
    return keys[refusal];
}

void stage_step(const struct staging *staging, const char *key, size_t n, size_t m)
{
    if (staging->plan->step != NULL) {
        staging->plan->step(staging->plan->ctx, key, (int)n, (int)m);
    }
}

bool stage_refuse(struct staging *staging, enum stage_refusal refusal)
{
    if (staging->ret->refusal == STAGE_FINE) {
        staging->ret->refusal = refusal;
    }
    return false;
}

/* ---- who signed it? ------------------------------------------------------------------------ */

/* The key of the village that is in use here; without a pack the one that the parcel itself brings
 * (somebody with the admin's PIN stands there, and looks at it). */
static bool check_signers(struct staging *staging, const struct parcel *parcel)
{
    const struct pack *current = staging->plan->current;
    struct stage_report *ret = staging->ret;
    const uint8_t *village = current == NULL ? parcel->village : current->village_sign;
    bool is_same_village = memcmp(parcel->village, village, CRYPTO_KEY) == 0;

    if (parcel_is_signed(parcel, PARCEL_VILLAGE, village)) {
        ret->signers |= SIGNER_VILLAGE;
    }
    if (current != NULL && current->knows_municipality &&
        parcel_is_signed(parcel, PARCEL_MUNICIPALITY, current->municipality_sign)) {
        ret->signers |= SIGNER_MUNICIPALITY;
    }
    if (!is_same_village) {
        /* Another key: of another village, or this one's next. */
        ret->resets = succession_is(parcel, staging->plan->from_io, staging->plan->from, village,
                                    current->roots);
        if (!ret->resets) {
            return stage_refuse(staging, STAGE_FOREIGN);
        }
        ret->signers |= SIGNER_VILLAGE;
    }
    return ret->signers != 0 || stage_refuse(staging, STAGE_KEY);
}

static bool open_parcel(struct staging *staging, struct parcel *parcel, struct err *err)
{
    const struct stage_plan *plan = staging->plan;

    if (!parcel_read(parcel, staging->arena, plan->from_io, plan->from, err)) {
        return stage_refuse(staging, STAGE_DAMAGED);
    }
    staging->ret->version = parcel->version;
    staging->ret->name = parcel->name;
    if (!check_signers(staging, parcel)) {
        return false;
    }
    if (parcel->version <= staging->stock.highest && !staging->ret->resets) {
        return stage_refuse(staging, parcel->version == staging->stock.version ? STAGE_SAME
                                                                               : STAGE_ROLLBACK);
    }
    return true;
}

/* What is signed is unpacked on our own disk; a stick that is slow or lies costs only time. */
static bool unpack(struct staging *staging, struct err *err)
{
    const struct stage_plan *plan = staging->plan;
    struct parcel parcel;
    struct err why = {0};

    if (!open_parcel(staging, &parcel, err)) {
        return false;
    }
    stage_step(staging, "content.step.unpack", 1, 4);
    if (!stage_unpack(staging, &parcel, &why)) {
        if (err != NULL) {
            *err = why;
        }
        return stage_refuse(staging,
                            why.code == ERR_CRYPTO || why.code == ERR_FORMAT || why.code == ERR_GONE
                                ? STAGE_DAMAGED
                                : STAGE_DISK);
    }
    staging->source = staging->unpacked;
    staging->source_io = plan->io;
    return true;
}

/* ---- what it says -------------------------------------------------------------------------- */

static void keep_faults(struct staging *staging, const struct pack *pack)
{
    size_t listed = pack->fault_count < PACK_MAX_ERRORS ? pack->fault_count : PACK_MAX_ERRORS;

    for (size_t i = 0; i < listed; i++) {
        stage_fault(staging, &pack->faults[i]);
    }
    staging->ret->fault_count += pack->fault_count - listed;
    for (size_t i = 0; i < pack->remark_count && staging->ret->remark_count < PACK_MAX_REMARKS;
         i++) {
        staging->ret->remarks[staging->ret->remark_count++] =
            stage_keep_fault(staging, &pack->remarks[i]);
    }
}

static void hear_fault(void *to, const struct pack_fault *fault)
{
    stage_fault(to, fault);
}

/* Without our own words at hand there is nothing to hold them against. */
static void check_words(struct staging *staging)
{
    const struct stage_plan *plan = staging->plan;
    const struct stage_hearing hearing = {hear_fault, staging};
    struct text_list dutch;
    struct arena arena;

    arena_init(&arena, 0);
    if (plan->check_words && pack_texts_ours(&dutch, &arena, plan->io, plan->assets, "nl", NULL)) {
        pack_texts_check(plan->io, staging->dir, &dutch, &hearing);
    }
    arena_finish(&arena);
}

/* As it would be shown: with what was edited here laid over it. */
static const struct pack *as_shown(struct staging *staging, const struct pack *pack)
{
    const struct stage_plan *plan = staging->plan;

    return pack == NULL
               ? NULL
               : &overlay_make(staging->arena, pack, plan->edits, plan->edit_count, "", 0)->pack;
}

static bool check_frozen(struct staging *staging, const struct pack *loaded)
{
    const struct stage_plan *plan = staging->plan;
    const struct pack *pack = as_shown(staging, loaded),
                      *current = as_shown(staging, plan->current);
    uint8_t digest[CRYPTO_HASH];

    for (size_t i = 0; i < plan->frozen_count; i++) {
        const struct round *round = pack_round(pack, plan->frozen[i].id);
        const struct round *was = current == NULL ? NULL : pack_round(current, plan->frozen[i].id);
        if (round == NULL && plan->frozen[i].may_go) {
            continue;
        }
        if (round != NULL) {
            round_digest(digest, round);
        }
        if (round == NULL || memcmp(digest, plan->frozen[i].digest, CRYPTO_HASH) != 0 ||
            (was != NULL && memcmp(&was->keys, &round->keys, sizeof(was->keys)) != 0)) {
            const struct round *named = round != NULL ? round : was;
            staging->ret->refused = named == NULL ? "" : arena_strdup(staging->arena, named->title);
            return stage_refuse(staging, STAGE_FROZEN);
        }
    }
    return true;
}

static bool compare(struct staging *staging, const struct pack *pack, struct err *err)
{
    struct stage_report *ret = staging->ret;
    struct change_list changes;
    struct arena arena;

    arena_init(&arena, 0);
    bool done = pack_changes(&changes, &arena, staging->plan->current, pack, ret->signers, err) ||
                stage_refuse(staging, STAGE_DISK);
    if (done) {
        memcpy(ret->items, changes.items, sizeof(ret->items));
        ret->money = changes.money;
    }
    for (size_t i = 0; done && i < changes.count; i++) {
        const struct change *change = &changes.list[i];
        if (!change->is_allowed) {
            ret->refused = arena_strdup(staging->arena, change->title);
            ret->refused_field = arena_strdup(staging->arena, change->field);
            done = stage_refuse(staging, STAGE_NOT_OWNER);
        }
    }
    if (done && changes.count == 0 && staging->plan->current != NULL && ret->version == 0) {
        done = stage_refuse(staging, STAGE_SAME);
    }
    arena_finish(&arena);
    return done;
}

/* The village's key changes by a parcel that both keys signed, and in the hall; but not by a loose
 * folder that brings another village. Where there are root keys nothing goes on without them: each
 * pack holds their lists, and the last names its key (the loader saw to that). */
static bool check_village(struct staging *staging, const struct pack *pack)
{
    const struct pack *current = staging->plan->current;
    bool is_same =
        current == NULL || memcmp(current->village_sign, pack->village_sign, CRYPTO_KEY) == 0;

    if (current != NULL && current->roots != NULL) {
        if (pack->roots == NULL || !roots_follow(current->roots, pack->roots)) {
            return stage_refuse(staging, STAGE_ROOTS);
        }
        staging->ret->resets = !is_same;
        return true;
    }
    return is_same || staging->ret->resets || stage_refuse(staging, STAGE_FOREIGN);
}

static bool look(struct staging *staging, struct err *err)
{
    const struct stage_plan *plan = staging->plan;
    struct stage_report *ret = staging->ret;

    stage_step(staging, "content.step.check", 3, 4);
    struct pack *pack = pack_load(plan->io, staging->dir, err);
    if (pack == NULL) {
        return stage_refuse(staging, STAGE_DISK);
    }
    keep_faults(staging, pack);
    check_words(staging);
    ret->name = arena_strdup(staging->arena, pack->name);
    bool fine = (ret->fault_count == 0 || stage_refuse(staging, STAGE_FAULTS)) &&
                check_village(staging, pack) && check_frozen(staging, pack) &&
                compare(staging, pack, err);
    pack_free(pack);
    return fine;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool settle(struct staging *staging, struct err *err)
{
    const struct stage_plan *plan = staging->plan;
    uint8_t random[8];
    char path[STAGE_PATH];
    char slot[STOCK_SLOT];

    crypto_random(random, sizeof(random));
    str_hex(slot, random, sizeof(random));
    stock_dir(path, sizeof(path), plan->data, slot);
    if (!stage_about_save(staging, slot, err)) {
        return stage_refuse(staging, STAGE_DISK);
    }
    int rc = plan->io->ops->rename(plan->io, staging->dir, path);
    if (rc == 0) {
        stock_dir(path, sizeof(path), plan->data, "");
        path[strlen(path) - 1] = '\0';
        rc = plan->io->ops->sync_dir(plan->io, path);
    }
    if (rc < 0) {
        err_errno(err, rc, "keeping the new pack");
        return stage_refuse(staging, STAGE_DISK);
    }
    memcpy(staging->ret->slot, slot, sizeof(slot));
    return true;
}

static bool try_out(struct staging *staging)
{
    const struct stage_hearing hearing = {hear_fault, staging};
    const struct stage_plan *plan = staging->plan;

    if (plan->try_out == NULL) {
        return true;
    }
    stage_step(staging, "content.step.try", 4, 4);
    if (plan->try_out(plan->ctx, staging->dir, &hearing)) {
        return true;
    }
    return stage_refuse(staging, staging->ret->fault_count > 0 ? STAGE_FAULTS : STAGE_TRIAL);
}

static bool go(struct staging *staging, struct err *err)
{
    const struct stage_plan *plan = staging->plan;

    staging->source = plan->from;
    staging->source_io = plan->from_io;
    staging->ret->signers = plan->is_parcel ? 0 : SIGNER_VILLAGE;
    if (plan->is_parcel && !unpack(staging, err)) {
        return false;
    }
    return stage_copy(staging, err) && look(staging, err) && try_out(staging) &&
           settle(staging, err);
}

/* Of this staging only: another process may be at it too. */
static void name_folders(struct staging *staging)
{
    uint8_t random[8];
    char hex[17], name[40];

    crypto_random(random, sizeof(random));
    str_hex(hex, random, sizeof(random));
    snprintf(name, sizeof(name), "nieuw-%s", hex);
    stock_dir(staging->dir, sizeof(staging->dir), staging->plan->data, name);
    snprintf(name, sizeof(name), "uitgepakt-%s", hex);
    stock_dir(staging->unpacked, sizeof(staging->unpacked), staging->plan->data, name);
}

bool stage_run(struct stage_report *ret, struct arena *arena, const struct stage_plan *plan,
               struct err *err)
{
    struct staging staging = {.plan = plan, .arena = arena, .ret = ret};
    struct err why = {0};

    *ret = (struct stage_report){.name = "", .refused = "", .refused_field = ""};
    ret->faults = arena_array(arena, PACK_MAX_ERRORS, sizeof(*ret->faults));
    ret->remarks = arena_array(arena, PACK_MAX_REMARKS, sizeof(*ret->remarks));
    stock_load(&staging.stock, plan->io, plan->data, NULL);
    name_folders(&staging);
    stock_clean(plan->io, plan->data, "");
    bool done = go(&staging, &why);
    stock_clean(plan->io, plan->data,
                ret->slot); /* what waited does so until the report is saved */
    if (!done && err != NULL) {
        *err = why;
    }
    return done || ret->refusal != STAGE_DISK;
}
