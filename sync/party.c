#include "sync/party.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <string.h>

enum { FILE_MAX = 4096 };

void party_of_keys(struct party *ret, const uint8_t sign[CRYPTO_KEY], const uint8_t box[CRYPTO_KEY])
{
    memcpy(ret->sign, sign, CRYPTO_KEY);
    memcpy(ret->box, box, CRYPTO_KEY);
    bundle_party(ret->id, sign);
}

void party_make(struct party_secret *ret)
{
    uint8_t sign[CRYPTO_KEY], box[CRYPTO_KEY];

    crypto_sign_keypair(sign, ret->sign_secret);
    crypto_box_keypair(box, ret->box_secret);
    party_of_keys(&ret->party, sign, box);
}

void party_new_box(struct party_secret *ret, const struct party_secret *old)
{
    struct party_secret fresh = *old;
    uint8_t box[CRYPTO_KEY];

    crypto_box_keypair(box, fresh.box_secret);
    party_of_keys(&fresh.party, old->party.sign, box);
    *ret = fresh;
    party_wipe(&fresh);
}

void party_wipe(struct party_secret *secret)
{
    crypto_wipe(secret, sizeof(*secret));
}

bool party_save(const struct party_secret *secret, struct io *io, const char *path, struct err *err)
{
    struct arena arena;
    json_t *file = json_object();
    size_t len;

    arena_init(&arena, 0);
    json_put_hex(file, "sign", secret->party.sign, CRYPTO_KEY);
    json_put_hex(file, "sign_secret", secret->sign_secret, CRYPTO_SIGN_SECRET);
    json_put_hex(file, "box", secret->party.box, CRYPTO_KEY);
    json_put_hex(file, "box_secret", secret->box_secret, CRYPTO_KEY);
    const char *text = json_canonical(&arena, file, &len);
    bool done = io_write_secret(io, path, text, len, err);
    json_decref(file);
    arena_finish(&arena);
    return done;
}

/* Both halves must belong together: a file mended by hand would sign what nobody can check. */
static bool read_keys(struct party_secret *ret, const json_t *file)
{
    uint8_t sign[CRYPTO_KEY], box[CRYPTO_KEY], own[CRYPTO_KEY];
    uint8_t signature[CRYPTO_SIGNATURE];

    if (!json_hex(file, "sign", sign, CRYPTO_KEY) || !json_hex(file, "box", box, CRYPTO_KEY) ||
        !json_hex(file, "sign_secret", ret->sign_secret, CRYPTO_SIGN_SECRET) ||
        !json_hex(file, "box_secret", ret->box_secret, CRYPTO_KEY) ||
        !crypto_public_of(own, ret->box_secret) || memcmp(own, box, CRYPTO_KEY) != 0) {
        return false;
    }
    crypto_sign(signature, "dorpel party", box, sizeof(box), ret->sign_secret);
    party_of_keys(&ret->party, sign, box);
    return crypto_verify(signature, "dorpel party", box, sizeof(box), sign);
}

bool party_load(struct party_secret *ret, struct io *io, const char *path, bool may_make,
                struct err *err)
{
    struct party_secret secret;
    struct arena arena;
    struct err why = {0};
    char *text;
    size_t len;

    arena_init(&arena, 0);
    if (!io_read_file(io, &arena, path, FILE_MAX, &text, &len, &why)) {
        arena_finish(&arena);
        if (why.code != ERR_MISSING || !may_make) {
            if (err != NULL) {
                *err = why;
            }
            return false;
        }
        party_make(&secret);
        bool written = party_save(&secret, io, path, err);
        if (written) {
            *ret = secret;
        }
        party_wipe(&secret);
        return written;
    }
    json_t *file = json_read(text, len, NULL);
    bool good = file != NULL && read_keys(&secret, file);
    json_decref(file);
    arena_finish(&arena);
    if (good) {
        *ret = secret;
    }
    party_wipe(&secret);
    return good || err_set(err, ERR_FORMAT, "%s: not a pair of keys", path);
}

void party_fingerprint(char ret[PARTY_FINGERPRINT], const struct party *party)
{
    uint8_t both[2 * CRYPTO_KEY];

    memcpy(both, party->sign, CRYPTO_KEY);
    memcpy(both + CRYPTO_KEY, party->box, CRYPTO_KEY);
    crypto_print(ret, both, sizeof(both));
}
