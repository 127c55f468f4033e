/* texts: every word that a person reads has a key, stands in every language, and is used.
 *
 * tests/faults/keys_in_c finds the keys in the sources, and says how.
 */
#include "app/base/io.h"
#include "app/base/str.h"
#include "app/content/pack.h"
#include "tests/faults/keys_in_c.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    FILE_MAX = 1024 * 1024,
    WORDS_CAP = 2000,
    REPORT_CAP = 16 * 1024,
    KEY_CAP = 96,
    SENTENCE_WORDS = 20
};

/* ---- a report: one line for each thing that is wrong --------------------------------------- */

struct report {
    size_t count, len;
    char text[REPORT_CAP];
};

static void tell(struct report *report, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void tell(struct report *report, const char *fmt, ...)
{
    va_list args;

    report->count++;
    va_start(args, fmt);
    int len = vsnprintf(report->text + report->len, REPORT_CAP - report->len, fmt, args);
    va_end(args);
    if (len > 0 && report->len + (size_t)len + 2 < REPORT_CAP) {
        report->len += (size_t)len;
        report->text[report->len++] = '\n';
        report->text[report->len] = '\0';
    }
}

static void assert_nothing_wrong(struct report *report)
{
    if (report->count > 0) {
        print_error("%s", report->text);
    }
    size_t count = report->count;
    free(report);
    assert_int_equal(count, 0);
}

static struct report *report_new(void)
{
    struct report *report = calloc(1, sizeof(*report));

    assert_non_null(report);
    return report;
}

/* ---- the words of one language ------------------------------------------------------------- */

struct word {
    const char *key, *text, *file;
};

struct words {
    size_t count;
    struct word list[WORDS_CAP];
};

struct house { /* all that is read once, before the tests */
    struct io *io;
    struct arena arena;
    struct words nl, je, fy, en;
    struct words dutch; /* nl and what other programs say: pack, stick, count */
};

static const struct word *find_word(const struct words *words, const char *key)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->list[i].key, key) == 0) {
            return &words->list[i];
        }
    }
    return NULL;
}

struct into {
    struct house *house;
    struct words *words;
    const char *file;
};

static bool add_word(void *ctx, const struct csv_row *row)
{
    struct into *into = ctx;
    struct words *words = into->words;
    bool dutch = csv_field(row, "sleutel")[0] != '\0';

    assert_true(words->count < WORDS_CAP);
    words->list[words->count++] = (struct word){
        arena_strdup(&into->house->arena, csv_field(row, dutch ? "sleutel" : "key")),
        arena_strdup(&into->house->arena, csv_field(row, dutch ? "tekst" : "text")),
        into->file,
    };
    return true;
}

static char *read_text(struct house *house, const char *path)
{
    struct err err = {0};
    char *text;
    size_t len;

    if (!io_read_file(house->io, &house->arena, path, FILE_MAX, &text, &len, &err)) {
        fail_msg("%s: %s", path, err.msg);
    }
    return text;
}

static void read_words(struct house *house, struct words *words, const char *path)
{
    struct err err = {0};
    struct into into = {house, words, path};
    char *text = read_text(house, path);

    if (!csv_read(text, strlen(text), ';', add_word, &into, &err)) {
        fail_msg("%s: %s", path, err.msg);
    }
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text), end = strlen(ending);

    return len >= end && strcmp(text + len - end, ending) == 0;
}

typedef void each_file(struct house *house, const char *path, void *ctx);

/* All files below a folder, in the order of their names. */
static void walk(struct house *house, const char *dir, bool below, each_file *each, void *ctx)
{
    char **names;
    size_t count;
    struct err err = {0};

    if (!io_list_sorted(house->io, &house->arena, dir, &names, &count, &err)) {
        fail_msg("%s: %s (run from the top of the repository)", dir, err.msg);
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(&house->arena, "%s/%s", dir, names[i]);
        struct io_stat stat;
        assert_int_equal(house->io->ops->stat(house->io, path, &stat), 0);
        if (stat.kind == IO_DIR && below) {
            walk(house, path, below, each, ctx);
        } else if (stat.kind == IO_FILE) {
            each(house, path, ctx);
        }
    }
}

static void take_csv(struct house *house, const char *path, void *ctx)
{
    if (ends_with(path, ".csv")) {
        read_words(house, ctx, path);
    }
}

static void take_dutch_csv(struct house *house, const char *path, void *ctx)
{
    if (ends_with(path, "-nl.csv")) {
        read_words(house, ctx, path);
    }
}

