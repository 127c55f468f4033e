/* recording: what a kiosk wrote down, as it brings it on a stick (records.jsonl): read record by
 * record. Lines that are no record and records without a body (erased) are passed over.
 */
#ifndef DORPEL_RECORDING_H
#define DORPEL_RECORDING_H

#include "app/base/io.h"
#include "app/base/json.h"
#include "app/count/snag.h"
#include "app/domain/record.h"

/* record and body live while `each` runs; false from it ends the reading, and is returned. */
bool recording_each(struct io *io, const char *path,
                    bool (*each)(void *ctx, const struct record *record, const json_t *body),
                    void *ctx, struct snag *snag);

#endif
