#include "app/domain/overlay.h"

#include "app/base/crypto.h"
#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

void overlay_base(char ret[OVERLAY_BASE], const char *below)
{
    static const char domain[] = "dorpel edit base";
    uint8_t hash[CRYPTO_HASH];
    const struct crypto_part parts[] = {{domain, sizeof(domain)}, {below, strlen(below)}};

    crypto_hash_parts(hash, parts, 2);
    str_hex(ret, hash, (OVERLAY_BASE - 1) / 2);
}

enum overlay_verdict overlay_meet(const char *below, const char *value, const char *base,
                                  const char **ret_shown)
{
    char now[OVERLAY_BASE];

    *ret_shown = below;
    if (value == NULL) {
        return OVERLAY_NONE;
    }
    if (strcmp(value, below) == 0) {
        return OVERLAY_SAME;
    }
    overlay_base(now, below);
    if (strcmp(now, base) != 0) {
        return OVERLAY_CLASH;
    }
    *ret_shown = value;
    return OVERLAY_HOLDS;
}

/* ---- days, as Howard Hinnant counts them ---------------------------------------------------- */

static int days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void overlay_day_text(char ret[16], int day)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int of_era = z - era * 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153;
    int real = month < 10 ? month + 3 : month - 9;

    snprintf(ret, 16, "%04d-%02d-%02d", (year + era * 400 + (real <= 2)) % 10000, real % 100,
             (of_year - (153 * month + 2) / 5 + 1) % 100);
}

bool overlay_day(int *ret, const char *text)
{
    int year, month, day, used = 0;
    char back[16];

    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || text[used] != '\0' ||
        year < 2000 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    int days = days_of(year, month, day);
    overlay_day_text(back, days);
    if (strcmp(back, text) != 0) { /* 30 February is 2 March */
        return false;
    }
    *ret = days;
    return true;
}
