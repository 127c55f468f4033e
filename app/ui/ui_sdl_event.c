/* ui_sdl_event: fingers, keys and the end, as our own events.
 *
 * Only finger events count on the kiosk; the mouse plays a finger in a window. SDL's waiting call
 * spins, so the loop polls file descriptors of its own: ui_sdl_fds.
 */
#include "app/ui/ui_sdl_internal.h"

#include <SDL_syswm.h>

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOUSE_FINGER = -1, GONE_MS = 2000 };

/* ---- fingers ------------------------------------------------------------------------------- */

static struct sdl_finger *find_finger(struct ui_sdl *sdl, SDL_TouchID device, SDL_FingerID id)
{
    for (int i = 0; i < FINGERS; i++) {
        struct sdl_finger *finger = &sdl->fingers[i];
        if (finger->is_down && finger->device == device && finger->id == id) {
            return finger;
        }
    }
    return NULL;
}

static struct sdl_finger *new_finger(struct ui_sdl *sdl, SDL_TouchID device, SDL_FingerID id)
{
    struct sdl_finger *finger = find_finger(sdl, device, id);

    for (int i = 0; finger == NULL && i < FINGERS; i++) {
        finger = sdl->fingers[i].is_down ? NULL : &sdl->fingers[i];
    }
    if (finger != NULL) {
        *finger = (struct sdl_finger){true, false, device, id, SDL_GetTicks64()};
    }
    return finger;
}

static void fill_touch(const struct ui_sdl *sdl, const struct sdl_finger *finger,
                       enum ui_phase phase, float x, float y, struct ui_sdl_event *ret)
{
    int right = sdl->screen.width_px - 1;
    int bottom = sdl->screen.height_px - 1;

    ret->kind = UI_SDL_TOUCH;
    ret->finger = (int64_t)(finger - sdl->fingers); /* the same finger while it is down */
    ret->phase = phase;
    ret->x = (int)(x * (float)sdl->screen.width_px);
    ret->y = (int)(y * (float)sdl->screen.height_px);
    ret->x = ret->x < 0 ? 0 : ret->x > right ? right : ret->x;
    ret->y = ret->y < 0 ? 0 : ret->y > bottom ? bottom : ret->y;
}

/* After a start the kernel leaves out an axis that has not changed, and SDL reads it as exactly 0.
 * Such a finger has no place until it moves. */
static bool take_finger(struct ui_sdl *sdl, const SDL_TouchFingerEvent *event,
                        struct ui_sdl_event *ret)
{
    bool is_down = event->type == SDL_FINGERDOWN;
    struct sdl_finger *finger = is_down ? new_finger(sdl, event->touchId, event->fingerId)
                                        : find_finger(sdl, event->touchId, event->fingerId);
    enum ui_phase phase = is_down ? UI_DOWN : event->type == SDL_FINGERUP ? UI_UP : UI_MOVE;

    if (finger == NULL) {
        return false;
    }
    finger->moved_ms = SDL_GetTicks64();
    finger->is_down = phase != UI_UP;
    bool has_place = event->x != 0.0f && event->y != 0.0f;
    if (phase == UI_DOWN && !has_place) {
        finger->is_waiting = true;
        return false;
    }
    if (finger->is_waiting) {
        finger->is_waiting = false;
        if (phase == UI_UP) {
            return false;
        }
        phase = UI_DOWN;
    }
    fill_touch(sdl, finger, phase, event->x, event->y, ret);
    return true;
}

/* A finger that has not moved for long and that the panel no longer knows was lost. */
static bool find_lost(struct ui_sdl *sdl, struct ui_sdl_event *ret)
{
    for (int i = 0; i < FINGERS; i++) {
        struct sdl_finger *finger = &sdl->fingers[i];
        if (!finger->is_down || SDL_GetTicks64() - finger->moved_ms < GONE_MS) {
            continue;
        }
        int count = SDL_GetNumTouchFingers(finger->device);
        bool is_there = false;
        for (int k = 0; k < count; k++) {
            const SDL_Finger *known = SDL_GetTouchFinger(finger->device, k);
            is_there = is_there || (known != NULL && known->id == finger->id);
        }
        if (!is_there) {
            finger->is_down = false;
            fill_touch(sdl, finger, UI_LOST, 0, 0, ret);
            return true;
        }
    }
    return false;
}

static bool take_mouse(struct ui_sdl *sdl, const SDL_Event *event, struct ui_sdl_event *ret)
{
    if (sdl->mode != UI_SDL_WINDOW) {
        return false;
    }
    ret->kind = UI_SDL_TOUCH;
    ret->finger = MOUSE_FINGER;
    if (event->type == SDL_MOUSEMOTION) {
        ret->phase = UI_MOVE;
        ret->x = event->motion.x;
        ret->y = event->motion.y;
        return sdl->is_mouse_down;
    }
    if (event->button.button != SDL_BUTTON_LEFT) {
        return false;
    }
    sdl->is_mouse_down = event->type == SDL_MOUSEBUTTONDOWN;
    ret->phase = sdl->is_mouse_down ? UI_DOWN : UI_UP;
    ret->x = event->button.x;
    ret->y = event->button.y;
    return true;
}

/* ---- keys and windows ---------------------------------------------------------------------- */

