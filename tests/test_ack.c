/* Acks: only the hub's own word, for this kiosk, changes what a kiosk believes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/bundle_bench.h"

#include <stdlib.h>
#include <string.h>

static struct bundle_bench bench;
static struct err err;

static int set_up(void **state)
{
    (void)state;
    bundle_bench_init(&bench);
    err = (struct err){0};
    return 0;
}

static int take_down(void **state)
{
    (void)state;
    bundle_bench_finish(&bench);
    return 0;
}

static bool reads(struct bundle_bytes bundle)
{
    struct ack ack = {.hub_seq = 77};
    bool done = ack_read(&ack, &bench.arena, bundle.data, bundle.len, &bench.who[HUB].party,
                         bench.who[KIOSK].party.id, &err);

    assert_true(done || ack.hub_seq == 77);
    return done;
}

static struct ack must_read(struct bundle_bytes bundle)
{
    struct ack ack = {.hub_seq = 0};

    assert_true(ack_read(&ack, &bench.arena, bundle.data, bundle.len, &bench.who[HUB].party,
                         bench.who[KIOSK].party.id, &err));
    return ack;
}

static void an_ack_comes_back_as_it_was_made(void **state)
{
    static const char *const names[] = {"new", "duplicate", "partly", "quarantined",
                                        "unknown format"};
    struct bundle_head head;

    (void)state;
    struct bundle_bytes made = bundle_bench_ack(&bench);
    struct ack ack = must_read(made);
    assert_memory_equal(ack.kiosk, bench.who[KIOSK].party.id, BUNDLE_PARTY);
    assert_true(ack.hub_incarnation == 258 && ack.hub_seq == 112 && ack.time_s == 1789000123);
    assert_int_equal(ack.bundle_count, ACK_VERDICTS);
    for (size_t i = 0; i < ACK_VERDICTS; i++) {
        assert_int_equal(ack.bundles[i].verdict, i);
        assert_string_equal(ack_verdict_name(ack.bundles[i].verdict), names[i]);
    }
    assert_string_equal(ack.bundles[ACK_QUARANTINED].reason, "same rid, other body");
    assert_int_equal(ack.safe_count, 2);
    assert_int_equal(ack.have_count, 1);
    assert_int_equal(ack.have[0].stream, BUNDLE_VOTES);
    assert_memory_equal(ack.have[0].incarnation, bench.incarnation, BUNDLE_INCARNATION);
    assert_true(ack.have[0].upto == 9 && ack.have[0].missing_count == 3);
    assert_true(ack.have[0].missing[0] == 3 && ack.have[0].missing[2] == 6);
    assert_true(ack.has_nonce && !ack.resend_all && !ack.new_incarnation);
    assert_true(bundle_read(&head, made.data, made.len, &err));
    static const uint8_t incarnation[BUNDLE_INCARNATION] = {2, 1}; /* 258 */
    assert_memory_equal(head.incarnation, incarnation, BUNDLE_INCARNATION);
    assert_true(head.seq == 112 && head.created_s == 1789000123);
}

static struct bundle_bytes made_of(const struct ack *ack)
{
    struct bundle_bytes made = {NULL, 0};

    assert_true(ack_make(&made, &bench.arena, ack, &bench.who[HUB], &err));
    return made;
}

static struct ack empty_ack(void)
{
    struct ack ack = {.hub_seq = 1};

    memcpy(ack.kiosk, bench.who[KIOSK].party.id, BUNDLE_PARTY);
    return ack;
}

static void an_ack_of_nothing_and_one_of_the_most_come_back(void **state)
{
    (void)state;
    struct ack ack = empty_ack();
    ack.resend_all = ack.new_incarnation = true;
    struct ack back = must_read(made_of(&ack));
    assert_true(back.resend_all && back.new_incarnation && !back.has_nonce);
    assert_true(back.bundle_count + back.safe_count + back.have_count == 0);

    uint8_t(*safe)[BUNDLE_ID] = calloc(ACK_MAX_IDS + 1, BUNDLE_ID);
    struct ack_bundle *bundles = calloc(ACK_MAX_IDS + 1, sizeof(*bundles));
    crypto_random(safe, (ACK_MAX_IDS + 1) * BUNDLE_ID);
    ack.safe = safe;
    ack.bundles = bundles;
    ack.safe_count = ack.bundle_count = ACK_MAX_IDS;
    struct bundle_bytes made = made_of(&ack);
    print_message("an ack of %d bundles and as many safe: %zu bytes\n", ACK_MAX_IDS, made.len);
    back = must_read(made);
    assert_int_equal(back.safe_count, ACK_MAX_IDS);
    assert_memory_equal(back.safe, safe, ACK_MAX_IDS * BUNDLE_ID);
    /* one more, and nobody would read it: then it is not made */
    ack.safe_count++;
    assert_false(ack_make(&made, &bench.arena, &ack, &bench.who[HUB], &err));
    assert_int_equal(err.code, ERR_LIMIT);
    ack.safe_count = 0;
    ack.bundle_count++;
    assert_false(ack_make(&made, &bench.arena, &ack, &bench.who[HUB], &err));
    ack.bundle_count = 0;
    ack.hub_seq = 0;
    assert_false(ack_make(&made, &bench.arena, &ack, &bench.who[HUB], &err));
    ack.hub_seq = UINT64_MAX;
    assert_false(ack_make(&made, &bench.arena, &ack, &bench.who[HUB], &err));
    free(safe);
    free(bundles);
}

