/* When a kiosk goes to its hub: months of virtual time, no network. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/crypto.h"
#include "sync/daemon.h"

#include <string.h>

enum { VISITS = 4000 };

struct played {
    uint64_t chance; /* the state of it */
    size_t visits, most;
    int64_t waits_ms[VISITS];
    int64_t wait_ms; /* asked by the last sleep */
    struct daemon_report reports[VISITS];
    int64_t kept_s;
    size_t keeps, sleeps;
    size_t call_at; /* someone presses "now" in this sleep */
};

static uint32_t chance(void *ctx, uint32_t below)
{
    struct played *played = ctx;

    played->chance = played->chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(played->chance >> 33) % below;
}

static enum daemon_woken sleep_ms(void *ctx, int64_t ms)
{
    struct played *played = ctx;

    played->wait_ms = ms;
    played->sleeps++;
    if (played->visits == played->most) {
        return DAEMON_END;
    }
    return played->sleeps == played->call_at ? DAEMON_CALLED : DAEMON_TIME;
}

static int64_t kept(void *ctx)
{
    return ((struct played *)ctx)->kept_s;
}

static void visit(void *ctx, struct daemon_report *ret)
{
    struct played *played = ctx;

    assert_true(played->visits < VISITS);
    played->waits_ms[played->visits] = played->wait_ms;
    *ret = played->reports[played->visits++];
}

static void keep(void *ctx, int64_t wait_s)
{
    struct played *played = ctx;

    played->kept_s = wait_s;
    played->keeps++;
}

static void told(void *ctx, int64_t wait_s)
{
    (void)ctx;
    assert_true(wait_s >= 0);
}

static void play(struct played *played, size_t most, bool now)
{
    const struct daemon_world world = {sleep_ms, chance, played};
    const struct daemon_job job = {kept, visit, keep, told, played};

    played->visits = played->sleeps = 0;
    played->most = most;
    played->wait_ms = 0;
    daemon_run(&world, &job, DAEMON_EVERY_S, now);
    assert_int_equal(played->visits, most);
}

static struct played *begin(bool all_good)
{
    static struct played played;

    memset(&played, 0, sizeof(played));
    played.chance = 4;
    for (size_t i = 0; i < VISITS; i++) {
        played.reports[i].is_done = all_good;
    }
    return &played;
}

static void visits_are_spread_around_a_quarter_of_an_hour(void **state)
{
    struct played *played = begin(true);
    int64_t least = INT64_MAX, most = 0, sum = 0;

    (void)state;
    play(played, 3000, false);
    assert_in_range(played->waits_ms[0], 0, DAEMON_EVERY_S * 1000);
    for (size_t i = 1; i < 3000; i++) {
        int64_t wait = played->waits_ms[i];
        least = wait < least ? wait : least;
        most = wait > most ? wait : most;
        sum += wait;
    }
    assert_in_range(least, 675000, 680000);
    assert_in_range(most, 1120000, 1125000);
    assert_in_range(sum / 2999, 890000, 910000);
    assert_int_equal(played->sleeps, 3001); /* one between two visits, and the last */
    assert_int_equal(played->keeps, 0);     /* nothing is written when all is well */
}

static void the_hub_may_ask_to_come_less_often_but_not_more(void **state)
{
    struct played *played = begin(true);

    (void)state;
    played->reports[0].next_poll_s = 3600;
    played->reports[1].next_poll_s = 5;
    played->reports[2].next_poll_s = INT64_MAX;
    play(played, 4, true);
    assert_int_equal(played->waits_ms[0], 0);
    assert_in_range(played->waits_ms[1], 2700000, 4500000);
    assert_in_range(played->waits_ms[2], 675000, 1125000);
    assert_in_range(played->waits_ms[3], 18 * 3600 * 1000, 30 * 3600 * 1000);
}

