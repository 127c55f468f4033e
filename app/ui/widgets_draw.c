/* widgets_draw: what is looked at: cards, pictures, bars, the line a keyboard writes into. */
#include "app/ui/ui_internal.h"

#include "app/base/str.h"

#include <string.h>

void ui_card(struct ui *ui, struct rect rect, enum color color)
{
    int radius = ui_mm(ui, 4);
    uint32_t shadow = ui_color(ui, COLOR_SHADOW);

    if (!ui_sees(ui, rect_inset(rect, -ui_mm(ui, 4), -ui_mm(ui, 4)))) {
        return;
    }
    if ((shadow & 255) != 0) {
        struct rect below = rect;
        below.y += ui_mm(ui, 1);
        dl_shadow(ui_dl(ui), below, radius, ui_mm(ui, 3), shadow);
    }
    dl_fill(ui_dl(ui), rect, radius, ui_color(ui, color));
    if (ui_is_strict(ui)) { /* no shadow: a line says where it ends */
        dl_stroke(ui_dl(ui), rect, radius, ui_mm(ui, 0.5), ui_color(ui, COLOR_LINE));
    }
}

void ui_image(struct ui *ui, const char *id, struct rect rect, const char *file, const char *alt)
{
    ui_add(ui, id, rect, UI_PICTURE, alt);
    if (ui_sees(ui, rect)) {
        dl_picture(ui_dl(ui), DL_IMAGE, rect, ui_mm(ui, 3), 0xFFFFFFFF, file);
    }
}

void ui_art(struct ui *ui, struct rect rect, const char *file)
{
    if (ui_sees(ui, rect)) {
        dl_picture(ui_dl(ui), DL_ART, rect, 0, 0xFFFFFFFF, file);
    }
}

void ui_icon(struct ui *ui, struct rect rect, const char *icon, enum color color)
{
    if (ui_sees(ui, rect)) {
        int side = rect.w < rect.h ? rect.w : rect.h;
        dl_picture(ui_dl(ui), DL_ICON, rect_center(rect, side, side), 0, ui_color(ui, color), icon);
    }
}

void ui_bar(struct ui *ui, struct rect rect, int64_t part, int64_t whole, enum color color)
{
    int edge = ui_mm(ui, 0.5) > 0 ? ui_mm(ui, 0.5) : 1;
    int radius = rect.h / 2;

    part = part < 0 ? 0 : part;
    whole = whole < 1 ? 1 : whole;
    if (!ui_sees(ui, rect) || rect.w <= 2 * edge) {
        return;
    }
    double scale = (double)(part > whole ? part : whole);
    int full = rect.w - 2 * edge;
    int filled = (int)((double)full * (double)part / scale);
    int limit = (int)((double)full * (double)whole / scale);
    dl_fill(ui_dl(ui), rect, radius, ui_color(ui, COLOR_CARD));
    if (filled > 0) {
        struct rect bar = rect_inset(rect, edge, edge);
        int least = bar.h < full ? bar.h : full; /* a little is still seen as something */
        bar.w = filled < least ? least : filled;
        dl_fill(ui_dl(ui), bar, bar.h / 2, ui_color(ui, color));
    }
    dl_stroke(ui_dl(ui), rect, radius, edge, ui_color(ui, COLOR_LINE));
    if (part > whole) { /* over the limit: a line where it should have ended */
        int width = ui_mm(ui, 1);
        struct rect line = {rect.x + edge + limit - width / 2, rect.y - ui_mm(ui, 1.5), width,
                            rect.h + 2 * ui_mm(ui, 1.5)};
        struct rect halo = rect_inset(line, -edge, 0);
        dl_fill(ui_dl(ui), halo, 0, ui_color(ui, COLOR_CARD));
        dl_fill(ui_dl(ui), line, 0, ui_color(ui, COLOR_INK));
    }
}

