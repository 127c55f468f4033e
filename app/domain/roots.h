/* roots: three people who can give the village a new key when its own is lost or stolen.
 *
 * Each of them keeps a root key, away from the others and from any network. Two of the three sign
 * who the three are and which key is the village's. That is one list; the pack holds all of them,
 * from the first on, as sleutels/hoofdsleutels.json:
 *
 *     [{"keys":[H64,H64,H64],            root keys, each once, rising
 *       "signatures":[{"key":H64,"signature":H128}...],      rising by key
 *       "version":n,                     1, 2, 3 ... without a gap
 *       "village":H64}...]               the village's signing key from now on
 *
 * canonical JSON and one newline. Signed is "dorpel roots 1" || the canonical list without
 * "signatures". What is believed:
 *  1. The first list holds when two of its own three signed it.
 *  2. Each next one when two of the three before it, and two of its own, signed it: nobody becomes
 *     a root without two roots of before, and no old root comes back without two of the new.
 *  3. Who has seen a list believes only what goes on from that very list. (Who never saw one
 *     believes whoever brought it: the village's key, or a person in the hall.)
 * One root alone can do nothing, and the three can put nothing in a pack: they name the key, and
 * its holder signs.
 *
 * Pure; memory is the caller's struct.
 */
#ifndef DORPEL_ROOTS_H
#define DORPEL_ROOTS_H

#include "app/base/arena.h"
#include "app/base/crypto.h"

enum {
    ROOTS_KEYS = 3,
    ROOTS_ENOUGH = 2,
    ROOTS_SIGNATURES = 2 * ROOTS_KEYS, /* of those before and of its own */
    ROOTS_LISTS = 16,
    ROOTS_FILE_MAX = 32 * 1024 /* bytes */
};
#define ROOTS_FILE "sleutels/hoofdsleutels.json"

struct root_signature {
    uint8_t key[CRYPTO_KEY];
    uint8_t bytes[CRYPTO_SIGNATURE];
};
struct root_list {
    uint8_t keys[ROOTS_KEYS][CRYPTO_KEY];
    uint8_t village[CRYPTO_KEY];
    struct root_signature signatures[ROOTS_SIGNATURES];
    size_t signature_count;
};
struct roots {
    struct root_list lists[ROOTS_LISTS]; /* version n at n - 1 */
    size_t count;                        /* 0: there are none */
};

/* In its one form, or ERR_FORMAT; ERR_LIMIT. Believes nothing yet. */
bool roots_read(struct roots *ret, const char *text, size_t len, struct err *err);
char *roots_write(struct arena *arena, const struct roots *roots, size_t *ret_len);

/* A list that goes on from the last one; not signed. ERR_FORMAT: a key twice, or the village's
 * among them. ERR_LIMIT: there are ROOTS_LISTS. */
bool roots_add(struct roots *roots, const uint8_t keys[ROOTS_KEYS][CRYPTO_KEY],
               const uint8_t village[CRYPTO_KEY], struct err *err);
/* Signs the last list. ERR_DENIED: this key is no root of it, nor of the one before. */
bool roots_sign(struct roots *roots, const uint8_t key[CRYPTO_KEY],
                const uint8_t secret[CRYPTO_SIGN_SECRET], struct err *err);
/* How many of the last list's own signed it, and of those of the list before (of the first: its
 * own again). */
void roots_count(const struct roots *roots, size_t *ret_own, size_t *ret_before);

/* Rules 1 and 2, for every list; never for none. */
bool roots_hold(const struct roots *roots);
/* Rule 3: both hold, and `after` goes on from the last list of `before`, or is the same. */
bool roots_follow(const struct roots *before, const struct roots *after);
/* The village's key by the last list. */
const uint8_t *roots_village(const struct roots *roots);

#endif
