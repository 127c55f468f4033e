#include "app/ui/raster.h"

#include <math.h>

/* ---- one pixel ----------------------------------------------------------------------------- */

static uint32_t argb(uint32_t color)
{
    return 0xFF000000u | color >> 8;
}

/* part of 256 of s over d; 256 is exactly s. */
static inline uint32_t mix(uint32_t d, uint32_t s, uint32_t part)
{
    uint32_t rb = d & 0x00FF00FFu;
    uint32_t g = d & 0x0000FF00u;

    rb += (((s & 0x00FF00FFu) - rb) * part) >> 8;
    g += (((s & 0x0000FF00u) - g) * part) >> 8;
    return 0xFF000000u | (rb & 0x00FF00FFu) | (g & 0x0000FF00u);
}

static inline uint32_t part_of(uint32_t alpha) /* 0..255 -> 0..256 */
{
    return alpha + (alpha >> 7);
}

static void span(uint32_t *at, int count, uint32_t color, uint32_t part)
{
    if (part >= 256) {
        for (int i = 0; i < count; i++) {
            at[i] = color;
        }
    } else if (part > 0) {
        for (int i = 0; i < count; i++) {
            at[i] = mix(at[i], color, part);
        }
    }
}

void raster_clip(struct raster *raster, struct rect rect)
{
    raster->clip = rect_both(rect, (struct rect){0, 0, raster->width, raster->height});
    if (raster->clip.w == 0 || raster->clip.h == 0) {
        raster->clip = (struct rect){0};
    }
}

/* How much of 256 of pixel i, j lies in a quarter disc of this radius; i, j from the corner. */
static uint32_t corner(int radius, int i, int j)
{
    if (i >= radius || j >= radius) {
        return 256;
    }
    float dx = (float)radius - ((float)i + 0.5f);
    float dy = (float)radius - ((float)j + 0.5f);
    float inside = (float)radius - sqrtf(dx * dx + dy * dy) + 0.5f;
    return inside <= 0 ? 0 : inside >= 1 ? 256 : (uint32_t)(inside * 256.0f);
}

static int to_edge(int at, int length) /* distance in whole pixels to the nearer end */
{
    return at < length - 1 - at ? at : length - 1 - at;
}

static int fit_radius(struct rect rect, int radius)
{
    int most = (rect.w < rect.h ? rect.w : rect.h) / 2;

    return radius < 0 ? 0 : radius > most ? most : radius;
}

/* ---- fill and stroke ----------------------------------------------------------------------- */

void raster_fill(struct raster *raster, struct rect rect, int radius, uint32_t color)
{
    struct rect seen = rect_both(rect, raster->clip);
    uint32_t alpha = part_of(color & 255);
    uint32_t full = argb(color);

    radius = fit_radius(rect, radius);
    for (int y = seen.y; seen.w > 0 && y < seen.y + seen.h; y++) {
        uint32_t *row = raster->pixels + (size_t)y * (size_t)raster->width;
        int j = to_edge(y - rect.y, rect.h);
        int left = seen.x;
        int right = seen.x + seen.w;
        if (j < radius) { /* the round ends one by one, the middle at once */
            for (; left < right && left - rect.x < radius; left++) {
                row[left] = mix(row[left], full, corner(radius, left - rect.x, j) * alpha >> 8);
            }
            for (; right > left && rect.x + rect.w - right < radius; right--) {
                uint32_t part = corner(radius, rect.x + rect.w - right, j) * alpha >> 8;
                row[right - 1] = mix(row[right - 1], full, part);
            }
        }
        span(row + left, right - left, full, alpha);
    }
}

/* How much of 256 of the pixel i, j from the corner lies between the outer and the inner edge. */
static uint32_t ring(int radius, int width, int i, int j)
{
    uint32_t outer = corner(radius, i, j);

    if (i < width || j < width) {
        return outer;
    }
    uint32_t inner = corner(radius > width ? radius - width : 0, i - width, j - width);
    return outer > inner ? outer - inner : 0;
}