static int read_house(void **state)
{
    struct house *house = calloc(1, sizeof(*house));

    assert_non_null(house);
    house->io = io_posix();
    arena_init(&house->arena, 0);
    walk(house, "assets/texts/nl", false, take_csv, &house->nl);
    walk(house, "assets/texts/fy", false, take_csv, &house->fy);
    walk(house, "assets/texts/en", false, take_csv, &house->en);
    read_words(house, &house->je, "assets/texts/nl-je.csv");
    walk(house, "assets/texts/nl", false, take_csv, &house->dutch);
    walk(house, "assets/texts", false, take_dutch_csv, &house->dutch);
    *state = house;
    return 0;
}

static int leave_house(void **state)
{
    struct house *house = *state;

    arena_finish(&house->arena);
    io_destroy(house->io);
    free(house);
    return 0;
}

/* ---- what one text must be ----------------------------------------------------------------- */

static void check_keys_once(struct report *report, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->list[i];
        if (find_word(words, word->key) != word) {
            tell(report, "%s: %s stands there twice", word->file, word->key);
        }
    }
}

static void check_says_something(struct report *report, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->list[i].text[0] == '\0') {
            tell(report, "%s: %s has no text", words->list[i].file, words->list[i].key);
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
                tell(report, "%s: %s has U+%04X", word->file, word->key, (unsigned)letter);
            } else if (letter == '"' || letter == '\'') {
                tell(report, "%s: %s has a typewriter's quote", word->file, word->key);
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
            tell(report, "%s: %s has a sentence of %d words", words->list[i].file,
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
            tell(report, "%s, line %d: a tab, a carriage return or a byte order mark", path, line);
        } else if (*at == ' ' && (edge || end)) {
            tell(report, "%s, line %d: a blank too many", path, line);
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
        const struct word *word = find_word(nl, other->list[i].key);
        if (word != NULL && !has_same_blanks(word->text, other->list[i].text)) {
            tell(report, "%s: %s has other {names} than in Dutch", other->list[i].file, word->key);
        }
    }
}

/* "2222 2226" and years: numbers of four places or more are the same everywhere. */
static void check_same_numbers(struct report *report, const struct words *nl,
                               const struct words *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const struct word *word = find_word(nl, other->list[i].key);
        for (const char *at = word != NULL ? word->text : ""; *at != '\0';) {
            char number[KEY_CAP];
            size_t len = strcspn(at, " .,");
            snprintf(number, sizeof(number), "%.*s", (int)len, at);
            if (isdigit((unsigned char)*at) && len >= 4 &&
                strstr(other->list[i].text, number) == NULL) {
                tell(report, "%s: %s has not %s", other->list[i].file, word->key, number);
            }
            at += len + strspn(at + len, " .,");
        }
    }
}

static void check_complete(struct report *report, const struct words *from, const struct words *to,
                           const char *to_name)
{
    for (size_t i = 0; i < from->count; i++) {
        if (find_word(to, from->list[i].key) == NULL) {
            tell(report, "%s: %s is not in %s", from->list[i].file, from->list[i].key, to_name);
        }
    }
}

/* The same key stands in the file of the same name. */
static void check_same_files(struct report *report, const struct words *nl,
                             const struct words *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const struct word *word = find_word(nl, other->list[i].key);
        if (word != NULL &&
            strcmp(strrchr(word->file, '/'), strrchr(other->list[i].file, '/')) != 0) {
            tell(report, "%s: %s belongs in %s", other->list[i].file, word->key,
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
        bool has = find_word(je, nl->list[i].key) != NULL;
        if (says_u(nl->list[i].text) != has) {
            tell(report, "%s: %s %s", nl->list[i].file, nl->list[i].key,
                 has ? "is in nl-je.csv without need" : "says u and is not in nl-je.csv");
        }
    }
    for (size_t i = 0; i < je->count; i++) {
        if (find_word(nl, je->list[i].key) == NULL) {
            tell(report, "nl-je.csv: %s is not in nl", je->list[i].key);
        }
        if (says_u(je->list[i].text)) {
            tell(report, "nl-je.csv: %s says u", je->list[i].key);
        }
    }
}

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

static void take_source(struct house *house, const char *path, void *ctx)
{
    if (ends_with(path, ".c") || ends_with(path, ".h")) {
        c_reading_add(ctx, path, read_text(house, path));
    }
}

static struct c_reading *read_programs(struct house *house)
{
    struct c_reading *reading = c_reading_create();

    walk(house, "app", true, take_source, reading);
    walk(house, "sync", true, take_source, reading);
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
                            : find_word(dutch, uses[i].text) == NULL) {
            tell(report, "%s:%d: %s has no text", uses[i].path, uses[i].line, uses[i].text);
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
            tell(report, "%s: %s is never used", nl->list[i].file, nl->list[i].key);
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
            tell(report, "%s:%d: \"%s\" belongs in assets/texts", literals[i].path,
                 literals[i].line, literals[i].text);
        }
    }
}

/* ---- the tests ----------------------------------------------------------------------------- */

static void every_key_stands_once_and_says_something(void **state)
{
    struct house *house = *state;
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
    assert_nothing_wrong(report);
}

