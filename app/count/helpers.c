/* helpers: who joins in with which idea, with name and number, for whoever has the village's key.
 * From the records that a kiosk writes on a stick; the sheet is for one pair of eyes, and to print.
 */
#include "app/count/desk.h"
#include "app/count/recording.h"
#include "app/base/str.h"
#include "app/domain/idea.h"
#include "app/domain/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME = 128 }; /* bytes */

struct known_idea {
    uint8_t rid[RECORD_RID]; /* of its first version */
    int64_t act;             /* of the version that `what` is of */
    uint32_t number;
    const char *what;
};

struct pledge_line {
    uint8_t idea[RECORD_RID];
    bool is_maker, is_open;
    char name[NAME], phone[NAME];
};

struct reading {
    struct arena *arena;
    const struct keyfile *key;
    struct known_idea *ideas;
    size_t idea_count, idea_cap;
    struct pledge_line *pledges;
    size_t pledge_count, pledge_cap;
};

static void *room_for(struct arena *arena, void *list, size_t count, size_t *cap, size_t size)
{
    if (count < *cap) {
        return list;
    }
    size_t wider = *cap == 0 ? 64 : 2 * *cap;
    void *copy = arena_array(arena, wider, size);
    if (count > 0) {
        memcpy(copy, list, count * size);
        crypto_wipe(list, count * size);
    }
    *cap = wider;
    return copy;
}

static struct known_idea *idea_of(struct reading *reading, const uint8_t rid[RECORD_RID])
{
    for (size_t i = 0; i < reading->idea_count; i++) {
        if (memcmp(reading->ideas[i].rid, rid, RECORD_RID) == 0) {
            return &reading->ideas[i];
        }
    }
    reading->ideas = room_for(reading->arena, reading->ideas, reading->idea_count,
                              &reading->idea_cap, sizeof(*reading->ideas));
    struct known_idea *idea = &reading->ideas[reading->idea_count++];
    *idea = (struct known_idea){.act = -1, .what = ""};
    memcpy(idea->rid, rid, RECORD_RID);
    return idea;
}

static void take_idea(struct reading *reading, const struct record *record, const json_t *body)
{
    uint8_t first[RECORD_RID];
    int64_t act = json_number(body, "act", 0);

    if (!json_hex(body, "supersedes", first, sizeof(first))) {
        memcpy(first, record->rid, RECORD_RID);
    }
    struct known_idea *idea = idea_of(reading, first);
    if (act > idea->act) {
        idea->act = act;
        idea->number = (uint32_t)json_number(body, "number", 0);
        idea->what = arena_strdup(reading->arena, json_text(body, "what", ""));
    }
}

static void take_pledge(struct reading *reading, const json_t *body)
{
    uint8_t sealed[SEAL_CONTACT];
    struct pledge_line pledge = {.is_open = false};

    if (!json_hex(body, "idea", pledge.idea, sizeof(pledge.idea)) ||
        !json_hex(body, "contact", sealed, sizeof(sealed))) {
        return;
    }
    pledge.is_maker = strcmp(json_text(body, "role", ""), "maker") == 0;
    pledge.is_open = seal_open_contact(pledge.name, pledge.phone, sealed, reading->key->box,
                                       reading->key->box_secret, NULL);
    idea_of(reading, pledge.idea);
    reading->pledges = room_for(reading->arena, reading->pledges, reading->pledge_count,
                                &reading->pledge_cap, sizeof(*reading->pledges));
    reading->pledges[reading->pledge_count++] = pledge;
    crypto_wipe(&pledge, sizeof(pledge));
}

/* Records of neither are passed over. */
static bool take(void *ctx, const struct record *record, const json_t *body)
{
    struct reading *reading = ctx;

    if (record->kind == RECORD_IDEA) {
        take_idea(reading, record, body);
    } else if (record->kind == RECORD_PLEDGE) {
        take_pledge(reading, body);
    }
    return true;
}

static int by_number(const void *a, const void *b)
{
    const struct known_idea *x = a, *y = b;

    return x->number != y->number ? (x->number > y->number ? 1 : -1)
                                  : memcmp(x->rid, y->rid, RECORD_RID);
}

static size_t add_lines(const struct desk *desk, const struct reading *reading,
                        const struct known_idea *idea, char *text, size_t cap)
{
    char number[16], line[600];
    size_t len = 0;
    bool any = false;

    snprintf(number, sizeof(number), "%u", (unsigned)idea->number);
    for (size_t i = 0; i < reading->pledge_count; i++) {
        const struct pledge_line *pledge = &reading->pledges[i];
        if (memcmp(pledge->idea, idea->rid, RECORD_RID) != 0) {
            continue;
        }
        if (!any) {
            str_fill(line, sizeof(line), say_text(&desk->say, "helpers.idea"),
                     (const char *const[]){"n", number, "name", idea->what, NULL});
            len += (size_t)snprintf(text + len, cap - len, "\r\n%s\r\n", line);
            any = true;
        }
        const char *key = !pledge->is_open   ? "helpers.shut"
                          : pledge->is_maker ? "helpers.maker"
                                             : "helpers.helper";
        str_fill(line, sizeof(line), say_text(&desk->say, key),
                 (const char *const[]){"name", pledge->name, "phone", pledge->phone, NULL});
        len += (size_t)snprintf(text + len, cap - len, "  %s\r\n", line);
    }
    crypto_wipe(line, sizeof(line));
    return len;
}

static bool write_sheet(struct desk *desk, struct reading *reading, struct snag *snag)
{
    const char *out = desk->args->value[ARG_OUT];
    size_t cap = 4096 + 700 * (reading->idea_count + reading->pledge_count);
    char *text = arena_alloc(&desk->arena, cap);
    struct err err;

    qsort(reading->ideas, reading->idea_count, sizeof(*reading->ideas), by_number);
    size_t len =
        (size_t)snprintf(text, cap, "\xEF\xBB\xBF%s\r\n", say_text(&desk->say, "helpers.head"));
    for (size_t i = 0; i < reading->idea_count; i++) {
        len += add_lines(desk, reading, &reading->ideas[i], text + len, cap - len);
    }
    mode_t before = umask(077);
    bool done = io_write_file(desk->io, out, text, len, &err) || snag_err(snag, out, &err);
    umask(before);
    crypto_wipe(text, cap);
    return done;
}

bool task_helpers(struct desk *desk, struct snag *snag)
{
    struct keyfile key;
    struct reading reading = {.arena = &desk->arena, .key = &key};
    const char *path = desk->args->value[ARG_KEY];

    if (!keyfile_load_secret(&key, desk->io, path, snag)) {
        return false;
    }
    bool done = desk_check_role(desk, &key, KEY_VILLAGE, path, snag) &&
                recording_each(desk->io, desk->args->value[ARG_IN], take, &reading, snag) &&
                write_sheet(desk, &reading, snag);
    if (done) {
        desk_say_number(desk, "helpers.made", (int64_t)reading.pledge_count);
    }
    if (reading.pledge_count > 0) {
        crypto_wipe(reading.pledges, reading.pledge_count * sizeof(*reading.pledges));
    }
    keyfile_wipe(&key);
    return done;
}
