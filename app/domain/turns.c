#include "app/domain/turns.h"

bool turns_at(const size_t *counts, size_t kinds, uint64_t turn, struct turns_place *ret)
{
    size_t some[TURNS_MAX_KINDS], count = 0;

    for (size_t i = 0; i < kinds && count < TURNS_MAX_KINDS; i++) {
        if (counts[i] > 0) {
            some[count++] = i;
        }
    }
    if (count == 0) {
        return false;
    }
    size_t kind = some[turn % count];
    *ret = (struct turns_place){kind, (size_t)(turn / count % counts[kind])};
    return true;
}

void turns_sort(uint16_t *ret_order, const uint32_t *attention, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t to = i;
        while (to > 0 && attention[ret_order[to - 1]] > attention[i]) {
            ret_order[to] = ret_order[to - 1];
            to--;
        }
        ret_order[to] = (uint16_t)i;
    }
}
