/* texts: what a person reads stands in every language, as a text must be. Which of it the programs
 * use: test_texts_used.c.
 */
#include "app/base/str.h"
#include "app/content/pack.h"
#include "tests/faults/texts.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { KEY_CAP = 96, SENTENCE_WORDS = 20 };

/* ---- what one text must be ----------------------------------------------------------------- */

static void check_keys_once(struct report *report, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->list[i];
        if (texts_find(words, word->key) != word) {
            report_tell(report, "%s: %s stands there twice", word->file, word->key);
        }
    }
}

static void check_says_something(struct report *report, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->list[i].text[0] == '\0') {
            report_tell(report, "%s: %s has no text", words->list[i].file, words->list[i].key);
        }
    }
}

/* Latin-1, Latin Extended-A, punctuation that can be seen, and the euro: all in both our fonts. */
static bool can_be_drawn(uint32_t letter)
{
    return (letter >= 0x20 && letter <= 0x7E) || (letter >= 0xA0 && letter <= 0x17F) ||
           (letter >= 0x2010 && letter <= 0x2027) || (letter >= 0x2030 && letter <= 0x205E) ||
           letter == 0x20AC;
}

static void check_letters(struct report *report, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->list[i];
        for (const char *at = word->text; *at != '\0';) {
            uint32_t letter = str_decode(&at);
            if (!can_be_drawn(letter)) {
                report_tell(report, "%s: %s has U+%04X", word->file, word->key, (unsigned)letter);
            } else if (letter == '"' || letter == '\'') {
                report_tell(report, "%s: %s has a typewriter's quote", word->file, word->key);
            }
        }
    }
}

/* The longest sentence in words. A sentence ends at . ! ? or : with a blank or nothing behind it.
 */
static int longest_sentence(const char *text)
{
    int words = 0, most = 0;
    bool inside = false;

    for (const char *at = text; *at != '\0'; at++) {
        bool blank = *at == ' ' || *at == '\n';
        if (!blank && !inside) {
            words++;
        }
        inside = !blank;
        if (strchr(".!?:", *at) != NULL && (at[1] == ' ' || at[1] == '\0' || at[1] == '\n')) {
            most = words > most ? words : most;
            words = 0;
            inside = false;
        }
    }
    return words > most ? words : most;
}

static void check_sentences(struct report *report, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        int count = longest_sentence(words->list[i].text);
        if (count > SENTENCE_WORDS) {
            report_tell(report, "%s: %s has a sentence of %d words", words->list[i].file,
                        words->list[i].key, count);
        }
    }
}

/* Blanks at the end of a line or a cell, two in a row, and marks that a spreadsheet leaves. */
static void check_blanks(struct report *report, const char *path, const char *text)
{
    int line = 1;

    for (const char *at = text; *at != '\0'; at++) {
        bool edge = at == text || at[-1] == '\n' || at[-1] == ';';
        bool end = at[1] == '\n' || at[1] == ';' || at[1] == '\0' || at[1] == ' ';
        if (*at == '\t' || *at == '\r' || (unsigned char)*at == 0xEF) {
            report_tell(report, "%s, line %d: a tab, a carriage return or a byte order mark", path,
                        line);
        } else if (*at == ' ' && (edge || end)) {
            report_tell(report, "%s, line %d: a blank too many", path, line);
        }
        line += *at == '\n';
    }
}

/* ---- what languages must have in common ---------------------------------------------------- */

/* The next {name} from *at, without its braces; false when there is none. "{" alone is no name. */
static bool next_blank(const char **at, char ret[KEY_CAP])
{
    for (const char *open = strchr(*at, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t len = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz");
        if (len > 0 && len < KEY_CAP && open[1 + len] == '}') {
            memcpy(ret, open + 1, len);
            ret[len] = '\0';
            *at = open + 2 + len;
            return true;
        }
    }
    return false;
}

static size_t count_blank(const char *text, const char *name)
{
    char other[KEY_CAP];
    size_t count = 0;

    while (next_blank(&text, other)) {
        count += strcmp(other, name) == 0;
    }
    return count;
}

static size_t count_char(const char *text, char wanted)
{
    size_t count = 0;

    for (; *text != '\0'; text++) {
        count += *text == wanted;
    }
    return count;
}

static bool has_same_blanks(const char *left, const char *right)
{
    char name[KEY_CAP];
    const char *at = left;
    size_t blanks = 0;

    while (next_blank(&at, name)) {
        blanks++;
        if (count_blank(left, name) != count_blank(right, name)) {
            return false;
        }
    }
    /* A brace that is not part of a {name} would stand on the screen. */
    return count_char(left, '{') == blanks && count_char(left, '}') == blanks &&
           count_char(right, '{') == blanks && count_char(right, '}') == blanks;
}

static void check_same_blanks(struct report *report, const struct words *nl,
                              const struct words *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const struct word *word = texts_find(nl, other->list[i].key);
        if (word != NULL && !has_same_blanks(word->text, other->list[i].text)) {
            report_tell(report, "%s: %s has other {names} than in Dutch", other->list[i].file,
                        word->key);
        }
    }
}

