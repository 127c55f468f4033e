/* A village's own words held against ours, and where in its folder words stand that were seen. */
#include "app/content/pack_texts.h"
#include "app/content/pack_where.h"

#include "app/content/pack_fault.h"
#include "tests/fuzz/pack_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { MOST = 8 };

struct bench {
    struct folder folder;
    struct io *real; /* our own words lie on the real disk */
    struct arena arena;
    struct err err;
    struct text_list dutch;
    struct pack_fault told[MOST];
    size_t count;
};

static void hear(void *to, const struct pack_fault *fault)
{
    struct bench *bench = to;

    assert_true(bench->count < MOST);
    bench->told[bench->count++] = (struct pack_fault){
        arena_strdup(&bench->arena, fault->file), fault->line, fault->column,
        arena_strdup(&bench->arena, fault->key), arena_strdup(&bench->arena, fault->detail)};
}

static void begin(struct bench *bench)
{
    memset(bench, 0, sizeof(*bench));
    folder_init(&bench->folder);
    arena_init(&bench->arena, 0);
    bench->real = io_posix();
    assert_true(
        pack_texts_ours(&bench->dutch, &bench->arena, bench->real, "assets", "nl", &bench->err));
    assert_true(bench->dutch.count > 500);
}

static void end(struct bench *bench)
{
    io_destroy(bench->real);
    arena_finish(&bench->arena);
    folder_finish(&bench->folder);
}

static size_t check(struct bench *bench, const char *texts)
{
    const struct stage_hearing hearing = {hear, bench};

    bench->count = 0;
    folder_text(&bench->folder, "teksten.csv", texts);
    pack_texts_check(&bench->folder.io, FOLDER_DIR, &bench->dutch, &hearing);
    return bench->count;
}

static void assert_told(const struct bench *bench, size_t index, enum fault_kind kind, int line,
                        int column, const char *detail)
{
    assert_string_equal(bench->told[index].file, "teksten.csv");
    assert_string_equal(bench->told[index].key, fault_key(kind));
    assert_string_equal(bench->told[index].detail, detail);
    assert_int_equal(bench->told[index].line, line);
    assert_int_equal(bench->told[index].column, column);
}

static void words_that_fit_ours_are_no_fault(void **state)
{
    struct bench bench;
    (void)state;

    begin(&bench);
    assert_int_equal(check(&bench, "taal;sleutel;tekst\nnds;home.vote;Stemmen gaon\n"
                                   "nds;look.own-name;Drents\nnl;question.answers;Zo veul: {n}\n"
                                   "fy;ronde.2026.titel;Stimme\n"),
                     0);
    end(&bench);
}

static void a_key_that_no_screen_asks_for_is_told(void **state)
{
    struct bench bench;
    (void)state;

    begin(&bench);
    assert_int_equal(
        check(&bench, "taal;sleutel;tekst\nnds;home.vote;Stemmen\nnds;home.stem;Stemmen\n"), 1);
    assert_told(&bench, 0, FAULT_TEXT_UNKNOWN, 3, 2, "home.stem");
    end(&bench);
}

static void places_to_fill_in_are_the_same_as_ours(void **state)
{
    struct bench bench;
    (void)state;

    begin(&bench);
    assert_int_equal(check(&bench, "sleutel;taal;tekst\nquestion.answers;nds;Een bulte\n"), 1);
    assert_told(&bench, 0, FAULT_TEXT_HOLE_MISSING, 2, 3, "{n}");
    assert_int_equal(check(&bench, "taal;sleutel;tekst\nnds;question.answers;{n} van {max}\n"), 1);
    assert_told(&bench, 0, FAULT_TEXT_HOLE_STRANGE, 2, 3, "{max}");
    assert_int_equal(check(&bench, "taal;sleutel;tekst\nnds;question.answers;{N} of { n }\n"), 1);
    assert_told(&bench, 0, FAULT_TEXT_HOLE_MISSING, 2, 3, "{n}");
    assert_int_equal(check(&bench, "taal;sleutel;tekst\nen;ronde.2026.titel;{name}\n"), 1);
    assert_told(&bench, 0, FAULT_TEXT_HOLE_STRANGE, 2, 3, "{name}");
    end(&bench);
}

