/* A stick visit: what it leaves, whose folder it writes in, what it believes of a result, and the
 * whole loop by the real program. Sticks that fail are in test_visit_faults.c. */
#include "tests/faults/count_bench.h"
#include "tests/faults/sync_bench.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/count/result.h"
#include "app/domain/count/terms.h"
#include "app/count/signed.h"
#include "app/store/store_admin.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"

#include <errno.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define PLACE "DORPSHUIS/broekhoven/"
static const struct stick_fault no_fault = {.kind = STICK_FAULT_NONE};
static struct sync_bench bench;

static int set_up(void **state)
{
    (void)state;
    sync_bench_init(&bench);
    sync_bench_fill(&bench);
    return 0;
}

static int take_down(void **state)
{
    (void)state;
    sync_bench_finish(&bench);
    return 0;
}

/* ---- a good visit ------------------------------------------------------------------------ */

static void a_visit_leaves_all_files_and_says_how_much(void **state)
{
    struct visit_outcome outcome;
    uint64_t bytes = 0;
    static const char *const files[] = {
        "LEESMIJ.txt",         "OVERZICHT.csv",       "DORPSHUIS/stick.id", PLACE "kiosk.id",
        PLACE "stembus.jsonl", PLACE "records.jsonl", PLACE "ideeen.csv",   PLACE "OVERZICHT.csv"};

    (void)state;
    assert_true(sync_bench_visit(&bench, no_fault, &outcome));
    assert_null(outcome.fail_key);
    assert_int_equal(outcome.files, sizeof(files) / sizeof(files[0]));
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        size_t len;
        assert_non_null(sync_bench_read(&bench, files[i], &len));
        bytes += len;
    }
    assert_int_equal(outcome.bytes, bytes);
    assert_true(sync_bench_holds_all(&bench, PLACE));
    const char *id = sync_bench_read(&bench, "DORPSHUIS/stick.id", NULL);
    assert_true(sync_bench_visit(&bench, no_fault, &outcome)); /* a stick of ours keeps its id */
    assert_int_equal(outcome.files, sizeof(files) / sizeof(files[0]) - 1);
    assert_string_equal(sync_bench_read(&bench, "DORPSHUIS/stick.id", NULL), id);
}

/* Steps rise to at most M, and each key has a sentence in the texts of the screen. */
static void each_step_is_told_in_order(void **state)
{
    static const char *const keys[] = {"mount", "look", "import", "write", "close", "check"};
    const char *at;
    int last = 0;

    (void)state;
    sync_bench_visit_well(&bench);
    at = bench.log;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        assert_non_null(
            strstr(bench.log, arena_printf(&bench.arena, "step stick.step.%s ", keys[i])));
    }
    for (; *at != '\0'; at = strchr(at, '\n') + 1) {
        char key[64];
        int n, m;
        assert_int_equal(sscanf(at, "step %63s %d %d", key, &n, &m), 3);
        assert_true(n >= last && n <= m);
        last = n;
    }
}

/* ---- whose folder ------------------------------------------------------------------------ */

static void two_kiosks_of_one_village_do_not_overwrite_each_other(void **state)
{
    (void)state;
    sync_bench_visit_well(&bench);
    const char *first = sync_bench_read(&bench, PLACE "stembus.jsonl", NULL);
    assert_true(store_setting_put(bench.store, "kiosk.id", "00112233445566778899aabbccddeeff",
                                  NULL)); /* as if it were another */
    sync_bench_visit_well(&bench);
    assert_string_equal(sync_bench_read(&bench, PLACE "stembus.jsonl", NULL), first);
    assert_true(sync_bench_holds_all(&bench, "DORPSHUIS/broekhoven-2/"));
    sync_bench_visit_well(&bench); /* and it finds its own again */
    assert_null(sync_bench_read(&bench, "DORPSHUIS/broekhoven-3/kiosk.id", NULL));
}

