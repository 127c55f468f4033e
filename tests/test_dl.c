#include "app/ui/dl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct dl a, b;

static int setup(void **state)
{
    (void)state;
    memset(&a, 0, sizeof(a));
    memset(&b, 0, sizeof(b));
    return 0;
}

static void draw_one_of_each(struct dl *dl)
{
    static const int16_t points[] = {10, 20, 30, 5};

    dl_fill(dl, (struct rect){1, 2, 3, 4}, 5, 0x11223344);
    dl_stroke(dl, (struct rect){1, 2, 3, 4}, 5, 2, 0xAABBCCFF);
    dl_shadow(dl, (struct rect){1, 2, 3, 4}, 5, 6, 0x00000022);
    dl_clip(dl, (struct rect){0, 0, 50, 60});
    dl_text(dl, 7, 8, 90, 65, true, 0x000000FF, "Ideeën", strlen("Ideeën"));
    dl_picture(dl, DL_IMAGE, (struct rect){0, 0, 9, 9}, 3, 0xFFFFFFFF, "a.jpg");
    dl_picture(dl, DL_ART, (struct rect){0, 0, 9, 9}, 0, 0xFFFFFFFF, "village");
    dl_picture(dl, DL_ICON, (struct rect){0, 0, 9, 9}, 0, 0x000000FF, "check");
    dl_path(dl, points, 2, 4, 0x123456FF);
}

static void a_dump_says_every_command_on_a_line(void **state)
{
    (void)state;
    char text[1000];

    draw_one_of_each(&a);
    size_t len = dl_dump(&a, text, sizeof(text));
    assert_string_equal(text, "fill 1,2 3x4 r5 #11223344\n"
                              "stroke 1,2 3x4 r5 w2 #AABBCCFF\n"
                              "shadow 1,2 3x4 r5 w6 #00000022\n"
                              "clip 0,0 50x60\n"
                              "text 7,8 +90 bold 65px #000000FF \"Ideeën\"\n"
                              "image 0,0 9x9 r3 #FFFFFFFF \"a.jpg\"\n"
                              "art 0,0 9x9 #FFFFFFFF \"village\"\n"
                              "icon 0,0 9x9 #000000FF \"check\"\n"
                              "path 7,2 26x21 w4 #123456FF 10,20 30,5\n");
    assert_int_equal(len, strlen(text));
}

static void a_dump_that_does_not_fit_says_how_much_it_needs(void **state)
{
    (void)state;
    char small[10];

    draw_one_of_each(&a);
    size_t whole = dl_dump(&a, NULL, 0);
    assert_int_equal(dl_dump(&a, small, sizeof(small)), whole);
    assert_int_equal(strlen(small), 9);
}

static void two_lists_are_the_same_only_when_all_is(void **state)
{
    (void)state;
    draw_one_of_each(&a);
    draw_one_of_each(&b);
    assert_true(dl_same(&a, &b));
    b.texts[0] ^= 1;
    assert_false(dl_same(&a, &b));
    b.texts[0] ^= 1;
    b.points[1] ^= 1;
    assert_false(dl_same(&a, &b));
    b.points[1] ^= 1;
    b.cmds[3].rect.h++;
    assert_false(dl_same(&a, &b));
    b.cmds[3].rect.h--;
    assert_true(dl_same(&a, &b));
    dl_fill(&b, (struct rect){0, 0, 1, 1}, 0, 0);
    assert_false(dl_same(&a, &b));
}

static void what_does_not_fit_is_dropped_and_marked(void **state)
{
    (void)state;
    static char long_text[DL_MAX_TEXT];
    static int16_t many[DL_MAX_POINTS * 2 + 2];

    for (int i = 0; i < DL_MAX_CMDS; i++) {
        dl_fill(&a, (struct rect){0, 0, 1, 1}, 0, 0);
    }
    assert_false(a.overflow);
    dl_fill(&a, (struct rect){0, 0, 1, 1}, 0, 0);
    assert_true(a.overflow);
    assert_int_equal(a.cmd_count, DL_MAX_CMDS);

    memset(long_text, 'x', sizeof(long_text) - 1);
    dl_text(&b, 0, 0, 0, 10, false, 0, long_text, sizeof(long_text) - 1);
    assert_false(b.overflow);
    dl_text(&b, 0, 0, 0, 10, false, 0, "y", 1);
    assert_true(b.overflow);
    assert_int_equal(b.cmd_count, 1);

    dl_reset(&b);
    assert_false(b.overflow);
    dl_path(&b, many, DL_MAX_POINTS + 1, 1, 0);
    assert_true(b.overflow);
    assert_int_equal(b.cmd_count, 0);
}

static void a_reset_leaves_no_byte(void **state)
{
    (void)state;
    draw_one_of_each(&a);
    dl_reset(&a);
    assert_memory_equal(&a, &b, sizeof(a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_dump_says_every_command_on_a_line, setup),
        cmocka_unit_test_setup(a_dump_that_does_not_fit_says_how_much_it_needs, setup),
        cmocka_unit_test_setup(two_lists_are_the_same_only_when_all_is, setup),
        cmocka_unit_test_setup(what_does_not_fit_is_dropped_and_marked, setup),
        cmocka_unit_test_setup(a_reset_leaves_no_byte, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
