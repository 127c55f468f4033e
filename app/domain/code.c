#include "app/domain/code.h"

#include <assert.h>
#include <string.h>

enum { RADIX = 30 };
_Static_assert(sizeof(CODE_ALPHABET) - 1 == RADIX, "thirty characters");

static int value_of(char c)
{
    if (c >= 'a' && c <= 'z') {
        c = (char)(c - 'a' + 'A');
    }
    const char *at = c == '\0' ? NULL : strchr(CODE_ALPHABET, c);
    return at == NULL ? -1 : (int)(at - CODE_ALPHABET);
}

/* ISO 7064 hybrid system with M = 30: P starts at M; per character S = (P + a) mod M, with M for 0,
 * and P = 2S mod (M + 1); the check character makes P + a = 1 (mod M). */
char code_check_char(const char *first_seven)
{
    int p = RADIX;

    for (size_t i = 0; i < CODE_LEN - 1; i++) {
        int value = value_of(first_seven[i]);
        assert(value >= 0);
        int s = (p + value) % RADIX;
        p = 2 * (s == 0 ? RADIX : s) % (RADIX + 1);
    }
    return CODE_ALPHABET[(RADIX + 1 - p) % RADIX];
}

static bool is_filler(char c)
{
    return c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n';
}

bool code_normalise(char ret[CODE_LEN + 1], const char *typed, struct err *err)
{
    char code[CODE_LEN + 1] = {0};
    size_t len = 0;
    bool done = false;

    for (; *typed != '\0'; typed++) {
        int value = value_of(*typed);
        if (is_filler(*typed)) {
            continue;
        }
        if (value < 0 || len == CODE_LEN) {
            len = CODE_LEN + 1;
            break;
        }
        code[len++] = CODE_ALPHABET[value];
    }
    if (len != CODE_LEN) {
        err_set(err, ERR_FORMAT, "not %d characters of the alphabet", CODE_LEN);
    } else if (code_check_char(code) != code[CODE_LEN - 1]) {
        err_set(err, ERR_CRYPTO, "the check character does not fit");
    } else {
        memcpy(ret, code, sizeof(code));
        done = true;
    }
    crypto_wipe(code, sizeof(code));
    return done;
}

void code_make(char ret[CODE_LEN + 1])
{
    for (size_t i = 0; i < CODE_LEN - 1;) {
        uint8_t byte;
        crypto_random(&byte, sizeof(byte));
        if (byte < 256 / RADIX * RADIX) { /* the rest would favour some characters */
            ret[i++] = CODE_ALPHABET[byte % RADIX];
        }
        crypto_wipe(&byte, sizeof(byte));
    }
    ret[CODE_LEN - 1] = code_check_char(ret);
    ret[CODE_LEN] = '\0';
}

void code_show(char ret[CODE_LEN + 2], const char *code)
{
    memcpy(ret, code, CODE_LEN / 2);
    ret[CODE_LEN / 2] = '-';
    memcpy(ret + CODE_LEN / 2 + 1, code + CODE_LEN / 2, CODE_LEN / 2);
    ret[CODE_LEN + 1] = '\0';
}

bool code_stretch(uint8_t ret_tag[CODE_TAG], uint8_t ret_proof[CODE_PROOF], const char *code,
                  const uint8_t salt[CRYPTO_SALT], struct crypto_cost cost, struct err *err)
{
    uint8_t both[CODE_TAG + CODE_PROOF];

    if (!crypto_stretch(both, sizeof(both), code, CODE_LEN, salt, cost, err)) {
        return false;
    }
    memcpy(ret_tag, both, CODE_TAG);
    memcpy(ret_proof, both + CODE_TAG, CODE_PROOF);
    crypto_wipe(both, sizeof(both));
    return true;
}