void raster_stroke(struct raster *raster, struct rect rect, int radius, int width, uint32_t color)
{
    struct rect seen = rect_both(rect, raster->clip);
    uint32_t alpha = part_of(color & 255);
    uint32_t full = argb(color);

    radius = fit_radius(rect, radius);
    int zone = radius > width ? radius : width; /* columns that are not plain */
    for (int y = seen.y; seen.w > 0 && y < seen.y + seen.h; y++) {
        uint32_t *row = raster->pixels + (size_t)y * (size_t)raster->width;
        int j = to_edge(y - rect.y, rect.h);
        int left = seen.x;
        int right = seen.x + seen.w;
        for (; left < right && left - rect.x < zone; left++) {
            row[left] = mix(row[left], full, ring(radius, width, left - rect.x, j) * alpha >> 8);
        }
        for (; right > left && rect.x + rect.w - right < zone; right--) {
            uint32_t part = ring(radius, width, rect.x + rect.w - right, j) * alpha >> 8;
            row[right - 1] = mix(row[right - 1], full, part);
        }
        if (j < width) {
            span(row + left, right - left, full, alpha);
        }
    }
}

/* ---- shadow -------------------------------------------------------------------------------- */

/* 0..256 over the 2 * blur pixels around an edge, `at` from outside to inside. */
static uint32_t falloff(int at, int blur)
{
    if (at < 0 || at >= 2 * blur) {
        return at < 0 ? 0 : 256;
    }
    float t = ((float)at + 0.5f) / (float)(2 * blur);
    return (uint32_t)(t * t * (3 - 2 * t) * 256.0f);
}

static uint32_t falloff_both(int at, int length, int blur)
{
    return falloff(at, blur) * falloff(length - 1 - at, blur) >> 8;
}

void raster_shadow(struct raster *raster, struct rect rect, int blur, uint32_t color)
{
    struct rect outer = rect_inset(rect, -blur, -blur);
    struct rect seen = rect_both(outer, raster->clip);
    uint32_t alpha = part_of(color & 255);
    uint32_t full = argb(color);

    if (rect.w <= 0 || rect.h <= 0) {
        return;
    }
    for (int y = seen.y; seen.w > 0 && y < seen.y + seen.h; y++) {
        uint32_t *row = raster->pixels + (size_t)y * (size_t)raster->width;
        uint32_t here = falloff_both(y - outer.y, outer.h, blur) * alpha >> 8;
        int left = seen.x;
        int right = seen.x + seen.w;
        for (; left < right && left - outer.x < 2 * blur; left++) {
            uint32_t part = falloff_both(left - outer.x, outer.w, blur) * here >> 8;
            row[left] = mix(row[left], full, part);
        }
        for (; right > left && outer.x + outer.w - right < 2 * blur; right--) {
            uint32_t part = falloff_both(right - 1 - outer.x, outer.w, blur) * here >> 8;
            row[right - 1] = mix(row[right - 1], full, part);
        }
        span(row + left, right - left, full, here);
    }
}

/* ---- glyphs and pictures ------------------------------------------------------------------- */

void raster_glyph(struct raster *raster, int x, int y, const struct raster_alpha *glyph,
                  uint32_t color)
{
    struct rect seen = rect_both((struct rect){x, y, glyph->width, glyph->height}, raster->clip);
    uint32_t alpha = part_of(color & 255);
    uint32_t full = argb(color);

    for (int row = seen.y; seen.w > 0 && row < seen.y + seen.h; row++) {
        uint32_t *at = raster->pixels + (size_t)row * (size_t)raster->width + seen.x;
        const uint8_t *from =
            glyph->alpha + (size_t)(row - y) * (size_t)glyph->pitch + (seen.x - x);
        for (int i = 0; i < seen.w; i++) {
            if (from[i] != 0) {
                at[i] = mix(at[i], full, part_of(from[i]) * alpha >> 8);
            }
        }
    }
}

void raster_image(struct raster *raster, int x, int y, int radius, const struct raster_image *image)
{
    struct rect rect = {x, y, image->width, image->height};
    struct rect seen = rect_both(rect, raster->clip);

    radius = fit_radius(rect, radius);
    for (int row = seen.y; seen.w > 0 && row < seen.y + seen.h; row++) {
        uint32_t *at = raster->pixels + (size_t)row * (size_t)raster->width;
        const uint32_t *from = image->pixels + (size_t)(row - y) * (size_t)image->pitch;
        int j = to_edge(row - y, rect.h);
        for (int i = seen.x; i < seen.x + seen.w; i++) {
            uint32_t pixel = from[i - x];
            uint32_t part = image->is_opaque ? 256 : part_of(pixel >> 24);
            if (j < radius) {
                part = corner(radius, to_edge(i - x, rect.w), j) * part >> 8;
            }
            at[i] = part == 256 ? 0xFF000000u | pixel : mix(at[i], pixel, part);
        }
    }
}
