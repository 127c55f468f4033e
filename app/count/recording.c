#include "app/count/recording.h"

#include <string.h>

enum { MAX_FILE = 64 * 1024 * 1024 }; /* bytes */

bool recording_each(struct io *io, const char *path,
                    bool (*each)(void *ctx, const struct record *record, const json_t *body),
                    void *ctx, struct snag *snag)
{
    struct arena whole, one;
    struct err err;
    char *text = NULL;
    size_t len = 0;

    arena_init(&whole, 0);
    arena_init(&one, 0);
    bool good =
        io_read_file(io, &whole, path, MAX_FILE, &text, &len, &err) || snag_err(snag, path, &err);
    for (const char *at = text, *end = text + (good ? len : 0); good && at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t line_len = newline == NULL ? (size_t)(end - at) : (size_t)(newline - at);
        struct record record;
        if (record_from_line(&record, &one, at, line_len, NULL) && record.body != NULL) {
            json_t *body = json_read(record.body, record.body_len, NULL);
            good = body == NULL || each(ctx, &record, body);
            json_decref(body);
        }
        arena_reset(&one);
        at += line_len + (newline != NULL);
    }
    arena_finish(&one);
    arena_finish(&whole);
    return good;
}
