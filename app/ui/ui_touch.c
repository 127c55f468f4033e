/* ui_touch: one finger, from down to up. What it means is decided when it lifts. */
#include "app/ui/ui_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The element a finger at x, y would find: the last drawn. -1: none. */
static int find_at(const struct ui *ui, int x, int y)
{
    for (size_t i = ui->element_count; i > 0; i--) {
        if (ui->spots[i - 1].is_tappable && rect_has(ui->elements[i - 1].rect, x, y)) {
            return (int)(i - 1);
        }
    }
    return -1;
}

/* Would a finger at x, y tap the captured element? */
static bool is_on_captured(const struct ui *ui, int x, int y)
{
    int index = ui->capture.hash != 0 ? find_at(ui, x, y) : -1;

    return index >= 0 && ui->spots[index].hash == ui->capture.hash && ui->elements[index].enabled;
}

static void push_drag(struct ui *ui, enum ui_phase phase, int x, int y)
{
    struct ui_drag_event event = {phase, x, y};
    int last = ui->drag_count - 1;

    if (phase == UI_MOVE && last >= 0 && ui->drags[last].phase == UI_MOVE) {
        ui->drags[last] = event; /* only the newest place matters */
    } else if (ui->drag_count < UI_MAX_DRAGS) {
        ui->drags[ui->drag_count++] = event;
    } else {
        ui->drags[last] = event;
    }
}

static void press(struct ui *ui, int64_t finger, int x, int y, int64_t now_ms)
{
    struct ui_capture *capture = &ui->capture;

    *capture = (struct ui_capture){.is_active = true,
                                   .finger = finger,
                                   .scroll = ui_scroll_at(ui, x, y),
                                   .down_x = x,
                                   .down_y = y,
                                   .x = x,
                                   .y = y,
                                   .down_ms = now_ms,
                                   .last_ms = now_ms,
                                   .old_y = {y, y},
                                   .old_ms = {now_ms, now_ms}};
    if (capture->scroll >= 0 && ui->scrolls[capture->scroll].fling_at != 0) {
        ui->scrolls[capture->scroll].fling_at = 0; /* this finger only stops the movement */
        return;
    }
    int index = find_at(ui, x, y);
    if (index < 0 || !ui->elements[index].enabled) {
        return;
    }
    capture->hash = ui->spots[index].hash;
    capture->is_inside = true;
    capture->is_drag = ui->spots[index].is_drag;
    if (capture->is_drag) {
        ui->drag_hash = capture->hash;
        ui->drag_count = 0;
        push_drag(ui, UI_DOWN, x, y);
    }
}

static void scroll_by_finger(struct ui *ui)
{
    struct ui_capture *capture = &ui->capture;

    if (capture->scroll < 0) {
        return;
    }
    struct ui_scroll *scroll = &ui->scrolls[capture->scroll];
    if (!capture->is_scrolling) {
        capture->is_scrolling = true; /* the content follows from here, without a jump */
        capture->grab_y = capture->y;
        capture->grab_offset = scroll->offset;
    }
    ui_scroll_to(scroll, capture->grab_offset + capture->grab_y - capture->y);
}

static void move(struct ui *ui, int x, int y, int64_t now_ms)
{
    struct ui_capture *capture = &ui->capture;

    if (now_ms - capture->old_ms[1] >= 40) { /* the flick is measured over 40 to 80 ms */
        capture->old_y[0] = capture->old_y[1];
        capture->old_ms[0] = capture->old_ms[1];
        capture->old_y[1] = capture->y;
        capture->old_ms[1] = capture->last_ms;
    }
    if (x != capture->x || y != capture->y) {
        capture->last_ms = now_ms;
    }
    capture->x = x;
    capture->y = y;
    if (capture->is_drag) {
        push_drag(ui, UI_MOVE, x, y);
        return;
    }
    double far = hypot(x - capture->down_x, y - capture->down_y);
    if (far > UI_DRAG_MM * ui->px_per_mm) {
        capture->has_moved = true;
    }
    if (capture->has_moved) {
        scroll_by_finger(ui);
    }
    capture->is_inside = is_on_captured(ui, x, y);
}

