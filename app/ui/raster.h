/* raster: shapes into pixels, by ourselves, the same on every machine.
 *
 * A picture of 32-bit pixels, 0xAARRGGBB, always opaque; colours come as 0xRRGGBBAA. Everything is
 * drawn inside `clip`. Edges are smooth: a pixel is covered in part by its distance to the edge.
 * Knows no SDL, no fonts and no files. Owns no memory.
 */
#ifndef DORPEL_RASTER_H
#define DORPEL_RASTER_H

#include "app/ui/rect.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct raster {
    uint32_t *pixels;
    int width, height;
    struct rect clip; /* inside the picture */
    uint8_t *mask;    /* width x height bytes of scratch, for raster_path; may be NULL */
};

struct raster_alpha { /* a glyph or an icon: how much of each pixel is covered */
    const uint8_t *alpha;
    int width, height, pitch;
};

struct raster_image { /* 0xAARRGGBB, not multiplied by alpha */
    const uint32_t *pixels;
    int width, height, pitch; /* pitch in pixels */
    bool is_opaque;
};

void raster_clip(struct raster *raster, struct rect rect); /* cut to the picture */
void raster_fill(struct raster *raster, struct rect rect, int radius, uint32_t color);
void raster_stroke(struct raster *raster, struct rect rect, int radius, int width, uint32_t color);
/* Falls off from full, blur pixels inside the edge, to nothing, blur pixels outside it. */
void raster_shadow(struct raster *raster, struct rect rect, int blur, uint32_t color);
void raster_glyph(struct raster *raster, int x, int y, const struct raster_alpha *glyph,
                  uint32_t color);
void raster_image(struct raster *raster, int x, int y, int radius,
                  const struct raster_image *image);
/* points: x, y pairs. Drawn as one shape: a translucent line is not darker where it crosses. */
void raster_path(struct raster *raster, const int16_t *points, size_t count, int width,
                 uint32_t color);

struct raster_rows { /* a large picture, read row by row, once and downwards */
    int width, height;
    void (*read)(void *ctx, int y, uint32_t *dst); /* 0xAARRGGBB; alpha is ignored */
    void *ctx;
};
/* The middle of source (or, `low`, its bottom) that has the shape of width x height, scaled to it;
 * dst is opaque. false: no memory, or nothing to scale. */
bool raster_cover(uint32_t *dst, int width, int height, bool low, const struct raster_rows *source);
/* The same of the bottom, and what is transparent stays so. */
bool raster_cover_art(uint32_t *dst, int width, int height, const struct raster_rows *source);

#endif