static void of_many_missing_numbers_the_first_thousand_are_told(void **state)
{
    (void)state;
    uint64_t *missing = calloc(3000, sizeof(*missing));
    for (size_t i = 0; i < 3000; i++) {
        missing[i] = i + 1;
    }
    struct ack_have have = {
        .stream = BUNDLE_REST, .upto = 9000, .missing = missing, .missing_count = 3000};
    struct ack ack = empty_ack();
    ack.have = &have;
    ack.have_count = 1;
    struct ack back = must_read(made_of(&ack));
    assert_int_equal(back.have[0].missing_count, ACK_MAX_MISSING);
    assert_true(back.have[0].missing[ACK_MAX_MISSING - 1] == ACK_MAX_MISSING);
    free(missing);
}

static void every_bit_and_every_length_of_an_ack_counts(void **state)
{
    (void)state;
    struct bundle_bytes made = bundle_bench_ack(&bench);
    for (size_t bit = 0; bit < 8 * made.len; bit++) {
        made.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        assert_false(reads(made));
        made.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
    }
    for (size_t len = 0; len < made.len; len++) {
        assert_false(reads((struct bundle_bytes){made.data, len}));
    }
    assert_true(reads(made));
}

static void anothers_ack_changes_nothing(void **state)
{
    struct ack back, ack = empty_ack();
    struct bundle_bytes made;

    (void)state;
    struct bundle_bytes good = bundle_bench_ack(&bench);
    assert_false(ack_read(&back, &bench.arena, good.data, good.len, &bench.who[HUB].party,
                          bench.who[OTHER].party.id, &err)); /* meant for another kiosk */
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(ack_read(&back, &bench.arena, good.data, good.len, &bench.who[STRANGER].party,
                          bench.who[KIOSK].party.id, &err)); /* of another hub */
    assert_int_equal(err.code, ERR_CRYPTO);
    assert_true(ack_make(&made, &bench.arena, &ack, &bench.who[KIOSK], &err)); /* of a kiosk */
    assert_false(reads(made));
    assert_int_equal(err.code, ERR_CRYPTO);
    memcpy(made.data + 16, bench.who[HUB].party.id, BUNDLE_PARTY); /* in the hub's name */
    bundle_bench_sign(&bench, made, KIOSK);
    assert_false(reads(made));
    assert_int_equal(err.code, ERR_CRYPTO);
}

/* What a hub signed as an ack, put into a data bundle, and the other way round. */
static void a_signature_moved_to_another_kind_of_bundle_says_nothing(void **state)
{
    (void)state;
    struct bundle_bytes made = bundle_bench_ack(&bench);
    struct bundle_head head;

    made.data[8] = BUNDLE_DATA;
    assert_true(bundle_read(&head, made.data, made.len, &err));
    assert_false(bundle_verify(&head, made.data, made.len, bench.who[HUB].party.sign, &err));
    assert_false(reads(made));
    bundle_bench_sign(&bench, made, HUB); /* truly signed, as data: still no ack */
    assert_true(bundle_verify(&head, made.data, made.len, bench.who[HUB].party.sign, &err));
    assert_false(reads(made));
    assert_int_equal(err.code, ERR_FORMAT);
    made.data[8] = BUNDLE_ACK;
    assert_false(reads(made));
    assert_int_equal(err.code, ERR_CRYPTO);
}

/* ---- what the hub's key could sign and no hub makes ---------------------------------------- */

struct change {
    const char *key;
    const char *json; /* NULL: taken away */
};

static struct bundle_bytes changed(struct change change, uint64_t seq)
{
    struct bundle_bytes good = bundle_bench_ack(&bench);
    struct bundle_head head;
    size_t len;