static bool take_key(const SDL_KeyboardEvent *event, struct ui_sdl_event *ret)
{
    SDL_Keycode sym = event->keysym.sym;

    if (sym == SDLK_KP_ENTER) {
        sym = SDLK_RETURN;
    }
    if (sym <= 0 || (sym & SDLK_SCANCODE_MASK) != 0) {
        return false;
    }
    ret->kind = UI_SDL_KEY;
    ret->key = (int)sym;
    ret->is_repeat = event->repeat != 0;
    return true;
}

static bool take_window(struct ui_sdl *sdl, const SDL_WindowEvent *event, struct ui_sdl_event *ret)
{
    struct rect all = {0, 0, sdl->screen.width_px, sdl->screen.height_px};

    switch (event->event) {
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        sdl_video_show(sdl, &all, 1); /* the pixels are still ours */
        return false;
    case SDL_WINDOWEVENT_FOCUS_LOST:
    case SDL_WINDOWEVENT_HIDDEN:
        if (sdl->is_mouse_down) {
            sdl->is_mouse_down = false;
            ret->kind = UI_SDL_TOUCH;
            ret->finger = MOUSE_FINGER;
            ret->phase = UI_LOST;
            return true;
        }
        return false;
    default:
        return false;
    }
}

static bool take(struct ui_sdl *sdl, const SDL_Event *event, struct ui_sdl_event *ret)
{
    switch (event->type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        return take_finger(sdl, &event->tfinger, ret);
    case SDL_MOUSEMOTION:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return take_mouse(sdl, event, ret);
    case SDL_KEYDOWN:
        return take_key(&event->key, ret);
    case SDL_TEXTINPUT:
        ret->kind = UI_SDL_TEXT;
        snprintf(ret->text, sizeof(ret->text), "%.31s", event->text.text);
        return true;
    case SDL_WINDOWEVENT:
        return take_window(sdl, &event->window, ret);
    case SDL_QUIT:
        ret->kind = UI_SDL_QUIT;
        return true;
    default:
        return false;
    }
}

/* The first event in SDL's queue that is one of ours. Not SDL_PollEvent: it says "nothing" at the
 * end of a pump, also when more waits. */
static bool take_next(struct ui_sdl *sdl, struct ui_sdl_event *ret)
{
    SDL_Event event;

    while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1) {
        if (take(sdl, &event, ret)) {
            return true;
        }
        *ret = (struct ui_sdl_event){0};
    }
    return false;
}

bool ui_sdl_poll(struct ui_sdl *sdl, struct ui_sdl_event *ret)
{
    *ret = (struct ui_sdl_event){0};
    if (!sdl->has_video) {
        return false;
    }
    if (take_next(sdl, ret)) {
        return true;
    }
    SDL_PumpEvents();
    return take_next(sdl, ret) || find_lost(sdl, ret);
}

/* ---- what to sleep on ---------------------------------------------------------------------- */

/* Our own copies of the input devices: SDL reads its own, so nothing is lost to it. */
static void open_inputs(struct ui_sdl *sdl)
{
    struct stat folder = {0};
    glob_t found = {0};

    if (stat("/dev/input", &folder) != 0) {
        return;
    }
    int64_t stamp = (int64_t)folder.st_mtim.tv_sec * 1000000000 + folder.st_mtim.tv_nsec;
    if (stamp == sdl->input_stamp) {
        return;
    }
    sdl->input_stamp = stamp;
    for (size_t i = 0; i < sdl->input_count; i++) {
        close(sdl->inputs[i]);
    }
    sdl->input_count = 0;
    size_t cap = sizeof(sdl->inputs) / sizeof(sdl->inputs[0]);
    if (glob("/dev/input/event*", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc && sdl->input_count < cap; i++) {
            int fd = open(found.gl_pathv[i], O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            if (fd >= 0) {
                sdl->inputs[sdl->input_count++] = fd;
            }
        }
    }
    globfree(&found);
}

static int x11_fd(struct ui_sdl *sdl)
{
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info;

    SDL_VERSION(&info.version);
    if (SDL_GetWindowWMInfo(sdl->window, &info) && info.subsystem == SDL_SYSWM_X11) {
        return ConnectionNumber(info.info.x11.display);
    }
#else
    (void)sdl;
#endif
    return -1;
}

size_t ui_sdl_fds(struct ui_sdl *sdl, int *ret_fds, size_t cap)
{
    size_t count = 0;

    if (sdl->mode == UI_SDL_WINDOW && sdl->window != NULL) {
        int fd = x11_fd(sdl);
        if (fd >= 0 && cap > 0) {
            ret_fds[count++] = fd;
        }
    } else if (sdl->mode == UI_SDL_KMS) {
        open_inputs(sdl);
        for (; count < sdl->input_count && count < cap; count++) {
            ret_fds[count] = sdl->inputs[count];
        }
    }
    return count;
}

void ui_sdl_inputs_changed(struct ui_sdl *sdl)
{
    sdl->input_stamp = 0;
}

void ui_sdl_drain(struct ui_sdl *sdl)
{
    char bytes[4096];

    for (size_t i = 0; i < sdl->input_count; i++) {
        while (read(sdl->inputs[i], bytes, sizeof(bytes)) > 0) {
        }
    }
}

size_t ui_sdl_touchscreens(const struct ui_sdl *sdl)
{
    int count = sdl->has_video ? SDL_GetNumTouchDevices() : 0;

    return count > 0 ? (size_t)count : 0;
}
