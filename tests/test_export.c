/* What leaves a kiosk on a stick: only what may, in the form that the count reads, and nothing that
 * a spreadsheet would calculate or a finder could read. */
#include "tests/faults/sync_bench.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/count/boxfile.h"
#include "app/count/result.h"
#include "app/domain/count/terms.h"
#include "app/count/signed.h"
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "sync/place.h"
#include "sync/result_file.h"
#include "sync/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct sync_bench bench;

static int set_up(void **state)
{
    (void)state;
    sync_bench_init(&bench);
    return 0;
}

static int take_down(void **state)
{
    (void)state;
    sync_bench_finish(&bench);
    return 0;
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;

    while ((text = strstr(text, what)) != NULL) {
        count++;
        text += strlen(what);
    }
    return count;
}

static struct export_bytes released_box(void)
{
    const struct export export = sync_bench_export(&bench);

    assert_true(export_release(&export, NULL));
    return sync_bench_file(&bench, EXPORT_BOX);
}

/* ---- the box ----------------------------------------------------------------------------- */

static void ballots_leave_in_batches_of_five_or_after_closing(void **state)
{
    (void)state;
    sync_bench_votes(&bench, 4);
    assert_int_equal(released_box().len, 0);
    sync_bench_votes(&bench, 1);
    assert_int_equal(count_of(released_box().data, "\"kind\":\"ballot\""), 5);
    sync_bench_votes(&bench, 4);
    struct export_bytes box = released_box();
    assert_int_equal(count_of(box.data, "\"kind\":\"ballot\""), 5);
    assert_int_equal(count_of(box.data, "\"kind\":\"register\""), 5);
    assert_int_equal(count_of(box.data, "close-statement"), 0);
    assert_true(store_round_close(bench.store, &bench.rig.round, NULL));
    box = released_box();
    assert_int_equal(count_of(box.data, "\"kind\":\"ballot\""), 9);
    assert_int_equal(count_of(box.data, "\"kind\":\"register\""), 9);
    assert_int_equal(count_of(box.data, "close-statement"), 1);
}

static void the_count_reads_the_box_and_it_adds_up(void **state)
{
    struct box box;
    struct snag snag;

    (void)state;
    sync_bench_votes(&bench, 30);
    assert_true(store_round_close(bench.store, &bench.rig.round, NULL));
    struct export_bytes bytes = released_box();
    sync_bench_write(&bench, "stembus.jsonl", bytes.data, bytes.len);
    const char *path = arena_printf(&bench.arena, "%s/stembus.jsonl", bench.dir);
    assert_true(box_load(&box, bench.io, &bench.arena, path, &bench.rig.round, &snag));
    assert_int_equal(box.ballot_count, 30);
    assert_int_equal(box.entry_count, 30);
    assert_int_equal(box_check(&box), BOX_WHOLE);
}

/* The first 32 hex digits behind "rid". */
static const char *rid_of(const char *line)
{
    return strstr(line, "\"rid\":\"") + strlen("\"rid\":\"");
}

static void assert_sorted(const char *text)
{
    const char *last = NULL;

    while (*text != '\0') {
        const char *rid = rid_of(text);
        assert_true(last == NULL || strncmp(last, rid, 32) < 0);
        last = rid;
        text = strchr(text, '\n') + 1;
    }
}

static void all_lines_rise_by_their_rid_and_carry_no_time(void **state)
{
    static const char *const words[] = {"time", "wall", "seq", "_s\"", "date", "2026-"};

    (void)state;
    sync_bench_votes(&bench, 40);
    for (int i = 0; i < 12; i++) {
        sync_bench_idea(&bench, "Een bankje", IDEA_SHOWN);
    }
    struct export_bytes box = released_box();
    assert_sorted(box.data);
    assert_sorted(sync_bench_file(&bench, EXPORT_RECORDS).data);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        assert_null(strstr(box.data, words[i]));
    }
}

/* ---- the other records ------------------------------------------------------------------- */

static void all_other_records_are_there_and_read_back_as_they_are(void **state)
{
    size_t count = 0;

    (void)state;
    sync_bench_votes(&bench, 6);
    sync_bench_idea(&bench, "Een bankje", IDEA_SHOWN);
    sync_bench_idea(&bench, "Een bos", IDEA_HIDDEN);
    released_box();
    struct export_bytes records = sync_bench_file(&bench, EXPORT_RECORDS);
    for (const char *at = records.data; *at != '\0'; count++) {
        struct record record;
        size_t len = strcspn(at, "\n");
        assert_true(record_from_line(&record, &bench.arena, at, len, NULL));
        assert_true(record.kind != RECORD_BALLOT && record.kind != RECORD_REGISTER);
        at += len + 1;
    }
    assert_int_equal(count, 1 + 2 * 3); /* the opening; idea, contact, verdict of each */
}

