#include "tests/faults/store_rig.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/store/store_deed.h"
#include "app/store/store_said.h"
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rig_init(struct rig *rig)
{
    static const char *const titles[RIG_PLANS] = {"Speeltuin", "Bankje",    "Dorpsbus",
                                                  "Zonnedak",  "Kookavond", "Bloembakken"};

    memset(rig, 0, sizeof(*rig));
    json_start();
    bool started = crypto_start(NULL);
    assert(started);
    (void)started;
    crypto_test_seed(1);
    rig->disk = io_fault_new();
    rig->vfs = vfs_io_new("rig", io_fault_io(rig->disk));
    for (size_t i = 0; i < RIG_PLANS; i++) {
        rig->plans[i] = (struct plan){.number = (uint16_t)(i + 1),
                                      .title = titles[i],
                                      .summary = "",
                                      .text = "",
                                      .by = "",
                                      .photo = "",
                                      .theme = "",
                                      .change = "",
                                      .cost_cents = 100000 * (int64_t)(i + 1)};
    }
    rig->round = (struct round){.name = "2026",
                                .title = "Dorpsbudget 2026",
                                .question = "Welke plannen?",
                                .about = "",
                                .giver = "",
                                .form = FORM_APPROVE,
                                .choose_max = RIG_PLANS,
                                .rule = "votes",
                                .budget_cents = 1000000,
                                .cost = {.passes = 1, .memory_kib = 8},
                                .plans = rig->plans,
                                .plan_count = RIG_PLANS};
    uint8_t secret[CRYPTO_KEY];
    crypto_box_keypair(rig->round.keys.registrar, rig->registrar_secret);
    crypto_box_keypair(rig->round.keys.first, secret);
    crypto_box_keypair(rig->round.keys.last, secret);
    rig_round(rig, 1);
}

void rig_finish(struct rig *rig)
{
    assert(io_fault_open_handles(rig->disk) == 0);
    vfs_io_free(rig->vfs);
    io_fault_free(rig->disk);
    if (rig->files != NULL) {
        io_remove_tree(rig->files, rig->dir, NULL);
        io_destroy(rig->files);
    }
    crypto_test_seed(0);
}

void rig_round(struct rig *rig, unsigned n)
{
    uint8_t hash[CRYPTO_HASH];

    crypto_hash(hash, &n, sizeof(n));
    memcpy(rig->round.id, hash, ROUND_ID);
}

void rig_tag(uint8_t ret[CODE_TAG], unsigned n)
{
    const unsigned both[2] = {n, 0x746167};
    crypto_hash(ret, both, sizeof(both));
}

void rig_vote(struct sealed_vote *ret, const struct rig *rig, unsigned n)
{
    struct ballot ballot = {0};
    uint8_t tag[CODE_TAG], proof[CODE_PROOF] = {1};

    for (size_t i = 0; i < RIG_PLANS; i++) {
        ballot.value[i] = i == n % RIG_PLANS || (n >> i & 1u) != 0;
    }
    rig_tag(tag, n);
    bool sealed = seal_vote(ret, &ballot, &rig->round, tag, proof, NULL);
    assert(sealed);
    (void)sealed;
}

void rig_idea(struct idea *ret, unsigned n)
{
    *ret = (struct idea){.plan_of = PLAN_OF_US_WITH_HELP, .needs = NEED_HANDS | NEED_MONEY};
    snprintf(ret->what, sizeof(ret->what), "Een bankje bij de vijver, nummer %u", n);
    snprintf(ret->more, sizeof(ret->more), "Om te zitten.\nMet uitzicht.");
}

struct store *rig_open(struct rig *rig, struct err *err)
{
    return rig_open_dir(rig, RIG_DIR, err);
}

struct store *rig_open_dir(struct rig *rig, const char *dir, struct err *err)
{
    const struct store_options options = {.dir = dir, .vfs = "rig", .no_reserve = true};
    return store_open(io_fault_io(rig->disk), &options, err);
}

