#include "sync/village.h"

#include "app/domain/permit.h"
#include "app/store/store_sync.h"

#include <string.h>

enum { KEY_FILE_MAX = 4096 };

/* The secret half that fits this village's public one. */
static bool read_secret(uint8_t ret[CRYPTO_SIGN_SECRET], const char *text, size_t len,
                        const struct pack *pack, struct err *err)
{
    uint8_t sign[CRYPTO_KEY];
    json_t *file = json_read(text, len, err);

    if (file == NULL) {
        return false;
    }
    bool good = strcmp(json_text(file, "role", ""), "village") == 0 &&
                json_hex(file, "sign", sign, CRYPTO_KEY) &&
                json_hex(file, "sign_secret", ret, CRYPTO_SIGN_SECRET);
    json_decref(file);
    if (!good) {
        return err_set(err, ERR_FORMAT, "not the secret key of a village");
    }
    return memcmp(sign, pack->village_sign, CRYPTO_KEY) == 0 ||
           err_set(err, ERR_DENIED, "the key of another village");
}

static bool find_key(struct io *io, struct arena *arena, const char *path, char **ret_text,
                     size_t *ret_len, struct err *err)
{
    struct io_stat stat;

    if (io->ops->stat(io, path, &stat) == 0 && stat.kind == IO_DIR) {
        path = arena_printf(arena, "%s/village.geheim", path);
    }
    return io_read_file(io, arena, path, KEY_FILE_MAX, ret_text, ret_len, err);
}

static bool sign(struct sync_kiosk *kiosk, const struct pack *pack,
                 const uint8_t secret[CRYPTO_SIGN_SECRET], struct err *err)
{
    uint8_t permit[CRYPTO_SIGNATURE];
    char print[PARTY_FINGERPRINT];

    party_fingerprint(print, &kiosk->self.party);
    permit_sign(permit, print, secret);
    if (!permit_holds(permit, print, pack->village_sign)) {
        return err_set(err, ERR_FORMAT, "a key whose halves do not fit");
    }
    return store_self_print_put(kiosk->store, print, err) &&
           store_permit_put(kiosk->store, permit, err);
}

bool village_enrol(struct sync_kiosk *kiosk, struct io *io, const struct pack *pack,
                   const char *path, struct err *err)
{
    struct arena arena;
    uint8_t secret[CRYPTO_SIGN_SECRET];
    char *text;
    size_t len;

    arena_init(&arena, 0);
    bool good = find_key(io, &arena, path, &text, &len, err);
    if (good) {
        good = read_secret(secret, text, len, pack, err) && sign(kiosk, pack, secret, err);
        crypto_wipe(text, len);
        crypto_wipe(secret, sizeof(secret));
    }
    arena_finish(&arena);
    return good;
}

bool village_has_enrolled(const struct sync_kiosk *kiosk, const struct pack *pack)
{
    uint8_t permit[STORE_PERMIT];
    char print[PARTY_FINGERPRINT];

    party_fingerprint(print, &kiosk->self.party);
    return pack != NULL && store_permit_get(kiosk->store, permit, NULL) &&
           permit_holds(permit, print, pack->village_sign);
}
