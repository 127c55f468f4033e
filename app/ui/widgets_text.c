/* widgets_text: words in places. Wrapped, never shrunk, and marked when they do not fit. */
#include "app/ui/ui_internal.h"

#include "app/base/str.h"

#include <math.h>
#include <string.h>

static struct ui_font font_of_cap(const struct ui *ui, double cap_mm, bool bold)
{
    double em = cap_mm * ui->px_per_mm * 1000.0 / ui->face->cap_height;

    return (struct ui_font){(int)ceil(em - 1e-9), bold}; /* up: never smaller than promised */
}

struct ui_font ui_font(const struct ui *ui, enum style style)
{
    double cap_mm = theme_cap_mm(ui_short_mm(ui), ui->look.size_step, style);

    return font_of_cap(ui, cap_mm, style != STYLE_BODY);
}

void ui_lines(const struct ui *ui, struct ui_font font, int width, const char *text,
              struct ui_lines *ret)
{
    ret->count = text_break(ui->face, text, font.em, font.bold, width > 0 ? width : 1, ret->line,
                            UI_MAX_LINES);
    ret->height = (int)ret->count * text_line_height(font.em);
    ret->widest = 0;
    ret->has_split = false;
    for (size_t i = 0; i < ret->count && i < UI_MAX_LINES; i++) {
        ret->widest = ret->line[i].width > ret->widest ? ret->line[i].width : ret->widest;
        size_t end = ret->line[i].at + ret->line[i].len;
        bool adjoins = i + 1 < ret->count && i + 1 < UI_MAX_LINES && ret->line[i + 1].at == end;
        const char *before = text + end - 1;
        if (adjoins && text[end] != '\0' && *before != '-' && *before != '/' &&
            !text_is_split(text, &ret->line[i])) {
            ret->has_split = true; /* not even between letters */
        }
        ret->has_split = ret->has_split || text_is_split(text, &ret->line[i]);
    }
}

/* The bytes of a line as they are drawn: soft hyphens left out, a hyphen where a word was cut. */
static size_t shown(char *dst, size_t cap, const char *text, const struct text_line *line)
{
    size_t len = 0;
    const char *end = text + line->at + line->len;

    for (const char *at = text + line->at; at < end;) {
        const char *here = at;
        uint32_t codepoint = str_decode(&at);
        size_t more = (size_t)(at - here);
        if (codepoint == 0 || len + more + 2 > cap) {
            break;
        }
        if (codepoint != 0xAD) {
            memcpy(dst + len, here, more);
            len += more;
        }
    }
    if (text_is_split(text, line)) {
        dst[len++] = '-';
    }
    return len;
}

void ui_draw_line(struct ui *ui, struct ui_font font, int x, int y, uint32_t color,
                  const char *text, const struct text_line *line)
{
    char bytes[1024];
    int height = text_line_height(font.em);
    int cap = (font.em * ui->face->cap_height + 500) / 1000;
    struct rect box = {x, y, line->width > 0 ? line->width : 1, height};

    if (line->len == 0 || !ui_sees(ui, box)) {
        return;
    }
    size_t len = shown(bytes, sizeof(bytes), text, line);
    dl_text(ui_dl(ui), x, y + (height + cap) / 2, line->width, font.em, font.bold, color, bytes,
            len);
}

void ui_draw_words(struct ui *ui, struct ui_font font, int x, int y, uint32_t color,
                   const char *text)
{
    struct text_line line = {0, strlen(text), 0};

    line.width = text_width(ui->face, text, line.len, font.em, font.bold);
    ui_draw_line(ui, font, x, y, color, text, &line);
}

static int align_x(struct rect rect, enum align align, int width)
{
    switch (align) {
    case ALIGN_LEFT:
        return rect.x;
    case ALIGN_CENTER:
        return rect.x + (rect.w - width) / 2;
    case ALIGN_RIGHT:
        return rect.x + rect.w - width;
    }
    return rect.x;
}

bool ui_draw_lines(struct ui *ui, struct ui_font font, struct rect rect, uint32_t color,
                   enum align align, const char *text, const struct ui_lines *lines)
{
    int height = text_line_height(font.em);
    int slack = height / 8; /* the air below the last line is not missed */
    bool fits = lines->count <= UI_MAX_LINES && lines->widest <= rect.w;

    for (size_t i = 0; i < lines->count && i < UI_MAX_LINES; i++) {
        int top = (int)i * height;
        if (top + height > rect.h + slack) {
            fits = false;
            if (i > 0) {
                break;
            }
        }
        const struct text_line *line = &lines->line[i];
        ui_draw_line(ui, font, align_x(rect, align, line->width), rect.y + top, color, text, line);
    }
    return fits;
}

int ui_text(struct ui *ui, const char *id, struct rect rect, enum style style, enum color color,
            enum align align, const char *text)
{
    struct ui_lines lines;
    struct ui_font font = ui_font(ui, style);

