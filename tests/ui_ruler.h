/* ui_ruler: a font that is as wide as we say, and a finger that goes where we say. */
#ifndef DORPEL_TESTS_UI_RULER_H
#define DORPEL_TESTS_UI_RULER_H

#include "app/ui/ui_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline int ruler_advance(void *ctx, uint32_t codepoint, bool bold)
{
    (void)ctx;
    int width = codepoint == 'i' || codepoint == 'l'   ? 250
                : codepoint == ' '                     ? 250
                : codepoint == 'W' || codepoint == 'm' ? 900
                                                       : 500;
    return bold ? width + 50 : width;
}

static const struct face ruler = {ruler_advance, 668, 950, 290, NULL};

static const char *const screens[] = {"1280x800@217mm", "800x480@154mm", "1920x1080@345mm",
                                      "720x1280@87mm"};

static inline struct ui *ui_for(const char *text)
{
    struct ui_screen screen;

    assert_true(ui_screen_parse(&screen, text));
    return ui_create(&screen, &ruler);
}

static inline const struct ui_element *find(const struct ui *ui, const char *id)
{
    const struct ui_element *elements = NULL;
    size_t count = ui_elements(ui, &elements);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(elements[i].id, id) == 0) {
            return &elements[i];
        }
    }
    return NULL;
}

static inline void touch_id(struct ui *ui, const char *id, enum ui_phase phase, int64_t now_ms)
{
    const struct ui_element *element = find(ui, id);

    assert_non_null(element);
    assert_true(element->rect.w > 0);
    ui_touch(ui, 1, phase, element->rect.x + element->rect.w / 2,
             element->rect.y + element->rect.h / 2, now_ms);
}

static inline void tap_id(struct ui *ui, const char *id, int64_t now_ms)
{
    touch_id(ui, id, UI_DOWN, now_ms);
    touch_id(ui, id, UI_UP, now_ms + 80);
}

#endif
