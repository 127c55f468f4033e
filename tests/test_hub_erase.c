/* The bundles of a round's votes go after the time for objections, and everything else stays. */
#include "sync/hub/hub_backup.h"
#include "sync/hub/hub_closing.h"
#include "sync/hub/hub_erase.h"
#include "sync/hub/hub_export.h"
#include "tests/faults/both_engines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { DAY_S = 86400 };

struct scene {
    struct hub_rig rig;
    struct played kiosk;
    struct bundle_bytes votes[2], ideas;
};

static const struct hub_round *only_round(struct scene *scene)
{
    struct hub_round *rounds;
    size_t count;
    struct err err = {0};

    if (!hub_closing_rounds(&scene->rig.hub, &scene->rig.arena, &rounds, &count, &err)) {
        fail_msg("%s", err.msg);
    }
    assert_int_equal(count, 1);
    return rounds;
}

static void backup(struct scene *scene)
{
    struct hub_saved saved;
    struct err err = {0};

    if (!hub_backup(&scene->rig.hub, &scene->rig.place, "/backup", &saved, &err)) {
        fail_msg("%s", err.msg);
    }
}

/* Ten votes in two bundles, an idea; closed. */
static void begin(struct scene *scene, void **state)
{
    memset(scene, 0, sizeof(*scene));
    hub_rig_init(&scene->rig, *(enum hub_engine *)*state);
    played_init(&scene->kiosk, &scene->rig, 1);
    scene->votes[0] = played_votes(&scene->kiosk, 1, 5);
    scene->votes[1] = played_votes(&scene->kiosk, 6, 10);
    scene->ideas = played_ideas(&scene->kiosk, 1, 1);
    hub_rig_send(&scene->rig, scene->votes[0]);
    hub_rig_send(&scene->rig, scene->ideas);
}

static void close_all(struct scene *scene)
{
    hub_rig_send(&scene->rig, scene->votes[1]);
    played_close(&scene->kiosk, 1, 1, 10, 10);
    scene->kiosk.is_closing = true;
    hub_rig_send(&scene->rig, played_seal(&scene->kiosk, BUNDLE_REST));
}

static void set_day(struct scene *scene)
{
    struct err err = {0};

    assert_true(hub_erase_after(&scene->rig.hub, scene->kiosk.round,
                                clock_wall_s(&scene->rig.clock) + DAY_S, &err));
}

static struct hub_erasing erase(struct scene *scene)
{
    struct hub_erasing *list;
    size_t count;
    struct err err = {0};

    if (!hub_erase_due(&scene->rig.hub, &scene->rig.arena, &list, &count, &err)) {
        fail_msg("%s", err.msg);
    }
    assert_int_equal(count, 1);
    return list[0];
}

static int64_t kept(struct scene *scene)
{
    return hub_rig_number(&scene->rig,
                          "SELECT count(*) FROM bundle WHERE stream = 0 AND length(bytes) > 0");
}

static void nothing_goes_before_its_day_nor_what_is_not_complete_or_not_safe(void **state)
{
    struct scene scene;
    struct err err = {0};

    begin(&scene, state);
    const uint8_t other[ROUND_ID] = {9};
    assert_false(hub_erase_after(&scene.rig.hub, other, 1, &err));
    assert_int_equal(err.code, ERR_MISSING);
    set_day(&scene);
    assert_int_equal(erase(&scene).state, HUB_ERASE_LATER);
    clock_advance(&scene.rig.clock, (int64_t)1000 * 2 * DAY_S);
    assert_int_equal(erase(&scene).state, HUB_ERASE_INCOMPLETE);
    close_all(&scene);
    assert_int_equal(erase(&scene).state, HUB_ERASE_WAITS);
    assert_int_equal(kept(&scene), 2);
    backup(&scene);
    struct hub_erasing done = erase(&scene);
    assert_int_equal(done.state, HUB_ERASE_DONE);
    assert_int_equal(done.bundles, 2);
    assert_int_equal(kept(&scene), 0);
    assert_int_equal(erase(&scene).bundles, 0); /* once */
    hub_rig_finish(&scene.rig);
}

