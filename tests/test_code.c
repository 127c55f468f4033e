/* The voting code in a resident's letter. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/domain/code.h"

#include <string.h>

static void the_alphabet_has_no_look_alikes(void **state)
{
    (void)state;
    assert_int_equal(strlen(CODE_ALPHABET), 30);
    assert_null(strpbrk(CODE_ALPHABET, "01ILOU"));
    for (size_t i = 1; i < 30; i++) {
        assert_true(CODE_ALPHABET[i - 1] < CODE_ALPHABET[i]);
    }
}

/* From a second implementation, in Python, of ISO 7064's hybrid system with M = 30. */
static void the_check_character_is_iso_7064_mod_31_30(void **state)
{
    static const char *const known[] = {"22222226", "ABCDEFG4", "ZZZZZZZC",
                                        "23456789", "DRPE2X97", "WXYZ987J"};

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        char code[CODE_LEN + 1];
        assert_int_equal(code_check_char(known[i]), known[i][7]);
        assert_true(code_normalise(code, known[i], NULL));
        assert_string_equal(code, known[i]);
    }
}

static bool passes(const char *typed)
{
    char code[CODE_LEN + 1];
    return code_normalise(code, typed, NULL);
}

static void one_wrong_character_anywhere_is_always_found(void **state)
{
    (void)state;
    crypto_test_seed(1);
    for (int run = 0; run < 500; run++) {
        char code[CODE_LEN + 1];
        code_make(code);
        for (size_t at = 0; at < CODE_LEN; at++) {
            char right = code[at];
            for (size_t c = 0; c < 30; c++) {
                code[at] = CODE_ALPHABET[c];
                assert_int_equal(passes(code), code[at] == right);
            }
            code[at] = right;
        }
    }
    crypto_test_seed(0);
}

/* Two neighbours changed places. Which swaps the method cannot see depends only on where it stands
 * after the characters before, and one character leads to every such place: so all first characters
 * and all pairs are all there is. Of 26,100 swaps 60 stay unseen (0.23 %), as the arithmetic says.
 */
static void nearly_every_swap_of_neighbours_is_found(void **state)
{
    int swaps = 0, unseen = 0;

    (void)state;
    for (size_t first = 0; first < 30; first++) {
        for (size_t a = 0; a < 30; a++) {
            for (size_t b = 0; b < 30; b++) {
                char code[CODE_LEN + 1] = "22222222";
                if (a == b) {
                    continue;
                }
                code[0] = CODE_ALPHABET[first];
                code[1] = CODE_ALPHABET[a];
                code[2] = CODE_ALPHABET[b];
                code[7] = code_check_char(code);
                assert_true(passes(code));
                code[1] = CODE_ALPHABET[b];
                code[2] = CODE_ALPHABET[a];
                swaps++;
                unseen += passes(code);
            }
        }
    }
    assert_int_equal(swaps, 26100);
    assert_int_equal(unseen, 60);
}

static void nearly_every_swap_with_the_check_character_is_found(void **state)
{
    int swaps = 0, unseen = 0;

    (void)state;
    for (size_t first = 0; first < 30; first++) {
        for (size_t a = 0; a < 30; a++) {
            char code[CODE_LEN + 1] = "22222222";
            code[0] = CODE_ALPHABET[first];
            code[6] = CODE_ALPHABET[a];
            code[7] = code_check_char(code);
            if (code[6] == code[7]) {
                continue;
            }
            char last = code[7];
            code[7] = code[6];
            code[6] = last;
            swaps++;
            unseen += passes(code);
        }
    }
    assert_int_equal(swaps, 870);
    assert_int_equal(unseen, 2);
}

static void lower_case_blanks_and_hyphens_are_folded(void **state)
{
    static const char *const same[] = {"2345-6789", " 2345 6789 ", "23456789\r\n", "2-3-4-5\t6789",
                                       "23456789"};
    char code[CODE_LEN + 1];

    (void)state;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        assert_true(code_normalise(code, same[i], NULL));
        assert_string_equal(code, "23456789");
    }
    assert_true(code_normalise(code, "drpe-2x97", NULL));
    assert_string_equal(code, "DRPE2X97");
}

