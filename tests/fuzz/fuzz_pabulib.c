/* fuzz_pabulib: whatever a .pb file says, reading it does no harm; and what was read can be
 * written, and is then read the same.
 *
 * `make fuzz` lets libFuzzer look for new ways in, starting from tests/fuzz/corpus/pabulib/;
 * tests/test_pabulib_files.c feeds that folder, and changes its files with a fixed seed.
 */
#include "app/base/crypto.h"
#include "app/base/str.h"
#include "app/domain/pabulib/pabulib.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- what must hold of whatever was read --------------------------------------------------- */

static void check_text(const char *text)
{
    assert(text != NULL && str_is_utf8(text, strlen(text)));
    while (*text != '\0') {
        assert(str_is_keepable(str_decode(&text), false));
    }
}

static void check_note(const struct pabulib_note *note)
{
    assert(note->line >= 0 && note->column >= 0 && note->column <= PABULIB_MAX_CELLS);
    assert(strncmp(pabulib_note_key(note->kind), "pb.", 3) == 0);
    check_text(note->detail);
    assert(str_count(note->detail) <= 60);
}

static void check_notes(const struct pabulib_notes *notes, bool is_read)
{
    uint64_t kept[PABULIB_KINDS] = {0};

    assert(notes->count <= PABULIB_MAX_NOTES);
    for (size_t i = 0; i < notes->count; i++) {
        check_note(&notes->list[i]);
        assert(notes->list[i].kind >= PABULIB_FIRST_WARNING);
        kept[notes->list[i].kind]++;
    }
    for (int kind = PABULIB_FIRST_WARNING; kind < PABULIB_KINDS; kind++) {
        assert(kept[kind] <= notes->counts[kind] && kept[kind] <= PABULIB_MAX_ALIKE);
    }
    assert(is_read == (notes->refusal.kind == PABULIB_FINE));
    if (!is_read) {
        check_note(&notes->refusal);
        assert(notes->refusal.kind < PABULIB_FIRST_WARNING);
    }
}

static void check_plans(const struct pabulib *file)
{
    const struct election *election = &file->election;

    assert(election->plan_count > 0 && election->plan_count <= ELECTION_MAX_PLANS);
    assert(election->unit >= 1 && election->unit <= 1000000);
    assert(election->budget >= 0 && election->budget <= ELECTION_MAX_MONEY);
    for (size_t i = 0; i < election->plan_count; i++) {
        const struct election_plan *plan = &election->plans[i];
        assert(plan->cost >= 0 && plan->cost <= ELECTION_MAX_MONEY);
        assert(plan->theme == ELECTION_NO_THEME || plan->theme < election->theme_count);
        assert(plan->id[0] != '\0');
        check_text(plan->id);
        check_text(plan->name);
        check_text(file->plans[i].category);
        assert(file->plans[i].selected >= -1 && file->plans[i].selected <= 3);
    }
    for (size_t i = 0; i < election->theme_count; i++) {
        assert(election->themes[i].budget >= -1);
        check_text(election->themes[i].name);
    }
}

static void check_ballots(const struct election *election)
{
    uint32_t *seen = calloc(election->plan_count, sizeof(*seen));

    assert(seen != NULL && election->first[0] == 0);
    assert((election->weight == NULL) == (election->weights == ELECTION_APPROVALS));
    for (uint32_t b = 0; b < election->ballot_count; b++) {
        assert(election->first[b] <= election->first[b + 1]);
        for (uint32_t i = election->first[b]; i < election->first[b + 1]; i++) {
            uint16_t plan = election->plan[i];
            assert(plan < election->plan_count && seen[plan] != b + 1); /* each plan once */
            seen[plan] = b + 1;
            assert(election->weight == NULL || election->weight[i] > 0);
            assert(election->weights != ELECTION_RANKS ||
                   election->weight[i] == election->first[b + 1] - i);
        }
    }
    free(seen);
}

/* ---- read, written, read ------------------------------------------------------------------- */

