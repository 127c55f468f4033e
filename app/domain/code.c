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
static char check_char(const char *text, size_t count)
{
    int p = RADIX;

    for (size_t i = 0; i < count; i++) {
        int value = value_of(text[i]);
        assert(value >= 0);
        int s = (p + value) % RADIX;
        p = 2 * (s == 0 ? RADIX : s) % (RADIX + 1);
    }
    return CODE_ALPHABET[(RADIX + 1 - p) % RADIX];
}

char code_check_char(const char *first_seven)
{
    return check_char(first_seven, CODE_LEN - 1);
}

static bool is_filler(char c)
{
    return c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n';
}

bool code_read(char *ret, size_t len, const char *typed, struct err *err)
{
    char code[CODE_MOST + 1] = {0};
    size_t count = 0;
    bool done = false;

    assert(len > 1 && len <= CODE_MOST);
    for (; *typed != '\0'; typed++) {
        int value = value_of(*typed);
        if (is_filler(*typed)) {
            continue;
        }
        if (value < 0 || count == len) {
            count = len + 1;
            break;
        }
        code[count++] = CODE_ALPHABET[value];
    }
    if (count != len) {
        err_set(err, ERR_FORMAT, "not %zu characters of the alphabet", len);
    } else if (check_char(code, len - 1) != code[len - 1]) {
        err_set(err, ERR_CRYPTO, "the check character does not fit");
    } else {
        memcpy(ret, code, len + 1);
        done = true;
    }
    crypto_wipe(code, sizeof(code));
    return done;
}

bool code_normalise(char ret[CODE_LEN + 1], const char *typed, struct err *err)
{
    return code_read(ret, CODE_LEN, typed, err);
}

void code_draw(char *ret, size_t len)
{
    assert(len > 1 && len <= CODE_MOST);
    for (size_t i = 0; i < len - 1;) {
        uint8_t byte;
        crypto_random(&byte, sizeof(byte));
        if (byte < 256 / RADIX * RADIX) { /* the rest would favour some characters */
            ret[i++] = CODE_ALPHABET[byte % RADIX];
        }
        crypto_wipe(&byte, sizeof(byte));
    }
    ret[len - 1] = check_char(ret, len - 1);
    ret[len] = '\0';
}

void code_make(char ret[CODE_LEN + 1])
{
    code_draw(ret, CODE_LEN);
}

void code_group(char ret[CODE_SHOWN], const char *code)
{
    size_t at = 0;

    for (size_t i = 0; code[i] != '\0' && i < CODE_MOST; i++) {
        if (i > 0 && i % 4 == 0) {
            ret[at++] = '-';
        }
        ret[at++] = code[i];
    }
    ret[at] = '\0';
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