static void an_erased_contact_leaves_as_a_tombstone(void **state)
{
    struct idea_name *names;
    size_t count;

    (void)state;
    sync_bench_idea(&bench, "Een bankje", IDEA_SHOWN);
    assert_true(store_idea_names(bench.store, &bench.arena, 1 << IDEA_SHOWN, &names, &count, NULL));
    assert_true(store_idea_erase_contact(bench.store, names[0].rid, NULL));
    assert_int_equal(count_of(sync_bench_file(&bench, EXPORT_RECORDS).data, "\"body\":null"), 1);
}

/* ---- what people may read ---------------------------------------------------------------- */

static void no_file_holds_a_name_or_a_number(void **state)
{
    static const char *const personal[] = {"Jantje", "Geheimstra", "0612345678"};

    (void)state;
    sync_bench_idea(&bench, "Een bankje", IDEA_SHOWN);
    sync_bench_votes(&bench, 5);
    released_box();
    for (int file = 0; file < EXPORT_FILES; file++) {
        struct export_bytes bytes = sync_bench_file(&bench, (enum export_file)file);
        assert_true(bytes.len > 0);
        for (size_t i = 0; i < sizeof(personal) / sizeof(personal[0]); i++) {
            assert_null(strstr(bytes.data, personal[i]));
        }
    }
}

/* Two words of 2,048 are 22 bits: whoever finds a stick could try them all, given salt and
 * stretched words, or a hash over them that leaves nothing else to guess. */
static void no_file_lets_anyone_guess_an_ideas_two_words(void **state)
{
    char hex[2 * (CRYPTO_SALT + IDEA_SECRET) + 1];
    struct idea_secret secret, sealed;

    (void)state;
    sync_bench_idea(&bench, "Een bankje", IDEA_SHOWN);
    sync_bench_votes(&bench, 5);
    released_box();
    struct db_stmt *stmt =
        db_prepare(bench.store->db, "SELECT salt, stretched FROM idea_words", NULL);
    assert_int_equal(db_step(stmt, NULL), 1);
    assert_true(store_blob(stmt, 0, secret.salt, sizeof(secret.salt), NULL));
    assert_true(store_blob(stmt, 1, secret.stretched, sizeof(secret.stretched), NULL));
    db_finish(stmt);
    for (int file = 0; file < EXPORT_FILES; file++) {
        struct export_bytes bytes = sync_bench_file(&bench, (enum export_file)file);
        str_hex(hex, secret.salt, sizeof(secret.salt));
        assert_null(strstr(bytes.data, hex));
        str_hex(hex, secret.stretched, sizeof(secret.stretched));
        assert_null(strstr(bytes.data, hex));
        assert_null(strstr(bytes.data, "\"secret\""));
        assert_null(strstr(bytes.data, "\"salt\""));
    }
    /* The owner can still give them back to a kiosk. */
    const char *words = strstr(sync_bench_file(&bench, EXPORT_RECORDS).data, "\"words\":\"");
    uint8_t bytes[SEAL_WORDS];
    assert_non_null(words);
    words += strlen("\"words\":\"");
    assert_true(
        str_unhex(bytes, sizeof(bytes), arena_strndup(&bench.arena, words, 2 * sizeof(bytes))));
    assert_true(
        seal_open_words(&sealed, bytes, bench.pack.village_key, bench.village_secret, NULL));
    assert_memory_equal(sealed.salt, secret.salt, sizeof(secret.salt));
    assert_memory_equal(sealed.stretched, secret.stretched, sizeof(secret.stretched));
}

static void words_of_an_idea_are_in_the_table_only_when_it_is_shown(void **state)
{
    (void)state;
    sync_bench_idea(&bench, "Een bankje", IDEA_SHOWN);
    sync_bench_idea(&bench, "Buurman Kees moet weg", IDEA_WAITING);
    sync_bench_idea(&bench, "Buurvrouw Ans moet weg", IDEA_HIDDEN);
    sync_bench_idea(&bench, "Oom Wim moet weg", IDEA_WITHDRAWN);
    struct export_bytes ideas = sync_bench_file(&bench, EXPORT_IDEAS);
    assert_non_null(strstr(ideas.data, "Een bankje"));
    assert_null(strstr(ideas.data, "moet weg"));
    assert_int_equal(count_of(ideas.data, "\r\n"), 5); /* a head and four */
    struct export_bytes overview = sync_bench_file(&bench, EXPORT_OVERVIEW);
    assert_null(strstr(overview.data, "bankje"));
    assert_non_null(strstr(overview.data, "\"wacht op plaatsing\";1\r\n"));
}

