/* Every slip in a pack is told: which file, which line, which column, and a sentence in Dutch. */
#include "app/content/pack.h"
#include "app/content/pack_fault.h"

#include "tests/fuzz/pack_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static bool met[FAULT_KINDS]; /* by any test of this file: the last test looks at it */

static void print_faults(const struct pack *pack)
{
    for (size_t i = 0; i < pack->fault_count && i < PACK_MAX_ERRORS; i++) {
        const struct pack_fault *fault = &pack->faults[i];
        print_message("  %s:%d:%d %s [%s]\n", fault->file, fault->line, fault->column, fault->key,
                      fault->detail);
    }
}

struct wanted {
    enum fault_kind kind;
    const char *file;
    int line, column;
    const char *detail; /* NULL: anything */
};

/* `count` faults in all, and the wanted one is among them. */
static void assert_fault(struct folder *folder, struct wanted wanted, size_t count)
{
    struct pack *pack = pack_load(&folder->io, FOLDER_DIR, NULL);
    bool found = false;

    assert_non_null(pack);
    for (size_t i = 0; i < pack->fault_count && i < PACK_MAX_ERRORS; i++) {
        const struct pack_fault *fault = &pack->faults[i];
        found = found || (strcmp(fault->key, fault_key(wanted.kind)) == 0 &&
                          strcmp(fault->file, wanted.file) == 0 && fault->line == wanted.line &&
                          fault->column == wanted.column &&
                          (wanted.detail == NULL || strcmp(fault->detail, wanted.detail) == 0));
    }
    if (!found || pack->fault_count != count) {
        print_message("wanted %zu: %s:%d:%d %s [%s], got %zu:\n", count, wanted.file, wanted.line,
                      wanted.column, fault_key(wanted.kind),
                      wanted.detail == NULL ? "*" : wanted.detail, pack->fault_count);
        print_faults(pack);
        fail();
    }
    met[wanted.kind] = true;
    pack_free(pack);
}

struct edit { /* one change in one file, and the one fault it makes */
    enum fault_kind kind;
    const char *file, *from, *to;
    int line, column;
    const char *detail;
};

static void assert_edits(const struct edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct folder folder;
        struct wanted wanted = {edits[i].kind, edits[i].file, edits[i].line, edits[i].column,
                                edits[i].detail};
        folder_init(&folder);
        folder_edit(&folder, edits[i].file, edits[i].from, edits[i].to);
        assert_fault(&folder, wanted, 1);
        folder_finish(&folder);
    }
}
#define EDITS(...)                                                                                 \
    do {                                                                                           \
        static const struct edit edits[] = {__VA_ARGS__};                                          \
        assert_edits(edits, sizeof(edits) / sizeof(edits[0]));                                     \
    } while (0)

static void the_small_pack_itself_has_no_fault(void **state)
{
    struct folder folder;

    (void)state;
    folder_init(&folder);
    struct pack *pack = pack_load(&folder.io, FOLDER_DIR, NULL);
    print_faults(pack);
    assert_int_equal(pack->fault_count, 0);
    pack_free(pack);
    folder_finish(&folder);
}

/* ---- the folder ---------------------------------------------------------------------------- */

static void files_that_are_missing_unread_or_too_big_are_told(void **state)
{
    struct folder folder;

    (void)state;
    folder_init(&folder);
    folder_drop(&folder, "dorp.ini");
    assert_fault(&folder, (struct wanted){FAULT_FILE_MISSING, "dorp.ini", 0, 0, "dorp.ini"}, 1);
    folder_finish(&folder);

    folder_init(&folder);
    folder_find(&folder, "nieuws.csv")->error = EIO;
    assert_fault(&folder, (struct wanted){FAULT_FILE_UNREADABLE, "nieuws.csv", 0, 0, "nieuws.csv"},
                 1);
    folder_finish(&folder);

    folder_init(&folder); /* a forged size, in both directions */
    folder_find(&folder, "nieuws.csv")->claims = PACK_MAX_FILE + 1;
    assert_fault(&folder, (struct wanted){FAULT_FILE_TOO_BIG, "nieuws.csv", 0, 0, "nieuws.csv"}, 1);
    folder_finish(&folder);

    folder_init(&folder);
    char *large = calloc(1, PACK_MAX_FILE + 1);
    folder_put(&folder, "nieuws.csv", large, PACK_MAX_FILE + 1)->claims = 10;
    assert_fault(&folder, (struct wanted){FAULT_FILE_TOO_BIG, "nieuws.csv", 0, 0, "nieuws.csv"}, 1);
    free(large);
    folder_finish(&folder);

    folder_init(&folder);
    folder_find(&folder, "fotos/bank.png")->claims = ((int64_t)2 << 30) + 1;
    assert_fault(&folder, (struct wanted){FAULT_TOTAL_TOO_BIG, "", 0, 0, NULL}, 1);
    folder_finish(&folder);
}