/* META with all that a file needs to be written. */
static void complete(struct pabulib *file, struct arena *arena)
{
    static const struct pabulib_pair needed[] = {
        {"description", "Test", 0}, {"country", "Netherlands", 0}, {"unit", "Dorp", 0},
        {"instance", "2026", 0},    {"date_begin", "2026", 0},     {"date_end", "31.12.2026", 0},
    };
    size_t count = sizeof(needed) / sizeof(needed[0]);
    struct pabulib_pair *meta = arena_array(arena, count + file->meta_count, sizeof(*meta));

    memcpy(meta, needed, sizeof(needed)); /* of two alike the first is taken */
    memcpy(meta + count, file->meta, file->meta_count * sizeof(*meta));
    file->meta = meta;
    file->meta_count += count;
}

static bool is_ballot_same(const struct election *a, const struct election *b, size_t ballot)
{
    size_t from = a->first[ballot], to = a->first[ballot + 1];

    if (from != b->first[ballot] || to != b->first[ballot + 1]) {
        return false;
    }
    for (size_t i = from; i < to; i++) { /* points may be written in another order */
        size_t j = from;
        while (j < to && b->plan[j] != a->plan[i]) {
            j++;
        }
        if (j == to || (a->weight != NULL && a->weight[i] != b->weight[j])) {
            return false;
        }
    }
    return true;
}

static bool is_election_same(const struct election *a, const struct election *b)
{
    bool is_same = a->budget == b->budget && a->unit == b->unit && a->weights == b->weights &&
                   a->plan_count == b->plan_count && a->ballot_count == b->ballot_count;

    for (size_t i = 0; is_same && i < a->plan_count; i++) {
        const struct election_plan *p = &a->plans[i], *q = &b->plans[i];
        is_same = strcmp(p->id, q->id) == 0 && strcmp(p->name, q->name) == 0 &&
                  p->cost == q->cost && p->theme == q->theme;
    }
    is_same = is_same && a->theme_count == b->theme_count;
    for (size_t i = 0; is_same && i < a->theme_count; i++) {
        is_same = strcmp(a->themes[i].name, b->themes[i].name) == 0 &&
                  a->themes[i].budget == b->themes[i].budget;
    }
    for (size_t i = 0; is_same && i < a->ballot_count; i++) {
        is_same = is_ballot_same(a, b, i);
    }
    return is_same;
}

/* What we wrote may be strange, as the election is, but never slovenly. */
static void check_own_notes(const struct pabulib_notes *notes)
{
    for (int kind = PABULIB_FIRST_WARNING; kind < PABULIB_KINDS; kind++) {
        assert(notes->counts[kind] == 0 || kind == PABULIB_COST_OVER || kind == PABULIB_WITHDRAWN ||
               kind == PABULIB_CATEGORIES || kind == PABULIB_CATEGORY_BUDGETS ||
               kind == PABULIB_BALLOT_LONG || kind == PABULIB_BALLOT_POINTS ||
               kind == PABULIB_BALLOT_COST);
    }
}

static void check_round_trip(struct pabulib *file, struct arena *arena)
{
    static struct pabulib_notes notes;
    struct pabulib again;
    char *text, *other;
    size_t len, other_len;

    complete(file, arena);
    bool is_written = pabulib_write(&text, &len, arena, file, NULL);
    assert(is_written);
    bool is_read = pabulib_read(&again, &notes, arena, text, len, NULL);
    assert(is_read);
    check_own_notes(&notes);
    assert(is_election_same(&file->election, &again.election));
    is_written = pabulib_write(&other, &other_len, arena, &again, NULL);
    assert(is_written && len == other_len && memcmp(text, other, len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pabulib_notes notes;
    struct pabulib file;
    struct arena arena;
    struct err err = {0};
    bool is_started = crypto_start(NULL);

    assert(is_started);
    arena_init(&arena, 0);
    bool is_read = pabulib_read(&file, &notes, &arena, (const char *)data, size, &err);
    assert(is_read == (err.code == ERR_NONE));
    check_notes(&notes, is_read);
    if (is_read) {
        check_plans(&file);
        check_ballots(&file.election);
        check_round_trip(&file, &arena);
    }
    arena_finish(&arena);
    return 0;
}
