/* counted: an election, how it was counted, and what came out: what explanation, JSON and paper are
 * made from. Borrows all three.
 */
#ifndef DORPEL_COUNTED_H
#define DORPEL_COUNTED_H

#include "app/domain/count/count.h"

struct counted {
    const struct election *election; /* of its ballots only `ballots` is looked at */
    const struct count_options *options;
    const struct count_outcome *outcome;
    uint64_t ballots; /* blank ones included */
};

#endif
