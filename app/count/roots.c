/* roots: who the three with a root key are, and which key is the village's; sign: what one of them
 * does with that list, at home, on a computer of his own (app/domain/roots.h). */
#include "app/count/desk.h"

#include "app/domain/roots.h"

#include <string.h>

static void say_print_of(const struct desk *desk, const char *sentence, const uint8_t *key)
{
    char print[CRYPTO_PRINT];

    crypto_print(print, key, CRYPTO_KEY);
    const char *const pairs[] = {"print", print, NULL};
    desk_say(desk, sentence, pairs);
}

/* What stands in the last list, for a person to compare; and what is missing. */
static void show(const struct desk *desk, const struct roots *roots)
{
    const struct root_list *list = &roots->lists[roots->count - 1];
    size_t own, before;

    desk_say_number(desk, "roots.list", (int64_t)roots->count);
    say_print_of(desk, "roots.village", list->village);
    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        say_print_of(desk, "roots.root", list->keys[i]);
    }
    roots_count(roots, &own, &before);
    if (roots_hold(roots)) {
        desk_say(desk, "roots.enough", NULL);
        return;
    }
    desk_say_number(desk, "roots.signed", (int64_t)own);
    if (roots->count > 1) {
        desk_say_number(desk, "roots.signed-before", (int64_t)before);
    }
}

static bool load(struct desk *desk, struct roots *ret, const char *path, struct snag *snag)
{
    struct err err;
    char *text;
    size_t len;

    if (!io_read_file(desk->io, &desk->arena, path, ROOTS_FILE_MAX, &text, &len, &err)) {
        return snag_err(snag, path, &err);
    }
    return roots_read(ret, text, len, &err) || snag_set(snag, "tel.roots.not", path, 0, NULL);
}

static bool save(struct desk *desk, const struct roots *roots, const char *path, struct snag *snag)
{
    struct err err;
    size_t len;
    const char *text = roots_write(&desk->arena, roots, &len);

    return io_write_file(desk->io, path, text, len, &err) || snag_err(snag, path, &err);
}

static bool load_public(struct desk *desk, uint8_t ret[CRYPTO_KEY], const char *path,
                        enum key_role role, struct snag *snag)
{
    struct keyfile key;

    if (!keyfile_load_public(&key, desk->io, path, snag) ||
        !desk_check_role(desk, &key, role, path, snag)) {
        return false;
    }
    memcpy(ret, key.sign, CRYPTO_KEY);
    return true;
}

/* Nothing is laid upon a list that is not signed by enough yet: that would never hold. */
static bool load_before(struct desk *desk, struct roots *ret, const char *path, struct snag *snag)
{
    ret->count = 0;
    return !io_exists(desk->io, path) ||
           (load(desk, ret, path, snag) &&
            (roots_hold(ret) || snag_set(snag, "tel.roots.open", path, 0, NULL)));
}

bool task_roots(struct desk *desk, struct snag *snag)
{
    const struct args *args = desk->args;
    const char *dir = args->value[ARG_PACK];
    const char *path = arena_printf(&desk->arena, "%s/" ROOTS_FILE, dir);
    const char *village_path = arena_printf(&desk->arena, "%s/sleutels/village.publiek", dir);
    uint8_t keys[ROOTS_KEYS][CRYPTO_KEY], village[CRYPTO_KEY];
    struct roots *roots = arena_alloc(&desk->arena, sizeof(*roots));
    struct err err;

    if (args->rest_count != ROOTS_KEYS) {
        return snag_set(snag, "tel.roots.three", NULL, 0, NULL);
    }
    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        if (!load_public(desk, keys[i], args->rest[i], KEY_ROOT, snag)) {
            return false;
        }
    }
    if (!load_public(desk, village, village_path, KEY_VILLAGE, snag) ||
        !load_before(desk, roots, path, snag)) {
        return false;
    }
    if (!roots_add(roots, (const uint8_t(*)[CRYPTO_KEY])keys, village, &err)) {
        return snag_set(snag, err.code == ERR_LIMIT ? "tel.roots.full" : "tel.roots.twice", path, 0,
                        NULL);
    }
    if (!save(desk, roots, path, snag)) {
        return false;
    }
    const char *const pairs[] = {"file", path, NULL};
    desk_say(desk, "roots.made", pairs);
    show(desk, roots);
    return true;
}

bool task_sign(struct desk *desk, struct snag *snag)
{
    const char *const *value = desk->args->value;
    struct roots *roots = arena_alloc(&desk->arena, sizeof(*roots));
    struct keyfile key = {.has_round = false};
    struct err err;

    bool done = desk_is_free(desk, value[ARG_OUT], snag) &&
                load(desk, roots, value[ARG_IN], snag) &&
                keyfile_load_secret(&key, desk->io, value[ARG_KEY], snag) &&
                desk_check_role(desk, &key, KEY_ROOT, value[ARG_KEY], snag);
    if (done && !roots_sign(roots, key.sign, key.sign_secret, &err)) {
        done = snag_set(snag, "tel.roots.stranger", value[ARG_IN], 0, NULL);
    }
    keyfile_wipe(&key);
    if (!done || !save(desk, roots, value[ARG_OUT], snag)) {
        return false;
    }
    const char *const pairs[] = {"file", value[ARG_OUT], NULL};
    desk_say(desk, "roots.did-sign", pairs);
    show(desk, roots);
    return true;
}
