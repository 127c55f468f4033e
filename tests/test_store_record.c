/* Records in and out of the store: in any order, as a dump, forged, of a later version, erased. */
#include "app/store/store_vote.h"
#include "tests/faults/store_place.h"

#include "app/store/store_round.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void shuffle(struct rig_set *set, uint64_t seed)
{
    uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;

    for (size_t i = set->count; i > 1; i--) {
        size_t j = next_random(&state) % i;
        struct record swap = set->record[i - 1];
        set->record[i - 1] = set->record[j];
        set->record[j] = swap;
    }
}

static void every_order_and_repetition_gives_the_same_projections(void **state)
{
    struct place p;
    uint8_t digest[CRYPTO_HASH], again[CRYPTO_HASH];
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    const char *truth = rig_projections(p.store, &p.arena);
    assert_true(store_digest(p.store, digest, &p.err));
    assert_true(store_rebuild(p.store, &p.err));
    assert_string_equal(rig_projections(p.store, &p.arena), truth);

    for (unsigned seed = 1; seed <= 40; seed++) {
        char dir[32];
        snprintf(dir, sizeof(dir), "/copy%u", seed);
        struct store *copy = rig_open_dir(&p.rig, dir, &p.err);
        assert_non_null(copy);
        shuffle(&set, seed); /* most records stand in it twice */
        for (size_t i = 0; i < set.count; i++) {
            assert_true(store_add(copy, &set.record[i], &p.err));
        }
        assert_string_equal(rig_projections(copy, &p.arena), truth);
        assert_true(store_digest(copy, again, &p.err));
        assert_memory_equal(again, digest, sizeof(digest));
        if (seed % 8 == 0) {
            assert_true(store_rebuild(copy, &p.err));
            assert_string_equal(rig_projections(copy, &p.arena), truth);
            assert_true(store_verify(copy, &p.err));
        }
        store_close(copy);
    }
    place_end(&p);
}

static void records_are_given_out_sorted_and_whole(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    struct rig_set all = {.arena = &p.arena};
    assert_true(store_each(p.store, rig_collect, &all, &p.err));
    size_t ballots = 0, registers = 0, bodies = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct record *r = &all.record[i];
        assert_true(i == 0 || memcmp(all.record[i - 1].rid, r->rid, RECORD_RID) < 0);
        ballots += r->kind == RECORD_BALLOT;
        registers += r->kind == RECORD_REGISTER;
        if (r->body != NULL) {
            uint8_t hash[CRYPTO_HASH];
            crypto_hash(hash, r->body, r->body_len);
            assert_memory_equal(hash, r->body_hash, sizeof(hash));
            json_t *body = json_read(r->body, r->body_len, &p.err);
            size_t len;
            const char *canonical = json_canonical(&p.arena, body, &len);
            assert_int_equal(len, r->body_len);
            assert_memory_equal(canonical, r->body, len);
            json_decref(body);
            bodies++;
        }
    }
    assert_int_equal(ballots, 12);
    assert_int_equal(registers, 12);
    assert_true(bodies < all.count);
    place_end(&p);
}

struct lines { /* a dump: what --dump prints, line by line */
    struct arena *arena;
    char **line;
    size_t *len;
    size_t count, cap, of_kind[RECORD_KINDS], tombstones;
};

static bool add_line(void *ctx, const struct record *record)
{
    struct lines *lines = ctx;

    assert_true(lines->count < lines->cap);
    char *line = record_line(lines->arena, record, &lines->len[lines->count]);
    assert_non_null(line);
    lines->line[lines->count++] = line;
    lines->of_kind[record->kind]++;
    lines->tombstones += record->body == NULL;
    return true;
}

static void a_dump_is_read_back_whole_into_an_empty_store(void **state)
{
    struct place p;
    uint8_t digest[CRYPTO_HASH], again[CRYPTO_HASH];
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    for (enum record_kind kind = 0; kind < RECORD_KINDS; kind++) { /* those of later issues too */
        struct record record;
        if (kind != RECORD_BALLOT && kind != RECORD_REGISTER) {
            place_make(&p, &record, kind, "what", "anything");
            assert_true(store_add(p.store, &record, &p.err));
        }
    }
    assert_true(store_digest(p.store, digest, &p.err));
    enum { MOST = 1000 };
    struct lines lines = {.arena = &p.arena, .cap = MOST};
    lines.line = arena_array(&p.arena, MOST, sizeof(*lines.line));
    lines.len = arena_array(&p.arena, MOST, sizeof(*lines.len));
    assert_true(store_each(p.store, add_line, &lines, &p.err));
    for (size_t kind = 0; kind < RECORD_KINDS; kind++) {
        assert_true(lines.of_kind[kind] > 0);
    }
    assert_true(lines.tombstones > 0);
    const char *truth = rig_projections(p.store, &p.arena);

    struct store *copy = rig_open_dir(&p.rig, "/copy", &p.err);
    for (size_t i = 0; i < lines.count; i++) {
        struct record record;
        assert_true(record_from_line(&record, &p.arena, lines.line[i], lines.len[i], &p.err));
        assert_true(store_add(copy, &record, &p.err));
    }
    assert_true(store_digest(copy, again, &p.err));
    assert_memory_equal(again, digest, sizeof(digest));
    assert_string_equal(rig_projections(copy, &p.arena), truth);
    store_close(copy);
    place_end(&p);
}

