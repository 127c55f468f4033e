/* The one form in which everything is kept. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/str.h"
#include "app/domain/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static struct record make(enum record_kind kind, const char *body_text)
{
    struct record record = {0};
    json_t *body = json_read(body_text, strlen(body_text), NULL);

    assert_true(record_make(&record, &arena, kind, body, NULL));
    json_decref(body);
    return record;
}

/* A ballot around these bytes, named after them; its body goes into the arena. */
static struct record ballot(const void *bytes, size_t len)
{
    struct record record = {.kind = RECORD_BALLOT, .version = 1};
    uint8_t id[CRYPTO_HASH], round_id[16] = {7};
    json_t *body = json_object();

    crypto_hash(id, bytes, len);
    json_put_hex(body, "ballot", id, sizeof(id));
    json_put_hex(body, "round", round_id, sizeof(round_id));
    json_put_hex(body, "sealed", bytes, len);
    record.body = json_canonical(&arena, body, &record.body_len);
    json_decref(body);
    crypto_hash(record.body_hash, record.body, record.body_len);
    memcpy(record.rid, id, RECORD_RID);
    return record;
}

static void kinds_have_names_that_come_back(void **state)
{
    enum record_kind kind = RECORD_ERASE;

    (void)state;
    for (int i = 0; i < RECORD_KINDS; i++) {
        assert_true(record_kind_parse(&kind, record_kind_name((enum record_kind)i)));
        assert_int_equal(kind, i);
    }
    assert_string_equal(record_kind_name(RECORD_ROUND_ACT), "round-act");
    kind = RECORD_IDEA;
    assert_false(record_kind_parse(&kind, "unknown"));
    assert_false(record_kind_parse(&kind, ""));
    assert_int_equal(kind, RECORD_IDEA);
    assert_string_equal(record_kind_name((enum record_kind)99), "unknown");
}

static void what_an_election_stands_on_cannot_be_erased(void **state)
{
    (void)state;
    assert_false(record_may_be_erased(RECORD_BALLOT));
    assert_false(record_may_be_erased(RECORD_REGISTER));
    assert_false(record_may_be_erased(RECORD_ROUND_ACT));
    assert_false(record_may_be_erased(RECORD_CLOSE_STATEMENT));
    assert_false(record_may_be_erased(RECORD_ERASE));
    assert_true(record_may_be_erased(RECORD_IDEA));
    assert_true(record_may_be_erased(RECORD_PLEDGE));
    assert_true(record_may_be_erased(RECORD_MODERATION));
}

static void the_hash_of_an_erasable_body_tells_nothing_of_it(void **state)
{
    struct record one = make(RECORD_IDEA, "{\"what\":\"Bankje\"}");
    struct record two = make(RECORD_IDEA, "{\"what\":\"Bankje\"}");
    struct record act_one = make(RECORD_ROUND_ACT, "{\"act\":\"opened\"}");
    struct record act_two = make(RECORD_ROUND_ACT, "{\"act\":\"opened\"}");

    (void)state;
    assert_memory_not_equal(one.body_hash, two.body_hash, CRYPTO_HASH);
    assert_memory_not_equal(one.rid, two.rid, RECORD_RID);
    assert_non_null(strstr(one.body, "\"pepper\":\""));
    assert_memory_equal(act_one.body_hash, act_two.body_hash, CRYPTO_HASH);
    assert_string_equal(act_one.body, "{\"act\":\"opened\"}");
    assert_memory_not_equal(act_one.rid, act_two.rid, RECORD_RID);
}

static void the_callers_object_stays_as_it_was(void **state)
{
    struct record record;
    json_t *body = json_object();

    (void)state;
    json_put_text(body, "what", "Bankje");
    assert_true(record_make(&record, &arena, RECORD_IDEA, body, NULL));
    assert_int_equal(json_object_size(body), 1);
    json_decref(body);
}

