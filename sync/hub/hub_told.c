#include "sync/hub/hub_told.h"

#include "app/base/str.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 50000, BODY = 8192 };

struct line { /* one record */
    bool is_health;
    int64_t at_s;
    json_t *body;
};

struct reading {
    struct hub *hub;
    struct arena *arena;
    const uint8_t *kiosk;
    struct line *lines;
    size_t count, cap;
};

static void forget(struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        json_decref(reading->lines[i].body);
    }
    reading->count = 0;
}

static void keep(struct reading *reading, bool is_health, const char *text)
{
    json_t *body = json_read(text, strlen(text), NULL);
    /* The logbook's anchors are of the kind "health" too, results of "content-applied". */
    const char *mark = is_health ? "faults" : "how";

    if (json_object_get(body, mark) == NULL) {
        json_decref(body);
        return;
    }
    if (reading->count == reading->cap) {
        size_t cap = 2 * reading->cap + 64;
        struct line *wider = arena_array(reading->arena, cap, sizeof(*wider));
        if (reading->count > 0) {
            memcpy(wider, reading->lines, reading->count * sizeof(*wider));
        }
        reading->lines = wider;
        reading->cap = cap;
    }
    reading->lines[reading->count++] = (struct line){is_health, json_number(body, "at", 0), body};
}

static bool read_lines(void *ctx, struct err *err)
{
    struct reading *reading = ctx;
    struct hub_db *db = reading->hub->db;
    int rc;

    forget(reading); /* an act may run again */
    if (!hub_db_ask(
            db,
            "SELECT kind, body FROM record WHERE kiosk = $1"
            " AND kind IN ('health', 'content-applied') AND body IS NOT NULL"
            " AND length(body) < $2 LIMIT $3",
            HUB_VALUES(hub_blob(reading->kiosk, BUNDLE_PARTY), hub_int(BODY), hub_int(MOST)),
            err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        keep(reading, strcmp(hub_db_text(db, 0), "health") == 0, hub_db_text(db, 1));
    }
    return rc >= 0;
}

/* The newest first. Two of one moment can only be of two stores that share a name (a copied card):
 * then the bodies decide, so that the order of arrival never does. */
static int by_age(const void *a, const void *b)
{
    const struct line *left = a, *right = b;
    char *one, *other;

    if (left->at_s != right->at_s) {
        return left->at_s > right->at_s ? -1 : 1;
    }
    one = json_dumps(left->body, JSON_SORT_KEYS | JSON_COMPACT);
    other = json_dumps(right->body, JSON_SORT_KEYS | JSON_COMPACT);
    int order = one == NULL || other == NULL ? 0 : strcmp(one, other);
    free(one);
    free(other);
    return order;
}

static struct hub_told_time time_of(const json_t *body)
{
    int64_t at_s = json_number(body, "at", 0);

    return (struct hub_told_time){at_s, at_s > 0 && json_number(body, "clock", 0) > 0};
}

/* ---- health -------------------------------------------------------------------------------- */

/* What this record says of the part: the key of its fault, "" for good, NULL for nothing. */
static const char *fault_of(const json_t *body, const char *part)
{
    const json_t *faults = json_object_get(body, "faults"), *good = json_object_get(body, "good");

    for (size_t i = 0; i < json_array_size(faults); i++) {
        const json_t *fault = json_array_get(faults, i);
        if (strcmp(json_text(fault, "part", ""), part) == 0) {
            return json_text(fault, "key", "?");
        }
    }
    for (size_t i = 0; i < json_array_size(good); i++) {
        const char *name = json_string_value(json_array_get(good, i));
        if (name != NULL && strcmp(name, part) == 0) {
            return "";
        }
    }
    return NULL;
}

/* Since the oldest of the records in a row, from the newest back, that say the same of it. */
static struct hub_told_time since(const struct reading *reading, const char *part, const char *key)
{
    struct hub_told_time ret = {0};

    for (size_t i = 0; i < reading->count; i++) {
        const struct line *line = &reading->lines[i];
        const char *said = line->is_health ? fault_of(line->body, part) : key;
        if (said == NULL || strcmp(said, key) != 0) {
            break;
        }
        ret = line->is_health ? time_of(line->body) : ret;
    }
    return ret;
}

static void take_health(const struct reading *reading, const json_t *body, struct hub_told *ret)
{
    ret->has_health = true;
    ret->health_at = time_of(body);
    ret->place = arena_strdup(reading->arena, json_text(body, "place", ""));
    ret->version = arena_strdup(reading->arena, json_text(body, "version", ""));
    for (int part = 0; part < HEALTH_PARTS; part++) {
        const char *name = health_part_name((enum health_part)part);
        const char *key = fault_of(body, name);
        if (key != NULL) {
            ret->parts[part] = (struct hub_told_part){
                true, key[0] == '\0', arena_strdup(reading->arena, key), since(reading, name, key)};
        }
    }
}

/* ---- packs --------------------------------------------------------------------------------- */

static bool how_of(const char *text, enum hub_told_how *ret)
{
    static const char *const names[] = {[HUB_PACK_TAKEN] = "taken",
                                        [HUB_PACK_RETURNED] = "returned",
                                        [HUB_PACK_REFUSED] = "refused"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(text, names[i]) == 0) {
            *ret = (enum hub_told_how)i;
            return true;
        }
    }
    return false;
}

