/* What colour lies under words: from the display list, and where that says "a picture" from the
 * pixels themselves. */
#include "tests/faults/eye.h"

#include <stdio.h>
#include <string.h>

#define TEXT_CONTRAST 10.0
#define ICON_CONTRAST 10.0

enum { ACROSS = 5, DOWN = 3 };

static uint32_t over(uint32_t top, uint32_t below)
{
    uint32_t alpha = top & 255, mixed = 255;
    for (int shift = 8; shift < 32; shift += 8) {
        uint32_t t = top >> shift & 255, b = below >> shift & 255;
        mixed |= (t * alpha + b * (255 - alpha) + 127) / 255 << shift;
    }
    return mixed;
}

/* In a rounded corner there is nothing of it. */
static bool covers(const struct dl_cmd *cmd, int x, int y)
{
    if (!rect_has(cmd->rect, x, y)) {
        return false;
    }
    int radius = cmd->radius;
    radius = radius > cmd->rect.w / 2 ? cmd->rect.w / 2 : radius;
    radius = radius > cmd->rect.h / 2 ? cmd->rect.h / 2 : radius;
    int left = cmd->rect.x + radius, right = cmd->rect.x + cmd->rect.w - 1 - radius;
    int top = cmd->rect.y + radius, low = cmd->rect.y + cmd->rect.h - 1 - radius;
    int dx = x < left ? left - x : x > right ? x - right : 0;
    int dy = y < top ? top - y : y > low ? y - low : 0;
    return dx * dx + dy * dy <= radius * radius;
}

struct ground {
    uint32_t color;
    bool is_picture;
};

/* The colour at a point before command `end`; clips[i] is the clip of command i. */
static struct ground ground_at(const struct dl *list, const struct rect *clips, size_t end, int x,
                               int y)
{
    uint32_t veils[8];
    size_t veil_count = 0;
    struct ground ret = {0xFFFFFFFF, false};
    for (size_t i = end; i-- > 0;) {
        const struct dl_cmd *cmd = &list->cmds[i];
        if (!rect_has(clips[i], x, y)) {
            continue;
        }
        if ((cmd->kind == DL_IMAGE || cmd->kind == DL_ART) && rect_has(cmd->rect, x, y)) {
            ret.is_picture = true;
            return ret;
        }
        if (cmd->kind != DL_FILL || !covers(cmd, x, y)) {
            continue;
        }
        if ((cmd->color & 255) == 255) {
            ret.color = cmd->color;
            break;
        }
        if (veil_count < sizeof(veils) / sizeof(veils[0])) {
            veils[veil_count++] = cmd->color;
        }
    }
    while (veil_count > 0) {
        ret.color = over(veils[--veil_count], ret.color);
    }
    return ret;
}

/* Draws all before command `end` and looks at each pixel of box. */
static double contrast_on_picture(struct eye *eye, const struct dl *list, size_t end,
                                  struct rect box, uint32_t ink)
{
    static struct dl below;
    if (eye->sdl == NULL) {
        return 21.0;
    }
    below = *list;
    below.cmd_count = end;
    ui_sdl_present(eye->sdl, &below);
    const uint32_t *pixels = ui_sdl_pixels(eye->sdl);
    int width = list->cmds[0].rect.w; /* ui_begin fills the whole screen */
    double least = 21.0;
    for (int y = box.y; y < box.y + box.h; y += 2) {
        for (int x = box.x; x < box.x + box.w; x += 2) {
            double now = theme_contrast(ink, pixels[y * width + x] << 8 | 255);
            least = now < least ? now : least;
        }
    }
    return least;
}

static double contrast_of(struct eye *eye, const struct dl *list, const struct rect *clips,
                          size_t index, struct rect box)
{
    uint32_t ink = list->cmds[index].color;
    double least = 21.0;
    struct rect seen = rect_both(box, clips[index]);
    for (int i = 0; i < ACROSS * DOWN && seen.w > 0 && seen.h > 0; i++) {
        int x = seen.x + (seen.w - 1) * (i % ACROSS) / (ACROSS - 1);
        int y = seen.y + (seen.h - 1) * (i / ACROSS) / (DOWN - 1);
        struct ground ground = ground_at(list, clips, index, x, y);
        if (ground.is_picture) {
            double now = contrast_on_picture(eye, list, index, seen, ink);
            return now < least ? now : least;
        }
        double now = theme_contrast(over(ink, ground.color), ground.color);
        least = now < least ? now : least;
    }
    return least;
}

void eye_colors(struct eye *eye, const struct ui *ui)
{
    static struct rect clips[DL_MAX_CMDS];
    const struct dl *list = ui_list(ui);
    struct rect clip = ui_bounds(ui);
    for (size_t i = 0; i < list->cmd_count; i++) {
        clip = list->cmds[i].kind == DL_CLIP ? list->cmds[i].rect : clip;
        clips[i] = clip;
    }
    for (size_t i = 0; i < list->cmd_count; i++) {
        const struct dl_cmd *cmd = &list->cmds[i];
        struct rect box = cmd->rect;
        if (cmd->kind == DL_TEXT) {
            int cap = cmd->font_px * eye->face->cap_height / 1000;
            box = (struct rect){cmd->rect.x, cmd->rect.y - cap, cmd->rect.w, cap};
        } else if (cmd->kind == DL_ICON) {
            box = rect_inset(cmd->rect, cmd->rect.w / 4, cmd->rect.h / 4);
        } else {
            continue;
        }
        double contrast = contrast_of(eye, list, clips, i, box);
        if (contrast < (cmd->kind == DL_TEXT ? TEXT_CONTRAST : ICON_CONTRAST)) {
            char detail[60];
            snprintf(detail, sizeof(detail), "%.1f to 1, colour %06x", contrast,
                     (unsigned)(cmd->color >> 8));
            eye_fault(eye, cmd->kind == DL_TEXT ? "pale words" : "pale icon", list->texts + cmd->at,
                      detail);
        }
    }
}
