/* hub_export: what a hub holds, for others: readable records, and the ballot box of a round.
 *
 * The box is the same stembus.jsonl that a kiosk writes (sync/README.md), of all kiosks together.
 * Of a round that is not complete it is handed out only with a reason, which stands in the audit.
 */
#ifndef DORPEL_HUB_EXPORT_H
#define DORPEL_HUB_EXPORT_H

#include "sync/hub/hub_closing.h"

#include <stdio.h>

enum hub_export_form { HUB_EXPORT_JSON, HUB_EXPORT_CSV };

/* All records but ballots and register entries, by rid: a line each. */
bool hub_export_records(struct hub *hub, enum hub_export_form form, FILE *out, struct err *err);

struct hub_box {
    const char *text; /* in the arena */
    size_t len;
    int64_t ballots, registers, statements;
};
/* kiosk: of one of round->kiosks, beside its own closing statement; NULL: of all together. reason
 * NULL: only of a complete round. ERR_DENIED: it is not. ERR_LIMIT: larger than the count reads. */
bool hub_export_box(struct hub *hub, struct arena *arena, const struct hub_round *round,
                    const struct hub_closing *kiosk, const char *reason, struct hub_box *ret,
                    struct err *err);

#endif
