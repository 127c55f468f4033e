/* desk: what the pages of the desk share. Nobody else includes it but http_desk.c and desk_*.c. */
#ifndef DORPEL_HUB_DESK_H
#define DORPEL_HUB_DESK_H

#include "sync/hub/http_desk.h"

enum { DESK_ATTEMPTS = 256, DESK_THINGS = 3 };

struct http_desk {
    struct http_desk_options options;
    struct hub hub;
    struct arena arena; /* of what is read once */
    struct html_files files;
    struct { /* that do not change: fonts, a picture */
        char *data;
        size_t len;
    } things[DESK_THINGS];
    struct { /* attempts to log in, by address, in this minute */
        uint8_t from[8];
        int64_t minute;
        int count;
    } attempts[DESK_ATTEMPTS];
};

struct visitor {
    struct http_desk *desk;
    struct http_request *request;
    struct desk_session session; /* when is_in */
    bool is_in;
};

/* A whole page around this HTML, as the answer. title: a key. */
void desk_show(struct visitor *visitor, int status, const char *title, const char *html);
/* A sentence by key on a page of its own, with the way back. pairs: plain text; NULL: none. */
void desk_tell(struct visitor *visitor, int status, const char *key, const char *const pairs[]);
void desk_go(struct visitor *visitor, const char *where);
/* A text of the form, or "". */
const char *desk_field(const struct http_request *request, const char *name);

void desk_home(struct visitor *visitor);
void desk_kiosk(struct visitor *visitor);  /* one of them: its health and its content */
void desk_stick(struct visitor *visitor);  /* files that were handed in */
void desk_answer(struct visitor *visitor); /* the zip to take home */
void desk_code(struct visitor *visitor);   /* a one-time code for a village */
void desk_people(struct visitor *visitor); /* accounts */

#endif
