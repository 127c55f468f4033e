/* Numbers as people write them: a dot or a comma before the decimals, no thousands. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <string.h>

/* One more digit, while the number keeps within an amount of money. */
static bool add_digit(int64_t *digits, char digit)
{
    if (*digits > (ELECTION_MAX_MONEY - (digit - '0')) / 10) {
        return false;
    }
    *digits = *digits * 10 + (digit - '0');
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits with at most one dot or comma among them. */
static bool is_number(struct pb_cell cell)
{
    size_t digits = 0, marks = 0;

    for (size_t i = 0; i < cell.len; i++) {
        digits += is_digit(cell.text[i]);
        marks += cell.text[i] == '.' || cell.text[i] == ',';
    }
    return digits > 0 && marks <= 1 && digits + marks == cell.len;
}

static size_t whole_len(struct pb_cell cell)
{
    size_t len = 0;

    while (len < cell.len && is_digit(cell.text[len])) {
        len++;
    }
    return len;
}

enum pabulib_kind pb_amount(struct pb_amount *ret, struct pb_cell cell)
{
    struct pb_amount amount = {0};
    bool is_negative = cell.len > 0 && cell.text[0] == '-';

    if (is_negative) {
        cell.text++;
        cell.len--;
    }
    if (!is_number(cell)) {
        return PABULIB_NUMBER;
    }
    size_t whole = whole_len(cell);
    while (whole < cell.len && (cell.text[cell.len - 1] == '0' || cell.len == whole + 1)) {
        cell.len--; /* zeros that say nothing, and then the mark itself */
    }
    size_t decimals = cell.len > whole ? cell.len - whole - 1 : 0;
    if (decimals > PABULIB_MAX_DECIMALS) {
        return PABULIB_DECIMALS;
    }
    amount.decimals = (int)decimals;
    for (size_t i = 0; i < cell.len; i++) {
        if (i != whole && !add_digit(&amount.digits, cell.text[i])) {
            return PABULIB_NUMBER_LARGE;
        }
    }
    if (is_negative && amount.digits > 0) {
        return PABULIB_NEGATIVE;
    }
    *ret = amount;
    return PABULIB_FINE;
}

enum pabulib_kind pb_whole(int64_t *ret, struct pb_cell cell)
{
    struct pb_amount amount;
    enum pabulib_kind kind = pb_amount(&amount, cell);

    if (kind != PABULIB_FINE || amount.decimals > 0) {
        return kind == PABULIB_FINE || kind == PABULIB_DECIMALS ? PABULIB_WHOLE : kind;
    }
    *ret = amount.digits;
    return PABULIB_FINE;
}

bool pb_scale(int64_t *ret, struct pb_amount amount, int decimals)
{
    for (; amount.decimals > decimals; amount.decimals--) {
        amount.digits /= 10;
    }
    for (; amount.decimals < decimals; amount.decimals++) {
        if (!add_digit(&amount.digits, '0')) {
            return false;
        }
    }
    *ret = amount.digits;
    return true;
}
