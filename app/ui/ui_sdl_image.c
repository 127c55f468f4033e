/* ui_sdl_image: photos, drawings and icons at the size in which they are shown.
 *
 * Each is decoded once and kept at its size; the least used go first. A photo comes from a
 * volunteer's stick: it is looked at before it is decoded, and whatever is wrong with it becomes a
 * friendly picture of a picture, not an error.
 */
#include "app/ui/ui_sdl_internal.h"

#include <SDL_image.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SVG_FILE_MAX = 4 << 20 };

void pictures_open(struct pictures *pictures, const char *assets, size_t screen_bytes)
{
    memset(pictures, 0, sizeof(*pictures));
    snprintf(pictures->assets, sizeof(pictures->assets), "%s", assets);
    pictures->limit = PICTURE_BYTES + screen_bytes;
}

static void drop(struct pictures *pictures, struct picture *picture)
{
    pictures->bytes -= picture->bytes;
    free(picture->pixels);
    *picture = (struct picture){0};
}

void pictures_close(struct pictures *pictures)
{
    for (int i = 0; i < PICTURE_SLOTS; i++) {
        drop(pictures, &pictures->slots[i]);
    }
}

void pictures_photos(struct pictures *pictures, const char *folder)
{
    for (int i = 0; i < PICTURE_SLOTS; i++) {
        if (pictures->slots[i].used != 0 && pictures->slots[i].kind == DL_IMAGE) {
            drop(pictures, &pictures->slots[i]);
        }
    }
    snprintf(pictures->photos, sizeof(pictures->photos), "%s", folder != NULL ? folder : "");
}

void pictures_room(struct pictures *pictures, const char *prefix, const char *folder)
{
    if (pictures->room_count < PICTURE_ROOMS) {
        struct picture_room *room = &pictures->rooms[pictures->room_count++];
        snprintf(room->prefix, sizeof(room->prefix), "%s", prefix);
        snprintf(room->folder, sizeof(room->folder), "%s", folder);
    }
}

/* Names come from content: they lead into their folder and not out of it. */
static bool is_safe(const char *name)
{
    return name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL &&
           strlen(name) < PICTURE_NAME;
}

/* ---- photos -------------------------------------------------------------------------------- */

static SDL_Surface *decode(const uint8_t *bytes, size_t len, const struct image_probe *probe)
{
    SDL_RWops *source = SDL_RWFromConstMem(bytes, (int)len);
    SDL_Surface *surface = NULL;

    if (source != NULL) {
        surface = probe->is_png ? IMG_LoadPNG_RW(source) : IMG_LoadJPG_RW(source);
        SDL_RWclose(source);
    }
    if (surface != NULL && (surface->w != probe->width || surface->h != probe->height)) {
        SDL_FreeSurface(surface);
        return NULL;
    }
    return surface;
}

/* One row as opaque pixels; what is transparent lies on white. */
static void read_row(void *ctx, int y, uint32_t *dst)
{
    SDL_Surface *surface = ctx;
    const uint8_t *row = (const uint8_t *)surface->pixels + (size_t)y * (size_t)surface->pitch;

    if (surface->format->palette != NULL) {
        const SDL_Palette *palette = surface->format->palette;
        for (int x = 0; x < surface->w; x++) {
            SDL_Color c = palette->colors[row[x] < palette->ncolors ? row[x] : 0];
            dst[x] = (uint32_t)c.a << 24 | (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
        }
    } else {
        SDL_ConvertPixels(surface->w, 1, surface->format->format, row, surface->pitch,
                          SDL_PIXELFORMAT_ARGB8888, dst, surface->w * 4);
    }
    for (int x = 0; x < surface->w; x++) {
        uint32_t alpha = dst[x] >> 24;
        if (alpha != 255) {
            uint32_t r = ((dst[x] >> 16 & 255) * alpha + 255 * (255 - alpha)) / 255;
            uint32_t g = ((dst[x] >> 8 & 255) * alpha + 255 * (255 - alpha)) / 255;
            uint32_t b = ((dst[x] & 255) * alpha + 255 * (255 - alpha)) / 255;
            dst[x] = 0xFF000000u | r << 16 | g << 8 | b;
        }
    }
}

/* from is width x height before it was turned; quarter turns to the right. */
static void turn(uint32_t *dst, const uint32_t *from, int width, int height, int turns)
{
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            int at = turns == 1   ? x * height + height - 1 - y
                     : turns == 2 ? (height - 1 - y) * width + width - 1 - x
                     : turns == 3 ? (width - 1 - x) * height + y
                                  : y * width + x;
            dst[at] = from[y * width + x];
        }
    }
}

