/* hub_guests: what a village shares with others, taken out of its pack when that is offered, and
 * handed on to every kiosk (guest_letter.h).
 *
 * Of each village that offered a pack one file, KEYS.inhoud/kaarten/<key of the village>.json, as
 * it stands in the list. Cards are taken only out of a pack that the village itself signed, whose
 * files are what was signed, and in which its own key stands; only those with "ja" under `delen`.
 * A pack that only the municipality signed shares nothing, and takes back what was shared before.
 */
#ifndef DORPEL_HUB_GUESTS_H
#define DORPEL_HUB_GUESTS_H

#include "app/content/parcel.h"
#include "sync/guest_letter.h"
#include "sync/hub/hub.h"

/* Of a parcel that was checked; dir: hub_content_dir. */
bool hub_guests_take(struct io *io, struct arena *arena, const char *dir, const char *path,
                     const struct parcel *parcel, struct err *err);
/* The village (64 hex digits) goes on under another key: under this one it shares nothing more. */
bool hub_guests_retire(struct io *io, struct arena *arena, const char *dir, const char *village,
                       struct err *err);
/* The letter, signed with the hub's newest key. */
bool hub_guests_make(struct hub *hub, struct io *io, struct arena *arena, const char *dir,
                     struct bundle_bytes *ret, struct err *err);
/* The letter onto a stick, read back. Nothing when no village ever offered a pack. */
bool hub_guests_answer(const struct hub_place *place, struct arena *arena, const char *dir,
                       const char *stick, struct err *err);

#endif
