/* texts: every key in the programs has a text, every text is used, and screens hold no words of
 * their own. tests/faults/keys_in_c finds the keys in the sources, and says how.
 */
#include "app/base/str.h"
#include "tests/faults/keys_in_c.h"
#include "tests/faults/texts.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- what the programs use ----------------------------------------------------------------- */

/* Is there a key that begins with these parts? */
static bool has_stem(const struct words *words, const char *stem)
{
    size_t len = strlen(stem);

    for (size_t i = 0; i < words->count; i++) {
        if (strncmp(words->list[i].key, stem, len) == 0 && words->list[i].key[len] == '.') {
            return true;
        }
    }
    return false;
}

static void read_all(struct c_reading *reading, const struct words *known)
{
    const char *keys[WORDS_CAP];

    for (size_t i = 0; i < known->count; i++) {
        keys[i] = known->list[i].key;
    }
    c_reading_run(reading, keys, known->count);
}

static void take_source(struct texts_house *house, const char *path, void *ctx)
{
    if (texts_ends_with(path, ".c") || texts_ends_with(path, ".h")) {
        c_reading_add(ctx, path, texts_read(house, path));
    }
}

static struct c_reading *read_programs(struct texts_house *house)
{
    struct c_reading *reading = c_reading_create();

    texts_walk(house, "app", true, take_source, reading);
    texts_walk(house, "sync", true, take_source, reading);
    read_all(reading, &house->dutch);
    return reading;
}

/* One planted file, read as the real ones are. */
static struct c_reading *read_planted(const struct words *known, const char *text)
{
    struct c_reading *reading = c_reading_create();

    c_reading_add(reading, "app/screens/planted.c", text);
    read_all(reading, known);
    return reading;
}

static size_t check_exists(struct report *report, const struct c_reading *reading,
                           const struct words *dutch)
{
    const struct c_use *uses;
    size_t count = c_reading_keys(reading, &uses);

    for (size_t i = 0; i < count; i++) {
        if (uses[i].is_stem ? !has_stem(dutch, uses[i].text)
                            : texts_find(dutch, uses[i].text) == NULL) {
            report_tell(report, "%s:%d: %s has no text", uses[i].path, uses[i].line, uses[i].text);
        }
    }
    return count;
}

static void check_used(struct report *report, const struct c_reading *reading,
                       const struct words *nl)
{
    const struct c_use *uses;
    size_t count = c_reading_keys(reading, &uses);

    for (size_t i = 0; i < nl->count; i++) {
        bool used = false;
        for (size_t j = 0; j < count && !used; j++) {
            used = strcmp(uses[j].text, nl->list[i].key) == 0;
        }
        if (!used) {
            report_tell(report, "%s: %s is never used", nl->list[i].file, nl->list[i].key);
        }
    }
}

/* Could a person read this literal? Formats like "%u. %s" and names of things are no words. */
static bool is_for_people(const char *text)
{
    bool blank = strchr(text, ' ') != NULL, capital = isupper((unsigned char)text[0]) != 0;
    int letters = 0, most = 0;

    for (const char *at = text; *at != '\0';) {
        if (*at == '%') {
            at += 1 + strspn(at + 1, "0123456789.*+- lzhj");
            at += *at != '\0';
            letters = 0;
            continue;
        }
        uint32_t letter = str_decode(&at);
        letters = (letter >= 'a' && letter <= 'z') || (letter >= 0xDF && letter <= 0x17F)
                      ? letters + 1
                      : 0;
        most = letters > most ? letters : most;
    }
    return most >= 2 && (blank || capital);
}

static void check_no_sentences(struct report *report, const struct c_reading *reading)
{
    const struct c_use *literals;
    size_t count = c_reading_literals(reading, &literals);

    for (size_t i = 0; i < count; i++) {
        if (strncmp(literals[i].path, "app/screens/", 12) == 0 && is_for_people(literals[i].text)) {
            report_tell(report, "%s:%d: \"%s\" belongs in assets/texts", literals[i].path,
                        literals[i].line, literals[i].text);
        }
    }
}

/* ---- the tests ----------------------------------------------------------------------------- */

static void every_key_in_the_programs_has_a_text(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();
    struct c_reading *reading = read_programs(house);

    assert_true(check_exists(report, reading, &house->dutch) > 400);
    c_reading_destroy(reading);
    report_end(report);
}

static void no_text_is_left_that_nothing_uses(void **state)
{
    struct texts_house *house = *state;
    struct report *report = report_new();
    struct c_reading *reading = read_programs(house);

    check_used(report, reading, &house->nl);
    c_reading_destroy(reading);
    report_end(report);
}