void ui_modal(struct ui *ui)
{
    uint32_t veil = ui->look.theme == THEME_WARM ? 0x1D1712B0 : 0x000000C0;

    ui_flush_badges(ui);
    dl_fill(ui_dl(ui), ui_bounds(ui), 0, veil);
    /* What lies under the veil is not there: not for a finger, not for a voice. */
    memset(ui->elements, 0, ui->element_count * sizeof(ui->elements[0]));
    memset(ui->spots, 0, ui->element_count * sizeof(ui->spots[0]));
    ui->element_count = 0;
    for (size_t i = 0; i < UI_MAX_SCROLLS; i++) {
        ui->scrolls[i].rect = (struct rect){0};
    }
}

/* ---- the line that is written -------------------------------------------------------------- */

/* Text and caret, as many of the last lines as fit. */
static bool draw_written(struct ui *ui, struct ui_font font, struct rect in, const char *text)
{
    struct ui_lines lines;
    int height = text_line_height(font.em);
    int caret = ui_mm(ui, 0.7) > 1 ? ui_mm(ui, 0.7) : 2;

    ui_lines(ui, font, in.w - 2 * caret, text, &lines);
    size_t count = lines.count > UI_MAX_LINES ? UI_MAX_LINES : lines.count;
    size_t rows = (size_t)((in.h + height / 8) / height);
    rows = rows < 1 ? 1 : rows;
    size_t first = count > rows ? count - rows : 0;
    size_t shown = count - first > 0 ? count - first : 1;
    int top = in.y + (in.h - (int)shown * height) / 2;
    int x = in.x;
    int y = top;
    for (size_t i = first; i < count; i++) {
        y = top + (int)(i - first) * height;
        ui_draw_line(ui, font, in.x, y, ui_color(ui, COLOR_INK), text, &lines.line[i]);
        const char *end = text + lines.line[i].at + lines.line[i].len; /* blanks typed last */
        int blanks =
            i + 1 == count ? text_width(ui->face, end, strlen(end), font.em, font.bold) : 0;
        x = in.x + lines.line[i].width + blanks;
    }
    x = x > in.x + in.w - caret ? in.x + in.w - caret : x;
    int air = height / 8;
    dl_fill(ui_dl(ui), (struct rect){x + caret / 2, y + air, caret, height - 2 * air}, 0,
            ui_color(ui, COLOR_MARK));
    return lines.count <= UI_MAX_LINES && in.h + height / 8 >= height;
}

void ui_field(struct ui *ui, const char *id, struct rect rect, const char *text, const char *hint,
              const char *count)
{
    struct ui_font font = ui_font(ui, STYLE_BODY);
    int radius = ui_mm(ui, 3);
    struct rect in = rect_inset(rect, ui_mm(ui, 3.5), ui_mm(ui, 1.5));
    struct ui_element *element = ui_add(ui, id, rect, UI_FIELD, text[0] != '\0' ? text : hint);

    dl_fill(ui_dl(ui), rect, radius, ui_color(ui, COLOR_CARD));
    dl_stroke(ui_dl(ui), rect, radius, ui_mm(ui, 0.8), ui_color(ui, COLOR_MARK));
    if (count != NULL && count[0] != '\0') {
        int width = ui_text_width(ui, STYLE_BODY, count);
        int height = text_line_height(font.em);
        struct rect at = rect_cut_right(&in, width);
        int y = in.h >= 2 * height ? at.y + at.h - height : at.y + (at.h - height) / 2;
        ui_draw_words(ui, font, at.x, y, ui_color(ui, COLOR_INK_SOFT), count);
        rect_cut_right(&in, ui_mm(ui, 3));
    }
    if (text[0] != '\0') {
        element->clipped = !draw_written(ui, font, in, text);
        return;
    }
    struct ui_lines lines;
    ui_lines(ui, font, in.w, hint, &lines);
    struct rect box = rect_center(in, in.w, lines.height < in.h ? lines.height : in.h);
    element->clipped =
        !ui_draw_lines(ui, font, box, ui_color(ui, COLOR_INK_SOFT), ALIGN_LEFT, hint, &lines);
}
