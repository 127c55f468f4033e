/* ui_sdl_video: our pixels on glass. A window surface on a desktop; on KMS one texture, because
 * there SDL's software renderer shows black and its "opengl" shows nothing at all. */
#include "app/ui/ui_sdl_internal.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The first card with a monitor on it: SDL 2.26 forgets a good one when a later one has none. */
static void choose_card(void)
{
    glob_t found = {0};

    if (glob("/sys/class/drm/card*-*/status", 0, NULL, &found) != 0) {
        return;
    }
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char status[16] = "";
        char index[8] = "";
        int card = -1;
        FILE *file = fopen(found.gl_pathv[i], "r");
        if (file == NULL) {
            continue;
        }
        bool is_on =
            fgets(status, sizeof(status), file) != NULL && strncmp(status, "connected", 9) == 0;
        fclose(file);
        if (is_on && sscanf(found.gl_pathv[i], "/sys/class/drm/card%2d-", &card) == 1) {
            snprintf(index, sizeof(index), "%d", card);
            SDL_SetHint(SDL_HINT_KMSDRM_DEVICE_INDEX, index); /* the environment wins */
            break;
        }
    }
    globfree(&found);
}

static void set_hints(enum ui_sdl_mode mode)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    if (mode == UI_SDL_WINDOW) {
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"); /* Mesa alone costs 94 MB */
        return;
    }
    SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "kmsdrm", SDL_HINT_OVERRIDE);
    SDL_SetHintWithPriority(SDL_HINT_RENDER_DRIVER, "opengles2", SDL_HINT_OVERRIDE);
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, "1"); /* naming a driver had switched it off */
    SDL_SetHint(SDL_HINT_VIDEO_DOUBLE_BUFFER, "1");
    choose_card();
}

/* The wrong driver or renderer gives a black screen and no error: so it is an error here. */
static bool open_renderer(struct ui_sdl *sdl, struct err *err)
{
    SDL_RendererInfo info = {0};

    sdl->renderer = SDL_CreateRenderer(sdl->window, -1, 0);
    if (sdl->renderer == NULL || SDL_GetRendererInfo(sdl->renderer, &info) != 0) {
        return err_set(err, ERR_MISSING, "renderer: %s", SDL_GetError());
    }
    if (strcmp(info.name, "opengles2") != 0) {
        return err_set(err, ERR_MISSING, "renderer is %s, not opengles2", info.name);
    }
    sdl->texture =
        SDL_CreateTexture(sdl->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING,
                          sdl->screen.width_px, sdl->screen.height_px);
    if (sdl->texture == NULL) {
        return err_set(err, ERR_MISSING, "texture: %s", SDL_GetError());
    }
    SDL_SetTextureBlendMode(sdl->texture, SDL_BLENDMODE_NONE);
    return true;
}

bool sdl_video_open(struct ui_sdl *sdl, const char *title, struct err *err)
{
    bool is_kms = sdl->mode == UI_SDL_KMS;
    Uint32 flags = is_kms ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0;

    set_hints(sdl->mode);
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) { /* and no joysticks: they would be polled */
        return err_set(err, ERR_MISSING, "display: %s", SDL_GetError());
    }
    sdl->has_video = true;
    const char *driver = SDL_GetCurrentVideoDriver();
    if (driver == NULL || (is_kms && strcmp(driver, "KMSDRM") != 0) ||
        strcmp(driver, "offscreen") == 0) { /* offscreen never refuses: nobody would see it */
        return err_set(err, ERR_MISSING, "display driver is %s",
                       driver != NULL ? driver : "missing");
    }
    if (is_kms) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    sdl->window = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                   sdl->screen.width_px, sdl->screen.height_px, flags);
    if (sdl->window == NULL) {
        return err_set(err, ERR_MISSING, "window: %s", SDL_GetError());
    }
    if (is_kms) {
        return open_renderer(sdl, err);
    }
    if (SDL_GetWindowSurface(sdl->window) == NULL) {
        return err_set(err, ERR_MISSING, "window surface: %s", SDL_GetError());
    }
    return true;
}

void sdl_video_close(struct ui_sdl *sdl)
{
    for (size_t i = 0; i < sdl->input_count; i++) {
        close(sdl->inputs[i]);
    }
    sdl->input_count = 0;
    if (sdl->texture != NULL) {
        SDL_DestroyTexture(sdl->texture);
    }
    if (sdl->renderer != NULL) {
        SDL_DestroyRenderer(sdl->renderer);
    }
    if (sdl->window != NULL) {
        SDL_DestroyWindow(sdl->window);
    }
    if (sdl->has_video) {
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
}

static void show_window(struct ui_sdl *sdl, const struct rect *dirty, size_t count)
{
    SDL_Surface *glass = SDL_GetWindowSurface(sdl->window);
    SDL_Rect rects[DIRTY_MAX];

    if (glass == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        rects[i] = (SDL_Rect){dirty[i].x, dirty[i].y, dirty[i].w, dirty[i].h};
        SDL_Rect at = rects[i];
        SDL_BlitSurface(sdl->surface, &rects[i], glass, &at);
    }
    SDL_UpdateWindowSurfaceRects(sdl->window, rects, (int)count);
}

static void show_texture(struct ui_sdl *sdl, const struct rect *dirty, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        SDL_Rect rect = {dirty[i].x, dirty[i].y, dirty[i].w, dirty[i].h};
        const uint32_t *from =
            sdl->raster.pixels + (size_t)rect.y * (size_t)sdl->raster.width + (size_t)rect.x;
        SDL_UpdateTexture(sdl->texture, &rect, from, sdl->raster.width * 4);
    }
    SDL_RenderCopy(sdl->renderer, sdl->texture, NULL, NULL);
    SDL_RenderPresent(sdl->renderer);
}

void sdl_video_show(struct ui_sdl *sdl, const struct rect *dirty, size_t count)
{
    if (sdl->texture != NULL) {
        show_texture(sdl, dirty, count);
    } else if (sdl->window != NULL) {
        show_window(sdl, dirty, count);
    }
}
