/* A date as a Dutch person writes it, and as a spreadsheet makes of it. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

struct date {
    int year, month, day;
};

static bool read_month(const char *word, int *ret)
{
    static const char *const names[] = {"januari",   "februari", "maart",    "april",
                                        "mei",       "juni",     "juli",     "augustus",
                                        "september", "oktober",  "november", "december"};

    for (int i = 0; i < 12; i++) {
        if (strcmp(names[i], word) == 0) {
            *ret = i + 1;
            return true;
        }
    }
    return false;
}

static bool read_date(struct date *ret, const char *text)
{
    char word[12];
    int end = 0;
    int len = (int)strlen(text);

    if (sscanf(text, "%2d %11[a-z] %4d%n", &ret->day, word, &ret->year, &end) == 3 && end == len) {
        return read_month(word, &ret->month);
    }
    if (sscanf(text, "%4d-%2d-%2d%n", &ret->year, &ret->month, &ret->day, &end) == 3 &&
        end == len && ret->year > 31) {
        return true;
    }
    return sscanf(text, "%2d-%2d-%4d%n", &ret->day, &ret->month, &ret->year, &end) == 3 &&
           end == len;
}

static bool is_day(struct date date)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;

    return date.year >= 2020 && date.year <= 2100 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days[date.month - 1] + (date.month == 2 && is_leap ? 1 : 0);
}

/* Days since 1 January 1970: years begin in March, so that the leap day is a year's last. */
static int64_t days_of(struct date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t month = (date.month + 9) % 12;

    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date.day -
           719469;
}

bool value_date(struct loader *loader, struct cell cell, int64_t *ret_s)
{
    char folded[64];
    struct date date = {0};

    str_fold(folded, sizeof(folded), cell.text);
    if (!read_date(&date, folded) || !is_day(date)) {
        fault_add(loader, FAULT_DATE, cell.at, cell.text);
        return false;
    }
    *ret_s = days_of(date) * 86400;
    return true;
}
