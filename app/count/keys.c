/* keys: makes one person's key, with its paper copy; or makes it again from the paper. */
#include "app/count/desk.h"
#include "app/count/keypaper.h"

#include "app/base/str.h"

#include <string.h>
#include <sys/stat.h>

enum { PAPER_MAX = 64 * 1024, PAPER_TEXT = 8 * 1024, SENTENCES = 40 };

/* Puts the sentence of `key` and a newline behind *len. */
static void add_sentence(char *dst, size_t *len, const struct desk *desk, const char *key,
                         const char *const pairs[])
{
    str_fill(dst + *len, PAPER_TEXT - 1 - *len, say_text(&desk->say, key), pairs);
    *len += strlen(dst + *len);
    dst[(*len)++] = '\n';
    dst[*len] = '\0';
}

/* "papier.1", "papier.2", ... until there is none. */
static void add_sentences(char *dst, size_t *len, const struct desk *desk, const char *stem,
                          const char *const pairs[])
{
    for (int i = 1; i < SENTENCES; i++) {
        char key[40];
        snprintf(key, sizeof(key), "%s.%d", stem, i);
        if (!say_has(&desk->say, key)) {
            return;
        }
        add_sentence(dst, len, desk, key, pairs);
    }
}

static bool save_paper(struct desk *desk, const struct keyfile *key, const char *path,
                       struct snag *snag)
{
    char role_key[40];
    char round[2 * ROUND_ID + 1];
    struct err err;
    size_t len = 0;
    char *text = arena_alloc(&desk->arena, PAPER_TEXT);

    snprintf(role_key, sizeof(role_key), "rol.%s", key_role_name(key->role));
    str_hex(round, key->round, ROUND_ID);
    const char *const pairs[] = {
        "role",   key_role_name(key->role),
        "person", say_text(&desk->say, role_key),
        "round",  key->has_round ? round : say_text(&desk->say, "papier.no-round"),
        NULL};
    add_sentences(text, &len, desk, "papier.voor", pairs);
    for (int line = 1; line <= KEYPAPER_LINES; line++) {
        char groups[KEYPAPER_TEXT];
        keypaper_line(groups, key, line);
        len += (size_t)snprintf(text + len, PAPER_TEXT - len, "  %d  %s\n", line, groups);
        crypto_wipe(groups, sizeof(groups));
    }
    add_sentences(text, &len, desk, "papier.na", pairs);

    mode_t before = umask(077);
    bool done = io_write_file(desk->io, path, text, len, &err);
    umask(before);
    crypto_wipe(text, PAPER_TEXT);
    return done || snag_err(snag, path, &err);
}

static bool save_all(struct desk *desk, const struct keyfile *key, struct snag *snag)
{
    struct err err;
    const char *dir = desk->args->value[ARG_OUT];

    if (!io_make_dirs(desk->io, dir, &err)) {
        return snag_err(snag, dir, &err);
    }
    const char *paper =
        arena_printf(&desk->arena, "%s/%s-papier.txt", dir, key_role_name(key->role));
    if (!keyfile_is_free(key, desk->io, dir, ".geheim", snag) ||
        !keyfile_is_free(key, desk->io, dir, ".publiek", snag) ||
        !desk_is_free(desk, paper, snag) || !save_paper(desk, key, paper, snag) ||
        !keyfile_save_public(key, desk->io, dir, snag) ||
        !keyfile_save_secret(key, desk->io, dir, snag)) {
        return false;
    }
    const char *const pairs[] = {"role", key_role_name(key->role), "dir", dir, NULL};
    desk_say(desk, "keys.made", pairs);
    desk_say(desk, "keys.paper", pairs);
    return true;
}

static bool make(struct desk *desk, struct snag *snag)
{
    struct keyfile key;
    enum key_role role;
    uint8_t round[ROUND_ID];
    const char *role_text = desk->args->value[ARG_ROLE];
    const char *round_text = desk->args->value[ARG_ROUND];

    if (!key_role_parse(&role, role_text)) {
        return snag_set(snag, "tel.key.no-such-role", NULL, 0, role_text);
    }
    if (round_text != NULL && !str_unhex(round, sizeof(round), round_text)) {
        return snag_set(snag, "tel.key.round-hex", NULL, 0, round_text);
    }
    keyfile_make(&key, role, round_text == NULL ? NULL : round);
    bool done = save_all(desk, &key, snag);
    keyfile_wipe(&key);
    return done;
}

static bool restore(struct desk *desk, struct snag *snag)
{
    struct keyfile key;
    struct err err;
    char *text;
    size_t len;
    const char *path = desk->args->value[ARG_FROM_PAPER];
    const char *dir = desk->args->value[ARG_OUT];

    if (!io_read_file(desk->io, &desk->arena, path, PAPER_MAX, &text, &len, &err)) {
        return snag_err(snag, path, &err);
    }
    bool read = keypaper_read(&key, text, path, snag);
    crypto_wipe(text, len);
    if (!read) {
        return false;
    }
    bool done = io_make_dirs(desk->io, dir, &err) || snag_err(snag, dir, &err);
    done = done && keyfile_save_secret(&key, desk->io, dir, snag);
    if (done) {
        const char *const pairs[] = {"role", key_role_name(key.role), "dir", dir, NULL};
        desk_say(desk, "keys.restored", pairs);
    }
    keyfile_wipe(&key);
    return done;
}

bool task_keys(struct desk *desk, struct snag *snag)
{
    return desk->args->value[ARG_FROM_PAPER] != NULL ? restore(desk, snag) : make(desk, snag);
}