void rig_desk_begin(struct rig_desk *desk)
{
    memset(desk, 0, sizeof(*desk));
    rig_init(&desk->rig);
    arena_init(&desk->arena, 0);
    desk->store = rig_open(&desk->rig, &desk->err);
    assert(desk->store != NULL);
}

void rig_desk_end(struct rig_desk *desk)
{
    arena_finish(&desk->arena);
    store_close(desk->store);
    rig_finish(&desk->rig);
}

struct store *rig_open_files(struct rig *rig, struct err *err)
{
    const struct store_options options = {.dir = rig->dir, .no_reserve = true};

    if (rig->files == NULL) {
        const char *tmp = getenv("TMPDIR");
        snprintf(rig->dir, sizeof(rig->dir), "%s/dorpel-XXXXXX", tmp != NULL ? tmp : "/tmp");
        if (mkdtemp(rig->dir) == NULL) {
            abort();
        }
        rig->files = io_posix();
    }
    return store_open(rig->files, &options, err);
}

void rig_cut(struct rig *rig, struct store *store, uint64_t seed)
{
    if (!io_fault_is_off(rig->disk)) {
        io_fault_power_at(rig->disk, 1); /* a tidy close must not reach the disk */
    }
    store_close(store);
    io_fault_cut(rig->disk, seed);
}

/* ---- all records of a store, as copies ------------------------------------------------------ */

static void must(bool done)
{
    if (!done) {
        abort();
    }
}