/* A card that was copied has the id too; its ballots are others. */
static void a_copied_card_does_not_overwrite_ballots_it_does_not_know(void **state)
{
    (void)state;
    sync_bench_visit_well(&bench);
    const char *box = sync_bench_read(&bench, PLACE "stembus.jsonl", NULL);
    const char *line = strstr(box, "\"kind\":\"ballot\"");
    const char *from = line;
    while (from > box && from[-1] != '\n') {
        from--;
    }
    const char *end = strchr(line, '\n') + 1;
    struct sealed_vote vote;
    rig_vote(&vote, &bench.rig, 4711);
    char ballot[2 * BALLOT_ID + 1], sealed[2 * SEAL_BALLOT_MAX + 1];
    str_hex(ballot, vote.ballot_id, BALLOT_ID);
    str_hex(sealed, vote.ballot, vote.ballot_len);
    const char *other = arena_printf(
        &bench.arena,
        "%.*s{\"body\":{\"ballot\":\"%s\",\"round\":\"%.32s\",\"sealed\":\"%s\"},\"kind\":"
        "\"ballot\",\"rid\":\"%.32s\",\"version\":1}\n%s",
        (int)(from - box), box, ballot, strstr(from, "\"round\":\"") + 9, sealed, ballot, end);
    sync_bench_write(&bench, PLACE "stembus.jsonl", other, strlen(other));
    sync_bench_visit_well(&bench);
    assert_string_equal(sync_bench_read(&bench, PLACE "stembus.jsonl", NULL), other);
    assert_true(sync_bench_holds_all(&bench, "DORPSHUIS/broekhoven-2/"));

    /* What is no ballot (here: by one digit) protects nothing: the folder is used again. */
    sync_bench_clear(&bench);
    sync_bench_visit_well(&bench);
    char *damaged = arena_strdup(&bench.arena, other);
    char *digit = strstr(damaged, sealed) + 40;
    *digit = *digit == '0' ? '1' : '0';
    sync_bench_write(&bench, PLACE "stembus.jsonl", damaged, strlen(damaged));
    sync_bench_visit_well(&bench);
    assert_true(sync_bench_holds_all(&bench, PLACE));
}

static void practice_has_a_folder_of_its_own(void **state)
{
    (void)state;
    bench.is_practice = true;
    sync_bench_visit_well(&bench);
    assert_non_null(sync_bench_read(&bench, "DORPSHUIS/broekhoven-oefenen/records.jsonl", NULL));
    assert_null(sync_bench_read(&bench, PLACE "records.jsonl", NULL));
}

static void what_is_no_stick_is_said_to_be_none(void **state)
{
    struct visit_outcome outcome;

    (void)state;
    sync_bench_write(&bench, "DORPSHUIS", "a file", 6);
    assert_false(sync_bench_visit(&bench, no_fault, &outcome));
    assert_string_equal(outcome.fail_key, "stick.fail.not-a-stick");
    assert_string_equal(sync_bench_read(&bench, "DORPSHUIS", NULL), "a file");
}

/* ---- the kiosk's own disk ---------------------------------------------------------------- */

static void a_kiosk_whose_disk_is_full_still_gives_what_it_released(void **state)
{
    struct visit_outcome outcome;

    (void)state;
    sync_bench_visit_well(&bench);
    sync_bench_clear(&bench);
    sync_bench_votes(&bench, 5); /* these cannot be marked as released */
    io_fault_fail_at(bench.rig.disk, 1, ENOSPC, FAULT_FOREVER);
    assert_true(sync_bench_visit(&bench, no_fault, &outcome));
    io_fault_fail_at(bench.rig.disk, 0, 0, FAULT_ONCE);
    assert_non_null(strstr(bench.log, "note stick.note.not-released stembus.jsonl\n"));
    const char *box = sync_bench_read(&bench, PLACE "stembus.jsonl", NULL);
    size_t ballots = 0;
    while ((box = strstr(box, "\"kind\":\"ballot\"")) != NULL) {
        ballots++;
        box++;
    }
    assert_int_equal(ballots, 12);
}

