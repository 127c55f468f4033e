/* parcel_inner: what reading and writing a parcel share. Nobody outside app/content includes it. */
#ifndef DORPEL_PARCEL_INNER_H
#define DORPEL_PARCEL_INNER_H

#include "app/content/parcel.h"

enum {
    PARCEL_START = 12,
    PARCEL_CONTEXT = 24,
    PARCEL_MAX_PATH = 200,
    PARCEL_HEAD_MORE = PARCEL_START + 1 + PARCEL_MAX_SIGNATURES * (1 + CRYPTO_SIGNATURE)
};
extern const uint8_t parcel_magic[8];
void parcel_context(char dst[PARCEL_CONTEXT], enum parcel_role role);
/* Exactly len bytes from `at`. */
bool parcel_take(struct io *io, int file, void *dst, size_t len, size_t at);

#endif
