/* scroll: a part that is higher than its place. By flick, and by two buttons beside it, because a
 * flick is something one has to know. */
#include "app/ui/ui_internal.h"

#include "app/base/str.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define FRICTION_MS 325.0 /* a flick has done 63 % of its way after this time */
#define BUTTON_MM 16.0
#define GAP_MM 3.0
#define STRIP_SHARE 0.13 /* the strip of buttons takes at most this part of the width */

enum { FRAME_MS = 16, MAX_FLIPS = 2, FADE_BANDS = 9 };

void ui_scroll_to(struct ui_scroll *scroll, int offset)
{
    scroll->offset = offset < 0 ? 0 : offset > scroll->max ? scroll->max : offset;
}

bool ui_scroll_on(struct ui *ui)
{
    for (int i = 0; i < UI_MAX_SCROLLS; i++) {
        struct ui_scroll *scroll = &ui->scrolls[i];
        if (scroll->hash != 0 && scroll->used == ui->frame && scroll->rect.h > 0 &&
            scroll->offset < scroll->max) {
            ui_scroll_to(scroll, scroll->offset + (scroll->rect.h + 1) / 2);
            return true;
        }
    }
    return false;
}

int ui_scroll_at(const struct ui *ui, int x, int y)
{
    int found = -1;

    for (int i = 0; i < UI_MAX_SCROLLS; i++) {
        const struct ui_scroll *scroll = &ui->scrolls[i];
        if (scroll->hash != 0 && scroll->used == ui->frame && scroll->max > 0 &&
            rect_has(scroll->rect, x, y)) {
            found = i;
        }
    }
    return found;
}

/* Moves what was flicked to where it is now. */
void ui_scroll_tick(struct ui *ui)
{
    for (int i = 0; i < UI_MAX_SCROLLS; i++) {
        struct ui_scroll *scroll = &ui->scrolls[i];
        if (scroll->fling_at == 0) {
            continue;
        }
        double since = (double)(ui->now_ms - scroll->fling_at);
        double way = scroll->speed * FRICTION_MS;
        double done = way * (1 - exp(-since / FRICTION_MS));
        ui_scroll_to(scroll, scroll->fling_from + (int)lround(done));
        bool is_end =
            (scroll->offset == 0 && way < 0) || (scroll->offset == scroll->max && way > 0);
        if (is_end || fabs(way - done) < 1) {
            scroll->fling_at = 0;
        } else {
            ui_soon(ui, ui->now_ms + FRAME_MS);
        }
    }
}

/* Its state from the frame before, or the place of the one that was not seen for longest. */
static int find_state(struct ui *ui, uint64_t hash)
{
    int oldest = 0;

    for (int i = 0; i < UI_MAX_SCROLLS; i++) {
        if (ui->scrolls[i].hash == hash) {
            return i;
        }
        if (ui->scrolls[i].used < ui->scrolls[oldest].used) {
            oldest = i;
        }
    }
    ui->scrolls[oldest] = (struct ui_scroll){.hash = hash};
    return oldest;
}

static int longest_word(const struct ui *ui, const char *text)
{
    struct ui_font font = ui_font(ui, STYLE_BOLD);
    int widest = 0;

    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        int width = text_width(ui->face, text, len, font.em, font.bold);
        widest = width > widest ? width : widest;
        text += len + (text[len] == ' ');
    }
    return widest;
}

/* Where the two buttons stand: above each other at the right; side by side there, where it is too
 * low for that; on narrow parts below it, because width is what words need most. */
enum strip { STRIP_TALL, STRIP_LOW, STRIP_BELOW };

static enum strip strip_of(const struct ui *ui, struct rect rect)
{
    int button = ui_mm(ui, BUTTON_MM) + 1;
    int gap = ui_mm(ui, GAP_MM);

    if (rect.w < 4 * button || (rect.w <= 6 * button && rect.h >= 2 * button + gap)) {
        return STRIP_BELOW;
    }
    return rect.h < 2 * button + gap ? STRIP_LOW : STRIP_TALL;
}

