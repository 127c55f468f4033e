/* once: a one-time code by which a kiosk and a hub know each other over the network, instead of two
 * people who compare fingerprints. The code itself never travels.
 *
 * The clerk lets the hub make it and gives it to the village in a letter or by telephone; the admin
 * types it on the kiosk. Twelve characters of app/domain/code.h, the last a check character: 54
 * bits. Argon2id makes 16 bytes that name it and a key of 32 from it, salted with the hub's public
 * keys. Whoever shows a BLAKE2b MAC under that key knows the code.
 *
 *     hub:    code -> name, key; the code is forgotten, the key kept until it is used
 *     kiosk:  asks for the hub's card (its public keys, believed by nobody)
 *     kiosk -> hub   its request, the name, a nonce, MAC("kiosk", both parties' keys, nonce, all of
 *                    the request)
 *     hub -> kiosk   its answer, MAC("hub", both parties' keys, nonce, all of the answer)
 *
 * Who may do what
 *  - Someone on the line who changes a key, a name or the nonce of either party makes a MAC fail:
 *    they are all in it. Who shows the kiosk keys of his own as the hub's gets a MAC that is salted
 *    with those: of no use at the real hub, and his own answer needs the key.
 *  - Playing back: the kiosk's proof is for its keys only; the hub's holds the kiosk's fresh nonce.
 *    The two directions carry different words, so that none can be sent back.
 *  - Guessing at the hub: names that it does not know are counted, ten a minute for all together;
 *    1.8 x 10^16 codes. A wrong MAC under a right name, which only someone on the line can send,
 *    ends that code after five. No stranger can use up a code that he does not know.
 *  - Guessing at home: who saw a proof (an own server in front of a kiosk without --pin and TLS)
 *    tries codes at 0.1 s and 64 MiB each: 56 million core years on average, and it ends after
 *    fourteen days, or at the first use.
 *  - Who has the letter before the village: may enrol a machine of his own, once. It is on the
 *    clerk's list with its name, and the village's code does not work any more: both see it.
 *  - Who reads the hub's database: has the keys of codes that were not used yet, and may answer as
 *    this hub to their villages. The hub's own keys lie beside it: it is the same thief.
 *  - Who reads the kiosk's card between typing and use: has the code, for a quarter of an hour.
 */
#ifndef DORPEL_ONCE_H
#define DORPEL_ONCE_H

#include "app/domain/code.h"
#include "sync/enrol.h"

enum { ONCE_LEN = CODE_ONCE, ONCE_DAYS = 14, ONCE_TRIES = 5 };
extern const struct crypto_cost once_cost;

struct once { /* what is made of a code; wipe it */
    uint8_t name[ENROL_ONCE_NAME];
    uint8_t key[CRYPTO_KEY];
};

/* Slow on purpose. code: ONCE_LEN characters, as code_read gives them. */
bool once_stretch(struct once *ret, const char *code, const struct party *hub, struct err *err);

/* The kiosk's: fills request->once. A fresh nonce. */
void once_ask(struct enrol_request *request, const struct once *once, const struct party *hub);
bool once_is_asked(const struct enrol_request *request, const struct once *once,
                   const struct party *hub);
/* The hub's: fills answer->once, for this request. */
void once_reply(struct enrol_answer *answer, const struct once *once,
                const struct enrol_request *request);
bool once_is_replied(const struct enrol_answer *answer, const struct once *once,
                     const struct enrol_request *request);

#endif
