/* The letters of a visit over the network, and the hub's answer to them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "sync/hub/hub_ack.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_poll.h"
#include "tests/faults/hub_rig.h"

#include <string.h>

static const uint8_t nonce[POLL_NONCE] = {1, 2, 3}, other_nonce[POLL_NONCE] = {1, 2, 4};

struct scene {
    struct hub_rig rig;
    struct played kiosk, stranger;
};

static int set_up(void **state)
{
    struct scene *scene = test_calloc(1, sizeof(*scene));

    hub_rig_init(&scene->rig, ENGINE_SQLITE);
    played_init(&scene->kiosk, &scene->rig, 1);
    played_make(&scene->stranger, &scene->rig, 2);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;

    hub_rig_finish(&scene->rig);
    test_free(scene);
    return 0;
}

static struct bundle_bytes letter_of(struct scene *scene, const struct played *from,
                                     const struct poll *poll)
{
    struct bundle_bytes bytes;
    struct err err = {0};

    assert_true(
        poll_make(&bytes, &scene->rig.arena, poll, &from->keys, scene->rig.hub.party.id, &err));
    return bytes;
}

/* What the hub answers to a poll, proved. */
static void ask(struct scene *scene, const struct poll *poll, struct hello *ret)
{
    struct bundle_bytes answer, letter = letter_of(scene, &scene->kiosk, poll);
    struct err err = {0};

    assert_true(hub_poll_answer(&scene->rig.hub, &scene->rig.arena, letter.data, letter.len, 0,
                                &answer, &err));
    assert_true(hello_read(ret, answer.data, answer.len, &scene->rig.hub.party,
                           scene->kiosk.keys.party.id, poll->nonce, &err));
}

static enum err_code refused(struct scene *scene, struct bundle_bytes letter)
{
    struct bundle_bytes answer;
    struct err err = {0};

    assert_false(hub_poll_answer(&scene->rig.hub, &scene->rig.arena, letter.data, letter.len, 0,
                                 &answer, &err));
    return err.code;
}

static struct poll poll_with(const uint8_t *held)
{
    struct poll poll = {.heard_incarnation = 1};

    memcpy(poll.nonce, nonce, sizeof(nonce));
    if (held != NULL) {
        memcpy(poll.held[poll.held_count++], held, BUNDLE_ID);
    }
    return poll;
}