static void links_and_strange_names_are_told(void **state)
{
    static const struct {
        const char *path;
        struct wanted wanted;
    } cases[] = {
        {"plannnen.csv", {FAULT_UNKNOWN_FILE, "plannnen.csv", 0, 0, "plannnen.csv"}},
        {"extra.ini", {FAULT_UNKNOWN_FILE, "extra.ini", 0, 0, "extra.ini"}},
        {"foto/a.png", {FAULT_UNKNOWN_FOLDER, "foto", 0, 0, "foto"}},
        {"fotos/a/b/c.png", {FAULT_UNKNOWN_FOLDER, "fotos/a/b", 0, 0, "fotos/a/b"}},
        {"a\\b.txt", {FAULT_FILE_NAME, "a\\b.txt", 0, 0, "a\\b.txt"}},
        {"a\xE2\x80\xAE"
         "b.txt",
         {FAULT_FILE_NAME,
          "a\xE2\x80\xAE"
          "b.txt",
          0, 0, "ab.txt"}},
        {"a\xFF.txt", {FAULT_FILE_NAME, "a\xFF.txt", 0, 0, "a.txt"}},
        {"sleutels/2026/first.geheim",
         {FAULT_SECRET_FILE, "sleutels/2026/first.geheim", 0, 0, "sleutels/2026/first.geheim"}},
        {"first.geheim", {FAULT_SECRET_FILE, "first.geheim", 0, 0, "first.geheim"}},
        {"sleutels/codes.csv", {FAULT_SECRET_FILE, "sleutels/codes.csv", 0, 0, NULL}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct folder folder;
        folder_init(&folder);
        folder_text(&folder, cases[i].path, "x");
        assert_fault(&folder, cases[i].wanted, 1);
        folder_finish(&folder);
    }
    struct folder folder;
    folder_init(&folder);
    folder_find(&folder, "nieuws.csv")->kind = IO_OTHER;
    assert_fault(&folder, (struct wanted){FAULT_NOT_A_FILE, "nieuws.csv", 0, 0, "nieuws.csv"}, 1);
    folder_finish(&folder);
}

static void two_thousand_files_and_one_are_too_many(void **state)
{
    struct folder folder;
    char path[40];

    (void)state;
    folder_init(&folder);
    for (size_t i = folder.count; i < 2001; i++) {
        snprintf(path, sizeof(path), "blad-%zu.txt", i);
        folder_text(&folder, path, "");
    }
    struct pack *pack = pack_load(&folder.io, FOLDER_DIR, NULL);
    assert_true(pack->fault_count >= 1);
    for (size_t i = 0; i < pack->fault_count && i < PACK_MAX_ERRORS; i++) {
        met[FAULT_TOO_MANY_FILES] |=
            strcmp(pack->faults[i].key, fault_key(FAULT_TOO_MANY_FILES)) == 0;
    }
    assert_true(met[FAULT_TOO_MANY_FILES]);
    pack_free(pack);
    folder_finish(&folder);
}

/* ---- letters ------------------------------------------------------------------------------- */

static void bytes_that_are_no_text_are_told_with_line_and_character(void **state)
{
    struct folder folder;

    (void)state;
    EDITS({FAULT_NOT_UTF8, "nieuws.csv", "Kom ook", "Caf\xE9 \xC3\xA9", 2, 19, "E9"},
          {FAULT_NOT_UTF8, "dorp.ini", "Wij samen", "Wij \x81", 3, 13, "81"},
          {FAULT_HIDDEN_CHARACTER, "nieuws.csv", "Kom ook", "Kom\xE2\x80\xAEook", 2, 19, "U+202E"},
          {FAULT_HIDDEN_CHARACTER, "nieuws.csv", "Kom", "K\x1Bom", 2, 17, "U+001B"},
          {FAULT_HIDDEN_CHARACTER, "plannen.csv", "Lekker", "\xE2\x81\xA6Lekker", 2, 22, "U+2066"},
          {FAULT_HIDDEN_CHARACTER, "dorp.ini", "Wij", "\xC3\xA9\xE2\x80\x8BWij", 3, 10, "U+200B"});
    folder_init(&folder);
    folder_put(&folder, "nieuws.csv", "titel;tekst\nFee\0st;Kom\n", 23);
    assert_fault(&folder, (struct wanted){FAULT_NUL_BYTE, "nieuws.csv", 2, 4, ""}, 1);
    folder_put(&folder, "nieuws.csv", "\xFF\xFEt\0i\0", 6);
    assert_fault(&folder, (struct wanted){FAULT_UTF16, "nieuws.csv", 0, 0, "nieuws.csv"}, 1);
    folder_finish(&folder);
}

/* ---- tables -------------------------------------------------------------------------------- */

static void slips_in_a_table_are_told_with_line_and_column(void **state)
{
    struct folder folder;
    static char text[20100];

    (void)state;
    EDITS({FAULT_QUOTE_WRONG, "nieuws.csv", "Kom ook.", "Kom \"ook\".", 2, 3, ""},
          {FAULT_QUOTE_OPEN, "nieuws.csv", "Kom ook.", "\"Kom ook.", 2, 3, ""},
          {FAULT_EXTRA_CELL, "nieuws.csv", "Kom ook.", "Kom; ook.", 2, 5, "bank.png"},
          {FAULT_UNKNOWN_COLUMN, "nieuws.csv", "datum", "dtaum", 1, 1, "dtaum"},
          {FAULT_COLUMN_TWICE, "nieuws.csv", "datum", "foto", 1, 4, "foto"},
          {FAULT_DELIMITER, "teksten.csv", "taal;sleutel;tekst", "taal,sleutel,tekst", 1, 1,
           "taal,sleutel,tekst"},
          {FAULT_COLUMN_MISSING, "teksten.csv", "taal;sleutel;tekst\n", "sleutel;tekst\n", 1, 0,
           "taal"});
    /* a slip in a name is two faults: one unknown, one missing; and the rows are left alone */
    folder_init(&folder);
    folder_edit(&folder, "plannen.csv", "bedrag", "bdrag");
    assert_fault(&folder, (struct wanted){FAULT_UNKNOWN_COLUMN, "plannen.csv", 1, 6, "bdrag"}, 2);
    assert_fault(&folder, (struct wanted){FAULT_COLUMN_MISSING, "plannen.csv", 1, 0, "bedrag"}, 2);
    folder_text(&folder, "plannen.csv", "\n\n");
    assert_fault(&folder, (struct wanted){FAULT_HEADER_MISSING, "plannen.csv", 0, 0, NULL}, 1);
    folder_finish(&folder);

    folder_init(&folder);
    strcpy(text, "titel;tekst\na;");
    memset(text + 14, ';', 10000);
    strcpy(text + 10014, "\nc;d\n");
    folder_text(&folder, "nieuws.csv", text);
    assert_fault(&folder, (struct wanted){FAULT_TOO_MANY_COLUMNS, "nieuws.csv", 2, 65, ""}, 1);
    memset(text + 14, 'x', 10000);
    folder_text(&folder, "nieuws.csv", text);
    assert_fault(&folder, (struct wanted){FAULT_CELL_TOO_LONG, "nieuws.csv", 2, 2, ""}, 1);
    strcpy(text, "titel;tekst\n");
    for (size_t i = 0; i < 201; i++) {
        strcat(text, "a;b\n");
    }
    folder_text(&folder, "nieuws.csv", text);
    assert_fault(&folder, (struct wanted){FAULT_TOO_MANY_ROWS, "nieuws.csv", 202, 0, ""}, 1);
    folder_finish(&folder);
}

/* ---- settings ------------------------------------------------------------------------------ */

static void slips_in_settings_are_told_with_line_and_character(void **state)
{
    static char line[260] = "motto = ";
    static const char x190[] = /* 8 + 182 = 190: just fits */
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "x"
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        "x";
    struct folder folder;

    (void)state;
    EDITS(
        {FAULT_LINE_UNCLEAR, "dorp.ini", "motto = Wij samen", "motto Wij samen", 3, 1,
         "motto Wij samen"},
        {FAULT_LINE_UNCLEAR, "dorp.ini", "motto = Wij samen", "  = Wij", 3, 3, "= Wij"},
        {FAULT_LINE_REMARK, "dorp.ini", "Wij samen", "Wij ; samen", 3, 13, "; samen"},
        {FAULT_OUTSIDE_SECTION, "dorp.ini", "[dorp]\n", "a = 1\n[dorp]\n", 1, 1, "a = 1"},
        {FAULT_UNKNOWN_SECTION, "dorp.ini", "inwoners = 1.100\n", "[stad]\nx = 1\n", 7, 2, "stad"},
        {FAULT_SECTION_TWICE, "dorp.ini", "motto", "[dorp]\nmotto", 3, 2, "dorp"},
        {FAULT_SECTION_MISSING, "dorp.ini", folder_village, "; leeg\n", 0, 0, "dorp"},
        {FAULT_UNKNOWN_SETTING, "dorp.ini", "motto =", "mottoo =", 3, 10, "mottoo"},
        {FAULT_UNKNOWN_SETTING, "rondes.ini", "gever =", "geveer = x\ngever =", 5, 10, "geveer"},
        {FAULT_SETTING_TWICE, "dorp.ini", "motto", "naam = Ander\nmotto", 3, 8, "naam"},
        {FAULT_SETTING_MISSING, "dorp.ini", "dorpshuis = De Hal\n", "", 1, 0, "dorpshuis"},
        {FAULT_SETTING_MISSING, "rondes.ini", "vraag = Welke plannen?\n", "", 1, 0, "vraag"},
        {FAULT_SETTING_MISSING, "rondes.ini", "gever = De gemeente\n", "", 1, 0, "gever"},
        {FAULT_SETTING_MISSING, "rondes.ini", "vorm = beurs\nregel = votes-no-skip",
         "vorm = punten\nregel = points", 18, 0, "punten"},
        {FAULT_SETTING_NOT_HERE, "rondes.ini", "vorm = beurs", "vorm = beurs\nhoogstens = 1", 18, 0,
         "hoogstens"});
    folder_init(&folder);
    strcpy(line + 8, x190);
    assert_int_equal(strlen(line), 190);
    folder_edit(&folder, "dorp.ini", "motto = Wij samen", line);
    /* it reads, it is only too long for a motto: not a byte was cut */
    assert_fault(&folder, (struct wanted){FAULT_TEXT_TOO_LONG, "dorp.ini", 3, 9, "182/160"}, 1);
    folder_edit(&folder, "dorp.ini", line, "motto = Wij samen");
    strcat(line, "x");
    folder_edit(&folder, "dorp.ini", "motto = Wij samen", line);
    assert_fault(&folder, (struct wanted){FAULT_LINE_TOO_LONG, "dorp.ini", 3, 1, NULL}, 1);
    folder_finish(&folder);
}

/* ---- values -------------------------------------------------------------------------------- */

static void values_that_are_not_what_they_should_be_are_told(void **state)
{
    (void)state;
    EDITS(
        {FAULT_TEXT_MISSING, "nieuws.csv", "Feest", "", 2, 2, ""},
        {FAULT_TEXT_MISSING, "dorp.ini", "De Hal", "", 3 + 1, 12, ""},
        {FAULT_NUMBER, "dorp.ini", "1.100", "veel", 7, 12, "veel"},
        {FAULT_NUMBER, "plannen.csv", "2026;7", "2026;7a", 2, 2, "7a"},
        {FAULT_NUMBER_RANGE, "plannen.csv", "2026;7", "2026;0", 2, 2, "0"},
        {FAULT_NUMBER_RANGE, "plannen.csv", "2026;7", "2026;70000", 2, 2, "70000"},
        {FAULT_NUMBER_RANGE, "ideeen.csv", ";31;", ";-1;", 2, 6, "-1"},
        {FAULT_AMOUNT, "plannen.csv", ";500;", ";vijfhonderd;", 2, 6, "vijfhonderd"},
        {FAULT_AMOUNT, "plannen.csv", ";500;", ";;", 2, 6, ""},
        {FAULT_AMOUNT, "plannen.csv", ";500;", ";1,250.50;", 2, 6, "1,250.50"},
        {FAULT_AMOUNT, "rondes.ini", "17.000", "17.00", 12, 10, "17.00"},
        {FAULT_AMOUNT_RANGE, "plannen.csv", ";500;", ";-500;", 2, 6, "-500"},
        {FAULT_AMOUNT_RANGE, "plannen.csv", ";500;", ";99.000.000;", 2, 6, "99.000.000"},
        {FAULT_AMOUNT_RANGE, "rondes.ini", "17.000", "0", 12, 10, "0"},
        {FAULT_NOT_HEX, "rondes.ini", "id = 00", "id = 0", 13, 6, NULL},
        {FAULT_NOT_HEX, "rondes.ini", "zout = 30", "zout = 3z", 28 - 1, 8, NULL},
        {FAULT_NOT_HEX, "rondes.ini", "id = " FOLDER_ID, "id = 00000000000000000000000000000000",
         13, 6, NULL},
        {FAULT_UNKNOWN_ADDRESS, "dorp.ini", "= u", "= gij", 6, 17, "gij"},
        {FAULT_UNKNOWN_AT_ONCE, "dorp.ini", "= meteen", "= straks", 8, 17, "straks"},
        {FAULT_UNKNOWN_OWNER, "rondes.ini", "= dorp", "= stad", 21, 12, "stad"},
        {FAULT_UNKNOWN_OWNER, "plannen.csv", "gemeente", "gemeent", 6, 7, "gemeent"},
        {FAULT_UNKNOWN_ACCESS, "rondes.ini", "= beurt", "= beurten", 22, 11, "beurten"},
        {FAULT_UNKNOWN_FORM, "rondes.ini", "= beurs", "= zak", 23, 8, "zak"},
        {FAULT_UNKNOWN_YES_NO, "rondes.ini", "= ja", "= yes", 10, 10, "yes"},
        {FAULT_UNKNOWN_RULE, "rondes.ini", "= votes\n", "= stemmen\n", 11, 9, "stemmen"},
        {FAULT_UNKNOWN_COMPLETION, "rondes.ini", "= votes\n", "= votes\nafronding = add2\n", 12, 13,
         "add2"},
        {FAULT_UNKNOWN_TIE, "rondes.ini", "= votes\n", "= votes\ngelijk = geluk\n", 12, 10,
         "geluk"},
        {FAULT_UNKNOWN_LEFT_OVER, "rondes.ini", "= votes\n", "= votes\nrestgeld = feest\n", 12, 12,
         "feest"},
        {FAULT_NUMBER, "rondes.ini", "= votes\n", "= votes\ndrempel = veel%\n", 12, 11, "veel"},
        {FAULT_NUMBER_RANGE, "rondes.ini", "= votes\n", "= votes\ndrempel = 101%\n", 12, 11, "101"},
        {FAULT_RULE_FORM, "rondes.ini", "= votes\n", "= points\n", 11, 9, "points"},
        {FAULT_RULE_COMPLETION, "rondes.ini", "= votes\n", "= votes\nafronding = add1\n", 11, 9,
         "votes"},
        {FAULT_UNKNOWN_LANGUAGE, "teksten.csv", "en;", "xx;", 3, 1, "xx"},
        {FAULT_UNKNOWN_PLAN_OF, "ideeen.csv", "wij met hulp", "zij", 2, 4, "zij"},
        {FAULT_UNKNOWN_NEED, "ideeen.csv", "handen", "voeten", 2, 5, "voeten"},
        {FAULT_UNKNOWN_ROUND, "plannen.csv", "2026;7", "2062;7", 2, 1, "2062"},
        {FAULT_UNKNOWN_ROUND, "teksten.csv", "ronde.2026.uitleg", "ronde.2062.uitleg", 2, 2,
         "2062"},
        {FAULT_TEXT_KEY, "teksten.csv", "thuis.welkom", "thuis welkom", 4, 2, "thuis welkom"},
        {FAULT_TEXT_KEY, "teksten.csv", "nl;ronde.2026.uitleg", "nl;ronde.2026.titel", 2, 2,
         "ronde.2026.titel"},
        {FAULT_TEXT_TWICE, "teksten.csv", "thuis.welkom", "ronde.2026.uitleg", 4, 2,
         "ronde.2026.uitleg"});
}

/* ---- rounds and plans ---------------------------------------------------------------------- */

static void rounds_and_plans_that_contradict_each_other_are_told(void **state)
{
    struct folder folder;

    (void)state;
    EDITS({FAULT_SALT_TWICE, "rondes.ini", "zout = 303132333435363738393a3b3c3d3e3f",
           "zout = " FOLDER_SALT, 27, 8, "2026"},
          {FAULT_PLAN_TWICE, "plannen.csv", "2026;2;", "2026;7;", 3, 2, "7"},
          {FAULT_PLAN_OVER_BUDGET, "plannen.csv", "75;", "7.500;", 6, 0, "Lamp"});
    folder_init(&folder); /* with three keys that are then of another round */
    folder_edit(&folder, "rondes.ini", "id = 202122232425262728292a2b2c2d2e2f", "id = " FOLDER_ID);
    assert_fault(&folder, (struct wanted){FAULT_ROUND_ID_TWICE, "rondes.ini", 26, 6, "2026"}, 4);
    folder_finish(&folder);

    folder_init(&folder);
    folder_edit(&folder, "rondes.ini", "hoogstens = 2", "hoogstens = 3");
    assert_fault(&folder, (struct wanted){FAULT_CHOOSE_LIMITS, "rondes.ini", 9, 13, "1..3/2"}, 1);
    folder_edit(&folder, "rondes.ini", "hoogstens = 3", "hoogstens = 1");
    folder_edit(&folder, "rondes.ini", "minstens = 1", "minstens = 2");
    assert_fault(&folder, (struct wanted){FAULT_CHOOSE_LIMITS, "rondes.ini", 9, 13, "2..1/2"}, 1);
    folder_finish(&folder);

    folder_init(&folder);
    folder_edit(&folder, "plannen.csv", "hal;1", "2026;1");
    assert_fault(&folder, (struct wanted){FAULT_NO_PLANS, "rondes.ini", 18, 0, "hal"}, 1);
    folder_finish(&folder);

    /* keys of a round that is not read are asked by nobody */
    folder_init(&folder);
    folder_edit(&folder, "rondes.ini", "[hal]", "[De Hal]");
    assert_fault(&folder, (struct wanted){FAULT_ROUND_NAME, "rondes.ini", 18, 2, "De Hal"}, 2);
    folder_edit(&folder, "rondes.ini", "[De Hal]", "[2026]");
    assert_fault(&folder, (struct wanted){FAULT_SECTION_TWICE, "rondes.ini", 18, 2, "2026"}, 2);
    folder_edit(&folder, "rondes.ini", "[2026]\n", "[../../etc]\n");
    assert_fault(&folder, (struct wanted){FAULT_ROUND_NAME, "rondes.ini", 1, 2, "../../etc"}, 5);
    folder_finish(&folder);
}

static void a_hundred_and_twenty_one_plans_or_seventeen_rounds_are_too_many(void **state)
{
    struct folder folder;
    static char text[8000];

    (void)state;
    folder_init(&folder);
    strcpy(text, "ronde;nummer;titel;bedrag;van_wie\nhal;1;x;0;dorp\n");
    for (int i = 0; i < 121; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "2026;%d;x;10;dorp\n", 500 - i);
    }
    folder_text(&folder, "plannen.csv", text);
    assert_fault(&folder, (struct wanted){FAULT_TOO_MANY_PLANS, "plannen.csv", 123, 2, "2026"}, 1);
    folder_finish(&folder);

    folder_init(&folder);
    text[0] = '\0';
    for (int i = 1; i <= 18; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "[r%d]\nvorm = beurs\n", i);
    }
    folder_text(&folder, "rondes.ini", text);
    struct pack *pack = pack_load(&folder.io, FOLDER_DIR, NULL);
    assert_int_equal(pack->round_count, PACK_MAX_ROUNDS);
    assert_true(pack->fault_count > PACK_MAX_ERRORS); /* counted, not all listed */
    const struct pack_fault *fault = &pack->faults[0];
    assert_string_equal(fault->key, fault_key(FAULT_TOO_MANY_ROUNDS));
    assert_int_equal(fault->line, 33);
    assert_string_equal(fault->detail, "r17");
    met[FAULT_TOO_MANY_ROUNDS] = true;
    pack_free(pack);
    folder_finish(&folder);
}

