/* The PINs beside the database: whatever is damaged, nobody walks up and chooses them anew; and
 * where that cannot be helped it is said. */
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "tests/faults/store_place.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#define PINS RIG_DIR "/pins"
#define OLD "111111"
#define NEW "222222"
#define WRONG "000000"
enum { LATER_MS = 10 * 900000 }; /* after the longest wait */

static void lose_database(struct place *p)
{
    store_close(p->store);
    p->store = NULL;
    place_spoil(p, 0, place_file_len(p, RIG_DIR "/dorpel.db"));
}

/* What is damaged beyond reading is set aside; the backup of the night is gone with it. */
static void lose_all(struct place *p)
{
    struct io *io = io_fault_io(p->rig.disk);

    lose_database(p);
    io->ops->unlink(io, RIG_DIR "/dorpel-backup.db");
    place_reopen(p);
    assert_int_equal(store_health(p->store), STORE_SET_ASIDE);
}

static bool opens(struct place *p, const char *pin)
{
    int64_t wait_ms;
    static int64_t now_ms;

    now_ms += LATER_MS;
    return store_pin_check(p->store, ROLE_ADMIN, pin, now_ms, &wait_ms, &p->err);
}

static int64_t failures(struct place *p)
{
    struct store_pin pin = {.failures = -1};
    store_pin_row(p->store, ROLE_ADMIN, &pin, NULL);
    return pin.failures;
}

static void choose(struct place *p, const char *pin)
{
    assert_true(store_pin_set(p->store, ROLE_ADMIN, pin, &p->err));
}

/* All of it safe on the medium, and open again. */
static void settle(struct place *p)
{
    store_close(p->store);
    p->store = NULL;
    io_fault_settle(p->rig.disk);
    place_reopen(p);
}

/* A copy of the file as it is, to put back. */
static const uint8_t *keep_file(struct place *p, size_t *ret_len)
{
    const uint8_t *bytes = io_fault_peek(p->rig.disk, PINS, ret_len);

    assert_non_null(bytes);
    uint8_t *copy = arena_alloc(&p->arena, *ret_len);
    memcpy(copy, bytes, *ret_len);
    return copy;
}

static void assert_file(struct place *p, const uint8_t *want, size_t len)
{
    size_t have_len;
    const uint8_t *have = io_fault_peek(p->rig.disk, PINS, &have_len);

    assert_non_null(have);
    assert_int_equal(have_len, len);
    assert_memory_equal(have, want, len);
}

/* ---- the database is lost ------------------------------------------------------------------- */

static void a_lost_database_takes_no_pin_and_no_count_with_it(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    assert_true(store_pin_set(p.store, ROLE_CARETAKER, NEW, &p.err));
    for (int i = 0; i < 6; i++) {
        assert_false(opens(&p, WRONG));
        assert_int_equal(p.err.code, ERR_DENIED);
    }
    lose_all(&p);
    for (int role = 0; role < ROLES; role++) {
        assert_true(store_pin_is_set(p.store, (enum role)role));
        assert_false(store_pin_was_lost(p.store, (enum role)role));
    }
    assert_int_equal(failures(&p), 6);
    assert_true(store_pin_wait_ms(p.store, ROLE_ADMIN, 0) > 0);
    assert_false(opens(&p, NEW));
    assert_true(opens(&p, OLD));
    assert_int_equal(failures(&p), 0);
    lose_all(&p);
    assert_int_equal(failures(&p), 0);
    place_end(&p);
}

static void the_twin_that_keeps_them_in_the_database_only_is_caught(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    store_plant(p.store, BUG_PIN_IN_DATABASE_ONLY);
    choose(&p, OLD);
    lose_all(&p);
    assert_false(store_pin_is_set(p.store, ROLE_ADMIN));
    place_end(&p);
}

static void a_database_that_is_just_gone_gets_them_back_too(void **state)
{
    struct place p;
    struct io *io;
    (void)state;

    place_begin(&p);
    io = io_fault_io(p.rig.disk);
    choose(&p, OLD);
    store_close(p.store);
    assert_int_equal(io->ops->unlink(io, RIG_DIR "/dorpel.db"), 0);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_FINE);
    assert_true(store_pin_is_set(p.store, ROLE_ADMIN));
    assert_false(store_pin_is_set(p.store, ROLE_CARETAKER));
    assert_false(store_pin_was_lost(p.store, ROLE_CARETAKER));
    assert_true(opens(&p, OLD));
    place_end(&p);
}

