#include "app/base/wide.h"
#include "app/domain/count/voters.h"

#include <string.h>

void voters_make(struct voters *ret, struct arena *arena, const struct election *election,
                 bool with_weights)
{
    size_t plans = election->plan_count;
    size_t choices = election->first[election->ballot_count];

    *ret = (struct voters){
        .first = arena_array(arena, plans + 2, sizeof(*ret->first)),
        .voter = arena_array(arena, choices + 1, sizeof(*ret->voter)),
        .weight = with_weights ? arena_array(arena, choices + 1, sizeof(*ret->weight)) : NULL,
        .sum = arena_array(arena, plans + 1, sizeof(*ret->sum)),
        .largest = arena_array(arena, plans + 1, sizeof(*ret->largest)),
    };
    /* Counted one place further, so that filling moves each start to where it belongs. */
    for (size_t i = 0; i < choices; i++) {
        ret->first[election->plan[i] + 2]++;
    }
    for (size_t p = 2; p < plans + 2; p++) {
        ret->first[p] += ret->first[p - 1];
    }
    for (size_t b = 0; b < election->ballot_count; b++) {
        for (uint32_t i = election->first[b]; i < election->first[b + 1]; i++) {
            uint16_t plan = election->plan[i];
            uint16_t weight = with_weights ? election->weight[i] : 1;
            uint32_t at = ret->first[plan + 1]++;
            ret->voter[at] = (uint32_t)b;
            if (with_weights) {
                ret->weight[at] = weight;
            }
            ret->sum[plan] += weight;
            ret->largest[plan] = weight > ret->largest[plan] ? weight : ret->largest[plan];
        }
    }
}

int voters_shift(const struct election *election, int64_t money)
{
    /* One voter's part is at most the money; a sum over all of them that times their number. */
    return 61 -
           wide_bits(wide_product((uint64_t)(money < 1 ? 1 : money), election->ballot_count + 2));
}