/* As wide as its words ask, if that is not too much; else just an icon. */
static int strip_width(const struct ui *ui, struct rect rect, const char *more, const char *back)
{
    int least = ui_mm(ui, BUTTON_MM) + 1;
    if (strip_of(ui, rect) == STRIP_LOW) {
        return 2 * least + ui_mm(ui, GAP_MM);
    }
    int most = (int)(rect.w * STRIP_SHARE);
    int room = 2 * ui_mm(ui, 2);
    int for_more = longest_word(ui, more) + room;
    int for_both = longest_word(ui, back) + room;

    for_both = for_both > for_more ? for_both : for_more;
    int width = for_both <= most ? for_both : for_more <= most ? for_more : least;
    return width < least ? least : width;
}

static int strip_height(const struct ui *ui)
{
    return ui_mm(ui, BUTTON_MM) + 1;
}

struct rect ui_scroll_begin(struct ui *ui, const char *id, struct rect rect, const char *more,
                            const char *back)
{
    assert(ui->scroll.index < 0); /* one within another would fight for the finger */
    int index = find_state(ui, ui_hash(id));
    struct ui_scroll *scroll = &ui->scrolls[index];

    if (scroll->layout_w != rect.w || scroll->layout_h != rect.h ||
        scroll->size_step != ui->look.size_step) {
        scroll->layout_w = rect.w;
        scroll->layout_h = rect.h;
        scroll->size_step = ui->look.size_step;
        scroll->has_strip = false;
        scroll->flips = 0;
        scroll->content = 0;
    }
    ui->scroll = (struct ui_frame_scroll){index, rect, "", more, back};
    str_copy(ui->scroll.id, sizeof(ui->scroll.id), id);
    scroll->used = ui->frame;
    scroll->rect = rect_both(rect, ui_clip(ui));
    if (scroll->has_strip && strip_of(ui, rect) == STRIP_BELOW) {
        int strip = strip_height(ui) + ui_mm(ui, GAP_MM);
        scroll->rect.h = scroll->rect.h > strip ? scroll->rect.h - strip : 0;
    } else if (scroll->has_strip) {
        int strip = strip_width(ui, rect, more, back) + ui_mm(ui, GAP_MM);
        scroll->rect.w = scroll->rect.w > strip ? scroll->rect.w - strip : 0;
        rect_cut_right(&rect, strip);
    }
    ui_clip_push(ui, rect_inset(scroll->rect, -ui_mm(ui, 2), 0)); /* room for shadows */
    rect.y -= scroll->offset;
    rect.h = UI_ENDLESS;
    return rect;
}

/* At an edge under which the content goes on it fades into the wall; in a strict theme, where
 * nothing fades, a line. */
static void draw_edge(struct ui *ui, struct rect seen, bool at_bottom)
{
    uint32_t paper = ui_color(ui, COLOR_PAPER);
    int step = ui_mm(ui, 0.5) > 0 ? ui_mm(ui, 0.5) : 1;
    int line = ui_mm(ui, 0.5) > 0 ? ui_mm(ui, 0.5) : 1;

    if (ui_is_strict(ui)) {
        int y = at_bottom ? seen.y + seen.h - line : seen.y;
        dl_fill(ui_dl(ui), (struct rect){seen.x, y, seen.w, line}, 0, ui_color(ui, COLOR_LINE));
        return;
    }
    for (int height = step * FADE_BANDS; height > 0; height -= step) {
        int y = at_bottom ? seen.y + seen.h - height : seen.y;
        dl_fill(ui_dl(ui), (struct rect){seen.x, y, seen.w, height}, 0, (paper & ~0xFFu) | 0x38);
    }
}

static void draw_thumb(struct ui *ui, struct rect track, const struct ui_scroll *scroll)
{
    int total = scroll->max + scroll->rect.h;
    int width = ui_mm(ui, 2);

    if (track.h < ui_mm(ui, 10) || total <= 0) {
        return;
    }
    track = rect_center(track, width, track.h);
    int height = (int)((int64_t)track.h * scroll->rect.h / total);
    height = height < 3 * width ? 3 * width : height;
    int way = track.h - height;
    struct rect thumb = {track.x, track.y, width, height};
    thumb.y += scroll->max > 0 ? (int)((int64_t)way * scroll->offset / scroll->max) : 0;
    dl_fill(ui_dl(ui), track, width / 2,
            ui_mix(ui_color(ui, COLOR_LINE), ui_color(ui, COLOR_PAPER), 190));
    dl_fill(ui_dl(ui), thumb, width / 2, ui_color(ui, COLOR_LINE));
}

