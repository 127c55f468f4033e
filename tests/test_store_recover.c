/* Nights, the reserve, damaged databases, two programs at once. */
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_place.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the reserve and the night -------------------------------------------------------------- */

static void the_reserve_is_made_used_and_made_again(void **state)
{
    struct place p;
    struct io *io;
    (void)state;

    place_begin(&p);
    io = io_fault_io(p.rig.disk);
    store_close(p.store);
    const struct store_options options = {.dir = RIG_DIR, .vfs = "rig"};
    p.store = store_open(io, &options, &p.err);
    assert_true(io_exists(io, RIG_DIR "/reserve"));
    assert_false(io_exists(io, RIG_DIR "/reserve.tmp"));
    assert_true(store_use_reserve(p.store, &p.err));
    assert_false(io_exists(io, RIG_DIR "/reserve"));
    assert_false(store_use_reserve(p.store, &p.err));
    assert_int_equal(p.err.code, ERR_MISSING);
    assert_true(store_night(p.store, &p.err));
    assert_true(io_exists(io, RIG_DIR "/reserve"));
    /* No room, no reserve, and no trouble either. */
    assert_true(store_use_reserve(p.store, &p.err));
    io_fault_fail_at(p.rig.disk, 1, ENOSPC, FAULT_FOREVER);
    store_keep_reserve(p.store);
    assert_false(io_exists(io, RIG_DIR "/reserve"));
    place_end(&p);
}

static void a_full_disk_is_a_health_that_passes(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    io_fault_fail_at(p.rig.disk, 1, ENOSPC, FAULT_FOREVER);
    assert_false(store_setting_put(p.store, "a", "b", &p.err));
    assert_int_equal(p.err.code, ERR_FULL);
    assert_int_equal(store_health(p.store), STORE_FULL);
    io_fault_fail_at(p.rig.disk, 0, 0, FAULT_ONCE);
    assert_true(store_setting_put(p.store, "a", "b", &p.err));
    assert_int_equal(store_health(p.store), STORE_FINE);
    place_end(&p);
}

static void the_night_leaves_a_backup_that_is_a_whole_store(void **state)
{
    struct place p;
    size_t len;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    for (int night = 0; night < 2; night++) {
        assert_true(store_night(p.store, &p.err));
        const uint8_t *wal = io_fault_peek(p.rig.disk, RIG_DIR "/dorpel.db-wal", &len);
        assert_true(wal == NULL || len == 0);
        assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/dorpel-backup.tmp"));
    }
    const char *truth = rig_projections(p.store, &p.arena);
    const uint8_t *backup = io_fault_peek(p.rig.disk, RIG_DIR "/dorpel-backup.db", &len);
    assert_non_null(backup);
    io_fault_put(p.rig.disk, "/copy/dorpel.db", backup, len);
    struct store *copy = rig_open_dir(&p.rig, "/copy", &p.err);
    assert_non_null(copy);
    assert_string_equal(rig_projections(copy, &p.arena), truth);
    store_close(copy);
    place_end(&p);
}

/* ---- damage --------------------------------------------------------------------------------- */

