#include "app/domain/count/ledger.h"

#include <assert.h>
#include <gmp.h>
#include <stdlib.h>
#include <string.h>

/* GMP's plain-number functions take a long. */
_Static_assert(sizeof(long) == sizeof(int64_t), "the ledger is for 64-bit machines");

struct ledger {
    mpz_t den;    /* under the share and all levels */
    mpz_t share;  /* the share is share / den */
    mpz_t *level; /* level j is level[j] / den */
    size_t count, cap;
    mpz_t a, b, c; /* scratch */
};

struct ledger *ledger_create(size_t max_levels)
{
    struct ledger *ledger = calloc(1, sizeof(*ledger));

    assert(ledger != NULL);
    mpz_inits(ledger->den, ledger->share, ledger->a, ledger->b, ledger->c, NULL);
    ledger->level = calloc(max_levels + 1, sizeof(*ledger->level));
    assert(ledger->level != NULL);
    for (size_t i = 0; i < max_levels; i++) {
        mpz_init(ledger->level[i]);
    }
    ledger->cap = max_levels;
    return ledger;
}

void ledger_destroy(struct ledger *ledger)
{
    if (ledger == NULL) {
        return;
    }
    for (size_t i = 0; i < ledger->cap; i++) {
        mpz_clear(ledger->level[i]);
    }
    mpz_clears(ledger->den, ledger->share, ledger->a, ledger->b, ledger->c, NULL);
    free(ledger->level);
    free(ledger);
}

void ledger_start(struct ledger *ledger, int64_t num, int64_t den)
{
    assert(num >= 0 && den > 0);
    ledger->count = 0;
    mpz_set_si(ledger->share, num);
    mpz_set_si(ledger->den, den);
    mpz_gcd(ledger->a, ledger->share, ledger->den);
    mpz_divexact(ledger->share, ledger->share, ledger->a);
    mpz_divexact(ledger->den, ledger->den, ledger->a);
}

size_t ledger_levels(const struct ledger *ledger)
{
    return ledger->count;
}

bool ledger_has_share(const struct ledger *ledger)
{
    return mpz_sgn(ledger->share) > 0;
}

static void add_times(mpz_t sum, const mpz_t number, int64_t times)
{
    if (times >= 0) {
        mpz_addmul_ui(sum, number, (unsigned long)times);
    } else {
        mpz_submul_ui(sum, number, 0ul - (unsigned long)times);
    }
}

/* The claim's value is dst / (den * weight). */
static void numerator(const struct ledger *ledger, mpz_t dst, const struct claim *claim)
{
    assert(claim->weight > 0);
    mpz_mul_si(dst, ledger->den, claim->cost);
    if (claim->share != 0) {
        add_times(dst, ledger->share, claim->share);
    }
    for (size_t j = 0; j < ledger->count; j++) {
        if (claim->level[j] != 0) {
            add_times(dst, ledger->level[j], claim->level[j]);
        }
    }
}

void ledger_push(struct ledger *ledger, const struct claim *claim)
{
    assert(ledger->count < ledger->cap);
    mpz_ptr next = ledger->level[ledger->count];
    numerator(ledger, next, claim);
    unsigned long weight = (unsigned long)claim->weight;
    unsigned long common = mpz_gcd_ui(NULL, next, weight);
    mpz_divexact_ui(next, next, common);
    weight /= common;
    if (weight > 1) {
        mpz_mul_ui(ledger->den, ledger->den, weight);
        mpz_mul_ui(ledger->share, ledger->share, weight);
        for (size_t j = 0; j < ledger->count; j++) {
            mpz_mul_ui(ledger->level[j], ledger->level[j], weight);
        }
    }
    ledger->count++;
}

int ledger_compare(struct ledger *ledger, const struct claim *a, int64_t a_by,
                   const struct claim *b, int64_t b_by)
{
    numerator(ledger, ledger->a, a);
    numerator(ledger, ledger->b, b);
    mpz_mul_si(ledger->a, ledger->a, b->weight);
    mpz_mul_si(ledger->a, ledger->a, b_by);
    mpz_mul_si(ledger->b, ledger->b, a->weight);
    mpz_mul_si(ledger->b, ledger->b, a_by);
    return mpz_cmp(ledger->a, ledger->b);
}

