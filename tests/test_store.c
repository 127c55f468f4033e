/* The store as a whole: opening, records in any order, damage, nights, two programs at once. */
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_rig.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
    struct rig rig;
    struct store *store;
    struct arena arena;
    struct err err;
};

static void begin(struct place *place)
{
    memset(place, 0, sizeof(*place));
    rig_init(&place->rig);
    arena_init(&place->arena, 0);
    place->store = rig_open(&place->rig, &place->err);
    assert_non_null(place->store);
}

static void end(struct place *place)
{
    store_close(place->store);
    arena_finish(&place->arena);
    rig_finish(&place->rig);
}

static void cast(struct place *p, unsigned voter)
{
    struct sealed_vote vote;
    rig_vote(&vote, &p->rig, voter);
    assert_true(store_vote_cast(p->store, p->rig.round.id, &vote, false, &p->err));
}

/* ---- all records of a store, as copies ----------------------------------------------------------
 */

struct set {
    struct arena *arena;
    struct record *record;
    size_t count, cap;
};

static bool collect(void *ctx, const struct record *record)
{
    struct set *set = ctx;

    if (set->count == set->cap) {
        size_t cap = set->cap == 0 ? 64 : 2 * set->cap;
        struct record *wider = arena_array(set->arena, cap, sizeof(*wider));
        if (set->count > 0) {
            memcpy(wider, set->record, set->count * sizeof(*wider));
        }
        set->record = wider;
        set->cap = cap;
    }
    struct record copy = *record;
    if (record->body != NULL) {
        copy.body = arena_strndup(set->arena, record->body, record->body_len);
    }
    set->record[set->count++] = copy;
    return true;
}

/* A village's busy year, with what only clones can do: two acts of one number. Collects the records
 * before and after the erases, so that bodies and tombstones of the same records are among them. */
static void busy_year(struct place *p, struct set *set)
{
    struct contact_sealed contact;
    uint8_t rids[8][RECORD_RID];
    uint16_t words[2];
    struct idea idea;

    memset(&contact, 7, sizeof(contact));
    for (unsigned i = 0; i < 8; i++) {
        rig_idea(&idea, i);
        assert_true(
            store_idea_add(p->store, &idea, i % 2 == 0 ? &contact : NULL, words, rids[i], &p->err));
    }
    for (unsigned i = 0; i < 8; i++) {
        assert_true(store_idea_support(p->store, rids[i / 2], &p->err));
        assert_true(store_idea_pledge(p->store, rids[7 - i / 3], &contact, &p->err));
    }
    assert_true(store_idea_moderate(p->store, rids[0], IDEA_SHOWN, NULL, &p->err));
    assert_true(store_idea_moderate(p->store, rids[1], IDEA_HIDDEN, "naam", &p->err));
    assert_true(store_idea_moderate(p->store, rids[2], IDEA_SHOWN, NULL, &p->err));
    assert_true(store_idea_moderate(p->store, rids[2], IDEA_HIDDEN, "toch", &p->err));
    rig_idea(&idea, 100);
    assert_true(store_idea_change(p->store, rids[0], &idea, &p->err));
    assert_true(store_idea_change(p->store, rids[3], &idea, &p->err));
    assert_true(store_idea_moderate(p->store, rids[3], IDEA_SHOWN, NULL, &p->err));
    assert_true(store_idea_withdraw(p->store, rids[4], &p->err));
    assert_true(store_round_open(p->store, &p->rig.round, &p->err));
    for (unsigned i = 0; i < 12; i++) {
        cast(p, i);
    }
    assert_true(store_round_pause(p->store, &p->rig.round, "x", &p->err));
    assert_true(store_round_open(p->store, &p->rig.round, &p->err));
    assert_true(store_round_close(p->store, &p->rig.round, &p->err));
    assert_true(store_result_put(p->store, p->rig.round.id, "{\"a\":1}", 7, &p->err));
    assert_true(store_result_put(p->store, p->rig.round.id, "{\"a\":2}", 7, &p->err));
    for (int clone = 0; clone < 2; clone++) { /* both think theirs is act 9 */
        rig_idea(&idea, 200 + (unsigned)clone);
        json_t *body = idea_to_json(&idea);
        json_put_number(body, "act", 9);
        json_put_hex(body, "supersedes", rids[5], RECORD_RID);
        struct record record;
        assert_true(record_make(&record, &p->arena, RECORD_IDEA, body, &p->err));
        json_decref(body);
        assert_true(store_add(p->store, &record, &p->err));
        body = json_object();
        json_put_number(body, "act", 9);
        json_put_hex(body, "idea", rids[6], RECORD_RID);
        json_put_hex(body, "version", rids[6], RECORD_RID);
        json_put_text(body, "state", clone == 0 ? "shown" : "hidden");
        json_put_text(body, "reason", clone == 0 ? "" : "nee");
        assert_true(record_make(&record, &p->arena, RECORD_MODERATION, body, &p->err));
        json_decref(body);
        assert_true(store_add(p->store, &record, &p->err));
    }
    assert_true(store_each(p->store, collect, set, &p->err));
    size_t before = set->count;
    assert_true(store_idea_erase_contact(p->store, rids[0], &p->err));
    for (size_t i = 0; i < before; i += 5) { /* of each kind some, also what may not be erased */
        struct record erase;
        json_t *body = json_object();
        json_put_hex(body, "erases", set->record[i].rid, RECORD_RID);
        assert_true(record_make(&erase, &p->arena, RECORD_ERASE, body, &p->err));
        json_decref(body);
        assert_true(store_add(p->store, &erase, &p->err));
    }
    assert_true(store_each(p->store, collect, set, &p->err));
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void shuffle(struct set *set, uint64_t seed)
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

    begin(&p);
    struct set set = {.arena = &p.arena};
    busy_year(&p, &set);
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
    end(&p);
}

