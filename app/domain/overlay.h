/* overlay: an edit made at the kiosk meets the pack that lies below it. Pure.
 *
 * An edit remembers what it was laid over. As long as the pack says just that, the edit holds. When
 * a new pack says something else there, somebody changed the same item twice: then the pack is
 * shown, and a person chooses. When the pack says what the edit says, there is nothing to choose.
 */
#ifndef DORPEL_OVERLAY_H
#define DORPEL_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>

enum { OVERLAY_BASE = 17 }; /* bytes of a base, with the end */

/* A photo of the kiosk's own is called by its bytes: 64 hex digits of their hash, and what it is.
 * In a field it is "eigen/<name>". */
#define OVERLAY_OWN "eigen/"
enum { OVERLAY_PHOTO = 69 }; /* bytes of a name, with the end */

struct overlay_edit {                /* the newest of an item */
    const char *item, *value, *base; /* value NULL: taken back; base "": none */
};

enum overlay_verdict {
    OVERLAY_NONE,  /* no edit, or one that was taken back */
    OVERLAY_HOLDS, /* the edit is shown */
    OVERLAY_SAME,  /* the pack says the same by now */
    OVERLAY_CLASH, /* the pack replaced the item: it is shown, and a person chooses */
};

/* What an edit remembers of `below`, so that it says nothing of it: hex of a hash. */
void overlay_base(char ret[OVERLAY_BASE], const char *below);
bool overlay_is_photo(const char *name); /* "5b1f...0c7e.jpg": nothing that leads elsewhere */
/* value NULL: no edit. *ret_shown is `below` or `value`. */
enum overlay_verdict overlay_meet(const char *below, const char *value, const char *base,
                                  const char **ret_shown);

#endif