bool rig_collect(void *ctx, const struct record *record)
{
    struct rig_set *set = ctx;

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
/* Answers are placed and not placed; some of what waits is let go, some waits on. */
static void busy_said(struct store *store, const uint8_t idea[RECORD_RID],
                      const struct contact_sealed *contact)
{
    struct arena arena;
    struct said *said;
    size_t count = 0;

    arena_init(&arena, 0);
    must(store_said_list(store, &arena, 1u << IDEA_WAITING, NULL, 10, &said, &count, NULL));
    for (size_t i = 0; i < count; i++) {
        must(store_said_moderate(store, said[i].rid, i % 2 == 0 ? IDEA_SHOWN : IDEA_HIDDEN, NULL));
    }
    must(store_said_moderate(store, said[0].rid, IDEA_HIDDEN, NULL));
    store_hold(store, true);
    for (int round = 0; round < 2; round++) {
        must(store_idea_support(store, idea, NULL));
        must(store_idea_pledge(store, idea, contact, NULL));
        must(store_deed_thank(store, "project/bank", NULL));
        must(round > 0 || store_held_release(store, NULL));
    }
    store_hold(store, false);
    arena_finish(&arena);
}

/* What neighbours do for what is there already; one of the deeds and one of the steps is erased. */
static void busy_deeds(struct store *store, const uint8_t idea[RECORD_RID],
                       const struct contact_sealed *contact)
{
    char about[SUBJECT_CAP];
    static const char *const texts[ANSWER_TEXTS] = {"Een bank erbij.", NULL, "Hout.", ""};
    struct owner_step step = {OWNER_COMMUNITY, OWNER_SHARED, OWNER_NEED_HELP, true};

    subject_of(about, SUBJECT_JEWEL, "oogstfeest");
    for (int i = 0; i < 3; i++) {
        must(store_deed_pledge(store, about, i == 0 ? NULL : contact, NULL));
        must(store_deed_thank(store, about, NULL));
    }
    subject_of(about, SUBJECT_QUESTION, "kanaal");
    for (int i = 0; i < 6; i++) {
        must(store_deed_answer(store, about, 1u << i % 3, NULL, NULL));
        must(store_deed_answer(store, about, 0, texts, NULL));
    }
    subject_idea(about, idea);
    must(store_owner_change(store, about, &step, NULL));
    step = (struct owner_step){OWNER_SHARED, OWNER_MUNICIPALITY, OWNER_NOT_OURS, false};
    must(store_owner_change(store, about, &step, NULL));
}

void rig_busy_year(struct rig *rig, struct store *store, struct rig_set *set)
{
    struct contact_sealed contact;
    uint8_t rids[8][RECORD_RID];
    uint16_t words[2];
    struct idea idea;

    memset(&contact, 7, sizeof(contact));
    for (unsigned i = 0; i < 8; i++) {
        rig_idea(&idea, i);
        idea.sort = i == 7 ? IDEA_JEWEL : IDEA_PLAN;
        must(
            store_idea_add(store, &idea, NULL, i % 2 == 0 ? &contact : NULL, words, rids[i], NULL));
    }
    for (unsigned i = 0; i < 8; i++) {
        must(store_idea_support(store, rids[i / 2], NULL));
        must(store_idea_pledge(store, rids[7 - i / 3], &contact, NULL));
    }
    must(store_idea_moderate(store, rids[0], IDEA_SHOWN, NULL, NULL));
    must(store_idea_moderate(store, rids[1], IDEA_HIDDEN, "naam", NULL));
    must(store_idea_moderate(store, rids[2], IDEA_SHOWN, NULL, NULL));
    must(store_idea_moderate(store, rids[2], IDEA_HIDDEN, "toch", NULL));
    rig_idea(&idea, 100);
    must(store_idea_change(store, rids[0], &idea, NULL));
    must(store_idea_change(store, rids[3], &idea, NULL));
    must(store_idea_moderate(store, rids[3], IDEA_SHOWN, NULL, NULL));
    must(store_idea_withdraw(store, rids[4], NULL));
    busy_deeds(store, rids[2], &contact);
    busy_said(store, rids[3], &contact);
    must(store_round_open(store, &rig->round, NULL));
    for (unsigned i = 0; i < 12; i++) {
        struct sealed_vote vote;
        rig_vote(&vote, rig, i);
        must(store_vote_cast(store, rig->round.id, &vote, false, NULL));
    }
    must(store_round_pause(store, &rig->round, "x", NULL));
    must(store_round_open(store, &rig->round, NULL));
    must(store_round_close(store, &rig->round, NULL));
    must(store_result_put(store, rig->round.id, "{\"a\":1}", 7, NULL));
    must(store_result_put(store, rig->round.id, "{\"a\":2}", 7, NULL));
    for (int clone = 0; clone < 2; clone++) { /* both think theirs is act 9 */
        rig_idea(&idea, 200 + (unsigned)clone);
        json_t *body = idea_to_json(&idea);
        json_put_number(body, "act", 9);
        json_put_hex(body, "supersedes", rids[5], RECORD_RID);
        struct record record;
        must(record_make(&record, set->arena, RECORD_IDEA, body, NULL));
        json_decref(body);
        must(store_add(store, &record, NULL));
        body = json_object();
        json_put_number(body, "act", 9);
        json_put_hex(body, "idea", rids[6], RECORD_RID);
        json_put_hex(body, "version", rids[6], RECORD_RID);
        json_put_text(body, "state", clone == 0 ? "shown" : "hidden");
        json_put_text(body, "reason", clone == 0 ? "" : "nee");
        must(record_make(&record, set->arena, RECORD_MODERATION, body, NULL));
        json_decref(body);
        must(store_add(store, &record, NULL));
    }
    must(store_each(store, rig_collect, set, NULL));
    size_t before = set->count;
    must(store_idea_erase_contact(store, rids[0], NULL));
    for (size_t i = 0; i < before; i += 5) { /* of each kind some, also what may not be erased */
        struct record erase;
        json_t *body = json_object();
        json_put_hex(body, "erases", set->record[i].rid, RECORD_RID);
        must(record_make(&erase, set->arena, RECORD_ERASE, body, NULL));
        json_decref(body);
        must(store_add(store, &erase, NULL));
    }
    must(store_each(store, rig_collect, set, NULL));
}

/* ---- looking behind the store --------------------------------------------------------------- */

static const struct projection {
    const char *sql, *columns; /* b bytes, i number, t text */
} projections[] = {
    {"SELECT target, rid FROM erased ORDER BY target, rid", "bb"},
    {"SELECT rid, idea, number, act, what, sort, plan_of FROM idea_version ORDER BY rid",
     "bbiitii"},
    {"SELECT rid, idea, version, act, state, reason FROM idea_verdict ORDER BY rid", "bbbiit"},
    {"SELECT rid, idea, waits FROM idea_support ORDER BY rid", "bbi"},
    {"SELECT rid, idea, is_maker, has_contact, waits FROM pledge ORDER BY rid", "bbiii"},
    {"SELECT rid, number, version, state, reason, supports, helpers, has_contact, is_updated,"
     " what, sort, plan_of FROM idea ORDER BY rid",
     "bibitiiiitii"},
    {"SELECT rid, about, sort, choices, waits FROM deed ORDER BY rid", "btiii"},
    {"SELECT rid, target, act, state FROM deed_verdict ORDER BY rid, target", "bbii"},
    {"SELECT rid, about, act, was, owner, reason, is_maker FROM owner_step ORDER BY rid",
     "btiiiti"},
    {"SELECT rid, round_id, act, state, digest FROM round_act ORDER BY rid", "bbiib"},
    {"SELECT round_id, state, digest FROM round_state ORDER BY round_id", "bib"},
    {"SELECT rid, round_id, ballots, registers, unlocks, set_digest FROM close_statement"
     " ORDER BY rid",
     "bbiiib"},
    {"SELECT rid, round_id, act FROM result ORDER BY rid", "bbi"},
    {"SELECT rid, item, act FROM edit ORDER BY rid", "bti"},
    {"SELECT rid, kind, body IS NULL, body_hash FROM record ORDER BY rid", "btib"},
};

struct text {
    char *bytes;
    size_t len, cap;
};

static void put(struct text *text, const char *piece)
{
    size_t len = strlen(piece);

    while (text->len + len + 1 > text->cap) {
        text->cap = text->cap == 0 ? 4096 : text->cap * 2;
        text->bytes = realloc(text->bytes, text->cap);
        if (text->bytes == NULL) {
            abort();
        }
    }
    memcpy(text->bytes + text->len, piece, len + 1);
    text->len += len;
}

static void put_column(struct text *text, struct db_stmt *stmt, int column, char kind)
{
    char piece[2 * 64 + 2] = "-";

    if (kind == 't') {
        put(text, db_text(stmt, column));
    } else if (!db_is_null(stmt, column)) {
        size_t len = 0;
        const uint8_t *bytes = kind == 'b' ? db_blob(stmt, column, &len) : NULL;
        if (kind == 'i') {
            snprintf(piece, sizeof(piece), "%lld", (long long)db_int(stmt, column));
        } else {
            str_hex(piece, bytes, len < 64 ? len : 64);
        }
        put(text, piece);
    }
    put(text, "|");
}

const char *rig_projections(struct store *store, struct arena *arena)
{
    struct text text = {0};

    for (size_t i = 0; i < sizeof(projections) / sizeof(projections[0]); i++) {
        struct db_stmt *stmt = db_prepare(store->db, projections[i].sql, NULL);
        assert(stmt != NULL);
        put(&text, "---\n");
        while (db_step(stmt, NULL) == 1) {
            for (int c = 0; projections[i].columns[c] != '\0'; c++) {
                put_column(&text, stmt, c, projections[i].columns[c]);
            }
            put(&text, "\n");
        }
        db_finish(stmt);
    }
    const char *copy = arena_strdup(arena, text.bytes);
    free(text.bytes);
    return copy;
}

int64_t rig_number(struct store *store, const char *sql)
{
    struct db_stmt *stmt = db_prepare(store->db, sql, NULL);
    assert(stmt != NULL);
    int rc = db_step(stmt, NULL);
    int64_t number = rc == 1 ? db_int(stmt, 0) : -1;
    db_finish(stmt);
    return number;
}
