/* An edit meets the pack below it: in every order of new packs and edits the outcome is one. */
#include "app/base/crypto.h"
#include "app/domain/overlay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

static enum overlay_verdict meet(const char *below, const char *value, const char *laid_over,
                                 const char *want_shown)
{
    char base[OVERLAY_BASE];
    const char *shown = NULL;

    overlay_base(base, laid_over);
    enum overlay_verdict verdict = overlay_meet(below, value, base, &shown);
    assert_string_equal(shown, want_shown);
    return verdict;
}

static void an_edit_holds_until_the_pack_replaces_what_it_was_laid_over(void **state)
{
    (void)state;
    assert_int_equal(meet("oud", NULL, "oud", "oud"), OVERLAY_NONE);
    assert_int_equal(meet("oud", "nieuw", "oud", "nieuw"), OVERLAY_HOLDS);
    assert_int_equal(meet("van het pakket", "nieuw", "oud", "van het pakket"), OVERLAY_CLASH);
    assert_int_equal(meet("nieuw", "nieuw", "oud", "nieuw"), OVERLAY_SAME);
    assert_int_equal(meet("", "nieuw", "", "nieuw"), OVERLAY_HOLDS);
    assert_int_equal(meet("oud", "", "oud", ""), OVERLAY_HOLDS); /* emptied is an edit too */
    assert_int_equal(meet("oud", "nieuw", "ou", "oud"), OVERLAY_CLASH);
}

static void a_choice_after_a_clash_is_an_edit_that_holds(void **state)
{
    (void)state;
    assert_int_equal(meet("twee", "mijn", "een", "twee"), OVERLAY_CLASH);
    assert_int_equal(meet("twee", "mijn", "twee", "mijn"), OVERLAY_HOLDS); /* keep mine */
    assert_int_equal(meet("twee", NULL, "twee", "twee"), OVERLAY_NONE);    /* take the pack's */
}

static void days_are_days_of_the_calendar(void **state)
{
    static const char *const bad[] = {"2026-02-30", "2026-13-01", "26-01-01",    "2026-1-1",
                                      "2026-04-31", "",           "2026-01-01x", "1999-12-31",
                                      "2025-02-29"};
    int day;
    char text[16];
    (void)state;

    assert_true(overlay_day(&day, "2000-01-01"));
    assert_int_equal(day, 10957);
    assert_true(overlay_day(&day, "2026-03-09"));
    assert_int_equal(day, 20521);
    assert_true(overlay_day(&day, "2024-02-29"));
    for (int i = 10957; i < 60000; i++) {
        overlay_day_text(text, i);
        assert_true(overlay_day(&day, text));
        assert_int_equal(day, i);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(overlay_day(&day, bad[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_holds_until_the_pack_replaces_what_it_was_laid_over),
        cmocka_unit_test(a_choice_after_a_clash_is_an_edit_that_holds),
        cmocka_unit_test(days_are_days_of_the_calendar),
    };
    return crypto_start(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
