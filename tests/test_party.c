/* Parties and how they come to know each other: keys made once and read whole or not at all; a
 * request that is signed by who asks, an answer that is signed by who may. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/faults/bundle_bench.h"
#include "tests/faults/io_fault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEYS "/data/sleutels.json"

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

static void assert_works(const struct party_secret *secret)
{
    uint8_t signature[CRYPTO_SIGNATURE], sealed[3 + CRYPTO_SEAL_EXTRA], plain[3], id[BUNDLE_PARTY];

    crypto_sign(signature, "test", "abc", 3, secret->sign_secret);
    assert_true(crypto_verify(signature, "test", "abc", 3, secret->party.sign));
    assert_true(crypto_seal(sealed, "abc", 3, secret->party.box, &err));
    assert_true(
        crypto_open(plain, sealed, sizeof(sealed), secret->party.box, secret->box_secret, &err));
    bundle_party(id, secret->party.sign);
    assert_memory_equal(id, secret->party.id, BUNDLE_PARTY);
}

/* ---- the file ------------------------------------------------------------------------------ */

static struct io_fault *disk_with_folder(void)
{
    struct io_fault *disk = io_fault_new();

    io_fault_put(disk, "/data/other", "x", 1);
    return disk;
}

static void keys_are_made_once_and_are_the_same_ever_after(void **state)
{
    (void)state;
    struct io_fault *disk = disk_with_folder();
    struct party_secret made, again;

    assert_false(party_load(&made, io_fault_io(disk), KEYS, false, &err));
    assert_int_equal(err.code, ERR_MISSING);
    assert_null(io_fault_peek(disk, KEYS, NULL));
    assert_true(party_load(&made, io_fault_io(disk), KEYS, true, &err));
    assert_works(&made);
    for (int may_make = 0; may_make < 2; may_make++) {
        assert_true(party_load(&again, io_fault_io(disk), KEYS, may_make == 1, &err));
        assert_memory_equal(&made, &again, sizeof(made));
    }
    party_wipe(&again);
    static const uint8_t nothing[sizeof(again)];
    assert_memory_equal(&again, nothing, sizeof(again));
    assert_int_equal(io_fault_open_handles(disk), 0);
    io_fault_free(disk);
}

static void the_file_is_its_owners_only(void **state)
{
    char dir[] = "/tmp/dorpel-party-XXXXXX", path[64], temp[64];
    struct party_secret made;
    struct stat st;
    struct io *io = io_posix();

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/keys", dir);
    snprintf(temp, sizeof(temp), "%s/keys.tmp", dir);
    mode_t old = umask(0);
    FILE *left = fopen(temp, "w"); /* what a power cut left of another maker */
    assert_non_null(left);
    fclose(left);
    assert_int_equal(chmod(temp, 0666), 0);
    assert_true(party_load(&made, io, path, true, &err));
    umask(old);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(stat(temp, &st), -1);
    assert_true(io_remove_tree(io, dir, &err));
    io_destroy(io);
}

static void a_power_cut_while_making_leaves_keys_that_work_or_none(void **state)
{
    bool ended = false;

    (void)state;
    for (uint64_t n = 1; !ended; n++) {
        for (uint64_t seed = 0; seed < 50; seed++) {
            struct io_fault *disk = disk_with_folder();
            struct party_secret told, found;
            io_fault_power_at(disk, n);
            bool said_done = party_load(&told, io_fault_io(disk), KEYS, true, &err);
            ended = !io_fault_is_off(disk);
            assert_true(said_done == ended);
            io_fault_cut(disk, seed);
            bool is_there = party_load(&found, io_fault_io(disk), KEYS, false, &err);
            assert_true(is_there || err.code == ERR_MISSING); /* never half of a file */
            assert_true(is_there || !said_done);
            if (said_done) {
                assert_memory_equal(&told, &found, sizeof(told));
            }
            assert_true(party_load(&found, io_fault_io(disk), KEYS, true, &err));
            assert_works(&found);
            io_fault_free(disk);
        }
    }
}

