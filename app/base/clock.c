#include "app/base/clock.h"

#include <string.h>
#include <time.h>

/* A fixed moment unless the build says otherwise (a package build passes its changelog's date), so
 * that the same source gives the same bytes. 2026-09-21T14:13:20Z. */
#ifndef DORPEL_BUILD_S
#define DORPEL_BUILD_S 1790000000
#endif

enum { DAY_S = 24 * 60 * 60 };
static const int64_t year_2100_s = 4102444800; /* no clock of ours is believed beyond this */

int64_t clock_build_s(void)
{
    return DORPEL_BUILD_S;
}

/* The time the machine or the script has, before floor and correction. */
static int64_t raw_wall_s(const struct clock *clock)
{
    if (clock->is_virtual) {
        return clock->virtual_wall_s + clock->virtual_mono_ms / 1000;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

static bool is_believable(const struct clock *clock, int64_t wall_s)
{
    return wall_s >= clock->floor_s && wall_s < year_2100_s;
}

void clock_init(struct clock *clock, int64_t saved_floor_s)
{
    *clock = (struct clock){.floor_s = clock_build_s()};
    if (saved_floor_s > clock->floor_s && saved_floor_s < year_2100_s) {
        clock->floor_s = saved_floor_s;
    }
    clock->quality = is_believable(clock, raw_wall_s(clock)) ? CLOCK_FLOOR : CLOCK_NONE;
    clock->start_ms = clock_mono_ms(clock);
}

void clock_init_virtual(struct clock *clock, int64_t wall_s)
{
    *clock = (struct clock){
        .floor_s = wall_s,
        .quality = CLOCK_FLOOR,
        .is_virtual = true,
        .virtual_wall_s = wall_s,
    };
}

int64_t clock_mono_ms(const struct clock *clock)
{
    if (clock->is_virtual) {
        return clock->virtual_mono_ms;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_s(const struct clock *clock)
{
    int64_t wall_s = raw_wall_s(clock) + clock->offset_s;

    return is_believable(clock, wall_s)
               ? wall_s
               : clock->floor_s + (clock_mono_ms(clock) - clock->start_ms) / 1000;
}

void clock_advance(struct clock *clock, int64_t ms)
{
    if (clock->is_virtual && ms > 0) {
        clock->virtual_mono_ms += ms;
    }
}

/* Only signed time lifts the floor: a person who types 2062 must be able to take it back. */
bool clock_set_wall(struct clock *clock, int64_t wall_s, enum clock_quality quality)
{
    if (!is_believable(clock, wall_s) || quality == CLOCK_NONE) {
        return false;
    }
    clock->offset_s = wall_s - raw_wall_s(clock);
    clock->quality = quality;
    if (quality == CLOCK_SIGNED) {
        clock->floor_s = wall_s;
    }
    return true;
}

/* ---- calendar: proleptic Gregorian, years 0..9999 ------------------------------------------ */

/* Days from 1970-01-01; a year starts on 1 March so that the leap day is its last. */
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_of(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    *ret_day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

static void put_digits(char *dst, int64_t number, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        dst[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

void clock_format(char dst[21], int64_t wall_s)
{
    int64_t first = days_of(0, 1, 1) * DAY_S;
    int64_t last = days_of(10000, 1, 1) * DAY_S - 1;
    wall_s = wall_s < first ? first : wall_s > last ? last : wall_s;

    int64_t days = wall_s / DAY_S;
    int64_t second = wall_s % DAY_S;
    if (second < 0) {
        second += DAY_S;
        days--;
    }
    int64_t year;
    int month, day;
    date_of(days, &year, &month, &day);
    memcpy(dst, "0000-00-00T00:00:00Z", 21);
    put_digits(dst, year, 4);
    put_digits(dst + 5, month, 2);
    put_digits(dst + 8, day, 2);
    put_digits(dst + 11, second / 3600, 2);
    put_digits(dst + 14, second / 60 % 60, 2);
    put_digits(dst + 17, second % 60, 2);
}

bool clock_parse(int64_t *ret_wall_s, const char *text)
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    int64_t field[6] = {0};
    size_t at = 0;

    for (size_t i = 0; i < sizeof(shape); i++) { /* the NUL included */
        if (shape[i] != '0' && text[i] != shape[i]) {
            return false;
        }
        if (shape[i] == '0') {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
            field[at] = field[at] * 10 + (text[i] - '0');
        } else {
            at++;
        }
    }
    if (field[1] < 1 || field[1] > 12 || field[2] < 1 || field[3] > 23 || field[4] > 59 ||
        field[5] > 59) {
        return false;
    }
    int month = (int)field[1], day = (int)field[2];
    int64_t days = days_of(field[0], month, day);
    int64_t year_back;
    int month_back, day_back;
    date_of(days, &year_back, &month_back, &day_back);
    if (month_back != month || day_back != day) { /* 31 April */
        return false;
    }
    *ret_wall_s = days * DAY_S + field[3] * 3600 + field[4] * 60 + field[5];
    return true;
}
