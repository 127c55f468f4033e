/* closing: the closing statement of a round as a bundle of its own, type 9: signed by the kiosk,
 * and not encrypted, so that anybody can check it without a secret. It holds numbers and digests,
 * and nothing of a vote.
 *
 * It has its place in stream B like any other bundle, and its payload is that of data (frame.h):
 * one frame, the close-statement. Its manifest tells besides which bundles came before it, of the
 * incarnation in the head, so that a hub knows when the last of them is there:
 *
 *     "heads":[{"head":H64,"seq":n,"stream":0},{"head":H64,"seq":n,"stream":1}]
 *
 * by rising stream; a stream of which nothing was sealed is left out. The same statement as a line
 * with a signature is left in the store, for the QR code on the screen (store_statement.h).
 */
#ifndef DORPEL_SYNC_CLOSING_H
#define DORPEL_SYNC_CLOSING_H

#include "app/store/store_statement.h"
#include "sync/frame.h"
#include "sync/party.h"

enum { CLOSING_STREAMS = 2 };

struct closing_heads { /* seq 0: none */
    uint64_t seq[CLOSING_STREAMS];
    uint8_t id[CLOSING_STREAMS][BUNDLE_ID];
};

bool closing_is_statement(const struct frame *frame);
/* A new value, for the manifest. */
json_t *closing_heads_json(const struct closing_heads *heads);
/* Are these the one frame and the manifest of a closing statement? */
bool closing_holds(struct closing_heads *ret, const struct frame *frames, size_t count,
                   const json_t *manifest);

/* The statement as the line of its QR code, signed by this kiosk. */
bool closing_line(char ret[STATEMENT_TEXT], uint8_t ret_round[ROUND_ID], const struct frame *frame,
                  const struct party_secret *self, bool is_practice, struct err *err);

#endif
