/* signed: a JSON file that carries its own signature.
 *
 * The file is the canonical JSON and one newline, nothing else: a file that says the same in other
 * bytes is refused, so that every changed bit is seen. The signature stands in the object under
 * "signature" and covers the canonical bytes of the object without it. The context says what kind
 * of paper it is, so that one kind never passes for another.
 */
#ifndef DORPEL_SIGNED_H
#define DORPEL_SIGNED_H

#include "app/base/crypto.h"
#include "app/base/json.h"
#include "app/count/snag.h"

#define SIGNED_LIST "dorpel telbaar 1"
#define SIGNED_FIRST "dorpel eerste 1"
#define SIGNED_RESULT "dorpel uitslag 1"

enum { SIGNED_MAX_FILE = 8 * 1024 * 1024 };

void signed_put(json_t *object, const char *context, const uint8_t secret_key[CRYPTO_SIGN_SECRET]);
bool signed_holds(const json_t *object, const char *context, const uint8_t public_key[CRYPTO_KEY]);

/* Reads a file of ours, signed or not. NULL with a snag. The caller decrefs. */
json_t *signed_load(struct io *io, const char *path, struct snag *snag);
bool signed_save(struct io *io, const char *path, const json_t *object, struct snag *snag);

/* Lower-case hex of exactly len bytes: the one form in which we write it. */
bool signed_hex(const json_t *object, const char *key, uint8_t *ret, size_t len);
/* The texts of a JSON array, in arena memory. false: not an array of texts. */
bool signed_texts(const json_t *array, struct arena *arena, const char ***ret, size_t *ret_count);

#endif
