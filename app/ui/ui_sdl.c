#include "app/ui/ui_sdl_internal.h"

#include <SDL_image.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *sdl_read_file(const char *path, size_t max, size_t *ret_len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    long len = -1;

    if (file == NULL) {
        return NULL;
    }
    if (fseek(file, 0, SEEK_END) == 0) {
        len = ftell(file);
    }
    if (len > 0 && (size_t)len <= max && fseek(file, 0, SEEK_SET) == 0) {
        bytes = malloc((size_t)len + 1);
    }
    if (bytes != NULL && fread(bytes, 1, (size_t)len, file) != (size_t)len) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    if (bytes != NULL) {
        bytes[len] = '\0';
        *ret_len = (size_t)len;
    }
    return bytes;
}

static bool open_pixels(struct ui_sdl *sdl, struct err *err)
{
    int width = sdl->screen.width_px;
    int height = sdl->screen.height_px;
    size_t count = (size_t)width * (size_t)height;

    sdl->raster.width = width;
    sdl->raster.height = height;
    sdl->raster.pixels = calloc(count, sizeof(uint32_t));
    sdl->raster.mask = calloc(count, 1);
    if (sdl->raster.pixels == NULL || sdl->raster.mask == NULL) {
        return err_set(err, ERR_MEMORY, "pixels of %dx%d", width, height);
    }
    sdl->surface = SDL_CreateRGBSurfaceWithFormatFrom(sdl->raster.pixels, width, height, 32,
                                                      width * 4, SDL_PIXELFORMAT_XRGB8888);
    if (sdl->surface == NULL) {
        return err_set(err, ERR_MEMORY, "surface: %s", SDL_GetError());
    }
    SDL_SetSurfaceBlendMode(sdl->surface, SDL_BLENDMODE_NONE);
    sdl->is_stale = true;
    return true;
}

struct ui_sdl *ui_sdl_open(const struct ui_screen *screen, enum ui_sdl_mode mode, const char *title,
                           const char *assets, struct err *err)
{
    struct ui_sdl *sdl = calloc(1, sizeof(*sdl));

    if (sdl == NULL || screen->width_px > 4096 || screen->height_px > 4096) {
        err_set(err, sdl == NULL ? ERR_MEMORY : ERR_LIMIT, "a screen of %dx%d", screen->width_px,
                screen->height_px);
        free(sdl);
        return NULL;
    }
    sdl->screen = *screen;
    sdl->mode = mode;
    size_t screen_bytes = (size_t)screen->width_px * (size_t)screen->height_px * sizeof(uint32_t);
    pictures_open(&sdl->pictures, assets, screen_bytes);
    if (!fonts_open(&sdl->fonts, assets, err) || !open_pixels(sdl, err) ||
        (mode != UI_SDL_HEADLESS && !sdl_video_open(sdl, title, err))) {
        ui_sdl_close(sdl);
        return NULL;
    }
    return sdl;
}

void ui_sdl_close(struct ui_sdl *sdl)
{
    if (sdl == NULL) {
        return;
    }
    pictures_close(&sdl->pictures);
    fonts_close(&sdl->fonts);
    sdl_video_close(sdl);
    SDL_FreeSurface(sdl->surface);
    free(sdl->raster.pixels);
    free(sdl->raster.mask);
    free(sdl);
}

const struct face *ui_sdl_face(struct ui_sdl *sdl)
{
    return &sdl->fonts.face;
}

void ui_sdl_photos(struct ui_sdl *sdl, const char *folder)
{
    pictures_photos(&sdl->pictures, folder);
    sdl->is_stale = true; /* the same names may now be other pictures */
}

void ui_sdl_photo_room(struct ui_sdl *sdl, const char *prefix, const char *folder)
{
    pictures_room(&sdl->pictures, prefix, folder);
}

double ui_sdl_present(struct ui_sdl *sdl, const struct dl *list)
{
    struct rect dirty[DIRTY_MAX];
    uint64_t start = SDL_GetPerformanceCounter();
    size_t count = sdl_draw(sdl, list, dirty);

    if (count > 0) {
        sdl_video_show(sdl, dirty, count);
    }
    return (double)(SDL_GetPerformanceCounter() - start) * 1000.0 /
           (double)SDL_GetPerformanceFrequency();
}

static bool is_picture(const struct dl_cmd *cmd)
{
    return cmd->kind == DL_IMAGE || cmd->kind == DL_ART || cmd->kind == DL_ICON;
}

bool ui_sdl_ahead(struct ui_sdl *sdl, const struct dl *list)
{
    for (size_t i = 0; i < list->cmd_count; i++) {
        const struct dl_cmd *cmd = &list->cmds[i];
        if (is_picture(cmd) && pictures_ahead(&sdl->pictures, (enum dl_kind)cmd->kind,
                                              list->texts + cmd->at, cmd->rect.w, cmd->rect.h)) {
            return true;
        }
    }
    return false;
}

void ui_sdl_ahead_anew(struct ui_sdl *sdl)
{
    pictures_hold(&sdl->pictures);
}

const uint32_t *ui_sdl_pixels(const struct ui_sdl *sdl)
{
    return sdl->raster.pixels;
}

bool ui_sdl_save_png(struct ui_sdl *sdl, const char *path, struct err *err)
{
    if (IMG_SavePNG(sdl->surface, path) != 0) {
        return err_set(err, ERR_IO, "%s: %s", path, IMG_GetError());
    }
    return true;
}