static void what_stays_is_known_safe_and_complete(void **state)
{
    struct scene scene;
    struct hub_box box;
    struct ack ack;
    struct err err = {0};

    begin(&scene, state);
    close_all(&scene);
    backup(&scene);
    set_day(&scene);
    clock_advance(&scene.rig.clock, (int64_t)1000 * 2 * DAY_S);
    hub_rig_ack(&scene.rig, &scene.kiosk, &ack);
    struct hub_digest before = hub_rig_digest(&scene.rig);
    assert_int_equal(erase(&scene).state, HUB_ERASE_DONE);
    struct hub_digest after = hub_rig_digest(&scene.rig);
    assert_true(hub_digest_equal(&before, &after));
    hub_rig_assert_sound(&scene.rig);
    assert_int_equal(hub_rig_number(&scene.rig, "SELECT count(*) FROM audit WHERE what = 'erased'"),
                     1);
    assert_int_equal(hub_rig_number(&scene.rig, "SELECT count(*) FROM bundle WHERE stream = 1 AND"
                                                " length(bytes) > 0"),
                     2);

    /* It comes once more, from an old stick: known, safe, and not kept again. */
    assert_int_equal(hub_rig_send(&scene.rig, scene.votes[0]), HUB_GOT_BEFORE);
    assert_int_equal(kept(&scene), 0);
    hub_rig_ack(&scene.rig, &scene.kiosk, &ack);
    assert_int_equal(ack.safe_count, 1);
    assert_int_equal(ack.bundle_count, 1);
    assert_int_equal(ack.bundles[0].verdict, ACK_DUPLICATE);

    const struct hub_round *round = only_round(&scene);
    assert_true(round->is_complete);
    assert_int_equal(round->kiosks[0].ballots, 10);
    assert_true(hub_export_box(&scene.rig.hub, &scene.rig.arena, round, NULL, NULL, &box, &err));
    assert_int_equal(box.ballots, 10);
    /* Which of them a kiosk brought, nobody knows any more. */
    assert_false(hub_export_box(&scene.rig.hub, &scene.rig.arena, round, &round->kiosks[0], NULL,
                                &box, &err));
    assert_int_equal(err.code, ERR_MISSING);
    backup(&scene);
    hub_rig_reopen(&scene.rig);
    hub_rig_assert_sound(&scene.rig);
    hub_rig_finish(&scene.rig);
}

/* A vote that comes after that is no part of what was whole. */
static void what_comes_later_is_seen(void **state)
{
    struct scene scene;

    begin(&scene, state);
    close_all(&scene);
    backup(&scene);
    set_day(&scene);
    clock_advance(&scene.rig.clock, (int64_t)1000 * 2 * DAY_S);
    assert_int_equal(erase(&scene).state, HUB_ERASE_DONE);
    assert_true(only_round(&scene)->is_complete);
    hub_rig_send(&scene.rig, played_votes(&scene.kiosk, 11, 15));
    assert_false(only_round(&scene)->is_complete);
    assert_int_equal(only_round(&scene)->kiosks[0].state, HUB_CLOSING_COUNTS);
    hub_rig_finish(&scene.rig);
}

/* Bytes that are away without a line that says so are a flaw. */
static bool empty_one(void *ctx, struct err *err)
{
    return hub_db_run(ctx, "UPDATE bundle SET bytes = $1 WHERE seq = 1 AND stream = 0",
                      HUB_VALUES(hub_blob("", 0)), NULL, err);
}

static void bytes_that_are_just_gone_are_a_flaw(void **state)
{
    struct scene scene;
    struct hub_flaws flaws;
    struct err err = {0};

    begin(&scene, state);
    assert_true(hub_db_act(scene.rig.hub.db, HUB_CHANGE, empty_one, scene.rig.hub.db, &err));
    assert_true(hub_verify(&scene.rig.hub, &flaws, &err));
    assert_int_equal(flaws.count[HUB_FLAW_BUNDLE], 1);
    hub_rig_finish(&scene.rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(nothing_goes_before_its_day_nor_what_is_not_complete_or_not_safe),
        BOTH(what_stays_is_known_safe_and_complete),
        BOTH(what_comes_later_is_seen),
        BOTH(bytes_that_are_just_gone_are_a_flaw),
    };
    return cmocka_run_group_tests(tests, both_engines_start, both_engines_stop);
}