/* ---- what is taken in, and what is not ------------------------------------------------------ */

static void refused(struct place *p, const struct record *record, enum err_code code)
{
    uint8_t before[CRYPTO_HASH], after[CRYPTO_HASH];

    assert_true(store_digest(p->store, before, &p->err));
    assert_false(store_add(p->store, record, &p->err));
    assert_int_equal(p->err.code, code);
    assert_true(store_digest(p->store, after, &p->err));
    assert_memory_equal(before, after, sizeof(after));
}

static void a_record_with_the_rid_of_another_is_refused(void **state)
{
    struct place p;
    struct record a, b;
    (void)state;

    place_begin(&p);
    place_make(&p, &a, RECORD_ANSWER, "answer", "ja");
    place_make(&p, &b, RECORD_ANSWER, "answer", "nee");
    assert_true(store_add(p.store, &a, &p.err));
    assert_true(store_add(p.store, &a, &p.err));
    memcpy(b.rid, a.rid, RECORD_RID);
    refused(&p, &b, ERR_FORMAT);
    b = a;
    b.kind = RECORD_THANKS; /* the same bytes under another name */
    refused(&p, &b, ERR_FORMAT);
    place_end(&p);
}

static void broken_bodies_are_refused(void **state)
{
    struct place p;
    struct record good, bad;
    (void)state;

    place_begin(&p);
    place_make(&p, &good, RECORD_ANSWER, "answer", "ja");
    bad = good;
    bad.body_hash[5] ^= 1;
    refused(&p, &bad, ERR_FORMAT);
    static const char *const bodies[] = {"[]", "{", "\"x\"", "{\"a\":1,\"a\":2}",
                                         "{\"a\":\"\xff\"}"};
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        bad.body = bodies[i];
        bad.body_len = strlen(bodies[i]);
        crypto_hash(bad.body_hash, bad.body, bad.body_len);
        refused(&p, &bad, ERR_FORMAT);
    }
    bad.body = "{}\0{}";
    bad.body_len = 5;
    crypto_hash(bad.body_hash, bad.body, bad.body_len);
    refused(&p, &bad, ERR_FORMAT);
    char *large = arena_alloc(&p.arena, RECORD_MAX_BODY + 2);
    memset(large, ' ', RECORD_MAX_BODY + 1);
    bad.body = large;
    bad.body_len = RECORD_MAX_BODY + 1;
    crypto_hash(bad.body_hash, bad.body, bad.body_len);
    refused(&p, &bad, ERR_LIMIT);
    place_end(&p);
}

static bool first_ballot(void *ctx, const struct record *record)
{
    struct rig_set *set = ctx;
    return record->kind != RECORD_BALLOT || (rig_collect(set, record), false);
}

static bool first_register(void *ctx, const struct record *record)
{
    struct rig_set *set = ctx;
    return record->kind != RECORD_REGISTER || (rig_collect(set, record), false);
}

/* Changes `from` into `to` in the body and makes the hash fit again. */
static struct record forged(struct place *p, const struct record *record, const char *from,
                            const char *to)
{
    struct record ret = *record;
    char *body = arena_strndup(&p->arena, record->body, record->body_len);
    char *at = strstr(body, from);
    assert_non_null(at);
    memcpy(at, to, strlen(to));
    ret.body = body;
    crypto_hash(ret.body_hash, body, ret.body_len);
    return ret;
}

