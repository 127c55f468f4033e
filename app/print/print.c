#include "app/print/print.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#define PT_PER_MM (72.0 / 25.4)
#define FAMILY "Atkinson Hyperlegible Next,DejaVu Sans"
#define DEJAVU "/usr/share/fonts/truetype/dejavu/"

enum { PATH_CAP = 1024 };

struct print {
    cairo_surface_t *surface;
    cairo_t *cairo;
    FcConfig *fonts;
    PangoFontMap *map;
    PangoContext *context;
    unsigned char *bytes;
    size_t len, cap;
    bool failed;
};

/* ---- letters ------------------------------------------------------------------------------- */

static bool add_font(FcConfig *fonts, const char *dir, const char *name)
{
    char path[PATH_CAP];
    int len = snprintf(path, sizeof(path), "%s%s", dir, name);

    return len > 0 && len < PATH_CAP && FcConfigAppFontAddFile(fonts, (const FcChar8 *)path);
}

/* A configuration of its own: not what the machine has, but what we bring. */
static FcConfig *load_fonts(const char *assets)
{
    char dir[PATH_CAP];
    FcConfig *fonts = FcConfigCreate();

    snprintf(dir, sizeof(dir), "%s/fonts/", assets);
    if (fonts == NULL || !add_font(fonts, dir, "AtkinsonHyperlegibleNext-Regular.ttf") ||
        !add_font(fonts, dir, "AtkinsonHyperlegibleNext-Bold.ttf")) {
        FcConfigDestroy(fonts);
        return NULL;
    }
    add_font(fonts, DEJAVU, "DejaVuSans.ttf");
    add_font(fonts, DEJAVU, "DejaVuSans-Bold.ttf");
    return fonts;
}

/* ---- begin and end ------------------------------------------------------------------------- */

static cairo_status_t take_bytes(void *ctx, const unsigned char *data, unsigned int len)
{
    struct print *print = ctx;

    if (print->len + len > print->cap) {
        size_t cap = (print->len + len) * 2;
        unsigned char *wider = realloc(print->bytes, cap);
        if (wider == NULL) {
            print->failed = true;
            return CAIRO_STATUS_WRITE_ERROR;
        }
        print->bytes = wider;
        print->cap = cap;
    }
    memcpy(print->bytes + print->len, data, len);
    print->len += len;
    return CAIRO_STATUS_SUCCESS;
}

struct print *print_create(double width_mm, double height_mm, const char *assets, struct err *err)
{
    struct print *print = calloc(1, sizeof(*print));

    assert(print != NULL);
    print->fonts = load_fonts(assets);
    if (print->fonts == NULL) {
        print_destroy(print);
        err_set(err, ERR_MISSING, "no letters in %s/fonts", assets);
        return NULL;
    }
    print->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(print->map), print->fonts);
    print->context = pango_font_map_create_context(print->map);
    print->surface = cairo_pdf_surface_create_for_stream(take_bytes, print, width_mm * PT_PER_MM,
                                                         height_mm * PT_PER_MM);
    /* An old printer reads it too; and cairo 1.18 writes the same kind of file as 1.16. */
    cairo_pdf_surface_restrict_to_version(print->surface, CAIRO_PDF_VERSION_1_4);
    /* Paper tells no time: the same result is the same file. */
    cairo_pdf_surface_set_metadata(print->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    print->cairo = cairo_create(print->surface);
    cairo_scale(print->cairo, PT_PER_MM, PT_PER_MM);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(print->context, options);
    pango_context_set_round_glyph_positions(print->context, FALSE); /* our unit is a millimetre */
    cairo_font_options_destroy(options);
    return print;
}

void print_destroy(struct print *print)
{
    if (print == NULL) {
        return;
    }
    if (print->cairo != NULL) {
        cairo_destroy(print->cairo);
        cairo_surface_finish(print->surface);
        cairo_surface_destroy(print->surface);
        g_object_unref(print->context);
        g_object_unref(print->map);
    }
    if (print->fonts != NULL) {
        FcConfigDestroy(print->fonts);
    }
    free(print->bytes);
    free(print);
}

void print_title(struct print *print, const char *title)
{
    cairo_pdf_surface_set_metadata(print->surface, CAIRO_PDF_METADATA_TITLE, title);
}

void print_next_page(struct print *print)
{
    cairo_show_page(print->cairo);
}

bool print_finish(struct print *print, const void **ret_bytes, size_t *ret_len, struct err *err)
{
    cairo_show_page(print->cairo);
    cairo_surface_finish(print->surface);
    if (print->failed || cairo_surface_status(print->surface) != CAIRO_STATUS_SUCCESS) {
        return err_set(err, ERR_MEMORY, "%s",
                       cairo_status_to_string(cairo_surface_status(print->surface)));
    }
    *ret_bytes = print->bytes;
    *ret_len = print->len;
    return true;
}