static void a_cell_that_would_be_calculated_gets_an_apostrophe(void **state)
{
    static const struct {
        const char *text, *cell;
    } cases[] = {
        {"=1+1", "\"'=1+1\""},
        {"+31612345678", "\"'+31612345678\""},
        {"-1", "\"'-1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\tx", "\"'\tx\""},
        {"\rx", "\"'x\""},
        {"  =1", "\"'  =1\""},
        {"\xEF\xBC\x9D"
         "1",
         "\"'\xEF\xBC\x9D"
         "1\""}, /* full width = */
        {"a=1", "\"a=1\""},
        {"", "\"\""},
        {"zeg \"ja\"; en nee", "\"zeg \"\"ja\"\"; en nee\""},
        {"a,=b", "\"a,=b\""},
        {"een\n=twee", "\"een / =twee\""},
        {"\n=twee", "\"' / =twee\""},
        {"'=1", "\"'=1\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sheet sheet;
        sheet_init(&sheet, &bench.arena);
        sheet_text(&sheet, cases[i].text);
        assert_string_equal(sheet.text + 3, cases[i].cell);
    }
}

struct formula_check {
    size_t rows, cells;
};

static bool check_row(void *ctx, const struct csv_row *row)
{
    struct formula_check *check = ctx;

    check->rows++;
    for (size_t i = 0; i < row->count; i++) {
        check->cells++;
        assert_null(row->fields[i][0] == '\0' ? NULL : strchr("=+-@\t\r", row->fields[i][0]));
    }
    return true;
}

static void nothing_typed_at_the_screen_becomes_a_formula(void **state)
{
    static const char *const typed[] = {
        "=cmd|' /C calc'!A0", "+1+1",          "-2+3",   "@SUM(1)", "\"=1+1", ";=1+1",
        "a\";=1;\"",          "=HYPERLINK(1)", "\n=1+1", "'=1+1'",  "gewoon", "%=1"};
    struct formula_check check = {0};
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
        sync_bench_idea(&bench, typed[i], IDEA_SHOWN);
    }
    struct export_bytes ideas = sync_bench_file(&bench, EXPORT_IDEAS);
    assert_memory_equal(ideas.data, "\xEF\xBB\xBF\"nummer\";", 12);
    assert_true(csv_read(ideas.data, ideas.len, ';', check_row, &check, &err));
    assert_int_equal(check.rows, sizeof(typed) / sizeof(typed[0]));
    assert_int_equal(check.cells, 9 * check.rows); /* and no cell was split */
}

static void the_overview_counts_and_says_when_it_is_practice(void **state)
{
    (void)state;
    sync_bench_votes(&bench, 7);
    released_box();
    sync_bench_votes(&bench, 2);
    const char *text = sync_bench_file(&bench, EXPORT_OVERVIEW).data;
    assert_non_null(strstr(text, "\"Broekhoven\";\"Dorpshuis De Brink\";\"\"\r\n"));
    assert_non_null(strstr(text, "\"Dorpsbudget 2026\";\"stand\";\"open\"\r\n"));
    assert_non_null(strstr(text, "\"Dorpsbudget 2026\";\"stemmen in de stembus\";9\r\n"));
    assert_non_null(strstr(text, "\"Dorpsbudget 2026\";\"registraties\";9\r\n"));
    assert_non_null(strstr(text, "wachten\";2\r\n"));
    bench.is_practice = true;
    assert_non_null(strstr(sync_bench_file(&bench, EXPORT_OVERVIEW).data, "OEFENEN"));
}

static void every_word_for_people_is_there(void **state)
{
    static const char *const sources[] = {"sync/export.c", "sync/export_people.c"};
    static const char *const stems[] = {"\"kop.",   "\"idee.",      "\"plan.",      "\"nodig.",
                                        "\"ronde.", "\"overzicht.", "\"leesmij.een"};
    size_t found = 0;

    (void)state;
    for (size_t s = 0; s < sizeof(sources) / sizeof(sources[0]); s++) {
        char *text;
        size_t len;
        assert_true(io_read_file(bench.io, &bench.arena, sources[s], 1 << 20, &text, &len, NULL));
        for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
            for (const char *at = text; (at = strstr(at, stems[i])) != NULL; at++) {
                const char *key = arena_strndup(&bench.arena, at + 1, strcspn(at + 1, "\""));
                if (!phrases_has(&bench.phrases, key)) {
                    print_message("no phrase %s\n", key);
                    fail();
                }
                found++;
            }
        }
    }
    assert_true(found > 30);
    const char *readme = sync_bench_file(&bench, EXPORT_README).data;
    assert_non_null(strstr(readme, "De gegevens van Broekhoven"));
    assert_null(strstr(readme, "{"));
    assert_true(count_of(readme, "\r\n") > 20);
}