static void records_are_given_out_sorted_and_whole(void **state)
{
    struct place p;
    (void)state;

    begin(&p);
    struct set set = {.arena = &p.arena};
    busy_year(&p, &set);
    struct set all = {.arena = &p.arena};
    assert_true(store_each(p.store, collect, &all, &p.err));
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
    end(&p);
}

/* ---- what is taken in, and what is not
 * ----------------------------------------------------------- */

static void make(struct place *p, struct record *ret, enum record_kind kind, const char *key,
                 const char *value)
{
    json_t *body = json_object();
    json_put_text(body, key, value);
    assert_true(record_make(ret, &p->arena, kind, body, &p->err));
    json_decref(body);
}

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

    begin(&p);
    make(&p, &a, RECORD_ANSWER, "answer", "ja");
    make(&p, &b, RECORD_ANSWER, "answer", "nee");
    assert_true(store_add(p.store, &a, &p.err));
    assert_true(store_add(p.store, &a, &p.err));
    memcpy(b.rid, a.rid, RECORD_RID);
    refused(&p, &b, ERR_FORMAT);
    b = a;
    b.kind = RECORD_THANKS; /* the same bytes under another name */
    refused(&p, &b, ERR_FORMAT);
    end(&p);
}

static void broken_bodies_are_refused(void **state)
{
    struct place p;
    struct record good, bad;
    (void)state;

    begin(&p);
    make(&p, &good, RECORD_ANSWER, "answer", "ja");
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
    end(&p);
}

static bool first_ballot(void *ctx, const struct record *record)
{
    struct set *set = ctx;
    return record->kind != RECORD_BALLOT || (collect(set, record), false);
}

