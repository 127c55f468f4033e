/* db: the one door to SQLite, and the tap under it. */
#include "app/store/db.h"
#include "app/store/vfs_tap.h"
#include "tests/faults/io_fault.h"
#include "tests/faults/vfs_io.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bench { /* a database on a fault disk */
    struct io_fault *disk;
    struct vfs_io *vfs;
    struct db *db;
    struct err err;
};

static void begin(struct bench *bench)
{
    memset(bench, 0, sizeof(*bench));
    bench->disk = io_fault_new();
    bench->vfs = vfs_io_new("test", io_fault_io(bench->disk));
    bench->db = db_open("/a.db", "test", false, &bench->err);
    assert_non_null(bench->db);
}

static void end(struct bench *bench)
{
    db_close(bench->db);
    assert_int_equal(io_fault_open_handles(bench->disk), 0);
    vfs_io_free(bench->vfs);
    io_fault_free(bench->disk);
}

static int64_t number(struct db *db, const char *sql)
{
    struct db_stmt *stmt = db_prepare(db, sql, NULL);
    assert_non_null(stmt);
    assert_int_equal(db_step(stmt, NULL), 1);
    int64_t value = db_int(stmt, 0);
    db_finish(stmt);
    return value;
}

static void what_a_power_cut_needs_is_switched_on(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    struct db_stmt *mode = db_prepare(b.db, "PRAGMA journal_mode", &b.err);
    assert_int_equal(db_step(mode, &b.err), 1);
    assert_string_equal(db_text(mode, 0), "wal");
    db_finish(mode);
    assert_int_equal(number(b.db, "PRAGMA synchronous"), 2);
    assert_int_equal(number(b.db, "PRAGMA secure_delete"), 1);
    assert_int_equal(number(b.db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(b.db, "PRAGMA trusted_schema"), 0);
    assert_int_equal(number(b.db, "PRAGMA cell_size_check"), 1);
    assert_int_equal(number(b.db, "PRAGMA temp_store"), 2);
    end(&b);
}

static void values_come_back_as_they_were_bound(void **state)
{
    struct bench b;
    size_t len = 9;
    (void)state;

    begin(&b);
    assert_true(
        db_exec(b.db, "CREATE TABLE t (i INTEGER, s TEXT, b BLOB, e BLOB, n TEXT) STRICT", &b.err));
    struct db_stmt *put =
        db_prepare(b.db, "INSERT INTO t (i, s, b, e, n) VALUES (:i, :s, :b, :e, :n)", &b.err);
    db_bind_int(put, ":i", INT64_MIN);
    db_bind_text(put, ":s", "één ij");
    db_bind_blob(put, ":b", "\0\1\2", 3);
    db_bind_blob(put, ":e", "", 0);
    db_bind_text(put, ":n", NULL);
    assert_true(db_run(put, &b.err));
    assert_int_equal(db_changes(b.db), 1);

    struct db_stmt *get = db_prepare(b.db, "SELECT i, s, b, e, n FROM t", &b.err);
    assert_int_equal(db_step(get, &b.err), 1);
    assert_true(db_int(get, 0) == INT64_MIN);
    assert_string_equal(db_text(get, 1), "één ij");
    assert_memory_equal(db_blob(get, 2, &len), "\0\1\2", 3);
    assert_int_equal(len, 3);
    db_blob(get, 3, &len);
    assert_int_equal(len, 0);
    assert_false(db_is_null(get, 3));
    assert_true(db_is_null(get, 4));
    assert_string_equal(db_text(get, 4), "");
    assert_int_equal(db_step(get, &b.err), 0);
    end(&b);
}

static void a_statement_that_failed_can_be_used_again(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER NOT NULL PRIMARY KEY)", &b.err));
    struct db_stmt *put = db_prepare(b.db, "INSERT INTO t (k) VALUES (:k)", &b.err);
    for (int i = 0; i < 4; i++) {
        db_bind_int(put, ":k", i / 2);
        assert_int_equal(db_run(put, &b.err), i % 2 == 0);
    }
    assert_int_equal(b.err.code, ERR_FORMAT);
    assert_int_equal(number(b.db, "SELECT count(*) FROM t"), 2);
    end(&b);
}

static void a_rollback_leaves_nothing_and_a_commit_all(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER)", &b.err));
    assert_true(db_begin(b.db, &b.err));
    assert_true(db_exec(b.db, "INSERT INTO t VALUES (1), (2)", &b.err));
    db_rollback(b.db);
    db_rollback(b.db); /* once more does no harm */
    assert_int_equal(number(b.db, "SELECT count(*) FROM t"), 0);
    assert_true(db_begin(b.db, &b.err));
    assert_true(db_exec(b.db, "INSERT INTO t VALUES (1), (2)", &b.err));
    assert_true(db_commit(b.db, &b.err));
    assert_int_equal(number(b.db, "SELECT count(*) FROM t"), 2);
    end(&b);
}

