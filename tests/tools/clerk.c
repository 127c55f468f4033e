/* clerk: the least that a municipality does with a stick, for enrolment.py: takes a kiosk in, and
 * says what it received. It believes everything it reads; a hub does not.
 *
 *   clerk KEYS STICK enrol NAME          answers every request; prints the kiosk's fingerprint and
 *                                        its own, a line each
 *   clerk KEYS STICK received|safe SEQ   an ack for every bundle on the stick, with that number
 *
 * KEYS is the file with the hub's keys, made at the first use.
 */
#include "app/base/str.h"
#include "sync/ack.h"
#include "sync/enrol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEX = 2 * BUNDLE_PARTY };

struct desk {
    struct io *io;
    struct arena arena;
    struct party_secret hub;
    const char *stick;
    struct err err;
};

static bool read(struct desk *desk, const char *path, struct bundle_bytes *ret)
{
    char *data;
    bool done =
        io_read_file(desk->io, &desk->arena, path, BUNDLE_MAX_DATA, &data, &ret->len, &desk->err);
    ret->data = (uint8_t *)data;
    return done;
}

static void print_of(const struct party *party)
{
    char text[PARTY_FINGERPRINT];

    party_fingerprint(text, party);
    printf("%s\n", text);
}

static bool answer_one(struct desk *desk, const char *path, const char *kiosk, const char *name)
{
    struct bundle_bytes bytes;
    struct enrol_request request;
    struct enrol_answer answer = {.hub = desk->hub.party, .hub_incarnation = 1, .version = 1};

    if (!read(desk, path, &bytes) ||
        !enrol_read_request(&request, bytes.data, bytes.len, &desk->err)) {
        return false;
    }
    memcpy(answer.kiosk, request.kiosk.id, BUNDLE_PARTY);
    str_copy(answer.hub_name, sizeof(answer.hub_name), name);
    str_copy(answer.village, sizeof(answer.village), request.village);
    print_of(&request.kiosk);
    print_of(&desk->hub.party);
    const char *to = arena_printf(&desk->arena, "%s/DORPSHUIS/AANMELD/%.*s-antwoord.dkb",
                                  desk->stick, HEX, kiosk);
    return enrol_reply(&bytes, &desk->arena, &answer, &desk->hub, &desk->err) &&
           io_write_file(desk->io, to, bytes.data, bytes.len, &desk->err);
}

static bool answer_all(struct desk *desk, const char *name)
{
    char **names;
    size_t count;
    const char *dir = arena_printf(&desk->arena, "%s/DORPSHUIS/AANMELD", desk->stick);
    bool good = io_list_sorted(desk->io, &desk->arena, dir, &names, &count, &desk->err);

    for (size_t i = 0; good && i < count; i++) {
        if (strlen(names[i]) == HEX + 4) { /* a request: "<kiosk>.dkb" */
            good = answer_one(desk, arena_printf(&desk->arena, "%s/%s", dir, names[i]), names[i],
                              name);
        }
    }
    return good;
}

static bool ack_one(struct desk *desk, const char *hub, const char *kiosk, bool safe, uint64_t seq)
{
    struct ack ack = {.hub_incarnation = 1, .hub_seq = seq};
    struct bundle_bytes bytes;
    char **names;
    size_t count;
    const char *from =
        arena_printf(&desk->arena, "%s/DORPSHUIS/HEEN/%s/%s", desk->stick, hub, kiosk);
    const char *to =
        arena_printf(&desk->arena, "%s/DORPSHUIS/TERUG/%s/%s", desk->stick, hub, kiosk);

    if (!str_unhex(ack.kiosk, BUNDLE_PARTY, kiosk) ||
        !io_list_sorted(desk->io, &desk->arena, from, &names, &count, &desk->err)) {
        return false;
    }
    ack.bundles = arena_array(&desk->arena, count + 1, sizeof(*ack.bundles));
    ack.safe = arena_array(&desk->arena, count + 1, BUNDLE_ID);
    for (size_t i = 0; i < count; i++) {
        if (!read(desk, arena_printf(&desk->arena, "%s/%s", from, names[i]), &bytes)) {
            return false;
        }
        bundle_id(ack.bundles[ack.bundle_count].id, bytes.data, bytes.len);
        memcpy(ack.safe[i], ack.bundles[ack.bundle_count++].id, BUNDLE_ID);
    }
    ack.safe_count = safe ? ack.bundle_count : 0;
    const char *path =
        arena_printf(&desk->arena, "%s/%08llu-00000000.dkb", to, (unsigned long long)seq);
    return ack_make(&bytes, &desk->arena, &ack, &desk->hub, &desk->err) &&
           io_make_dirs(desk->io, to, &desk->err) &&
           io_write_file(desk->io, path, bytes.data, bytes.len, &desk->err);
}

static bool ack_all(struct desk *desk, bool safe, uint64_t seq)
{
    char hub[HEX + 1];
    char **names;
    size_t count;

    str_hex(hub, desk->hub.party.id, BUNDLE_PARTY);
    const char *dir = arena_printf(&desk->arena, "%s/DORPSHUIS/HEEN/%s", desk->stick, hub);
    bool good = io_list_sorted(desk->io, &desk->arena, dir, &names, &count, &desk->err);
    for (size_t i = 0; good && i < count; i++) {
        good = ack_one(desk, hub, names[i], safe, seq);
    }
    return good;
}

int main(int argc, char *argv[])
{
    struct desk desk = {.io = io_posix()};

    if (argc != 5) {
        fprintf(stderr, "clerk KEYS STICK enrol NAME | received SEQ | safe SEQ\n");
        return 2;
    }
    desk.stick = argv[2];
    arena_init(&desk.arena, 0);
    json_start();
    bool good = crypto_start(&desk.err) &&
                party_load(&desk.hub, desk.io, argv[1], true, &desk.err) &&
                (strcmp(argv[3], "enrol") == 0
                     ? answer_all(&desk, argv[4])
                     : ack_all(&desk, strcmp(argv[3], "safe") == 0, strtoull(argv[4], NULL, 10)));
    if (!good) {
        fprintf(stderr, "clerk: %s\n", desk.err.msg);
    }
    party_wipe(&desk.hub);
    arena_finish(&desk.arena);
    io_destroy(desk.io);
    return good ? 0 : 1;
}