static bool first_register(void *ctx, const struct record *record)
{
    struct set *set = ctx;
    return record->kind != RECORD_REGISTER || (collect(set, record), false);
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

    begin(&p);
    assert_true(store_round_open(p.store, &p.rig.round, &p.err));
    cast(&p, 1);
    struct set set = {.arena = &p.arena};
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
    end(&p);
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

    begin(&p);
    make(&p, &record, RECORD_ANSWER, "what", "later");
    record.kind = RECORD_KINDS;
    assert_true(store_add(p.store, &record, &p.err));
    make(&p, &record, RECORD_SUPPORT, "idea", "later");
    record.version = RECORD_VERSION + 1;
    assert_true(store_add(p.store, &record, &p.err));
    assert_true(store_rebuild(p.store, &p.err));
    assert_true(store_each(p.store, has_kind, &kept, &p.err));
    assert_int_equal(kept, 1);
    end(&p);
}

static void an_erase_that_comes_first_is_not_forgotten(void **state)
{
    struct place p;
    struct record pledge, erase;
    char hex[2 * RECORD_RID + 1];
    int64_t bodies;
    (void)state;

    begin(&p);
    make(&p, &pledge, RECORD_PLEDGE, "contact", "06");
    for (size_t i = 0; i < RECORD_RID; i++) {
        snprintf(hex + 2 * i, 3, "%02x", pledge.rid[i]);
    }
    make(&p, &erase, RECORD_ERASE, "erases", hex);
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
    end(&p);
}

/* ---- opening
 * -------------------------------------------------------------------------------------- */

static struct store *open_with(struct place *p, struct store_options options)
{
    options.vfs = "rig";
    options.no_reserve = true;
    return store_open(io_fault_io(p->rig.disk), &options, &p->err);
}

static void practice_and_real_data_never_meet(void **state)
{
    struct place p;
    (void)state;

    begin(&p);
    struct store *other =
        open_with(&p, (struct store_options){.dir = RIG_DIR, .is_practice = true});
    assert_null(other);
    assert_int_equal(p.err.code, ERR_DENIED);
    assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-1"));
    other = open_with(&p, (struct store_options){.dir = "/a/b/oefenen", .is_practice = true});
    assert_non_null(other);
    p.rig.round.is_practice = true;
    assert_true(store_round_open(other, &p.rig.round, &p.err));
    store_close(other);
    other = open_with(&p, (struct store_options){.dir = "/a/b/oefenen"});
    assert_null(other);
    end(&p);
}

static void a_database_of_a_later_version_is_left_alone(void **state)
{
    struct place p;
    (void)state;

    begin(&p);
    assert_true(db_exec(p.store->db, "PRAGMA user_version=99", &p.err));
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_null(p.store);
    assert_int_equal(p.err.code, ERR_FORMAT);
    assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-1"));
    end(&p);
}

static void the_database_says_what_it_is(void **state)
{
    struct place p;
    (void)state;

    begin(&p);
    assert_int_equal(rig_number(p.store, "PRAGMA application_id"), 0x446F7270);
    assert_int_equal(rig_number(p.store, "PRAGMA user_version"), 1);
    /* STRICT and WITHOUT ROWID but for the logbook; each column has its comment. */
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM pragma_table_list WHERE schema ="
                                         " 'main' AND NOT strict AND name NOT LIKE 'sqlite%'"),
                     0);
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM pragma_table_list WHERE schema ="
                                         " 'main' AND NOT wr AND name NOT LIKE 'sqlite%'"),
                     1);
    /* No column with a time, but the logbook's. */
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM sqlite_schema t,"
                                         " pragma_table_info(t.name) c WHERE t.type = 'table' AND"
                                         " (c.name LIKE '%time%' OR c.name LIKE '%wall%' OR"
                                         " c.name LIKE '%_at')"),
                     1);
    end(&p);
}

static void a_read_only_store_reads_and_takes_nothing(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    begin(&p);
    struct set set = {.arena = &p.arena};
    busy_year(&p, &set);
    store_close(p.store);
    p.store = open_with(&p, (struct store_options){.dir = RIG_DIR, .read_only = true});
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    struct set all = {.arena = &p.arena};
    assert_true(store_each(p.store, collect, &all, &p.err));
    assert_true(all.count > 40);
    make(&p, &record, RECORD_ANSWER, "a", "b");
    assert_false(store_add(p.store, &record, &p.err));
    assert_int_equal(p.err.code, ERR_READONLY);
    assert_false(store_night(p.store, &p.err));
    assert_false(store_rebuild(p.store, &p.err));
    store_close(p.store);
    p.store = open_with(&p, (struct store_options){.dir = "/nowhere", .read_only = true});
    assert_null(p.store);
    assert_false(io_exists(io_fault_io(p.rig.disk), "/nowhere"));
    end(&p);
}

