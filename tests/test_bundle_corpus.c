/* The fuzzer's target and corpus in every test run: what it ever found, and 4,000 changes to that.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "tests/fuzz/fuzz_bundle.c"
#include "tests/fuzz/mutate.h"

#define CORPUS "tests/fuzz/corpus/bundle"
enum { CHANGES = 4000, MOST = 16384, MAX_FILES = 200 };

struct corpus {
    struct arena arena;
    struct io *io;
    char **names;
    size_t count;
};

static void open_corpus(struct corpus *corpus)
{
    arena_init(&corpus->arena, 0);
    corpus->io = io_posix();
    assert_true(
        io_list_sorted(corpus->io, &corpus->arena, CORPUS, &corpus->names, &corpus->count, NULL));
    assert_in_range(corpus->count, 15, MAX_FILES);
}

static char *read_one(struct corpus *corpus, size_t which, size_t *ret_len)
{
    char *data = NULL;
    const char *path = arena_printf(&corpus->arena, CORPUS "/%s", corpus->names[which]);

    assert_true(io_read_file(corpus->io, &corpus->arena, path, MOST, &data, ret_len, NULL));
    return data;
}

static void close_corpus(struct corpus *corpus)
{
    io_destroy(corpus->io);
    arena_finish(&corpus->arena);
}

static void what_the_fuzzer_kept_does_no_harm(void **state)
{
    struct corpus corpus;

    (void)state;
    open_corpus(&corpus);
    for (size_t i = 0; i < corpus.count; i++) {
        size_t len;
        const char *data = read_one(&corpus, i, &len);
        assert_int_equal(LLVMFuzzerTestOneInput((const uint8_t *)data, len), 0);
    }
    close_corpus(&corpus);
}

static void changes_to_that_do_no_harm(void **state)
{
    static const char *const words[] = {"DORPEL",
                                        "{\"",
                                        "\":",
                                        "[]",
                                        "null",
                                        "\"set\":\"",
                                        "\"counts\":{",
                                        "\xFF\xFF",
                                        "idea",
                                        "ballot",
                                        "register",
                                        "-1",
                                        "1.0",
                                        "\\u0000",
                                        "\xE2\x80\xAE",
                                        "\"safe\":[",
                                        "0123456789abcdef"};
    struct mutator mutator = {.state = 2026,
                              .words = words,
                              .word_count = sizeof(words) / sizeof(words[0]),
                              .keep = 1,
                              .most = MOST};
    struct corpus corpus;
    uint8_t data[MOST + 1];

    (void)state;
    open_corpus(&corpus);
    for (size_t i = 0; i < CHANGES; i++) {
        size_t len;
        const char *good = read_one(&corpus, mutate_random(&mutator, corpus.count), &len);
        memcpy(data, good, len);
        for (size_t m = 1 + mutate_random(&mutator, 6); m > 0 && len > 1; m--) {
            len = mutate(&mutator, data, len);
        }
        LLVMFuzzerTestOneInput(data, len);
    }
    close_corpus(&corpus);
    bundle_bench_finish(&fuzz_bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_fuzzer_kept_does_no_harm),
        cmocka_unit_test(changes_to_that_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
