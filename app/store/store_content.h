/* store_content: which pack this kiosk took in, or went back to: a content-applied record. */
#ifndef DORPEL_STORE_CONTENT_H
#define DORPEL_STORE_CONTENT_H

#include "app/store/store.h"

struct content_applied {
    const char *name; /* of the village */
    const char *how;  /* "taken", "returned" */
    const char *slot; /* becomes the setting "content-noted", in the same transaction */
    uint8_t digest[CRYPTO_HASH];
    uint64_t version; /* 0: a loose folder */
    unsigned signers; /* bits of enum content_signer */
};
bool store_content_applied(struct store *store, const struct content_applied *applied,
                           struct err *err);

#endif
