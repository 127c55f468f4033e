/* receipts: which ballots counted, as a result carries them, to be looked up by controlewoorden.
 *
 * A receipt is the first 44 bits of a ballot id: four words of 11 bits, or eleven hex digits. A
 * list of them is one text: eleven digits each, end to end, rising. So ten thousand take 110 kB,
 * where the words would take 340, and one is found without reading the others. The order is that of
 * the words' alphabet, and stands beside nothing else. Pure; texts go into the caller's arena.
 */
#ifndef DORPEL_RECEIPTS_H
#define DORPEL_RECEIPTS_H

#include "app/base/arena.h"
#include "app/domain/words.h"

enum { RECEIPT_DIGITS = 11 };

uint64_t receipts_number(const uint16_t words[RECEIPT_WORDS]); /* each below WORDS_COUNT */
/* Sorts the numbers and writes them down. Two ballots may share a receipt: then it is in twice. */
char *receipts_pack(struct arena *arena, uint64_t *numbers, size_t count);

bool receipts_are_whole(const char *list); /* whole receipts, lower-case hex, rising */
size_t receipts_count(const char *list);
bool receipts_has(const char *list, uint64_t number); /* false, too, for a list that is not whole */

#endif
