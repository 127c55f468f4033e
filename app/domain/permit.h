/* permit: the village's own key says that a kiosk is the village's. With it, or with a hub, votes
 * count; without either a kiosk does practice only.
 *
 * An Ed25519 signature by the village's key (sleutels/village.publiek of the pack) over the
 * kiosk's fingerprint, as it is shown. Who has the village's key may make any kiosk the village's:
 * he can also make its pack. Pure.
 */
#ifndef DORPEL_PERMIT_H
#define DORPEL_PERMIT_H

#include "app/base/crypto.h"

/* print: "3f2a 91bc ...", the kiosk's own fingerprint. */
void permit_sign(uint8_t ret[CRYPTO_SIGNATURE], const char *print,
                 const uint8_t secret[CRYPTO_SIGN_SECRET]);
bool permit_holds(const uint8_t permit[CRYPTO_SIGNATURE], const char *print,
                  const uint8_t village_sign[CRYPTO_KEY]);

#endif
