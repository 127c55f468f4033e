/* party: who takes part in the sync: a kiosk, a hub, a village on its own. Each has two key pairs,
 * one to sign and one to be written to, made where it lives and never copied.
 *
 * The file with the secrets is JSON, readable by its owner only, written once. Made at first start;
 * no image and no pack carries one. Secrets live in the caller's struct: wipe it.
 */
#ifndef DORPEL_PARTY_H
#define DORPEL_PARTY_H

#include "app/base/io.h"
#include "sync/bundle.h"

struct party { /* what others may know */
    uint8_t id[BUNDLE_PARTY];
    uint8_t sign[CRYPTO_KEY];
    uint8_t box[CRYPTO_KEY];
};

struct party_secret {
    struct party party;
    uint8_t sign_secret[CRYPTO_SIGN_SECRET];
    uint8_t box_secret[CRYPTO_KEY];
};

void party_of_keys(struct party *ret, const uint8_t sign[CRYPTO_KEY],
                   const uint8_t box[CRYPTO_KEY]);
void party_make(struct party_secret *ret);
/* Reads the file, or makes it when it is missing and `may_make`. ERR_MISSING; ERR_FORMAT: damaged
 * (never made again by itself: whoever lost a key must know). */
bool party_load(struct party_secret *ret, struct io *io, const char *path, bool may_make,
                struct err *err);
/* Writes the file anew, whole or not at all. */
bool party_save(const struct party_secret *secret, struct io *io, const char *path,
                struct err *err);
/* The same party, to be written to under a new key. */
void party_new_box(struct party_secret *ret, const struct party_secret *old);
void party_wipe(struct party_secret *secret);

/* "3f2a 91bc ..." : eight groups of four of BLAKE2b-256(sign || box), for two people to compare. */
enum { PARTY_FINGERPRINT = CRYPTO_PRINT };
void party_fingerprint(char ret[PARTY_FINGERPRINT], const struct party *party);

#endif
