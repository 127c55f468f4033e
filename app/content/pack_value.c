/* What stands in one cell or behind one setting, read exactly or told as a fault. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

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

enum owner value_owner(struct loader *loader, struct cell cell)
{
    static const char *const owners[] = {"dorp", "samen", "gemeente", NULL};
    int owner = 0;

    if (cell.text[0] != '\0') {
        value_word(loader, cell, owners, FAULT_UNKNOWN_OWNER, &owner);
    }
    return (enum owner)owner;
}

/* ---- ids ----------------------------------------------------------------------------------- */

static bool is_id(const char *text)
{
    size_t len = strlen(text);

    return len > 0 && len <= CONTENT_ID && text[0] != '-' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static bool is_used(struct id_list before, const char *id)
{
    for (size_t i = 0; i < before.count; i++) {
        const char *const *other = (const void *)((const char *)before.items + i * before.size);
        if (strcmp(*other, id) == 0) {
            return true;
        }
    }
    return false;
}

/* "Wie rijdt er mee?" -> "wie-rijdt-er-mee". */
static void make_id(char dst[CONTENT_ID + 1], const char *title)
{
    char folded[PACK_TITLE * 4 + 1];
    size_t len = 0;

    str_fold(folded, sizeof(folded), title);
    for (const char *at = folded; *at != '\0' && len < CONTENT_ID - 4; at++) {
        bool is_letter = (*at >= 'a' && *at <= 'z') || is_digit(*at);
        if (is_letter) {
            dst[len++] = *at;
        } else if (len > 0 && dst[len - 1] != '-') {
            dst[len++] = '-';
        }
    }
    while (len > 0 && dst[len - 1] == '-') {
        len--;
    }
    dst[len] = '\0';
    if (len == 0) {
        str_copy(dst, CONTENT_ID + 1, "x");
    }
}

const char *value_id(struct loader *loader, struct cell cell, const char *title,
                     struct id_list before)
{
    char id[CONTENT_ID + 1];
    char first[CONTENT_ID + 1];

    if (cell.text[0] != '\0') {
        if (!is_id(cell.text)) {
            fault_add(loader, FAULT_ID_FORM, cell.at, cell.text);
        } else if (is_used(before, cell.text)) {
            fault_add(loader, FAULT_ID_TWICE, cell.at, cell.text);
        }
        return loader_keep(loader, cell.text);
    }
    make_id(first, title);
    str_copy(id, sizeof(id), first);
    for (unsigned i = 2; is_used(before, id); i++) {
        snprintf(id, sizeof(id), "%.*s-%u", CONTENT_ID - 4, first, i);
    }
    return loader_keep(loader, id);
}
