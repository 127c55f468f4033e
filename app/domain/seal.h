/* seal: the two envelopes and the two layers (design section 6).
 *
 * ballot   = seal(first, seal(last, plain)); its id is BLAKE2b-256 of the sealed bytes.
 * register = tag in the clear, seal(registrar, ballot id || proof); proof is zeros without a code.
 * Both have one fixed length in a round. Nothing here knows a time or an order. Pure but for
 * libsodium's randomness.
 */
#ifndef DORPEL_SEAL_H
#define DORPEL_SEAL_H

#include "app/domain/ballot.h"
#include "app/domain/code.h"
#include "app/domain/idea.h"

enum { BALLOT_ID = 32, SEAL_REGISTER = BALLOT_ID + CODE_PROOF + CRYPTO_SEAL_EXTRA };
enum { SEAL_BALLOT_MAX = 32 + 2 * ROUND_MAX_PLANS + 2 * CRYPTO_SEAL_EXTRA };

struct sealed_vote { /* the two records of one vote, before they part for ever */
    uint8_t ballot_id[BALLOT_ID];
    uint8_t ballot[SEAL_BALLOT_MAX];
    size_t ballot_len;
    uint8_t register_rid[16]; /* random */
    uint8_t tag[CODE_TAG];
    uint8_t entry[SEAL_REGISTER];
};

/* tag/proof NULL: no code (a random tag, a proof of zeros). Wipes its working bytes. */
bool seal_vote(struct sealed_vote *ret, const struct ballot *ballot, const struct round *round,
               const uint8_t *tag, const uint8_t *proof, struct err *err);

size_t seal_ballot_len(const struct round *round); /* of the sealed ballot, bytes */
size_t seal_inner_len(const struct round *round);  /* of the box for the last keeper */

/* The keepers' and the registrar's halves. */
bool seal_open_register(uint8_t ret_ballot_id[BALLOT_ID], uint8_t ret_proof[CODE_PROOF],
                        const uint8_t entry[SEAL_REGISTER], const uint8_t public_key[CRYPTO_KEY],
                        const uint8_t secret_key[CRYPTO_KEY], struct err *err);
bool seal_open_first(uint8_t *ret_inner, const uint8_t *sealed, size_t len,
                     const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                     struct err *err);
bool seal_open_last(struct ballot *ret, const uint8_t *inner, size_t len, const struct round *round,
                    const uint8_t secret_key[CRYPTO_KEY], struct err *err);

/* Of two ballots under one tag, the one with the smaller BLAKE2b-256(round id, ballot id) counts.
 */
int seal_compare_claims(const uint8_t round_id[ROUND_ID], const uint8_t a[BALLOT_ID],
                        const uint8_t b[BALLOT_ID]);

/* A name and phone number, sealed to their owner at once. Padded to 256 bytes before sealing.
 * dst holds SEAL_CONTACT bytes. */
enum { SEAL_CONTACT_PLAIN = 256, SEAL_CONTACT = SEAL_CONTACT_PLAIN + CRYPTO_SEAL_EXTRA };
bool seal_contact(uint8_t dst[SEAL_CONTACT], const char *name, const char *phone,
                  const uint8_t owner_key[CRYPTO_KEY], struct err *err);
bool seal_open_contact(char ret_name[128], char ret_phone[128], const uint8_t sealed[SEAL_CONTACT],
                       const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                       struct err *err);

/* The maker's two words of an idea as the kiosk knows them: 22 bits, which whoever finds a stick
 * could guess from salt and stretched words. So the record carries them sealed to their owner. */
enum { SEAL_WORDS = CRYPTO_SALT + IDEA_SECRET + CRYPTO_SEAL_EXTRA };
bool seal_words(uint8_t dst[SEAL_WORDS], const struct idea_secret *secret,
                const uint8_t owner_key[CRYPTO_KEY], struct err *err);
bool seal_open_words(struct idea_secret *ret, const uint8_t sealed[SEAL_WORDS],
                     const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                     struct err *err);

#endif
