/* hub_status: how it stands with each kiosk: for the clerk, in a table or as JSON. */
#ifndef DORPEL_HUB_STATUS_H
#define DORPEL_HUB_STATUS_H

#include "sync/hub/hub_enrol.h"

struct hub_standing { /* of one kiosk; bundles */
    struct hub_kiosk kiosk;
    int64_t last_seen_s; /* UTC seconds; 0: never */
    int64_t received;    /* all that is kept of it */
    int64_t waiting;     /* among them: not in the tables, whole */
    int64_t safe;        /* among them: in a verified backup */
    int64_t practice;    /* among them: never counted */
    int64_t gaps;        /* numbers that did not come */
    int64_t short_votes; /* ballots that it says it let go, and that are not here */
    int64_t forks;       /* places that two bundles claim */
    int64_t unread;      /* acks that it has not read, as far as we know */
    int64_t clock_quality;
};

/* By village and name, in arena memory. */
bool hub_status(struct hub *hub, struct arena *arena, struct hub_standing **ret, size_t *ret_count,
                struct err *err);

struct hub_summary {
    int64_t incarnation, backups, set_apart; /* records in quarantine */
};
bool hub_status_summary(struct hub *hub, struct hub_summary *ret, struct err *err);

#endif