    assert_true(bundle_read(&head, good.data, good.len, &err));
    json_t *payload = json_read((const char *)head.sealed, head.payload_len, &err);
    if (change.key != NULL && change.json == NULL) {
        json_object_del(payload, change.key);
    } else if (change.key != NULL) {
        json_t *value = json_loads(change.json, JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        json_put(payload, change.key, value);
    }
    const char *text = json_canonical(&bench.arena, payload, &len);
    json_decref(payload);
    head.seq = seq;
    return bundle_bench_make(&bench, &head, text, len, 0, HUB);
}

#define ID64 "\"0000000000000000000000000000000000000000000000000000000000000000\""
#define HAVE "{\"incarnation\":\"0011223344556677\",\"stream\":0,\"upto\":1,\"missing\":"

static void an_ack_that_no_hub_makes_is_refused(void **state)
{
    static const struct change changes[] = {
        {"bundles", NULL},
        {"bundles", "{}"},
        {"bundles", "[1]"},
        {"bundles", "[{}]"},
        {"bundles", "[{\"id\":" ID64 ",\"reason\":\"\",\"verdict\":\"lost\"}]"},
        {"bundles", "[{\"id\":\"00\",\"reason\":\"\",\"verdict\":\"new\"}]"},
        {"safe", NULL},
        {"safe", "null"},
        {"safe", "[\"00\"]"},
        {"safe", "[7]"},
        {"have", NULL},
        {"have", "[[]]"},
        {"have", "[" HAVE "[0]}]"},
        {"have", "[" HAVE "[-1]}]"},
        {"have", "[" HAVE "[1.5]}]"},
        {"have", "[" HAVE "{}}]"},
        {"have", "[{\"incarnation\":\"0011223344556677\",\"stream\":2,\"upto\":1,\"missing\":[]}]"},
        {"have",
         "[{\"incarnation\":\"0011223344556677\",\"stream\":0,\"upto\":-1,\"missing\":[]}]"},
        {"have", "[{\"incarnation\":\"00\",\"stream\":0,\"upto\":1,\"missing\":[]}]"},
        {"hub_incarnation", "259"}, /* not that of the head */
        {"hub_incarnation", "-1"},
        {"hub_incarnation", NULL},
        {"hub_seq", "113"},
        {"hub_seq", "0"},
        {"hub_seq", "\"112\""},
        {"nonce", NULL},
        {"nonce", "\"00\""},
        {"nonce", "7"},
    };

    (void)state;
    assert_true(reads(changed((struct change){NULL, NULL}, 112)));
    assert_false(reads(changed((struct change){NULL, NULL}, 113)));
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        if (reads(changed(changes[i], 112))) {
            fail_msg("%s: %s", changes[i].key, changes[i].json == NULL ? "none" : changes[i].json);
        }
        assert_int_equal(err.code, ERR_FORMAT);
    }
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_ACK);
    memcpy(head.recipient, bench.who[KIOSK].party.id, BUNDLE_PARTY);
    assert_false(reads(bundle_bench_make(&bench, &head, "", 0, 0, HUB)));
    assert_false(reads(bundle_bench_make(&bench, &head, "[]", 2, 0, HUB)));
    assert_false(reads(bundle_bench_make(&bench, &head, "{}", 2, 0, HUB)));
    assert_false(reads(bundle_bench_make(&bench, &head, "{}", 2, 1, HUB))); /* encrypted */
}

static void too_many_lines_are_refused(void **state)
{
    (void)state;
    char *many = calloc(1, 2 * 4000 + 200);
    strcpy(many, "[" HAVE "[");
    for (size_t i = 0; i < ACK_MAX_MISSING; i++) {
        strcat(many, "1,");
    }
    strcat(many, "1]}]");
    assert_false(reads(changed((struct change){"have", many}, 112)));
    assert_int_equal(err.code, ERR_FORMAT);
    free(many);
    many = calloc(1, 70 * (ACK_MAX_IDS + 1) + 10);
    size_t len = 1;
    many[0] = '[';
    for (size_t i = 0; i <= ACK_MAX_IDS; i++) {
        memcpy(many + len, ID64 ",", 67);
        len += 67;
    }
    many[len - 1] = ']';
    assert_false(reads(changed((struct change){"safe", many}, 112)));
    assert_int_equal(err.code, ERR_FORMAT);
    free(many);
}

static void what_a_reason_says_may_stand_on_a_screen(void **state)
{
    (void)state;
    struct ack_bundle bundle = {.verdict = ACK_QUARANTINED};
    struct ack ack = empty_ack();

    strcpy(bundle.reason, "a\xE2\x80\xAE\x07"
                          "b");
    ack.bundles = &bundle;
    ack.bundle_count = 1;
    struct ack back = must_read(made_of(&ack));
    assert_string_equal(back.bundles[0].reason, "ab");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)
    const struct CMUnitTest tests[] = {
        TEST(an_ack_comes_back_as_it_was_made),
        TEST(an_ack_of_nothing_and_one_of_the_most_come_back),
        TEST(of_many_missing_numbers_the_first_thousand_are_told),
        TEST(every_bit_and_every_length_of_an_ack_counts),
        TEST(anothers_ack_changes_nothing),
        TEST(a_signature_moved_to_another_kind_of_bundle_says_nothing),
        TEST(an_ack_that_no_hub_makes_is_refused),
        TEST(too_many_lines_are_refused),
        TEST(what_a_reason_says_may_stand_on_a_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
