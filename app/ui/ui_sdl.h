/* ui_sdl: the only file that knows SDL. A window, fonts, pictures, and the display list as pixels.
 *
 * Draws in software into one surface of its own (raster.h), the same on every machine; that surface
 * goes to the window (or, on KMS, as one texture through opengles2). Headless: no window at all.
 * Glyphs are cached as single letters, never as texts, so that a wipe is a wipe.
 */
#ifndef DORPEL_UI_SDL_H
#define DORPEL_UI_SDL_H

#include "app/base/err.h"
#include "app/ui/ui.h"

struct ui_sdl;

enum ui_sdl_mode { UI_SDL_HEADLESS, UI_SDL_WINDOW, UI_SDL_KMS };

enum ui_sdl_kind { UI_SDL_NONE, UI_SDL_TOUCH, UI_SDL_KEY, UI_SDL_TEXT, UI_SDL_QUIT };
struct ui_sdl_event {
    enum ui_sdl_kind kind;
    int64_t finger;
    enum ui_phase phase;
    int x, y;
    int key; /* '\r', '\b', 27, or the character; for UI_SDL_KEY */
    bool is_repeat;
    char text[32]; /* UI_SDL_TEXT: what a keyboard-type scanner sends */
};

/* fonts: folder with the bundled fonts. ERR_MISSING when a display was asked for and none opens. */
struct ui_sdl *ui_sdl_open(const struct ui_screen *screen, enum ui_sdl_mode mode, const char *title,
                           const char *assets, struct err *err);
void ui_sdl_close(struct ui_sdl *sdl);
const struct face *ui_sdl_face(struct ui_sdl *sdl);
/* Where DL_IMAGE files are looked for: the photo folder of the pack in use. Drops cached pictures.
 */
void ui_sdl_photos(struct ui_sdl *sdl, const char *folder);
/* Files whose name begins with `prefix` ("eigen/") are looked for in another folder, by the rest of
 * it. Twice at most; such a name is never another picture. */
void ui_sdl_photo_room(struct ui_sdl *sdl, const char *prefix, const char *folder);
/* Draws what differs from the last list drawn and presents it. Returns milliseconds it took. */
double ui_sdl_present(struct ui_sdl *sdl, const struct dl *list);
/* For the time between frames: reads at most one picture of `list` that is not in memory yet. Never
 * in the place of a picture of a list that was given here since ui_sdl_ahead_anew: so what is shown
 * comes first. False: there is nothing more to read, or no room. */
bool ui_sdl_ahead(struct ui_sdl *sdl, const struct dl *list);
void ui_sdl_ahead_anew(struct ui_sdl *sdl);
bool ui_sdl_save_png(struct ui_sdl *sdl, const char *path, struct err *err);
/* The pixels as drawn: 0xAARRGGBB, width_px x height_px. */
const uint32_t *ui_sdl_pixels(const struct ui_sdl *sdl);
bool ui_sdl_poll(struct ui_sdl *sdl, struct ui_sdl_event *ret); /* false: nothing waits */
/* File descriptors that tell of input (X11 connection, /dev/input/event* on KMS), to poll() on;
 * SDL's own wait spins. Returns how many. */
size_t ui_sdl_fds(struct ui_sdl *sdl, int *ret_fds, size_t cap);
void ui_sdl_inputs_changed(struct ui_sdl *sdl);       /* look at all of them again */
void ui_sdl_drain(struct ui_sdl *sdl);                /* empties our copies of the input devices */
size_t ui_sdl_touchscreens(const struct ui_sdl *sdl); /* how many, for the self-test */
bool ui_sdl_image_ok(struct ui_sdl *sdl, const char *path); /* decodes? for checking a pack */

#endif
