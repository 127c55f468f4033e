/* rect: rectangles in pixels, cut into pieces.
 *
 * Screens lay themselves out by cutting: take a strip off a rectangle, give it to a widget, go on
 * with what is left. A cut larger than the rectangle takes all of it.
 */
#ifndef DORPEL_RECT_H
#define DORPEL_RECT_H

#include <stdbool.h>

struct rect {
    int x, y, w, h; /* pixels; y grows downwards */
};

struct rect rect_cut_top(struct rect *rect, int height);
struct rect rect_cut_bottom(struct rect *rect, int height);
struct rect rect_cut_left(struct rect *rect, int width);
struct rect rect_cut_right(struct rect *rect, int width);
struct rect rect_inset(struct rect rect, int dx, int dy);
/* The index-th of count columns with gap between; the last takes the rounding. */
struct rect rect_column(struct rect rect, int count, int index, int gap);
struct rect rect_row(struct rect rect, int count, int index, int gap);
struct rect rect_center(struct rect outer, int width, int height);
/* The largest rectangle of aspect w:h inside outer, centred. */
struct rect rect_fit(struct rect outer, int w, int h);
bool rect_has(struct rect rect, int x, int y);
struct rect rect_both(struct rect a, struct rect b); /* overlap; w or h 0 when none */

#endif