/* "2222 2226" and years: numbers of four places or more are the same everywhere. */
static void check_same_numbers(struct report *report, const struct words *nl,
                               const struct words *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const struct word *word = texts_find(nl, other->list[i].key);
        for (const char *at = word != NULL ? word->text : ""; *at != '\0';) {
            char number[KEY_CAP];
            size_t len = strcspn(at, " .,");
            snprintf(number, sizeof(number), "%.*s", (int)len, at);
            if (isdigit((unsigned char)*at) && len >= 4 &&
                strstr(other->list[i].text, number) == NULL) {
                report_tell(report, "%s: %s has not %s", other->list[i].file, word->key, number);
            }
            at += len + strspn(at + len, " .,");
        }
    }
}

static void check_complete(struct report *report, const struct words *from, const struct words *to,
                           const char *to_name)
{
    for (size_t i = 0; i < from->count; i++) {
        if (texts_find(to, from->list[i].key) == NULL) {
            report_tell(report, "%s: %s is not in %s", from->list[i].file, from->list[i].key,
                        to_name);
        }
    }
}

/* The same key stands in the file of the same name. */
static void check_same_files(struct report *report, const struct words *nl,
                             const struct words *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const struct word *word = texts_find(nl, other->list[i].key);
        if (word != NULL &&
            strcmp(strrchr(word->file, '/'), strrchr(other->list[i].file, '/')) != 0) {
            report_tell(report, "%s: %s belongs in %s", other->list[i].file, word->key,
                        strrchr(word->file, '/') + 1);
        }
    }
}

/* Does the text say "u" or "uw", as a word of its own? */
static bool says_u(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char before = at == text ? ' ' : (unsigned char)at[-1];
        if ((*at == 'u' || *at == 'U') && !isalpha(before) && before < 0x80) {
            unsigned char behind = (unsigned char)(at[1] == 'w' ? at[2] : at[1]);
            if (!isalpha(behind) && behind < 0x80) {
                return true;
            }
        }
    }
    return false;
}

static void check_je(struct report *report, const struct words *nl, const struct words *je)
{
    for (size_t i = 0; i < nl->count; i++) {
        bool has = texts_find(je, nl->list[i].key) != NULL;
        if (says_u(nl->list[i].text) != has) {
            report_tell(report, "%s: %s %s", nl->list[i].file, nl->list[i].key,
                        has ? "is in nl-je.csv without need" : "says u and is not in nl-je.csv");
        }
    }
    for (size_t i = 0; i < je->count; i++) {
        if (texts_find(nl, je->list[i].key) == NULL) {
            report_tell(report, "nl-je.csv: %s is not in nl", je->list[i].key);
        }
        if (says_u(je->list[i].text)) {
            report_tell(report, "nl-je.csv: %s says u", je->list[i].key);
        }
    }
}

/* ---- the tests ----------------------------------------------------------------------------- */

static void every_key_stands_once_and_says_something(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();

    check_keys_once(report, &house->dutch);
    check_keys_once(report, &house->je);
    check_keys_once(report, &house->fy);
    check_keys_once(report, &house->en);
    check_says_something(report, &house->nl);
    check_says_something(report, &house->je);
    check_says_something(report, &house->fy);
    check_says_something(report, &house->en);
    assert_true(house->nl.count > 400);
    report_end(report);
}

static void frisian_and_english_are_complete(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();

    check_complete(report, &house->nl, &house->fy, "fy");
    check_complete(report, &house->nl, &house->en, "en");
    check_complete(report, &house->fy, &house->nl, "nl");
    check_complete(report, &house->en, &house->nl, "nl");
    check_same_files(report, &house->nl, &house->fy);
    check_same_files(report, &house->nl, &house->en);
    report_end(report);
}

static void a_sentence_is_filled_with_the_same_values_in_every_language(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();

    check_same_blanks(report, &house->nl, &house->nl); /* no loose braces in Dutch itself */
    check_same_blanks(report, &house->nl, &house->je);
    check_same_blanks(report, &house->nl, &house->fy);
    check_same_blanks(report, &house->nl, &house->en);
    check_same_numbers(report, &house->nl, &house->je);
    check_same_numbers(report, &house->nl, &house->fy);
    check_same_numbers(report, &house->nl, &house->en);
    report_end(report);
}

static void the_je_form_has_the_texts_with_u_and_no_others(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();

    check_je(report, &house->nl, &house->je);
    report_end(report);
}

static void every_letter_can_be_drawn(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();

    check_letters(report, &house->nl);
    check_letters(report, &house->je);
    check_letters(report, &house->fy);
    check_letters(report, &house->en);
    report_end(report);
}

static void no_dutch_sentence_is_longer_than_twenty_words(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();

    check_sentences(report, &house->nl);
    check_sentences(report, &house->je);
    report_end(report);
}

static void look_for_blanks(struct texts_house *house, const char *path, void *ctx)
{
    if (texts_ends_with(path, ".csv")) {
        check_blanks(ctx, path, texts_read(house, path));
    }
}

