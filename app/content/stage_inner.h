/* stage_inner: what the parts of staging share. Nobody outside app/content includes it. */
#ifndef DORPEL_STAGE_INNER_H
#define DORPEL_STAGE_INNER_H

#include "app/content/parcel.h"
#include "app/content/stage.h"

enum { STAGE_PATH = 1100, STAGE_PHOTOS = 2000 };

struct stage_photo { /* of which photo a small one was made */
    const char *name;
    uint8_t hash[CRYPTO_HASH]; /* of the bytes as they came */
};

struct staging {
    const struct stage_plan *plan;
    struct arena *arena;
    struct stage_report *ret;
    struct stock stock;
    char dir[STAGE_PATH];      /* inhoud/nieuw-... */
    char unpacked[STAGE_PATH]; /* inhoud/uitgepakt-..., of a parcel */
    const char *source;
    struct io *source_io;
    struct stage_photo *photos;
    size_t photo_count;
};

void stage_step(const struct staging *staging, const char *key, size_t n, size_t m);
bool stage_refuse(struct staging *staging, enum stage_refusal refusal); /* false */
struct pack_fault stage_keep_fault(struct staging *staging, const struct pack_fault *fault);
void stage_fault(struct staging *staging, const struct pack_fault *fault); /* once each */

/* stage_copy.c */
bool stage_unpack(struct staging *staging, const struct parcel *parcel, struct err *err);
bool stage_copy(struct staging *staging, struct err *err);
/* inhoud/<slot>.json: what its photos were. */
bool stage_about_save(struct staging *staging, const char *slot, struct err *err);

#endif
