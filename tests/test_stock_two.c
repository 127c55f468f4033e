/* Two at the kiosk's packs at the same time: the app that takes one, and a pack that comes in and
 * makes room. What somebody looks at is never taken away. */
#include "tests/faults/content_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

static bool is_whole(struct content_bench *bench, const char *slot)
{
    char dir[FOLDER_PATH];

    stock_dir(dir, sizeof(dir), BENCH_DATA, slot);
    struct pack *pack = pack_load(bench->io, dir, NULL);
    bool whole = pack != NULL && pack->fault_count == 0;
    pack_free(pack);
    return whole;
}

/* Version 2 came in and waits for a person. */
static void bring_second(struct content_bench *bench, char slot[STOCK_SLOT])
{
    bench_init(bench);
    bench_motto(bench, "Twee");
    assert_true(bench_sign(bench, 2, BENCH_PARCEL, &bench->village, 1));
    assert_int_equal(bench_bring(bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_true(stage_report_save(&bench->report, bench->io, BENCH_DATA, NULL));
    memcpy(slot, bench->report.slot, STOCK_SLOT);
}

/* ---- while the third comes in --------------------------------------------------------------- */

struct meanwhile {
    struct content_bench *bench;
    const char *slot; /* of the second */
    bool was_whole, taken;
};

/* The third is being tried out: a long time, in which the app takes the second. */
static bool take_second(void *ctx, const char *dir, const struct stage_hearing *hearing)
{
    struct meanwhile *meanwhile = ctx;
    struct stock stock;

    (void)dir;
    (void)hearing;
    meanwhile->was_whole = is_whole(meanwhile->bench, meanwhile->slot);
    assert_true(stock_load(&stock, meanwhile->bench->io, BENCH_DATA, NULL));
    meanwhile->taken =
        stock_switch(&stock, meanwhile->bench->io, BENCH_DATA, meanwhile->slot, 2, false, NULL);
    return true;
}

static void what_is_taken_while_another_comes_in_stays(void **state)
{
    struct content_bench bench;
    struct stock stock;
    char second[STOCK_SLOT], first[STOCK_SLOT];
    (void)state;

    bring_second(&bench, second);
    assert_true(stock_load(&stock, bench.io, BENCH_DATA, NULL));
    memcpy(first, stock.now, STOCK_SLOT);
    bench_motto(&bench, "Drie");
    assert_true(bench_sign(&bench, 3, BENCH_PARCEL, &bench.village, 1));
    struct meanwhile meanwhile = {.bench = &bench, .slot = second};
    struct stage_plan plan = bench_plan(&bench, BENCH_PARCEL, true);
    plan.try_out = take_second;
    plan.ctx = &meanwhile;
    assert_true(stage_run(&bench.report, &bench.arena, &plan, NULL));
    assert_int_equal(bench.report.refusal, STAGE_FINE);
    assert_true(meanwhile.was_whole); /* it waited until then */
    assert_true(meanwhile.taken);
    assert_true(is_whole(&bench, second)); /* a visitor looks at it now */
    assert_true(is_whole(&bench, first));  /* and one can go back */
    assert_true(stage_report_save(&bench.report, bench.io, BENCH_DATA, NULL));
    assert_true(is_whole(&bench, second));
    assert_true(is_whole(&bench, first));
    assert_true(is_whole(&bench, bench.report.slot));
    bench_finish(&bench);
}

static void what_waited_goes_when_another_waits_in_its_place(void **state)
{
    struct content_bench bench;
    char second[STOCK_SLOT];
    (void)state;

    bring_second(&bench, second);
    bench_motto(&bench, "Drie");
    assert_true(bench_sign(&bench, 3, BENCH_PARCEL, &bench.village, 1));
    assert_int_equal(bench_bring(&bench, BENCH_PARCEL, true), STAGE_FINE);
    assert_true(is_whole(&bench, second)); /* the report still names it */
    assert_true(stage_report_save(&bench.report, bench.io, BENCH_DATA, NULL));
    assert_false(is_whole(&bench, second));
    assert_true(is_whole(&bench, bench.report.slot));
    bench_finish(&bench);
}

/* ---- at every step of making room ------------------------------------------------------------ */

struct hooked { /* a disk that does something in between */
    struct io io;
    struct content_bench *bench;
    const char *slot;
    int at, count; /* before the at-th operation the app takes the slot */
    bool taken;
};

static void step(struct io *io)
{
    struct hooked *hooked = (struct hooked *)io;
    struct stock stock;

    if (++hooked->count == hooked->at) {
        assert_true(stock_load(&stock, hooked->bench->io, BENCH_DATA, NULL));
        hooked->taken =
            stock_switch(&stock, hooked->bench->io, BENCH_DATA, hooked->slot, 2, false, NULL);
    }
}

static struct io *real_of(struct io *io)
{
    return ((struct hooked *)io)->bench->io;
}

static int hook_open(struct io *io, const char *path, int flags)
{
    step(io);
    return real_of(io)->ops->open(real_of(io), path, flags);
}

static ssize_t hook_read(struct io *io, int file, void *buf, size_t len, int64_t offset)
{
    return real_of(io)->ops->read(real_of(io), file, buf, len, offset);
}

static int hook_close(struct io *io, int file)
{
    return real_of(io)->ops->close(real_of(io), file);
}

static int hook_rename(struct io *io, const char *from, const char *to)
{
    step(io);
    return real_of(io)->ops->rename(real_of(io), from, to);
}

static int hook_unlink(struct io *io, const char *path)
{
    step(io);
    return real_of(io)->ops->unlink(real_of(io), path);
}

static int hook_rmdir(struct io *io, const char *path)
{
    step(io);
    return real_of(io)->ops->rmdir(real_of(io), path);
}

static int hook_sync_dir(struct io *io, const char *path)
{
    step(io);
    return real_of(io)->ops->sync_dir(real_of(io), path);
}

static int hook_stat(struct io *io, const char *path, struct io_stat *ret)
{
    step(io);
    return real_of(io)->ops->stat(real_of(io), path, ret);
}

static int hook_list(struct io *io, const char *path, int (*each)(void *ctx, const char *name),
                     void *ctx)
{
    step(io);
    return real_of(io)->ops->list(real_of(io), path, each, ctx);
}

/* The second is named by nothing any more, so it goes; a person who looked at it presses the button
 * in that very moment. Then it is taken whole, or not at all. */
static void room_is_made_around_what_is_being_taken(void **state)
{
    static const struct io_ops ops = {.open = hook_open,
                                      .read = hook_read,
                                      .close = hook_close,
                                      .rename = hook_rename,
                                      .unlink = hook_unlink,
                                      .rmdir = hook_rmdir,
                                      .sync_dir = hook_sync_dir,
                                      .stat = hook_stat,
                                      .list = hook_list};
    int taken = 0, refused = 0;
    (void)state;

    for (int n = 1;; n++) {
        struct content_bench bench;
        struct stock stock;
        char second[STOCK_SLOT], report[FOLDER_PATH];
        bring_second(&bench, second);
        stock_dir(report, sizeof(report), BENCH_DATA, "verslag.json");
        assert_int_equal(bench.io->ops->unlink(bench.io, report), 0);
        struct hooked hooked = {.io = {.ops = &ops}, .bench = &bench, .slot = second, .at = n};
        stock_clean(&hooked.io, BENCH_DATA, "");
        bool was_done = hooked.count < n;
        assert_true(stock_load(&stock, bench.io, BENCH_DATA, NULL));
        if (!is_whole(&bench, stock.now)) {
            fail_msg("half a pack, taken before step %d", n);
        }
        assert_int_equal(hooked.taken, strcmp(stock.now, second) == 0);
        taken += hooked.taken ? 1 : 0;
        refused += hooked.taken ? 0 : 1;
        bench_finish(&bench);
        if (was_done) {
            break;
        }
    }
    assert_true(taken > 3);
    assert_true(refused > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_while_another_comes_in_stays),
        cmocka_unit_test(what_waited_goes_when_another_waits_in_its_place),
        cmocka_unit_test(room_is_made_around_what_is_being_taken),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