static void a_body_that_is_no_object_or_too_large_or_should_be_sealed_is_refused(void **state)
{
    struct record record = {.version = 77};
    struct err err = {0};
    json_t *array = json_array(), *body = json_object(), *large = json_object();
    char *text = malloc(RECORD_MAX_BODY + 1);

    (void)state;
    memset(text, 'a', RECORD_MAX_BODY);
    text[RECORD_MAX_BODY] = '\0';
    json_put_text(large, "what", text);
    assert_false(record_make(&record, &arena, RECORD_IDEA, array, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_false(record_make(&record, &arena, RECORD_BALLOT, body, &err));
    assert_false(record_make(&record, &arena, RECORD_REGISTER, body, &err));
    assert_false(record_make(&record, &arena, RECORD_KINDS, body, &err));
    assert_false(record_make(&record, &arena, RECORD_IDEA, large, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_int_equal(record.version, 77);
    free(text);
    json_decref(array);
    json_decref(body);
    json_decref(large);
}

static void assert_same(const struct record *a, const struct record *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->version, b->version);
    assert_memory_equal(a->rid, b->rid, RECORD_RID);
    assert_memory_equal(a->body_hash, b->body_hash, CRYPTO_HASH);
    assert_int_equal(a->body == NULL, b->body == NULL);
    assert_int_equal(a->body_len, b->body_len);
    if (a->body != NULL) {
        assert_memory_equal(a->body, b->body, a->body_len);
    }
}

static void a_line_gives_the_same_record_back(void **state)
{
    struct record records[4] = {
        make(RECORD_IDEA,
             "{\"what\":\"Een bankje\\nbij de \\\"vijver\\\" ë\",\"n\":[1,{\"a\":null}]}"),
        ballot("\0\1\2\xFF", 4),
        make(RECORD_ROUND_ACT, "{\"round\":\"07\",\"sealed\":\"aa\",\"tag\":\"00\"}"),
        make(RECORD_SUPPORT, "{}"),
    };

    (void)state;
    records[2].kind = RECORD_REGISTER; /* its rid is random */
    records[3].body = NULL;            /* a tombstone */
    records[3].body_len = 0;
    for (size_t i = 0; i < 4; i++) {
        struct record back = {0};
        size_t len = 0;
        char *line = record_line(&arena, &records[i], &len);
        assert_non_null(line);
        assert_int_equal(len, strlen(line));
        assert_null(strchr(line, '\n'));
        assert_true(record_from_line(&back, &arena, line, len, NULL));
        assert_same(&records[i], &back);
    }
}

/* What another program must write: keys in order, no blanks. */
static void a_line_looks_as_published(void **state)
{
    struct record record = make(RECORD_ROUND_ACT, "{\"act\":\"opened\"}");

    (void)state;
    memset(record.rid, 0xAB, RECORD_RID);
    assert_string_equal(record_line(&arena, &record, NULL),
                        "{\"body\":{\"act\":\"opened\"},\"hash\":"
                        "\"c19fb644117d9e608a0a4f5420a8df96ca40659a2c62891dbbda45a6aa06f6a8\","
                        "\"kind\":\"round-act\","
                        "\"rid\":\"abababababababababababababababab\",\"version\":1}");
}

static bool reads(const char *line, enum err_code *ret_code)
{
    struct record record = {.version = 77};
    struct err err = {0};
    bool good = record_from_line(&record, &arena, line, strlen(line), &err);

    assert_int_equal(record.version == 77, !good);
    *ret_code = err.code;
    return good;
}

static void every_changed_or_missing_byte_of_a_line_is_refused(void **state)
{
    struct record record = make(RECORD_IDEA, "{\"what\":\"Bankje\"}");
    struct record vote = ballot("\0\1\2\xFF", 4);
    const struct record *both[2] = {&record, &vote};
    enum err_code code;

    (void)state;
    for (size_t which = 0; which < 2; which++) {
        size_t len = 0;
        char *line = record_line(&arena, both[which], &len);
        const char *rid = strstr(line, "\"rid\":\"") + 7;
        for (size_t i = 0; i < len; i++) {
            for (int bit = 0; bit < 8; bit++) {
                char right = line[i];
                bool in_rid = which == 0 && line + i >= rid && line + i < rid + 32;
                line[i] = (char)(right ^ (1 << bit));
                /* Another rid is another record: a bundle's signature guards that, not the hash. */
                if (reads(line, &code) && !in_rid) {
                    fail_msg("byte %zu bit %d: %s", i, bit, line);
                }
                line[i] = right;
            }
        }
        for (size_t cut = 0; cut < len; cut++) {
            struct record back;
            assert_false(record_from_line(&back, &arena, line, cut, NULL));
        }
    }
}

static void forged_lines_are_refused(void **state)
{
    static const char *const forged[] = {
        "",
        "{}",
        "[]",
        /* a body that is not of this hash */
        "{\"body\":{\"a\":1},\"hash\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"kind\":\"idea\",\"rid\":\"abababababababababababababababab\",\"version\":1}",
        /* a ballot, a closing statement and an erase that pretend to be erased */
        "{\"body\":null,\"hash\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"kind\":\"ballot\",\"rid\":\"00000000000000000000000000000000\",\"version\":1}",
        "{\"body\":null,\"hash\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"kind\":\"close-statement\",\"rid\":\"00000000000000000000000000000000\",\"version\":1}",
        "{\"body\":null,\"hash\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"kind\":\"erase\",\"rid\":\"00000000000000000000000000000000\",\"version\":1}",
    };
    enum err_code code;

    (void)state;
    for (size_t i = 0; i < sizeof(forged) / sizeof(forged[0]); i++) {
        assert_false(reads(forged[i], &code));
    }
}

static void the_same_record_in_other_clothes_is_refused(void **state)
{
    struct record record = make(RECORD_ROUND_ACT, "{\"act\":\"opened\"}");
    size_t len = 0;
    enum err_code code;
    char *line = record_line(&arena, &record, &len);
    char *with_blank = arena_printf(&arena, "%s ", line);
    char *with_more = arena_printf(&arena, "%.*s,\"x\":1}", (int)len - 1, line);
    char *upper = arena_strdup(&arena, line);

    (void)state;
    assert_true(reads(line, &code));
    assert_false(reads(with_blank, &code));
    assert_false(reads(with_more, &code));
    char *hash = strstr(upper, "\"hash\":\"") + 8;
    for (int i = 0; i < 64; i++) {
        if (hash[i] >= 'a' && hash[i] <= 'f') {
            hash[i] = (char)(hash[i] - 'a' + 'A');
        }
    }
    assert_false(reads(upper, &code));
    assert_int_equal(code, ERR_FORMAT);
}

static void a_ballot_is_named_after_its_own_bytes(void **state)
{
    struct record vote = ballot("\0\1\2\xFF", 4);
    enum err_code code;

    (void)state;
    assert_true(reads(record_line(&arena, &vote, NULL), &code));
    vote.rid[0] ^= 1;
    assert_false(reads(record_line(&arena, &vote, NULL), &code));
    vote.rid[0] ^= 1;
    /* Another box under its name, and its own name in capitals: forged with a hash that fits. */
    static const char *const parts[][2] = {{"\"000102ff\"", "\"000102fe\""},
                                           {"\"000102ff\"", "\"000102FF\""},
                                           {"\"000102ff\"", "\"\",\"xy\":\"\""}};
    for (size_t i = 0; i < 3; i++) {
        char *body = arena_strdup(&arena, vote.body);
        memcpy(strstr(body, parts[i][0]), parts[i][1], strlen(parts[i][1]));
        struct record forged = vote;
        forged.body = body;
        forged.body_len = strlen(body);
        crypto_hash(forged.body_hash, body, forged.body_len);
        assert_false(reads(record_line(&arena, &forged, NULL), &code));
    }
}

static void a_kind_or_version_from_later_is_unknown_and_not_garbage(void **state)
{
    struct record record = make(RECORD_ROUND_ACT, "{\"act\":\"opened\"}");
    enum err_code code;

    (void)state;
    record.version = 2;
    assert_false(reads(record_line(&arena, &record, NULL), &code));
    assert_int_equal(code, ERR_UNKNOWN);
    record.version = 0;
    assert_false(reads(record_line(&arena, &record, NULL), &code));
    assert_int_equal(code, ERR_FORMAT);
    assert_false(reads("{\"kind\":\"wens\",\"version\":1}", &code));
    assert_int_equal(code, ERR_UNKNOWN);
}

static void an_oversized_line_is_refused_before_it_is_read(void **state)
{
    size_t len = 300 * 1024;
    char *line = arena_alloc(&arena, len + 1);
    struct record record;
    struct err err = {0};

    (void)state;
    memset(line, ' ', len);
    assert_false(record_from_line(&record, &arena, line, len, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    /* as large as allowed goes */
    char *text = arena_alloc(&arena, RECORD_MAX_BODY);
    memset(text, 'a', RECORD_MAX_BODY);
    memcpy(text, "{\"reason\":\"", 11);
    memcpy(text + RECORD_MAX_BODY - 3, "\"}", 3);
    struct record largest = make(RECORD_ROUND_ACT, text);
    assert_int_equal(largest.body_len, RECORD_MAX_BODY - 1);
    text = record_line(&arena, &largest, &len);
    assert_true(record_from_line(&record, &arena, text, len, NULL));
    /* A result may be larger than what anybody types. */
    json_t *body = json_object();
    text = arena_alloc(&arena, 2 * RECORD_MAX_BODY + 1);
    memset(text, 'a', 2 * RECORD_MAX_BODY);
    json_put_text(body, "result", text);
    assert_true(record_make(&record, &arena, RECORD_CONTENT_APPLIED, body, NULL));
    struct record back;
    text = record_line(&arena, &record, &len);
    assert_true(record_from_line(&back, &arena, text, len, NULL));
    record.kind = RECORD_IDEA;
    text = record_line(&arena, &record, &len);
    assert_false(record_from_line(&back, &arena, text, len, NULL));
    assert_false(record_make(&record, &arena, RECORD_IDEA, body, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    json_decref(body);
}

static int start(void **state)
{
    (void)state;
    json_start();
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kinds_have_names_that_come_back, begin, end),
        cmocka_unit_test_setup_teardown(what_an_election_stands_on_cannot_be_erased, begin, end),
        cmocka_unit_test_setup_teardown(the_hash_of_an_erasable_body_tells_nothing_of_it, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_callers_object_stays_as_it_was, begin, end),
        cmocka_unit_test_setup_teardown(
            a_body_that_is_no_object_or_too_large_or_should_be_sealed_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_line_gives_the_same_record_back, begin, end),
        cmocka_unit_test_setup_teardown(a_line_looks_as_published, begin, end),
        cmocka_unit_test_setup_teardown(every_changed_or_missing_byte_of_a_line_is_refused, begin,
                                        end),
        cmocka_unit_test_setup_teardown(forged_lines_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(the_same_record_in_other_clothes_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_ballot_is_named_after_its_own_bytes, begin, end),
        cmocka_unit_test_setup_teardown(a_kind_or_version_from_later_is_unknown_and_not_garbage,
                                        begin, end),
        cmocka_unit_test_setup_teardown(an_oversized_line_is_refused_before_it_is_read, begin, end),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