static void draw_strip(struct ui *ui, const struct ui_frame_scroll *frame, struct rect strip)
{
    struct ui_scroll *scroll = &ui->scrolls[frame->index];
    char id[UI_ID + 8];
    int gap = ui_mm(ui, GAP_MM);
    int most = ui_mm(ui, 30);
    int each = (strip.h - gap) / 2;
    int page = scroll->rect.h - ui_line_height(ui, STYLE_BODY);

    page = page < scroll->rect.h / 2 ? scroll->rect.h / 2 : page; /* one line stays in sight */
    each = each > most ? most : each;
    struct rect rest = strip;
    struct rect top = rect_cut_top(&rest, each);
    struct rect bottom = rect_cut_bottom(&rest, each);
    if (strip_of(ui, frame->outer) != STRIP_TALL) {
        top = rect_column(strip, 2, 0, gap);
        bottom = rect_column(strip, 2, 1, gap);
        rest.h = 0;
    }
    rest = rect_inset(rest, 0, gap);
    snprintf(id, sizeof(id), "%.40s.more", frame->id);
    bool more = ui_button_as(ui, id, bottom, BUTTON_PLAIN, "chevron-down", frame->more,
                             scroll->offset < scroll->max, true);
    snprintf(id, sizeof(id), "%.40s.back", frame->id);
    bool back = ui_button_as(ui, id, top, BUTTON_PLAIN, "chevron-up", frame->back,
                             scroll->offset > 0, true);
    draw_thumb(ui, rest, scroll);
    if (more || back) {
        scroll->fling_at = 0;
        ui_scroll_to(scroll, scroll->offset + (more ? page : -page));
        ui->wants_frame = true;
    }
}

/* Whether there is a strip of buttons follows from the height, and the height from the strip. */
static void settle(struct ui *ui, struct ui_scroll *scroll, int content, int height)
{
    bool needs = content > height;
    int seen = scroll->has_strip ? scroll->rect.h : height;

    scroll->max = needs ? content - seen : 0;
    if (content != scroll->content) {
        scroll->content = content;
        int before = scroll->offset;
        ui_scroll_to(scroll, scroll->offset);
        ui->wants_frame = ui->wants_frame || before != scroll->offset;
    }
    if (needs != scroll->has_strip && scroll->flips < MAX_FLIPS) {
        scroll->flips += scroll->has_strip; /* counted when it goes: twice, then it stays */
        scroll->has_strip = needs;
        ui->wants_frame = true;
    }
}

void ui_scroll_end(struct ui *ui, int content_bottom)
{
    assert(ui->scroll.index >= 0);
    struct ui_frame_scroll frame = ui->scroll;
    struct ui_scroll *scroll = &ui->scrolls[frame.index];
    struct rect seen = rect_inset(scroll->rect, -ui_mm(ui, 2), 0);
    int offset = scroll->offset;
    int content = content_bottom - (frame.outer.y - offset);
    bool had_strip = scroll->has_strip;

    ui_flush_badges(ui);
    settle(ui, scroll, content, frame.outer.h);
    if (scroll->max > 0 && offset > 0) {
        draw_edge(ui, seen, false);
    }
    if (offset < scroll->max) {
        draw_edge(ui, seen, true);
    }
    ui_clip_pop(ui);
    ui->scroll.index = -1;
    if (had_strip) {
        struct rect outer = frame.outer;
        struct rect strip =
            strip_of(ui, outer) == STRIP_BELOW
                ? rect_cut_bottom(&outer, strip_height(ui))
                : rect_cut_right(&outer, strip_width(ui, frame.outer, frame.more, frame.back));
        draw_strip(ui, &frame, strip);
    }
}
