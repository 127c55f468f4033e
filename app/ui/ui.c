#include "app/ui/ui_internal.h"

#include "app/base/str.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELD_MS = 100 };

bool ui_screen_parse(struct ui_screen *ret, const char *text)
{
    struct ui_screen screen = {0};
    int end = -1;

    if (sscanf(text, "%5dx%5d@%lfmm%n", &screen.width_px, &screen.height_px, &screen.width_mm,
               &end) != 3 ||
        end < 0 || text[end] != '\0') {
        return false;
    }
    if (screen.width_px < 320 || screen.width_px > 4096 || screen.height_px < 320 ||
        screen.height_px > 4096 || !(screen.width_mm >= 40 && screen.width_mm <= 2000)) {
        return false;
    }
    *ret = screen;
    return true;
}

struct ui *ui_create(const struct ui_screen *screen, const struct face *face)
{
    struct ui *ui = calloc(1, sizeof(*ui));

    assert(ui != NULL); /* once, at the start */
    ui->screen = *screen;
    ui->face = face;
    ui->px_per_mm = screen->width_px / screen->width_mm;
    ui->look.size_step = SIZE_DEFAULT;
    ui->capture.scroll = -1;
    ui->scroll.index = -1;
    ui->deadline_ms = INT64_MAX;
    return ui;
}

void ui_measure(struct ui *ui, double width_mm)
{
    ui->screen.width_mm = width_mm;
    ui->px_per_mm = ui->screen.width_px / width_mm;
}

/* The compiler may drop a memset before free; not one through a volatile pointer. */
static void wipe(void *memory, size_t len)
{
    void *(*const volatile forget)(void *, int, size_t) = memset;

    forget(memory, 0, len);
}

void ui_destroy(struct ui *ui)
{
    if (ui != NULL) {
        wipe(ui, sizeof(*ui));
        free(ui);
    }
}

void ui_forget(struct ui *ui)
{
    wipe(ui->lists, sizeof(ui->lists));
    wipe(ui->elements, sizeof(ui->elements));
    wipe(ui->spots, sizeof(ui->spots));
    wipe(ui->labels, sizeof(ui->labels));
    wipe(&ui->capture, sizeof(ui->capture));
    wipe(ui->taps, sizeof(ui->taps));
    wipe(&ui->tap, sizeof(ui->tap));
    wipe(ui->drags, sizeof(ui->drags));
    wipe(ui->scrolls, sizeof(ui->scrolls));
    wipe(&ui->scroll, sizeof(ui->scroll));
    ui->element_count = 0;
    ui->label_len = 0;
    ui->tap_count = 0;
    ui->drag_count = 0;
    ui->drag_hash = 0;
    ui->badge_count = 0;
    ui->capture.scroll = -1;
    ui->scroll.index = -1;
    ui->is_forgotten = true;
}

/* ---- a frame ------------------------------------------------------------------------------- */

void ui_begin(struct ui *ui, struct ui_look look, int64_t now_ms)
{
    look.size_step = look.size_step < 0             ? 0
                     : look.size_step >= SIZE_STEPS ? SIZE_STEPS - 1
                                                    : look.size_step;
    ui->look = look;
    ui->now_ms = now_ms;
    ui->frame++;
    ui->at = 1 - ui->at;
    dl_reset(ui_dl(ui));
    memset(ui->elements, 0, ui->element_count * sizeof(ui->elements[0]));
    memset(ui->spots, 0, ui->element_count * sizeof(ui->spots[0]));
    memset(ui->labels, 0, ui->label_len);
    ui->element_count = 0;
    ui->label_len = 0;
    ui->clip_count = 1;
    ui->clips[0] = ui_bounds(ui);
    ui->badge_count = 0;
    ui->wants_frame = false;
    ui->deadline_ms = INT64_MAX;
    ui->tap = (struct ui_tap){0};
    if (ui->tap_count > 0) {
        ui->tap = ui->taps[0];
        ui->tap_count--;
        memmove(ui->taps, ui->taps + 1, (size_t)ui->tap_count * sizeof(ui->taps[0]));
    }
    ui->drag_seen = false;
    ui_scroll_tick(ui);
    dl_fill(ui_dl(ui), ui_bounds(ui), 0, ui_color(ui, COLOR_PAPER));
}

bool ui_end(struct ui *ui)
{
    assert(ui->scroll.index < 0 && ui->clip_count == 1); /* every begin has its end */
    ui_flush_badges(ui);
    ui->tap = (struct ui_tap){0}; /* nobody took it: gone */
    if (!ui->drag_seen) {
        ui->drag_count = 0;
    }
    if (ui->tap_count > 0 || ui->drag_count > 0) {
        ui->wants_frame = true;
    }
    if (ui->capture.is_active && ui->capture.hash != 0 && !ui->capture.has_moved) {
        ui_soon(ui, ui->now_ms + HELD_MS); /* somebody may count how long it is held */
    }
    bool changed = ui->is_forgotten || !dl_same(&ui->lists[0], &ui->lists[1]);
    ui->is_forgotten = false;
    if (changed || ui->wants_frame) {
        ui_soon(ui, ui->now_ms);
    }
    return changed || ui->wants_frame;
}

const struct dl *ui_list(const struct ui *ui)
{
    return &ui->lists[ui->at];
}

