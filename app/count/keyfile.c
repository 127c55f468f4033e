/* umask: a secret is never readable by others, not for a moment. */
#include "app/count/keyfile.h"

#include "app/count/signed.h"

#include <string.h>
#include <sys/stat.h>

enum { KEY_PATH = 1024 };

static const char *const role_names[KEY_ROLES] = {
    [KEY_REGISTRAR] = "registrar",
    [KEY_FIRST] = "first",
    [KEY_LAST] = "last",
    [KEY_VILLAGE] = "village",
    [KEY_MUNICIPALITY] = "municipality",
    [KEY_PRACTICE] = "practice",
    [KEY_ROOT] = "root",
};

const char *key_role_name(enum key_role role)
{
    return role_names[role];
}

bool key_role_parse(enum key_role *ret, const char *name)
{
    for (size_t i = 0; i < KEY_ROLES; i++) {
        if (strcmp(name, role_names[i]) == 0) {
            *ret = (enum key_role)i;
            return true;
        }
    }
    return false;
}

void keyfile_make(struct keyfile *ret, enum key_role role, const uint8_t *round)
{
    *ret = (struct keyfile){.role = role, .has_round = round != NULL};
    if (round != NULL) {
        memcpy(ret->round, round, ROUND_ID);
    }
    crypto_box_keypair(ret->box, ret->box_secret);
    crypto_sign_keypair(ret->sign, ret->sign_secret);
}

void keyfile_wipe(struct keyfile *key)
{
    crypto_wipe(key, sizeof(*key));
}

bool keyfile_is_whole(const struct keyfile *key)
{
    static const char word[] = "dorpel";
    uint8_t box[CRYPTO_KEY];
    uint8_t signature[CRYPTO_SIGNATURE];

    if (!crypto_public_of(box, key->box_secret) || !crypto_equal(box, key->box, sizeof(box))) {
        return false;
    }
    /* libsodium keeps the public half behind the seed: that copy must be right as well. */
    if (!crypto_equal(key->sign_secret + CRYPTO_KEY, key->sign, CRYPTO_KEY)) {
        return false;
    }
    crypto_sign(signature, "dorpel key", word, sizeof(word), key->sign_secret);
    return crypto_verify(signature, "dorpel key", word, sizeof(word), key->sign);
}

/* ---- reading ----------------------------------------------------------------------------- */

static bool read_fields(struct keyfile *key, const json_t *object, bool is_secret)
{
    const char *round = json_text(object, "round", NULL);
    const char *role = json_text(object, "role", NULL);

    if (role == NULL || round == NULL || !key_role_parse(&key->role, role) ||
        json_object_size(object) != (is_secret ? 6U : 4U)) {
        return false;
    }
    key->has_round = round[0] != '\0';
    if (key->has_round && !signed_hex(object, "round", key->round, ROUND_ID)) {
        return false;
    }
    if (!signed_hex(object, "box", key->box, CRYPTO_KEY) ||
        !signed_hex(object, "sign", key->sign, CRYPTO_KEY)) {
        return false;
    }
    return !is_secret || (signed_hex(object, "box_secret", key->box_secret, CRYPTO_KEY) &&
                          signed_hex(object, "sign_secret", key->sign_secret, CRYPTO_SIGN_SECRET) &&
                          keyfile_is_whole(key));
}

static bool load(struct keyfile *ret, struct io *io, const char *path, bool is_secret,
                 struct snag *snag)
{
    struct keyfile key = {.has_round = false};
    json_t *object = signed_load(io, path, snag);

    if (object == NULL) {
        return false;
    }
    bool good = read_fields(&key, object, is_secret);
    json_decref(object);
    if (good) {
        *ret = key;
    }
    keyfile_wipe(&key);
    return good ||
           snag_set(snag, is_secret ? "tel.key.not-secret" : "tel.key.not-public", path, 0, NULL);
}

bool keyfile_load_secret(struct keyfile *ret, struct io *io, const char *path, struct snag *snag)
{
    return load(ret, io, path, true, snag);
}

bool keyfile_load_public(struct keyfile *ret, struct io *io, const char *path, struct snag *snag)
{
    return load(ret, io, path, false, snag);
}

/* ---- writing ----------------------------------------------------------------------------- */

static bool path_of(char ret[KEY_PATH], const struct keyfile *key, const char *dir,
                    const char *ending, struct snag *snag)
{
    int len = snprintf(ret, KEY_PATH, "%s/%s%s", dir, key_role_name(key->role), ending);
    return (len > 0 && len < KEY_PATH) || snag_set(snag, "tel.file.large", dir, 0, NULL);
}

bool keyfile_is_free(const struct keyfile *key, struct io *io, const char *dir, const char *ending,
                     struct snag *snag)
{
    char path[KEY_PATH];

    if (!path_of(path, key, dir, ending, snag)) {
        return false;
    }
    return !io_exists(io, path) || snag_set(snag, "tel.file.exists", path, 0, NULL);
}

static json_t *to_json(const struct keyfile *key, bool is_secret)
{
    json_t *object = json_object();

    json_put_text(object, "role", key_role_name(key->role));
    json_put_hex(object, "box", key->box, CRYPTO_KEY);
    json_put_hex(object, "sign", key->sign, CRYPTO_KEY);
    json_put_hex(object, "round", key->round, key->has_round ? ROUND_ID : 0);
    if (is_secret) {
        json_put_hex(object, "box_secret", key->box_secret, CRYPTO_KEY);
        json_put_hex(object, "sign_secret", key->sign_secret, CRYPTO_SIGN_SECRET);
    }
    return object;
}

static bool save(const struct keyfile *key, struct io *io, const char *dir, bool is_secret,
                 struct snag *snag)
{
    char path[KEY_PATH];
    const char *ending = is_secret ? ".geheim" : ".publiek";

    if (!keyfile_is_free(key, io, dir, ending, snag) || !path_of(path, key, dir, ending, snag)) {
        return false;
    }
    json_t *object = to_json(key, is_secret);
    mode_t before = umask(is_secret ? 077 : 022);
    bool done = signed_save(io, path, object, snag);
    umask(before);
    json_decref(object);
    return done;
}

bool keyfile_save_secret(const struct keyfile *key, struct io *io, const char *dir,
                         struct snag *snag)
{
    return save(key, io, dir, true, snag);
}

bool keyfile_save_public(const struct keyfile *key, struct io *io, const char *dir,
                         struct snag *snag)
{
    return save(key, io, dir, false, snag);
}
