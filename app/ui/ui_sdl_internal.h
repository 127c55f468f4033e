/* ui_sdl_internal: what the ui_sdl files share. The only header of ours that includes SDL. */
#ifndef DORPEL_UI_SDL_INTERNAL_H
#define DORPEL_UI_SDL_INTERNAL_H

#include "app/ui/raster.h"
#include "app/ui/ui_sdl.h"

#include <SDL.h>
#include <SDL_ttf.h>

/* ---- fonts (ui_sdl_font.c) ----------------------------------------------------------------- */

enum {
    FONT_FACES = 4,       /* regular, bold, and two that know more letters */
    FONT_SLOTS = 8,       /* open sizes; SDL_ttf keeps glyphs of its own in each */
    FONT_ADVANCES = 2048, /* code points whose width is known; a power of two */
    FONT_BUCKETS = 1024,
    FONT_GLYPH_BYTES = 3 << 20, /* rendered letters kept */
    FONT_FILE_MAX = 8 << 20,
};

struct font_file {
    char path[512];
    void *bytes; /* kept: SDL_ttf reads from it */
    size_t len;
    bool is_tried;
    int units_per_em;
    TTF_Font *metrics; /* at one pixel a unit: whole numbers */
};
struct font_slot {
    TTF_Font *font;
    int face, px;
    uint64_t used;
};
struct font_advance {
    uint32_t key;  /* code point * 2 + bold + 1; 0: free */
    int16_t units; /* of 1000 an em */
    int16_t face;  /* -1: nobody knows this letter */
};
struct glyph {
    struct glyph *next; /* in its bucket */
    struct glyph *newer, *older;
    uint32_t codepoint;
    int face, px;
    int left, top; /* from the pen; top upwards from the baseline */
    struct raster_alpha shape;
    size_t bytes;
};
struct fonts {
    struct font_file files[FONT_FACES];
    struct font_slot slots[FONT_SLOTS];
    struct font_advance advances[FONT_ADVANCES];
    size_t advance_count;
    struct glyph *buckets[FONT_BUCKETS];
    struct glyph *newest, *oldest;
    size_t glyph_bytes;
    uint64_t clock;
    struct face face;
};

bool fonts_open(struct fonts *fonts, const char *assets, struct err *err);
void fonts_close(struct fonts *fonts);
const struct glyph *fonts_glyph(struct fonts *fonts, uint32_t codepoint, bool bold, int px);
int fonts_advance(struct fonts *fonts, uint32_t codepoint, bool bold);

/* ---- pictures (ui_sdl_image.c) ------------------------------------------------------------- */

enum {
    PICTURE_SLOTS = 128,
    PICTURE_NAME = 120,
    PICTURE_BYTES = 3 << 20, /* and one screen more */
    PICTURE_SIDE_MAX = 4096,
    PICTURE_AREA_MAX = 16 << 20,
    PICTURE_FILE_MAX = 24 << 20,
};

struct picture {
    char name[PICTURE_NAME];
    enum dl_kind kind;
    int width, height;
    uint64_t used; /* 0: free */
    size_t bytes;
    void *pixels; /* uint32_t, or uint8_t for DL_ICON */
    bool is_opaque;
};
enum { PICTURE_ROOMS = 2, PICTURE_PREFIX = 16, PICTURE_FOLDER = 600 };
struct picture_room { /* of photos that are not the pack's */
    char prefix[PICTURE_PREFIX], folder[PICTURE_FOLDER];
};
struct pictures {
    struct picture slots[PICTURE_SLOTS];
    size_t bytes, limit;
    uint64_t clock;
    uint64_t held;  /* what was used later than this stays while we read ahead */
    uint64_t reads; /* pictures read from files so far */
    char assets[512], photos[512];
    struct picture_room rooms[PICTURE_ROOMS];
    size_t room_count;
};

void pictures_open(struct pictures *pictures, const char *assets, size_t screen_bytes);
void pictures_close(struct pictures *pictures);
void pictures_photos(struct pictures *pictures, const char *folder);
void pictures_room(struct pictures *pictures, const char *prefix, const char *folder);
/* Never NULL but without memory: what is missing or broken has a placeholder. */
const struct picture *pictures_get(struct pictures *pictures, enum dl_kind kind, const char *name,
                                   int width, int height);

/* As pictures_get, when it takes no room of what is held. True when it was read now. */
bool pictures_ahead(struct pictures *pictures, enum dl_kind kind, const char *name, int width,
                    int height);
void pictures_hold(struct pictures *pictures); /* nothing but what is used from now on */

/* What the first bytes of a PNG or JPEG say, without decoding. false: neither, or too large. */
struct image_probe {
    bool is_png, is_opaque;
    int width, height;
    int turn; /* how a camera was held: quarter turns to the right that set it upright */
};
bool image_probe(const uint8_t *bytes, size_t len, struct image_probe *ret);

/* ---- the whole ----------------------------------------------------------------------------- */

enum { TILE = 64, TILES_MAX = (4096 / TILE) * (4096 / TILE), DIRTY_MAX = 48, FINGERS = 10 };

struct sdl_finger {
    bool is_down, is_waiting; /* waiting: came at exactly 0, its place is not known yet */
    SDL_TouchID device;
    SDL_FingerID id;
    uint64_t moved_ms;
};

struct ui_sdl {
    struct ui_screen screen;
    enum ui_sdl_mode mode;
    struct fonts fonts;
    struct pictures pictures;
    struct raster raster;
    uint64_t tiles[TILES_MAX], seen[TILES_MAX]; /* what each tile shows, and shall show */
    bool is_stale;                              /* draw everything */
    bool has_video;
    SDL_Window *window;
    SDL_Surface *surface; /* our pixels, as SDL sees them */
    SDL_Renderer *renderer;
    SDL_Texture *texture;
    struct sdl_finger fingers[FINGERS];
    bool is_mouse_down;
    int inputs[32]; /* KMS: our own copies of /dev/input/event* */
    size_t input_count;
    int64_t input_stamp;
};

/* ui_sdl_draw.c: draws the parts of list that changed; returns how many places in dirty. */
size_t sdl_draw(struct ui_sdl *sdl, const struct dl *list, struct rect dirty[DIRTY_MAX]);
/* ui_sdl_video.c */
bool sdl_video_open(struct ui_sdl *sdl, const char *title, struct err *err);
void sdl_video_close(struct ui_sdl *sdl);
void sdl_video_show(struct ui_sdl *sdl, const struct rect *dirty, size_t count);
/* Whole file, at most max bytes; NULL when it cannot be read. Freed with free(). */
void *sdl_read_file(const char *path, size_t max, size_t *ret_len);

#endif
