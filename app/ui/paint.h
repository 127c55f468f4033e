/* paint: plain shapes in the frame being made, for screens that draw (not for widgets' words). */
#ifndef DORPEL_PAINT_H
#define DORPEL_PAINT_H

#include "app/ui/ui.h"

void ui_fill(struct ui *ui, struct rect rect, int radius, enum color color);
void ui_stroke(struct ui *ui, struct rect rect, int radius, int width, enum color color);
/* A polyline with round joins; points are x, y pairs in pixels; at most 1,000 a call. */
void ui_path(struct ui *ui, const int16_t *points, size_t count, int width, enum color color);
/* A colour of an illustration, not of a theme: 0xRRGGBBAA. Only for the drawn village. */
void ui_fill_raw(struct ui *ui, struct rect rect, int radius, uint32_t color);
/* Does this rectangle touch what can be seen now (screen and scroll area)? Long lists skip what
 * does not. */
bool ui_is_visible(const struct ui *ui, struct rect rect);

#endif
