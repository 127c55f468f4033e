/* ui_sdl_draw: the display list as pixels, and only where it differs from the last one.
 *
 * The picture is cut into tiles. Every command is hashed into the tiles it touches; a tile whose
 * hash stays is not drawn again. So nothing of the last list is kept but numbers.
 */
#include "app/ui/ui_sdl_internal.h"

#include "app/base/str.h"

#include <string.h>

struct hash {
    uint64_t value;
};

static void hash_bytes(struct hash *hash, const void *bytes, size_t len)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < len; i++) {
        hash->value = (hash->value ^ at[i]) * 0x100000001B3u;
    }
}

static void hash_number(struct hash *hash, uint64_t number)
{
    hash->value = (hash->value ^ number) * 0x9E3779B97F4A7C15u;
    hash->value ^= hash->value >> 29;
}

static void hash_rect(struct hash *hash, struct rect rect)
{
    hash_number(hash, (uint64_t)(uint32_t)rect.x << 32 | (uint32_t)rect.y);
    hash_number(hash, (uint64_t)(uint32_t)rect.w << 32 | (uint32_t)rect.h);
}

static uint64_t hash_cmd(const struct dl *list, const struct dl_cmd *cmd, struct rect clip)
{
    struct hash hash = {0xCBF29CE484222325u};

    hash_number(&hash, (uint64_t)cmd->kind << 48 | (uint64_t)cmd->radius << 32 |
                           (uint64_t)cmd->width << 16 | cmd->font_px);
    hash_number(&hash, (uint64_t)cmd->bold << 32 | cmd->color);
    hash_rect(&hash, cmd->rect);
    hash_rect(&hash, clip);
    if (cmd->kind == DL_PATH) {
        hash_bytes(&hash, list->points + 2 * cmd->at, cmd->count * 2 * sizeof(list->points[0]));
    } else {
        hash_bytes(&hash, list->texts + cmd->at, cmd->count);
    }
    return hash.value;
}

/* All the pixels a command may touch. */
static struct rect reach(const struct dl_cmd *cmd)
{
    struct rect rect = cmd->rect;
    int em = cmd->font_px;

    if (cmd->kind == DL_TEXT) { /* letters lean out of their advance a little */
        return (struct rect){rect.x - em, rect.y - em * 3 / 2, rect.w + 2 * em, em * 2};
    }
    return cmd->kind == DL_SHADOW ? rect_inset(rect, -cmd->width, -cmd->width) : rect;
}

/* ---- one command --------------------------------------------------------------------------- */

static void draw_text(struct ui_sdl *sdl, const struct dl_cmd *cmd, const char *text)
{
    int64_t units = 0;
    int px = cmd->font_px;
    uint32_t codepoint;

    if (px < 4 || px > 1000) {
        return;
    }
    while ((codepoint = str_decode(&text)) != 0) {
        int x = cmd->rect.x + (int)((units * px + 500) / 1000);
        bool is_near =
            x - px < sdl->raster.clip.x + sdl->raster.clip.w && x + 2 * px > sdl->raster.clip.x;
        units += fonts_advance(&sdl->fonts, codepoint, cmd->bold);
        if (!is_near || codepoint < 0x20 || codepoint == 0xAD) {
            continue;
        }
        const struct glyph *glyph = fonts_glyph(&sdl->fonts, codepoint, cmd->bold, px);
        if (glyph != NULL) {
            raster_glyph(&sdl->raster, x + glyph->left, cmd->rect.y - glyph->top, &glyph->shape,
                         cmd->color);
        }
    }
}

static void draw_picture(struct ui_sdl *sdl, const struct dl_cmd *cmd, const char *name)
{
    enum dl_kind kind = (enum dl_kind)cmd->kind;
    struct rect rect = cmd->rect;
    const struct picture *picture = pictures_get(&sdl->pictures, kind, name, rect.w, rect.h);

    if (picture == NULL) {
        return;
    }
    if (kind == DL_ICON) {
        struct raster_alpha shape = {picture->pixels, rect.w, rect.h, rect.w};
        raster_glyph(&sdl->raster, rect.x, rect.y, &shape, cmd->color);
        return;
    }
    struct raster_image image = {picture->pixels, rect.w, rect.h, rect.w, picture->is_opaque};
    raster_image(&sdl->raster, rect.x, rect.y, cmd->radius, &image);
}

