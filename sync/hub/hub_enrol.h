/* hub_enrol: kiosks that ask to send here, and the clerk's yes.
 *
 * A request is written down as it comes; nothing follows from it until a person has compared the
 * fingerprint on the kiosk's screen. The answer is a bundle, kept with the kiosk until it is sure
 * to have it. Revoked is an answer too, with a higher version.
 */
#ifndef DORPEL_HUB_ENROL_H
#define DORPEL_HUB_ENROL_H

#include "sync/hub/hub.h"

enum { HUB_MAX_ASKED = 1000 }; /* requests that wait for a yes */

struct hub_kiosk {
    struct party party;
    char village[ENROL_NAME + 1], name[ENROL_NAME + 1];
    enum kiosk_state state;
    char fingerprint[PARTY_FINGERPRINT];
};

/* A request onto the list; ret may be NULL. Of a kiosk that is enrolled with these keys: nothing
 * changes, and its answer lies ready again. ERR_CRYPTO, ERR_FORMAT: it is none. ERR_LIMIT: too many
 * wait. */
bool hub_enrol_ask(struct hub *hub, const uint8_t *bytes, size_t len, struct hub_kiosk *ret,
                   struct err *err);
/* Yes to the kiosk with this fingerprint (blanks and case do not matter). ERR_MISSING: nobody with
 * it asked. */
bool hub_enrol_accept(struct hub *hub, const char *fingerprint, struct hub_kiosk *ret,
                      struct err *err);
/* No more: what it sends from now on is refused. id: the first letters of its party id, in hex, at
 * least eight; or its fingerprint. */
bool hub_enrol_revoke(struct hub *hub, const char *id, struct hub_kiosk *ret, struct err *err);

/* The same for a kiosk that proved a one-time code, inside an act: it is enrolled, and this is what
 * to answer. ERR_MISSING: it did not ask. */
bool hub_enrol_take(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                    struct enrol_answer *ret, struct err *err);

/* All kiosks by village and name, in arena memory. */
bool hub_enrol_list(struct hub *hub, struct arena *arena, struct hub_kiosk **ret, size_t *ret_count,
                    struct err *err);
/* The answer that this kiosk may still need; ret->len 0: none. */
bool hub_enrol_answer(struct hub *hub, struct arena *arena, const uint8_t kiosk[BUNDLE_PARTY],
                      struct bundle_bytes *ret, struct err *err);

/* Inside an act: a new answer to each enrolled kiosk, with a version above the one before: the
 * hub's keys changed. */
bool hub_enrol_tell_all(struct hub *hub, size_t *ret_count, struct err *err);

#endif
