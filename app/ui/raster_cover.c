/* raster_cover: a photo to the size in which it is shown, once.
 *
 * Down: each pixel is the average of what it covers. Up: between the two nearest. Weights are whole
 * numbers, so the result is the same on every machine.
 */
#include "app/ui/raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ONE = 1 << 14 };

struct taps { /* for each pixel of the target: from which of the source, and how much */
    int *first, *count, *at; /* at: index into weights */
    uint16_t *weights;
};

static void taps_free(struct taps *taps)
{
    free(taps->first);
    free(taps->count);
    free(taps->at);
    free(taps->weights);
}

/* The weights of source[from, from + span) for one pixel, summing to ONE. */
static int weigh(uint16_t *weights, double from, double span, int length, int *ret_first)
{
    int first = (int)floor(from);
    int last = (int)ceil(from + span) - 1;
    int sum = 0;

    first = first < 0 ? 0 : first >= length ? length - 1 : first;
    last = last < first ? first : last >= length ? length - 1 : last;
    for (int i = first; i <= last; i++) {
        double left = i > from ? i : from;
        double right = i + 1 < from + span ? i + 1 : from + span;
        double share = right > left ? (right - left) / span : 0;
        weights[i - first] = (uint16_t)(share * ONE);
        sum += weights[i - first];
    }
    weights[(last - first) / 2] = (uint16_t)(weights[(last - first) / 2] + ONE - sum);
    *ret_first = first;
    return last - first + 1;
}

static bool taps_make(struct taps *taps, int target, double from, double length, int whole)
{
    double scale = length / target;
    double span = scale > 1 ? scale : 1;
    size_t most = (size_t)ceil(span) + 2;

    taps->first = calloc((size_t)target, sizeof(int));
    taps->count = calloc((size_t)target, sizeof(int));
    taps->at = calloc((size_t)target, sizeof(int));
    taps->weights = calloc((size_t)target * most, sizeof(uint16_t));
    if (taps->first == NULL || taps->count == NULL || taps->at == NULL || taps->weights == NULL) {
        return false;
    }
    int at = 0;
    for (int i = 0; i < target; i++) {
        double middle = from + (i + 0.5) * scale;
        taps->at[i] = at;
        taps->count[i] = weigh(taps->weights + at, middle - span / 2, span, whole, &taps->first[i]);
        at += taps->count[i];
    }
    return true;
}

/* One row of the source at the width of the target: three 16-bit channels a pixel. */
static void scale_row(uint16_t *dst, int width, const uint32_t *source, const struct taps *taps)
{
    for (int i = 0; i < width; i++) {
        const uint32_t *from = source + taps->first[i];
        const uint16_t *weights = taps->weights + taps->at[i];
        uint32_t r = 0;
        uint32_t g = 0;
        uint32_t b = 0;
        for (int k = 0; k < taps->count[i]; k++) {
            r += (from[k] >> 16 & 255) * weights[k];
            g += (from[k] >> 8 & 255) * weights[k];
            b += (from[k] & 255) * weights[k];
        }
        dst[3 * i] = (uint16_t)(r >> 6);
        dst[3 * i + 1] = (uint16_t)(g >> 6);
        dst[3 * i + 2] = (uint16_t)(b >> 6);
    }
}

static void add_row(uint32_t *sums, const uint16_t *row, int width, uint32_t weight)
{
    for (int i = 0; i < 3 * width; i++) {
        sums[i] += row[i] * weight;
    }
}

static bool scale(uint32_t *dst, int width, int height, const struct raster_rows *source,
                  const struct taps *across, const struct taps *down)
{
    size_t row_len = 3 * (size_t)width;
    uint16_t *rows[2] = {calloc(row_len, sizeof(uint16_t)), calloc(row_len, sizeof(uint16_t))};
    int held[2] = {-1, -1}; /* which source rows stand there: neighbours share them */
    uint32_t *sums = calloc(row_len, sizeof(uint32_t));
    uint32_t *read = calloc((size_t)source->width, sizeof(uint32_t));
    bool done = rows[0] != NULL && rows[1] != NULL && sums != NULL && read != NULL;

    for (int y = 0; done && y < height; y++) {
        memset(sums, 0, row_len * sizeof(uint32_t));
        for (int k = 0; k < down->count[y]; k++) {
            int line = down->first[y] + k;
            int slot = line & 1;
            if (held[slot] != line) {
                held[slot] = line;
                source->read(source->ctx, line, read);
                scale_row(rows[slot], width, read, across);
            }
            add_row(sums, rows[slot], width, down->weights[down->at[y] + k]);
        }
        for (int x = 0; x < width; x++) {
            dst[(size_t)y * (size_t)width + (size_t)x] =
                0xFF000000u | (sums[3 * x] + (1u << 21)) >> 22 << 16 |
                (sums[3 * x + 1] + (1u << 21)) >> 22 << 8 | (sums[3 * x + 2] + (1u << 21)) >> 22;
        }
    }
    free(rows[0]);
    free(rows[1]);
    free(sums);
    free(read);
    return done;
}

/* The same size: nothing to weigh. */
static bool copy(uint32_t *dst, const struct raster_rows *source)
{
    for (int y = 0; y < source->height; y++) {
        uint32_t *row = dst + (size_t)y * (size_t)source->width;
        source->read(source->ctx, y, row);
        for (int x = 0; x < source->width; x++) {
            row[x] |= 0xFF000000u;
        }
    }
    return true;
}

bool raster_cover(uint32_t *dst, int width, int height, bool low, const struct raster_rows *source)
{
    struct taps across = {0};
    struct taps down = {0};
    double w = source->width;
    double h = source->height;

    if (width < 1 || height < 1 || source->width < 1 || source->height < 1) {
        return false;
    }
    if (source->width == width && source->height == height) {
        return copy(dst, source);
    }
    if (w * height > h * width) { /* too wide: the sides go */
        w = h * width / height;
    } else {
        h = w * height / width;
    }
    bool done = taps_make(&across, width, (source->width - w) / 2, w, source->width) &&
                taps_make(&down, height, (source->height - h) / (low ? 1 : 2), h, source->height) &&
                scale(dst, width, height, source, &across, &down);
    taps_free(&across);
    taps_free(&down);
    return done;
}
