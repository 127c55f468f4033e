/* turns: what the attract screen tells of, in fair rotation.
 *
 * Kinds (plans, ideas, news, what goes well, ...) take turns, so that two hundred ideas do not hide
 * one question. Within a kind everything gets equal turns, and what got least attention comes
 * first: the caller has it sorted so. Pure: the same turn and counts give the same place.
 */
#ifndef DORPEL_TURNS_H
#define DORPEL_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TURNS_MAX_KINDS = 16 };

struct turns_place {
    size_t kind, index; /* index in the kind's own order, least attention first */
};
/* counts: of each kind, 0 for none. False: there is nothing to tell. */
bool turns_at(const size_t *counts, size_t kinds, uint64_t turn, struct turns_place *ret);

/* Sorts indices 0..count-1 by rising attention; equal ones stay as they were. */
void turns_sort(uint16_t *ret_order, const uint32_t *attention, size_t count);

#endif
