/* sleutels/: the public halves of the keys, and the tags of the codes. `dorpel-count` writes them.
 *
 * A round without good keys would take votes that nobody can open, or that one person can: so a key
 * is tried (something is sealed to it) and no two keys of a round may be the same.
 */
#include "app/content/pack_inner.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

enum { KEY_FILE_MAX = 1024, KEY_FIELDS = 4, TAG = 32 };

static const struct place nowhere = {0};

struct key { /* of one person */
    uint8_t box[CRYPTO_KEY];
    uint8_t sign[CRYPTO_KEY];
};

static bool is_zero(const uint8_t *bytes, size_t len)
{
    uint8_t any = 0;

    for (size_t i = 0; i < len; i++) {
        any |= bytes[i];
    }
    return any == 0;
}

/* libsodium refuses points that would make the seal mean nothing. */
static bool can_seal_to(const uint8_t box[CRYPTO_KEY])
{
    uint8_t sealed[1 + CRYPTO_SEAL_EXTRA];

    return !is_zero(box, CRYPTO_KEY) && crypto_seal(sealed, "x", 1, box, NULL);
}

static bool check_key(struct loader *loader, const json_t *object, const char *role,
                      const struct round *round, struct key *ret)
{
    char round_hex[2 * ROUND_ID + 1] = "";
    bool knows_round = round == NULL || !is_zero(round->id, ROUND_ID); /* else: told already */
    struct key key = {0};

    if (round != NULL) {
        str_hex(round_hex, round->base_id, ROUND_ID);
    }
    if (json_object_size(object) != KEY_FIELDS ||
        !json_hex(object, "box", key.box, sizeof(key.box)) ||
        !json_hex(object, "sign", key.sign, sizeof(key.sign))) {
        fault_add(loader, FAULT_KEY_DAMAGED, nowhere, loader->file);
    } else if (strcmp(json_text(object, "role", ""), role) != 0) {
        fault_add(loader, FAULT_KEY_ROLE, nowhere, json_text(object, "role", ""));
    } else if (knows_round && strcmp(json_text(object, "round", "?"), round_hex) != 0) {
        fault_add(loader, FAULT_KEY_ROUND, nowhere, json_text(object, "round", ""));
    } else if (!can_seal_to(key.box) || is_zero(key.sign, sizeof(key.sign))) {
        fault_add(loader, FAULT_KEY_WEAK, nowhere, loader->file);
    } else {
        *ret = key;
        return true;
    }
    return false;
}

/* sleutels/<folder><role>.publiek; round NULL: of the village. */
static bool read_key(struct loader *loader, const char *role, const struct round *round,
                     struct key *ret)
{
    char path[PACK_MAX_PATH + 1];
    size_t len;

    snprintf(path, sizeof(path), "sleutels/%s%s%s.publiek", round == NULL ? "" : round->name,
             round == NULL ? "" : "/", role);
    struct pack_file *file = loader_find(loader, path);
    if (file == NULL) {
        loader->file = path;
        fault_add(loader, FAULT_KEY_MISSING, nowhere, path);
        loader->file = "";
        return false;
    }
    const char *text = loader_bytes(loader, file, KEY_FILE_MAX, &len);
    if (text == NULL) {
        return false;
    }
    json_t *object = json_read(text, len, NULL);
    if (!json_is_object(object)) {
        json_decref(object);
        fault_add(loader, FAULT_KEY_DAMAGED, nowhere, path);
        return false;
    }
    bool good = check_key(loader, object, role, round, ret);
    json_decref(object);
    return good;
}

static void check_different(struct loader *loader, const struct round *round,
                            const struct key keys[3], const bool good[3])
{
    static const char *const roles[] = {"registrar", "first", "last"};
    char path[PACK_MAX_PATH + 1];

    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < i; j++) {
            bool same = memcmp(keys[i].box, keys[j].box, CRYPTO_KEY) == 0 ||
                        memcmp(keys[i].sign, keys[j].sign, CRYPTO_KEY) == 0;
            if (good[i] && good[j] && same) {
                snprintf(path, sizeof(path), "sleutels/%s/%s.publiek", round->name, roles[i]);
                loader->file = path;
                fault_add(loader, FAULT_KEY_SHARED, nowhere, roles[j]);
                loader->file = "";
            }
        }
    }
}

