/* The store as a whole: records in any order, what is taken in, opening. */
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_place.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
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

/* ---- opening -------------------------------------------------------------------------------- */

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

    place_begin(&p);
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
    place_end(&p);
}

static void a_database_of_a_later_version_is_left_alone(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    assert_true(db_exec(p.store->db, "PRAGMA user_version=99", &p.err));
    store_close(p.store);
    p.store = rig_open(&p.rig, &p.err);
    assert_null(p.store);
    assert_int_equal(p.err.code, ERR_FORMAT);
    assert_false(io_exists(io_fault_io(p.rig.disk), RIG_DIR "/damaged-1"));
    place_end(&p);
}

static void the_database_says_what_it_is(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    assert_int_equal(rig_number(p.store, "PRAGMA application_id"), 0x446F7270);
    assert_int_equal(rig_number(p.store, "PRAGMA user_version"), 3);
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
                                         " c.name LIKE '%!_at' ESCAPE '!')"),
                     1);
    place_end(&p);
}

/* An empty database as version `number` of the program made it. */
static void make_old(struct place *p, const char *path, int64_t number)
{
    struct db *db = db_open(path, "rig", false, &p->err);
    int64_t current = 0;
    char after[100];
    const char *text = "";

    assert_non_null(db);
    for (const char *const *line = schema_sql; *line != NULL; line++) {
        current =
            strncmp(*line, "-- migration ", 13) == 0 ? strtoll(*line + 13, NULL, 10) : current;
        if (current <= number) {
            text = arena_printf(&p->arena, "%s%s", text, *line);
        }
    }
    assert_true(db_exec(db, text, &p->err));
    snprintf(after, sizeof(after), "PRAGMA application_id=%d; PRAGMA user_version=%d", 0x446F7270,
             (int)number);
    assert_true(db_exec(db, after, &p->err));
    db_close(db);
}

static void put_raw(struct place *p, const char *path, const struct rig_set *set)
{
    struct db *db = db_open(path, "rig", false, &p->err);
    struct db_stmt *put = db_prepare(db,
                                     "INSERT OR REPLACE INTO record (rid, kind, version, body,"
                                     " body_hash) VALUES (:rid, :kind, 1, :body, :hash)",
                                     &p->err);
    assert_non_null(put);
    for (size_t i = 0; i < set->count; i++) {
        const struct record *record = &set->record[i];
        if (record->kind == RECORD_BALLOT || record->kind == RECORD_REGISTER) {
            continue;
        }
        db_bind_blob(put, ":rid", record->rid, RECORD_RID);
        db_bind_text(put, ":kind", record_kind_name(record->kind));
        db_bind_text(put, ":body", record->body);
        db_bind_blob(put, ":hash", record->body_hash, CRYPTO_HASH);
        assert_true(db_run(put, &p->err));
    }
    db_close(db);
}

static void the_database_of_each_earlier_version_is_brought_up(void **state)
{
    struct place p;
    (void)state;

    place_begin(&p);
    int64_t newest = rig_number(p.store, "PRAGMA user_version");
    struct rig_set set = {.arena = &p.arena}, all = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    assert_true(store_each(p.store, rig_collect, &all, &p.err));
    const char *truth = rig_projections(p.store, &p.arena);
    for (int64_t number = 1; number < newest; number++) {
        char path[] = "/old/dorpel.db";
        struct io *io = io_fault_io(p.rig.disk);
        assert_true(io_remove_tree(io, "/old", &p.err) && io_make_dirs(io, "/old", &p.err));
        make_old(&p, path, number);
        put_raw(&p, path, &all);
        size_t len;
        const uint8_t *bytes = io_fault_peek(p.rig.disk, path, &len);
        void *old = arena_alloc(&p.arena, len);
        memcpy(old, bytes, len);
        uint64_t step = 1;
        for (uint64_t n = 0, more = 1; more; n += step, step += n > 20) { /* 0: without a cut */
            assert_true(io_remove_tree(io, "/old", &p.err));
            io_fault_put(p.rig.disk, path, old, len);
            io_fault_power_at(p.rig.disk, n);
            struct store *store = rig_open_dir(&p.rig, "/old", &p.err);
            more = n == 0 || io_fault_is_off(p.rig.disk);
            if (n > 0) {
                store_close(p.store);
                rig_cut(&p.rig, store, n);
                p.store = rig_open(&p.rig, &p.err);
                store = rig_open_dir(&p.rig, "/old", &p.err);
            }
            assert_non_null(store);
            assert_int_equal(store_health(store), STORE_FINE);
            assert_int_equal(rig_number(store, "PRAGMA user_version"), newest);
            assert_string_equal(rig_projections(store, &p.arena), truth);
            store_close(store);
        }
    }
    place_end(&p);
}