int ledger_sign(struct ledger *ledger, const struct claim *claim)
{
    numerator(ledger, ledger->a, claim);
    return mpz_sgn(ledger->a);
}

int64_t ledger_floor(struct ledger *ledger, const struct claim *claim, int shift)
{
    numerator(ledger, ledger->a, claim);
    mpz_mul_si(ledger->b, ledger->den, claim->weight);
    if (shift >= 0) {
        mpz_mul_2exp(ledger->a, ledger->a, (mp_bitcnt_t)shift);
    } else {
        mpz_mul_2exp(ledger->b, ledger->b, (mp_bitcnt_t)-shift);
    }
    mpz_fdiv_q(ledger->a, ledger->a, ledger->b);
    assert(mpz_fits_slong_p(ledger->a));
    return mpz_get_si(ledger->a);
}

uint64_t ledger_ceil_shares(struct ledger *ledger, const struct claim *claim)
{
    numerator(ledger, ledger->a, claim);
    mpz_mul_si(ledger->b, ledger->share, claim->weight);
    assert(mpz_sgn(ledger->b) > 0);
    mpz_cdiv_q(ledger->a, ledger->a, ledger->b);
    if (mpz_sgn(ledger->a) < 0) {
        return 0;
    }
    return mpz_fits_ulong_p(ledger->a) ? mpz_get_ui(ledger->a) : UINT64_MAX;
}

/* ---- words --------------------------------------------------------------------------------- */

/* "1.234" with Dutch dots, from decimal digits. */
static char *dotted(struct arena *arena, const char *digits)
{
    size_t len = strlen(digits);
    size_t sign = digits[0] == '-';
    char *text = arena_alloc(arena, len + len / 3 + 2);
    size_t at = 0;

    for (size_t i = 0; i < len; i++) {
        if (i > sign && (len - i) % 3 == 0) {
            text[at++] = '.';
        }
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

/* num / den with two decimals, rounded down; none when they are 00 and `whole` asks so. */
static const char *decimal(struct arena *arena, mpz_t num, const mpz_t den, bool whole)
{
    mpz_mul_ui(num, num, 100);
    mpz_fdiv_q(num, num, den);
    unsigned long cents = mpz_fdiv_q_ui(num, num, 100);
    char *digits = arena_alloc(arena, mpz_sizeinbase(num, 10) + 2);
    mpz_get_str(digits, 10, num);
    char *euros = dotted(arena, digits);
    return whole && cents == 0 ? euros : arena_printf(arena, "%s,%02lu", euros, cents);
}

struct count_amount ledger_amount(struct ledger *ledger, const struct claim *claim, int64_t unit,
                                  struct arena *arena)
{
    struct count_amount amount;

    numerator(ledger, ledger->a, claim);
    mpz_mul_si(ledger->b, ledger->den, claim->weight);
    mpz_mul_si(ledger->b, ledger->b, unit);
    mpz_gcd(ledger->c, ledger->a, ledger->b);
    if (mpz_sgn(ledger->c) > 0) {
        mpz_divexact(ledger->a, ledger->a, ledger->c);
        mpz_divexact(ledger->b, ledger->b, ledger->c);
    }
    char *num = arena_alloc(arena, mpz_sizeinbase(ledger->a, 10) + 2);
    mpz_get_str(num, 10, ledger->a);
    if (mpz_cmp_ui(ledger->b, 1) == 0) {
        amount.exact = num;
    } else {
        char *den = arena_alloc(arena, mpz_sizeinbase(ledger->b, 10) + 2);
        mpz_get_str(den, 10, ledger->b);
        amount.exact = arena_printf(arena, "%s/%s", num, den);
    }
    amount.about = decimal(arena, ledger->a, ledger->b, true);
    return amount;
}

const char *ledger_strength(struct ledger *ledger, const struct claim *claim, int64_t cost,
                            struct arena *arena)
{
    numerator(ledger, ledger->a, claim);
    if (mpz_sgn(ledger->a) <= 0) {
        return "";
    }
    mpz_mul_si(ledger->b, ledger->den, claim->weight);
    mpz_mul_si(ledger->b, ledger->b, cost);
    return decimal(arena, ledger->b, ledger->a, false);
}
