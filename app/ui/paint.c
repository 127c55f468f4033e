#include "app/ui/paint.h"

#include "app/ui/ui_internal.h"

void ui_fill(struct ui *ui, struct rect rect, int radius, enum color color)
{
    if (ui_sees(ui, rect)) {
        dl_fill(ui_dl(ui), rect, radius, ui_color(ui, color));
    }
}

void ui_stroke(struct ui *ui, struct rect rect, int radius, int width, enum color color)
{
    if (ui_sees(ui, rect)) {
        dl_stroke(ui_dl(ui), rect, radius, width, ui_color(ui, color));
    }
}

void ui_path(struct ui *ui, const int16_t *points, size_t count, int width, enum color color)
{
    dl_path(ui_dl(ui), points, count, width, ui_color(ui, color));
}

void ui_fill_raw(struct ui *ui, struct rect rect, int radius, uint32_t color)
{
    dl_fill(ui_dl(ui), rect, radius, color);
}

bool ui_is_visible(const struct ui *ui, struct rect rect)
{
    return ui_sees(ui, rect);
}