/* ---- shapes -------------------------------------------------------------------------------- */

static void set_color(struct print *print, uint32_t color)
{
    cairo_set_source_rgb(print->cairo, (color >> 16 & 0xFF) / 255.0, (color >> 8 & 0xFF) / 255.0,
                         (color & 0xFF) / 255.0);
}

static void trace(struct print *print, struct print_box box, double radius)
{
    const double quarter = acos(0.0);
    double most = (box.w < box.h ? box.w : box.h) / 2;
    double r = radius < most ? radius : most;

    cairo_new_path(print->cairo);
    if (r <= 0) {
        cairo_rectangle(print->cairo, box.x, box.y, box.w, box.h);
        return;
    }
    cairo_arc(print->cairo, box.x + box.w - r, box.y + r, r, -quarter, 0);
    cairo_arc(print->cairo, box.x + box.w - r, box.y + box.h - r, r, 0, quarter);
    cairo_arc(print->cairo, box.x + r, box.y + box.h - r, r, quarter, 2 * quarter);
    cairo_arc(print->cairo, box.x + r, box.y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(print->cairo);
}

void print_fill(struct print *print, struct print_box box, double radius_mm, uint32_t color)
{
    if (box.w > 0 && box.h > 0) {
        trace(print, box, radius_mm);
        set_color(print, color);
        cairo_fill(print->cairo);
    }
}

void print_stroke(struct print *print, struct print_box box, double radius_mm, double width_mm,
                  uint32_t color)
{
    trace(print, box, radius_mm);
    set_color(print, color);
    cairo_set_line_width(print->cairo, width_mm);
    cairo_stroke(print->cairo);
}

/* ---- words --------------------------------------------------------------------------------- */

/* Laid out in mm: a pango unit is a 1024th of one. */
static PangoLayout *lay_out(struct print *print, double width_mm, const struct print_style *style,
                            const char *text)
{
    static const PangoAlignment aligns[] = {
        [PRINT_LEFT] = PANGO_ALIGN_LEFT,
        [PRINT_CENTER] = PANGO_ALIGN_CENTER,
        [PRINT_RIGHT] = PANGO_ALIGN_RIGHT,
    };
    PangoLayout *layout = pango_layout_new(print->context);
    PangoFontDescription *font = pango_font_description_new();

    pango_font_description_set_family_static(font, FAMILY);
    pango_font_description_set_weight(font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, style->size_pt / PT_PER_MM * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_alignment(layout, aligns[style->align]);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout, 0); /* lines are placed by us */
    if (width_mm >= 0) {
        pango_layout_set_width(layout, (int)(width_mm * PANGO_SCALE));
    }
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static double line_height(const struct print_style *style)
{
    return style->size_pt / PT_PER_MM * (style->leading > 0 ? style->leading : 1.3);
}

double print_text_height(struct print *print, double width_mm, const struct print_style *style,
                         const char *text)
{
    PangoLayout *layout = lay_out(print, width_mm, style, text);
    double height = pango_layout_get_line_count(layout) * line_height(style);

    g_object_unref(layout);
    return height;
}

double print_text_width(struct print *print, const struct print_style *style, const char *text)
{
    PangoRectangle extents;
    PangoLayout *layout = lay_out(print, -1, style, text);

    pango_layout_get_extents(layout, NULL, &extents);
    g_object_unref(layout);
    return (double)extents.width / PANGO_SCALE;
}

double print_text(struct print *print, struct print_box box, const struct print_style *style,
                  const char *text)
{
    PangoLayout *layout = lay_out(print, box.w, style, text);
    double high = line_height(style);
    int count = pango_layout_get_line_count(layout);

    set_color(print, style->color);
    for (int i = 0; i < count; i++) {
        PangoRectangle extents;
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        pango_layout_line_get_extents(line, NULL, &extents);
        double spare = box.w - (double)extents.width / PANGO_SCALE;
        double x = box.x + (style->align == PRINT_LEFT     ? 0
                            : style->align == PRINT_CENTER ? spare / 2
                                                           : spare);
        /* The letters stand in the middle of their line: capitals are some 0.68 high. */
        double base = box.y + high * i + high / 2 + style->size_pt / PT_PER_MM * 0.34;
        cairo_move_to(print->cairo, x, base);
        pango_cairo_show_layout_line(print->cairo, line);
    }
    g_object_unref(layout);
    return count * high;
}
