/* dl: the display list. Screens fill it, a renderer draws it, tests read it.
 *
 * Plain values, no pointers into anybody's memory: texts and points are copied into the list's own
 * pools. The same list gives the same bytes on every machine (dl_dump), which is what the text
 * goldens compare. Fixed size; what does not fit is dropped and `overflow` is set (a test fails).
 */
#ifndef DORPEL_DL_H
#define DORPEL_DL_H

#include "app/ui/rect.h"
#include "app/ui/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dl_kind {
    DL_FILL,   /* rect, radius, color */
    DL_STROKE, /* rect, radius, width, color: border inside rect */
    DL_SHADOW, /* rect, radius, width = blur, color */
    DL_TEXT,   /* one line: rect.x and rect.y = pen start and baseline; rect.w = advance; style */
    DL_IMAGE,  /* rect, radius, text = file; covers the rect, centre crop */
    DL_ART,    /* like DL_IMAGE, but a vector file of assets/art, anchored at the bottom */
    DL_ICON,   /* rect, text = icon name, color */
    DL_PATH,   /* polyline: points, width, color; round joins */
    DL_CLIP,   /* rect: what follows is drawn inside it only */
};

struct dl_cmd {
    uint16_t kind;
    uint16_t radius;
    uint16_t width;
    uint16_t font_px;  /* DL_TEXT: em size in pixels */
    uint16_t bold;     /* DL_TEXT */
    uint16_t reserved; /* 0 */
    struct rect rect;
    uint32_t color;     /* 0xRRGGBBAA */
    uint32_t at, count; /* into texts (bytes, NUL after) or points (pairs) */
};

enum { DL_MAX_CMDS = 3000, DL_MAX_TEXT = 64 * 1024, DL_MAX_POINTS = 8192 };

struct dl {
    struct dl_cmd cmds[DL_MAX_CMDS];
    size_t cmd_count;
    char texts[DL_MAX_TEXT];
    size_t text_len;
    int16_t points[DL_MAX_POINTS * 2];
    size_t point_count;
    bool overflow;
};

void dl_reset(struct dl *dl); /* wipes what was used */
void dl_fill(struct dl *dl, struct rect rect, int radius, uint32_t color);
void dl_stroke(struct dl *dl, struct rect rect, int radius, int width, uint32_t color);
void dl_shadow(struct dl *dl, struct rect rect, int radius, int blur, uint32_t color);
void dl_text(struct dl *dl, int x, int baseline, int advance, int font_px, bool bold,
             uint32_t color, const char *text, size_t len);
void dl_picture(struct dl *dl, enum dl_kind kind, struct rect rect, int radius, uint32_t color,
                const char *name); /* DL_IMAGE, DL_ART, DL_ICON */
void dl_path(struct dl *dl, const int16_t *points, size_t count, int width, uint32_t color);
void dl_clip(struct dl *dl, struct rect rect);
bool dl_same(const struct dl *a, const struct dl *b);
/* One line a command, exact on every machine; returns bytes needed like snprintf. */
size_t dl_dump(const struct dl *dl, char *dst, size_t cap);

#endif
