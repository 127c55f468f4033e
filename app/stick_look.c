#include "app/stick_look.h"

#include <stdio.h>
#include <string.h>

/* keys: stick.refused.none stick.refused.hangs stick.refused.damaged */
static const char *refusal_of(const char *word)
{
    return strcmp(word, "hangs") == 0     ? "stick.refused.hangs"
           : strcmp(word, "damaged") == 0 ? "stick.refused.damaged"
                                          : "stick.refused.none";
}

/* keys: stick.warn.ntfs stick.warn.locked */
void stick_look_parse(struct stick_look *ret, const char *line)
{
    char state[16], first[16], kind[16] = "", lock[16] = "";
    struct stick_look look = {.is_in = false};
    int count = sscanf(line, "%*63s %15s %15s %15s %15s", state, first, kind, lock);

    if (count == 2 && strcmp(state, "refused") == 0) {
        look.refused = refusal_of(first);
    } else if (count == 4 && strcmp(state, "ready") == 0) {
        look.is_in = true;
        look.is_new = strcmp(first, "known") != 0;
        look.warning = strcmp(kind, "ntfs") == 0     ? "stick.warn.ntfs"
                       : strcmp(lock, "locked") == 0 ? "stick.warn.locked"
                                                     : NULL;
    }
    *ret = look;
}

/* keys: stick.warn.second */
void stick_look(struct stick_look *ret, struct io *io, const char *runtime)
{
    struct arena arena;
    char path[600];
    char *text;
    size_t len;
    bool is_there;

    *ret = (struct stick_look){.is_in = false};
    arena_init(&arena, 1024);
    snprintf(path, sizeof(path), "%s/stick.state", runtime);
    is_there = io_read_file(io, &arena, path, 256, &text, &len, NULL);
    if (is_there) {
        stick_look_parse(ret, text);
    }
    arena_finish(&arena);
    snprintf(path, sizeof(path), "%s/stick.second", runtime);
    if (is_there && ret->warning == NULL && io_exists(io, path)) {
        ret->warning = "stick.warn.second";
    }
}
