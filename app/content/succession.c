#include "app/content/succession.h"

#include <string.h>

bool succession_roots(struct roots *ret, const struct parcel *parcel, struct io *io,
                      const char *path)
{
    struct arena arena;
    char *text;
    size_t len;

    arena_init(&arena, 0);
    bool done =
        parcel_part(parcel, &arena, io, path, ROOTS_FILE, ROOTS_FILE_MAX, &text, &len, NULL) &&
        roots_read(ret, text, len, NULL);
    arena_finish(&arena);
    return done;
}

static bool by_both_keys(const struct parcel *parcel, const uint8_t village[CRYPTO_KEY])
{
    return parcel_is_signed(parcel, PARCEL_VILLAGE, village) &&
           parcel_is_signed(parcel, PARCEL_NEXT_VILLAGE, parcel->village);
}

static bool by_roots(const struct parcel *parcel, struct io *io, const char *path,
                     const struct roots *roots)
{
    struct roots brought;

    return roots != NULL && parcel_is_signed(parcel, PARCEL_VILLAGE, parcel->village) &&
           succession_roots(&brought, parcel, io, path) && roots_follow(roots, &brought) &&
           memcmp(roots_village(&brought), parcel->village, CRYPTO_KEY) == 0;
}

bool succession_is(const struct parcel *parcel, struct io *io, const char *path,
                   const uint8_t village[CRYPTO_KEY], const struct roots *roots)
{
    return memcmp(parcel->village, village, CRYPTO_KEY) != 0 &&
           (by_both_keys(parcel, village) || by_roots(parcel, io, path, roots));
}
