/* handover: eerste.json, what goes from the first keeper to the last: the inner boxes of the
 * ballots that count, by rising bytes, without any id; and the registrar's signed summary.
 *
 *   {"boxes":[hex],"registrar_signature":hex,"signature":hex,"summary":{..},"unopened":n,
 *    "version":1}
 */
#ifndef DORPEL_HANDOVER_H
#define DORPEL_HANDOVER_H

#include "app/count/boxfile.h"
#include "app/count/keyfile.h"

#include "app/base/json.h"

struct handover {
    uint8_t *boxes; /* count times box_len bytes, in an arena */
    size_t count;
    size_t box_len;
    uint32_t unopened; /* ballots whose outer layer did not open */
};

/* Opens the first layer of the ballots on the registrar's list (a proved telbaar.json), and of no
 * other; in the arena, sorted. ballots: of all boxes, by rising id. A ballot of the list that is
 * not among them is a snag. */
bool handover_open(struct handover *ret, struct arena *arena, const struct round *round,
                   const struct keyfile *first, const json_t *list,
                   const struct box_ballot *ballots, size_t ballot_count, struct snag *snag);
void handover_sort(struct handover *handover);
/* list: a proved telbaar.json. A new object, signed by the first keeper. */
json_t *handover_make(const struct handover *handover, const json_t *list,
                      const struct keyfile *first);
/* Reads and proves: signed by the first keeper, whose public half is first_sign; the summary by the
 * registrar; and as many boxes as she let count. The caller decrefs. NULL with a snag. */
json_t *handover_load(struct handover *ret, struct io *io, struct arena *arena, const char *path,
                      const struct round *round, const uint8_t first_sign[CRYPTO_KEY],
                      struct snag *snag);

#ifdef DORPEL_TEST
/* The planted bug of the simulator: opens all ballots of the boxes, on the list or not. */
void handover_plant_open_all(bool on);
#endif

#endif
