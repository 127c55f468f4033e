/* Acks and answers onto a stick: the writing half of hub_stick.h. */
#include "sync/hub/hub_stick.h"

#include "app/base/str.h"
#include "sync/hub/hub_ack.h"

enum { PARTY_HEX = 2 * BUNDLE_PARTY, SHORT_HASH = 4 };

struct answer {
    struct hub *hub;
    struct io *io;
    struct arena arena;
    const char *root;
    char hub_hex[PARTY_HEX + 1];
    struct hub_answered *ret;
};

/* Was the kiosk on this stick? Its folder, or its request, says so. */
static bool knows(struct answer *answer, const uint8_t kiosk[BUNDLE_PARTY])
{
    static const char *const ways[] = {"HEEN", "TERUG"};
    char hex[PARTY_HEX + 1];

    str_hex(hex, kiosk, BUNDLE_PARTY);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (io_exists(answer->io, arena_printf(&answer->arena, "%s/DORPSHUIS/%s/%s/%s",
                                               answer->root, ways[i], answer->hub_hex, hex))) {
            return true;
        }
    }
    return io_exists(
        answer->io, arena_printf(&answer->arena, "%s/DORPSHUIS/AANMELD/%s.dkb", answer->root, hex));
}

/* Is it there, byte for byte? */
static bool is_there(struct answer *answer, const char *path, const struct bundle_bytes *bytes)
{
    char *text;
    size_t len;

    return io_read_file(answer->io, &answer->arena, path, BUNDLE_MAX_DATA, &text, &len, NULL) &&
           len == bytes->len && memcmp(text, bytes->data, len) == 0;
}

/* dir: below the root. A stick may lead us anywhere by a link: we write in its own folders only. */
static bool write_file(struct answer *answer, const char *dir, const char *name,
                       const struct bundle_bytes *bytes, struct err *err)
{
    const char *path = arena_printf(&answer->arena, "%s/%s/%s", answer->root, dir, name);

    if (!io_make_dirs(answer->io, answer->root, err) ||
        !io_make_dirs_below(answer->io, answer->root, dir, err)) {
        return false;
    }
    if (is_there(answer, path, bytes)) {
        return true;
    }
    if (!io_write_file(answer->io, path, bytes->data, bytes->len, err)) {
        return false;
    }
    answer->ret->files++;
    return is_there(answer, path, bytes) || err_set(err, ERR_IO, "%s: other bytes came back", path);
}

static bool write_ack(struct answer *answer, const char *dir, const struct hub_ack_line *line,
                      struct err *err)
{
    uint8_t id[BUNDLE_ID];
    char hash[2 * SHORT_HASH + 1];

    bundle_id(id, line->bytes.data, line->bytes.len);
    str_hex(hash, id, SHORT_HASH);
    return write_file(answer, dir,
                      arena_printf(&answer->arena, "%08lld-%s.dkb", (long long)line->seq, hash),
                      &line->bytes, err);
}

/* Where a kiosk looks that does not know yet which hub will answer. */
static bool write_reply(struct answer *answer, const char *kiosk_hex,
                        const struct bundle_bytes *reply, struct err *err)
{
    return write_file(answer, "DORPSHUIS/AANMELD",
                      arena_printf(&answer->arena, "%s-antwoord.dkb", kiosk_hex), reply, err);
}

static bool make_acks(struct answer *answer, const uint8_t kiosk[BUNDLE_PARTY], struct err *err)
{
    struct bundle_bytes made;

    do {
        if (!hub_ack_make(answer->hub, &answer->arena, kiosk, NULL, &made, err)) {
            return false;
        }
    } while (made.len > 0);
    return true;
}

static bool write_kiosk(struct answer *answer, const uint8_t kiosk[BUNDLE_PARTY], struct err *err)
{
    char hex[PARTY_HEX + 1];
    struct hub_ack_line *lines;
    struct bundle_bytes reply;
    size_t count;

    str_hex(hex, kiosk, BUNDLE_PARTY);
    const char *dir = arena_printf(&answer->arena, "DORPSHUIS/TERUG/%s/%s", answer->hub_hex, hex);
    if (!hub_enrol_answer(answer->hub, &answer->arena, kiosk, &reply, err) ||
        (reply.len > 0 && !write_reply(answer, hex, &reply, err)) ||
        !make_acks(answer, kiosk, err) ||
        !hub_ack_unread(answer->hub, &answer->arena, kiosk, &lines, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!write_ack(answer, dir, &lines[i], err)) {
            return false;
        }
    }
    answer->ret->kiosks += count > 0 || reply.len > 0;
    return true;
}

bool hub_stick_answer(struct hub *hub, struct io *io, const char *path, bool all,
                      struct hub_answered *ret, struct err *err)
{
    struct answer answer = {.hub = hub, .io = io, .root = path, .ret = ret};
    struct arena names;
    struct hub_kiosk *kiosks;
    size_t count;
    bool done;

    *ret = (struct hub_answered){.kiosks = 0};
    str_hex(answer.hub_hex, hub->party.id, BUNDLE_PARTY);
    arena_init(&names, 0);
    arena_init(&answer.arena, 0);
    done = hub_enrol_list(hub, &names, &kiosks, &count, err);
    for (size_t i = 0; done && i < count; i++) {
        if (kiosks[i].state != KIOSK_ASKED && (all || knows(&answer, kiosks[i].party.id))) {
            done = write_kiosk(&answer, kiosks[i].party.id, err);
        }
        arena_reset(&answer.arena);
    }
    ret->has_any = ret->files > 0;
    arena_finish(&answer.arena);
    arena_finish(&names);
    return done;
}