static bool photo_pixels(const uint8_t *bytes, size_t len, struct picture *picture)
{
    struct image_probe probe;
    bool done = false;

    if (!image_probe(bytes, len, &probe)) {
        return false;
    }
    SDL_Surface *surface = decode(bytes, len, &probe);
    bool lies = (probe.turn & 1) != 0;
    int width = lies ? picture->height : picture->width;
    int height = lies ? picture->width : picture->height;
    uint32_t *scaled = probe.turn != 0 ? malloc(picture->bytes) : picture->pixels;
    if (surface != NULL && scaled != NULL) {
        struct raster_rows rows = {surface->w, surface->h, read_row, surface};
        done = raster_cover(scaled, width, height, false, &rows);
        if (done && probe.turn != 0) {
            turn(picture->pixels, scaled, width, height, probe.turn);
        }
    }
    if (probe.turn != 0) {
        free(scaled);
    }
    SDL_FreeSurface(surface);
    return done;
}

static bool load_photo(const struct pictures *pictures, const char *name, struct picture *picture)
{
    char path[1024];
    size_t len = 0;
    const char *folder = pictures->photos, *file = name;

    for (size_t i = 0; i < pictures->room_count; i++) {
        size_t prefix = strlen(pictures->rooms[i].prefix);
        if (strncmp(name, pictures->rooms[i].prefix, prefix) == 0) {
            folder = pictures->rooms[i].folder;
            file = name + prefix;
        }
    }
    if (!is_safe(file) || folder[0] == '\0') {
        return false;
    }
    snprintf(path, sizeof(path), "%s/%s", folder, file);
    uint8_t *bytes = sdl_read_file(path, PICTURE_FILE_MAX, &len);
    bool done = bytes != NULL && photo_pixels(bytes, len, picture);
    picture->is_opaque = true;
    free(bytes);
    return done;
}

bool ui_sdl_image_ok(struct ui_sdl *sdl, const char *path)
{
    struct image_probe probe;
    size_t len = 0;
    uint8_t *bytes = sdl_read_file(path, PICTURE_FILE_MAX, &len);
    SDL_Surface *surface = NULL;

    (void)sdl;
    if (bytes != NULL && image_probe(bytes, len, &probe)) {
        surface = decode(bytes, len, &probe);
    }
    bool ok = surface != NULL;
    SDL_FreeSurface(surface);
    free(bytes);
    return ok;
}

/* ---- drawings ------------------------------------------------------------------------------ */

/* Width and height from viewBox="0 0 w h". */
static bool svg_size(const char *svg, double *ret_w, double *ret_h)
{
    const char *box = strstr(svg, "viewBox=\"");
    double x = 0;
    double y = 0;

    return box != NULL && sscanf(box + 9, "%lf %lf %lf %lf", &x, &y, ret_w, ret_h) == 4 &&
           *ret_w > 0 && *ret_h > 0;
}

static SDL_Surface *svg_surface(const char *svg, size_t len, int width, int height)
{
    double w = 0;
    double h = 0;
    SDL_RWops *source = NULL;
    SDL_Surface *drawn = NULL;
    SDL_Surface *converted = NULL;

    if (!svg_size(svg, &w, &h)) {
        return NULL;
    }
    double scale = width / w > height / h ? width / w : height / h;
    source = SDL_RWFromConstMem(svg, (int)len);
    if (source != NULL) {
        drawn =
            IMG_LoadSizedSVG_RW(source, (int)ceil(w * scale - 1e-6), (int)ceil(h * scale - 1e-6));
        SDL_RWclose(source);
    }
    if (drawn != NULL) {
        converted = SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_ARGB8888, 0);
        SDL_FreeSurface(drawn);
    }
    return converted;
}

/* The part of a drawing that is seen: the bottom, in the middle. */
static void take_art(const SDL_Surface *surface, struct picture *picture)
{
    int left = surface->w > picture->width ? (surface->w - picture->width) / 2 : 0;
    int top = surface->h > picture->height ? surface->h - picture->height : 0;
    uint32_t *dst = picture->pixels;
    uint32_t all = 0xFF000000u;

    for (int y = 0; y < picture->height; y++) {
        int from = top + y < surface->h ? top + y : surface->h - 1;
        const uint8_t *row =
            (const uint8_t *)surface->pixels + (size_t)from * (size_t)surface->pitch;
        for (int x = 0; x < picture->width; x++) {
            int column = left + x < surface->w ? left + x : surface->w - 1;
            memcpy(dst, row + 4 * (size_t)column, 4);
            all &= *dst++;
        }
    }
    picture->is_opaque = all >> 24 == 255;
}