static void a_kiosk_that_cannot_read_its_store_says_so(void **state)
{
    struct visit_outcome outcome;
    bool failed = false;

    (void)state;
    store_close(bench.store); /* nothing of it is cached any more */
    bench.store = rig_open(&bench.rig, NULL);
    for (uint64_t at = 1; at < 20; at++) {
        io_fault_fail_read_at(bench.rig.disk, at, EIO, FAULT_FOREVER);
        if (!sync_bench_visit(&bench, no_fault, &outcome)) {
            assert_string_equal(outcome.fail_key, "stick.fail.store");
            failed = true;
        }
        io_fault_fail_read_at(bench.rig.disk, 0, 0, FAULT_ONCE);
        sync_bench_clear(&bench);
    }
    assert_true(failed);
}

/* ---- results coming in ------------------------------------------------------------------- */

static const char *make_result(uint32_t ballots, const uint8_t *secret, size_t *ret_len)
{
    const uint64_t votes[ROUND_MAX_PLANS] = {ballots, 2, 1};
    struct opened opened = {
        .election = terms_election(&bench.arena, &bench.rig.round, ballots, votes, NULL)};
    struct keyfile last = {.role = KEY_LAST};
    struct snag snag;
    json_t *summary = json_object();

    json_put(summary, "counted", json_array());
    json_put(summary, "not_counted", json_array());
    json_put(summary, "exceptions", json_array());
    memcpy(last.sign_secret, secret, sizeof(last.sign_secret));
    json_t *result = result_make(&opened, &bench.rig.round, summary, &last, &snag);
    char *text = json_canonical(&bench.arena, result, ret_len);
    text[(*ret_len)++] = '\n';
    json_decref(result);
    json_decref(summary);
    return text;
}

static int64_t kept_ballots(void)
{
    const char *text;
    size_t len;

    if (!store_result_get(bench.store, &bench.arena, bench.rig.round.id, &text, &len, NULL)) {
        return -1;
    }
    json_t *result = json_read(text, len, NULL);
    int64_t ballots = json_number(result, "ballots", -1);
    json_decref(result);
    return ballots;
}

static void a_signed_result_is_taken_in_once(void **state)
{
    uint8_t before[CRYPTO_HASH], after[CRYPTO_HASH];
    size_t len;

    (void)state;
    const char *text = make_result(20, bench.last_sign_secret, &len);
    sync_bench_write(&bench, "uitslag.json", text, len);
    assert_int_equal(kept_ballots(), -1);
    sync_bench_visit_well(&bench);
    assert_int_equal(kept_ballots(), 20);
    assert_non_null(strstr(bench.log, "note stick.note.result uitslag.json\n"));
    assert_true(store_digest(bench.store, before, NULL));
    sync_bench_visit_well(&bench); /* the same again is no news */
    assert_true(store_digest(bench.store, after, NULL));
    assert_memory_equal(before, after, CRYPTO_HASH);
    assert_null(strstr(bench.log, "note"));

    text = make_result(21, bench.last_sign_secret, &len); /* counted anew */
    sync_bench_clear(&bench);
    sync_bench_write(&bench, "UITSLAG/uitslag-2026.json", text, len);
    sync_bench_visit_well(&bench);
    assert_int_equal(kept_ballots(), 21);
}

static void what_is_not_signed_changes_nothing(void **state)
{
    uint8_t before[CRYPTO_HASH], after[CRYPTO_HASH], public_key[CRYPTO_KEY];
    uint8_t other[CRYPTO_SIGN_SECRET];
    size_t len;

    (void)state;
    crypto_sign_keypair(public_key, other);
    const char *text = make_result(20, other, &len);
    sync_bench_write(&bench, "uitslag.json", text, len);
    sync_bench_write(&bench, "UITSLAG/leeg.json", "", 0);
    sync_bench_write(&bench, "UITSLAG/onzin.json", "{\"version\":1}\n", 14);
    sync_bench_write(&bench, "UITSLAG/foto.jpg", "x", 1);
    size_t big = 5 * 1024 * 1024;
    sync_bench_write(&bench, "UITSLAG/groot.json", arena_alloc(&bench.arena, big), big);
    assert_true(store_digest(bench.store, before, NULL));
    sync_bench_visit_well(&bench);
    assert_true(store_digest(bench.store, after, NULL));
    assert_memory_equal(before, after, CRYPTO_HASH);
    assert_int_equal(kept_ballots(), -1);
    for (size_t i = 0; i < 4; i++) {
        static const char *const names[] = {"uitslag.json", "UITSLAG/leeg.json",
                                            "UITSLAG/onzin.json", "UITSLAG/groot.json"};
        const char *line =
            arena_printf(&bench.arena, "note stick.note.result-refused %s\n", names[i]);
        assert_non_null(strstr(bench.log, line));
    }
    bench.is_practice = true; /* and in practice no result is looked at */
    text = make_result(20, bench.last_sign_secret, &len);
    sync_bench_write(&bench, "uitslag.json", text, len);
    sync_bench_visit_well(&bench);
    assert_int_equal(kept_ballots(), -1);
}

