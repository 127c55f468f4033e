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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_holds_until_the_pack_replaces_what_it_was_laid_over),
        cmocka_unit_test(a_choice_after_a_clash_is_an_edit_that_holds),
    };
    return crypto_start(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