static void take_icon(const SDL_Surface *surface, struct picture *picture)
{
    uint8_t *dst = picture->pixels;

    for (int y = 0; y < picture->height && y < surface->h; y++) {
        const uint8_t *row = (const uint8_t *)surface->pixels + (size_t)y * (size_t)surface->pitch;
        for (int x = 0; x < picture->width && x < surface->w; x++) {
            uint32_t pixel = 0;
            memcpy(&pixel, row + 4 * (size_t)x, 4);
            dst[y * picture->width + x] = (uint8_t)(pixel >> 24);
        }
    }
}

/* A ready-made picture is taken when it has pixels enough: an eighth more is not seen. */
static bool is_enough(const struct image_probe *probe, const struct picture *picture)
{
    return probe->width * 9 >= picture->width * 8 && probe->height * 9 >= picture->height * 8;
}

static void read_art_row(void *ctx, int y, uint32_t *dst)
{
    SDL_Surface *surface = ctx;

    memcpy(dst, (const uint8_t *)surface->pixels + (size_t)y * (size_t)surface->pitch,
           (size_t)surface->w * sizeof(uint32_t));
}

static bool take_with_holes(SDL_Surface *surface, struct picture *picture)
{
    SDL_Surface *art = SDL_ConvertSurfaceFormat(surface, SDL_PIXELFORMAT_ARGB8888, 0);
    bool done = false;

    if (art != NULL) {
        struct raster_rows rows = {art->w, art->h, read_art_row, art};
        done = raster_cover_art(picture->pixels, picture->width, picture->height, &rows);
    }
    SDL_FreeSurface(art);
    return done;
}

static bool take_opaque(SDL_Surface *surface, struct picture *picture)
{
    struct raster_rows rows = {surface->w, surface->h, read_row, surface};

    picture->is_opaque = true;
    return raster_cover(picture->pixels, picture->width, picture->height, true, &rows);
}

static bool take_drawn(const char *path, struct picture *picture)
{
    struct image_probe probe;
    size_t len = 0;
    bool done = false;

    uint8_t *bytes = sdl_read_file(path, PICTURE_FILE_MAX, &len);
    if (bytes != NULL && image_probe(bytes, len, &probe) && is_enough(&probe, picture)) {
        SDL_Surface *surface = decode(bytes, len, &probe);
        if (surface != NULL) {
            done =
                probe.is_opaque ? take_opaque(surface, picture) : take_with_holes(surface, picture);
        }
        SDL_FreeSurface(surface);
    }
    free(bytes);
    return done;
}

/* A drawing may have been made into a picture beforehand, best at just this size: the village takes
 * 4 ms then, 15 ms from the large one, 140 ms as a drawing. */
static bool load_drawn(const struct pictures *pictures, const char *name, struct picture *picture)
{
    char path[1024];

    snprintf(path, sizeof(path), "%s/art/%.*s-%dx%d.png", pictures->assets, PICTURE_NAME, name,
             picture->width, picture->height);
    if (take_drawn(path, picture)) {
        return true;
    }
    snprintf(path, sizeof(path), "%s/art/%.*s.png", pictures->assets, PICTURE_NAME, name);
    return take_drawn(path, picture);
}

static bool load_svg(const struct pictures *pictures, const char *name, struct picture *picture)
{
    char path[1024];
    size_t len = strlen(name);
    const char *folder = picture->kind == DL_ICON ? "icons" : "art";
    bool has_end = len > 4 && strcmp(name + len - 4, ".svg") == 0;

    if (!is_safe(name)) {
        return false;
    }
    if (picture->kind == DL_ART && load_drawn(pictures, name, picture)) {
        return true;
    }
    snprintf(path, sizeof(path), "%s/%s/%s%s", pictures->assets, folder, name,
             has_end ? "" : ".svg");
    char *svg = sdl_read_file(path, SVG_FILE_MAX, &len);
    SDL_Surface *surface =
        svg != NULL ? svg_surface(svg, len, picture->width, picture->height) : NULL;
    if (surface != NULL && picture->kind == DL_ICON) {
        take_icon(surface, picture);
    } else if (surface != NULL) {
        take_art(surface, picture);
    }
    SDL_FreeSurface(surface);
    free(svg);
    return surface != NULL;
}

/* ---- what stands in for a picture that is not there ----------------------------------------- */

static void placeholder_icon(struct picture *picture)
{
    uint8_t *alpha = picture->pixels;
    int edge = picture->width / 10 + 1;

    for (int y = 0; y < picture->height; y++) {
        for (int x = 0; x < picture->width; x++) {
            bool is_edge =
                x < edge || y < edge || x >= picture->width - edge || y >= picture->height - edge;
            alpha[y * picture->width + x] = is_edge ? 255 : 0;
        }
    }
}

