/* day: a day of the calendar as a number, days since 1 January 1970. No time zone. Pure; the
 * calendar is that of app/base/clock.h.
 */
#ifndef DORPEL_DAY_H
#define DORPEL_DAY_H

#include <stdbool.h>

enum { DAY_TEXT = 16 }; /* bytes of a day in words, with the end */

/* False when there is no such day, or it is not of the years 2000 to 2999. */
bool day_of(int *ret, int year, int month, int day);
bool day_read(int *ret, const char *text); /* "2026-05-03" and nothing else */
void day_write(char ret[DAY_TEXT], int day);

#endif
