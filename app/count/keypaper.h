/* keypaper: a key on paper, for the sealed envelope: a lost stick never closes a box for good.
 *
 * Eight numbered lines of 16 bytes: the round, the secret to open with (2), the secret to sign with
 * (4), and who it is for with a check over all. Each line is eight groups of four hex digits and a
 * ninth group that checks the line, so that a typing error is found in its line.
 */
#ifndef DORPEL_KEYPAPER_H
#define DORPEL_KEYPAPER_H

#include "app/count/keyfile.h"

enum { KEYPAPER_LINES = 8, KEYPAPER_LINE = 16, KEYPAPER_TEXT = 4 * 8 + 7 + 3 + 4 + 1 };

/* "abcd ef01 ... 2345 = 6789" for line 1..8 */
void keypaper_line(char ret[KEYPAPER_TEXT], const struct keyfile *key, int line);
/* From typed text. What is not a numbered line is passed over; capitals, the letters o, l and i for
 * digits, and other blanks are taken. The snag names the lines that do not fit. */
bool keypaper_read(struct keyfile *ret, const char *text, const char *file, struct snag *snag);

#endif