static void placeholder_photo(struct pictures *pictures, struct picture *picture)
{
    struct raster raster = {picture->pixels, picture->width, picture->height, {0}, NULL};
    int shorter = picture->width < picture->height ? picture->width : picture->height;
    int side = shorter * 2 / 5;

    raster_clip(&raster, (struct rect){0, 0, picture->width, picture->height});
    raster_fill(&raster, raster.clip, 0, 0xF3E3C3FF);
    picture->is_opaque = true;
    if (side < 8) {
        return;
    }
    struct rect at = rect_center(raster.clip, side, side);
    const struct picture *icon = pictures_get(pictures, DL_ICON, "image", side, side);
    if (icon != NULL) {
        struct raster_alpha shape = {icon->pixels, side, side, side};
        raster_glyph(&raster, at.x, at.y, &shape, 0xB08A4EFF);
    }
}

/* ---- the shelf ----------------------------------------------------------------------------- */

static struct picture *oldest(struct pictures *pictures)
{
    struct picture *found = NULL;

    for (int i = 0; i < PICTURE_SLOTS; i++) {
        struct picture *slot = &pictures->slots[i];
        if (slot->used != 0 && (found == NULL || slot->used < found->used)) {
            found = slot;
        }
    }
    return found;
}

static struct picture *make_room(struct pictures *pictures, size_t bytes)
{
    struct picture *old = oldest(pictures);

    while (old != NULL && pictures->bytes + bytes > pictures->limit) {
        drop(pictures, old);
        old = oldest(pictures);
    }
    for (int i = 0; i < PICTURE_SLOTS; i++) {
        if (pictures->slots[i].used == 0) {
            return &pictures->slots[i];
        }
    }
    drop(pictures, old);
    return old;
}

static size_t bytes_of(enum dl_kind kind, int width, int height)
{
    return (size_t)width * (size_t)height * (kind == DL_ICON ? 1 : sizeof(uint32_t));
}

static bool is_possible(int width, int height)
{
    return width >= 1 && height >= 1 && width <= PICTURE_SIDE_MAX && height <= PICTURE_SIDE_MAX;
}

static struct picture *find(struct pictures *pictures, enum dl_kind kind, const char *name,
                            int width, int height)
{
    for (int i = 0; i < PICTURE_SLOTS; i++) {
        struct picture *slot = &pictures->slots[i];
        if (slot->used != 0 && slot->kind == kind && slot->width == width &&
            slot->height == height && strncmp(slot->name, name, PICTURE_NAME - 1) == 0) {
            slot->used = ++pictures->clock;
            return slot;
        }
    }
    return NULL;
}

const struct picture *pictures_get(struct pictures *pictures, enum dl_kind kind, const char *name,
                                   int width, int height)
{
    struct picture fresh = {.kind = kind, .width = width, .height = height};

    if (!is_possible(width, height)) {
        return NULL;
    }
    struct picture *known = find(pictures, kind, name, width, height);
    if (known != NULL) {
        return known;
    }
    pictures->reads++;
    snprintf(fresh.name, sizeof(fresh.name), "%s", name);
    fresh.bytes = bytes_of(kind, width, height);
    fresh.pixels = calloc(1, fresh.bytes);
    if (fresh.pixels == NULL) {
        return NULL;
    }
    bool is_there =
        kind == DL_IMAGE ? load_photo(pictures, name, &fresh) : load_svg(pictures, name, &fresh);
    if (!is_there && kind == DL_ICON) {
        placeholder_icon(&fresh);
    } else if (!is_there) {
        placeholder_photo(pictures, &fresh);
    }
    struct picture *slot = make_room(pictures, fresh.bytes);
    fresh.used = ++pictures->clock;
    *slot = fresh;
    pictures->bytes += fresh.bytes;
    return slot;
}

/* ---- ahead --------------------------------------------------------------------------------- */

void pictures_hold(struct pictures *pictures)
{
    pictures->held = pictures->clock;
}

/* Would it find a place without a picture that is held? */
static bool has_room(const struct pictures *pictures, size_t bytes)
{
    size_t held = 0;
    int count = 0;

    for (int i = 0; i < PICTURE_SLOTS; i++) {
        if (pictures->slots[i].used > pictures->held) {
            held += pictures->slots[i].bytes;
            count++;
        }
    }
    return count < PICTURE_SLOTS && held + bytes <= pictures->limit;
}

bool pictures_ahead(struct pictures *pictures, enum dl_kind kind, const char *name, int width,
                    int height)
{
    if (!is_possible(width, height) || find(pictures, kind, name, width, height) != NULL ||
        !has_room(pictures, bytes_of(kind, width, height))) {
        return false;
    }
    return pictures_get(pictures, kind, name, width, height) != NULL;
}