/* ---- keys ---------------------------------------------------------------------------------- */

#define FIRST "sleutels/2026/first.publiek"
#define TAGS "sleutels/2026/tags.txt"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static void a_round_without_good_keys_is_told(void **state)
{
    struct folder folder;
    char path[80];
    static const char *const files[] = {"village",    "practice",  "2026/registrar",
                                        "2026/first", "2026/last", "hal/registrar"};

    (void)state;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        snprintf(path, sizeof(path), "sleutels/%s.publiek", files[i]);
        folder_init(&folder);
        folder_drop(&folder, path);
        assert_fault(&folder, (struct wanted){FAULT_KEY_MISSING, path, 0, 0, path}, 1);
        folder_finish(&folder);
    }
    EDITS({FAULT_KEY_DAMAGED, FIRST, "{", "", 0, 0, FIRST},
          {FAULT_KEY_DAMAGED, FIRST, "\"box\":\"", "\"box\":\"zz", 0, 0, FIRST},
          {FAULT_KEY_DAMAGED, FIRST, "\"box\"", "\"extra\":1,\"box\"", 0, 0, FIRST},
          {FAULT_KEY_ROLE, FIRST, "\"first\"", "\"last\"", 0, 0, "last"},
          {FAULT_KEY_ROUND, FIRST, "\"" FOLDER_ID "\"", "\"\"", 0, 0, ""});
    folder_init(&folder);
    folder_text(&folder, FIRST,
                "{\"box\":\"" ZEROS "\",\"role\":\"first\",\"round\":\"" FOLDER_ID
                "\",\"sign\":\"" FOLDER_ID FOLDER_ID "\"}");
    assert_fault(&folder, (struct wanted){FAULT_KEY_WEAK, FIRST, 0, 0, FIRST}, 1);
    /* one of the points of low order: a seal to it would mean nothing */
    folder_edit(&folder, FIRST, ZEROS,
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    assert_fault(&folder, (struct wanted){FAULT_KEY_WEAK, FIRST, 0, 0, FIRST}, 1);
    folder_finish(&folder);
}

