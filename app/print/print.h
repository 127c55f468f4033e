/* print: paper. Pages in millimetres, shapes and words on them, and a PDF at the end.
 *
 * The one door to cairo and pango. Letters are the bundled Atkinson Hyperlegible Next, and DejaVu
 * for what it lacks; what is installed on the machine otherwise changes nothing. The same calls
 * give the same bytes. Never linked into the kiosk. print_create on the heap; print_destroy takes
 * NULL.
 */
#ifndef DORPEL_PRINT_H
#define DORPEL_PRINT_H

#include "app/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct print;

enum print_align { PRINT_LEFT, PRINT_CENTER, PRINT_RIGHT };
struct print_style {
    double size_pt;
    bool bold;
    uint32_t color; /* 0xRRGGBB */
    enum print_align align;
    double leading; /* line height in letter heights; 0: 1.3 */
};
struct print_box {
    double x, y, w, h; /* mm; y grows downwards */
};

/* assets: the folder with fonts/. ERR_MISSING: the letters are not there. */
struct print *print_create(double width_mm, double height_mm, const char *assets, struct err *err);
void print_destroy(struct print *print);
void print_title(struct print *print, const char *title); /* of the document */

void print_fill(struct print *print, struct print_box box, double radius_mm, uint32_t color);
void print_stroke(struct print *print, struct print_box box, double radius_mm, double width_mm,
                  uint32_t color);
/* Wrapped words from the top of the box, as wide as it; returns their height in mm. The box's own
 * height does not matter. */
double print_text(struct print *print, struct print_box box, const struct print_style *style,
                  const char *text);
double print_text_height(struct print *print, double width_mm, const struct print_style *style,
                         const char *text);
double print_text_width(struct print *print, const struct print_style *style, const char *text);
void print_next_page(struct print *print);

/* Closes the last page. The bytes live as long as the print. ERR_MEMORY: cairo could not. */
bool print_finish(struct print *print, const void **ret_bytes, size_t *ret_len, struct err *err);

#endif