struct dl *ui_dl(struct ui *ui)
{
    return &ui->lists[ui->at];
}

int64_t ui_deadline_ms(const struct ui *ui)
{
    return ui->deadline_ms;
}

void ui_soon(struct ui *ui, int64_t at_ms)
{
    if (at_ms < ui->deadline_ms) {
        ui->deadline_ms = at_ms;
    }
}

/* ---- the device and the look --------------------------------------------------------------- */

int ui_mm(const struct ui *ui, double mm)
{
    return (int)lround(mm * ui->px_per_mm);
}

double ui_short_mm(const struct ui *ui)
{
    const struct ui_screen *screen = &ui->screen;
    int least = screen->width_px < screen->height_px ? screen->width_px : screen->height_px;

    return least / ui->px_per_mm;
}

struct rect ui_bounds(const struct ui *ui)
{
    return (struct rect){0, 0, ui->screen.width_px, ui->screen.height_px};
}

const struct ui_look *ui_look(const struct ui *ui)
{
    return &ui->look;
}

uint32_t ui_color(const struct ui *ui, enum color color)
{
    return theme_color(ui->look.theme, color);
}

bool ui_is_strict(const struct ui *ui)
{
    return ui->look.theme != THEME_WARM;
}

uint32_t ui_mix(uint32_t a, uint32_t b, int part)
{
    uint32_t mixed = 0;

    for (int shift = 8; shift < 32; shift += 8) {
        int from = (int)(a >> shift & 255);
        int to = (int)(b >> shift & 255);
        mixed |= (uint32_t)(from + (to - from) * part / 256) << shift;
    }
    return mixed | (a & 255);
}

uint32_t ui_pressed(uint32_t ground)
{
    bool is_light = theme_contrast(ground, 0x000000FF) > 5.0;

    return is_light ? ui_mix(ground, 0x5A4424FF, 52) : ui_mix(ground, 0xFFFFFFFF, 40);
}

/* ---- clip ---------------------------------------------------------------------------------- */

struct rect ui_clip(const struct ui *ui)
{
    return ui->clips[ui->clip_count - 1];
}

void ui_clip_push(struct ui *ui, struct rect rect)
{
    assert(ui->clip_count < UI_MAX_CLIPS);
    ui->clips[ui->clip_count] = rect_both(rect, ui_clip(ui));
    ui->clip_count++;
    dl_clip(ui_dl(ui), ui_clip(ui));
}

void ui_clip_pop(struct ui *ui)
{
    assert(ui->clip_count > 1);
    ui->clip_count--;
    dl_clip(ui_dl(ui), ui_clip(ui));
}

bool ui_sees(const struct ui *ui, struct rect rect)
{
    return rect_both(rect, ui_clip(ui)).w > 0;
}

/* ---- elements ------------------------------------------------------------------------------ */

uint64_t ui_hash(const char *id)
{
    uint64_t hash = 0xCBF29CE484222325u; /* FNV-1a */

    for (size_t i = 0; i < UI_ID - 1 && id[i] != '\0'; i++) {
        hash = (hash ^ (unsigned char)id[i]) * 0x100000001B3u;
    }
    return hash == 0 ? 1 : hash;
}

static const char *keep_label(struct ui *ui, const char *label)
{
    size_t len = strlen(label) + 1;

    if (len > sizeof(ui->labels) - ui->label_len) {
        ui_dl(ui)->overflow = true;
        return "";
    }
    char *kept = ui->labels + ui->label_len;
    memcpy(kept, label, len);
    ui->label_len += len;
    return kept;
}

struct ui_element *ui_add(struct ui *ui, const char *id, struct rect rect, enum ui_kind kind,
                          const char *label)
{
    if (ui->element_count == UI_MAX_ELEMENTS) {
        ui_dl(ui)->overflow = true;
        ui->element_count--; /* the last place is overwritten: the defect is marked */
    }
    struct ui_element *element = &ui->elements[ui->element_count];
    struct ui_spot *spot = &ui->spots[ui->element_count];
    struct rect seen = rect_both(rect, ui_clip(ui));

    ui->element_count++;
    memset(element, 0, sizeof(*element));
    str_copy(element->id, sizeof(element->id), id != NULL ? id : label); /* unnamed: its words */
    element->label = keep_label(ui, label);
    element->rect = seen.w > 0 ? seen : (struct rect){rect.x, rect.y, 0, 0};
    element->kind = kind;
    element->enabled = true;
    *spot = (struct ui_spot){.hash = ui_hash(element->id)};
    return element;
}

bool ui_react(struct ui *ui, const char *id, struct rect rect, enum ui_kind kind, const char *label,
              bool enabled)
{
    struct ui_element *element = ui_add(ui, id, rect, kind, label);
    struct ui_spot *spot = &ui->spots[element - ui->elements];

    element->enabled = enabled;
    spot->is_tappable = true;
    if (ui->tap.hash != spot->hash || !enabled || !rect_has(element->rect, ui->tap.x, ui->tap.y)) {
        return false;
    }
    ui->tap = (struct ui_tap){0}; /* exactly once */
    ui->wants_frame = true;       /* what it changed is seen in the next one */
    return true;
}

size_t ui_elements(const struct ui *ui, const struct ui_element **ret)
{
    *ret = ui->elements;
    return ui->element_count;
}
