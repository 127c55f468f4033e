/* handover: eerste.json, what goes from the first keeper to the last: the inner boxes of the
 * ballots that count, by rising bytes, without any id; and the registrar's signed summary.
 *
 *   {"boxes":[hex],"registrar_signature":hex,"signature":hex,"summary":{..},"unopened":n,
 *    "version":1}
 */
#ifndef DORPEL_HANDOVER_H
#define DORPEL_HANDOVER_H

#include "app/count/keyfile.h"

#include "app/base/json.h"

struct handover {
    uint8_t *boxes; /* count times box_len bytes, in an arena */
    size_t count;
    size_t box_len;
    uint32_t unopened; /* ballots whose outer layer did not open */
};

void handover_sort(struct handover *handover);
/* list: a proved telbaar.json. A new object, signed by the first keeper. */
json_t *handover_make(const struct handover *handover, const json_t *list,
                      const struct keyfile *first);
/* Reads and proves: signed by the first keeper, whose public half is first_sign; the summary by the
 * registrar; and as many boxes as she let count. The caller decrefs. NULL with a snag. */
json_t *handover_load(struct handover *ret, struct io *io, struct arena *arena, const char *path,
                      const struct round *round, const uint8_t first_sign[CRYPTO_KEY],
                      struct snag *snag);

#endif
