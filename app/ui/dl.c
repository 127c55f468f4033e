#include "app/ui/dl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void dl_reset(struct dl *dl)
{
    memset(dl->cmds, 0, dl->cmd_count * sizeof(dl->cmds[0]));
    memset(dl->texts, 0, dl->text_len);
    memset(dl->points, 0, dl->point_count * 2 * sizeof(dl->points[0]));
    dl->cmd_count = 0;
    dl->text_len = 0;
    dl->point_count = 0;
    dl->overflow = false;
}

static uint16_t u16(int value)
{
    return (uint16_t)(value < 0 ? 0 : value > UINT16_MAX ? UINT16_MAX : value);
}

/* NULL when the list is full. */
static struct dl_cmd *add(struct dl *dl, enum dl_kind kind, struct rect rect, uint32_t color)
{
    if (dl->cmd_count == DL_MAX_CMDS) {
        dl->overflow = true;
        return NULL;
    }
    struct dl_cmd *cmd = &dl->cmds[dl->cmd_count++];
    *cmd = (struct dl_cmd){.kind = (uint16_t)kind, .rect = rect, .color = color};
    return cmd;
}

static void add_text(struct dl *dl, struct dl_cmd *cmd, const char *text, size_t len)
{
    if (len >= sizeof(dl->texts) - dl->text_len) {
        dl->overflow = true;
        dl->cmd_count--; /* without its words it says nothing */
        return;
    }
    cmd->at = (uint32_t)dl->text_len;
    cmd->count = (uint32_t)len;
    memcpy(dl->texts + dl->text_len, text, len);
    dl->texts[dl->text_len + len] = '\0';
    dl->text_len += len + 1;
}

void dl_fill(struct dl *dl, struct rect rect, int radius, uint32_t color)
{
    struct dl_cmd *cmd = add(dl, DL_FILL, rect, color);

    if (cmd != NULL) {
        cmd->radius = u16(radius);
    }
}

void dl_stroke(struct dl *dl, struct rect rect, int radius, int width, uint32_t color)
{
    struct dl_cmd *cmd = add(dl, DL_STROKE, rect, color);

    if (cmd != NULL) {
        cmd->radius = u16(radius);
        cmd->width = u16(width);
    }
}

void dl_shadow(struct dl *dl, struct rect rect, int radius, int blur, uint32_t color)
{
    struct dl_cmd *cmd = add(dl, DL_SHADOW, rect, color);

    if (cmd != NULL) {
        cmd->radius = u16(radius);
        cmd->width = u16(blur);
    }
}

void dl_text(struct dl *dl, int x, int baseline, int advance, int font_px, bool bold,
             uint32_t color, const char *text, size_t len)
{
    struct dl_cmd *cmd = add(dl, DL_TEXT, (struct rect){x, baseline, advance, 0}, color);

    if (cmd != NULL) {
        cmd->font_px = u16(font_px);
        cmd->bold = bold;
        add_text(dl, cmd, text, len);
    }
}

void dl_picture(struct dl *dl, enum dl_kind kind, struct rect rect, int radius, uint32_t color,
                const char *name)
{
    struct dl_cmd *cmd = add(dl, kind, rect, color);

    if (cmd != NULL) {
        cmd->radius = u16(radius);
        add_text(dl, cmd, name, strlen(name));
    }
}

void dl_path(struct dl *dl, const int16_t *points, size_t count, int width, uint32_t color)
{
    struct rect box = {0};

    if (count == 0) {
        return;
    }
    if (count > DL_MAX_POINTS - dl->point_count) {
        dl->overflow = true;
        return;
    }
    int right = points[0];
    int bottom = points[1];
    box.x = points[0];
    box.y = points[1];
    for (size_t i = 1; i < count; i++) {
        box.x = points[2 * i] < box.x ? points[2 * i] : box.x;
        box.y = points[2 * i + 1] < box.y ? points[2 * i + 1] : box.y;
        right = points[2 * i] > right ? points[2 * i] : right;
        bottom = points[2 * i + 1] > bottom ? points[2 * i + 1] : bottom;
    }
    int edge = width / 2 + 1;
    box = (struct rect){box.x - edge, box.y - edge, right - box.x + 2 * edge,
                        bottom - box.y + 2 * edge};
    struct dl_cmd *cmd = add(dl, DL_PATH, box, color);
    if (cmd != NULL) {
        cmd->width = u16(width);
        cmd->at = (uint32_t)dl->point_count;
        cmd->count = (uint32_t)count;
        memcpy(dl->points + 2 * dl->point_count, points, count * 2 * sizeof(points[0]));
        dl->point_count += count;
    }
}