static void fling(struct ui *ui, int64_t now_ms)
{
    struct ui_capture *capture = &ui->capture;
    struct ui_scroll *scroll = &ui->scrolls[capture->scroll];
    int64_t since = now_ms - capture->old_ms[0];

    if (since <= 0 || now_ms - capture->last_ms > 100) { /* it rested before it lifted */
        return;
    }
    double speed = (double)(capture->old_y[0] - capture->y) / (double)since;
    if (fabs(speed) * 1000 < 20 * ui->px_per_mm) { /* slower than 20 mm a second */
        return;
    }
    scroll->speed = speed;
    scroll->fling_from = scroll->offset;
    scroll->fling_at = now_ms;
}

static void lift(struct ui *ui, int64_t now_ms)
{
    struct ui_capture *capture = &ui->capture;

    if (capture->is_drag) {
        push_drag(ui, UI_UP, capture->x, capture->y);
    } else if (capture->is_scrolling) {
        fling(ui, now_ms);
    } else if (!capture->has_moved && is_on_captured(ui, capture->x, capture->y) &&
               ui->tap_count < UI_MAX_TAPS) {
        ui->taps[ui->tap_count++] = (struct ui_tap){capture->hash, capture->x, capture->y};
    }
    ui_touch_end(ui, false);
}

void ui_touch_end(struct ui *ui, bool lost)
{
    if (lost && ui->capture.is_active && ui->capture.is_drag) {
        push_drag(ui, UI_LOST, ui->capture.x, ui->capture.y);
    }
    ui->capture = (struct ui_capture){.scroll = -1};
}

void ui_touch(struct ui *ui, int64_t finger, enum ui_phase phase, int x, int y, int64_t now_ms)
{
    struct ui_capture *capture = &ui->capture;

    if (phase == UI_DOWN) {
        if (capture->is_active && capture->finger != finger &&
            now_ms - capture->last_ms < UI_SILENT_MS) {
            return; /* a second finger */
        }
        ui_touch_end(ui, true);
        press(ui, finger, x, y, now_ms);
        return;
    }
    if (!capture->is_active || capture->finger != finger) {
        return;
    }
    switch (phase) {
    case UI_MOVE:
        move(ui, x, y, now_ms);
        break;
    case UI_UP:
        move(ui, x, y, now_ms);
        lift(ui, now_ms);
        break;
    case UI_LOST:
        ui_touch_end(ui, true);
        break;
    case UI_DOWN:
        break;
    }
}

bool ui_is_held(const struct ui *ui, const char *id)
{
    const struct ui_capture *capture = &ui->capture;

    return capture->is_active && capture->hash != 0 && !capture->has_moved && capture->is_inside &&
           capture->hash == ui_hash(id);
}

int64_t ui_held_ms(const struct ui *ui, const char *id)
{
    if (!ui_is_held(ui, id)) {
        return 0;
    }
    int64_t held = ui->now_ms - ui->capture.down_ms;
    return held > 0 ? held : 0;
}

bool ui_drag(struct ui *ui, const char *id, struct rect rect, const char *label, int *ret_x,
             int *ret_y, enum ui_phase *ret_phase)
{
    struct ui_element *element = ui_add(ui, id, rect, UI_AREA, label);
    struct ui_spot *spot = &ui->spots[element - ui->elements];
    struct ui_drag_event event = {UI_MOVE, ui->capture.x, ui->capture.y};

    spot->is_tappable = true;
    spot->is_drag = true;
    if (ui->drag_hash != spot->hash) {
        return false;
    }
    ui->drag_seen = true;
    if (ui->drag_count > 0) {
        event = ui->drags[0];
        ui->drag_count--;
        memmove(ui->drags, ui->drags + 1, (size_t)ui->drag_count * sizeof(ui->drags[0]));
        ui->wants_frame = true;
    } else if (!ui->capture.is_active || ui->capture.hash != spot->hash) {
        return false;
    }
    int right = rect.x + rect.w - 1;
    int bottom = rect.y + rect.h - 1;
    *ret_x = event.x < rect.x ? rect.x : event.x > right ? right : event.x;
    *ret_y = event.y < rect.y ? rect.y : event.y > bottom ? bottom : event.y;
    *ret_phase = event.phase;
    return true;
}
