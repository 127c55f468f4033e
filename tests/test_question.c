/* When answers may be seen. */
#include "app/domain/question.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void nine_answers_are_never_shown_and_ten_are(void **state)
{
    struct question question = {.show = SHOW_ALWAYS};
    (void)state;
    assert_false(question_shows(&question, 0));
    assert_false(question_shows(&question, 9));
    assert_true(question_shows(&question, 10));
    question.is_closed = true;
    assert_false(question_shows(&question, 9));
    assert_true(question_shows(&question, 10));
}

static void the_owner_says_when(void **state)
{
    struct question question = {.show = SHOW_AFTER};
    (void)state;
    assert_false(question_shows(&question, 500));
    question.is_closed = true;
    assert_true(question_shows(&question, 10));
    assert_false(question_shows(&question, 9));
    question.show = SHOW_NEVER;
    assert_false(question_shows(&question, 500));
}

static void what_is_asked_follows_from_the_kind(void **state)
{
    struct question question = {.kind = QUESTION_CHOICE, .choice_count = 3, .steps = 7};
    (void)state;
    assert_int_equal(question_options(&question), 3);
    assert_int_equal(question_texts(&question), 0);
    question.kind = QUESTION_SCALE;
    assert_int_equal(question_options(&question), 7);
    question.kind = QUESTION_OPEN;
    assert_int_equal(question_options(&question), 0);
    assert_int_equal(question_texts(&question), 1);
    question.kind = QUESTION_ACTION;
    assert_int_equal(question_texts(&question), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nine_answers_are_never_shown_and_ten_are),
        cmocka_unit_test(the_owner_says_when),
        cmocka_unit_test(what_is_asked_follows_from_the_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
