/* What a kiosk told of itself, out of its records: on both engines, in whatever order they came. */
#include "app/base/str.h"
#include "app/domain/content.h"
#include "sync/hub/hub_told.h"
#include "tests/faults/both_engines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 86400, FIRST = 1790000000 };

struct scene {
    struct hub_rig rig;
    struct played kiosk, other;
    unsigned n;
};

static void begin(struct scene *scene, void **state)
{
    memset(scene, 0, sizeof(*scene));
    hub_rig_init(&scene->rig, *(const enum hub_engine *)*state);
    played_init(&scene->kiosk, &scene->rig, 1);
    played_init(&scene->other, &scene->rig, 2);
}

static void end(struct scene *scene)
{
    hub_rig_assert_sound(&scene->rig);
    hub_rig_finish(&scene->rig);
}

static void tell(struct scene *scene, struct played *kiosk, const char *kind, const char *body)
{
    json_t *object = json_read(body, strlen(body), NULL);
    size_t len;

    assert_non_null(object);
    played_kind(kiosk, ++scene->n, kind, json_canonical(&scene->rig.arena, object, &len));
    json_decref(object);
}

static void send(struct scene *scene, struct played *kiosk)
{
    assert_int_equal(hub_rig_send(&scene->rig, played_seal(kiosk, BUNDLE_REST)), HUB_GOT_NEW);
}

/* fault: of the button, or "" for good. */
static void tell_health(struct scene *scene, int64_t at_s, const char *fault)
{
    char body[400];

    snprintf(body, sizeof(body),
             fault[0] == '\0'
                 ? "{\"at\":%lld,\"clock\":2,\"faults\":[%s],\"good\":[\"button\",\"lamp\"],"
                   "\"place\":\"place.church\",\"version\":\"1.0\"}"
                 : "{\"at\":%lld,\"clock\":2,\"faults\":[{\"key\":\"%s\",\"part\":\"button\"}],"
                   "\"good\":[\"lamp\"],\"place\":\"place.hall\",\"version\":\"1.1\"}",
             (long long)at_s, fault);
    tell(scene, &scene->kiosk, "health", body);
}

static struct hub_told look(struct scene *scene, const struct played *kiosk)
{
    struct hub_told told;
    struct err err = {0};

    if (!hub_told(&scene->rig.hub, &scene->rig.arena, kiosk->keys.party.id, &told, &err)) {
        fail_msg("%s", err.msg);
    }
    return told;
}

static void who_told_nothing_is_no_error(void **state)
{
    static struct scene scene;

    begin(&scene, state);
    struct hub_told told = look(&scene, &scene.kiosk);
    assert_false(told.has_health);
    assert_int_equal(told.pack_count, 0);
    assert_null(hub_told_in_use(&told));
    end(&scene);
}

static void check_health(struct scene *scene)
{
    struct hub_told told = look(scene, &scene->kiosk);

    assert_true(told.has_health);
    assert_int_equal(told.health_at.at_s, FIRST + 4 * DAY);
    assert_string_equal(told.place, "place.hall");
    assert_string_equal(told.version, "1.1");
    assert_true(told.parts[HEALTH_BUTTON].is_told);
    assert_false(told.parts[HEALTH_BUTTON].is_good);
    assert_string_equal(told.parts[HEALTH_BUTTON].key, "fault.button-stuck");
    assert_int_equal(told.parts[HEALTH_BUTTON].since.at_s, FIRST + 3 * DAY);
    assert_true(told.parts[HEALTH_BUTTON].since.is_certain);
    assert_true(told.parts[HEALTH_LAMP].is_good);
    assert_int_equal(told.parts[HEALTH_LAMP].since.at_s, FIRST);
    assert_false(told.parts[HEALTH_CLOCK].is_told);
    assert_false(look(scene, &scene->other).has_health);
}

/* Stuck, good, stuck again: since the second time. The order of arrival says nothing. */
static void the_newest_health_counts_and_since_when_in_any_order(void **state)
{
    static const int orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};

    for (size_t o = 0; o < 3; o++) {
        static struct scene scene;
        begin(&scene, state);
        for (size_t i = 0; i < 4; i++) {
            int n = orders[o][i];
            tell_health(&scene, FIRST + (n == 0 ? 0 : n + 1) * DAY,
                        n == 1 ? "" : "fault.button-stuck");
            if (o != 1) {
                send(&scene, &scene.kiosk);
            }
        }
        if (o == 1) { /* all in one bundle, in which they are sorted by their random names */
            send(&scene, &scene.kiosk);
        }
        /* The logbook's anchor has this kind, and is no health. */
        tell(&scene, &scene.kiosk, "health", "{\"at\":1900000000,\"line\":7,\"logbook\":\"ab\"}");
        send(&scene, &scene.kiosk);
        check_health(&scene);
        end(&scene);
    }
}