static void an_unwritable_disk_is_read(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    begin(&p);
    struct set set = {.arena = &p.arena};
    busy_year(&p, &set);
    const char *truth = rig_projections(p.store, &p.arena);
    rig_cut(&p.rig, p.store, 1); /* with a -wal that was not copied back yet */
    io_fault_fail_at(p.rig.disk, 1, EROFS, FAULT_FOREVER);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    make(&p, &record, RECORD_ANSWER, "a", "b");
    assert_false(store_add(p.store, &record, &p.err));
    assert_int_equal(p.err.code, ERR_READONLY);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    assert_true(strlen(store_health_note(p.store)) > 0);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    end(&p);
}

/* ---- the reserve and the night
 * -------------------------------------------------------------------- */

static void the_reserve_is_made_used_and_made_again(void **state)
{
    struct place p;
    struct io *io;
    (void)state;

    begin(&p);
    io = io_fault_io(p.rig.disk);
    store_close(p.store);
    const struct store_options options = {.dir = RIG_DIR, .vfs = "rig"};
    p.store = store_open(io, &options, &p.err);
    assert_true(io_exists(io, RIG_DIR "/reserve"));
    assert_false(io_exists(io, RIG_DIR "/reserve.tmp"));
    assert_true(store_use_reserve(p.store, &p.err));
    assert_false(io_exists(io, RIG_DIR "/reserve"));
    assert_false(store_use_reserve(p.store, &p.err));
    assert_int_equal(p.err.code, ERR_MISSING);
    assert_true(store_night(p.store, &p.err));
    assert_true(io_exists(io, RIG_DIR "/reserve"));
    /* No room, no reserve, and no trouble either. */
    assert_true(store_use_reserve(p.store, &p.err));
    io_fault_fail_at(p.rig.disk, 1, ENOSPC, FAULT_FOREVER);
    store_keep_reserve(p.store);
    assert_false(io_exists(io, RIG_DIR "/reserve"));
    end(&p);
}

static void a_full_disk_is_a_health_that_passes(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    begin(&p);
    make(&p, &record, RECORD_ANSWER, "a", "b");
    io_fault_fail_at(p.rig.disk, 1, ENOSPC, FAULT_FOREVER);
    assert_false(store_add(p.store, &record, &p.err));
    assert_int_equal(p.err.code, ERR_FULL);
    assert_int_equal(store_health(p.store), STORE_FULL);
    io_fault_fail_at(p.rig.disk, 0, 0, FAULT_ONCE);
    assert_true(store_add(p.store, &record, &p.err));
    assert_int_equal(store_health(p.store), STORE_FINE);
    end(&p);
}

static void the_night_leaves_a_backup_that_is_a_whole_store(void **state)
{
    struct place p;
    size_t len;
    (void)state;

    begin(&p);
    struct set set = {.arena = &p.arena};
    busy_year(&p, &set);
    for (int night = 0; night < 2; night++) {
        assert_true(store_night(p.store, &p.err));
        const uint8_t *wal = io_fault_peek(p.rig.disk, RIG_DIR "/dorpel.db-wal", &len);
        assert_true(wal == NULL || len == 0);
        assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/dorpel-backup.tmp"));
    }
    const char *truth = rig_projections(p.store, &p.arena);
    const uint8_t *backup = io_fault_peek(p.rig.disk, RIG_DIR "/dorpel-backup.db", &len);
    assert_non_null(backup);
    io_fault_put(p.rig.disk, "/copy/dorpel.db", backup, len);
    struct store *copy = rig_open_dir(&p.rig, "/copy", &p.err);
    assert_non_null(copy);
    assert_string_equal(rig_projections(copy, &p.arena), truth);
    store_close(copy);
    end(&p);
}

