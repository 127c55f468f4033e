/* hub: where the records of villages come together: a municipality's, or a laptop in the hall.
 *
 * A database (hub_db), the hub's own keys in a file beside it, and a clock. What comes in goes
 * through two transactions: hub_receive.h puts the bytes on the disk and needs no secret;
 * hub_apply.h opens them, and may run again at any time. hub_ack.h tells kiosks what came.
 *
 * Invariants, with the letters of the tests:
 *   I2  tally = the rows, and a record counts once, however often and in whatever order it came
 *   I3  what an ack names is on the disk: rows are written, committed, then told
 *   I4  an ack says "safe" only of bytes that were read back from a verified backup
 *   I5  the same bundles give the same digest, in every order, in both engines
 *   I8  no row ties a vote to a kiosk, a bundle or a moment
 *
 * The hub has an incarnation, a number. It rises when a kiosk turns out to have read acks that this
 * database knows nothing of: then it is an older copy of itself, and asks everyone to send again.
 *
 * Secrets live in the caller's struct; hub_close wipes them. Not for threads: one hub a thread.
 */
#ifndef DORPEL_HUB_H
#define DORPEL_HUB_H

#include "app/base/clock.h"
#include "app/base/io.h"
#include "sync/enrol.h"
#include "sync/hub/hub_db.h"

enum { HUB_MAX_KEYS = 8, HUB_MAX_SEQ_BITS = 48 };

enum kiosk_state { KIOSK_ASKED, KIOSK_ENROLLED, KIOSK_REVOKED };

enum hub_bundle_state {
    HUB_RECEIVED,    /* on the disk, not opened yet */
    HUB_APPLIED,     /* its records are in */
    HUB_PARTLY,      /* some of its records wait for a newer program */
    HUB_QUARANTINED, /* could not be opened, or is not what it says: for a person */
    HUB_UNKNOWN,     /* of a format that this program does not know */
    HUB_PRACTICE     /* kept, never opened, never counted */
};

/* What this program can read; a test plays an older one. */
struct hub_knows {
    bool bundles; /* this version of bundles; false: all of them are of later */
    int kinds;    /* kinds of records, the first of enum record_kind */
};

enum hub_bug { /* planted, for tests only */
               HUB_BUG_NONE,
               HUB_BUG_DEDUPE_SEQ,  /* a number that came before is not applied */
               HUB_BUG_REFUSE_FORK, /* "already have that number" */
               HUB_BUG_EARLY_SAFE   /* safe as soon as it is received */
};

struct hub {
    struct hub_db *db;
    const struct clock *clock;
    struct party party; /* the hub, as others know it */
    char name[ENROL_NAME + 1];
    bool has_recovery;
    uint8_t recovery[CRYPTO_KEY];
    struct party_secret keys[HUB_MAX_KEYS]; /* newest first; none: can receive, not open */
    size_t key_count;
    struct hub_knows knows;
    enum hub_bug bug;
};

struct hub_place {
    struct io *io; /* for keys */
    const struct clock *clock;
    const char *where; /* of the database */
    const char *keys;  /* file of the hub's keys; earlier ones beside it: ".1", ".2", ...; or
                          NULL: no secrets */
    const char *vfs;   /* of SQLite; NULL: the system's own */
};

/* A hub that was made before. ERR_MISSING: there is none. */
bool hub_open(struct hub *ret, const struct hub_place *place, struct err *err);
/* A new one in an empty database, and its keys. recovery may be NULL. ERR_USED: there is one. */
bool hub_create(struct hub *ret, const struct hub_place *place, const char *name,
                const uint8_t recovery[CRYPTO_KEY], struct err *err);
void hub_close(struct hub *hub); /* also after a failed open */

/* Inside an act: this database is an older copy. `told`: the incarnation that a kiosk has seen. */
bool hub_raise(struct hub *hub, int64_t told, struct err *err);
bool hub_incarnation(struct hub *hub, int64_t *ret, struct err *err); /* inside an act */

#endif
