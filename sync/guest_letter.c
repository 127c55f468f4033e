#include "sync/guest_letter.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

bool guest_letter_make(struct bundle_bytes *ret, struct arena *arena,
                       const struct party_secret *hub, uint64_t hub_incarnation, json_t *villages,
                       struct err *err)
{
    const struct bundle_head head = {.type = BUNDLE_GUESTS, .seq = 1, .stream = BUNDLE_REST};
    json_t *root = json_object();
    size_t len;

    json_put_hex(root, "hub", hub->party.id, BUNDLE_PARTY);
    json_put_number(root, "hub_incarnation", (int64_t)hub_incarnation);
    json_put(root, "villages", villages);
    const char *text = json_canonical(arena, root, &len);
    json_decref(root);
    if (len > GUESTS_BYTES) {
        return err_set(err, ERR_LIMIT, "%zu bytes of cards", len);
    }
    return bundle_make(ret, arena, &head, text, len, NULL, 0, hub->party.sign, hub->sign_secret,
                       err);
}

void guest_letter_path(char ret[GUEST_LETTER_PATH], const char *stick, const struct party *hub)
{
    char hex[17];

    str_hex(hex, hub->id, 8);
    snprintf(ret, GUEST_LETTER_PATH, "%s/DORPSHUIS/INHOUD/kaarten-%s.dkb", stick, hex);
}

/* The list in a letter of this hub. */
static bool read_letter(struct guests *ret, struct bundle_head *ret_head, struct arena *arena,
                        const struct party *hub, const uint8_t *letter, size_t len, struct err *err)
{
    if (len > GUEST_LETTER_MAX) {
        return err_set(err, ERR_LIMIT, "a letter of %zu bytes", len);
    }
    if (!bundle_read(ret_head, letter, len, err)) {
        return false;
    }
    if (ret_head->type != BUNDLE_GUESTS || (ret_head->flags & BUNDLE_ENCRYPTED) != 0) {
        return err_set(err, ERR_FORMAT, "no letter with cards");
    }
    if (!bundle_verify(ret_head, letter, len, hub->sign, err) ||
        !guests_read(ret, arena, (const char *)ret_head->sealed, ret_head->payload_len, err)) {
        return false;
    }
    return memcmp(ret->hub, hub->id, BUNDLE_PARTY) == 0 ||
           err_set(err, ERR_DENIED, "cards of another hub");
}

static bool keep(struct io *io, struct arena *arena, const char *data, const struct party *hub,
                 const uint8_t *letter, size_t len, bool *ret_is_new, struct err *err)
{
    const char *path = arena_printf(arena, "%s/" GUESTS_FILE, data);
    struct bundle_head head;
    struct guests after, before;
    char *text;
    size_t text_len;

    if (!read_letter(&after, &head, arena, hub, letter, len, err)) {
        return false;
    }
    if (io_read_file(io, arena, path, GUESTS_BYTES, &text, &text_len, NULL)) {
        if (text_len == head.payload_len && memcmp(text, head.sealed, text_len) == 0) {
            return true;
        }
        /* A file of ours that is damaged says nothing about what came before. */
        if (guests_read(&before, arena, text, text_len, NULL) &&
            !guests_may_follow(&before, &after, err)) {
            return false;
        }
    }
    *ret_is_new = true;
    return io_write_file(io, path, head.sealed, head.payload_len, err);
}

bool guest_letter_keep(struct io *io, const char *data, const struct party *hub,
                       const uint8_t *letter, size_t len, bool *ret_is_new, struct err *err)
{
    struct arena arena;

    *ret_is_new = false;
    arena_init(&arena, 0);
    bool done = keep(io, &arena, data, hub, letter, len, ret_is_new, err);
    arena_finish(&arena);
    return done;
}