/* last.publiek gets len bytes of first.publiek behind `field`. */
static void share_key(struct folder *folder, const char *field, size_t len)
{
    static const char last[] = "sleutels/2026/last.publiek";
    char from[400], to[400];

    snprintf(from, sizeof(from), "%.*s", (int)folder_find(folder, FIRST)->len,
             folder_find(folder, FIRST)->data);
    snprintf(to, sizeof(to), "%.*s", (int)folder_find(folder, last)->len,
             folder_find(folder, last)->data);
    memcpy(strstr(to, field) + strlen(field), strstr(from, field) + strlen(field), len);
    folder_text(folder, last, to);
    assert_fault(folder, (struct wanted){FAULT_KEY_SHARED, last, 0, 0, "first"}, 1);
}

static void one_person_with_two_keys_of_a_round_is_told(void **state)
{
    static const char *const fields[] = {"\"box\":\"", "\"sign\":\""}; /* either is enough */

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct folder folder;
        folder_init(&folder);
        share_key(&folder, fields[i], 2 * CRYPTO_KEY);
        folder_finish(&folder);
    }
}

/* Three root keys and the village's; the first `signers` of them sign. */
static void lay_roots(struct folder *folder, const uint8_t village[CRYPTO_KEY], size_t signers)
{
    struct roots roots = {.count = 0};
    uint8_t keys[ROOTS_KEYS][CRYPTO_KEY], secrets[ROOTS_KEYS][CRYPTO_SIGN_SECRET];
    struct arena arena;
    size_t len;

    for (size_t i = 0; i < ROOTS_KEYS; i++) {
        crypto_sign_keypair(keys[i], secrets[i]);
    }
    assert_true(roots_add(&roots, (const uint8_t(*)[CRYPTO_KEY])keys, village, NULL));
    for (size_t i = 0; i < signers; i++) {
        assert_true(roots_sign(&roots, keys[i], secrets[i], NULL));
    }
    arena_init(&arena, 0);
    const char *text = roots_write(&arena, &roots, &len);
    folder_put(folder, ROOTS_FILE, text, len);
    arena_finish(&arena);
}

