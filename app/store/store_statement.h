/* store_statement: the closing statement as the one line of text that stands in its QR code, and
 * the signature that dorpel-sync leaves for it: the screen has no key. The line is in
 * sync/README.md, "The closing statement in a QR code".
 */
#ifndef DORPEL_STORE_STATEMENT_H
#define DORPEL_STORE_STATEMENT_H

#include "app/store/store_round.h"

enum { STATEMENT_TEXT = 512 };
#define STATEMENT_CONTEXT "dorpel sluiting 2" /* of the signature, over the line before TEKEN */

/* The line, in capitals, without a signature; version 1, or 2: to be signed. print: the kiosk's
 * fingerprint, or "-". */
void statement_text(char ret[STATEMENT_TEXT], int version, const struct close_statement *statement,
                    const uint8_t round_id[ROUND_ID], const char *print, bool is_practice);

/* Keeps the signed line of a round ("DORPEL SLUITING 2 ... TEKEN <H128>"). */
bool store_statement_sign(struct store *store, const uint8_t round_id[ROUND_ID], const char *line,
                          struct err *err);
/* The signed line, when it says just this; else the plain one. */
void store_statement_line(struct store *store, char ret[STATEMENT_TEXT],
                          const struct close_statement *statement, const uint8_t round_id[ROUND_ID],
                          const char *print, bool is_practice);

#endif