static void screens_hold_no_words_of_their_own(void **state)
{
    struct report *report = report_new();
    struct c_reading *reading = read_programs(*state);

    check_no_sentences(report, reading);
    c_reading_destroy(reading);
    report_end(report);
}

/* ---- twins: what is planted must be found -------------------------------------------------- */

static size_t missing_in(const struct texts_house *house, const char *text)
{
    struct report *report = report_new();
    struct c_reading *reading = read_planted(&house->dutch, text);

    check_exists(report, reading, &house->dutch);
    size_t count = report->count;
    c_reading_destroy(reading);
    free(report);
    return count;
}

static void a_planted_missing_key_is_found_wherever_it_stands(void **state)
{
    const struct texts_house *house = *state;
#define WORD "const char *page_word(const struct view *view, const char *key);"

    assert_int_equal(missing_in(house, WORD "f(page_word(view, \"home.vote\"));"), 0);
    assert_int_equal(missing_in(house, WORD "f(page_word(view, \"home.vtoe\"));"), 1);
    assert_int_equal(missing_in(house, WORD "f(page_word(view, \"hmoe.vote\"));"), 1);
    assert_int_equal(missing_in(house, WORD "f(page_word(v, a ? \"home.a\" : (\"home.b\")));"), 2);
    assert_int_equal(missing_in(house, "visit->notice = \"notice.nobody-wrote-this\";"), 1);
    assert_int_equal(missing_in(house, "return \"vote.check-nothing\";"), 1);
    assert_int_equal(missing_in(house, "{\"clock\", \"mine.lost\", COLOR_WARN},"), 1);
    assert_int_equal(missing_in(house, "a[] = {\"owner.nobody\", \"owner.everybody\"};"), 2);
    assert_int_equal(missing_in(house, "/* keys: count.votes\n * count.coin */"), 1);
}

static void names_of_elements_and_files_are_no_keys(void **state)
{
    const struct texts_house *house = *state;

    assert_int_equal(missing_in(house, "void say(struct ui *ui, const char *id, int n);"
                                       "void f(void) { say(ui, \"home.any-name\", 1); }"),
                     0);
    assert_int_equal(missing_in(house, "x = {{\"look.size-9\", NULL, w, true}, "
                                       "{\"stick.that\", \"usb\", \"bar.help\"}};"),
                     0);
    assert_int_equal(missing_in(house, "/* \"home.in-a-comment\" */ open(\"words.txt\");"), 0);
    assert_int_equal(missing_in(house, "#include \"home.h\"\nchar c = '\"';"), 0);
}

static void a_planted_unused_text_is_found(void **state)
{
    struct report *report = report_new();
    struct words *nl = calloc(1, sizeof(*nl));
    (void)state;

    assert_non_null(nl);
    nl->list[nl->count++] = (struct word){"home.vote", "Stemmen", "nl/general.csv"};
    nl->list[nl->count++] = (struct word){"home.old", "Oud", "nl/general.csv"};
    struct c_reading *reading =
        read_planted(nl, "void say(const char *id); f(\"home.vote\"); say(\"home.old\");");
    check_used(report, reading, nl);
    assert_string_equal(report->text, "nl/general.csv: home.old is never used\n");
    c_reading_destroy(reading);
    free(nl);
    free(report);
}

static void a_planted_sentence_in_a_screen_is_found(void **state)
{
    struct report *report = report_new();
    struct texts_house *house = *state;
    struct c_reading *reading =
        read_planted(&house->nl, "a(\"%u. %s\"); b(\"home.%zu\"); c(\"spot_idea\"); d(\"€ \");"
                                 "e(\"Druk op de knop\"); f(\"Stoppen\"); g(\"nog %u plannen\");");

    check_no_sentences(report, reading);
    assert_int_equal(report->count, 3);
    c_reading_destroy(reading);
    free(report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_in_the_programs_has_a_text),
        cmocka_unit_test(no_text_is_left_that_nothing_uses),
        cmocka_unit_test(screens_hold_no_words_of_their_own),
        cmocka_unit_test(a_planted_missing_key_is_found_wherever_it_stands),
        cmocka_unit_test(names_of_elements_and_files_are_no_keys),
        cmocka_unit_test(a_planted_unused_text_is_found),
        cmocka_unit_test(a_planted_sentence_in_a_screen_is_found),
    };

    return cmocka_run_group_tests(tests, texts_house, texts_leave);
}