static void a_database_without_a_head_is_set_aside_and_the_backup_taken(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    assert_true(store_pin_set(p.store, ROLE_ADMIN, "123456", &p.err));
    assert_true(store_night(p.store, &p.err));
    const char *truth = rig_projections(p.store, &p.arena);
    store_close(p.store);
    size_t len = place_file_len(&p, RIG_DIR "/dorpel.db");
    place_spoil(&p, 0, 4096);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_string_equal(store_health_note(p.store)->key, "store.note.set-aside-part");
    assert_int_equal(store_health_note(p.store)->folder, 1);
    assert_true(store_health_note(p.store)->records > 40);
    assert_int_equal(store_health_note(p.store)->ballots, 12);
    assert_int_equal(place_file_len(&p, RIG_DIR "/damaged-1/dorpel.db"),
                     len); /* whole, never deleted */
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    assert_true(store_pin_is_set(p.store, ROLE_ADMIN));
    assert_true(store_verify(p.store, &p.err));
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_int_equal(store_health(p.store), STORE_FINE);
    place_spoil(&p, 0, 4096); /* and once more */
    store_close(p.store);
    place_spoil(&p, 0, 4096);
    p.store = rig_open(&p.rig, &p.err);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_true(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-2/dorpel.db"));
    place_end(&p);
}

static void a_check_that_waited_finds_the_damage_and_makes_the_reserve(void **state)
{
    struct place p;
    const struct store_options later = {.dir = RIG_DIR, .vfs = "rig", .check_later = true};
    (void)state;

    place_begin(&p);
    struct io *io = io_fault_io(p.rig.disk);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    assert_true(store_night(p.store, &p.err));
    const char *truth = rig_projections(p.store, &p.arena);
    int64_t page = rig_number(p.store, "SELECT rootpage FROM sqlite_schema WHERE name = 'pledge'");
    store_close(p.store);
    p.store = store_open(io, &later, &p.err);
    assert_non_null(p.store);
    assert_false(io_exists(io, RIG_DIR "/reserve"));
    assert_true(store_settle(p.store, &p.err));
    assert_true(io_exists(io, RIG_DIR "/reserve"));
    store_close(p.store);
    place_spoil(&p, (size_t)(page - 1) * 4096, 4096); /* where no opening looks */
    p.store = store_open(io, &later, &p.err);
    assert_non_null(p.store); /* it looks well */
    assert_int_equal(store_health(p.store), STORE_FINE);
    assert_false(store_settle(p.store, &p.err));
    assert_int_equal(p.err.code, ERR_DAMAGED);
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    place_end(&p);
}

static void of_a_damaged_database_all_is_taken_that_can_be_read(void **state)
{
    struct place p;
    struct idea idea;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
    struct vote_counts counts;
    (void)state;

    place_begin(&p);
    assert_true(store_round_open(p.store, &p.rig.round, &p.err));
    rig_idea(&idea, 1);
    assert_true(store_idea_add(p.store, &idea, NULL, NULL, words, rid, &p.err));
    for (unsigned i = 0; i < 300; i++) {
        place_cast(&p, i);
    }
    assert_true(store_setting_put(p.store, "taal", "nl", &p.err));
    assert_true(db_repack(p.store->db, &p.err));
    store_close(p.store);
    size_t pages = place_file_len(&p, RIG_DIR "/dorpel.db") / 4096;
    assert_true(pages > 40);
    place_spoil(&p, (pages - 12) * 4096, 4096); /* one page somewhere among the votes */
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_string_equal(store_health_note(p.store)->key, "store.note.set-aside-part");
    assert_true(store_vote_counts(p.store, p.rig.round.id, &counts, &p.err));
    assert_true(counts.ballots > 200 || counts.registers > 200);
    assert_true(counts.ballots + counts.registers > 500 && counts.ballots + counts.registers < 600);
    const char *value = NULL;
    assert_true(store_setting_get(p.store, &p.arena, "taal", &value, &p.err));
    enum round_state is = ROUND_CONCEPT;
    assert_true(store_round_state(p.store, p.rig.round.id, &is, NULL, &p.err));
    assert_int_equal(is, ROUND_OPEN); /* the vote goes on */
    place_cast(&p, 1000);
    assert_true(store_verify(p.store, &p.err));
    place_end(&p);
}

static void an_emptied_file_gives_way_to_the_backup(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    assert_true(store_night(p.store, &p.err));
    const char *truth = rig_projections(p.store, &p.arena);
    store_close(p.store);
    struct io *io = io_fault_io(p.rig.disk);
    int file = io->ops->open(io, RIG_DIR "/dorpel.db", IO_WRITE);
    io->ops->truncate(io, file, 0);
    io->ops->close(io, file);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    store_close(p.store);
    io->ops->unlink(io, RIG_DIR "/dorpel.db"); /* or gone altogether */
    p.store = rig_open(&p.rig, &p.err);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    place_end(&p);
}

static void damage_is_not_moved_away_from_under_another_program(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    struct db *other = db_open(RIG_DIR "/dorpel.db", "rig", false, &p.err);
    assert_non_null(other);
    assert_true(store_night(p.store, &p.err));
    store_close(p.store);
    place_spoil(&p, 4096, 8192);
    p.store = rig_open(&p.rig, &p.err);
    assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-1"));
    assert_true(p.store == NULL || store_health(p.store) == STORE_READ_ONLY);
    db_close(other);
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    place_end(&p);
}

/* ---- real files, two programs --------------------------------------------------------------- */

static int other_program(struct rig *rig)
{
    struct err err = {0};
    struct store *store = rig_open_files(rig, &err);
    int done = 0;

    for (int i = 0; store != NULL && i < 40; i++) {
        struct arena arena;
        struct record record;
        arena_init(&arena, 0);
        json_t *body = json_object();
        json_put_number(body, "n", i);
        done += record_make(&record, &arena, RECORD_ANSWER, body, &err) &&
                store_add(store, &record, &err);
        json_decref(body);
        arena_finish(&arena);
    }
    store_close(store);
    return done == 40 ? 0 : 1;
}

static void two_programs_write_at_the_same_time(void **state)
{
    struct place p;
    struct vote_counts counts;
    int status = 1;
    (void)state;

    place_begin_files(&p);
    store_close(rig_open_files(&p.rig, &p.err)); /* no handle is open across the fork */
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        crypto_test_seed(2);
        _exit(other_program(&p.rig));
    }
    p.store = rig_open_files(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_true(store_round_open(p.store, &p.rig.round, &p.err));
    for (unsigned i = 0; i < 40; i++) {
        place_cast(&p, i);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(store_vote_counts(p.store, p.rig.round.id, &counts, &p.err));
    assert_int_equal(counts.ballots, 40);
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM record WHERE kind = 'answer'"), 40);
    assert_true(store_verify(p.store, &p.err));
    place_end(&p);
}

/* Takes the whole database, says so in one byte, and lets go when it hears one. */
static int holding_program(const char *path, int out, int in)
{
    struct err err;
    char byte = 'x';
    struct db *db = db_open(path, NULL, false, &err);
    bool done = db != NULL &&
                db_exec(db, "PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE; COMMIT", &err) &&
                write(out, &byte, 1) == 1 && read(in, &byte, 1) == 1;

    db_close(db);
    return done ? 0 : 1;
}

static void a_database_that_another_program_holds_is_left_to_it(void **state)
{
    struct place p;
    char path[128], aside[128], byte;
    int from[2], to[2], status = 1;
    struct io_stat before, after;
    (void)state;

    place_begin_files(&p);
    p.store = rig_open_files(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_true(store_pin_set(p.store, ROLE_ADMIN, "123456", &p.err));
    store_close(p.store); /* no handle is open across the fork */
    snprintf(path, sizeof(path), "%s/dorpel.db", p.rig.dir);
    snprintf(aside, sizeof(aside), "%s/damaged-1", p.rig.dir);
    assert_int_equal(p.rig.files->ops->stat(p.rig.files, path, &before), 0);
    assert_int_equal(pipe(from), 0);
    assert_int_equal(pipe(to), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(holding_program(path, from[1], to[0]));
    }
    assert_int_equal(read(from[0], &byte, 1), 1);
    p.store = rig_open_files(&p.rig, &p.err);
    assert_null(p.store);
    assert_int_equal(p.err.code, ERR_BUSY);
    assert_non_null(strstr(p.err.msg, "another program holds the data in"));
    assert_false(io_exists(p.rig.files, aside));
    assert_int_equal(p.rig.files->ops->stat(p.rig.files, path, &after), 0);
    assert_int_equal(after.size, before.size);
    assert_int_equal(write(to[1], &byte, 1), 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    p.store = rig_open_files(&p.rig, &p.err); /* as if nothing had been */
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_FINE);
    assert_true(store_pin_is_set(p.store, ROLE_ADMIN));
    for (size_t i = 0; i < 2; i++) {
        close(from[i]);
        close(to[i]);
    }
    place_end(&p);
}

/* Casts votes that stay in the -wal, spoils the database beside it and dies. */
static void die_in_the_middle(struct rig *rig)
{
    struct err err;
    struct store *store = rig_open_files(rig, &err);
    struct sealed_vote vote;
    char path[128], junk[16];
    bool done =
        store != NULL && store_round_open(store, &rig->round, &err) && db_repack(store->db, &err);

    for (unsigned i = 0; done && i < 20; i++) {
        rig_vote(&vote, rig, i);
        done = store_vote_cast(store, rig->round.id, &vote, false, &err);
    }
    int64_t page = rig_number(store, "SELECT rootpage FROM sqlite_schema WHERE name = 'pledge'");
    snprintf(path, sizeof(path), "%s/dorpel.db", rig->dir);
    memset(junk, 0xA5, sizeof(junk));
    int file = rig->files->ops->open(rig->files, path, IO_WRITE);
    done = done && rig->files->ops->write(rig->files, file, junk, sizeof(junk),
                                          (page - 1) * 4096) == (ssize_t)sizeof(junk);
    _exit(done ? 0 : 1);
}

static void votes_that_stood_in_the_journal_only_are_taken_over(void **state)
{
    struct place p;
    struct vote_counts counts;
    int status = 1;
    (void)state;

    place_begin_files(&p);
    store_close(rig_open_files(&p.rig, &p.err));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        die_in_the_middle(&p.rig);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    p.store = rig_open_files(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_true(store_vote_counts(p.store, p.rig.round.id, &counts, &p.err));
    assert_int_equal(counts.ballots, 20);
    assert_int_equal(counts.registers, 20);
    assert_true(store_verify(p.store, &p.err));
    char path[128];
    snprintf(path, sizeof(path), "%s/damaged-1/dorpel.db-wal", p.rig.dir);
    assert_true(io_exists(p.rig.files, path)); /* as it was found */
    place_end(&p);
}

static void on_real_files_a_store_opens_works_and_packs(void **state)
{
    struct place p;
    (void)state;

    place_begin_files(&p);
    for (int i = 0; i < 3; i++) {
        p.store = rig_open_files(&p.rig, &p.err);
        assert_non_null(p.store);
        assert_int_equal(store_health(p.store), STORE_FINE);
        if (i == 0) {
            struct rig_set set = {.arena = &p.arena};
            rig_busy_year(&p.rig, p.store, &set);
        }
        assert_true(store_verify(p.store, &p.err));
        assert_true(store_night(p.store, &p.err));
        store_close(p.store);
    }
    char path[128];
    struct io_stat stat;
    snprintf(path, sizeof(path), "%s/dorpel.db", p.rig.dir);
    assert_int_equal(p.rig.files->ops->stat(p.rig.files, path, &stat), 0);
    assert_int_equal(stat.mode & 0007, 0);                          /* not for others */
    int file = p.rig.files->ops->open(p.rig.files, path, IO_WRITE); /* cut short: damaged */
    p.rig.files->ops->truncate(p.rig.files, file, 3 * 4096 + 100);
    p.rig.files->ops->close(p.rig.files, file);
    p.store = rig_open_files(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM ballot"), 12);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reserve_is_made_used_and_made_again),
        cmocka_unit_test(a_full_disk_is_a_health_that_passes),
        cmocka_unit_test(the_night_leaves_a_backup_that_is_a_whole_store),
        cmocka_unit_test(a_database_without_a_head_is_set_aside_and_the_backup_taken),
        cmocka_unit_test(a_check_that_waited_finds_the_damage_and_makes_the_reserve),
        cmocka_unit_test(of_a_damaged_database_all_is_taken_that_can_be_read),
        cmocka_unit_test(an_emptied_file_gives_way_to_the_backup),
        cmocka_unit_test(damage_is_not_moved_away_from_under_another_program),
        cmocka_unit_test(two_programs_write_at_the_same_time),
        cmocka_unit_test(a_database_that_another_program_holds_is_left_to_it),
        cmocka_unit_test(votes_that_stood_in_the_journal_only_are_taken_over),
        cmocka_unit_test(on_real_files_a_store_opens_works_and_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
