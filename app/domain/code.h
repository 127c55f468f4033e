/* code: the voting code in a resident's letter, and what the kiosk keeps instead of it.
 *
 * Eight characters in two groups of four from 30 without look-alikes (2-9, A-Z without I L O U),
 * the last a check character (ISO 7064 hybrid system, MOD 31,30). It finds every single wrong
 * character and all but 60 of the 26,100 ways in which two neighbours change places (0.23 %; 2 of
 * 870 with the check character itself): such a code is unknown here, or in the worst of cases
 * another's. Argon2id(code, round salt) gives 64 bytes: the tag (all that a kiosk knows of a code)
 * and the proof (what only a voter can know).
 * Pure; owns no memory.
 */
#ifndef DORPEL_CODE_H
#define DORPEL_CODE_H

#include "app/base/crypto.h"

enum { CODE_LEN = 8, CODE_TAG = 32, CODE_PROOF = 32 };
#define CODE_ALPHABET "23456789ABCDEFGHJKMNPQRSTVWXYZ"

/* Lower case, blanks and hyphens are folded: "abcd-2345" -> "ABCD2345". ERR_FORMAT when a
 * character is not in the alphabet or the length is off, ERR_CRYPTO when the check character does
 * not fit (a typing error: costs nothing). */
bool code_normalise(char ret[CODE_LEN + 1], const char *typed, struct err *err);
char code_check_char(const char *first_seven);
void code_make(char ret[CODE_LEN + 1]); /* a fresh one from the kernel's randomness */
void code_show(char ret[CODE_LEN + 2], const char *code); /* "ABCD-2345" */
bool code_stretch(uint8_t ret_tag[CODE_TAG], uint8_t ret_proof[CODE_PROOF], const char *code,
                  const uint8_t salt[CRYPTO_SALT], struct crypto_cost cost, struct err *err);

/* The same letters and check character in another length, of at most CODE_MOST, the check character
 * among them: drawn anew; read as it was typed; in groups of four. */
enum {
    CODE_ONCE = 12 /* of the code to enrol with */,
    CODE_MOST = 16,
    CODE_SHOWN = CODE_MOST + CODE_MOST / 4
};
void code_draw(char *ret, size_t len);
bool code_read(char *ret, size_t len, const char *typed, struct err *err);
void code_group(char ret[CODE_SHOWN], const char *code);

#endif
