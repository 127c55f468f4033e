/* succession: a village that gets another key, by a parcel.
 *
 * Two words count. Both keys say so: the old one signed as village, the new one as next. Or the
 * village's roots do (app/domain/roots.h): the new one signed as village, and the parcel brings
 * lists that go on from the ones that are known and name it. Of the parcel only that one file is
 * read before it is believed, held to its size and hash. Numbers of packs begin again with a key.
 */
#ifndef DORPEL_SUCCESSION_H
#define DORPEL_SUCCESSION_H

#include "app/content/parcel.h"

/* Is this parcel, at `path`, of a successor of the village with this key? roots: the village's, or
 * NULL when it has none. */
bool succession_is(const struct parcel *parcel, struct io *io, const char *path,
                   const uint8_t village[CRYPTO_KEY], const struct roots *roots);
/* The lists that a parcel brings, believed by nobody yet. false: it brings none. */
bool succession_roots(struct roots *ret, const struct parcel *parcel, struct io *io,
                      const char *path);

#endif
