/* ui_sdl_font: letters by SDL_ttf, one at a time, kept as shapes without colour.
 *
 * Widths come from each font at one pixel a unit, unhinted: whole numbers, the same everywhere. A
 * letter that the house font lacks comes from the next one; one that nobody has is a box, so that
 * it is seen. Nothing here knows words.
 */
#include "app/ui/ui_sdl_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MORE_LETTERS "/usr/share/fonts/truetype/dejavu"

enum { UNKNOWN_UNITS = 600 };

/* ---- files --------------------------------------------------------------------------------- */

static uint32_t read_be(const uint8_t *bytes, size_t count)
{
    uint32_t value = 0;

    for (size_t i = 0; i < count; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* From the font's 'head' table; 0 when this is no such font. */
static int units_per_em(const uint8_t *bytes, size_t len)
{
    if (len < 12) {
        return 0;
    }
    size_t tables = read_be(bytes + 4, 2);
    for (size_t i = 0; i < tables && 12 + 16 * (i + 1) <= len; i++) {
        const uint8_t *entry = bytes + 12 + 16 * i;
        size_t at = read_be(entry + 8, 4);
        if (memcmp(entry, "head", 4) == 0 && at < len && len - at >= 20) {
            return (int)read_be(bytes + at + 18, 2);
        }
    }
    return 0;
}

static TTF_Font *open_size(const struct font_file *file, int px)
{
    TTF_Font *font = TTF_OpenFontRW(SDL_RWFromConstMem(file->bytes, (int)file->len), 1, px);

    if (font != NULL) {
        TTF_SetFontHinting(font, TTF_HINTING_NONE); /* once: a change would empty its cache */
    }
    return font;
}

/* Reads a font when it is first asked for; false when it is not there. */
static bool file_ready(struct font_file *file)
{
    if (!file->is_tried) {
        file->is_tried = true;
        file->bytes = sdl_read_file(file->path, FONT_FILE_MAX, &file->len);
        file->units_per_em = file->bytes != NULL ? units_per_em(file->bytes, file->len) : 0;
        if (file->units_per_em >= 16 && file->units_per_em <= 16384) {
            file->metrics = open_size(file, file->units_per_em);
        }
    }
    return file->metrics != NULL;
}

static int advance_for(void *ctx, uint32_t codepoint, bool bold)
{
    return fonts_advance(ctx, codepoint, bold);
}

bool fonts_open(struct fonts *fonts, const char *assets, struct err *err)
{
    static const char *const names[FONT_FACES] = {
        "/fonts/AtkinsonHyperlegibleNext-Regular.ttf",
        "/fonts/AtkinsonHyperlegibleNext-Bold.ttf",
        MORE_LETTERS "/DejaVuSans.ttf",
        MORE_LETTERS "/DejaVuSans-Bold.ttf",
    };
    int top = 0;

    if (TTF_Init() != 0) {
        return err_set(err, ERR_MISSING, "fonts: %s", TTF_GetError());
    }
    for (int i = 0; i < FONT_FACES; i++) {
        struct font_file *file = &fonts->files[i];
        snprintf(file->path, sizeof(file->path), "%s%s", i < 2 ? assets : "", names[i]);
    }
    struct font_file *house = &fonts->files[0];
    if (!file_ready(house) ||
        TTF_GlyphMetrics32(house->metrics, 'H', NULL, NULL, NULL, &top, NULL) != 0 || top <= 0) {
        return err_set(err, ERR_MISSING, "no font at %s", house->path);
    }
    fonts->face.advance = advance_for;
    fonts->face.ctx = fonts;
    fonts->face.cap_height = top * 1000 / house->units_per_em;
    fonts->face.ascent = TTF_FontAscent(house->metrics) * 1000 / house->units_per_em;
    fonts->face.descent = -TTF_FontDescent(house->metrics) * 1000 / house->units_per_em;
    return true;
}

static void drop_glyph(struct fonts *fonts, struct glyph *glyph);

void fonts_close(struct fonts *fonts)
{
    while (fonts->oldest != NULL) {
        drop_glyph(fonts, fonts->oldest);
    }
    for (int i = 0; i < FONT_SLOTS; i++) {
        if (fonts->slots[i].font != NULL) {
            TTF_CloseFont(fonts->slots[i].font);
        }
    }
    for (int i = 0; i < FONT_FACES; i++) {
        if (fonts->files[i].metrics != NULL) {
            TTF_CloseFont(fonts->files[i].metrics);
        }
        free(fonts->files[i].bytes);
    }
    if (TTF_WasInit()) {
        TTF_Quit();
    }
    memset(fonts, 0, sizeof(*fonts));
}

/* ---- widths -------------------------------------------------------------------------------- */

static void measure(struct fonts *fonts, uint32_t codepoint, bool bold, struct font_advance *ret)
{
    ret->units = UNKNOWN_UNITS;
    ret->face = -1;
    if (codepoint < 0x20 || codepoint == 0xAD || (codepoint >= 0x7F && codepoint < 0xA0)) {
        ret->units = 0; /* controls and the soft hyphen */
        return;
    }
    for (int i = bold; i < FONT_FACES; i += 2) {
        struct font_file *file = &fonts->files[i];
        int advance = 0;
        if (file_ready(file) && TTF_GlyphIsProvided32(file->metrics, codepoint) &&
            TTF_GlyphMetrics32(file->metrics, codepoint, NULL, NULL, NULL, NULL, &advance) == 0) {
            int units = (advance * 1000 + file->units_per_em / 2) / file->units_per_em;
            ret->units = (int16_t)(units < 0 ? 0 : units > 8000 ? 8000 : units);
            ret->face = (int16_t)i;
            return;
        }
    }
}

static const struct font_advance *find_advance(struct fonts *fonts, uint32_t codepoint, bool bold)
{
    uint32_t key = codepoint * 2 + bold + 1;
    size_t at = key * 2654435761u & (FONT_ADVANCES - 1);

    while (fonts->advances[at].key != 0) {
        if (fonts->advances[at].key == key) {
            return &fonts->advances[at];
        }
        at = (at + 1) & (FONT_ADVANCES - 1);
    }
    if (fonts->advance_count >= FONT_ADVANCES / 4 * 3) { /* someone shows us all of Unicode */
        memset(fonts->advances, 0, sizeof(fonts->advances));
        fonts->advance_count = 0;
        at = key * 2654435761u & (FONT_ADVANCES - 1);
    }
    fonts->advance_count++;
    measure(fonts, codepoint, bold, &fonts->advances[at]);
    fonts->advances[at].key = key;
    return &fonts->advances[at];
}

int fonts_advance(struct fonts *fonts, uint32_t codepoint, bool bold)
{
    return find_advance(fonts, codepoint, bold)->units;
}

/* ---- shapes -------------------------------------------------------------------------------- */

static TTF_Font *font_at(struct fonts *fonts, int face, int px)
{
    struct font_slot *oldest = &fonts->slots[0];

    fonts->clock++;
    for (int i = 0; i < FONT_SLOTS; i++) {
        struct font_slot *slot = &fonts->slots[i];
        if (slot->font != NULL && slot->face == face && slot->px == px) {
            slot->used = fonts->clock;
            return slot->font;
        }
        if (slot->used < oldest->used) {
            oldest = slot;
        }
    }
    if (oldest->font != NULL) {
        TTF_CloseFont(oldest->font);
    }
    *oldest = (struct font_slot){open_size(&fonts->files[face], px), face, px, fonts->clock};
    return oldest->font;
}

static struct glyph *new_glyph(int width, int height)
{
    size_t bytes = (size_t)width * (size_t)height;
    struct glyph *glyph = calloc(1, sizeof(*glyph) + bytes);

    if (glyph != NULL) {
        glyph->shape = (struct raster_alpha){(const uint8_t *)(glyph + 1), width, height, width};
        glyph->bytes = sizeof(*glyph) + bytes;
    }
    return glyph;
}

static uint8_t *bytes_of(struct glyph *glyph)
{
    return (uint8_t *)(glyph + 1);
}

/* An empty box, as high as a capital. */
static struct glyph *unknown_glyph(const struct fonts *fonts, int px)
{
    int height = px * fonts->face.cap_height / 1000;
    int width = px / 2;
    int line = px / 14 > 0 ? px / 14 : 1;
    struct glyph *glyph = new_glyph(width, height);

    if (glyph == NULL) {
        return NULL;
    }
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            bool edge = x < line || y < line || x >= width - line || y >= height - line;
            bytes_of(glyph)[y * width + x] = edge ? 255 : 0;
        }
    }
    glyph->left = px / 20;
    glyph->top = height;
    return glyph;
}