static void a_check_that_comes_later_spoils_no_file(void **state)
{
    struct place p;
    const struct store_options later = {
        .dir = RIG_DIR, .vfs = "rig", .no_reserve = true, .check_later = true};
    size_t len;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    const uint8_t *bytes = keep_file(&p, &len);
    assert_true(db_exec(p.store->db, "UPDATE pin SET salt = zeroblob(16), stretched = zeroblob(32)",
                        &p.err)); /* as damage would leave it */
    assert_true(db_repack(p.store->db, &p.err));
    int64_t page = rig_number(p.store, "SELECT rootpage FROM sqlite_schema WHERE name = 'pledge'");
    store_close(p.store);
    place_spoil(&p, (size_t)(page - 1) * 4096, 4096);
    p.store = store_open(io_fault_io(p.rig.disk), &later, &p.err);
    assert_non_null(p.store);
    assert_false(store_settle(p.store, &p.err));
    assert_int_equal(p.err.code, ERR_DAMAGED);
    assert_file(&p, bytes, len);
    place_reopen(&p);
    assert_true(opens(&p, OLD));
    place_end(&p);
}

static void the_backup_of_last_night_brings_no_older_pin_back(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    assert_true(store_night(p.store, &p.err));
    choose(&p, NEW);
    lose_database(&p);
    place_reopen(&p);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_false(opens(&p, OLD));
    assert_true(opens(&p, NEW));
    place_end(&p);
}

/* ---- the file is lost ----------------------------------------------------------------------- */

static void a_damaged_file_beside_a_whole_database_is_made_again(void **state)
{
    struct place p;
    size_t len;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    assert_false(opens(&p, WRONG));
    const uint8_t *bytes = keep_file(&p, &len);
    for (size_t cut = 0; cut < len; cut += 7) {
        io_fault_put(p.rig.disk, PINS, bytes, cut);
        place_reopen(&p);
        assert_file(&p, bytes, len);
    }
    for (uint64_t bit = 0; bit < 8 * len; bit += 13) {
        assert_true(io_fault_flip(p.rig.disk, PINS, bit));
        place_reopen(&p);
        assert_file(&p, bytes, len);
    }
    struct io *io = io_fault_io(p.rig.disk);
    assert_int_equal(io->ops->unlink(io, PINS), 0); /* or from before there was one */
    place_reopen(&p);
    assert_file(&p, bytes, len);
    assert_int_equal(store_health(p.store), STORE_FINE);
    assert_int_equal(failures(&p), 1);
    assert_true(opens(&p, OLD));
    place_end(&p);
}

/* No bit of it can change and still be believed when the database is gone. */
static void a_forged_file_is_not_believed(void **state)
{
    struct place p;
    size_t len;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    const uint8_t *bytes = keep_file(&p, &len);
    lose_all(&p);
    for (uint64_t bit = 0; bit + 8 < 8 * len; bit += 5) {
        io_fault_put(p.rig.disk, PINS, bytes, len);
        assert_true(io_fault_flip(p.rig.disk, PINS, bit));
        assert_true(db_exec(p.store->db, "DELETE FROM pin", &p.err));
        place_reopen(&p);
        assert_false(store_pin_is_set(p.store, ROLE_ADMIN));
        assert_true(store_pin_was_lost(p.store, ROLE_ADMIN));
    }
    place_end(&p);
}

static void an_older_file_gives_way_to_a_whole_database(void **state)
{
    struct place p;
    size_t old_len, new_len;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    const uint8_t *old = keep_file(&p, &old_len);
    choose(&p, NEW);
    const uint8_t *new = keep_file(&p, &new_len);
    io_fault_put(p.rig.disk, PINS, old, old_len);
    place_reopen(&p);
    assert_file(&p, new, new_len);
    assert_false(opens(&p, OLD));
    assert_true(opens(&p, NEW));
    place_end(&p);
}