static void draw_cmd(struct ui_sdl *sdl, const struct dl *list, const struct dl_cmd *cmd)
{
    struct raster *raster = &sdl->raster;

    switch ((enum dl_kind)cmd->kind) {
    case DL_FILL:
        raster_fill(raster, cmd->rect, cmd->radius, cmd->color);
        break;
    case DL_STROKE:
        raster_stroke(raster, cmd->rect, cmd->radius, cmd->width, cmd->color);
        break;
    case DL_SHADOW:
        raster_shadow(raster, cmd->rect, cmd->width, cmd->color);
        break;
    case DL_TEXT:
        draw_text(sdl, cmd, list->texts + cmd->at);
        break;
    case DL_IMAGE:
    case DL_ART:
    case DL_ICON:
        draw_picture(sdl, cmd, list->texts + cmd->at);
        break;
    case DL_PATH:
        raster_path(raster, list->points + 2 * cmd->at, cmd->count, cmd->width, cmd->color);
        break;
    case DL_CLIP:
        break;
    }
}

static void draw_part(struct ui_sdl *sdl, const struct dl *list, struct rect part)
{
    struct rect clip = part;

    for (size_t i = 0; i < list->cmd_count; i++) {
        const struct dl_cmd *cmd = &list->cmds[i];
        if (cmd->kind == DL_CLIP) {
            clip = rect_both(part, cmd->rect);
            continue;
        }
        raster_clip(&sdl->raster, rect_both(clip, reach(cmd)));
        if (sdl->raster.clip.w > 0) {
            draw_cmd(sdl, list, cmd);
        }
    }
}

/* ---- what changed -------------------------------------------------------------------------- */

static int columns(const struct ui_sdl *sdl)
{
    return (sdl->screen.width_px + TILE - 1) / TILE;
}

static int rows(const struct ui_sdl *sdl)
{
    return (sdl->screen.height_px + TILE - 1) / TILE;
}

static void hash_tiles(struct ui_sdl *sdl, const struct dl *list)
{
    struct rect all = {0, 0, sdl->screen.width_px, sdl->screen.height_px};
    struct rect clip = all;

    memset(sdl->tiles, 0, sizeof(sdl->tiles));
    for (size_t i = 0; i < list->cmd_count; i++) {
        const struct dl_cmd *cmd = &list->cmds[i];
        if (cmd->kind == DL_CLIP) {
            clip = rect_both(all, cmd->rect);
            continue;
        }
        struct rect seen = rect_both(reach(cmd), clip);
        if (seen.w == 0) {
            continue;
        }
        uint64_t hash = hash_cmd(list, cmd, clip);
        for (int y = seen.y / TILE; y <= (seen.y + seen.h - 1) / TILE; y++) {
            for (int x = seen.x / TILE; x <= (seen.x + seen.w - 1) / TILE; x++) {
                struct hash tile = {sdl->tiles[y * columns(sdl) + x]};
                hash_number(&tile, hash);
                sdl->tiles[y * columns(sdl) + x] = tile.value;
            }
        }
    }
}

static bool is_dirty(const struct ui_sdl *sdl, int x, int y)
{
    int at = y * columns(sdl) + x;

    return sdl->is_stale || sdl->tiles[at] != sdl->seen[at];
}

/* Grows the last rectangle downwards when this run of tiles continues it, else adds one. */
static size_t add_run(struct rect *dirty, size_t count, struct rect run)
{
    for (size_t i = 0; i < count; i++) {
        if (dirty[i].x == run.x && dirty[i].w == run.w && dirty[i].y + dirty[i].h == run.y) {
            dirty[i].h += run.h;
            return count;
        }
    }
    if (count == DIRTY_MAX) { /* too many pieces: one that holds the last and this */
        struct rect *last = &dirty[count - 1];
        int right = last->x + last->w > run.x + run.w ? last->x + last->w : run.x + run.w;
        last->x = last->x < run.x ? last->x : run.x;
        last->w = right - last->x;
        last->h = run.y + run.h - last->y;
        return count;
    }
    dirty[count] = run;
    return count + 1;
}

static size_t find_dirty(const struct ui_sdl *sdl, struct rect dirty[DIRTY_MAX])
{
    size_t count = 0;

    for (int y = 0; y < rows(sdl); y++) {
        for (int x = 0; x < columns(sdl); x++) {
            int from = x;
            while (x < columns(sdl) && is_dirty(sdl, x, y)) {
                x++;
            }
            if (x > from) {
                struct rect run = {from * TILE, y * TILE, (x - from) * TILE, TILE};
                count = add_run(dirty, count, run);
            }
        }
    }
    struct rect all = {0, 0, sdl->screen.width_px, sdl->screen.height_px};
    for (size_t i = 0; i < count; i++) {
        dirty[i] = rect_both(dirty[i], all);
    }
    return count;
}

size_t sdl_draw(struct ui_sdl *sdl, const struct dl *list, struct rect dirty[DIRTY_MAX])
{
    hash_tiles(sdl, list);
    size_t count = find_dirty(sdl, dirty);
    for (size_t i = 0; i < count; i++) {
        draw_part(sdl, list, dirty[i]);
    }
    memcpy(sdl->seen, sdl->tiles, sizeof(sdl->seen));
    sdl->is_stale = false;
    return count;
}