static void frisian_and_english_are_complete(void **state)
{
    struct house *house = *state;
    struct report *report = report_new();

    check_complete(report, &house->nl, &house->fy, "fy");
    check_complete(report, &house->nl, &house->en, "en");
    check_complete(report, &house->fy, &house->nl, "nl");
    check_complete(report, &house->en, &house->nl, "nl");
    check_same_files(report, &house->nl, &house->fy);
    check_same_files(report, &house->nl, &house->en);
    assert_nothing_wrong(report);
}

static void a_sentence_is_filled_with_the_same_values_in_every_language(void **state)
{
    struct house *house = *state;
    struct report *report = report_new();

    check_same_blanks(report, &house->nl, &house->nl); /* no loose braces in Dutch itself */
    check_same_blanks(report, &house->nl, &house->je);
    check_same_blanks(report, &house->nl, &house->fy);
    check_same_blanks(report, &house->nl, &house->en);
    check_same_numbers(report, &house->nl, &house->je);
    check_same_numbers(report, &house->nl, &house->fy);
    check_same_numbers(report, &house->nl, &house->en);
    assert_nothing_wrong(report);
}

static void the_je_form_has_the_texts_with_u_and_no_others(void **state)
{
    struct house *house = *state;
    struct report *report = report_new();

    check_je(report, &house->nl, &house->je);
    assert_nothing_wrong(report);
}

static void every_letter_can_be_drawn(void **state)
{
    struct house *house = *state;
    struct report *report = report_new();

    check_letters(report, &house->nl);
    check_letters(report, &house->je);
    check_letters(report, &house->fy);
    check_letters(report, &house->en);
    assert_nothing_wrong(report);
}

static void no_dutch_sentence_is_longer_than_twenty_words(void **state)
{
    struct house *house = *state;
    struct report *report = report_new();

    check_sentences(report, &house->nl);
    check_sentences(report, &house->je);
    assert_nothing_wrong(report);
}

static void look_for_blanks(struct house *house, const char *path, void *ctx)
{
    if (ends_with(path, ".csv")) {
        check_blanks(ctx, path, read_text(house, path));
    }
}

static void no_file_has_a_blank_too_many(void **state)
{
    struct report *report = report_new();

    walk(*state, "assets/texts/nl", false, look_for_blanks, report);
    walk(*state, "assets/texts/fy", false, look_for_blanks, report);
    walk(*state, "assets/texts/en", false, look_for_blanks, report);
    look_for_blanks(*state, "assets/texts/nl-je.csv", report);
    assert_nothing_wrong(report);
}

static void every_key_in_the_programs_has_a_text(void **state)
{
    struct house *house = *state;
    struct report *report = report_new();
    struct c_reading *reading = read_programs(house);

    assert_true(check_exists(report, reading, &house->dutch) > 400);
    c_reading_destroy(reading);
    assert_nothing_wrong(report);
}

static void no_text_is_left_that_nothing_uses(void **state)
{
    struct house *house = *state;
    struct report *report = report_new();
    struct c_reading *reading = read_programs(house);

    check_used(report, reading, &house->nl);
    c_reading_destroy(reading);
    assert_nothing_wrong(report);
}

static void screens_hold_no_words_of_their_own(void **state)
{
    struct report *report = report_new();
    struct c_reading *reading = read_programs(*state);

    check_no_sentences(report, reading);
    c_reading_destroy(reading);
    assert_nothing_wrong(report);
}

/* ---- twins: what is planted must be found -------------------------------------------------- */

static size_t missing_in(const struct house *house, const char *text)
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
    const struct house *house = *state;
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
    const struct house *house = *state;

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
    struct house *house = *state;
    struct c_reading *reading =
        read_planted(&house->nl, "a(\"%u. %s\"); b(\"home.%zu\"); c(\"spot_idea\"); d(\"€ \");"
                                 "e(\"Druk op de knop\"); f(\"Stoppen\"); g(\"nog %u plannen\");");

    check_no_sentences(report, reading);
    assert_int_equal(report->count, 3);
    c_reading_destroy(reading);
    free(report);
}

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
        cmocka_unit_test(every_key_in_the_programs_has_a_text),
        cmocka_unit_test(no_text_is_left_that_nothing_uses),
        cmocka_unit_test(screens_hold_no_words_of_their_own),
        cmocka_unit_test(a_planted_missing_key_is_found_wherever_it_stands),
        cmocka_unit_test(names_of_elements_and_files_are_no_keys),
        cmocka_unit_test(a_planted_unused_text_is_found),
        cmocka_unit_test(a_planted_sentence_in_a_screen_is_found),
        cmocka_unit_test(planted_faults_of_a_language_are_found),
        cmocka_unit_test(sentences_are_counted_as_a_reader_counts),
    };

    return cmocka_run_group_tests(tests, read_house, leave_house);
}
