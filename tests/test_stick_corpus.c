/* The fuzzer of sticks in every test run, and what it found, by name. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/fuzz/fuzz_stick.c"

#include "tests/fuzz/corpus.h"

enum { CHANGES = 300 };

static void what_the_fuzzer_kept_does_no_harm(void **state)
{
    (void)state;
    assert_in_range(corpus_run("stick", CHANGES, 1), 30, CORPUS_FILES);
}

/* Each folder of a good stick, made a link to somewhere else. Found by the fuzzer: acks and bundles
 * were written wherever the link led. The tree asserts that nobody changes anything there. */
static void a_link_leads_nobody_out_of_the_stick(void **state)
{
    size_t links = 0;

    (void)state;
    LLVMFuzzerTestOneInput((const uint8_t *)"\0", 1);
    for (size_t base = 0; base < STICK_BASES; base++) {
        for (size_t i = 1; i < scene.base[base].count; i++) {
            for (int who = 0; who < 2; who++) {
                struct tree tree;
                copy_tree(&tree, &scene.base[base]);
                if (tree.list[i]->kind == TREE_DIR) {
                    tree.list[i]->kind = TREE_LINK;
                    put_back_hub();
                    put_back_kiosk();
                    who == 0 ? meet_hub(&tree) : meet_kiosk(&tree);
                    links++;
                }
                tree_finish(&tree);
            }
        }
    }
    assert_true(links > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_fuzzer_kept_does_no_harm),
        cmocka_unit_test(a_link_leads_nobody_out_of_the_stick),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    finish_scene();
    return failed;
}