static void tell_pack(struct scene *scene, int64_t at_s, const char *how, int version,
                      const char *more)
{
    char body[600];

    snprintf(body, sizeof(body),
             "{\"at\":%lld,\"clock\":0,%s\"how\":\"%s\",\"name\":\"Dorp\",\"signers\":1,"
             "\"version\":%d}",
             (long long)at_s, more, how, version);
    tell(scene, &scene->kiosk, "content-applied", body);
}

#define VILLAGE "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static void a_refused_pack_says_why_and_what_is_in_use_stays(void **state)
{
    static struct scene scene;
    uint8_t village[CRYPTO_KEY], another[CRYPTO_KEY];

    assert_true(str_unhex(village, sizeof(village), VILLAGE));
    memset(another, 7, sizeof(another));
    begin(&scene, state);
    tell_pack(&scene, FIRST + 2, "refused", 4,
              "\"detail\":\"acht\",\"fault\":\"pack.fault.money\",\"field\":\"\",\"file\":"
              "\"plannen.csv\",\"line\":3,\"thing\":\"\",\"village\":\"" VILLAGE
              "\",\"why\":\"faults\",");
    tell_pack(&scene, FIRST + 1, "taken", 3, "\"village\":\"" VILLAGE "\",");
    tell_pack(&scene, FIRST, "taken", 0, "");
    tell(&scene, &scene.kiosk, "content-applied", "{\"act\":1,\"result\":\"x\",\"round\":\"00\"}");
    send(&scene, &scene.kiosk);

    struct hub_told told = look(&scene, &scene.kiosk);
    assert_int_equal(told.pack_count, 3);
    assert_int_equal(told.packs[0].how, HUB_PACK_REFUSED);
    assert_string_equal(told.packs[0].why, "faults");
    assert_string_equal(told.packs[0].file, "plannen.csv");
    assert_int_equal(told.packs[0].line, 3);
    assert_false(told.packs[0].when.is_certain);
    assert_ptr_equal(hub_told_in_use(&told), &told.packs[1]);
    assert_int_equal(told.packs[1].signers, SIGNER_VILLAGE);
    assert_ptr_equal(hub_told_of(&told, village, 4), &told.packs[0]);
    assert_null(hub_told_of(&told, another, 4));
    assert_null(hub_told_of(&told, village, 5));
    end(&scene);
}

/* Of the wrong type, too deep, too long: nothing of it is believed, nothing breaks. */
static void nonsense_in_a_record_is_passed_by(void **state)
{
    static struct scene scene;
    static char large[9000];

    begin(&scene, state);
    tell(&scene, &scene.kiosk, "health", "{\"at\":\"x\",\"faults\":7,\"good\":{\"a\":[1]}}");
    tell(&scene, &scene.kiosk, "health", "{\"faults\":[7,{\"part\":[]}],\"good\":[null,1]}");
    tell(&scene, &scene.kiosk, "content-applied", "{\"how\":7,\"version\":\"x\"}");
    memset(large, 'x', sizeof(large));
    memcpy(large, "{\"how\":\"", 8);
    memcpy(large + sizeof(large) - 3, "\"}", 3);
    tell(&scene, &scene.kiosk, "content-applied", large);
    send(&scene, &scene.kiosk);
    struct hub_told told = look(&scene, &scene.kiosk);
    assert_int_equal(hub_rig_number(&scene.rig, "SELECT count(*) FROM record"), 4);
    assert_true(told.has_health);
    assert_int_equal(told.health_at.at_s, 0);
    for (int part = 0; part < HEALTH_PARTS; part++) {
        assert_false(told.parts[part].is_told);
    }
    assert_int_equal(told.pack_count, 0);
    end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(who_told_nothing_is_no_error),
        BOTH(the_newest_health_counts_and_since_when_in_any_order),
        BOTH(a_refused_pack_says_why_and_what_is_in_use_stays),
        BOTH(nonsense_in_a_record_is_passed_by),
    };
    return cmocka_run_group_tests(tests, both_engines_start, both_engines_stop);
}
