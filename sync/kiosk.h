/* kiosk: who this kiosk is to a hub, and what it has heard of it.
 *
 * The keys are in the file sync.key of the data folder, made at the first use; all else are
 * settings of the store: incarnation, the machine it was drawn on, the highest ack; and, where the
 * screen sees them too (store_sync.h), our fingerprint, the accepted answer to the enrolment and
 * the answer that waits for the admin.
 *
 * Invariants
 *  1. Two machines never go on under one incarnation: when the machine is another than the one that
 *     drew it (a copied card, a card in a new Pi), a new one is drawn before anything is sealed.
 *  2. No hub is believed before a person compared its fingerprint; a later answer only when the
 *     accepted hub signed it and its version rose.
 *  3. Another hub is another beginning: a new incarnation, and all records sealed anew for it.
 *  4. What was heard of a lower incarnation of the hub is passed over.
 *
 * Memory is the caller's struct; kiosk_finish wipes the secrets.
 */
#ifndef DORPEL_KIOSK_SYNC_H
#define DORPEL_KIOSK_SYNC_H

#include "app/store/store.h"
#include "sync/ack.h"
#include "sync/enrol.h"

struct sync_kiosk {
    struct store *store;
    struct party_secret self;
    uint8_t incarnation[BUNDLE_INCARNATION];
    uint32_t boot_count;
    bool is_enrolled; /* and not revoked */
    bool is_revoked;
    struct enrol_answer hub; /* when there ever was one */
    bool has_pending;
    struct enrol_answer pending; /* for the admin to compare */
    uint64_t heard_incarnation, heard_seq;
    bool has_heard_id;
    uint8_t heard_id[BUNDLE_ID]; /* of that ack */
    bool has_doubt;              /* another ack of that number came: the hub was put back */
};

/* `machine` tells this machine from others (serial numbers, card); borrowed; NULL: cannot be told,
 * then a copied card is found by the hub only. */
bool sync_kiosk_load(struct sync_kiosk *ret, struct io *io, struct store *store,
                     const char *data_dir, const char *machine, struct err *err);
void sync_kiosk_finish(struct sync_kiosk *kiosk);

/* The request to enrol, as bytes for a stick or a server. */
bool sync_kiosk_request(struct bundle_bytes *ret, struct arena *arena,
                        const struct sync_kiosk *kiosk, const char *village, const char *name,
                        struct err *err);
/* An answer that came. From the accepted hub it holds at once; from another it waits for the admin.
 * ERR_DENIED: for another kiosk, or older than what holds. */
bool sync_kiosk_answer(struct sync_kiosk *kiosk, const uint8_t *data, size_t len, struct err *err);
/* The admin compared: the fingerprint is the one she read. ERR_DENIED: it is not. */
bool sync_kiosk_accept(struct sync_kiosk *kiosk, const char *fingerprint, struct err *err);
/* Two of us use the same numbers: goes on under new ones. */
bool sync_kiosk_new_incarnation(struct sync_kiosk *kiosk, struct err *err);

#endif