static void root_keys_that_do_not_hold_are_told(void **state)
{
    struct folder folder;
    struct pack *pack;
    uint8_t village[CRYPTO_KEY], other[CRYPTO_KEY] = {1};

    (void)state;
    folder_init(&folder);
    pack = pack_load(&folder.io, FOLDER_DIR, NULL);
    assert_non_null(pack);
    memcpy(village, pack->village_sign, CRYPTO_KEY);
    pack_free(pack);
    folder_text(&folder, ROOTS_FILE, "[]\n");
    assert_fault(&folder, (struct wanted){FAULT_ROOTS_DAMAGED, ROOTS_FILE, 0, 0, ""}, 1);
    lay_roots(&folder, village, 1);
    assert_fault(&folder, (struct wanted){FAULT_ROOTS_UNSIGNED, ROOTS_FILE, 0, 0, ""}, 1);
    lay_roots(&folder, other, 2);
    assert_fault(&folder, (struct wanted){FAULT_ROOTS_VILLAGE, ROOTS_FILE, 0, 0, ""}, 1);
    lay_roots(&folder, village, 2);
    pack = pack_load(&folder.io, FOLDER_DIR, NULL);
    assert_int_equal(pack->fault_count, 0);
    assert_non_null(pack->roots);
    pack_free(pack);
    folder_finish(&folder);
}

