/* judge: what our own code says of bundles, one JSON line a file, for tests/bundles.py.
 *
 *   judge KEYS < list of paths
 *
 * KEYS is a JSON array of parties with their keys (tests/data/bundles/keys.json). Verdicts:
 *   damaged   not a bundle, cut, or what no sender makes; also its padding, records or manifest
 *   newer     of a version, type or critical extension that nobody here knows
 *   forged    signed by none of the parties, or what is in it is not the signer's own
 *   good      the rest; "opened" when it was wrapped to one of the parties
 */
#include "app/base/str.h"
#include "sync/closing.h"
#include "sync/frame.h"
#include "sync/party.h"

#include <stdio.h>
#include <string.h>

enum { PARTIES = 8, PATH = 1024, KEYS_MAX = 65536 };

struct judge {
    struct party_secret who[PARTIES];
    size_t count;
    struct io *io;
    struct arena arena;
};

struct finding {
    const char *verdict;
    bool opened;
    size_t records;
    uint8_t id[BUNDLE_ID], payload[CRYPTO_HASH], set[CRYPTO_HASH];
    bool has_set;
};

static const char *verdict_of(const struct err *err)
{
    return err->code == ERR_UNKNOWN ? "newer" : err->code == ERR_CRYPTO ? "forged" : "damaged";
}

static bool load_keys(struct judge *judge, const char *path)
{
    char *text;
    size_t len;

    if (!io_read_file(judge->io, &judge->arena, path, KEYS_MAX, &text, &len, NULL)) {
        return false;
    }
    json_t *keys = json_read(text, len, NULL);
    for (; judge->count < json_array_size(keys) && judge->count < PARTIES; judge->count++) {
        const json_t *one = json_array_get(keys, judge->count);
        struct party_secret *who = &judge->who[judge->count];
        uint8_t sign[CRYPTO_KEY], box[CRYPTO_KEY];
        if (!json_hex(one, "sign", sign, sizeof(sign)) || !json_hex(one, "box", box, sizeof(box)) ||
            !json_hex(one, "box_secret", who->box_secret, CRYPTO_KEY)) {
            break;
        }
        party_of_keys(&who->party, sign, box);
    }
    bool done = keys != NULL && judge->count == json_array_size(keys);
    json_decref(keys);
    return done;
}

static bool verify(struct judge *judge, const struct bundle_head *head, const uint8_t *data,
                   size_t len, struct err *err)
{
    for (size_t i = 0; i < judge->count; i++) {
        if (memcmp(head->sender, judge->who[i].party.id, BUNDLE_PARTY) == 0) {
            return bundle_verify(head, data, len, judge->who[i].party.sign, err);
        }
    }
    return err_set(err, ERR_CRYPTO, "nobody we know");
}

/* With the first of the parties that it is wrapped to. */
static bool open_it(struct judge *judge, struct bundle_bytes *ret, const struct bundle_head *head,
                    const uint8_t *data, struct err *err)
{
    bool opened = false;

    err_set(err, ERR_DENIED, "no keys");
    for (size_t i = 0; !opened && err->code == ERR_DENIED && i < judge->count; i++) {
        const struct party_secret *who = &judge->who[i];
        opened = bundle_open(ret, &judge->arena, head, data, who->party.box, who->box_secret, err);
    }
    return opened;
}

static bool look_inside(struct judge *judge, struct finding *finding, enum bundle_type type,
                        struct bundle_bytes payload, struct err *err)
{
    struct frame *frames;
    json_t *manifest = NULL;

    finding->opened = true;
    crypto_hash(finding->payload, payload.data, payload.len);
    if (type != BUNDLE_DATA && type != BUNDLE_CLOSING) {
        return true;
    }
    if (!frames_read(&frames, &finding->records, &manifest, &judge->arena, payload.data,
                     payload.len, err)) {
        return false;
    }
    finding->has_set = json_hex(manifest, "set", finding->set, CRYPTO_HASH);
    struct closing_heads heads;
    bool holds = type == BUNDLE_DATA || closing_holds(&heads, frames, finding->records, manifest);
    json_decref(manifest);
    return holds;
}

static struct finding look(struct judge *judge, const uint8_t *data, size_t len)
{
    struct finding finding = {.verdict = "good"};
    struct bundle_head head;
    struct bundle_bytes payload;
    struct err err = {0};

    bundle_id(finding.id, data, len);
    if (!bundle_read(&head, data, len, &err) || !verify(judge, &head, data, len, &err)) {
        finding.verdict = verdict_of(&err);
    } else if (!open_it(judge, &payload, &head, data, &err)) {
        finding.verdict = err.code == ERR_DENIED ? "good" : verdict_of(&err);
    } else if (!look_inside(judge, &finding, head.type, payload, &err)) {
        finding = (struct finding){.verdict = "damaged"};
        bundle_id(finding.id, data, len);
    }
    return finding;
}

static void tell(struct judge *judge, const char *path, const struct finding *finding)
{
    json_t *line = json_object();

    json_put_text(line, "file", path);
    json_put_text(line, "verdict", finding->verdict);
    json_put_hex(line, "id", finding->id, BUNDLE_ID);
    json_put(line, "opened", json_boolean(finding->opened));
    json_put(line, "payload", json_null());
    json_put(line, "set", json_null());
    json_put_number(line, "records", (int64_t)finding->records);
    if (finding->opened) {
        json_put_hex(line, "payload", finding->payload, CRYPTO_HASH);
    }
    if (finding->has_set) {
        json_put_hex(line, "set", finding->set, CRYPTO_HASH);
    }
    puts(json_canonical(&judge->arena, line, NULL));
    json_decref(line);
}

int main(int argc, char **argv)
{
    static struct judge judge;
    char path[PATH];

    judge.io = io_posix();
    arena_init(&judge.arena, 0);
    if (argc != 2 || !crypto_start(NULL) || !load_keys(&judge, argv[1])) {
        fputs("judge KEYS < list of paths\n", stderr);
        return 2;
    }
    while (fgets(path, sizeof(path), stdin) != NULL) {
        char *data;
        size_t len;
        struct err err = {0};
        path[strcspn(path, "\n")] = '\0';
        if (!io_read_file(judge.io, &judge.arena, path, BUNDLE_MAX_PACK, &data, &len, &err)) {
            fprintf(stderr, "judge: %s\n", err.msg);
            return 1;
        }
        struct finding finding = look(&judge, (const uint8_t *)data, len);
        tell(&judge, path, &finding);
        arena_reset(&judge.arena);
    }
    arena_finish(&judge.arena);
    io_destroy(judge.io);
    return 0;
}