static void a_fallen_bit_in_the_database_locks_nobody_out(void **state)
{
    static const char *const damage[] = {"UPDATE pin SET stretched = zeroblob(32) WHERE role = 1",
                                         "UPDATE pin SET salt = zeroblob(16) WHERE role = 1"};
    struct place p;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    for (size_t i = 0; i < 2; i++) {
        assert_true(db_exec(p.store->db, damage[i], &p.err));
        assert_false(opens(&p, WRONG)); /* which writes the file */
        assert_true(opens(&p, OLD));
        size_t len;
        const uint8_t *bytes = keep_file(&p, &len);
        assert_true(db_exec(p.store->db, damage[i], &p.err));
        place_reopen(&p);
        assert_file(&p, bytes, len);
        assert_true(opens(&p, OLD));
    }
    place_end(&p);
}

/* ---- both ----------------------------------------------------------------------------------- */

static void when_both_are_lost_choosing_is_open_and_it_is_said_until_it_is_done(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    assert_true(store_pin_set(p.store, ROLE_CARETAKER, OLD, &p.err));
    io_fault_put(p.rig.disk, PINS, "{", 1);
    lose_all(&p);
    for (int start = 0; start < 2; start++) { /* and still at the next start */
        for (int role = 0; role < ROLES; role++) {
            assert_false(store_pin_is_set(p.store, (enum role)role));
            assert_true(store_pin_was_lost(p.store, (enum role)role));
        }
        place_reopen(&p);
    }
    choose(&p, NEW);
    assert_false(store_pin_was_lost(p.store, ROLE_ADMIN));
    assert_true(store_pin_was_lost(p.store, ROLE_CARETAKER));
    place_reopen(&p);
    assert_true(opens(&p, NEW));
    assert_true(store_pin_was_lost(p.store, ROLE_CARETAKER));
    assert_true(store_pin_set(p.store, ROLE_CARETAKER, NEW, &p.err));
    assert_false(store_pin_was_lost(p.store, ROLE_CARETAKER));
    place_end(&p);
}

static void at_a_first_start_nothing_was_lost(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    for (int role = 0; role < ROLES; role++) {
        assert_false(store_pin_is_set(p.store, (enum role)role));
        assert_false(store_pin_was_lost(p.store, (enum role)role));
    }
    assert_int_equal(place_file_len(&p, PINS), 0); /* practice never makes one */
    place_end(&p);
}

/* ---- the power, and a disk that fails ------------------------------------------------------- */

/* With the power gone at every change: a PIN holds afterwards, also when the database is lost then.
 * The old one when nothing was confirmed, or the new one; the new one when it was. */
static void choosing_is_whole_wherever_the_power_goes(void **state)
{
    bool was_off = true;
    size_t points = 0;
    (void)state;

    for (uint64_t n = 1; was_off; n++, points++) {
        for (uint64_t seed = 0; seed < 2; seed++) {
            struct place p;
            place_begin(&p);
            choose(&p, OLD);
            settle(&p);
            io_fault_power_at(p.rig.disk, n);
            bool confirmed = store_pin_set(p.store, ROLE_ADMIN, NEW, &p.err);
            was_off = io_fault_is_off(p.rig.disk);
            rig_cut(&p.rig, p.store, n * 2 + seed);
            p.store = NULL;
            bool is_lost = seed == 1;
            if (is_lost) {
                place_spoil(&p, 0, place_file_len(&p, RIG_DIR "/dorpel.db"));
                io_fault_io(p.rig.disk)
                    ->ops->unlink(io_fault_io(p.rig.disk), RIG_DIR "/dorpel.db-wal");
            }
            place_reopen(&p);
            bool has_new = opens(&p, NEW);
            assert_true(has_new || (!confirmed && opens(&p, OLD)));
            place_end(&p);
        }
    }
    assert_true(points > 8);
}