static void a_disk_that_fails_is_told_and_nothing_is_believed(void **state)
{
    static const int errors[] = {ENOSPC, EIO, EROFS};

    (void)state;
    for (size_t e = 0; e < sizeof(errors) / sizeof(errors[0]); e++) {
        for (uint64_t n = 1; n <= 4; n++) {
            struct io_fault *disk = disk_with_folder();
            struct party_secret secret = {.party = {.id = {7}}};
            io_fault_fail_at(disk, n, errors[e], FAULT_FOREVER);
            assert_false(party_load(&secret, io_fault_io(disk), KEYS, true, &err));
            assert_true(err.code == ERR_FULL || err.code == ERR_IO || err.code == ERR_READONLY);
            assert_int_equal(secret.party.id[0], 7);
            io_fault_free(disk);
        }
        struct io_fault *disk = disk_with_folder();
        struct party_secret secret;
        assert_true(party_load(&secret, io_fault_io(disk), KEYS, true, &err));
        io_fault_fail_read_at(disk, 1, EIO, FAULT_FOREVER); /* unreadable is not missing */
        assert_false(party_load(&secret, io_fault_io(disk), KEYS, true, &err));
        assert_int_equal(err.code, ERR_IO);
        io_fault_free(disk);
    }
}

static char *file_of(struct io_fault *disk, size_t *ret_len)
{
    const uint8_t *now = io_fault_peek(disk, KEYS, ret_len);

    assert_non_null(now);
    return arena_strndup(&bench.arena, (const char *)now, *ret_len);
}

