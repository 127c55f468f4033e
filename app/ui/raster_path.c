/* raster_path: lines through points. Their shape is collected in a mask first, so that it is one
 * shape: where it crosses itself it is not drawn twice. */
#include "app/ui/raster.h"

#include <math.h>
#include <string.h>

struct segment {
    float ax, ay, dx, dy, length2, half;
};

static float distance(const struct segment *s, float x, float y)
{
    float px = x - s->ax;
    float py = y - s->ay;
    float t = s->length2 > 0 ? (px * s->dx + py * s->dy) / s->length2 : 0;

    t = t < 0 ? 0 : t > 1 ? 1 : t;
    px -= t * s->dx;
    py -= t * s->dy;
    return sqrtf(px * px + py * py);
}

static struct rect around(const int16_t *a, const int16_t *b, int edge)
{
    int left = a[0] < b[0] ? a[0] : b[0];
    int top = a[1] < b[1] ? a[1] : b[1];
    int right = a[0] > b[0] ? a[0] : b[0];
    int bottom = a[1] > b[1] ? a[1] : b[1];

    return (struct rect){left - edge, top - edge, right - left + 2 * edge + 1,
                         bottom - top + 2 * edge + 1};
}

static void cover(struct raster *raster, const int16_t *a, const int16_t *b, int width)
{
    struct segment s = {(float)a[0],          (float)a[1], (float)(b[0] - a[0]),
                        (float)(b[1] - a[1]), 0,           (float)width / 2};
    struct rect seen = rect_both(around(a, b, width / 2 + 1), raster->clip);

    s.length2 = s.dx * s.dx + s.dy * s.dy;
    for (int y = seen.y; seen.w > 0 && y < seen.y + seen.h; y++) {
        uint8_t *row = raster->mask + (size_t)y * (size_t)raster->width;
        for (int x = seen.x; x < seen.x + seen.w; x++) {
            float inside = s.half + 0.5f - distance(&s, (float)x, (float)y);
            int part = inside <= 0 ? 0 : inside >= 1 ? 255 : (int)(inside * 255.0f);
            row[x] = part > row[x] ? (uint8_t)part : row[x];
        }
    }
}

void raster_path(struct raster *raster, const int16_t *points, size_t count, int width,
                 uint32_t color)
{
    if (count == 0 || raster->mask == NULL) {
        return;
    }
    struct rect box = around(points, points, width / 2 + 1);
    for (size_t i = 1; i < count; i++) {
        struct rect more = around(points + 2 * i, points + 2 * i, width / 2 + 1);
        int right = box.x + box.w > more.x + more.w ? box.x + box.w : more.x + more.w;
        int bottom = box.y + box.h > more.y + more.h ? box.y + box.h : more.y + more.h;
        box.x = box.x < more.x ? box.x : more.x;
        box.y = box.y < more.y ? box.y : more.y;
        box.w = right - box.x;
        box.h = bottom - box.y;
    }
    box = rect_both(box, raster->clip);
    if (box.w == 0) {
        return;
    }
    uint8_t *first = raster->mask + (size_t)box.y * (size_t)raster->width + box.x;
    for (int y = 0; y < box.h; y++) {
        memset(first + (size_t)y * (size_t)raster->width, 0, (size_t)box.w);
    }
    if (count == 1) {
        cover(raster, points, points, width);
    }
    for (size_t i = 1; i < count; i++) {
        cover(raster, points + 2 * (i - 1), points + 2 * i, width);
    }
    struct raster_alpha shape = {first, box.w, box.h, raster->width};
    raster_glyph(raster, box.x, box.y, &shape, color);
}
