/* words: controlewoorden and secret words, from a published list of 2,048 Dutch words.
 *
 * The list is assets/words/dutch-2048.txt (one a line, sorted, 4 to 7 letters a-z); the build makes
 * words_list.c of it, so that pure code needs no file. Each word is 11 bits.
 */
#ifndef DORPEL_WORDS_H
#define DORPEL_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORDS_COUNT = 2048, WORDS_MAX_LEN = 8 };
extern const char *const words_list[WORDS_COUNT]; /* sorted */

const char *words_at(unsigned index);
int words_find(const char *word); /* any case, accents folded; -1: not in the list */
/* Words for the first count*11 bits of bytes. */
void words_of(const char *ret[], size_t count, const uint8_t *bytes);
/* Words typed by a person, separated by blanks; true when there are exactly count known ones. */
bool words_parse(uint16_t ret[], size_t count, const char *typed);

/* The receipt of a ballot id: four words, "akker boom dorp water". */
enum { RECEIPT_WORDS = 4, RECEIPT_LEN = RECEIPT_WORDS * (WORDS_MAX_LEN + 1) };
void words_receipt(char ret[RECEIPT_LEN], const uint8_t ballot_id[32]);

#endif