/* A try that was told to be wrong is counted, wherever the power goes and whatever is lost then. */
static void a_try_is_counted_before_it_is_compared_in_both(void **state)
{
    bool was_off = true;
    (void)state;

    for (uint64_t n = 1; was_off; n++) {
        struct place p;
        place_begin(&p);
        choose(&p, OLD);
        for (int i = 0; i < 4; i++) {
            assert_false(opens(&p, WRONG));
        }
        settle(&p);
        io_fault_power_at(p.rig.disk, n);
        bool was_told = !opens(&p, WRONG) && p.err.code == ERR_DENIED;
        was_off = io_fault_is_off(p.rig.disk);
        rig_cut(&p.rig, p.store, n);
        p.store = NULL;
        place_spoil(&p, 0, place_file_len(&p, RIG_DIR "/dorpel.db"));
        io_fault_io(p.rig.disk)->ops->unlink(io_fault_io(p.rig.disk), RIG_DIR "/dorpel.db-wal");
        place_reopen(&p);
        assert_true(failures(&p) >= (was_told ? 5 : 4));
        place_end(&p);
    }
}

static int refuse_pins(void *ctx, const char *what, const char *path)
{
    (void)what;
    return strstr(path, RIG_DIR "/pins") != NULL ? *(int *)ctx : 0;
}

static void a_file_that_cannot_be_written_stops_choosing_and_no_caretaker(void **state)
{
    struct place p;
    int error = -EIO;
    (void)state;

    place_begin(&p);
    choose(&p, OLD);
    io_fault_io(p.rig.disk)->tap = (struct io_tap){refuse_pins, &error};
    assert_false(store_pin_set(p.store, ROLE_ADMIN, NEW, &p.err));
    assert_false(opens(&p, NEW));
    assert_int_equal(p.err.code, ERR_DENIED);
    assert_int_equal(failures(&p), 1);
    assert_true(opens(&p, OLD));
    io_fault_io(p.rig.disk)->tap = (struct io_tap){0};
    lose_all(&p);
    assert_true(opens(&p, OLD));
    place_end(&p);
}

/* Every change of choosing on a disk that fails once there: all or nothing, in both. */
static void a_disk_that_fails_leaves_the_same_pin_in_both(void **state)
{
    static const int errors[] = {ENOSPC, EIO};
    (void)state;

    for (size_t i = 0; i < 2; i++) {
        bool failed = true;
        for (uint64_t n = 1; failed && n < 60; n++) {
            struct place p;
            place_begin(&p);
            choose(&p, OLD);
            io_fault_fail_at(p.rig.disk, n, errors[i], FAULT_ONCE);
            bool confirmed = store_pin_set(p.store, ROLE_ADMIN, NEW, &p.err);
            io_fault_fail_at(p.rig.disk, 0, 0, FAULT_ONCE);
            failed = !confirmed;
            place_reopen(&p);
            assert_true(opens(&p, confirmed ? NEW : OLD));
            lose_all(&p);
            assert_true(opens(&p, confirmed ? NEW : OLD));
            place_end(&p);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lost_database_takes_no_pin_and_no_count_with_it),
        cmocka_unit_test(the_twin_that_keeps_them_in_the_database_only_is_caught),
        cmocka_unit_test(a_database_that_is_just_gone_gets_them_back_too),
        cmocka_unit_test(a_check_that_comes_later_spoils_no_file),
        cmocka_unit_test(the_backup_of_last_night_brings_no_older_pin_back),
        cmocka_unit_test(a_damaged_file_beside_a_whole_database_is_made_again),
        cmocka_unit_test(a_forged_file_is_not_believed),
        cmocka_unit_test(an_older_file_gives_way_to_a_whole_database),
        cmocka_unit_test(a_fallen_bit_in_the_database_locks_nobody_out),
        cmocka_unit_test(when_both_are_lost_choosing_is_open_and_it_is_said_until_it_is_done),
        cmocka_unit_test(at_a_first_start_nothing_was_lost),
        cmocka_unit_test(choosing_is_whole_wherever_the_power_goes),
        cmocka_unit_test(a_try_is_counted_before_it_is_compared_in_both),
        cmocka_unit_test(a_file_that_cannot_be_written_stops_choosing_and_no_caretaker),
        cmocka_unit_test(a_disk_that_fails_leaves_the_same_pin_in_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