/* ---- damage
 * ---------------------------------------------------------------------------------------- */

static size_t file_len(struct place *p, const char *path)
{
    size_t len = 0;
    return io_fault_peek(p->rig.disk, path, &len) == NULL ? 0 : len;
}

static void overwrite(struct place *p, size_t offset, size_t len)
{
    struct io *io = io_fault_io(p->rig.disk);
    char junk[4096];

    memset(junk, 0xA5, sizeof(junk));
    int file = io->ops->open(io, RIG_DIR "/dorpel.db", IO_WRITE);
    for (size_t at = 0; at < len; at += sizeof(junk)) {
        io->ops->write(io, file, junk, len - at < sizeof(junk) ? len - at : sizeof(junk),
                       (int64_t)(offset + at));
    }
    io->ops->close(io, file);
}

static void a_database_without_a_head_is_set_aside_and_the_backup_taken(void **state)
{
    struct place p;
    (void)state;

    begin(&p);
    struct set set = {.arena = &p.arena};
    busy_year(&p, &set);
    assert_true(store_pin_set(p.store, ROLE_ADMIN, "123456", &p.err));
    assert_true(store_night(p.store, &p.err));
    const char *truth = rig_projections(p.store, &p.arena);
    store_close(p.store);
    size_t len = file_len(&p, RIG_DIR "/dorpel.db");
    overwrite(&p, 0, 4096);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_non_null(strstr(store_health_note(p.store), "damaged-1"));
    assert_int_equal(file_len(&p, RIG_DIR "/damaged-1/dorpel.db"), len); /* whole, never deleted */
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    assert_true(store_pin_is_set(p.store, ROLE_ADMIN));
    assert_true(store_verify(p.store, &p.err));
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_int_equal(store_health(p.store), STORE_FINE);
    overwrite(&p, 0, 4096); /* and once more */
    store_close(p.store);
    overwrite(&p, 0, 4096);
    p.store = rig_open(&p.rig, &p.err);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_true(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-2/dorpel.db"));
    end(&p);
}

static void of_a_damaged_database_all_is_taken_that_can_be_read(void **state)
{
    struct place p;
    struct idea idea;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
    struct vote_counts counts;
    (void)state;

    begin(&p);
    assert_true(store_round_open(p.store, &p.rig.round, &p.err));
    rig_idea(&idea, 1);
    assert_true(store_idea_add(p.store, &idea, NULL, words, rid, &p.err));
    for (unsigned i = 0; i < 300; i++) {
        cast(&p, i);
    }
    assert_true(store_setting_put(p.store, "taal", "nl", &p.err));
    assert_true(db_repack(p.store->db, &p.err));
    store_close(p.store);
    size_t pages = file_len(&p, RIG_DIR "/dorpel.db") / 4096;
    assert_true(pages > 40);
    overwrite(&p, (pages - 12) * 4096, 4096); /* one page somewhere among the votes */
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_non_null(strstr(store_health_note(p.store), "not all"));
    assert_true(store_vote_counts(p.store, p.rig.round.id, &counts, &p.err));
    assert_true(counts.ballots > 200 || counts.registers > 200);
    assert_true(counts.ballots + counts.registers > 500 && counts.ballots + counts.registers < 600);
    const char *value = NULL;
    assert_true(store_setting_get(p.store, &p.arena, "taal", &value, &p.err));
    enum round_state is = ROUND_CONCEPT;
    assert_true(store_round_state(p.store, p.rig.round.id, &is, NULL, &p.err));
    assert_int_equal(is, ROUND_OPEN); /* the vote goes on */
    cast(&p, 1000);
    assert_true(store_verify(p.store, &p.err));
    end(&p);
}

static void an_emptied_file_gives_way_to_the_backup(void **state)
{
    struct place p;
    (void)state;

    begin(&p);
    struct set set = {.arena = &p.arena};
    busy_year(&p, &set);
    assert_true(store_night(p.store, &p.err));
    const char *truth = rig_projections(p.store, &p.arena);
    store_close(p.store);
    struct io *io = io_fault_io(p.rig.disk);
    int file = io->ops->open(io, RIG_DIR "/dorpel.db", IO_WRITE);
    io->ops->truncate(io, file, 0);
    io->ops->close(io, file);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    store_close(p.store);
    io->ops->unlink(io, RIG_DIR "/dorpel.db"); /* or gone altogether */
    p.store = rig_open(&p.rig, &p.err);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    end(&p);
}

static void damage_is_not_moved_away_from_under_another_program(void **state)
{
    struct place p;
    (void)state;

    begin(&p);
    struct db *other = db_open(RIG_DIR "/dorpel.db", "rig", false, &p.err);
    assert_non_null(other);
    assert_true(store_night(p.store, &p.err));
    store_close(p.store);
    overwrite(&p, 4096, 8192);
    p.store = rig_open(&p.rig, &p.err);
    assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-1"));
    assert_true(p.store == NULL || store_health(p.store) == STORE_READ_ONLY);
    db_close(other);
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    end(&p);
}

static void a_changed_byte_in_a_record_is_found(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    begin(&p);
    make(&p, &record, RECORD_ANSWER, "answer", "WAARHEID");
    assert_true(store_add(p.store, &record, &p.err));
    assert_true(store_verify(p.store, &p.err));
    store_close(p.store);
    size_t len = 0;
    const uint8_t *bytes = io_fault_peek(p.rig.disk, RIG_DIR "/dorpel.db", &len);
    size_t at = 0;
    while (at + 8 < len && memcmp(bytes + at, "WAARHEID", 8) != 0) {
        at++;
    }
    assert_true(at + 8 < len);
    assert_true(io_fault_flip(p.rig.disk, RIG_DIR "/dorpel.db", at * 8 + 7));
    p.store = rig_open(&p.rig, &p.err); /* SQLite alone sees nothing wrong */
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_FINE);
    assert_false(store_verify(p.store, &p.err));
    assert_int_equal(p.err.code, ERR_DAMAGED);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    end(&p);
}

