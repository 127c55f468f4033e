/* place: the folder on a stick that is this kiosk's own.
 *
 * DORPSHUIS/<dorp>, or <dorp>-2, -3, ... when that one is another kiosk's: its kiosk.id says so, or
 * its stembus.jsonl holds a ballot that this kiosk does not know (a copied SD card has our id too).
 * Reads the stick, writes nothing.
 */
#ifndef DORPEL_PLACE_H
#define DORPEL_PLACE_H

#include "sync/export.h"
#include "sync/stick.h"

enum { PLACE_ID = 16, PLACE_SLUG = 40 };

/* What stands in kiosk.id: this kiosk's random id, kept in the store's settings and made at the
 * first visit, with a check, so that a damaged file is not taken for another kiosk's. */
enum { PLACE_LINE = 2 * PLACE_ID + 1 + 16 + 2 };
bool place_kiosk_line(struct store *store, char ret[PLACE_LINE], struct err *err);
/* "Sint-Jansklooster" -> "sint-jansklooster": lower case ASCII, for a folder name. */
void place_slug(char ret[PLACE_SLUG + 1], const char *name);
/* "DORPSHUIS/broekhoven" in the arena; box is the stembus.jsonl that will be written. */
const char *place_find(const struct stick *stick, struct arena *arena, const char *slug,
                       const char *kiosk_line, const struct export_bytes *box, struct err *err);

#endif