static bool has(const struct text_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->list[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

static void what_a_language_lacks_is_listed_with_its_dutch(void **state)
{
    struct bench bench;
    struct text_list ours, missing;
    (void)state;

    begin(&bench);
    folder_text(&bench.folder, "teksten.csv", "taal;sleutel;tekst\nnds;home.vote;Stemmen\n");
    struct pack *pack = pack_load(&bench.folder.io, FOLDER_DIR, &bench.err);
    assert_non_null(pack);
    assert_int_equal(pack->fault_count, 0);
    ours = (struct text_list){0};
    assert_true(pack_texts_missing(&missing, &bench.arena, pack, "nds", &bench.dutch, &ours));
    assert_true(missing.count >= bench.dutch.count);
    assert_false(has(&missing, "home.vote"));
    assert_true(has(&missing, "home.ideas"));
    assert_true(has(&missing, "ronde.2026.titel"));
    assert_true(pack_texts_ours(&ours, &bench.arena, bench.real, "assets", "fy", &bench.err));
    assert_true(pack_texts_missing(&missing, &bench.arena, pack, "fy", &bench.dutch, &ours));
    assert_false(has(&missing, "home.ideas")); /* ours are whole */
    assert_true(has(&missing, "ronde.2026.titel"));
    assert_string_equal(missing.list[0].language, "fy");
    assert_true(missing.list[0].text[0] != '\0');
    pack_free(pack);
    end(&bench);
}

static void assert_where(struct bench *bench, const char *seen, const char *file, int line,
                         int column)
{
    struct pack_fault fault = {0};

    if (!pack_where(&fault, &bench->arena, &bench->folder.io, FOLDER_DIR, seen)) {
        fail_msg("not found: %s", seen);
    }
    assert_string_equal(fault.file, file);
    assert_int_equal(fault.line, line);
    assert_int_equal(fault.column, column);
    assert_string_equal(fault.key, fault_key(FAULT_DOES_NOT_FIT));
}

static void words_on_a_screen_are_found_where_they_were_written(void **state)
{
    struct bench bench;
    struct pack_fault fault;
    (void)state;

    begin(&bench);
    folder_text(&bench.folder, "teksten.csv",
                "taal;sleutel;tekst\nnl;home.vote;Kom stemmen\n"
                "nl;question.answers;{n} zeer gewaardeerde antwoorden\n");
    folder_text(&bench.folder, "nieuws.csv",
                "titel;tekst\nEen bank;\"Op de brink\nstaat een bank.\"\nFeest;Zaterdag\n");
    assert_where(&bench, "Kom stemmen", "teksten.csv", 2, 3);
    assert_where(&bench, "31 zeer gewaardeerde antwoorden", "teksten.csv", 3, 3);
    assert_where(&bench, "31 zeer gewaardeerde antwoorde", "teksten.csv", 3, 3); /* cut */
    assert_where(&bench, "Wij samen", "dorp.ini", 3, 9);
    assert_where(&bench, "staat een bank.", "nieuws.csv", 2, 2); /* one line of it */
    assert_where(&bench, "Nieuws: Feest!", "nieuws.csv", 4, 1);
    assert_false(pack_where(&fault, &bench.arena, &bench.folder.io, FOLDER_DIR, "Hulp?"));
    assert_false(pack_where(&fault, &bench.arena, &bench.folder.io, FOLDER_DIR, ""));
    end(&bench);
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_fit_ours_are_no_fault),
        cmocka_unit_test(a_key_that_no_screen_asks_for_is_told),
        cmocka_unit_test(places_to_fill_in_are_the_same_as_ours),
        cmocka_unit_test(what_a_language_lacks_is_listed_with_its_dutch),
        cmocka_unit_test(words_on_a_screen_are_found_where_they_were_written),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