static void read_round_keys(struct loader *loader, struct round *round)
{
    struct key keys[3] = {0};
    bool good[3] = {
        read_key(loader, "registrar", round, &keys[0]),
        read_key(loader, "first", round, &keys[1]),
        read_key(loader, "last", round, &keys[2]),
    };

    check_different(loader, round, keys, good);
    memcpy(round->keys.registrar, keys[0].box, CRYPTO_KEY);
    memcpy(round->keys.registrar_sign, keys[0].sign, CRYPTO_KEY);
    memcpy(round->keys.first, keys[1].box, CRYPTO_KEY);
    memcpy(round->keys.last, keys[2].box, CRYPTO_KEY);
    memcpy(round->keys.last_sign, keys[2].sign, CRYPTO_KEY);
}

/* ---- tags ---------------------------------------------------------------------------------- */

struct line {
    const char *text;
    size_t len;
    int number; /* from 1 */
};

/* The next line without its end; false at the end. */
static bool next_line(const char **at, const char *end, struct line *line)
{
    if (*at == end) {
        return false;
    }
    const char *stop = memchr(*at, '\n', (size_t)(end - *at));
    const char *next = stop == NULL ? end : stop + 1;
    size_t len = (size_t)((stop == NULL ? end : stop) - *at);

    line->text = *at;
    line->len = len > 0 && (*at)[len - 1] == '\r' ? len - 1 : len;
    line->number++;
    *at = next;
    return true;
}

static bool check_tags_header(struct loader *loader, const struct round *round,
                              const struct line *line)
{
    static const char start[] = "# dorpel-tags 1 ";
    char id[2 * ROUND_ID + 1];
    char salt[2 * CRYPTO_SALT + 1];
    char wanted[160];

    str_hex(id, round->base_id, ROUND_ID);
    str_hex(salt, round->salt, CRYPTO_SALT);
    int len = snprintf(wanted, sizeof(wanted), "%s%s %s %u %u", start, id, salt,
                       (unsigned)round->cost.passes, (unsigned)round->cost.memory_kib);
    if (line->len < strlen(start) || memcmp(line->text, start, strlen(start)) != 0) {
        fault_add(loader, FAULT_TAGS_HEADER, (struct place){line->number, 1}, line->text);
        return false;
    }
    if (line->len != (size_t)len || memcmp(line->text, wanted, line->len) != 0) {
        fault_add(loader, FAULT_TAGS_OTHER_ROUND, (struct place){line->number, 1},
                  line->text + strlen(start));
        return false;
    }
    return true;
}

static bool read_tag(uint8_t ret[TAG], const struct line *line)
{
    char hex[2 * TAG + 1];

    if (line->len != 2 * TAG) {
        return false;
    }
    memcpy(hex, line->text, 2 * TAG);
    hex[2 * TAG] = '\0';
    return str_unhex(ret, TAG, hex);
}

static void read_tag_lines(struct loader *loader, struct round *round, const char *at,
                           const char *end, struct line *line)
{
    size_t most = (size_t)(end - at) / (2 * TAG) + 1;
    uint8_t(*tags)[TAG] = arena_array(&loader->pack->arena, most, TAG);
    size_t count = 0;

    while (tags != NULL && next_line(&at, end, line)) {
        struct place place = {line->number, 1};
        if (!read_tag(tags[count], line)) {
            fault_add(loader, FAULT_TAG_DAMAGED, place, "");
        } else if (count > 0 && memcmp(tags[count - 1], tags[count], TAG) >= 0) {
            fault_add(loader, FAULT_TAG_ORDER, place, "");
        } else {
            count++;
        }
    }
    if (count == 0) {
        fault_add(loader, FAULT_TAGS_EMPTY, nowhere, loader->file);
    }
    round->tags = (const uint8_t(*)[TAG])tags;
    round->tag_count = count;
}