static void a_hello_answers_one_question_only(void **state)
{
    struct scene *scene = *state;
    struct bundle_bytes bytes;
    struct hello hello;
    struct err err = {0};
    const struct party *hub = &scene->rig.hub.party;

    assert_true(hub_poll_hello(&scene->rig.hub, &scene->rig.arena, nonce, &bytes, &err));
    assert_true(hello_read(&hello, bytes.data, bytes.len, hub, NULL, nonce, &err));
    assert_int_equal(hello.time_s, clock_wall_s(&scene->rig.clock));
    assert_false(hello_read(&hello, bytes.data, bytes.len, hub, NULL, other_nonce, &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(
        hello_read(&hello, bytes.data, bytes.len, hub, scene->kiosk.keys.party.id, nonce, &err));
    assert_false(
        hello_read(&hello, bytes.data, bytes.len, &scene->kiosk.keys.party, NULL, nonce, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
}

static void no_changed_or_cut_hello_is_read(void **state)
{
    struct scene *scene = *state;
    struct bundle_bytes bytes;
    struct hello hello;
    const struct party *hub = &scene->rig.hub.party;

    assert_true(hub_poll_hello(&scene->rig.hub, &scene->rig.arena, nonce, &bytes, NULL));
    for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
        bytes.data[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        assert_false(hello_read(&hello, bytes.data, bytes.len, hub, NULL, nonce, NULL));
        bytes.data[bit / 8] ^= (uint8_t)(1u << (bit % 8));
    }
    for (size_t len = 0; len < bytes.len; len++) {
        assert_false(hello_read(&hello, bytes.data, len, hub, NULL, nonce, NULL));
    }
    assert_true(hello_read(&hello, bytes.data, bytes.len, hub, NULL, nonce, NULL));
}

static void what_is_missing_is_wanted_and_what_came_is_acked(void **state)
{
    struct scene *scene = *state;
    struct bundle_bytes ideas = played_ideas(&scene->kiosk, 1, 3), letter;
    uint8_t id[BUNDLE_ID];
    struct hello hello;
    struct ack ack;
    struct err err = {0};

    bundle_id(id, ideas.data, ideas.len);
    struct poll poll = poll_with(id);
    ask(scene, &poll, &hello);
    assert_int_equal(hello.wanted_count, 1);
    assert_memory_equal(hello.wanted[0], id, BUNDLE_ID);
    hub_rig_send(&scene->rig, ideas);
    ask(scene, &poll, &hello);
    assert_int_equal(hello.wanted_count, 0);
    assert_int_equal(hello.letter_count, 1);
    assert_true(hub_poll_letter(&scene->rig.hub, &scene->rig.arena, scene->kiosk.keys.party.id,
                                hello.letters[0], &letter, &err));
    assert_true(ack_read(&ack, &scene->rig.arena, letter.data, letter.len, &scene->rig.hub.party,
                         scene->kiosk.keys.party.id, &err));
    assert_int_equal(ack.bundle_count, 1);
    /* What the kiosk says that it read lies ready no more. */
    poll = poll_with(NULL);
    poll.heard_seq = ack.hub_seq;
    ask(scene, &poll, &hello);
    assert_int_equal(hello.letter_count, 0);
    assert_false(hub_poll_letter(&scene->rig.hub, &scene->rig.arena, scene->kiosk.keys.party.id, id,
                                 &letter, &err));
    assert_int_equal(err.code, ERR_MISSING);
}

/* An ack that never arrived, while a later one did: the kiosk still holds the bundle. */
static void a_lost_ack_is_told_again(void **state)
{
    struct scene *scene = *state;
    struct bundle_bytes ideas = played_ideas(&scene->kiosk, 1, 3);
    uint8_t id[BUNDLE_ID];
    struct hello hello;

    bundle_id(id, ideas.data, ideas.len);
    hub_rig_send(&scene->rig, ideas);
    struct poll poll = poll_with(id);
    ask(scene, &poll, &hello);
    assert_int_equal(hello.letter_count, 1);
    poll.heard_seq = 1; /* it says so, and holds the bundle */
    ask(scene, &poll, &hello);
    assert_int_equal(hello.letter_count, 1);
    assert_int_equal(hub_rig_number(&scene->rig, "SELECT ack_seq FROM bundle"), 2);
}

/* Put back to a copy, and then so many acks went out again that the numbers say nothing. */
static void another_ack_of_the_same_number_tells_of_an_older_copy(void **state)
{
    struct scene *scene = *state;
    struct hello hello;
    uint8_t id[BUNDLE_ID];

    hub_rig_send(&scene->rig, played_ideas(&scene->kiosk, 1, 3));
    struct poll poll = poll_with(NULL);
    ask(scene, &poll, &hello);
    assert_int_equal(hello.letter_count, 1);
    memcpy(id, hello.letters[0], BUNDLE_ID);
    poll.heard_seq = 1;
    poll.has_heard = true;
    memset(poll.heard, 7, BUNDLE_ID); /* the number 1 that was told before */
    ask(scene, &poll, &hello);
    assert_int_equal(hub_rig_number(&scene->rig, "SELECT incarnation FROM hub_meta"), 2);
    assert_int_equal(hello.hub_incarnation, 2);
    assert_int_equal(hub_rig_number(&scene->rig, "SELECT count(*) FROM outbox"), 1); /* all again */

    /* The same number and the same ack: read, and no more. */
    memcpy(poll.heard, hello.letters[0], BUNDLE_ID);
    poll.heard_incarnation = 2;
    poll.heard_seq = (uint64_t)hub_rig_number(&scene->rig, "SELECT hub_seq FROM kiosk");
    ask(scene, &poll, &hello);
    assert_int_equal(hello.hub_incarnation, 2);
    assert_int_equal(hello.letter_count, 0);
    assert_memory_not_equal(id, poll.heard, BUNDLE_ID);
}

static void strangers_and_the_revoked_get_no_answer(void **state)
{
    struct scene *scene = *state;
    struct poll poll = poll_with(NULL);
    struct bundle_bytes letter = letter_of(scene, &scene->kiosk, &poll);
    char print[PARTY_FINGERPRINT];

    assert_int_equal(refused(scene, letter_of(scene, &scene->stranger, &poll)), ERR_MISSING);
    letter.data[letter.len - 70] ^= 1;
    assert_int_equal(refused(scene, letter), ERR_CRYPTO);
    letter.data[letter.len - 70] ^= 1;
    assert_int_equal(refused(scene, played_ideas(&scene->kiosk, 1, 2)), ERR_FORMAT);
    party_fingerprint(print, &scene->kiosk.keys.party);
    assert_true(hub_enrol_revoke(&scene->rig.hub, print, NULL, NULL));
    assert_int_equal(refused(scene, letter), ERR_MISSING);
}

/* Signed with another's key under the kiosk's name: the sender follows from the key. */
static void a_poll_for_another_hub_is_none(void **state)
{
    struct scene *scene = *state;
    struct poll poll = poll_with(NULL), got;
    struct bundle_bytes letter;
    struct err err = {0};

    assert_true(poll_make(&letter, &scene->rig.arena, &poll, &scene->kiosk.keys,
                          scene->stranger.keys.party.id, &err));
    assert_int_equal(refused(scene, letter), ERR_DENIED);
    assert_false(poll_read(&got, letter.data, letter.len, scene->stranger.keys.party.sign,
                           scene->stranger.keys.party.id, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_hello_answers_one_question_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_changed_or_cut_hello_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_missing_is_wanted_and_what_came_is_acked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_lost_ack_is_told_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_ack_of_the_same_number_tells_of_an_older_copy,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(strangers_and_the_revoked_get_no_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_poll_for_another_hub_is_none, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