static void forged_ballots_are_refused(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    assert_true(store_round_open(p.store, &p.rig.round, &p.err));
    place_cast(&p, 1);
    struct rig_set set = {.arena = &p.arena};
    assert_false(store_each(p.store, first_ballot, &set, &p.err));
    assert_false(store_each(p.store, first_register, &set, &p.err));
    struct record ballot = set.record[0], entry = set.record[1];
    assert_true(store_add(p.store, &ballot, &p.err));
    assert_true(store_add(p.store, &entry, &p.err));

    struct record bad = ballot; /* in an empty store, where nothing stands in its way */
    store_close(p.store);
    p.store = rig_open_dir(&p.rig, "/other", &p.err);
    bad.rid[0] ^= 1;
    refused(&p, &bad, ERR_FORMAT);
    bad = forged(&p, &ballot, "\"sealed\":\"", "\"sealed\":\"00");
    refused(&p, &bad, ERR_FORMAT);
    bad = forged(&p, &ballot, "\"ballot\":\"", "\"ballot\":\"00");
    refused(&p, &bad, ERR_FORMAT);
    bad = forged(&p, &ballot, "\",\"round\"", "\" ,\"roun");
    refused(&p, &bad, ERR_FORMAT);
    bad = ballot;
    bad.version = 2;
    refused(&p, &bad, ERR_FORMAT);
    bad = ballot;
    bad.body = NULL; /* a tombstone of a ballot */
    refused(&p, &bad, ERR_FORMAT);
    bad = entry;
    bad.body = NULL;
    refused(&p, &bad, ERR_FORMAT);
    bad = entry;
    bad.kind = RECORD_BALLOT;
    refused(&p, &bad, ERR_FORMAT);

    assert_true(store_add(p.store, &ballot, &p.err));
    assert_true(store_add(p.store, &ballot, &p.err));
    assert_true(store_add(p.store, &entry, &p.err));
    bad = forged(&p, &entry, "\"tag\":\"", "\"tag\":\"00"); /* another entry under its rid */
    refused(&p, &bad, ERR_FORMAT);
    struct vote_counts counts;
    assert_true(store_vote_counts(p.store, p.rig.round.id, &counts, &p.err));
    assert_int_equal(counts.ballots, 1);
    assert_int_equal(counts.registers, 1);
    place_end(&p);
}

static bool has_kind(void *ctx, const struct record *record)
{
    *(int *)ctx += record->kind == RECORD_KINDS && strstr(record->body, "later") != NULL;
    return true;
}

static void what_a_later_version_made_is_kept(void **state)
{
    struct place p;
    struct record record;
    int kept = 0;
    (void)state;

    place_begin(&p);
    place_make(&p, &record, RECORD_ANSWER, "what", "later");
    record.kind = RECORD_KINDS;
    assert_true(store_add(p.store, &record, &p.err));
    place_make(&p, &record, RECORD_SUPPORT, "idea", "later");
    record.version = RECORD_VERSION + 1;
    assert_true(store_add(p.store, &record, &p.err));
    assert_true(store_rebuild(p.store, &p.err));
    assert_true(store_each(p.store, has_kind, &kept, &p.err));
    assert_int_equal(kept, 1);
    place_end(&p);
}

static void an_erase_that_comes_first_is_not_forgotten(void **state)
{
    struct place p;
    struct record pledge, erase;
    char hex[2 * RECORD_RID + 1];
    int64_t bodies;
    (void)state;

    place_begin(&p);
    place_make(&p, &pledge, RECORD_PLEDGE, "contact", "06");
    for (size_t i = 0; i < RECORD_RID; i++) {
        snprintf(hex + 2 * i, 3, "%02x", pledge.rid[i]);
    }
    place_make(&p, &erase, RECORD_ERASE, "erases", hex);
    assert_true(store_add(p.store, &erase, &p.err));
    assert_true(store_add(p.store, &pledge, &p.err));
    bodies = rig_number(p.store, "SELECT count(body) FROM record WHERE kind = 'pledge'");
    assert_int_equal(bodies, 0);
    struct record tombstone = pledge;
    tombstone.body = NULL;
    assert_true(store_add(p.store, &tombstone, &p.err));
    assert_true(store_add(p.store, &pledge, &p.err)); /* a late copy restores nothing */
    bodies = rig_number(p.store, "SELECT count(body) FROM record WHERE kind = 'pledge'");
    assert_int_equal(bodies, 0);
    place_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_and_repetition_gives_the_same_projections),
        cmocka_unit_test(records_are_given_out_sorted_and_whole),
        cmocka_unit_test(a_dump_is_read_back_whole_into_an_empty_store),
        cmocka_unit_test(a_record_with_the_rid_of_another_is_refused),
        cmocka_unit_test(broken_bodies_are_refused),
        cmocka_unit_test(forged_ballots_are_refused),
        cmocka_unit_test(what_a_later_version_made_is_kept),
        cmocka_unit_test(an_erase_that_comes_first_is_not_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