/* ---- names of folders -------------------------------------------------------------------- */

static void a_village_becomes_a_plain_folder_name(void **state)
{
    static const struct {
        const char *name, *slug;
    } cases[] = {{"Broekhoven", "broekhoven"},
                 {"Sint-Jansklooster", "sint-jansklooster"},
                 {"  De Knipe / De Knype ", "de-knipe-de-knype"},
                 {"Wâldsein", "waldsein"},
                 {"../../etc/passwd", "etc-passwd"},
                 {"", "dorp"},
                 {"\xD0\x96", "dorp"},
                 {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char slug[PLACE_SLUG + 1];
        place_slug(slug, cases[i].name);
        assert_string_equal(slug, cases[i].slug);
    }
}

/* ---- a result from outside --------------------------------------------------------------- */

static const char *make_result(size_t *ret_len)
{
    const uint64_t votes[ROUND_MAX_PLANS] = {9, 8, 7};
    struct opened opened = {.election =
                                terms_election(&bench.arena, &bench.rig.round, 20, votes, NULL)};
    struct keyfile last = {.role = KEY_LAST};
    struct snag snag;
    json_t *summary = json_object();

    json_put(summary, "counted", json_array());
    json_put(summary, "not_counted", json_array());
    json_put(summary, "exceptions", json_array());
    memcpy(last.sign_secret, bench.last_sign_secret, sizeof(last.sign_secret));
    json_t *result = result_make(&opened, &bench.rig.round, summary, &last, &snag);
    assert_non_null(result);
    char *text = json_canonical(&bench.arena, result, ret_len);
    text[(*ret_len)++] = '\n';
    json_decref(result);
    json_decref(summary);
    return arena_strndup(&bench.arena, text, *ret_len);
}

static bool believes(const char *text, size_t len, enum err_code code)
{
    const struct round *round = NULL;
    struct err err = {0};
    bool good = result_file_check(&round, &bench.pack, text, len, &err);

    assert_int_equal(err.code, code);
    return good && round == &bench.rig.round;
}

static void a_result_is_believed_only_as_the_last_keeper_signed_it(void **state)
{
    size_t len;

    (void)state;
    char *text = arena_strdup(&bench.arena, make_result(&len));
    assert_true(believes(text, len, ERR_NONE));
    for (size_t i = 0; i < len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            const struct round *round;
            text[i] = (char)(text[i] ^ 1 << bit);
            bool good = result_file_check(&round, &bench.pack, text, len, NULL);
            text[i] = (char)(text[i] ^ 1 << bit);
            assert_false(good);
        }
    }
    for (size_t cut = 1; cut < len; cut++) {
        assert_false(
            result_file_check(&(const struct round *){NULL}, &bench.pack, text, len - cut, NULL));
    }
    rig_round(&bench.rig, 2); /* the kiosk has another round now */
    assert_false(believes(text, len, ERR_UNKNOWN));
    rig_round(&bench.rig, 1);
    bench.rig.plans[0].cost_cents++; /* or other plans */
    assert_false(believes(text, len, ERR_UNKNOWN));
    bench.rig.plans[0].cost_cents--;
    crypto_sign_keypair(bench.rig.round.keys.last_sign, bench.last_sign_secret);
    assert_false(believes(text, len, ERR_CRYPTO)); /* or another last keeper */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define EXPORT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)
        EXPORT_TEST(ballots_leave_in_batches_of_five_or_after_closing),
        EXPORT_TEST(the_count_reads_the_box_and_it_adds_up),
        EXPORT_TEST(all_lines_rise_by_their_rid_and_carry_no_time),
        EXPORT_TEST(all_other_records_are_there_and_read_back_as_they_are),
        EXPORT_TEST(an_erased_contact_leaves_as_a_tombstone),
        EXPORT_TEST(no_file_holds_a_name_or_a_number),
        EXPORT_TEST(no_file_lets_anyone_guess_an_ideas_two_words),
        EXPORT_TEST(words_of_an_idea_are_in_the_table_only_when_it_is_shown),
        EXPORT_TEST(a_cell_that_would_be_calculated_gets_an_apostrophe),
        EXPORT_TEST(nothing_typed_at_the_screen_becomes_a_formula),
        EXPORT_TEST(the_overview_counts_and_says_when_it_is_practice),
        EXPORT_TEST(every_word_for_people_is_there),
        EXPORT_TEST(a_village_becomes_a_plain_folder_name),
        EXPORT_TEST(a_result_is_believed_only_as_the_last_keeper_signed_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
