/* Real elections: every file is read, and what was counted is what was published. Then the same
 * files cut at every byte, changed at random, and the corpus of the fuzzer.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "app/base/json.h"
#include "tests/fuzz/fuzz_pabulib.c"
#include "tests/fuzz/mutate.h"

#include <stdio.h>

#define FILES "tests/data/pabulib"
#define CORPUS "tests/fuzz/corpus/pabulib"
enum { FILE_MAX = 1024 * 1024, CUT_MAX = 1000, CHANGES = 15000, CHANGED_MAX = 4096 };
enum { CORPUS_FILES = 18 }; /* at least; the fuzzer adds to them */

struct shelf {
    struct io *io;
    struct arena arena;
};

static int start(void **state)
{
    struct shelf *shelf = calloc(1, sizeof(*shelf));

    assert_non_null(shelf);
    assert_true(crypto_start(NULL));
    shelf->io = io_posix();
    arena_init(&shelf->arena, 0);
    *state = shelf;
    return 0;
}

static int stop(void **state)
{
    struct shelf *shelf = *state;

    arena_finish(&shelf->arena);
    io_destroy(shelf->io);
    free(shelf);
    return 0;
}

static char *load(struct shelf *shelf, const char *path, size_t *ret_len)
{
    struct err err = {0};
    char *text;

    if (!io_read_file(shelf->io, &shelf->arena, path, FILE_MAX, &text, ret_len, &err)) {
        fail_msg("%s: %s (run from the top of the repository)", path, err.msg);
    }
    return text;
}

typedef void each_file(struct shelf *shelf, const char *path);

static size_t with_all(struct shelf *shelf, const char *dir, each_file *each)
{
    struct err err = {0};
    char **names;
    size_t count, seen = 0;

    if (!io_list_sorted(shelf->io, &shelf->arena, dir, &names, &count, &err)) {
        fail_msg("%s: %s", dir, err.msg);
    }
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(names[i]);
        if (len > 3 && strcmp(names[i] + len - 3, ".pb") == 0) {
            each(shelf, arena_printf(&shelf->arena, "%s/%s", dir, names[i]));
            seen++;
        }
    }
    return seen;
}

struct tally {
    uint64_t votes[ELECTION_MAX_PLANS], points[ELECTION_MAX_PLANS];
};

/* Counted here, from the ballots alone. */
static void count(const struct election *election, struct tally *ret)
{
    *ret = (struct tally){0};
    for (size_t i = 0; i < election->first[election->ballot_count]; i++) {
        ret->votes[election->plan[i]]++;
        ret->points[election->plan[i]] += election->weight == NULL ? 1 : election->weight[i];
    }
}

/* ---- published results --------------------------------------------------------------------- */

static json_t *load_expected(struct shelf *shelf, const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    const char *file =
        arena_printf(&shelf->arena, FILES "/expected/%.*s.json", (int)(strlen(name) - 3), name);
    struct io_stat stat;
    size_t len;

    if (shelf->io->ops->stat(shelf->io, file, &stat) != 0) {
        return NULL;
    }
    const char *text = load(shelf, file, &len);
    json_t *json = json_loadb(text, len, 0, NULL);
    assert_non_null(json);
    return json;
}

static uint64_t expected_number(const json_t *list, const char *id)
{
    const json_t *value = json_object_get(list, id);

    assert_non_null(value);
    return json_is_string(value) ? strtoull(json_string_value(value), NULL, 10)
                                 : (uint64_t)json_integer_value(value);
}

static void compare(struct shelf *shelf, const char *path)
{
    static struct tally tally;
    static struct pabulib_notes notes;
    struct pabulib file;
    struct err err = {0};
    size_t len;
    const char *text = load(shelf, path, &len);
    json_t *expected = load_expected(shelf, path);

    if (!pabulib_read(&file, &notes, &shelf->arena, text, len, &err)) {
        fail_msg("%s: %s", path, err.msg);
    }
    if (expected == NULL) { /* not every election has one */
        return;
    }
    const struct election *election = &file.election;
    const json_t *score = json_object_get(expected, "score");
    count(election, &tally);
    assert_int_equal(election->ballot_count,
                     json_integer_value(json_object_get(expected, "ballots")));
    assert_int_equal(election->plan_count,
                     json_integer_value(json_object_get(expected, "projects")));
    assert_string_equal(pabulib_type_names[file.type],
                        json_string_value(json_object_get(expected, "vote_type")));
    for (size_t i = 0; i < election->plan_count; i++) {
        const char *id = election->plans[i].id;
        assert_int_equal(tally.votes[i], expected_number(json_object_get(expected, "votes"), id));
        assert_true(score == NULL || tally.points[i] == expected_number(score, id));
    }
    json_decref(expected);
}

static void every_election_has_the_votes_that_were_published(void **state)
{
    assert_true(with_all(*state, FILES, compare) >= 50);
}

