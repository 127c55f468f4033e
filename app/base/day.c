/* Years begin in March here, so that the leap day is a year's last. */
#include "app/base/day.h"

#include <stdio.h>
#include <string.h>

enum { EPOCH = 719468, ERA_DAYS = 146097 }; /* from 1 March of year 0; of four hundred years */

static int days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

    return y * 365 + y / 4 - y / 100 + y / 400 + of_year - EPOCH;
}

void day_write(char ret[DAY_TEXT], int day)
{
    int z = day + EPOCH;
    int era = (z >= 0 ? z : z - ERA_DAYS + 1) / ERA_DAYS;
    int of_era = z - era * ERA_DAYS;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153;
    int real = month < 10 ? month + 3 : month - 9;

    snprintf(ret, DAY_TEXT, "%04d-%02d-%02d", (year + era * 400 + (real <= 2)) % 10000, real % 100,
             (of_year - (153 * month + 2) / 5 + 1) % 100);
}

bool day_of(int *ret, int year, int month, int day)
{
    char text[DAY_TEXT], back[DAY_TEXT];

    if (year < 2000 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    int days = days_of(year, month, day);
    day_write(back, days);
    snprintf(text, sizeof(text), "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
    if (strcmp(back, text) != 0) { /* 30 February is 2 March */
        return false;
    }
    *ret = days;
    return true;
}

bool day_read(int *ret, const char *text)
{
    int year, month, day, used = 0;
    char back[DAY_TEXT];

    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || text[used] != '\0' ||
        !day_of(ret, year, month, day)) {
        return false;
    }
    day_write(back, *ret);
    return strcmp(back, text) == 0;
}
