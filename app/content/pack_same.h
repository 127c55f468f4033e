/* pack_same: is one field of a thing the same in two packs? A picture counts with its bytes, plans
 * by their numbers. Pure. */
#ifndef DORPEL_PACK_SAME_H
#define DORPEL_PACK_SAME_H

#include "app/content/pack.h"

/* a and b: the thing in each, of field->kind. */
bool pack_same_field(const struct pack *before, const struct pack *after,
                     const struct content_field *field, const void *a, const void *b);

#endif