static void tags_that_do_not_belong_to_the_round_are_told(void **state)
{
    struct folder folder;

    (void)state;
    EDITS({FAULT_TAGS_HEADER, TAGS, "dorpel-tags 1", "dorpel-tags 2", 1, 1, NULL},
          {FAULT_TAGS_OTHER_ROUND, TAGS, FOLDER_ID, FOLDER_SALT, 1, 1, NULL},
          {FAULT_TAGS_OTHER_ROUND, TAGS, " 1 8\n", " 2 8\n", 1, 1, NULL},
          {FAULT_TAG_DAMAGED, TAGS, "2222222222\n", "222222222\n", 3, 1, ""},
          {FAULT_TAG_DAMAGED, TAGS, "2222222222\n", "222222222x\n", 3, 1, ""},
          {FAULT_TAG_ORDER, TAGS, "1111111111", "3111111111", 3, 1, ""},
          {FAULT_TAG_ORDER, TAGS,
           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
           "2222222222222222222222222222222222222222222222222222222222222222", 4, 1, ""});
    folder_init(&folder);
    folder_text(&folder, TAGS, "");
    assert_fault(&folder, (struct wanted){FAULT_TAGS_HEADER, TAGS, 1, 1, ""}, 1);
    folder_text(&folder, TAGS, "# dorpel-tags 1 " FOLDER_ID " " FOLDER_SALT " 1 8\n");
    assert_fault(&folder, (struct wanted){FAULT_TAGS_EMPTY, TAGS, 0, 0, TAGS}, 1);
    folder_drop(&folder, TAGS);
    assert_fault(&folder, (struct wanted){FAULT_TAGS_MISSING, TAGS, 0, 0, TAGS}, 1);
    folder_finish(&folder);
}

/* ---- photos -------------------------------------------------------------------------------- */

static void a_photo_stays_in_its_folder_and_is_there(void **state)
{
    (void)state;
    EDITS({FAULT_PHOTO_NAME, "plannen.csv", "bank.png", "../bank.png", 2, 9, "../bank.png"},
          {FAULT_PHOTO_NAME, "plannen.csv", "bank.png", "fotos/bank.png", 2, 9, "fotos/bank.png"},
          {FAULT_PHOTO_NAME, "plannen.csv", "bank.png", "C:bank.png", 2, 9, "C:bank.png"},
          {FAULT_PHOTO_NAME, "plannen.csv", "bank.png", ".bank.png", 2, 9, ".bank.png"},
          {FAULT_PHOTO_NAME, "plannen.csv", "bank.png", "ba..nk.png", 2, 9, "ba..nk.png"},
          {FAULT_PHOTO_NAME, "plannen.csv", "bank.png", "bank.svg", 2, 9, "bank.svg"},
          {FAULT_PHOTO_MISSING, "plannen.csv", "bank.png", "boom.png", 2, 9, "boom.png"},
          {FAULT_PHOTO_MISSING, "nieuws.csv", "bank.png", "Bank.png", 2, 4, "Bank.png"});
}

static void a_photo_that_lies_about_itself_is_told(void **state)
{
    static const uint8_t jpeg[] = {0xFF, 0xD8, 0xFF, 0xE0, 0, 4,  1, 2, 0xFF, 0xFF, 0xC2,
                                   0,    11,   8,    32,   1, 32, 1, 3, 0,    0};
    static const char path[] = "fotos/bank.png";
    struct folder folder;

    (void)state;
    folder_init(&folder);
    folder_png(&folder, path, 8193, 10);
    assert_fault(&folder, (struct wanted){FAULT_PHOTO_SIZE, path, 0, 0, "8193 x 10"}, 1);
    folder_png(&folder, path, 10, UINT32_MAX);
    assert_fault(&folder, (struct wanted){FAULT_PHOTO_SIZE, path, 0, 0, "10 x 4294967295"}, 1);
    folder_png(&folder, path, 0, 10);
    assert_fault(&folder, (struct wanted){FAULT_PHOTO_SIZE, path, 0, 0, "0 x 10"}, 1);
    folder_text(&folder, path, "<svg>");
    assert_fault(&folder, (struct wanted){FAULT_PHOTO_DAMAGED, path, 0, 0, path}, 1);
    folder_put(&folder, path, jpeg, sizeof(jpeg));
    assert_fault(&folder, (struct wanted){FAULT_PHOTO_SIZE, path, 0, 0, "8193 x 8193"}, 1);
    for (size_t len = 0; len < 18; len++) { /* cut anywhere before the width */
        folder_put(&folder, path, jpeg, len);
        assert_fault(&folder, (struct wanted){FAULT_PHOTO_DAMAGED, path, 0, 0, path}, 1);
    }
    folder_finish(&folder);
}

