/* The store as a whole: opening, versions, practice, what cannot be written or was changed. */
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "tests/faults/store_place.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct store *open_with(struct place *p, struct store_options options)
{
    options.vfs = "rig";
    options.no_reserve = true;
    return store_open(io_fault_io(p->rig.disk), &options, &p->err);
}

static void practice_and_real_data_never_meet(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    struct store *other =
        open_with(&p, (struct store_options){.dir = RIG_DIR, .is_practice = true});
    assert_null(other);
    assert_int_equal(p.err.code, ERR_DENIED);
    assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-1"));
    other = open_with(&p, (struct store_options){.dir = "/a/b/oefenen", .is_practice = true});
    assert_non_null(other);
    p.rig.round.is_practice = true;
    assert_true(store_round_open(other, &p.rig.round, &p.err));
    store_close(other);
    other = open_with(&p, (struct store_options){.dir = "/a/b/oefenen"});
    assert_null(other);
    place_end(&p);
}

static void a_database_of_a_later_version_is_left_alone(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    assert_true(db_exec(p.store->db, "PRAGMA user_version=99", &p.err));
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_null(p.store);
    assert_int_equal(p.err.code, ERR_FORMAT);
    assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-1"));
    place_end(&p);
}

static void the_database_says_what_it_is(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    assert_int_equal(rig_number(p.store, "PRAGMA application_id"), 0x446F7270);
    assert_int_equal(rig_number(p.store, "PRAGMA user_version"), 7);
    /* STRICT and WITHOUT ROWID but for the logbook; each column has its comment. */
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM pragma_table_list WHERE schema ="
                                         " 'main' AND NOT strict AND name NOT LIKE 'sqlite%'"),
                     0);
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM pragma_table_list WHERE schema ="
                                         " 'main' AND NOT wr AND name NOT LIKE 'sqlite%'"),
                     1);
    /* No column with a time, but the logbook's. */
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM sqlite_schema t,"
                                         " pragma_table_info(t.name) c WHERE t.type = 'table' AND"
                                         " (c.name LIKE '%time%' OR c.name LIKE '%wall%' OR"
                                         " c.name LIKE '%!_at' ESCAPE '!')"),
                     1);
    place_end(&p);
}

/* An empty database as version `number` of the program made it. */
static void make_old(struct place *p, const char *path, int64_t number)
{
    struct db *db = db_open(path, "rig", false, &p->err);
    int64_t current = 0;
    char after[100];
    const char *text = "";

    assert_non_null(db);
    for (const char *const *line = schema_sql; *line != NULL; line++) {
        current =
            strncmp(*line, "-- migration ", 13) == 0 ? strtoll(*line + 13, NULL, 10) : current;
        if (current <= number) {
            text = arena_printf(&p->arena, "%s%s", text, *line);
        }
    }
    assert_true(db_exec(db, text, &p->err));
    snprintf(after, sizeof(after), "PRAGMA application_id=%d; PRAGMA user_version=%d", 0x446F7270,
             (int)number);
    assert_true(db_exec(db, after, &p->err));
    db_close(db);
}

static void put_raw(struct place *p, const char *path, const struct rig_set *set)
{
    struct db *db = db_open(path, "rig", false, &p->err);
    struct db_stmt *put = db_prepare(db,
                                     "INSERT OR REPLACE INTO record (rid, kind, version, body,"
                                     " body_hash) VALUES (:rid, :kind, 1, :body, :hash)",
                                     &p->err);
    assert_non_null(put);
    for (size_t i = 0; i < set->count; i++) {
        const struct record *record = &set->record[i];
        if (record->kind == RECORD_BALLOT || record->kind == RECORD_REGISTER) {
            continue;
        }
        db_bind_blob(put, ":rid", record->rid, RECORD_RID);
        db_bind_text(put, ":kind", record_kind_name(record->kind));
        db_bind_text(put, ":body", record->body);
        db_bind_blob(put, ":hash", record->body_hash, CRYPTO_HASH);
        assert_true(db_run(put, &p->err));
    }
    db_close(db);
}

static void the_database_of_each_earlier_version_is_brought_up(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    int64_t newest = rig_number(p.store, "PRAGMA user_version");
    struct rig_set set = {.arena = &p.arena}, all = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    assert_true(store_each(p.store, rig_collect, &all, &p.err));
    const char *truth = rig_projections(p.store, &p.arena);
    for (int64_t number = 1; number < newest; number++) {
        char path[] = "/old/dorpel.db";
        struct io *io = io_fault_io(p.rig.disk);
        assert_true(io_remove_tree(io, "/old", &p.err) && io_make_dirs(io, "/old", &p.err));
        make_old(&p, path, number);
        put_raw(&p, path, &all);
        size_t len;
        const uint8_t *bytes = io_fault_peek(p.rig.disk, path, &len);
        void *old = arena_alloc(&p.arena, len);
        memcpy(old, bytes, len);
        uint64_t step = 1;
        for (uint64_t n = 0, more = 1; more; n += step, step += n > 20) { /* 0: without a cut */
            assert_true(io_remove_tree(io, "/old", &p.err));
            io_fault_put(p.rig.disk, path, old, len);
            io_fault_power_at(p.rig.disk, n);
            struct store *store = rig_open_dir(&p.rig, "/old", &p.err);
            more = n == 0 || io_fault_is_off(p.rig.disk);
            if (n > 0) {
                store_close(p.store);
                rig_cut(&p.rig, store, n);
                p.store = rig_open(&p.rig, &p.err);
                store = rig_open_dir(&p.rig, "/old", &p.err);
            }
            assert_non_null(store);
            assert_int_equal(store_health(store), STORE_FINE);
            assert_int_equal(rig_number(store, "PRAGMA user_version"), newest);
            assert_string_equal(rig_projections(store, &p.arena), truth);
            store_close(store);
        }
    }
    place_end(&p);
}

