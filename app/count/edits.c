#include "app/count/edits.h"

#include "app/count/recording.h"

#include <stdlib.h>
#include <string.h>

struct line { /* an edit, and when it was made as acts go */
    struct overlay_edit edit;
    int64_t act;
};

struct reading {
    struct arena *arena;
    struct line *lines;
    size_t count, cap;
};

static bool take(void *ctx, const struct record *record, const json_t *body)
{
    struct reading *reading = ctx;
    const json_t *value = json_object_get(body, "value");

    if (record->kind != RECORD_CONTENT_EDIT || !(json_is_string(value) || json_is_null(value))) {
        return true;
    }
    if (reading->count == reading->cap) {
        size_t wider = reading->cap == 0 ? 64 : 2 * reading->cap;
        struct line *lines = arena_array(reading->arena, wider, sizeof(*lines));
        if (reading->count > 0) {
            memcpy(lines, reading->lines, reading->count * sizeof(*lines));
        }
        reading->lines = lines;
        reading->cap = wider;
    }
    reading->lines[reading->count++] = (struct line){
        .edit = {.item = arena_strdup(reading->arena, json_text(body, "item", "")),
                 .value = json_is_string(value)
                              ? arena_strdup(reading->arena, json_string_value(value))
                              : NULL,
                 .base = arena_strdup(reading->arena, json_text(body, "base", ""))},
        .act = json_number(body, "act", 0),
    };
    return true;
}

static int by_item_and_act(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = strcmp(x->edit.item, y->edit.item);

    return order != 0 ? order : (x->act > y->act) - (x->act < y->act);
}

bool edits_read(struct edits *ret, struct arena *arena, struct io *io, const char *path,
                struct snag *snag)
{
    struct reading reading = {.arena = arena};

    *ret = (struct edits){NULL, 0};
    if (!recording_each(io, path, take, &reading, snag)) {
        return false;
    }
    if (reading.count > 1) {
        qsort(reading.lines, reading.count, sizeof(*reading.lines), by_item_and_act);
    }
    ret->list = arena_array(arena, reading.count + 1, sizeof(*ret->list));
    for (size_t i = 0; i < reading.count; i++) {
        bool is_last = i + 1 == reading.count ||
                       strcmp(reading.lines[i].edit.item, reading.lines[i + 1].edit.item) != 0;
        if (is_last) {
            ret->list[ret->count++] = reading.lines[i].edit;
        }
    }
    return true;
}