static void a_commit_that_fails_rolls_back_and_says_why(void **state)
{
    static const struct {
        int error;
        enum err_code code;
    } cases[] = {{ENOSPC, ERR_FULL}, {EIO, ERR_IO}};
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        struct bench b;
        begin(&b);
        assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER)", &b.err));
        assert_true(db_begin(b.db, &b.err));
        assert_true(db_exec(b.db, "INSERT INTO t VALUES (1)", &b.err));
        io_fault_fail_at(b.disk, 1, cases[i].error, FAULT_ONCE);
        assert_false(db_commit(b.db, &b.err));
        assert_int_equal(b.err.code, cases[i].code);
        assert_true(db_begin(b.db, &b.err)); /* not within the old one */
        assert_true(db_commit(b.db, &b.err));
        assert_int_equal(number(b.db, "SELECT count(*) FROM t"), 0);
        end(&b);
    }
}

static void two_writers_wait_for_each_other(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER)", &b.err));
    struct db *other = db_open("/a.db", "test", false, &b.err);
    assert_non_null(other);
    assert_true(db_begin(b.db, &b.err));
    assert_false(db_begin(other, &b.err));
    assert_int_equal(b.err.code, ERR_BUSY);
    assert_true(db_commit(b.db, &b.err));
    assert_true(db_begin(other, &b.err));
    assert_true(db_commit(other, &b.err));
    assert_false(db_is_alone("/a.db", "test"));
    db_close(other);
    db_close(b.db);
    assert_true(db_is_alone("/a.db", "test"));
    b.db = NULL;
    end(&b);
}

static void damage_is_told_apart_from_a_bad_disk(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k TEXT)", &b.err));
    db_close(b.db);
    io_fault_put(b.disk, "/junk.db", "this is no database at all, but text of some length....", 50);
    b.db = db_open("/junk.db", "test", false, &b.err);
    assert_null(b.db);
    assert_int_equal(b.err.code, ERR_DAMAGED);
    b.db = db_open("/none.db", "test", true, &b.err);
    assert_null(b.db);
    assert_int_equal(b.err.code, ERR_MISSING);
    io_fault_fail_read_at(b.disk, 1, EIO, FAULT_FOREVER);
    b.db = db_open("/a.db", "test", false, &b.err);
    assert_null(b.db);
    assert_int_equal(b.err.code, ERR_IO);
    io_fault_fail_read_at(b.disk, 0, 0, FAULT_ONCE);
    end(&b);
}

static void every_flip_in_a_header_of_a_page_is_found_or_harmless(void **state)
{
    struct bench b;
    size_t len, found = 0;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db,
                        "CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT);"
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
                        " i < 200) INSERT INTO t SELECT i, hex(zeroblob(40)) FROM n",
                        &b.err));
    db_close(b.db);
    b.db = NULL;
    io_fault_peek(b.disk, "/a.db", &len);
    for (uint64_t page = 1; page < len / 4096; page++) {
        for (uint64_t bit = 0; bit < 64; bit += 5) {
            assert_true(io_fault_flip(b.disk, "/a.db", page * 4096 * 8 + bit));
            struct db *db = db_open("/a.db", "test", false, &b.err);
            if (db == NULL || !db_check(db, &b.err)) {
                assert_int_equal(b.err.code, ERR_DAMAGED);
                found++;
            }
            db_close(db);
            assert_true(io_fault_flip(b.disk, "/a.db", page * 4096 * 8 + bit));
        }
    }
    assert_true(found > 10);
    end(&b);
}

static void what_is_read_only_is_never_changed(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER); INSERT INTO t VALUES (7)", &b.err));
    struct db *reader = db_open("/a.db", "test", true, &b.err);
    assert_non_null(reader);
    assert_int_equal(number(reader, "SELECT k FROM t"), 7); /* of the -wal, too */
    assert_false(db_exec(reader, "INSERT INTO t VALUES (8)", &b.err));
    assert_int_equal(b.err.code, ERR_READONLY);
    uint64_t before = io_fault_changes(b.disk);
    db_close(reader);
    assert_int_equal(io_fault_changes(b.disk), before);
    end(&b);
}

static void a_read_only_disk_is_still_read(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER); INSERT INTO t VALUES (7)", &b.err));
    db_close(b.db);
    io_fault_fail_at(b.disk, 1, EROFS, FAULT_FOREVER);
    b.db = db_open("/a.db", "test", true, &b.err);
    assert_non_null(b.db);
    assert_int_equal(number(b.db, "SELECT k FROM t"), 7);
    end(&b);
}