/* A link on a stick is never followed. */
static void a_link_is_no_file(void **state)
{
    struct stick *stick = stick_folder(bench.dir);
    struct visit_outcome outcome;
    size_t len;

    (void)state;
    const char *text = make_result(20, bench.last_sign_secret, &len);
    sync_bench_write(&bench, "elders/echt.json", text, len);
    assert_int_equal(
        symlink("elders/echt.json", arena_printf(&bench.arena, "%s/uitslag.json", bench.dir)), 0);
    assert_int_equal(symlink("elders", arena_printf(&bench.arena, "%s/UITSLAG", bench.dir)), 0);
    assert_true(sync_bench_visit_on(&bench, stick, &outcome));
    stick_destroy(stick);
    assert_int_equal(kept_ballots(), -1);
    assert_non_null(strstr(bench.log, "note stick.note.result-refused uitslag.json\n"));
}

/* ---- the real programs ------------------------------------------------------------------- */

extern char **environ;

/* Runs dorpel-sync beside this test; its exit code, and what it said. -1: it was not built. */
static int run_program(struct arena *arena, const char *const argv[], const char **ret_said)
{
    char path[512];
    ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 20);
    posix_spawn_file_actions_t actions;
    int ends[2];
    pid_t child;
    int status = 0;
    char *said = arena_alloc(arena, 8192);
    size_t got = 0;

    assert_true(len > 0);
    path[len] = '\0';
    memcpy(strrchr(path, '/') + 1, "dorpel-sync", sizeof("dorpel-sync"));
    if (access(path, X_OK) != 0) {
        return -1;
    }
    assert_int_equal(pipe(ends), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
    assert_int_equal(
        posix_spawn(&child, path, &actions, NULL, (char *const *)(uintptr_t)argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], said + got, 8191 - got)) > 0;) {
        got += (size_t)n;
    }
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    *ret_said = said;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static const char *last_line(const char *said)
{
    const char *line = said;

    for (const char *at = said; *at != '\0'; at++) {
        line = *at == '\n' && at[1] != '\0' ? at + 1 : line;
    }
    return line;
}

#define ASSEN "tests/data/assen2024"
#define ASSEN_KEYS "tests/data/geheim/assen2024/2024"

/* From votes in a store, by the real program and a folder as the stick, through the count, and the
 * result back by the same stick. */