/* ---- all of them --------------------------------------------------------------------------- */

static bool take_sentence(void *ctx, const struct csv_row *row)
{
    bool *has = ctx;
    const char *key = csv_field(row, "sleutel");

    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        if (strcmp(key, fault_key((enum fault_kind)kind)) == 0) {
            assert_false(has[kind]); /* one sentence a key */
            assert_true(strlen(csv_field(row, "tekst")) > 10);
            has[kind] = true;
            return true;
        }
    }
    print_message("no fault has the key %s\n", key);
    return false;
}

static void every_kind_of_fault_has_a_dutch_sentence(void **state)
{
    bool has[FAULT_KINDS] = {false};
    struct io *io = io_posix();
    struct arena arena;
    struct err err = {0};
    char *text;
    size_t len;

    (void)state;
    arena_init(&arena, 0);
    assert_true(io_read_file(io, &arena, "assets/texts/pack-nl.csv", 1 << 20, &text, &len, &err));
    assert_true(csv_read(text, len, ';', take_sentence, has, &err));
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        if (!has[kind]) {
            fail_msg("no sentence for %s", fault_key((enum fault_kind)kind));
        }
    }
    arena_finish(&arena);
    io_destroy(io);
}

/* The last one: it looks back at what the others met. */
static void every_kind_of_fault_was_met_in_this_file(void **state)
{
    /* Not told by reading: tests/test_pack_texts.c. */
    static const enum fault_kind elsewhere[] = {FAULT_DOES_NOT_FIT, FAULT_TEXT_UNKNOWN,
                                                FAULT_TEXT_HOLE_MISSING, FAULT_TEXT_HOLE_STRANGE};
    (void)state;
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
        met[elsewhere[i]] = true;
    }
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        if (!met[kind]) {
            fail_msg("no test makes %s", fault_key((enum fault_kind)kind));
        }
    }
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

/* ---- bounds and dates of a round ----------------------------------------------------------------
 */

#define SALT "zout = "
enum { BOUND_LINE = 14 }; /* of the salt in folder_rounds */

static void bounds_of_themes_and_rivals_are_told(void **state)
{
    (void)state;
    EDITS({FAULT_THEME_UNUSED, "rondes.ini", SALT, "thema.zee = 5\n" SALT, BOUND_LINE, 13, "zee"},
          {FAULT_THEME_TWICE, "rondes.ini", SALT,
           "thema.buiten = 5.000\nthema.buiten = 6.000\n" SALT, BOUND_LINE + 1, 16, "buiten"},
          {FAULT_THEME_NAME, "rondes.ini", SALT, "thema. = 5.000\n" SALT, BOUND_LINE, 10, ""},
          {FAULT_THEME_OVER_BUDGET, "rondes.ini", SALT, "thema.buiten = 90.000\n" SALT, BOUND_LINE,
           16, "buiten"},
          {FAULT_PLAN_OVER_THEME, "rondes.ini", SALT, "thema.buiten = 1\n" SALT, BOUND_LINE, 16,
           NULL},
          {FAULT_AMOUNT, "rondes.ini", SALT, "thema.buiten = veel\n" SALT, BOUND_LINE, 16, "veel"},
          {FAULT_RIVALS, "rondes.ini", SALT, "niet_samen.a = 2\n" SALT, BOUND_LINE, 16, "2"},
          {FAULT_RIVALS, "rondes.ini", SALT, "niet_samen.a = twee, 7\n" SALT, BOUND_LINE, 16,
           "twee, 7"},
          {FAULT_RIVAL_UNKNOWN, "rondes.ini", SALT, "niet_samen.a = 2, 8\n" SALT, BOUND_LINE, 16,
           "8"},
          {FAULT_DATE, "rondes.ini", SALT, "stemmen = 31 april 2027\n" SALT, BOUND_LINE, 11,
           "31 april 2027"},
          {FAULT_DATE, "rondes.ini", SALT, "stemmen = morgen\n" SALT, BOUND_LINE, 11, "morgen"},
          {FAULT_PHASE_ORDER, "rondes.ini", SALT,
           "stemmen = 1 maart 2027\nideeen = 2-3-2027\n" SALT, BOUND_LINE + 1, 10, "stemmen"});
}

static void too_many_themes_or_rivals_are_told(void **state)
{
    struct folder folder;
    char text[2000] = "";

    (void)state;
    folder_init(&folder);
    for (int i = 0; i < ROUND_MAX_THEMES + 1; i++) { /* unused ones, and one that does not fit */
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "thema.t%d = 5\n", i);
    }
    strcat(text, SALT);
    folder_edit(&folder, "rondes.ini", SALT, text);
    assert_fault(&folder,
                 (struct wanted){FAULT_TOO_MANY_THEMES, "rondes.ini", BOUND_LINE + ROUND_MAX_THEMES,
                                 13, "t20"},
                 ROUND_MAX_THEMES + 1);
    folder_finish(&folder);

    folder_init(&folder);
    text[0] = '\0';
    for (int i = 0; i < 21; i++) {
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "niet_samen.%c = 2, 7\n",
                 'a' + i);
    }
    strcat(text, SALT);
    folder_edit(&folder, "rondes.ini", SALT, text);
    assert_fault(&folder,
                 (struct wanted){FAULT_TOO_MANY_RIVALS, "rondes.ini", BOUND_LINE + 20, 16, ""}, 1);
    folder_finish(&folder);
}