static void take_pack(const struct reading *reading, const json_t *body, struct hub_told *ret)
{
    struct arena *arena = reading->arena;
    struct hub_told_pack pack = {
        .version = json_number(body, "version", 0),
        .signers = (unsigned)json_number(body, "signers", 0),
        .when = time_of(body),
        .why = arena_strdup(arena, json_text(body, "why", "")),
        .thing = arena_strdup(arena, json_text(body, "thing", "")),
        .field = arena_strdup(arena, json_text(body, "field", "")),
        .fault = arena_strdup(arena, json_text(body, "fault", "")),
        .detail = arena_strdup(arena, json_text(body, "detail", "")),
        .file = arena_strdup(arena, json_text(body, "file", "")),
        .line = json_number(body, "line", 0),
    };

    pack.knows_village = json_hex(body, "village", pack.village, CRYPTO_KEY);
    if (how_of(json_text(body, "how", ""), &pack.how) && ret->pack_count < HUB_TOLD_PACKS) {
        ret->packs[ret->pack_count++] = pack;
    }
}

const struct hub_told_pack *hub_told_in_use(const struct hub_told *told)
{
    for (size_t i = 0; i < told->pack_count; i++) {
        if (told->packs[i].how != HUB_PACK_REFUSED) {
            return &told->packs[i];
        }
    }
    return NULL;
}

const struct hub_told_pack *hub_told_of(const struct hub_told *told,
                                        const uint8_t village[CRYPTO_KEY], uint64_t version)
{
    for (size_t i = 0; i < told->pack_count; i++) {
        const struct hub_told_pack *pack = &told->packs[i];
        if (pack->version > 0 && (uint64_t)pack->version == version &&
            (!pack->knows_village || memcmp(pack->village, village, CRYPTO_KEY) == 0)) {
            return pack;
        }
    }
    return NULL;
}

bool hub_told(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
              struct hub_told *ret, struct err *err)
{
    struct reading reading = {.hub = hub, .arena = arena, .kiosk = kiosk};

    *ret = (struct hub_told){.place = "", .version = ""};
    bool good = hub_db_act(hub->db, HUB_LOOK, read_lines, &reading, err);
    if (good && reading.count > 1) {
        qsort(reading.lines, reading.count, sizeof(*reading.lines), by_age);
    }
    for (size_t i = 0; good && i < reading.count; i++) {
        const struct line *line = &reading.lines[i];
        if (!line->is_health) {
            take_pack(&reading, line->body, ret);
        } else if (!ret->has_health) {
            take_health(&reading, line->body, ret);
        }
    }
    forget(&reading);
    return good;
}
