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

/* A row's dark squares that touch are one fill. */
static void draw_squares(struct ui *ui, int left, int top, int square, const struct qr *qr)
{
    for (int y = 0; y < qr->side; y++) {
        for (int x = 0; x < qr->side; x++) {
            int run = 0;
            while (qr_is_dark(qr, x + run, y)) {
                run++;
            }
            if (run > 0) {
                struct rect at = {left + x * square, top + y * square, run * square, square};
                dl_fill(ui_dl(ui), at, 0, 0x000000FF);
                x += run;
            }
        }
    }
}

struct rect ui_qr(struct ui *ui, const char *id, struct rect rect, const struct qr *qr,
                  const char *alt)
{
    int room = rect.w < rect.h ? rect.w : rect.h;
    int square = qr->side > 0 ? room / (qr->side + 2 * QR_QUIET) : 0;
    int side = square * (qr->side + 2 * QR_QUIET);
    struct rect card = {rect.x + (rect.w - side) / 2, rect.y, side, side};

    if (square < 1) {
        return (struct rect){rect.x, rect.y, 0, 0};
    }
    ui_add(ui, id, card, UI_PICTURE, alt);
    if (ui_sees(ui, card)) {
        dl_fill(ui_dl(ui), card, 0, 0xFFFFFFFF);
        draw_squares(ui, card.x + QR_QUIET * square, card.y + QR_QUIET * square, square, qr);
    }
    return card;
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

static int caret_width(const struct ui *ui)
{
    return ui_mm(ui, 0.7) > 1 ? ui_mm(ui, 0.7) : 2;
}

/* The caret after what stands at y and ends at x. */
static void draw_caret(struct ui *ui, struct ui_font font, struct rect in, int x, int y)
{
    int height = text_line_height(font.em);
    int air = height / 8;
    int caret = caret_width(ui);
    int right = in.x + in.w - caret;

    x = x + caret / 2 > right ? right : x + caret / 2;
    dl_fill(ui_dl(ui), (struct rect){x, y + air, caret, height - 2 * air}, 0,
            ui_color(ui, COLOR_MARK));
}

/* There is one row: the end of the text, with dots where its beginning was. */
static void draw_tail(struct ui *ui, struct ui_font font, struct rect in, const char *text)
{
    static const char dots[] = "\xE2\x80\xA6";
    int room = in.w - 2 * caret_width(ui);
    int dots_width = text_width(ui->face, dots, strlen(dots), font.em, font.bold);
    int width = text_width(ui->face, text, strlen(text), font.em, font.bold);
    int y = in.y + (in.h - text_line_height(font.em)) / 2;
    int x = in.x;

    if (width > room) {
        room -= dots_width;
        while (width > room && str_decode(&text) != 0) {
            width = text_width(ui->face, text, strlen(text), font.em, font.bold);
        }
        ui_draw_words(ui, font, x, y, ui_color(ui, COLOR_INK_SOFT), dots);
        x += dots_width;
    }
    ui_draw_words(ui, font, x, y, ui_color(ui, COLOR_INK), text);
    draw_caret(ui, font, in, x + width, y);
}

/* Text and caret, as many of the last lines as fit. */
static bool draw_written(struct ui *ui, struct ui_font font, struct rect in, const char *text)
{
    struct ui_lines lines;
    int height = text_line_height(font.em);
    int rows = (in.h + height / 8) / height;

    if (rows <= 1 && strchr(text, '\n') == NULL) {
        draw_tail(ui, font, in, text);
        return rows == 1;
    }
    rows = rows < 1 ? 1 : rows;
    ui_lines(ui, font, in.w - 2 * caret_width(ui), text, &lines);
    int count = (int)(lines.count > UI_MAX_LINES ? UI_MAX_LINES : lines.count);
    int first = count > rows ? count - rows : 0;
    int top = in.y + (in.h - (count - first) * height) / 2;
    int x = in.x;
    int y = top;
    for (int i = first; i < count; i++) {
        y = top + (i - first) * height;
        ui_draw_line(ui, font, in.x, y, ui_color(ui, COLOR_INK), text, &lines.line[i]);
        const char *end = text + lines.line[i].at + lines.line[i].len; /* blanks typed last */
        int blanks =
            i + 1 == count ? text_width(ui->face, end, strlen(end), font.em, font.bold) : 0;
        x = in.x + lines.line[i].width + blanks;
    }
    draw_caret(ui, font, in, x, y);
    return lines.count <= UI_MAX_LINES;
}

void ui_field(struct ui *ui, const char *id, struct rect rect, const char *text, const char *hint,
              const char *count)
{
    struct ui_font font = ui_font(ui, STYLE_BODY);
    int radius = ui_mm(ui, 3);
    int air = (rect.h - text_line_height(font.em)) / 2; /* the air above a line is air too */
    int inset = air < 0 ? 0 : air < ui_mm(ui, 1.5) ? air : ui_mm(ui, 1.5);
    struct rect in = rect_inset(rect, ui_mm(ui, 3.5), inset);
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
