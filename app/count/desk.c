#include "app/count/desk.h"

#include "app/base/str.h"
#include "app/count/edits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *const desk_texts[] = {"tel-nl.csv", "pack-nl.csv", "nl/count.csv", NULL};

void desk_init(struct desk *ret, struct io *io, const struct args *args)
{
    *ret = (struct desk){.io = io, .args = args, .out = stdout, .info = stderr};
    arena_init(&ret->arena, 0);
}

void desk_finish(struct desk *desk)
{
    pack_free(desk->pack);
    desk->pack = NULL;
    desk->round = NULL;
    arena_finish(&desk->arena);
}

void desk_say(const struct desk *desk, const char *key, const char *const pairs[])
{
    say_print(&desk->say, desk->out, key, pairs);
}

void desk_say_number(const struct desk *desk, const char *key, int64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%" PRId64, number);
    const char *const pairs[] = {"n", text, NULL};
    desk_say(desk, key, pairs);
}

bool desk_is_free(const struct desk *desk, const char *path, struct snag *snag)
{
    return !io_exists(desk->io, path) || snag_set(snag, "tel.file.exists", path, 0, NULL);
}

/* Keys and tags are made by this very program: their absence is no fault while they are made. */
static bool is_about_keys(const struct pack_fault *fault)
{
    return strncmp(fault->file, "sleutels", strlen("sleutels")) == 0;
}

static bool check_pack(const struct desk *desk, bool without_keys, struct snag *snag)
{
    const struct pack *pack = desk->pack;
    size_t listed = pack->fault_count < PACK_MAX_ERRORS ? pack->fault_count : PACK_MAX_ERRORS;

    for (size_t i = 0; i < listed; i++) {
        const struct pack_fault *fault = &pack->faults[i];
        if (without_keys && is_about_keys(fault)) {
            continue;
        }
        char what[SAY_MAX_TEXT];
        const char *const pairs[] = {"detail", fault->detail, NULL};
        str_fill(what, sizeof(what), say_text(&desk->say, fault->key), pairs);
        return snag_set(snag, fault->line > 0 ? "tel.pack.fault" : "tel.pack.file", fault->file,
                        fault->line, what);
    }
    return true;
}

static bool lay_edits(struct desk *desk, struct snag *snag)
{
    struct edits edits;
    const char *path = desk->args->value[ARG_RECORDS];

    if (!edits_read(&edits, &desk->arena, desk->io, path, snag)) {
        return false;
    }
    desk->overlay = overlay_make(&desk->arena, desk->pack, edits.list, edits.count, "", 0);
    return true;
}

/* Whoever holds a key sees what it counts that the village's folder does not say. */
static void tell_edits(const struct desk *desk, size_t round)
{
    char was[32], now[32], number[16];

    for (size_t i = 0; desk->overlay != NULL && i < desk->overlay->field_count; i++) {
        const struct overlay_field *field = &desk->overlay->fields[i];
        if (field->group != OVERLAY_OF_PLAN || field->round != round ||
            field->verdict != OVERLAY_HOLDS) {
            continue;
        }
        if (field->kind == OVERLAY_AMOUNT) {
            str_amount(was, sizeof(was), strtoll(field->below, NULL, 10));
            str_amount(now, sizeof(now), strtoll(field->shown, NULL, 10));
            desk_say(desk, "desk.cost-edited",
                     (const char *const[]){"name", field->title, "was", was, "now", now, NULL});
        } else if (field->kind == OVERLAY_FLAG) {
            desk_say(desk, "desk.plan-hidden", (const char *const[]){"name", field->title, NULL});
        }
    }
    if (desk->round->restarts > 0) {
        snprintf(number, sizeof(number), "%u", (unsigned)desk->round->restarts);
        desk_say(desk, "desk.began-again", (const char *const[]){"n", number, NULL});
    }
}

bool desk_open_round(struct desk *desk, bool without_keys, struct snag *snag)
{
    struct err err;
    const char *dir = desk->args->value[ARG_PACK];
    const char *name = desk->args->value[ARG_ROUND];

    desk->pack = pack_load(desk->io, dir, &err);
    if (desk->pack == NULL) {
        return snag_err(snag, dir, &err);
    }
    if (!check_pack(desk, without_keys, snag)) {
        return false;
    }
    const struct round *rounds = desk->pack->rounds;
    if (desk->args->value[ARG_RECORDS] != NULL) {
        if (!lay_edits(desk, snag)) {
            return false;
        }
        rounds = desk->overlay->pack.rounds;
    }
    for (size_t i = 0; i < desk->pack->round_count; i++) {
        if (strcmp(rounds[i].name, name) == 0) {
            desk->round = &rounds[i];
            tell_edits(desk, i);
            return true;
        }
    }
    return snag_set(snag, "tel.round.unknown", dir, 0, name);
}

/* "de registrar" */
static const char *say_role(const struct desk *desk, enum key_role role)
{
    static const char *const keys[KEY_ROLES] = {
        "rol.registrar",    "rol.first",    "rol.last", "rol.village",
        "rol.municipality", "rol.practice", "rol.root",
    };
    return say_text(&desk->say, keys[role]);
}

/* Does the pack name this key for that role? */
static bool is_named(const struct keyfile *key, const struct round_keys *keys)
{
    switch (key->role) {
    case KEY_REGISTRAR:
        return memcmp(key->box, keys->registrar, CRYPTO_KEY) == 0 &&
               memcmp(key->sign, keys->registrar_sign, CRYPTO_KEY) == 0;
    case KEY_FIRST:
        return memcmp(key->box, keys->first, CRYPTO_KEY) == 0;
    case KEY_LAST:
        return memcmp(key->box, keys->last, CRYPTO_KEY) == 0 &&
               memcmp(key->sign, keys->last_sign, CRYPTO_KEY) == 0;
    case KEY_VILLAGE:
    case KEY_MUNICIPALITY:
    case KEY_PRACTICE:
    case KEY_ROOT:
    case KEY_ROLES:
        break;
    }
    return false;
}

bool desk_check_key(const struct desk *desk, const struct keyfile *key, const char *path,
                    struct snag *snag)
{
    bool is_of_round = !key->has_round || memcmp(key->round, desk->round->base_id, ROUND_ID) == 0;
    return (is_of_round && is_named(key, &desk->round->keys)) ||
           snag_set(snag, "tel.key.other-round", path, 0, desk->round->name);
}

bool desk_check_role(const struct desk *desk, const struct keyfile *key, enum key_role role,
                     const char *path, struct snag *snag)
{
    return key->role == role || snag_set(snag, "tel.key.other-role", path, 0, say_role(desk, role));
}

bool desk_load_key(struct desk *desk, struct keyfile *ret, enum args_option option,
                   enum key_role role, struct snag *snag)
{
    const char *path = desk->args->value[option];

    if (!keyfile_load_secret(ret, desk->io, path, snag)) {
        return false;
    }
    bool good =
        desk_check_role(desk, ret, role, path, snag) && desk_check_key(desk, ret, path, snag);
    if (!good) {
        keyfile_wipe(ret);
    }
    return good;
}