static void what_is_no_code_is_told_from_a_typing_error(void **state)
{
    static const char *const no_code[] = {
        "",
        "2345678",
        "234567899",
        "2345678O",
        "2345678I",
        "2345_6789",
        "2345678\xC3\xAB",
        "-------- ",
        "23456789 23456789",
        "ABCD2345ABCD2345ABCD2345ABCD2345ABCD2345ABCD2345",
    };
    char code[CODE_LEN + 1] = "behouden";
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(no_code) / sizeof(no_code[0]); i++) {
        assert_false(code_normalise(code, no_code[i], &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
    assert_false(code_normalise(code, "23456788", &err));
    assert_int_equal(err.code, ERR_CRYPTO);
    assert_string_equal(code, "behouden");
}

static void fresh_codes_pass_their_own_check_and_differ(void **state)
{
    char last[CODE_LEN + 1] = "";

    (void)state;
    for (int i = 0; i < 1000; i++) {
        char code[CODE_LEN + 1];
        code_make(code);
        assert_int_equal(strlen(code), CODE_LEN);
        assert_true(passes(code));
        assert_string_not_equal(code, last);
        memcpy(last, code, sizeof(last));
    }
}

static void every_character_is_drawn_equally_often(void **state)
{
    enum { CODES = 20000 };
    double expected = CODES * 7 / 30.0, chi2 = 0;
    int count[128] = {0};

    (void)state;
    crypto_test_seed(2);
    for (int i = 0; i < CODES; i++) {
        char code[CODE_LEN + 1];
        code_make(code);
        for (size_t at = 0; at < 7; at++) {
            count[(unsigned char)code[at]]++;
        }
    }
    crypto_test_seed(0);
    for (size_t c = 0; c < 30; c++) {
        double off = count[(unsigned char)CODE_ALPHABET[c]] - expected;
        chi2 += off * off / expected;
    }
    assert_true(chi2 < 58.3); /* 29 degrees of freedom, 0.1 % */
}

static void a_code_is_shown_in_two_groups(void **state)
{
    char text[CODE_LEN + 2];

    (void)state;
    code_show(text, "DRPE2X97");
    assert_string_equal(text, "DRPE-2X97");
}

static void tag_and_proof_are_the_halves_of_argon2id_and_bound_to_the_rounds_salt(void **state)
{
    static const uint8_t salt[CRYPTO_SALT] = "saltsaltsaltsalt", other[CRYPTO_SALT] = "SALT";
    const struct crypto_cost cost = {1, 64};
    uint8_t tag[CODE_TAG], proof[CODE_PROOF], both[64], tag2[CODE_TAG], proof2[CODE_PROOF];
    struct err err = {0};

    (void)state;
    assert_true(code_stretch(tag, proof, "ABCD2345", salt, cost, NULL));
    assert_true(crypto_stretch(both, 64, "ABCD2345", 8, salt, cost, NULL));
    assert_memory_equal(tag, both, 32);
    assert_memory_equal(proof, both + 32, 32);
    assert_true(code_stretch(tag2, proof2, "ABCD2345", other, cost, NULL));
    assert_memory_not_equal(tag, tag2, 32);
    const struct crypto_cost none = {0};
    memset(tag2, 9, sizeof(tag2));
    assert_false(code_stretch(tag2, proof2, "ABCD2345", salt, none, &err));
    assert_int_equal(tag2[0], 9);
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_alphabet_has_no_look_alikes),
        cmocka_unit_test(the_check_character_is_iso_7064_mod_31_30),
        cmocka_unit_test(one_wrong_character_anywhere_is_always_found),
        cmocka_unit_test(nearly_every_swap_of_neighbours_is_found),
        cmocka_unit_test(nearly_every_swap_with_the_check_character_is_found),
        cmocka_unit_test(lower_case_blanks_and_hyphens_are_folded),
        cmocka_unit_test(what_is_no_code_is_told_from_a_typing_error),
        cmocka_unit_test(fresh_codes_pass_their_own_check_and_differ),
        cmocka_unit_test(every_character_is_drawn_equally_often),
        cmocka_unit_test(a_code_is_shown_in_two_groups),
        cmocka_unit_test(tag_and_proof_are_the_halves_of_argon2id_and_bound_to_the_rounds_salt),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