static void failures_wait_longer_up_to_six_hours_and_never_give_up(void **state)
{
    struct played *played = begin(false);
    int64_t before = DAEMON_LEAST_S * 1000, longest = 0;

    (void)state;
    play(played, 3000, true);
    for (size_t i = 1; i < 3000; i++) {
        int64_t wait = played->waits_ms[i];
        before = before > DAEMON_LEAST_S * 1000 ? before : DAEMON_LEAST_S * 1000;
        assert_in_range(wait, DAEMON_LEAST_S * 1000, DAEMON_MOST_S * 1000);
        assert_true(wait <= 3 * before + 3000);
        longest = wait > longest ? wait : longest;
        before = wait;
    }
    assert_int_equal(longest, DAEMON_MOST_S * 1000);
}

static void the_wait_goes_on_after_a_restart(void **state)
{
    struct played *played = begin(false);
    int64_t longest = 0;

    (void)state;
    play(played, 12, true);
    int64_t kept_s = played->kept_s;
    assert_true(kept_s > 0);
    for (int i = 0; i < 200; i++) { /* somewhere in the kept wait, not in the first minutes */
        play(played, 1, false);
        longest = played->waits_ms[0] > longest ? played->waits_ms[0] : longest;
        played->kept_s = DAEMON_MOST_S;
    }
    assert_in_range(longest, 5 * 3600 * 1000, DAEMON_MOST_S * 1000);
}

static void a_good_visit_ends_the_waiting(void **state)
{
    struct played *played = begin(false);

    (void)state;
    played->reports[5].is_done = true;
    play(played, 8, true);
    assert_in_range(played->waits_ms[6], 675000, 1125000);
    assert_in_range(played->waits_ms[7], 60000, 180000); /* begins anew only then */
    played = begin(true);
    played->kept_s = 5000;
    play(played, 2, true);
    assert_int_equal(played->kept_s, 0);
    assert_int_equal(played->keeps, 1);
}

static void retry_after_is_heard_and_spread(void **state)
{
    struct played *played = begin(false);
    int64_t least = INT64_MAX, most = 0;

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        played->reports[i].retry_after_s = 1000;
    }
    play(played, 1000, true);
    for (size_t i = 1; i < 1000; i++) {
        least = played->waits_ms[i] < least ? played->waits_ms[i] : least;
        most = played->waits_ms[i] > most ? played->waits_ms[i] : most;
    }
    assert_in_range(least, 1000000, 1010000);
    assert_in_range(most, 1490000, 1500000);
    played->reports[0].retry_after_s = INT64_MAX;
    play(played, 2, true);
    assert_in_range(played->waits_ms[1], 24 * 3600 * 1000, 36 * 3600 * 1000);
}

static void someone_who_presses_now_is_not_kept_waiting(void **state)
{
    struct played *played = begin(true);

    (void)state;
    played->call_at = 3;
    play(played, 5, false);
    assert_int_equal(played->visits, 5);
}

static void each_kiosk_has_its_own_moment_of_the_night(void **state)
{
    size_t hours[24] = {0};

    (void)state;
    for (uint8_t kiosk = 0; kiosk < 100; kiosk++) {
        for (int64_t day = 20000; day < 20010; day++) {
            int64_t slot = daemon_slot_s(&kiosk, 1, day);
            assert_in_range(slot, 3600, 5 * 3600 - 1);
            assert_int_equal(slot, daemon_slot_s(&kiosk, 1, day));
            hours[slot / 3600]++;
        }
    }
    for (int hour = 1; hour < 5; hour++) {
        assert_in_range(hours[hour], 200, 300);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visits_are_spread_around_a_quarter_of_an_hour),
        cmocka_unit_test(the_hub_may_ask_to_come_less_often_but_not_more),
        cmocka_unit_test(failures_wait_longer_up_to_six_hours_and_never_give_up),
        cmocka_unit_test(the_wait_goes_on_after_a_restart),
        cmocka_unit_test(a_good_visit_ends_the_waiting),
        cmocka_unit_test(retry_after_is_heard_and_spread),
        cmocka_unit_test(someone_who_presses_now_is_not_kept_waiting),
        cmocka_unit_test(each_kiosk_has_its_own_moment_of_the_night),
    };
    return crypto_start(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
