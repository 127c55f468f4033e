/* view_admin: what only the head caretaker sees. Made when an admin is logged in; const for a
 * screen.
 *
 * Strings and arrays live until the next view is made.
 */
#ifndef DORPEL_VIEW_ADMIN_H
#define DORPEL_VIEW_ADMIN_H

#include "app/screens/view_said.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct view_logbook {
    bool is_known; /* it was checked */
    bool is_whole;
    int64_t line; /* the first that is not as it was written */
};

/* What may be edited of the pack, at the kiosk: fields, of things, in groups. */
enum view_field_kind {
    FIELD_LINE,
    FIELD_LINES,
    FIELD_AMOUNT,
    FIELD_DAY,
    FIELD_FLAG,
    FIELD_ORDER,
    FIELD_PICTURE
};
enum view_group {
    GROUP_VILLAGE,
    GROUP_NEWS,
    GROUP_JEWEL,
    GROUP_OTHER, /* questions, stories, cards */
    GROUP_PLAN,
    GROUP_ROUND,
    VIEW_GROUPS
};
struct view_field {
    const char *item;         /* its path: what ACT_EDIT is about */
    const char *name;         /* text key "field.<name>" */
    const char *title;        /* of its thing; "" for a new one */
    const char *shown, *mine; /* as it is; of the edit when the pack replaced the item, else NULL */
    enum view_field_kind kind;
    enum view_group group;
    size_t index; /* fields of one thing have one index within their group */
    size_t max;   /* characters */
    bool is_edited, is_clash;
    bool is_frozen; /* by the opening of its round */
};

struct view_void { /* a letter that was made void */
    size_t round;
    uint32_t letter, spare; /* 0: none was given */
    const char *reason;     /* text key */
};

enum view_wifi_state {
    VIEW_WIFI_NONE,
    VIEW_WIFI_OFF,
    VIEW_WIFI_JOINING,
    VIEW_WIFI_JOINED,
    VIEW_WIFI_SILENT
};
enum { VIEW_NETS = 12, VIEW_SSID = 33 };
struct view_wifi { /* looked at when the screen is entered, and when asked */
    enum view_wifi_state state;
    bool is_busy; /* NetworkManager was asked, and has not answered yet */
    size_t count;
    char ssid[VIEW_NETS][VIEW_SSID];
    int strength[VIEW_NETS]; /* of 100 */
    bool is_secured[VIEW_NETS];
};

struct view_admin {
    const struct view_wifi *wifi; /* NULL: not looked yet */
    const char *lang;             /* of a fresh visit */
    const struct view_void *voids;
    size_t void_count;
    const struct view_field *fields; /* things together, in the order of the pack */
    size_t field_count, clash_count;
    const char *const *photos; /* of a stick, to choose from */
    size_t photo_count;
    struct view_logbook logbook;
    const struct view_said *said; /* answers in words, the waiting ones first */
    size_t said_count;
    size_t said_waiting, said_all; /* known on every screen of an admin */
    size_t held;                   /* supports, pledges and thanks that wait */
};

#endif