static void a_repack_leaves_an_empty_journal_and_no_old_bytes(void **state)
{
    struct bench b;
    size_t len;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db,
                        "CREATE TABLE t (k TEXT); INSERT INTO t VALUES ('geheim-geheim');"
                        "UPDATE t SET k = 'weg'",
                        &b.err));
    assert_true(db_repack(b.db, &b.err));
    const uint8_t *wal = io_fault_peek(b.disk, "/a.db-wal", &len);
    assert_true(wal == NULL || len == 0);
    const uint8_t *file = io_fault_peek(b.disk, "/a.db", &len);
    assert_non_null(file);
    for (size_t i = 0; i + 6 < len; i++) {
        assert_false(memcmp(file + i, "geheim", 6) == 0);
    }
    end(&b);
}

static void a_repack_says_when_a_reader_keeps_the_old_pages(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER); INSERT INTO t VALUES (1), (2)", &b.err));
    struct db *reader = db_open("/a.db", "test", true, &b.err);
    assert_true(db_exec(reader, "BEGIN; SELECT count(*) FROM t", &b.err));
    assert_false(db_repack(b.db, &b.err));
    assert_int_equal(b.err.code, ERR_BUSY);
    assert_true(db_exec(reader, "COMMIT", &b.err));
    db_close(reader);
    assert_true(db_repack(b.db, &b.err));
    end(&b);
}

static void a_backup_is_a_database_of_its_own(void **state)
{
    struct bench b;
    (void)state;

    begin(&b);
    assert_true(db_exec(b.db, "CREATE TABLE t (k INTEGER); INSERT INTO t VALUES (7)", &b.err));
    assert_true(db_backup(b.db, "/b%20.db", &b.err));
    assert_false(db_backup(b.db, "/b%20.db", &b.err)); /* never over another */
    struct db *copy = db_open("/b%20.db", "test", true, &b.err);
    assert_non_null(copy);
    assert_true(db_check_all(copy, &b.err));
    assert_int_equal(number(copy, "SELECT k FROM t"), 7);
    db_close(copy);
    end(&b);
}

/* ---- the tap -------------------------------------------------------------------------------- */

struct told {
    int writes, syncs, truncates, unlinks;
    int refuse; /* errno, from now on */
};

static int listen(void *ctx, const char *what, const char *path)
{
    struct told *told = ctx;

    assert_non_null(strstr(path, "tap.db"));
    told->writes += strcmp(what, "write") == 0;
    told->syncs += strcmp(what, "sync") == 0;
    told->truncates += strcmp(what, "truncate") == 0;
    told->unlinks += strcmp(what, "unlink") == 0;
    return -told->refuse;
}

static void the_tap_hears_each_change_and_may_refuse_it(void **state)
{
    char dir[] = "/tmp/dorpel-tap-XXXXXX", path[64];
    struct told told = {0};
    const struct io_tap tap = {.before = listen, .ctx = &told};
    struct err err = {0};
    struct io *io = io_posix();
    (void)state;

    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/tap.db", dir);
    assert_true(vfs_tap_register(&tap, &err));
    assert_true(vfs_tap_register(&tap, &err)); /* the same again is fine */
    struct db *db = db_open(path, "dorpel-tap", false, &err);
    assert_non_null(db);
    assert_true(db_exec(db, "CREATE TABLE t (k INTEGER)", &err));
    assert_true(told.writes > 0 && told.syncs > 0);

    told = (struct told){.refuse = ENOSPC};
    assert_false(db_exec(db, "INSERT INTO t VALUES (1)", &err));
    assert_int_equal(err.code, ERR_FULL);
    told = (struct told){.refuse = EIO};
    assert_false(db_exec(db, "INSERT INTO t VALUES (1)", &err));
    assert_int_equal(err.code, ERR_IO);
    told = (struct told){0};
    assert_true(db_exec(db, "INSERT INTO t VALUES (1)", &err));
    assert_int_equal(told.writes > 0 ? told.syncs : 0, 1); /* FULL: one sync a commit */
    assert_true(db_repack(db, &err));
    assert_true(told.truncates > 0);
    db_close(db);
    assert_true(told.unlinks > 0);
    io_remove_tree(io, dir, NULL);
    io_destroy(io);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_power_cut_needs_is_switched_on),
        cmocka_unit_test(values_come_back_as_they_were_bound),
        cmocka_unit_test(a_statement_that_failed_can_be_used_again),
        cmocka_unit_test(a_rollback_leaves_nothing_and_a_commit_all),
        cmocka_unit_test(a_commit_that_fails_rolls_back_and_says_why),
        cmocka_unit_test(two_writers_wait_for_each_other),
        cmocka_unit_test(damage_is_told_apart_from_a_bad_disk),
        cmocka_unit_test(every_flip_in_a_header_of_a_page_is_found_or_harmless),
        cmocka_unit_test(what_is_read_only_is_never_changed),
        cmocka_unit_test(a_read_only_disk_is_still_read),
        cmocka_unit_test(a_repack_leaves_an_empty_journal_and_no_old_bytes),
        cmocka_unit_test(a_repack_says_when_a_reader_keeps_the_old_pages),
        cmocka_unit_test(a_backup_is_a_database_of_its_own),
        cmocka_unit_test(the_tap_hears_each_change_and_may_refuse_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