static void no_file_has_a_blank_too_many(void **state)
{
    struct report *report = report_new();

    texts_walk(*state, "assets/texts/nl", false, look_for_blanks, report);
    texts_walk(*state, "assets/texts/fy", false, look_for_blanks, report);
    texts_walk(*state, "assets/texts/en", false, look_for_blanks, report);
    look_for_blanks(*state, "assets/texts/nl-je.csv", report);
    report_end(report);
}

/* ---- one word ------------------------------------------------------------------------------- */

/* What two people compare is called one thing, by the kiosk, on the stick and at the hub. */
static void check_one_word(struct report *report, const struct words *words, const char *word,
                           const char *const others[])
{
    static const char *const keys[] = {"hub.self",   "hub.print",       "hub.same",
                                       "desk.print", "hub.status.hub",  "hub.enrol.unknown",
                                       "enrol.own",  "status.enrolled", "hub.init.finger"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const struct word *found = texts_find(words, keys[i]);
        /* Behind its first letter, which may be a capital. */
        if (found != NULL && strstr(found->text, word + 1) == NULL) {
            report_tell(report, "%s: %s does not say %s", found->file, keys[i], word);
        }
    }
    for (size_t i = 0; i < words->count; i++) {
        for (size_t k = 0; others[k] != NULL; k++) {
            if (strstr(words->list[i].text, others[k]) != NULL) {
                report_tell(report, "%s: %s says %s", words->list[i].file, words->list[i].key,
                            others[k]);
            }
        }
    }
}

static void what_people_compare_has_one_name(void **state)
{
    static const char *const not_dutch[] = {"ontrolegetal", "ingerafdruk", NULL};
    static const char *const not_english[] = {"heck number", "ontrol number", NULL};
    struct texts_house *house = *state;
    struct report *report = report_new();

    check_one_word(report, &house->dutch, "kenmerk", not_dutch);
    check_one_word(report, &house->fy, "kenmerk", not_dutch);
    check_one_word(report, &house->en, "fingerprint", not_english);
    report_end(report);
}

/* ---- twins: what is planted must be found -------------------------------------------------- */

static void planted_faults_of_a_language_are_found(void **state)
{
    struct report *report = report_new();
    struct words *nl = calloc(1, sizeof(*nl)), *other = calloc(1, sizeof(*other));
    (void)state;

    assert_non_null(nl);
    assert_non_null(other);
    nl->list[nl->count++] = (struct word){"a.b", "Nog {n} van {max}", "nl/x.csv"};
    nl->list[nl->count++] = (struct word){"a.c", "Hebt u uw brief?", "nl/x.csv"};
    other->list[other->count++] = (struct word){"a.b", "{n} of {most}", "en/y.csv"};
    other->list[other->count++] = (struct word){"a.b", "", "en/y.csv"};
    check_complete(report, nl, other, "en");
    assert_string_equal(report->text, "nl/x.csv: a.c is not in en\n");
    check_same_blanks(report, nl, other);
    assert_int_equal(report->count, 3);
    check_keys_once(report, other);
    check_says_something(report, other);
    assert_int_equal(report->count, 5);
    check_same_files(report, nl, other);
    assert_int_equal(report->count, 7);
    check_je(report, nl, other); /* a.b has no u and is there, a.c has and is not */
    assert_int_equal(report->count, 9);
    check_blanks(report, "x", "a;b \nc; d\ne;f  g\n");
    assert_int_equal(report->count, 12);
    other->list[0].text = "\"\xE2\x80\x8B\xE4\xB8\xAD";
    check_letters(report, other);
    assert_int_equal(report->count, 15);
    free(nl);
    free(other);
    free(report);
}

static void sentences_are_counted_as_a_reader_counts(void **state)
{
    (void)state;
    assert_int_equal(longest_sentence(""), 0);
    assert_int_equal(longest_sentence("Een twee drie"), 3);
    assert_int_equal(longest_sentence("Een. Twee drie! Vier?"), 2);
    assert_int_equal(longest_sentence("Hoogstens 2.000 mag: dat is veel."), 3);
    assert_int_equal(longest_sentence("1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 20 1"), 21);
    assert_true(says_u("Bent u er nog?"));
    assert_true(says_u("Uw stem"));
    assert_false(says_u("Nu een uur"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_stands_once_and_says_something),
        cmocka_unit_test(frisian_and_english_are_complete),
        cmocka_unit_test(a_sentence_is_filled_with_the_same_values_in_every_language),
        cmocka_unit_test(the_je_form_has_the_texts_with_u_and_no_others),
        cmocka_unit_test(every_letter_can_be_drawn),
        cmocka_unit_test(no_dutch_sentence_is_longer_than_twenty_words),
        cmocka_unit_test(no_file_has_a_blank_too_many),
        cmocka_unit_test(what_people_compare_has_one_name),
        cmocka_unit_test(planted_faults_of_a_language_are_found),
        cmocka_unit_test(sentences_are_counted_as_a_reader_counts),
    };

    return cmocka_run_group_tests(tests, texts_house, texts_leave);
}
