#include "app/base/day.h"

#include "app/base/clock.h"

#include <stdio.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60, TIME_TEXT = 21, DATE_LEN = 10 };

void day_write(char ret[DAY_TEXT], int day)
{
    char text[TIME_TEXT];

    clock_format(text, (int64_t)day * DAY_S);
    snprintf(ret, DAY_TEXT, "%.*s", DATE_LEN, text);
}

bool day_read(int *ret, const char *text)
{
    char midnight[TIME_TEXT];
    int64_t wall_s;

    if (strlen(text) != DATE_LEN || text[0] != '2') {
        return false;
    }
    snprintf(midnight, sizeof(midnight), "%.*sT00:00:00Z", DATE_LEN, text);
    if (!clock_parse(&wall_s, midnight)) {
        return false;
    }
    *ret = (int)(wall_s / DAY_S);
    return true;
}

bool day_of(int *ret, int year, int month, int day)
{
    char text[DAY_TEXT];

    if (year < 0 || year > 9999 || month < 0 || month > 99 || day < 0 || day > 99) {
        return false;
    }
    snprintf(text, sizeof(text), "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
    return day_read(ret, text);
}