/* SDL_ttf gives a line of one letter: its pen stands at max(0, -left), its baseline at the ascent
 * or lower when the letter is taller than that. */
static struct glyph *render(TTF_Font *font, uint32_t codepoint)
{
    int left = 0;
    int right = 0;
    int bottom = 0;
    int top = 0;
    SDL_Color white = {255, 255, 255, 255};

    if (TTF_GlyphMetrics32(font, codepoint, &left, &right, &bottom, &top, NULL) != 0) {
        return NULL;
    }
    SDL_Surface *line = right > left && top > bottom
                            ? TTF_RenderGlyph32_Blended(font, codepoint, white)
                            : NULL; /* a blank: nothing to draw */
    struct glyph *glyph =
        new_glyph(line != NULL ? right - left : 0, line != NULL ? top - bottom : 0);
    if (line != NULL && glyph != NULL) {
        int ascent = TTF_FontAscent(font);
        int from_x = left > 0 ? left : 0;
        int from_y = (top > ascent ? top : ascent) - top;
        for (int y = 0; y < glyph->shape.height && from_y + y < line->h; y++) {
            const uint8_t *row = (const uint8_t *)line->pixels + (from_y + y) * line->pitch;
            for (int x = 0; x < glyph->shape.width && from_x + x < line->w; x++) {
                uint32_t pixel = 0;
                memcpy(&pixel, row + 4 * (from_x + x), 4);
                bytes_of(glyph)[y * glyph->shape.width + x] = (uint8_t)(pixel >> 24);
            }
        }
        glyph->left = left;
        glyph->top = top;
    }
    SDL_FreeSurface(line);
    return glyph;
}