void dl_clip(struct dl *dl, struct rect rect)
{
    add(dl, DL_CLIP, rect, 0);
}

static bool same_cmd(const struct dl_cmd *a, const struct dl_cmd *b)
{
    return a->kind == b->kind && a->radius == b->radius && a->width == b->width &&
           a->font_px == b->font_px && a->bold == b->bold && a->rect.x == b->rect.x &&
           a->rect.y == b->rect.y && a->rect.w == b->rect.w && a->rect.h == b->rect.h &&
           a->color == b->color && a->at == b->at && a->count == b->count;
}

bool dl_same(const struct dl *a, const struct dl *b)
{
    if (a->cmd_count != b->cmd_count || a->text_len != b->text_len ||
        a->point_count != b->point_count) {
        return false;
    }
    for (size_t i = 0; i < a->cmd_count; i++) {
        if (!same_cmd(&a->cmds[i], &b->cmds[i])) {
            return false;
        }
    }
    return memcmp(a->texts, b->texts, a->text_len) == 0 &&
           memcmp(a->points, b->points, a->point_count * 2 * sizeof(a->points[0])) == 0;
}

struct out {
    char *dst;
    size_t cap, len;
};

static void put(struct out *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void put(struct out *out, const char *fmt, ...)
{
    size_t room = out->len < out->cap ? out->cap - out->len : 0;
    va_list args;

    va_start(args, fmt);
    int more = vsnprintf(room > 0 ? out->dst + out->len : NULL, room, fmt, args);
    va_end(args);
    out->len += more > 0 ? (size_t)more : 0;
}

static void dump_cmd(struct out *out, const struct dl *dl, const struct dl_cmd *cmd)
{
    static const char *const names[] = {"fill", "stroke", "shadow", "text", "image",
                                        "art",  "icon",   "path",   "clip"};

    put(out, "%s %d,%d", names[cmd->kind], cmd->rect.x, cmd->rect.y);
    if (cmd->kind == DL_TEXT) {
        put(out, " +%d %s%upx", cmd->rect.w, cmd->bold ? "bold " : "", (unsigned)cmd->font_px);
    } else {
        put(out, " %dx%d", cmd->rect.w, cmd->rect.h);
    }
    if (cmd->radius > 0) {
        put(out, " r%u", (unsigned)cmd->radius);
    }
    if (cmd->width > 0) {
        put(out, " w%u", (unsigned)cmd->width);
    }
    if (cmd->kind != DL_CLIP) {
        put(out, " #%08X", (unsigned)cmd->color);
    }
    if (cmd->kind == DL_PATH) {
        for (uint32_t i = 0; i < cmd->count; i++) {
            const int16_t *point = &dl->points[2 * (cmd->at + i)];
            put(out, " %d,%d", point[0], point[1]);
        }
    } else if (cmd->kind == DL_TEXT || cmd->kind == DL_IMAGE || cmd->kind == DL_ART ||
               cmd->kind == DL_ICON) {
        put(out, " \"%s\"", dl->texts + cmd->at);
    }
    put(out, "\n");
}

size_t dl_dump(const struct dl *dl, char *dst, size_t cap)
{
    struct out out = {dst, cap, 0};

    if (cap > 0) {
        dst[0] = '\0';
    }
    for (size_t i = 0; i < dl->cmd_count; i++) {
        dump_cmd(&out, dl, &dl->cmds[i]);
    }
    if (dl->overflow) {
        put(&out, "OVERFLOW\n");
    }
    return out.len;
}