static void a_read_only_store_reads_and_takes_nothing(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    store_close(p.store);
    p.store = open_with(&p, (struct store_options){.dir = RIG_DIR, .read_only = true});
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    struct rig_set all = {.arena = &p.arena};
    assert_true(store_each(p.store, rig_collect, &all, &p.err));
    assert_true(all.count > 40);
    place_make(&p, &record, RECORD_ANSWER, "a", "b");
    assert_false(store_add(p.store, &record, &p.err));
    assert_int_equal(p.err.code, ERR_READONLY);
    assert_false(store_night(p.store, &p.err));
    assert_false(store_rebuild(p.store, &p.err));
    store_close(p.store);
    p.store = open_with(&p, (struct store_options){.dir = "/nowhere", .read_only = true});
    assert_null(p.store);
    assert_false(io_exists(io_fault_io(p.rig.disk), "/nowhere"));
    place_end(&p);
}

static void an_unwritable_disk_is_read(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    const char *truth = rig_projections(p.store, &p.arena);
    rig_cut(&p.rig, p.store, 1); /* with a -wal that was not copied back yet */
    io_fault_fail_at(p.rig.disk, 1, EROFS, FAULT_FOREVER);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    place_make(&p, &record, RECORD_ANSWER, "a", "b");
    assert_false(store_add(p.store, &record, &p.err));
    assert_int_equal(p.err.code, ERR_READONLY);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    assert_string_equal(store_health_note(p.store)->key, "store.note.trouble");
    assert_true(strlen(store_health_note(p.store)->detail) > 0);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    place_end(&p);
}

static void a_changed_byte_in_a_record_is_found(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    place_begin(&p);
    place_make(&p, &record, RECORD_ANSWER, "answer", "WAARHEID");
    assert_true(store_add(p.store, &record, &p.err));
    assert_true(store_verify(p.store, &p.err));
    store_close(p.store);
    size_t len = 0;
    const uint8_t *bytes = io_fault_peek(p.rig.disk, RIG_DIR "/dorpel.db", &len);
    size_t at = 0;
    while (at + 8 < len && memcmp(bytes + at, "WAARHEID", 8) != 0) {
        at++;
    }
    assert_true(at + 8 < len);
    assert_true(io_fault_flip(p.rig.disk, RIG_DIR "/dorpel.db", at * 8 + 7));
    p.store = rig_open(&p.rig, &p.err); /* SQLite alone sees nothing wrong */
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_FINE);
    assert_false(store_verify(p.store, &p.err));
    assert_int_equal(p.err.code, ERR_DAMAGED);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    place_end(&p);
}

static void no_memory_disk_or_folder_gives_a_clear_code(void **state)
{
    static const struct {
        int error;
        enum err_code code;
    } cases[] = {{ENOSPC, ERR_FULL}, {EIO, ERR_IO}, {EROFS, ERR_READONLY}};
    struct place p;
    (void)state;

    place_begin(&p);
    for (size_t i = 0; i < 3; i++) {
        io_fault_fail_at(p.rig.disk, 1, cases[i].error, FAULT_FOREVER);
        struct store *store = rig_open_dir(&p.rig, "/fresh", &p.err);
        assert_null(store);
        assert_int_equal(p.err.code, cases[i].code);
        io_fault_fail_at(p.rig.disk, 0, 0, FAULT_ONCE);
    }
    char dir[700];
    memset(dir, 'x', sizeof(dir));
    dir[0] = '/';
    dir[sizeof(dir) - 1] = '\0';
    assert_null(rig_open_dir(&p.rig, dir, &p.err));
    assert_int_equal(p.err.code, ERR_LIMIT);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(practice_and_real_data_never_meet),
        cmocka_unit_test(a_database_of_a_later_version_is_left_alone),
        cmocka_unit_test(the_database_says_what_it_is),
        cmocka_unit_test(the_database_of_each_earlier_version_is_brought_up),
        cmocka_unit_test(a_read_only_store_reads_and_takes_nothing),
        cmocka_unit_test(an_unwritable_disk_is_read),
        cmocka_unit_test(a_changed_byte_in_a_record_is_found),
        cmocka_unit_test(no_memory_disk_or_folder_gives_a_clear_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