static void read_tags(struct loader *loader, struct round *round)
{
    char path[PACK_MAX_PATH + 1];
    struct line line = {0};
    size_t len;

    snprintf(path, sizeof(path), "sleutels/%s/tags.txt", round->name);
    struct pack_file *file = loader_find(loader, path);
    if (file == NULL) {
        loader->file = path;
        fault_add(loader, FAULT_TAGS_MISSING, nowhere, path);
        loader->file = "";
        return;
    }
    const char *text = loader_bytes(loader, file, PACK_MAX_FILE, &len);
    if (text == NULL) {
        return;
    }
    const char *at = text;
    if (!next_line(&at, text + len, &line)) {
        fault_add(loader, FAULT_TAGS_HEADER, (struct place){1, 1}, "");
    } else if (is_zero(round->id, ROUND_ID) || is_zero(round->salt, CRYPTO_SALT)) {
        return; /* told already; nothing here can be right */
    } else if (check_tags_header(loader, round, &line)) {
        read_tag_lines(loader, round, at, text + len, &line);
    }
}

/* A key that is for no round; ret stays as it was when there is none. */
static bool read_plain_key(struct loader *loader, const char *role, struct key *ret)
{
    struct pack *pack = loader->pack;

    if (!read_key(loader, role, NULL, ret)) {
        return false;
    }
    struct public_key *kept = &pack->keys[pack->key_count++];
    kept->id = role;
    memcpy(kept->box, ret->box, CRYPTO_KEY);
    memcpy(kept->sign, ret->sign, CRYPTO_KEY);
    return true;
}

/* The municipality, or another giver: only where it has a say is its key there. */
static void read_municipality(struct loader *loader, const struct key *village)
{
    struct pack *pack = loader->pack;
    struct key key = {0};

    if (loader_find(loader, "sleutels/municipality.publiek") == NULL ||
        !read_plain_key(loader, "municipality", &key)) {
        return;
    }
    if (memcmp(key.sign, village->sign, CRYPTO_KEY) == 0) {
        loader->file = "sleutels/municipality.publiek";
        fault_add(loader, FAULT_KEY_SHARED, nowhere, "village");
        return;
    }
    pack->knows_municipality = true;
    memcpy(pack->municipality_sign, key.sign, CRYPTO_KEY);
}

/* Who may give the village another key. Kept beside the keys as a digest: that they are other is a
 * change of the village's. */
static void read_roots(struct loader *loader)
{
    struct pack *pack = loader->pack;
    struct pack_file *file = loader_find(loader, ROOTS_FILE);
    size_t len;

    if (file == NULL) {
        return;
    }
    const char *text = loader_bytes(loader, file, ROOTS_FILE_MAX, &len);
    struct roots *roots = arena_alloc(&pack->arena, sizeof(*roots));
    if (text == NULL || roots == NULL) {
        return;
    }
    if (!roots_read(roots, text, len, NULL)) {
        fault_add(loader, FAULT_ROOTS_DAMAGED, nowhere, "");
    } else if (!roots_hold(roots)) {
        fault_add(loader, FAULT_ROOTS_UNSIGNED, nowhere, "");
    } else if (memcmp(roots_village(roots), pack->village_sign, CRYPTO_KEY) != 0) {
        fault_add(loader, FAULT_ROOTS_VILLAGE, nowhere, "");
    } else {
        struct public_key *kept = &pack->keys[pack->key_count++];
        *kept = (struct public_key){.id = "hoofdsleutels"};
        crypto_hash(kept->sign, text, len);
        pack->roots = roots;
    }
}

void keys_read(struct loader *loader)
{
    struct pack *pack = loader->pack;
    struct key key = {0};

    pack->keys = arena_array(&pack->arena, 4, sizeof(*pack->keys));
    if (pack->keys == NULL) {
        return;
    }
    if (read_plain_key(loader, "practice", &key)) {
        memcpy(pack->practice_key, key.box, CRYPTO_KEY);
    }
    if (read_plain_key(loader, "village", &key)) {
        memcpy(pack->village_key, key.box, CRYPTO_KEY);
        memcpy(pack->village_sign, key.sign, CRYPTO_KEY);
    }
    read_municipality(loader, &key);
    read_roots(loader);
    for (size_t i = 0; i < pack->round_count; i++) {
        read_round_keys(loader, &pack->rounds[i]);
        if (pack->rounds[i].access == ACCESS_CODE) {
            read_tags(loader, &pack->rounds[i]);
        }
    }
}
