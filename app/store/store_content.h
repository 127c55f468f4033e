/* store_content: which pack this kiosk took in or went back to, and which one it refused and why:
 * a content-applied record each. */
#ifndef DORPEL_STORE_CONTENT_H
#define DORPEL_STORE_CONTENT_H

#include "app/store/store_told.h"

struct content_applied {
    const char *name; /* of the village */
    const char *how;  /* "taken", "returned" */
    const char *slot; /* becomes the setting "content-noted", in the same transaction */
    uint8_t digest[CRYPTO_HASH];
    uint8_t village[CRYPTO_KEY]; /* signing key of the village in it */
    uint64_t version;            /* 0: a loose folder */
    unsigned signers;            /* bits of enum content_signer */
};
bool store_content_applied(struct store *store, const struct content_applied *applied,
                           struct told_at at, struct err *err);

/* One that was signed and not taken: "how" is "refused". */
struct content_refused {
    const char *name, *why;      /* "faults", "not-owner", ... */
    uint8_t village[CRYPTO_KEY]; /* of the village in use here */
    uint64_t version;
    const char *thing, *field;         /* what it may not change; or "" */
    const char *fault, *detail, *file; /* the first fault: a key of pack-nl.csv; or "" */
    int line;
};
/* The same refusal of the same version is told once. */
bool store_content_refused(struct store *store, const struct content_refused *refused,
                           struct told_at at, struct err *err);

#endif
