/* hub_audit: the hub's log of what a person may ask about later: enrolments, forks, alarms,
 * backups, boxes that were handed out. Each line is hashed over the one before, so that none can be
 * changed or left out unseen. Never a vote, and no line of a moment in which one came.
 */
#ifndef DORPEL_HUB_AUDIT_H
#define DORPEL_HUB_AUDIT_H

#include "sync/hub/hub.h"

enum { HUB_AUDIT_DETAIL = 300 };

/* Inside an act. what: the end of a key, "hub.audit.<what>". kiosk, detail: may be NULL. */
bool hub_audit(struct hub *hub, const char *what, const uint8_t kiosk[BUNDLE_PARTY],
               const char *detail, struct err *err);

struct hub_audit_line {
    int64_t n, at_s;
    const char *what, *detail;
    const uint8_t *kiosk; /* NULL: none */
};
/* All lines in order, each checked against its hash. `each` may be NULL. ERR_DAMAGED. */
bool hub_audit_each(struct hub *hub, void (*each)(void *ctx, const struct hub_audit_line *line),
                    void *ctx, struct err *err);

#endif