    ui_lines(ui, font, rect.w, text, &lines);
    if (lines.count == 0) {
        return 0;
    }
    struct rect used = rect;
    used.h = lines.height < rect.h ? lines.height : rect.h;
    struct ui_element *element = ui_add(ui, id != NULL ? id : text, used, UI_TEXT, text);
    element->clipped = !ui_draw_lines(ui, font, rect, ui_color(ui, color), align, text, &lines);
    return lines.height;
}

int ui_text_height(const struct ui *ui, enum style style, int width, const char *text)
{
    struct ui_font font = ui_font(ui, style);
    struct text_line one;

    return (int)text_break(ui->face, text, font.em, font.bold, width > 0 ? width : 1, &one, 1) *
           text_line_height(font.em);
}

int ui_text_width(const struct ui *ui, enum style style, const char *text)
{
    struct ui_font font = ui_font(ui, style);

    return text_width(ui->face, text, strlen(text), font.em, font.bold);
}

int ui_line_height(const struct ui *ui, enum style style)
{
    return text_line_height(ui_font(ui, style).em);
}

/* ---- one line, with an ellipsis ------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where the digits at `at` end: "1.250,50". */
static size_t number_end(const char *text, size_t at)
{
    while (is_digit(text[at]) || ((text[at] == '.' || text[at] == ',') &&
                                  (is_digit(text[at + 1]) || text[at + 1] == '-'))) {
        at++;
        if (text[at] == '-' && text[at - 1] == ',') {
            return at + 1;
        }
    }
    return at;
}

/* The last amount of money in text: "€ 1.250" or "1.250 euro". false: none. */
static bool find_amount(const char *text, size_t *ret_at, size_t *ret_end)
{
    static const char euro[] = "\xE2\x82\xAC";
    bool found = false;

    for (size_t i = 0; text[i] != '\0'; i++) {
        size_t digits = i;
        if (strncmp(text + i, euro, 3) == 0) {
            digits = i + 3;
            digits += text[digits] == ' ';
        } else if (!is_digit(text[i])) {
            continue;
        }
        size_t end = number_end(text, digits);
        bool is_money = digits > i && end > digits;
        if (digits == i && (strncmp(text + end, " euro", 5) == 0 || text[end - 1] == '-')) {
            end += text[end] == ' ' ? 5 : 0;
            is_money = true;
        }
        if (is_money) {
            found = true;
            *ret_at = i;
            *ret_end = end;
        }
        i = end > i ? end - 1 : i;
    }
    return found;
}

/* The most bytes of text[0..len] that leave room for `room` pixels. */
static size_t cut_to(const struct ui *ui, struct ui_font font, const char *text, size_t len,
                     int room)
{
    size_t fits = 0;

    for (const char *at = text; at < text + len;) {
        if (str_decode(&at) == 0 ||
            text_width(ui->face, text, (size_t)(at - text), font.em, font.bold) > room) {
            break;
        }
        fits = (size_t)(at - text);
    }
    while (fits > 0 && text[fits - 1] == ' ') {
        fits--;
    }
    return fits;
}

void ui_text_line(struct ui *ui, const char *id, struct rect rect, enum style style,
                  enum color color, enum align align, const char *text)
{
    static const char dots[] = "\xE2\x80\xA6";
    char cut[512];
    struct ui_font font = ui_font(ui, style);
    struct text_line line = {0, strlen(text), 0};
    const char *drawn = text;
    size_t at = 0;
    size_t end = 0;

    line.width = text_width(ui->face, text, line.len, font.em, font.bold);
    if (line.len == 0) {
        return;
    }
    if (line.width > rect.w) {
        bool has_amount = find_amount(text, &at, &end) && end - at < 64;
        char tail[80] = "";
        if (has_amount) { /* the words give way, the amount does not */
            tail[0] = ' ';
            memcpy(tail + 1, text + at, end - at);
            tail[1 + end - at] = '\0';
        }
        size_t head = has_amount ? at : line.len;
        int room = rect.w - text_width(ui->face, tail, strlen(tail), font.em, font.bold) -
                   text_width(ui->face, dots, 3, font.em, font.bold) - 2; /* each was rounded */
        head = cut_to(ui, font, text, head < 400 ? head : 400, room);
        memcpy(cut, text, head);
        cut[head] = '\0';
        if (head > 0 || !has_amount) {
            str_copy(cut + head, sizeof(cut) - head, dots);
        }
        str_copy(cut + strlen(cut), sizeof(cut) - strlen(cut), head > 0 ? tail : tail + has_amount);
        drawn = cut;
        line.len = strlen(cut);
        line.width = text_width(ui->face, cut, line.len, font.em, font.bold);
    }
    int height = text_line_height(font.em);
    int y = rect.y + (rect.h > height ? (rect.h - height) / 2 : 0);
    struct ui_element *element = ui_add(ui, id != NULL ? id : text, rect, UI_TEXT, text);
    element->clipped = line.width > rect.w || rect.h + height / 8 < height;
    ui_draw_line(ui, font, align_x(rect, align, line.width), y, ui_color(ui, color), drawn, &line);
}