static void no_memory_disk_or_folder_gives_a_clear_code(void **state)
{
    static const struct {
        int error;
        enum err_code code;
    } cases[] = {{ENOSPC, ERR_FULL}, {EIO, ERR_IO}, {EROFS, ERR_READONLY}};
    struct place p;
    (void)state;

    begin(&p);
    for (size_t i = 0; i < 3; i++) {
        io_fault_fail_at(p.rig.disk, 1, cases[i].error, FAULT_FOREVER);
        struct store *store = rig_open_dir(&p.rig, "/fresh", &p.err);
        assert_null(store);
        assert_int_equal(p.err.code, cases[i].code);
        io_fault_fail_at(p.rig.disk, 0, 0, FAULT_ONCE);
    }
    char dir[700];
    memset(dir, 'x', sizeof(dir));
    dir[0] = '/';
    dir[sizeof(dir) - 1] = '\0';
    assert_null(rig_open_dir(&p.rig, dir, &p.err));
    assert_int_equal(p.err.code, ERR_LIMIT);
    end(&p);
}

/* ---- real files, two programs
 * ----------------------------------------------------------------------- */

static int other_program(struct rig *rig)
{
    struct err err = {0};
    struct store *store = rig_open_files(rig, &err);
    int done = 0;

    for (int i = 0; store != NULL && i < 40; i++) {
        struct arena arena;
        struct record record;
        arena_init(&arena, 0);
        json_t *body = json_object();
        json_put_number(body, "n", i);
        done += record_make(&record, &arena, RECORD_ANSWER, body, &err) &&
                store_add(store, &record, &err);
        json_decref(body);
        arena_finish(&arena);
    }
    store_close(store);
    return done == 40 ? 0 : 1;
}