static void the_whole_loop_by_the_real_program(void **state)
{
    struct bench count;
    struct bench_box box = {0};
    const char *said = "";
    uint16_t numbers[] = {1, 3, 0};

    (void)state;
    bench_init(&count, ASSEN, ASSEN_KEYS);
    const char *data = bench_path(&count, "data"), *stick = bench_path(&count, "stick");
    const struct store_options options = {.dir = data, .no_reserve = true};
    struct store *store = store_open(count.io, &options, NULL);
    assert_non_null(store);
    assert_true(io_make_dirs(count.io, stick, NULL));
    assert_true(store_round_open(store, count.round, NULL));
    for (size_t i = 0; i < 12; i++) {
        char code[CODE_LEN + 1];
        struct ballot ballot;
        numbers[0] = (uint16_t)(1 + i % 2);
        bench_ballot(&count, &ballot, numbers);
        bench_code(&count, i, code);
        bench_vote(&count, &box, &ballot, code);
        assert_true(store_vote_cast(store, count.round->id, &box.votes[i], false, NULL));
    }
    assert_true(store_round_close(store, count.round, NULL));

    const char *const visit[] = {"dorpel-sync", "visit",    "--data", data,  "--pack",
                                 ASSEN,         "--assets", "assets", stick, NULL};
    int rc = run_program(&count.arena, visit, &said);
    if (rc == -1) {
        store_close(store);
        bench_finish(&count);
        skip(); /* make unit builds no programs; make test does */
    }
    assert_int_equal(rc, 0);
    assert_memory_equal(last_line(said), "done ", 5);

    const char *const broken[] = {
        "dorpel-sync", "visit",        "--data", data,     "--pack", ASSEN, "--assets",
        "assets",      "--stick-kind", "fake",   "--fail", "pulled", stick, NULL};
    assert_int_equal(run_program(&count.arena, broken, &said), 1);
    assert_string_equal(last_line(said), "failed stick.fail.pulled\n");
    const char *const wrong[] = {"dorpel-sync", "visit",  "--data", data,
                                 "--fail",      "pulled", stick,    NULL};
    assert_int_equal(run_program(&count.arena, wrong, &said), 2);
    const char *const nowhere[] = {"dorpel-sync", "visit",        "--assets", "assets",
                                   "--data",      "/nonexistent", stick,      NULL};
    assert_int_equal(run_program(&count.arena, nowhere, &said), 1);
    assert_string_equal(last_line(said), "failed stick.fail.store\n");

    char **places;
    size_t place_count;
    assert_true(io_list_sorted(count.io, &count.arena, bench_path(&count, "stick/DORPSHUIS"),
                               &places, &place_count, NULL));
    const char *path = arena_printf(&count.arena, "--box {D}/stick/DORPSHUIS/%s/stembus.jsonl",
                                    places[1]); /* AANMELD is first */
    assert_true(bench_run(&count, arena_printf(&count.arena,
                                               "register --key {K}/registrar.geheim --codes "
                                               "{K}/registrar-codes.json --out {D}/telbaar.json %s",
                                               path)));
    assert_true(
        bench_run(&count, arena_printf(&count.arena,
                                       "first --key {K}/first.geheim --list {D}/telbaar.json --out "
                                       "{D}/eerste.json %s",
                                       path)));
    assert_true(bench_run(&count, "last --key {K}/last.geheim --in {D}/eerste.json --out "
                                  "{D}/stick/uitslag.json"));
    assert_int_equal(run_program(&count.arena, visit, &said), 0);
    assert_non_null(strstr(said, "note stick.note.result uitslag.json\n"));
    const char *text;
    size_t len, own_len;
    assert_true(store_result_get(store, &count.arena, count.round->id, &text, &len, NULL));
    const char *own = bench_read(&count, "stick/uitslag.json", &own_len);
    assert_int_equal(len + 1, own_len);
    assert_memory_equal(text, own, len);
    store_close(store);
    bench_finish(&count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define VISIT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)
        VISIT_TEST(a_visit_leaves_all_files_and_says_how_much),
        VISIT_TEST(each_step_is_told_in_order),
        VISIT_TEST(two_kiosks_of_one_village_do_not_overwrite_each_other),
        VISIT_TEST(a_copied_card_does_not_overwrite_ballots_it_does_not_know),
        VISIT_TEST(practice_has_a_folder_of_its_own),
        VISIT_TEST(what_is_no_stick_is_said_to_be_none),
        VISIT_TEST(a_kiosk_whose_disk_is_full_still_gives_what_it_released),
        VISIT_TEST(a_kiosk_that_cannot_read_its_store_says_so),
        VISIT_TEST(a_signed_result_is_taken_in_once),
        VISIT_TEST(what_is_not_signed_changes_nothing),
        VISIT_TEST(a_link_is_no_file),
        cmocka_unit_test(the_whole_loop_by_the_real_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
