/* What a function says when it fails. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/err.h"
#include "app/base/str.h"

#include <errno.h>
#include <string.h>

static void setting_returns_false_and_keeps_code_and_message(void **state)
{
    struct err err = {0};

    (void)state;
    assert_false(err_set(&err, ERR_FORMAT, "line %d of %s", 3, "plannen.csv"));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_string_equal(err.msg, "line 3 of plannen.csv");
}

static void nobody_listening_is_fine(void **state)
{
    (void)state;
    assert_false(err_set(NULL, ERR_IO, "%s", "x"));
    assert_false(err_wrap(NULL, "%s", "x"));
    assert_false(err_errno(NULL, EIO, "%s", "x"));
}

static void a_message_grows_a_path_on_the_way_up_and_keeps_its_code(void **state)
{
    struct err err = {0};

    (void)state;
    err_set(&err, ERR_LIMIT, "too large");
    assert_false(err_wrap(&err, "photo %d", 7));
    err_wrap(&err, "import");
    assert_string_equal(err.msg, "import: photo 7: too large");
    assert_int_equal(err.code, ERR_LIMIT);
}

static void wrapping_nothing_leaves_no_loose_colon(void **state)
{
    struct err err = {0};

    (void)state;
    err_wrap(&err, "import");
    assert_string_equal(err.msg, "import");
}

static void the_old_message_may_be_an_argument_of_the_new_one(void **state)
{
    struct err err = {0};

    (void)state;
    err_set(&err, ERR_IO, "inner");
    err_set(&err, ERR_IO, "outer (%s)", err.msg);
    assert_string_equal(err.msg, "outer (inner)");
}

static void a_long_message_is_cut_between_characters(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        struct err err = {0};
        char text[600] = {0};
        memset(text, 'a', shift);
        for (size_t i = shift; i + 3 < sizeof(text) - 1; i += 3) {
            memcpy(text + i, "€", 3);
        }
        err_set(&err, ERR_FORMAT, "%s", text);
        assert_in_range(strlen(err.msg), sizeof(err.msg) - 4, sizeof(err.msg) - 1);
        assert_true(str_is_utf8(err.msg, strlen(err.msg)));
        err_wrap(&err, "%s", "ë");
        assert_true(str_is_utf8(err.msg, strlen(err.msg)));
        assert_memory_equal(err.msg, "ë: ", strlen("ë: "));
    }
}

static void an_errno_becomes_the_code_that_the_screens_know(void **state)
{
    static const struct {
        int error;
        enum err_code code;
    } known[] = {
        {EIO, ERR_IO},        {ENOSPC, ERR_FULL}, {EDQUOT, ERR_FULL},    {EROFS, ERR_READONLY},
        {ENODEV, ERR_GONE},   {ENXIO, ERR_GONE},  {ENOENT, ERR_MISSING}, {ELOOP, ERR_FORMAT},
        {EISDIR, ERR_FORMAT}, {EFBIG, ERR_LIMIT}, {EACCES, ERR_DENIED},  {ENOMEM, ERR_MEMORY},
        {EBUSY, ERR_BUSY},    {EAGAIN, ERR_BUSY}, {EBADF, ERR_IO},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct err plus = {0}, minus = {0};
        assert_false(err_errno(&plus, known[i].error, "writing %s", "x"));
        assert_false(err_errno(&minus, -known[i].error, "writing %s", "x"));
        assert_int_equal(plus.code, known[i].code);
        assert_int_equal(minus.code, known[i].code);
        assert_string_equal(plus.msg, minus.msg);
        assert_memory_equal(plus.msg, "writing x: ", strlen("writing x: "));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setting_returns_false_and_keeps_code_and_message),
        cmocka_unit_test(nobody_listening_is_fine),
        cmocka_unit_test(a_message_grows_a_path_on_the_way_up_and_keeps_its_code),
        cmocka_unit_test(wrapping_nothing_leaves_no_loose_colon),
        cmocka_unit_test(the_old_message_may_be_an_argument_of_the_new_one),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(an_errno_becomes_the_code_that_the_screens_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
