/* corpus: a fuzzer's target in every test run: what it kept, and so many changes to that. For a
 * test that includes a tests/fuzz/fuzz_*.c; static functions only.
 */
#ifndef DORPEL_CORPUS_H
#define DORPEL_CORPUS_H

#include "app/base/io.h"
#include "tests/fuzz/mutate.h"

#include <stdlib.h>

enum { CORPUS_MOST = 4096, CORPUS_FILES = 400 };

/* Feeds all of tests/fuzz/corpus/<name>; returns how many there were. */
static inline size_t corpus_run(const char *name, size_t changes, uint64_t seed)
{
    static const char *const words[] = {"\0",  "\xFF", "\x05\x01\x02", "/",
                                        "../", ".dkb", "<script"};
    struct mutator mutator = {.state = seed, .words = words, .word_count = 7, .most = CORPUS_MOST};
    struct io *io = io_posix();
    struct arena arena;
    char **names;
    size_t count = 0, len;
    char *text;
    uint8_t data[CORPUS_MOST + 1];

    arena_init(&arena, 0);
    const char *dir = arena_printf(&arena, "tests/fuzz/corpus/%s", name);
    bool listed = io_list_sorted(io, &arena, dir, &names, &count, NULL);
    if (!listed || count > CORPUS_FILES) {
        abort();
    }
    for (size_t i = 0; i < count + changes; i++) {
        size_t which = i < count ? i : mutate_random(&mutator, count);
        const char *path = arena_printf(&arena, "%s/%s", dir, names[which]);
        if (!io_read_file(io, &arena, path, CORPUS_MOST, &text, &len, NULL)) {
            abort();
        }
        memcpy(data, text, len);
        for (size_t m = i < count ? 0 : 1 + mutate_random(&mutator, 4); m > 0 && len > 0; m--) {
            len = mutate(&mutator, data, len);
        }
        LLVMFuzzerTestOneInput(data, len);
    }
    arena_finish(&arena);
    io_destroy(io);
    return count;
}

#endif