/* ---- our own answer to them ---------------------------------------------------------------- */

static void feed(struct shelf *shelf, const char *path)
{
    size_t len;
    const char *text = load(shelf, path, &len);
    uint8_t *exact = malloc(len);

    assert_non_null(exact);
    memcpy(exact, text, len);
    LLVMFuzzerTestOneInput(exact, len); /* which asserts */
    free(exact);
}

static void every_election_is_written_and_read_the_same(void **state)
{
    assert_true(with_all(*state, FILES, feed) >= 50);
}

static void the_corpus_of_the_fuzzer_does_no_harm(void **state)
{
    assert_true(with_all(*state, CORPUS, feed) >= 10);
}

/* ---- cut ----------------------------------------------------------------------------------- */

static bool is_tally_same(const struct election *a, const struct election *b)
{
    static struct tally left, right;

    if (a->plan_count != b->plan_count || a->ballot_count != b->ballot_count) {
        return false;
    }
    count(a, &left);
    count(b, &right);
    return memcmp(&left, &right, sizeof(left)) == 0 && a->budget == b->budget;
}

/* Is it said that something may be missing? */
static bool is_told(const struct pabulib_notes *notes)
{
    return notes->counts[PABULIB_NUM_PROJECTS] > 0 || notes->counts[PABULIB_NUM_VOTES] > 0 ||
           notes->counts[PABULIB_LINE_OPEN] > 0;
}

/* At whatever byte a file is cut: it is refused, or it is told, or nothing was lost. */
static void cut(struct shelf *shelf, const char *path)
{
    static struct pabulib_notes notes;
    struct pabulib whole, part;
    size_t len;
    const char *text = load(shelf, path, &len);

    if (len > CUT_MAX || !pabulib_read(&whole, &notes, &shelf->arena, text, len, NULL)) {
        return;
    }
    for (size_t at = 0; at < len; at++) {
        struct arena arena;
        char *exact = malloc(at + 1);
        assert_non_null(exact);
        memcpy(exact, text, at);
        arena_init(&arena, 0);
        bool is_read = pabulib_read(&part, &notes, &arena, exact, at, NULL);
        free(exact);
        if (is_read && !is_told(&notes) && !is_tally_same(&whole.election, &part.election)) {
            fail_msg("%s cut at byte %zu: another outcome, and no word of it", path, at);
        }
        arena_finish(&arena);
    }
}

static void a_file_that_was_cut_never_gives_another_outcome_in_silence(void **state)
{
    assert_true(with_all(*state, FILES, cut) >= 50);
    assert_true(with_all(*state, CORPUS, cut) >= 10);
}

/* ---- changed ------------------------------------------------------------------------------- */

static const char *const words[] = {
    ";",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    ";;;;;;",
    ",",
    ",,",
    " , ",
    "META\n",
    "PROJECTS\n",
    "VOTES\n",
    "\xEF\xBB\xBF",
    "\xFF",
    "\xC3",
    "-1",
    "0",
    "0.0000001",
    "1e9",
    "4611686018427387904",
    "65536",
    "999999999",
    "cost",
    "points",
    "vote",
    "score",
    "category",
    "a",
    "p0",
    "ordinal",
    "cumulative",
    "scoring",
    "\t",
    "default_score;1\n",
    "max_length;1\n",
    "categories;a,b\nbudget_per_category;1,2\n",
};

static struct mutator mutator = {.state = 2026,
                                 .words = words,
                                 .word_count = sizeof(words) / sizeof(words[0]),
                                 .most = CHANGED_MAX};

static void change(struct shelf *shelf, const char *path)
{
    static uint8_t data[CHANGED_MAX];
    size_t good_len;
    const char *good = load(shelf, path, &good_len);

    assert_true(good_len <= CHANGED_MAX);
    for (size_t i = 0; i < CHANGES / CORPUS_FILES; i++) {
        size_t len = good_len;
        memcpy(data, good, len);
        for (size_t m = 1 + mutate_random(&mutator, 6); m > 0; m--) {
            len = mutate(&mutator, data, len);
        }
        uint8_t *exact = malloc(len + 1);
        assert_non_null(exact);
        memcpy(exact, data, len);
        LLVMFuzzerTestOneInput(exact, len);
        free(exact);
    }
}

static void fifteen_thousand_changed_files_do_no_harm(void **state)
{
    assert_true(with_all(*state, CORPUS, change) >= CORPUS_FILES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_election_has_the_votes_that_were_published),
        cmocka_unit_test(every_election_is_written_and_read_the_same),
        cmocka_unit_test(the_corpus_of_the_fuzzer_does_no_harm),
        cmocka_unit_test(a_file_that_was_cut_never_gives_another_outcome_in_silence),
        cmocka_unit_test(fifteen_thousand_changed_files_do_no_harm),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
