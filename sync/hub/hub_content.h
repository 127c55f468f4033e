/* hub_content: signed packs of villages, that the hub hands on: by stick and over the network.
 *
 * They stand as they came in a folder beside the hub's keys, KEYS.inhoud/<key of the village>.dorp,
 * one a village, the newest; what it shares with
 * others beside them (hub_guests.h). A village that got another key (succession.h) has the same
 * pack under its earlier ones too: a kiosk that was away asks for the key that it knows. The hub
 * signs nothing here and decides nothing: who made it stands in the parcel, and the kiosk asks that
 * (app/content/stage.h).
 */
#ifndef DORPEL_HUB_CONTENT_H
#define DORPEL_HUB_CONTENT_H

#include "app/content/parcel.h"
#include "sync/hub/hub.h"

enum { HUB_CONTENT_PART = 1024 * 1024, HUB_CONTENT_MOST = 2000 };

/* keys: as in struct hub_place; a hub without keys has no such folder. */
const char *hub_content_dir(struct arena *arena, const struct hub_place *place);
/* Takes one in. ERR_FORMAT: no parcel, or damaged; ERR_USED: a newer one is there already. */
bool hub_content_offer(struct io *io, struct arena *arena, const char *dir, const char *path,
                       struct parcel *ret, struct err *err);
/* All of them into DORPSHUIS/INHOUD of a stick, each read back. *ret_files: newly written. */
bool hub_content_answer(struct io *io, const char *dir, const char *stick, size_t *ret_files,
                        struct err *err);
/* Each of them, as its index says; none is believed by that. dir NULL, or not there: none. */
void hub_content_each(struct io *io, struct arena *arena, const char *dir,
                      void (*each)(void *ctx, const struct parcel *parcel), void *ctx);
/* The number of the one for this village; 0: none. village: 64 hex digits. */
uint64_t hub_content_version(struct io *io, struct arena *arena, const char *dir,
                             const char *village);
/* At most HUB_CONTENT_PART bytes from `at`; *ret_len 0 at its end. */
bool hub_content_part(struct io *io, struct arena *arena, const char *dir, const char *village,
                      size_t at, uint8_t **ret, size_t *ret_len, struct err *err);

#endif