static void a_read_only_store_reads_and_takes_nothing(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    store_close(p.store);
    p.store = open_with(&p, (struct store_options){.dir = RIG_DIR, .read_only = true});
    assert_non_null(p.store);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    struct rig_set all = {.arena = &p.arena};
    assert_true(store_each(p.store, rig_collect, &all, &p.err));
    assert_true(all.count > 40);
    place_make(&p, &record, RECORD_ANSWER, "a", "b");
    assert_false(store_add(p.store, &record, &p.err));
    assert_int_equal(p.err.code, ERR_READONLY);
    assert_false(store_night(p.store, &p.err));
    assert_false(store_rebuild(p.store, &p.err));
    store_close(p.store);
    p.store = open_with(&p, (struct store_options){.dir = "/nowhere", .read_only = true});
    assert_null(p.store);
    assert_false(io_exists(io_fault_io(p.rig.disk), "/nowhere"));
    place_end(&p);
}

static void an_unwritable_disk_is_read(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    place_begin(&p);
    struct rig_set set = {.arena = &p.arena};
    rig_busy_year(&p.rig, p.store, &set);
    const char *truth = rig_projections(p.store, &p.arena);
    rig_cut(&p.rig, p.store, 1); /* with a -wal that was not copied back yet */
    io_fault_fail_at(p.rig.disk, 1, EROFS, FAULT_FOREVER);
    p.store = rig_open(&p.rig, &p.err);
    assert_non_null(p.store);
    place_make(&p, &record, RECORD_ANSWER, "a", "b");
    assert_false(store_add(p.store, &record, &p.err));
    assert_int_equal(p.err.code, ERR_READONLY);
    assert_int_equal(store_health(p.store), STORE_READ_ONLY);
    assert_string_equal(store_health_note(p.store)->key, "store.note.trouble");
    assert_true(strlen(store_health_note(p.store)->detail) > 0);
    assert_string_equal(rig_projections(p.store, &p.arena), truth);
    place_end(&p);
}

static void a_changed_byte_in_a_record_is_found(void **state)
{
    struct place p;
    struct record record;
    (void)state;

    place_begin(&p);
    place_make(&p, &record, RECORD_ANSWER, "answer", "WAARHEID");
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
    place_end(&p);
}

static void no_memory_disk_or_folder_gives_a_clear_code(void **state)
{
    static const struct {
        int error;
        enum err_code code;
    } cases[] = {{ENOSPC, ERR_FULL}, {EIO, ERR_IO}, {EROFS, ERR_READONLY}};
    struct place p;
    (void)state;

    place_begin(&p);
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
        cmocka_unit_test(practice_and_real_data_never_meet),
        cmocka_unit_test(a_database_of_a_later_version_is_left_alone),
        cmocka_unit_test(the_database_says_what_it_is),
        cmocka_unit_test(the_database_of_each_earlier_version_is_brought_up),
        cmocka_unit_test(a_read_only_store_reads_and_takes_nothing),
        cmocka_unit_test(an_unwritable_disk_is_read),
        cmocka_unit_test(a_changed_byte_in_a_record_is_found),
        cmocka_unit_test(no_memory_disk_or_folder_gives_a_clear_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
