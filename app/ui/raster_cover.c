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

enum { CHANNELS = 4 }; /* blue, green, red, alpha: the fourth costs nothing where four go at once */

/* Colours count by how much there is of them: what is transparent has none. */
static void weigh_by_alpha(uint32_t *row, int width)
{
    for (int i = 0; i < width; i++) {
        uint32_t a = row[i] >> 24;
        uint32_t r = ((row[i] >> 16 & 255) * a + 127) / 255;
        uint32_t g = ((row[i] >> 8 & 255) * a + 127) / 255;
        uint32_t b = ((row[i] & 255) * a + 127) / 255;
        row[i] = a << 24 | r << 16 | g << 8 | b;
    }
}

static uint32_t unweigh(uint32_t pixel)
{
    uint32_t a = pixel >> 24;
    uint32_t result = a << 24;

    for (int shift = 0; a > 0 && shift < 24; shift += 8) {
        uint32_t c = ((pixel >> shift & 255) * 255 + a / 2) / a;
        result |= (c > 255 ? 255 : c) << shift;
    }
    return result;
}

/* One row of the source at the width of the target: four 16-bit channels a pixel. */
static void scale_row(uint16_t *dst, int width, const uint32_t *source, const struct taps *taps)
{
    for (int i = 0; i < width; i++) {
        const uint32_t *from = source + taps->first[i];
        const uint16_t *weights = taps->weights + taps->at[i];
        uint32_t sums[CHANNELS] = {0};
        for (int k = 0; k < taps->count[i]; k++) {
            for (int c = 0; c < CHANNELS; c++) {
                sums[c] += (from[k] >> (8 * c) & 255) * weights[k];
            }
        }
        for (int c = 0; c < CHANNELS; c++) {
            dst[CHANNELS * i + c] = (uint16_t)(sums[c] >> 6);
        }
    }
}

static void add_row(uint32_t *sums, const uint16_t *row, int width, uint32_t weight)
{
    for (int i = 0; i < CHANNELS * width; i++) {
        sums[i] += row[i] * weight;
    }
}

static void take_row(uint32_t *dst, const uint32_t *sums, int width, bool has_alpha)
{
    for (int x = 0; x < width; x++) {
        uint32_t pixel = 0;
        for (int c = 0; c < CHANNELS; c++) {
            pixel |= (sums[CHANNELS * x + c] + (1u << 21)) >> 22 << (8 * c);
        }
        dst[x] = has_alpha ? unweigh(pixel) : 0xFF000000u | pixel;
    }
}

static bool scale(uint32_t *dst, int width, int height, const struct raster_rows *source,
                  const struct taps *across, const struct taps *down, bool has_alpha)
{
    size_t row_len = CHANNELS * (size_t)width;
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
                if (has_alpha) {
                    weigh_by_alpha(read, source->width);
                }
                scale_row(rows[slot], width, read, across);
            }
            add_row(sums, rows[slot], width, down->weights[down->at[y] + k]);
        }
        take_row(dst + (size_t)y * (size_t)width, sums, width, has_alpha);
    }
    free(rows[0]);
    free(rows[1]);
    free(sums);
    free(read);
    return done;
}

/* The same size: nothing to weigh. */
static bool copy(uint32_t *dst, const struct raster_rows *source, bool has_alpha)
{
    for (int y = 0; y < source->height; y++) {
        uint32_t *row = dst + (size_t)y * (size_t)source->width;
        source->read(source->ctx, y, row);
        for (int x = 0; x < source->width && !has_alpha; x++) {
            row[x] |= 0xFF000000u;
        }
    }
    return true;
}

static bool cover(uint32_t *dst, int width, int height, bool low, bool has_alpha,
                  const struct raster_rows *source)
{
    struct taps across = {0};
    struct taps down = {0};
    double w = source->width;
    double h = source->height;

    if (width < 1 || height < 1 || source->width < 1 || source->height < 1) {
        return false;
    }
    if (source->width == width && source->height == height) {
        return copy(dst, source, has_alpha);
    }
    if (w * height > h * width) { /* too wide: the sides go */
        w = h * width / height;
    } else {
        h = w * height / width;
    }
    bool done = taps_make(&across, width, (source->width - w) / 2, w, source->width) &&
                taps_make(&down, height, (source->height - h) / (low ? 1 : 2), h, source->height) &&
                scale(dst, width, height, source, &across, &down, has_alpha);
    taps_free(&across);
    taps_free(&down);
    return done;
}

bool raster_cover(uint32_t *dst, int width, int height, bool low, const struct raster_rows *source)
{
    return cover(dst, width, height, low, false, source);
}

bool raster_cover_art(uint32_t *dst, int width, int height, const struct raster_rows *source)
{
    return cover(dst, width, height, true, true, source);
}
