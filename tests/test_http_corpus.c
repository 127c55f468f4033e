/* The fuzzer of the hub's web answers in every test run. */
#include "tests/fuzz/fuzz_http.c"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/fuzz/corpus.h"

enum { CHANGES = 300 };

/* It is worth something only as far as it comes: past the clerk's door, into a bundle's parts. */
static void what_the_fuzzer_kept_does_no_harm_and_reaches_every_answer(void **state)
{
    static const int statuses[] = {200, 201, 202, 204, 303, 400, 403, 404, 409, 413, 415, 422};

    (void)state;
    assert_in_range(corpus_run("http", CHANGES, 1), 100, CORPUS_FILES);
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        if (scene.seen[statuses[i]] == 0) {
            fail_msg("no answer was %d", statuses[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_fuzzer_kept_does_no_harm_and_reaches_every_answer),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    finish_scene();
    return failed;
}