static void two_programs_write_at_the_same_time(void **state)
{
    struct place p;
    struct vote_counts counts;
    int status = 1;
    (void)state;

    memset(&p, 0, sizeof(p));
    rig_init(&p.rig);
    arena_init(&p.arena, 0);
    store_close(rig_open_files(&p.rig, &p.err)); /* no handle is open across the fork */
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        crypto_test_seed(2);
        _exit(other_program(&p.rig));
    }
    p.store = rig_open_files(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_true(store_round_open(p.store, &p.rig.round, &p.err));
    for (unsigned i = 0; i < 40; i++) {
        cast(&p, i);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(store_vote_counts(p.store, p.rig.round.id, &counts, &p.err));
    assert_int_equal(counts.ballots, 40);
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM record WHERE kind = 'answer'"), 40);
    assert_true(store_verify(p.store, &p.err));
    end(&p);
}

static void on_real_files_a_store_opens_works_and_packs(void **state)
{
    struct place p;
    (void)state;

    memset(&p, 0, sizeof(p));
    rig_init(&p.rig);
    arena_init(&p.arena, 0);
    for (int i = 0; i < 3; i++) {
        p.store = rig_open_files(&p.rig, &p.err);
        assert_non_null(p.store);
        assert_int_equal(store_health(p.store), STORE_FINE);
        if (i == 0) {
            struct set set = {.arena = &p.arena};
            busy_year(&p, &set);
        }
        assert_true(store_verify(p.store, &p.err));
        assert_true(store_night(p.store, &p.err));
        store_close(p.store);
    }
    char path[128];
    struct io_stat stat;
    snprintf(path, sizeof(path), "%s/dorpel.db", p.rig.dir);
    assert_int_equal(p.rig.files->ops->stat(p.rig.files, path, &stat), 0);
    assert_int_equal(stat.mode & 0007, 0);                          /* not for others */
    int file = p.rig.files->ops->open(p.rig.files, path, IO_WRITE); /* cut short: damaged */
    p.rig.files->ops->truncate(p.rig.files, file, 3 * 4096 + 100);
    p.rig.files->ops->close(p.rig.files, file);
    p.store = rig_open_files(&p.rig, &p.err);
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_SET_ASIDE);
    assert_int_equal(rig_number(p.store, "SELECT count(*) FROM ballot"), 12);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_and_repetition_gives_the_same_projections),
        cmocka_unit_test(records_are_given_out_sorted_and_whole),
        cmocka_unit_test(a_record_with_the_rid_of_another_is_refused),
        cmocka_unit_test(broken_bodies_are_refused),
        cmocka_unit_test(forged_ballots_are_refused),
        cmocka_unit_test(what_a_later_version_made_is_kept),
        cmocka_unit_test(an_erase_that_comes_first_is_not_forgotten),
        cmocka_unit_test(practice_and_real_data_never_meet),
        cmocka_unit_test(a_database_of_a_later_version_is_left_alone),
        cmocka_unit_test(the_database_says_what_it_is),
        cmocka_unit_test(a_read_only_store_reads_and_takes_nothing),
        cmocka_unit_test(an_unwritable_disk_is_read),
        cmocka_unit_test(the_reserve_is_made_used_and_made_again),
        cmocka_unit_test(a_full_disk_is_a_health_that_passes),
        cmocka_unit_test(the_night_leaves_a_backup_that_is_a_whole_store),
        cmocka_unit_test(a_database_without_a_head_is_set_aside_and_the_backup_taken),
        cmocka_unit_test(of_a_damaged_database_all_is_taken_that_can_be_read),
        cmocka_unit_test(an_emptied_file_gives_way_to_the_backup),
        cmocka_unit_test(damage_is_not_moved_away_from_under_another_program),
        cmocka_unit_test(a_changed_byte_in_a_record_is_found),
        cmocka_unit_test(no_memory_disk_or_folder_gives_a_clear_code),
        cmocka_unit_test(two_programs_write_at_the_same_time),
        cmocka_unit_test(on_real_files_a_store_opens_works_and_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