static void windows_1252_is_read_and_said(void **state)
{
    struct folder folder;

    (void)state;
    folder_init(&folder);
    folder_text(&folder, "nieuws.csv", "titel;tekst\r\nCaf\xE9;\x80 500 \x96 \x93ja\x94\r\n");
    struct pack *pack = pack_load(&folder.io, FOLDER_DIR, NULL);
    print_faults(pack);
    assert_int_equal(pack->fault_count, 0);
    assert_string_equal(pack->news[0].title, "Caf\xC3\xA9");
    assert_string_equal(pack->news[0].text,
                        "\xE2\x82\xAC 500 \xE2\x80\x93 \xE2\x80\x9Cja\xE2\x80\x9D");
    assert_int_equal(pack->remark_count, 1);
    assert_string_equal(pack->remarks[0].key, "pack.windows-1252");
    assert_string_equal(pack->remarks[0].file, "nieuws.csv");
    met[FAULT_WINDOWS_1252] = true;
    pack_free(pack);
    folder_finish(&folder);
}

/* ---- the village's own lists ------------------------------------------------------------------
 */

static void slips_in_questions_and_progress_are_told(void **state)
{
    (void)state;
    EDITS({FAULT_UNKNOWN_QUESTION, "vragen.csv", ";open;", ";opne;", 4, 3, "opne"},
          {FAULT_UNKNOWN_SHOW, "vragen.csv", "meteen", "morgen", 2, 16, "morgen"},
          {FAULT_UNKNOWN_YES_NO, "vragen.csv", ";nee;dorp", ";neen;dorp", 2, 17, "neen"},
          {FAULT_CHOICES, "vragen.csv", "Maandag;Dinsdag;Woensdag", "Maandag;;", 2, 6, "1"},
          {FAULT_CHOICES, "vragen.csv", "Maandag;Dinsdag;Woensdag", "Maandag;;Woensdag", 2, 6, "1"},
          {FAULT_NOT_FOR_KIND, "vragen.csv", ";open;;;", ";open;;;Ja", 4, 6, "keuze1"},
          {FAULT_NOT_FOR_KIND, "vragen.csv", "2;;;bank", "2;laag;;bank", 2, 13, "laag"},
          {FAULT_NUMBER_RANGE, "vragen.csv", ";2;;;bank", ";4;;;bank", 2, 12, "4"},
          {FAULT_TEXT_MISSING, "vragen.csv", "\nplek;", "\n;", 4, 1, ""},
          {FAULT_ID_FORM, "vragen.csv", "\nplek;", "\nDe plek;", 4, 1, "De plek"},
          {FAULT_ID_TWICE, "vragen.csv", "\nplek;", "\nopen;", 4, 1, "open"},
          {FAULT_UNKNOWN_STATE, "voortgang.csv", ";bezig;", ";bizig;", 3, 10, "bizig"},
          {FAULT_UNKNOWN_TELLING, "voortgang.csv", "foto's", "film", 2, 8, "film"},
          {FAULT_UNKNOWN_PLAN, "voortgang.csv", ";2026;7;", ";2026;9;", 4, 4, "9"},
          {FAULT_UNKNOWN_ROUND, "voortgang.csv", ";2026;7;", ";2025;7;", 4, 3, "2025"},
          {FAULT_HELP_MISSING, "voortgang.csv", ";Een kraan;", ";;", 2, 12, ""},
          {FAULT_TOO_MANY_FACES, "kroonjuwelen.csv", "bank.png+bank.png",
           "bank.png+bank.png+bank.png+bank.png+bank.png+bank.png+bank.png", 2, 7, ""},
          {FAULT_PHOTO_MISSING, "kroonjuwelen.csv", "bank.png+bank.png", "bank.png+kip.png", 2, 7,
           "kip.png"},
          {FAULT_UNKNOWN_YES_NO, "kennis.csv", ";dorp;ja", ";dorp;graag", 2, 10, "graag"},
          {FAULT_UNKNOWN_OWNER, "kennis.csv", ";dorp", ";buurt", 2, 9, "buurt"});
}

static void a_project_with_too_many_updates_is_told(void **state)
{
    struct folder folder;
    char rows[4000] = "id;plan;stand;tekst\ntuin;De tuin;bezig;Een\n";

    (void)state;
    folder_init(&folder);
    for (int i = 0; i < CONTENT_UPDATES; i++) {
        strcat(rows, "tuin;;bezig;Meer\n");
    }
    folder_text(&folder, "voortgang.csv", rows);
    assert_fault(&folder, (struct wanted){FAULT_TOO_MANY_UPDATES, "voortgang.csv", 26, 1, "tuin"},
                 1);
    folder_finish(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_pack_itself_has_no_fault),
        cmocka_unit_test(files_that_are_missing_unread_or_too_big_are_told),
        cmocka_unit_test(links_and_strange_names_are_told),
        cmocka_unit_test(two_thousand_files_and_one_are_too_many),
        cmocka_unit_test(bytes_that_are_no_text_are_told_with_line_and_character),
        cmocka_unit_test(slips_in_a_table_are_told_with_line_and_column),
        cmocka_unit_test(slips_in_settings_are_told_with_line_and_character),
        cmocka_unit_test(values_that_are_not_what_they_should_be_are_told),
        cmocka_unit_test(rounds_and_plans_that_contradict_each_other_are_told),
        cmocka_unit_test(a_hundred_and_twenty_one_plans_or_seventeen_rounds_are_too_many),
        cmocka_unit_test(a_round_without_good_keys_is_told),
        cmocka_unit_test(one_person_with_two_keys_of_a_round_is_told),
        cmocka_unit_test(root_keys_that_do_not_hold_are_told),
        cmocka_unit_test(tags_that_do_not_belong_to_the_round_are_told),
        cmocka_unit_test(bounds_of_themes_and_rivals_are_told),
        cmocka_unit_test(too_many_themes_or_rivals_are_told),
        cmocka_unit_test(windows_1252_is_read_and_said),
        cmocka_unit_test(slips_in_questions_and_progress_are_told),
        cmocka_unit_test(a_project_with_too_many_updates_is_told),
        cmocka_unit_test(a_photo_stays_in_its_folder_and_is_there),
        cmocka_unit_test(a_photo_that_lies_about_itself_is_told),
        cmocka_unit_test(every_kind_of_fault_has_a_dutch_sentence),
        cmocka_unit_test(every_kind_of_fault_was_met_in_this_file),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