static size_t bucket_of(uint32_t codepoint, int face, int px)
{
    uint64_t hash =
        ((uint64_t)codepoint << 20 ^ (uint64_t)(unsigned)px << 3) + (uint64_t)(face + 1);

    return (size_t)(hash * 0x9E3779B97F4A7C15u >> 40) & (FONT_BUCKETS - 1);
}

static void unlink_age(struct fonts *fonts, struct glyph *glyph)
{
    *(glyph->newer != NULL ? &glyph->newer->older : &fonts->newest) = glyph->older;
    *(glyph->older != NULL ? &glyph->older->newer : &fonts->oldest) = glyph->newer;
}

static void make_newest(struct fonts *fonts, struct glyph *glyph)
{
    glyph->newer = NULL;
    glyph->older = fonts->newest;
    *(fonts->newest != NULL ? &fonts->newest->newer : &fonts->oldest) = glyph;
    fonts->newest = glyph;
}

static void drop_glyph(struct fonts *fonts, struct glyph *glyph)
{
    struct glyph **at = &fonts->buckets[bucket_of(glyph->codepoint, glyph->face, glyph->px)];

    while (*at != glyph) {
        at = &(*at)->next;
    }
    *at = glyph->next;
    unlink_age(fonts, glyph);
    fonts->glyph_bytes -= glyph->bytes;
    free(glyph);
}

const struct glyph *fonts_glyph(struct fonts *fonts, uint32_t codepoint, bool bold, int px)
{
    int face = find_advance(fonts, codepoint, bold)->face;
    size_t bucket = bucket_of(codepoint, face, px);

    for (struct glyph *glyph = fonts->buckets[bucket]; glyph != NULL; glyph = glyph->next) {
        if (glyph->codepoint == codepoint && glyph->face == face && glyph->px == px) {
            unlink_age(fonts, glyph);
            make_newest(fonts, glyph);
            return glyph;
        }
    }
    TTF_Font *font = face >= 0 ? font_at(fonts, face, px) : NULL;
    struct glyph *glyph = font != NULL ? render(font, codepoint) : unknown_glyph(fonts, px);
    if (glyph == NULL) {
        return NULL;
    }
    while (fonts->oldest != NULL && fonts->glyph_bytes + glyph->bytes > FONT_GLYPH_BYTES) {
        drop_glyph(fonts, fonts->oldest);
    }
    glyph->codepoint = codepoint;
    glyph->face = face;
    glyph->px = px;
    glyph->next = fonts->buckets[bucket];
    fonts->buckets[bucket] = glyph;
    fonts->glyph_bytes += glyph->bytes;
    make_newest(fonts, glyph);
    return glyph;
}