static void a_damaged_file_is_refused_and_never_made_again(void **state)
{
    (void)state;
    struct io_fault *disk = disk_with_folder();
    struct party_secret secret, again;
    size_t len = 0, same = 0;

    assert_true(party_load(&secret, io_fault_io(disk), KEYS, true, &err));
    char *text = file_of(disk, &len);
    for (size_t bit = 0; bit < 8 * len; bit++) {
        assert_true(io_fault_flip(disk, KEYS, bit));
        bool read = party_load(&again, io_fault_io(disk), KEYS, true, &err);
        if (read) { /* hex in the other case; the five bits of an X25519 secret that mean nothing */
            assert_memory_equal(&again.party, &secret.party, sizeof(secret.party));
            assert_works(&again);
            same++;
        } else {
            assert_int_equal(err.code, ERR_FORMAT);
        }
        size_t now_len;
        const uint8_t *now = io_fault_peek(disk, KEYS, &now_len);
        assert_true(now_len == len && memcmp(now, text, len) != 0);
        assert_true(io_fault_flip(disk, KEYS, bit));
    }
    assert_in_range(same, 1, 300);
    for (size_t cut = 0; cut < len; cut++) {
        io_fault_put(disk, KEYS, text, cut);
        assert_false(party_load(&again, io_fault_io(disk), KEYS, true, &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
    char *big = calloc(1, 5000);
    io_fault_put(disk, KEYS, big, 5000);
    assert_false(party_load(&again, io_fault_io(disk), KEYS, true, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    free(big);
    io_fault_free(disk);
}

static void halves_that_do_not_belong_together_are_refused(void **state)
{
    static const char *const halves[] = {"sign", "sign_secret", "box", "box_secret"};
    struct io_fault *disk = disk_with_folder();
    struct party_secret one, two, got;
    size_t len;

    (void)state;
    assert_true(party_load(&one, io_fault_io(disk), "/data/one", true, &err));
    assert_true(party_load(&two, io_fault_io(disk), KEYS, true, &err));
    char *other = file_of(disk, &len);
    json_t *from = json_read(other, len, NULL);
    for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++) {
        for (size_t missing = 0; missing < 2; missing++) {
            const uint8_t *text = io_fault_peek(disk, "/data/one", &len);
            json_t *mixed = json_read((const char *)text, len, NULL);
            if (missing == 1) {
                json_object_del(mixed, halves[i]);
            } else {
                json_put_text(mixed, halves[i], json_text(from, halves[i], ""));
            }
            const char *bad = json_canonical(&bench.arena, mixed, &len);
            io_fault_put(disk, "/data/mixed", bad, len);
            json_decref(mixed);
            assert_false(party_load(&got, io_fault_io(disk), "/data/mixed", true, &err));
            assert_int_equal(err.code, ERR_FORMAT);
        }
    }
    json_decref(from);
    /* libsodium keeps the public half behind the secret one: that copy alone changed */
    const uint8_t *text = io_fault_peek(disk, "/data/one", &len);
    json_t *mixed = json_read((const char *)text, len, NULL);
    uint8_t sign_secret[CRYPTO_SIGN_SECRET];
    memcpy(sign_secret, one.sign_secret, sizeof(sign_secret));
    memcpy(sign_secret + 32, two.party.sign, CRYPTO_KEY);
    json_put_hex(mixed, "sign_secret", sign_secret, sizeof(sign_secret));
    const char *bad = json_canonical(&bench.arena, mixed, &len);
    io_fault_put(disk, "/data/mixed", bad, len);
    json_decref(mixed);
    assert_false(party_load(&got, io_fault_io(disk), "/data/mixed", true, &err));
    io_fault_free(disk);
}

static void a_fingerprint_is_eight_groups_of_both_keys(void **state)
{
    char one[PARTY_FINGERPRINT], two[PARTY_FINGERPRINT];
    struct party party = bench.who[KIOSK].party;

    (void)state;
    party_fingerprint(one, &party);
    assert_int_equal(strlen(one), 8 * 5 - 1);
    for (size_t i = 0; i < strlen(one); i++) {
        assert_true(i % 5 == 4 ? one[i] == ' ' : strchr("0123456789abcdef", one[i]) != NULL);
    }
    party.box[31] ^= 1;
    party_fingerprint(two, &party);
    assert_string_not_equal(one, two);
    party.box[31] ^= 1;
    party.sign[0] ^= 1;
    party_fingerprint(two, &party);
    assert_string_not_equal(one, two);
    memset(&party, 0, sizeof(party)); /* BLAKE2b-256 of 64 zeros, by hashlib */
    party_fingerprint(one, &party);
    assert_string_equal(one, "0eb9 23b0 cbd2 4df5 4401 d998 531f eead");
}

/* ---- a request ----------------------------------------------------------------------------- */

static void a_request_tells_who_asks(void **state)
{
    struct enrol_request request;

    (void)state;
    struct bundle_bytes made = bundle_bench_request(&bench);
    assert_true(enrol_read_request(&request, made.data, made.len, &err));
    assert_memory_equal(&request.kiosk, &bench.who[KIOSK].party, sizeof(request.kiosk));
    assert_memory_equal(request.incarnation, bench.incarnation, BUNDLE_INCARNATION);
    assert_string_equal(request.village, "Broekhoven");
    assert_string_equal(request.name, "De hal van het dorpshuis");
}

static void names_are_cleaned_before_they_are_signed(void **state)
{
    struct enrol_request request = {.name = " Hal\n\xE2\x80\xAE\x01 twee\xFF "}, back;
    struct bundle_bytes made;

    (void)state;
    memset(request.village, 'a', ENROL_NAME);
    assert_true(enrol_ask(&made, &bench.arena, &request, &bench.who[KIOSK], &err));
    assert_true(enrol_read_request(&back, made.data, made.len, &err));
    assert_string_equal(back.name, "Hal twee");
    assert_int_equal(strlen(back.village), ENROL_NAME);
}

/* A bundle of this type around JSON of the attacker's choice, validly signed. */
static struct bundle_bytes signed_json(enum bundle_type type, uint64_t seq, const json_t *payload,
                                       enum bundle_bench_who sender)
{
    struct bundle_head head = bundle_bench_head(&bench, type);
    size_t len;
    const char *text = json_canonical(&bench.arena, payload, &len);

    head.seq = seq;
    memcpy(head.recipient, bench.who[KIOSK].party.id, BUNDLE_PARTY);
    return bundle_bench_make(&bench, &head, text, len, 0, sender);
}

static json_t *payload_of(struct bundle_bytes bundle)
{
    struct bundle_head head;

    assert_true(bundle_read(&head, bundle.data, bundle.len, &err));
    json_t *payload = json_read((const char *)head.sealed, head.payload_len, &err);
    assert_non_null(payload);
    return payload;
}

struct change {
    const char *key;
    const char *json; /* NULL: taken away */
};

static void assert_change_refused(bool (*reads)(struct bundle_bytes bundle), enum bundle_type type,
                                  uint64_t seq, struct bundle_bytes good, struct change change,
                                  enum bundle_bench_who sender)
{
    json_t *payload = payload_of(good);

    if (change.json == NULL) {
        json_object_del(payload, change.key);
    } else {
        json_t *value = json_loads(change.json, JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        json_put(payload, change.key, value);
    }
    if (reads(signed_json(type, seq, payload, sender))) {
        fail_msg("%s: %s", change.key, change.json == NULL ? "none" : change.json);
    }
    json_decref(payload);
}

static bool reads_request(struct bundle_bytes bundle)
{
    struct enrol_request request = {.village = "was"};
    bool done = enrol_read_request(&request, bundle.data, bundle.len, &err);

    assert_true(done || strcmp(request.village, "was") == 0);
    return done;
}

static void a_request_that_is_not_the_askers_own_is_refused(void **state)
{
    static const struct change changes[] = {
        {"kiosk", NULL},
        {"kiosk", "null"},
        {"kiosk", "{}"},
        {"incarnation", NULL},
        {"incarnation", "\"00\""},
        {"incarnation", "1"},
        {"village", NULL},
        {"village", "7"},
        {"village", "\"a\\u202eb\""},
        {"name", "\"\\u0007\""},
        {"name", "[]"},
    };

    (void)state;
    struct bundle_bytes good = bundle_bench_request(&bench);
    json_t *payload = payload_of(good);
    assert_true(reads_request(signed_json(BUNDLE_ENROL_REQUEST, 1, payload, KIOSK)));
    /* in another's name, or as another kind of bundle */
    assert_false(reads_request(signed_json(BUNDLE_ENROL_REQUEST, 1, payload, OTHER)));
    assert_int_equal(err.code, ERR_CRYPTO);
    assert_false(reads_request(signed_json(BUNDLE_ENROL_ANSWER, 1, payload, KIOSK)));
    assert_int_equal(err.code, ERR_FORMAT);
    char *long_name = calloc(1, ENROL_NAME + 2);
    memset(long_name, 'x', ENROL_NAME + 1);
    json_put_text(payload, "name", long_name);
    assert_false(reads_request(signed_json(BUNDLE_ENROL_REQUEST, 1, payload, KIOSK)));
    free(long_name);
    json_put_text(payload, "name", "x");
    char *long_text = calloc(1, 5000);
    memset(long_text, 'x', 4999);
    json_put_text(payload, "more", long_text);
    assert_false(reads_request(signed_json(BUNDLE_ENROL_REQUEST, 1, payload, KIOSK)));
    assert_int_equal(err.code, ERR_LIMIT);
    free(long_text);
    json_decref(payload);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        assert_change_refused(reads_request, BUNDLE_ENROL_REQUEST, 1, good, changes[i], KIOSK);
    }
    struct bundle_head head = bundle_bench_head(&bench, BUNDLE_ENROL_REQUEST);
    assert_false(reads_request(bundle_bench_make(&bench, &head, "[]", 2, 0, KIOSK)));
    assert_false(reads_request(bundle_bench_make(&bench, &head, "{", 1, 0, KIOSK)));
    assert_false(reads_request(bundle_bench_make(&bench, &head, "", 0, 0, KIOSK)));
    assert_false(reads_request(bundle_bench_make(&bench, &head, "{}", 2, 1, KIOSK)));
}

static void every_bit_and_length_of_a_request_and_an_answer_counts(void **state)
{
    (void)state;
    for (int which = 0; which < 2; which++) {
        struct bundle_bytes made =
            which == 0 ? bundle_bench_request(&bench) : bundle_bench_answer(&bench);
        struct enrol_request request;
        struct enrol_answer answer;
        for (size_t bit = 0; bit < 8 * made.len; bit++) {
            made.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
            assert_false(which == 0 ? enrol_read_request(&request, made.data, made.len, &err)
                                    : enrol_read_answer(&answer, made.data, made.len, NULL, &err));
            made.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        }
        for (size_t len = 0; len < made.len; len++) {
            assert_false(enrol_read_request(&request, made.data, len, &err));
            assert_false(enrol_read_answer(&answer, made.data, len, NULL, &err));
        }
        assert_true(which == 0 ? enrol_read_request(&request, made.data, made.len, &err)
                               : enrol_read_answer(&answer, made.data, made.len, NULL, &err));
    }
}

/* ---- an answer ----------------------------------------------------------------------------- */

static void an_answer_tells_the_hub_and_its_keys(void **state)
{
    struct enrol_answer answer;

    (void)state;
    struct bundle_bytes made = bundle_bench_answer(&bench);
    assert_true(enrol_read_answer(&answer, made.data, made.len, NULL, &err));
    assert_memory_equal(&answer.hub, &bench.who[HUB].party, sizeof(answer.hub));
    assert_true(answer.has_recovery);
    assert_memory_equal(answer.recovery, bench.who[RECOVERY].party.box, CRYPTO_KEY);
    assert_memory_equal(answer.kiosk, bench.who[KIOSK].party.id, BUNDLE_PARTY);
    assert_string_equal(answer.hub_name, "Gemeente Midden-Drenthe");
    assert_string_equal(answer.village, "Broekhoven");
    assert_true(answer.hub_incarnation == 258 && answer.version == 1 && !answer.is_revoked);
}

static struct enrol_answer next_answer(enum bundle_bench_who hub)
{
    struct enrol_answer answer = {
        .hub = bench.who[hub].party, .version = 2, .hub_incarnation = 258, .is_revoked = true};

    memcpy(answer.kiosk, bench.who[KIOSK].party.id, BUNDLE_PARTY);
    return answer;
}

static void once_known_only_the_known_hub_answers(void **state)
{
    struct enrol_answer answer = next_answer(HUB), back;
    struct bundle_bytes made;

    (void)state;
    assert_true(enrol_reply(&made, &bench.arena, &answer, &bench.who[HUB], &err));
    assert_true(enrol_read_answer(&back, made.data, made.len, &bench.who[HUB].party, &err));
    assert_true(back.is_revoked && !back.has_recovery && back.version == 2);
    assert_false(enrol_read_answer(&back, made.data, made.len, &bench.who[OTHER].party, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
    /* new keys of the hub: signed by the old ones */
    answer = next_answer(STRANGER);
    assert_true(enrol_reply(&made, &bench.arena, &answer, &bench.who[HUB], &err));
    assert_true(enrol_read_answer(&back, made.data, made.len, &bench.who[HUB].party, &err));
    assert_memory_equal(&back.hub, &bench.who[STRANGER].party, sizeof(back.hub));
    /* a stranger who names itself, or names the hub */
    assert_true(enrol_reply(&made, &bench.arena, &answer, &bench.who[STRANGER], &err));
    assert_false(enrol_read_answer(&back, made.data, made.len, &bench.who[HUB].party, &err));
    answer = next_answer(HUB);
    assert_true(enrol_reply(&made, &bench.arena, &answer, &bench.who[STRANGER], &err));
    assert_false(enrol_read_answer(&back, made.data, made.len, &bench.who[HUB].party, &err));
    assert_false(enrol_read_answer(&back, made.data, made.len, NULL, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
}

static bool reads_answer(struct bundle_bytes bundle)
{
    struct enrol_answer answer = {.version = 77};
    bool done = enrol_read_answer(&answer, bundle.data, bundle.len, NULL, &err);

    assert_true(done || answer.version == 77);
    return done;
}

static void an_answer_that_no_hub_makes_is_refused(void **state)
{
    static const struct change changes[] = {
        {"hub", NULL},
        {"hub", "{}"},
        {"recovery", NULL},
        {"recovery", "\"00\""},
        {"recovery", "0"},
        {"kiosk", NULL},
        {"kiosk", "\"00112233445566778899aabbccddeeff\""}, /* not the recipient of the head */
        {"hub_name", NULL},
        {"hub_name", "\"a\\u200fb\""},
        {"village", "null"},
        {"hub_incarnation", "-1"},
        {"hub_incarnation", "1.0"},
        {"version", "2"}, /* not the number of the head */
        {"version", "0"},
        {"version", "-1"},
        {"version", NULL},
    };

    (void)state;
    struct bundle_bytes good = bundle_bench_answer(&bench);
    json_t *payload = payload_of(good);
    assert_true(reads_answer(signed_json(BUNDLE_ENROL_ANSWER, 1, payload, HUB)));
    assert_false(reads_answer(signed_json(BUNDLE_ENROL_ANSWER, 2, payload, HUB)));
    assert_false(reads_answer(signed_json(BUNDLE_ACK, 1, payload, HUB)));
    json_object_del(payload, "revoked"); /* in doubt it is the careful one */
    struct enrol_answer answer;
    struct bundle_bytes made = signed_json(BUNDLE_ENROL_ANSWER, 1, payload, HUB);
    assert_true(enrol_read_answer(&answer, made.data, made.len, NULL, &err));
    assert_true(answer.is_revoked);
    json_decref(payload);
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        assert_change_refused(reads_answer, BUNDLE_ENROL_ANSWER, 1, good, changes[i], HUB);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)
    const struct CMUnitTest tests[] = {
        TEST(keys_are_made_once_and_are_the_same_ever_after),
        TEST(the_file_is_its_owners_only),
        TEST(a_power_cut_while_making_leaves_keys_that_work_or_none),
        TEST(a_disk_that_fails_is_told_and_nothing_is_believed),
        TEST(a_damaged_file_is_refused_and_never_made_again),
        TEST(halves_that_do_not_belong_together_are_refused),
        TEST(a_fingerprint_is_eight_groups_of_both_keys),
        TEST(a_request_tells_who_asks),
        TEST(names_are_cleaned_before_they_are_signed),
        TEST(a_request_that_is_not_the_askers_own_is_refused),
        TEST(every_bit_and_length_of_a_request_and_an_answer_counts),
        TEST(an_answer_tells_the_hub_and_its_keys),
        TEST(once_known_only_the_known_hub_answers),
        TEST(an_answer_that_no_hub_makes_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
