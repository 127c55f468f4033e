/* A date as a Dutch person writes it, and as a spreadsheet makes of it. */
#include "app/content/pack_inner.h"

#include "app/base/day.h"
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

bool value_date(struct loader *loader, struct cell cell, int *ret_day)
{
    char folded[64];
    struct date date = {0};

    str_fold(folded, sizeof(folded), cell.text);
    if (!read_date(&date, folded) || date.year < 2020 || date.year > 2100 ||
        !day_of(ret_day, date.year, date.month, date.day)) {
        fault_add(loader, FAULT_DATE, cell.at, cell.text);
        return false;
    }
    return true;
}
