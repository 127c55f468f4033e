/* guest_letter: the cards that villages share, signed by the hub: bundle type 13, not encrypted,
 * with the list of app/content/guests.h as its payload. The same for every kiosk of that hub, by
 * stick as DORPSHUIS/INHOUD/kaarten-<hub>.dkb and over the network as GET /v1/guests.
 *
 * What is believed: only a letter that the hub signed with which this kiosk is enrolled (a person
 * compared that hub's fingerprint), that names this hub inside too, and in which no village's
 * number is lower than in the one before. The signed thing is the list as a whole: nobody can mix
 * the cards of one day with those of another. That a village itself shared a card is the hub's
 * word: it looked at the village's signature when the pack was offered (hub_guests.h). No sender's
 * clock decides anything. Memory is the caller's arena.
 */
#ifndef DORPEL_GUEST_LETTER_H
#define DORPEL_GUEST_LETTER_H

#include "app/content/guests.h"
#include "sync/party.h"

enum { GUEST_LETTER_MAX = GUESTS_BYTES + 4096, GUEST_LETTER_PATH = 1024 };

/* Takes the list of villages (guests_village), by rising key. Same villages: same bytes. */
bool guest_letter_make(struct bundle_bytes *ret, struct arena *arena,
                       const struct party_secret *hub, uint64_t hub_incarnation, json_t *villages,
                       struct err *err);
void guest_letter_path(char ret[GUEST_LETTER_PATH], const char *stick, const struct party *hub);
/* Believes it, or not, and keeps what it says in the data folder. *ret_is_new: other than before.
 * ERR_CRYPTO, ERR_FORMAT, ERR_LIMIT, ERR_DENIED (another hub's), ERR_USED (older than what was
 * seen): then all stays as it was. */
bool guest_letter_keep(struct io *io, const char *data, const struct party *hub,
                       const uint8_t *letter, size_t len, bool *ret_is_new, struct err *err);

#endif
