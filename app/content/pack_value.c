/* What stands in one cell or behind one setting, read exactly or told as a fault. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"
#include "app/domain/overlay.h"

#include <stdio.h>
#include <string.h>

const char *value_text(struct loader *loader, struct cell cell, size_t max, enum text_form form,
                       bool required)
{
    char clean[CSV_MAX_CELL + 1];

    str_clean(clean, sizeof(clean), cell.text, form == TEXT_LINES);
    size_t count = str_count(clean);
    if (count == 0 && required) {
        fault_add(loader, FAULT_TEXT_MISSING, cell.at, "");
    }
    if (count > max) {
        char detail[48];
        snprintf(detail, sizeof(detail), "%zu/%zu", count, max);
        fault_add(loader, FAULT_TEXT_TOO_LONG, cell.at, detail);
        return "";
    }
    return count == 0 ? "" : loader_keep(loader, clean);
}

/* ---- numbers and amounts ------------------------------------------------------------------- */

enum { MAX_DIGITS = 15 }; /* keeps cents within 64 bits */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "17000" or "17.000": dots only between groups of three. *text moves behind it. */
static bool read_whole(const char **text, int64_t *ret)
{
    const char *at = *text;
    int64_t value = 0;
    size_t digits = 0;
    size_t group = 0; /* digits since the last dot */
    bool has_dots = false;

    for (;; at++) {
        if (is_digit(*at)) {
            value = value * 10 + (*at - '0');
            group++;
            if (++digits > MAX_DIGITS) {
                return false;
            }
        } else if (*at == '.' && (has_dots ? group == 3 : group >= 1 && group <= 3) &&
                   is_digit(at[1])) {
            has_dots = true;
            group = 0;
        } else {
            break;
        }
    }
    if (digits == 0 || (has_dots && group != 3)) {
        return false;
    }
    *text = at;
    *ret = value;
    return true;
}

/* ",50", ",-" or nothing. */
static bool read_cents(const char **text, int64_t *ret)
{
    const char *at = *text;

    *ret = 0;
    if (*at != ',') {
        return true;
    }
    at++;
    if (is_digit(at[0]) && is_digit(at[1])) {
        *ret = (at[0] - '0') * 10 + (at[1] - '0');
        at += 2;
    } else if (*at == '-') {
        at++;
    } else {
        return false;
    }
    *text = at;
    return true;
}

static const char *skip_blanks(const char *at)
{
    while (*at == ' ') {
        at++;
    }
    return at;
}

static const char *skip_word(const char *at, const char *word)
{
    size_t len = strlen(word);

    return strncmp(at, word, len) == 0 ? skip_blanks(at + len) : at;
}

/* Dutch or plain, with or without a word for euro. A minus sign is read: it is out of range. */
static bool read_amount(const char *text, int64_t *ret_cents)
{
    int64_t euros;
    int64_t cents;

    const char *at = skip_word(skip_word(text, "\xE2\x82\xAC"), "EUR"); /* the euro sign */
    bool is_negative = *at == '-';
    at = is_negative ? skip_blanks(at + 1) : at;
    at = skip_word(at, "\xE2\x82\xAC");
    if (!read_whole(&at, &euros) || !read_cents(&at, &cents)) {
        return false;
    }
    at = skip_word(skip_word(skip_blanks(at), "euro"), "\xE2\x82\xAC");
    if (*at != '\0') {
        return false;
    }
    *ret_cents = (euros * 100 + cents) * (is_negative ? -1 : 1);
    return true;
}

bool value_day(struct loader *loader, struct cell cell, int *ret)
{
    int day, month, year, used = 0;
    char text[32] = "";

    if (sscanf(cell.text, "%2d-%2d-%4d%n", &day, &month, &year, &used) == 3 &&
        cell.text[used] == '\0') {
        snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
    }
    if (overlay_day(ret, text)) {
        return true;
    }
    fault_add(loader, FAULT_DAY, cell.at, cell.text);
    return false;
}

bool value_cents(struct loader *loader, struct cell cell, int64_t min, int64_t *ret)
{
    char clean[64];
    int64_t cents = 0;

    if (!str_clean(clean, sizeof(clean), cell.text, false) || !read_amount(clean, &cents)) {
        fault_add(loader, FAULT_AMOUNT, cell.at, cell.text);
        return false;
    }
    if (cents < min || cents > ROUND_MAX_BUDGET_CENTS) {
        fault_add(loader, FAULT_AMOUNT_RANGE, cell.at, cell.text);
        return false;
    }
    *ret = cents;
    return true;
}

bool value_number(struct loader *loader, struct cell cell, int64_t min, int64_t max, int64_t *ret)
{
    const char *at = cell.text;
    int64_t number = 0;
    bool is_negative = *at == '-';

    at += is_negative ? 1 : 0;
    if (!read_whole(&at, &number) || *skip_blanks(at) != '\0') {
        fault_add(loader, FAULT_NUMBER, cell.at, cell.text);
        return false;
    }
    number = is_negative ? -number : number;
    if (number < min || number > max) {
        fault_add(loader, FAULT_NUMBER_RANGE, cell.at, cell.text);
        return false;
    }
    *ret = number;
    return true;
}

/* ---- words --------------------------------------------------------------------------------- */

bool value_hex(struct loader *loader, struct cell cell, uint8_t *ret, size_t len)
{
    if (!str_unhex(ret, len, cell.text) || strspn(cell.text, "0") == 2 * len) {
        fault_add(loader, FAULT_NOT_HEX, cell.at, cell.text);
        return false;
    }
    return true;
}

bool value_word(struct loader *loader, struct cell cell, const char *const words[],
                enum fault_kind unknown, int *ret)
{
    char folded[64];

    str_fold(folded, sizeof(folded), cell.text);
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], folded) == 0) {
            *ret = i;
            return true;
        }
    }
    fault_add(loader, unknown, cell.at, cell.text);
    return false;
}

/* A name, not a path: what it says must stay inside fotos/. */
static bool is_photo_name(const char *name)
{
    static const char *const tails[] = {".png", ".jpg", ".jpeg"};
    char folded[PACK_MAX_PATH];
    size_t len = strlen(name);

    if (name[0] == '.' || strpbrk(name, "/\\:") != NULL || strstr(name, "..") != NULL ||
        strchr(name, '\n') != NULL || len + 7 > PACK_MAX_PATH) {
        return false;
    }
    str_fold(folded, sizeof(folded), name);
    len = strlen(folded);
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        size_t tail_len = strlen(tails[i]);
        if (len > tail_len && strcmp(folded + len - tail_len, tails[i]) == 0) {
            return true;
        }
    }
    return false;
}

const char *value_photo(struct loader *loader, struct cell cell)
{
    char path[PACK_MAX_PATH + 8];

    if (cell.text[0] == '\0') {
        return "";
    }
    if (!is_photo_name(cell.text)) {
        fault_add(loader, FAULT_PHOTO_NAME, cell.at, cell.text);
        return "";
    }
    snprintf(path, sizeof(path), "fotos/%s", cell.text);
    if (loader_find(loader, path) == NULL) {
        fault_add(loader, FAULT_PHOTO_MISSING, cell.at, cell.text);
        return "";
    }
    return loader_keep(loader, cell.text);
}
