/* result_file: is this uitslag.json really the result of one of our rounds?
 *
 * It comes from a stick, so it is forged until proven: the canonical JSON and one newline, for a
 * round and plans of this pack, signed by that round's last keeper (context "dorpel uitslag 1").
 * The form is described in README.md beside this file.
 */
#ifndef DORPEL_RESULT_FILE_H
#define DORPEL_RESULT_FILE_H

#include "app/content/pack.h"
#include "app/domain/record.h"

/* Version 1 had its receipts as words, and never more than some 1,900 of them; it is refused. */
enum { RESULT_FILE_MAX = RECORD_MAX_RESULT, RESULT_FILE_VERSION = 2 };

/* *ret_round is in the pack. ERR_FORMAT: no result; ERR_UNKNOWN: of another round, or of other
 * plans; ERR_CRYPTO: the signature does not hold. */
bool result_file_check(const struct round **ret_round, const struct pack *pack, const char *text,
                       size_t len, struct err *err);

#endif
