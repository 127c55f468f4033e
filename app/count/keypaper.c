#include "app/count/keypaper.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

enum { CHECK_LEN = 2, TOTAL_CHECK = KEYPAPER_LINE - 2, ALL = KEYPAPER_LINES * KEYPAPER_LINE };
enum { LAST_LINE = ALL - KEYPAPER_LINE, DIGITS = 2 * (KEYPAPER_LINE + CHECK_LEN) };

/* The last line: role, whether there is a round, and a check over all that stands above. */
static void total_check(uint8_t ret[TOTAL_CHECK], const uint8_t all[ALL])
{
    uint8_t hash[CRYPTO_HASH];

    crypto_hash(hash, all, LAST_LINE + 2);
    memcpy(ret, hash, TOTAL_CHECK);
}

static void lay_out(uint8_t ret[ALL], const struct keyfile *key)
{
    memcpy(ret, key->round, ROUND_ID);
    memcpy(ret + ROUND_ID, key->box_secret, CRYPTO_KEY);
    memcpy(ret + ROUND_ID + CRYPTO_KEY, key->sign_secret, CRYPTO_SIGN_SECRET);
    ret[LAST_LINE] = (uint8_t)key->role;
    ret[LAST_LINE + 1] = key->has_round ? 1 : 0;
    total_check(ret + LAST_LINE + 2, ret);
}

static void line_check(uint8_t ret[CHECK_LEN], const uint8_t bytes[KEYPAPER_LINE], int line)
{
    uint8_t number = (uint8_t)line;
    uint8_t hash[CRYPTO_HASH];
    const struct crypto_part parts[] = {{&number, 1}, {bytes, KEYPAPER_LINE}};

    crypto_hash_parts(hash, parts, 2);
    memcpy(ret, hash, CHECK_LEN);
}

void keypaper_line(char ret[KEYPAPER_TEXT], const struct keyfile *key, int line)
{
    uint8_t all[ALL];
    uint8_t check[CHECK_LEN];
    char hex[2 * KEYPAPER_LINE + 1];
    char check_hex[2 * CHECK_LEN + 1];

    lay_out(all, key);
    const uint8_t *bytes = all + (line - 1) * KEYPAPER_LINE;
    line_check(check, bytes, line);
    str_hex(hex, bytes, KEYPAPER_LINE);
    str_hex(check_hex, check, CHECK_LEN);
    snprintf(ret, KEYPAPER_TEXT, "%.4s %.4s %.4s %.4s %.4s %.4s %.4s %.4s = %s", hex, hex + 4,
             hex + 8, hex + 12, hex + 16, hex + 20, hex + 24, hex + 28, check_hex);
    crypto_wipe(all, sizeof(all));
    crypto_wipe(hex, sizeof(hex));
}

/* ---- typing it back ---------------------------------------------------------------------- */

/* The hex digit a person may have meant, or 0. */
static char meant(char typed)
{
    if ((typed >= '0' && typed <= '9') || (typed >= 'a' && typed <= 'f')) {
        return typed;
    }
    if (typed >= 'A' && typed <= 'F') {
        return (char)(typed - 'A' + 'a');
    }
    switch (typed) {
    case 'o':
    case 'O':
        return '0';
    case 'l':
    case 'i':
    case 'I':
        return '1';
    default:
        return '\0';
    }
}

static bool is_between(char c)
{
    return c == ' ' || c == '\t' || c == '=' || c == '-' || c == '.' || c == ':' || c == '\r';
}

/* Which line of the paper this is, 1..8, and where its groups begin; 0: another line of text. */
static int numbered(const char **ret_rest, const char *text)
{
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    if (text[0] < '1' || text[0] > '0' + KEYPAPER_LINES || !is_between(text[1])) {
        return 0;
    }
    *ret_rest = text + 1;
    return text[0] - '0';
}

static bool read_line(uint8_t ret[KEYPAPER_LINE], const char *text, size_t len, int line)
{
    char hex[DIGITS + 1];
    uint8_t bytes[KEYPAPER_LINE + CHECK_LEN];
    uint8_t check[CHECK_LEN];
    size_t count = 0;
    bool fits = true;

    for (size_t i = 0; fits && i < len; i++) {
        char digit = meant(text[i]);
        if (digit == '\0') {
            fits = is_between(text[i]);
        } else if (count < DIGITS) {
            hex[count++] = digit;
        } else {
            fits = false;
        }
    }
    hex[count] = '\0';
    fits = fits && str_unhex(bytes, sizeof(bytes), hex);
    if (fits) {
        line_check(check, bytes, line);
        fits = memcmp(check, bytes + KEYPAPER_LINE, CHECK_LEN) == 0;
    }
    if (fits) {
        memcpy(ret, bytes, KEYPAPER_LINE);
    }
    crypto_wipe(hex, sizeof(hex));
    crypto_wipe(bytes, sizeof(bytes));
    return fits;
}

static bool take_apart(struct keyfile *ret, const uint8_t all[ALL])
{
    uint8_t check[TOTAL_CHECK];
    struct keyfile key = {.role = KEY_ROLES};

    total_check(check, all);
    if (memcmp(check, all + LAST_LINE + 2, TOTAL_CHECK) != 0 || all[LAST_LINE] >= KEY_ROLES ||
        all[LAST_LINE + 1] > 1) {
        return false;
    }
    key.role = (enum key_role)all[LAST_LINE];
    key.has_round = all[LAST_LINE + 1] == 1;
    memcpy(key.round, all, ROUND_ID);
    memcpy(key.box_secret, all + ROUND_ID, CRYPTO_KEY);
    memcpy(key.sign_secret, all + ROUND_ID + CRYPTO_KEY, CRYPTO_SIGN_SECRET);
    memcpy(key.sign, key.sign_secret + CRYPTO_KEY, CRYPTO_KEY);
    bool whole = crypto_public_of(key.box, key.box_secret) && keyfile_is_whole(&key);
    if (whole) {
        *ret = key;
    }
    keyfile_wipe(&key);
    return whole;
}

/* "2, 5" */
static void name_wrong_lines(char *dst, size_t cap, const bool right[KEYPAPER_LINES])
{
    size_t len = 0;

    dst[0] = '\0';
    for (int i = 0; i < KEYPAPER_LINES && len < cap; i++) {
        if (!right[i]) {
            len += (size_t)snprintf(dst + len, cap - len, "%s%d", len == 0 ? "" : ", ", i + 1);
        }
    }
}

bool keypaper_read(struct keyfile *ret, const char *text, const char *file, struct snag *snag)
{
    uint8_t all[ALL] = {0};
    bool right[KEYPAPER_LINES] = {false};
    char wrong[64];

    while (*text != '\0') {
        const char *groups;
        size_t len = strcspn(text, "\n");
        int line = numbered(&groups, text);
        if (line > 0) {
            size_t groups_len = len - (size_t)(groups - text);
            right[line - 1] = read_line(all + (line - 1) * KEYPAPER_LINE, groups, groups_len, line);
        }
        text += len + (text[len] == '\n' ? 1 : 0);
    }
    name_wrong_lines(wrong, sizeof(wrong), right);
    bool done = wrong[0] == '\0'
                    ? take_apart(ret, all) || snag_set(snag, "tel.paper.total", file, 0, NULL)
                    : snag_set(snag, "tel.paper.line", file, 0, wrong);
    crypto_wipe(all, sizeof(all));
    return done;
}
