/* pack_overlay: what was edited at the kiosk, laid over a pack. The pack itself stays as it is.
 *
 * Every item that may be edited is a field with a path; each meets its edit as app/domain/overlay.h
 * says. The result is a pack of its own whose strings live in the pack below, in the edits and in
 * the arena; it is never given to pack_free.
 */
#ifndef DORPEL_PACK_OVERLAY_H
#define DORPEL_PACK_OVERLAY_H

#include "app/content/pack.h"
#include "app/domain/overlay.h"

/* What the attract screen tells of, in the order of a village that chose none. */
#define OVERLAY_ORDER_ITEM "dorp/volgorde"
#define OVERLAY_ORDER "plannen,ideeen,nieuws,trots,verhalen,vragen,kaarten"

enum overlay_kind {
    OVERLAY_LINE,
    OVERLAY_LINES,
    OVERLAY_AMOUNT,
    OVERLAY_DAY,
    OVERLAY_FLAG,
    OVERLAY_PICTURE, /* in fotos/ of the pack, or of the kiosk's own (OVERLAY_OWN); "": none */
};
/* What a field belongs to, for lists of them. */
enum overlay_group {
    OVERLAY_OF_VILLAGE,
    OVERLAY_OF_NEWS,
    OVERLAY_OF_JEWEL,
    OVERLAY_OF_OTHER, /* questions, stories, cards */
    OVERLAY_OF_PLAN,
    OVERLAY_OF_ROUND,
    OVERLAY_GROUPS
};
struct overlay_field {
    const char *item; /* "nieuws/5b1f0c7e/tekst" */
    const char *name; /* its last part: "tekst" */
    enum overlay_kind kind;
    enum overlay_group group;
    size_t index;      /* of its thing in the group: fields of one thing stand together */
    size_t round;      /* of a plan or round */
    const char *title; /* of the thing, as it is shown */
    const char *below, *shown, *mine; /* of the pack; now; of the edit, or NULL */
    const char *basis; /* what an edit remembers of `below` (overlay_base); of a photo more */
    enum overlay_verdict verdict;
    size_t max; /* characters */
};

struct overlay {
    struct pack pack; /* as it is shown */
    struct overlay_field *fields;
    size_t field_count, clash_count;
    const char *order; /* of the attract screen: OVERLAY_ORDER, or another order of the same */
    const char *hours; /* when the hall is open; "" */
};

/* edits by rising item. was: "Was € {amount}", filled where a cost was edited. frozen: a bit a
 * round, of which what its opening froze stays as the pack has it. */
struct overlay *overlay_make(struct arena *arena, const struct pack *pack,
                             const struct overlay_edit *edits, size_t count, const char *was,
                             uint32_t frozen);
/* What a field may hold: cleaned into dst; false when it may not. */
bool overlay_clean(char *dst, size_t cap, const struct overlay_field *field, const char *typed);

enum { OVERLAY_TEXT = 1500, OVERLAY_NEW = 8 }; /* characters; news items that may be added */

#endif
