/* pack: the demo village and the real rounds load whole, amounts are exact, and the digest sees
 * every byte. The faults are in test_pack_faults.c. */
#include "app/content/pack.h"

#include "tests/fuzz/fuzz_pack.c"

#include "app/domain/ballot.h"
#include "app/domain/count/count.h"
#include "app/domain/count/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>
#include <cmocka.h>

static void print_faults(const struct pack *pack)
{
    for (size_t i = 0; i < pack->fault_count && i < PACK_MAX_ERRORS; i++) {
        const struct pack_fault *fault = &pack->faults[i];
        print_message("  %s:%d:%d %s [%s]\n", fault->file, fault->line, fault->column, fault->key,
                      fault->detail);
    }
}

static struct pack *load(struct folder *folder)
{
    struct pack *pack = pack_load(&folder->io, FOLDER_DIR, NULL);

    assert_non_null(pack);
    print_faults(pack);
    assert_int_equal(pack->fault_count, 0);
    return pack;
}

/* ---- a pack from the disk, with keys if it has none yet ------------------------------------- */

struct copy {
    struct io *io;
    struct arena arena;
    char dir[64];
};

static void copy_folder(struct copy *copy, const char *from, const char *to)
{
    char **names;
    size_t count, len;
    char *bytes;

    assert_true(io_make_dirs(copy->io, to, NULL));
    assert_true(io_list_sorted(copy->io, &copy->arena, from, &names, &count, NULL));
    for (size_t i = 0; i < count; i++) {
        const char *source = arena_printf(&copy->arena, "%s/%s", from, names[i]);
        const char *target = arena_printf(&copy->arena, "%s/%s", to, names[i]);
        struct io_stat stat;
        assert_int_equal(copy->io->ops->stat(copy->io, source, &stat), 0);
        if (stat.kind == IO_DIR) {
            copy_folder(copy, source, target);
        } else {
            assert_true(io_read_file(copy->io, &copy->arena, source, 8 << 20, &bytes, &len, NULL));
            assert_true(io_write_file(copy->io, target, bytes, len, NULL));
        }
    }
}

static void write_missing(struct copy *copy, const char *path, const char *text)
{
    const char *full = arena_printf(&copy->arena, "%s/%s", copy->dir, path);

    if (!io_exists(copy->io, full)) {
        assert_true(io_write_file(copy->io, full, text, strlen(text), NULL));
    }
}

static void write_missing_key(struct copy *copy, const char *role, const struct round *round)
{
    struct folder folder = {0}; /* only to make one key in */
    char path[100], hex[2 * ROUND_ID + 1] = "", text[400];

    if (round != NULL) {
        str_hex(hex, round->id, ROUND_ID);
    }
    snprintf(path, sizeof(path), "sleutels/%s%s%s.publiek", round == NULL ? "" : round->name,
             round == NULL ? "" : "/", role);
    folder_key(&folder, path, role, hex);
    snprintf(text, sizeof(text), "%.*s", (int)folder.files[0].len, folder.files[0].data);
    write_missing(copy, path, text);
    folder_finish(&folder);
}

static void write_missing_tags(struct copy *copy, const struct round *round)
{
    char id[2 * ROUND_ID + 1], salt[2 * CRYPTO_SALT + 1], path[100], text[300];

    str_hex(id, round->id, ROUND_ID);
    str_hex(salt, round->salt, CRYPTO_SALT);
    snprintf(path, sizeof(path), "sleutels/%s/tags.txt", round->name);
    snprintf(text, sizeof(text), "# dorpel-tags 1 %s %s %u %u\n%s%s\n", id, salt,
             (unsigned)round->cost.passes, (unsigned)round->cost.memory_kib, id, id);
    write_missing(copy, path, text);
}

/* The round's own keys may stand in the repository, or not yet: the test is the same. */
static struct pack *load_copy(struct copy *copy, const char *from)
{
    static const char *const roles[] = {"registrar", "first", "last"};

    *copy = (struct copy){.io = io_posix(), .dir = "/tmp/dorpel-pack-XXXXXX"};
    arena_init(&copy->arena, 0);
    assert_non_null(mkdtemp(copy->dir));
    copy_folder(copy, from, copy->dir);
    struct pack *bare = pack_load(copy->io, copy->dir, NULL);
    assert_non_null(bare);
    assert_true(io_make_dirs(copy->io, arena_printf(&copy->arena, "%s/sleutels", copy->dir), NULL));
    write_missing_key(copy, "village", NULL);
    write_missing_key(copy, "practice", NULL);
    for (size_t i = 0; i < bare->round_count; i++) {
        const struct round *round = &bare->rounds[i];
        const char *dir = arena_printf(&copy->arena, "%s/sleutels/%s", copy->dir, round->name);
        assert_true(io_make_dirs(copy->io, dir, NULL));
        for (size_t k = 0; k < 3; k++) {
            write_missing_key(copy, roles[k], round);
        }
        if (round->access == ACCESS_CODE) {
            write_missing_tags(copy, round);
        }
    }
    pack_free(bare);
    struct pack *pack = pack_load(copy->io, copy->dir, NULL);
    assert_non_null(pack);
    print_faults(pack);
    assert_int_equal(pack->fault_count, 0);
    return pack;
}

static void copy_finish(struct copy *copy)
{
    assert_true(io_remove_tree(copy->io, copy->dir, NULL));
    arena_finish(&copy->arena);
    io_destroy(copy->io);
}

/* ---- the demo village ---------------------------------------------------------------------- */

static void broekhoven_loads_without_a_fault(void **state)
{
    struct copy copy;
    int64_t sum = 0;
    bool owners[3] = {false};

    (void)state;
    struct pack *pack = load_copy(&copy, "assets/demo/broekhoven");
    assert_string_equal(pack->name, "Broekhoven");
    assert_int_equal(pack->residents, 1100);
    assert_true(pack->formal);
    assert_true(pack->at_once);
    assert_int_equal(pack->round_count, 2);
    const struct round *round = &pack->rounds[0];
    assert_string_equal(round->name, "2026");
    assert_int_equal(round->budget_cents, 1700000);
    assert_int_equal(round->access, ACCESS_CODE);
    assert_int_equal(round->form, FORM_APPROVE);
    assert_int_equal(round->choose_min, 1);
    assert_int_equal(round->choose_max, 5);
    assert_true(round->allow_blank);
    assert_true(strlen(round->about) > 100);
    assert_int_equal(round->plan_count, 12);
    for (size_t i = 0; i < round->plan_count; i++) {
        const struct plan *plan = &round->plans[i];
        assert_int_equal(plan->number, i + 1);
        assert_true(plan->summary[0] != '\0' && plan->text[0] != '\0' && plan->by[0] != '\0');
        assert_true(plan->photo[0] != '\0');
        sum += plan->cost_cents;
        owners[plan->owner] = true;
    }
    assert_int_equal(sum, 4537500);
    assert_true(owners[OWNER_COMMUNITY] && owners[OWNER_SHARED] && owners[OWNER_MUNICIPALITY]);
    assert_string_equal(round_plan(round, 10)->change, "Was 4.000 euro");
    assert_int_equal(pack->rounds[1].form, FORM_PURSE);
    assert_int_equal(pack->rounds[1].access, ACCESS_UNLOCK);
    assert_int_equal(pack->rounds[1].budget_cents, 250000);
    assert_int_equal(pack->rounds[1].plan_count, 6);
    assert_int_equal(pack->idea_count, 8);
    assert_int_equal(pack->news_count, 4);
    assert_int_equal(pack->jewel_count, 4);
    assert_int_equal(pack->card_count, 17);
    assert_int_equal(pack->question_count, 7);
    assert_int_equal(pack->project_count, 3);
    pack_free(pack);
    copy_finish(&copy);
}

static void broekhoven_speaks_frisian_and_english_where_dutch_does(void **state)
{
    static const char *const parts[] = {"titel", "vraag", "uitleg"};
    struct copy copy;
    char key[80];
    size_t found = 0;

    (void)state;
    struct pack *pack = load_copy(&copy, "assets/demo/broekhoven");
    for (size_t r = 0; r < pack->round_count; r++) {
        for (size_t p = 0; p < 3; p++) {
            snprintf(key, sizeof(key), "ronde.%s.%s", pack->rounds[r].name, parts[p]);
            for (size_t t = 0; t < pack->text_count; t++) {
                bool is_other = strcmp(pack->texts[t].language, "nl") != 0;
                found += is_other && strcmp(pack->texts[t].key, key) == 0;
            }
        }
    }
    assert_int_equal(found, 2 * 3 * 2);
    pack_free(pack);
    copy_finish(&copy);
}

static void a_link_in_a_folder_on_the_disk_is_not_followed(void **state)
{
    struct copy copy;

    (void)state;
    struct pack *pack = load_copy(&copy, "assets/demo/broekhoven");
    pack_free(pack);
    const char *photo = arena_printf(&copy.arena, "%s/fotos/plan-01.png", copy.dir);
    assert_int_equal(unlink(photo), 0);
    assert_int_equal(symlink("plan-02.png", photo), 0);
    pack = pack_load(copy.io, copy.dir, NULL);
    assert_int_equal(pack->fault_count, 2);
    assert_string_equal(pack->faults[0].key, "pack.not-a-file");
    assert_string_equal(pack->faults[0].file, "fotos/plan-01.png");
    assert_string_equal(pack->faults[1].key, "pack.photo-missing");
    assert_int_equal(pack->faults[1].column, 9);
    pack_free(pack);
    copy_finish(&copy);
}

static void a_folder_that_is_not_there_is_an_error_and_no_pack(void **state)
{
    struct io *io = io_posix();
    struct err err = {0};

    (void)state;
    assert_null(pack_load(io, "tests/data/no-such-village", &err));
    assert_int_equal(err.code, ERR_MISSING);
    io_destroy(io);
}

/* ---- real rounds --------------------------------------------------------------------------- */

/* Counts votes.txt through the round's own ballots and holds it against expected.txt. */
static void assert_published(struct copy *copy, const struct round *round, size_t ballots)
{
    uint64_t tally[ROUND_MAX_PLANS], points[ROUND_MAX_PLANS];
    struct election *election =
        election_of_round(&copy->arena, round, ballots + 1, (ballots + 1) * round->plan_count);
    char *text;
    size_t len;

    const char *votes = arena_printf(&copy->arena, "%s/votes.txt", copy->dir);
    const char *expected = arena_printf(&copy->arena, "%s/expected.txt", copy->dir);
    assert_true(io_read_file(copy->io, &copy->arena, votes, 1 << 20, &text, &len, NULL));
    for (char *line = text; *line != '\0';) {
        struct ballot ballot = {.value = {0}};
        while (*line != '\n') {
            uint16_t number = (uint16_t)strtoul(line, &line, 10);
            const struct plan *plan = round_plan(round, number);
            assert_non_null(plan);
            ballot.value[plan - round->plans] = 1;
            line += *line == ',';
        }
        line++;
        assert_int_equal(ballot_check(&ballot, round), BALLOT_OK);
        assert_true(election->ballot_count <= ballots);
        election_add(election, &ballot);
    }
    assert_int_equal(election->ballot_count, ballots);
    election_tally(election, tally, points);
    assert_true(io_read_file(copy->io, &copy->arena, expected, 1 << 20, &text, &len, NULL));
    size_t lines = 0;
    for (char *line = text; *line != '\0'; line++, lines++) {
        const struct plan *plan = round_plan(round, (uint16_t)strtoul(line, &line, 10));
        assert_non_null(plan);
        assert_int_equal(tally[plan - round->plans], strtoul(line + 1, &line, 10));
    }
    assert_int_equal(lines, round->plan_count);
}

static void assen_counts_as_it_was_published(void **state)
{
    struct copy copy;

    (void)state;
    struct pack *pack = load_copy(&copy, "tests/data/assen2024");
    const struct round *round = &pack->rounds[0];
    assert_int_equal(round->plan_count, 14);
    assert_int_equal(round->budget_cents, 10000000);
    assert_int_equal(round->choose_min, 2);
    assert_int_equal(round->choose_max, 14);
    assert_int_equal(round->cost.passes, 1);
    assert_int_equal(round->cost.memory_kib, 8);
    assert_ptr_equal(pack_round(pack, round->id), round);
    assert_published(&copy, round, 84);
    pack_free(pack);
    copy_finish(&copy);
}

static void amsterdam_counts_as_it_was_published(void **state)
{
    struct copy copy;

    (void)state;
    struct pack *pack = load_copy(&copy, "tests/data/amsterdam");
    assert_int_equal(pack->rounds[0].plan_count, 38);
    assert_int_equal(pack->rounds[0].form, FORM_PURSE);
    assert_published(&copy, &pack->rounds[0], 7045);
    pack_free(pack);
    copy_finish(&copy);
}

/* ---- the small pack ------------------------------------------------------------------------ */

static void every_field_arrives_where_it_belongs(void **state)
{
    struct folder folder;

    (void)state;
    folder_init(&folder);
    struct pack *pack = load(&folder);
    assert_string_equal(pack->tagline, "Wij samen");
    assert_string_equal(pack->kiosk, "De Hal");
    assert_string_equal(pack->contact_reader, "de werkgroep");
    const struct round *round = &pack->rounds[0];
    assert_string_equal(round->title, "Dorpsbudget");
    assert_string_equal(round->question, "Welke plannen?");
    assert_string_equal(round->about, "Zo gaat het.");
    assert_string_equal(round->giver, "De gemeente");
    assert_string_equal(round->rule, "votes");
    assert_int_equal(round->owner, OWNER_SHARED);
    assert_int_equal(round->id[15], 0x0f);
    assert_int_equal(round->salt[0], 0x10);
    assert_int_equal(round->tag_count, 3);
    assert_true(round_knows_tag(round, round->tags[1]));
    assert_int_equal(round->plans[0].number, 2); /* the second row, the first number */
    assert_string_equal(round->plans[0].text, "Een \"oude\" eik;\n\nmet schaduw");
    assert_int_equal(round->plans[0].cost_cents, 125050);
    assert_string_equal(round->plans[0].change, "Was 900 euro");
    assert_int_equal(round->plans[1].number, 7);
    assert_string_equal(round->plans[1].photo, "bank.png");
    assert_string_equal(round->plans[1].theme, "buiten");
    assert_string_equal(round->plans[1].by, "Henk");
    assert_string_equal(pack->rounds[1].rule, "votes-no-skip");
    assert_int_equal(pack->rounds[1].budget_cents, 250050);
    assert_null(pack->rounds[1].tags);
    assert_string_equal(pack->news[0].date, "12 april");
    assert_string_equal(pack->news[0].id, "feest");
    assert_string_equal(pack->ideas[0].what, "Soep");
    assert_string_equal(pack->ideas[0].plan_of, "us-with-help");
    assert_int_equal(pack->ideas[0].needs, 1 | 2);
    assert_int_equal(pack->ideas[0].supports, 31);
    assert_int_equal(pack->text_count, 3);
    assert_string_equal(pack->texts[1].language, "en");
    assert_string_equal(pack->texts[1].text, "Village budget");
    uint8_t nobody[ROUND_ID] = {0};
    assert_null(pack_round(pack, nobody));
    pack_free(pack);
    pack_free(NULL);
    folder_finish(&folder);
}

static char *replace_ends(const char *text, const char *before)
{
    char *out = malloc(strlen(text) * 2 + 8);
    size_t len = (size_t)sprintf(out, "%s", before);

    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            out[len++] = '\r';
        }
        out[len++] = *text;
    }
    out[len] = '\0';
    return out;
}

static void what_windows_saves_says_the_same(void **state)
{
    static const char *const files[] = {"dorp.ini", "rondes.ini", "plannen.csv", "teksten.csv",
                                        "sleutels/2026/tags.txt"};
    struct folder plain, windows;
    uint8_t a[CRYPTO_HASH], b[CRYPTO_HASH];

    (void)state;
    folder_init(&plain);
    folder_init(&windows);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct folder_file *file = folder_find(&windows, files[i]);
        char text[4096];
        snprintf(text, sizeof(text), "%.*s", (int)file->len, file->data);
        char *other = replace_ends(text, i < 4 ? "\xEF\xBB\xBF" : "");
        folder_text(&windows, files[i], other);
        free(other);
    }
    struct pack *one = load(&plain);
    struct pack *two = load(&windows);
    round_digest(a, &one->rounds[0]);
    round_digest(b, &two->rounds[0]);
    assert_memory_equal(a, b, CRYPTO_HASH);
    assert_string_equal(one->rounds[0].plans[0].text, two->rounds[0].plans[0].text);
    assert_string_equal(one->rounds[0].about, two->rounds[0].about);
    assert_memory_not_equal(one->digest, two->digest, CRYPTO_HASH); /* other bytes all the same */
    pack_free(one);
    pack_free(two);
    folder_finish(&plain);
    folder_finish(&windows);
}

static void amounts_are_read_to_the_cent(void **state)
{
    static const struct {
        const char *text;
        int64_t cents;
    } amounts[] = {
        {"0", 0},
        {"450", 45000},
        {"17000", 1700000},
        {"17.000", 1700000},
        {"1.250,50", 125050},
        {"1250,5", -1},
        {"1250,05", 125005},
        {"\xE2\x82\xAC 500", 50000},
        {"\xE2\x82\xAC"
         "500",
         50000},
        {"EUR 500", 50000},
        {"500 euro", 50000},
        {"500,-", 50000},
        {"1.000.000", 100000000},
        {"20.000.000", 2000000000},
        {"20.000.000,01", -1},
        {"0,29", 29},
        {"1.00", -1},
        {"1.0000", -1},
        {"1000.000", -1},
        {".500", -1},
        {"500.", -1},
        {"1,250.50", -1},
        {"1.250,500", -1},
        {"5e3", -1},
        {"0x10", -1},
        {"-1", -1},
        {"\xE2\x82\xAC -1", -1},
        {"1 000", -1},
        {"99999999999999999999999999", -1},
        {"", -1},
        {"\xE2\x82\xAC", -1},
        {"drie", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
        struct folder folder;
        char cell[64];
        folder_init(&folder);
        folder_edit(&folder, "rondes.ini", "17.000", "20.000.000");
        snprintf(cell, sizeof(cell), ";%s;dorp", amounts[i].text);
        folder_edit(&folder, "plannen.csv", ";500;dorp", cell);
        struct pack *pack = pack_load(&folder.io, FOLDER_DIR, NULL);
        assert_int_equal(pack->fault_count, amounts[i].cents < 0 ? 1 : 0);
        if (amounts[i].cents >= 0) {
            assert_int_equal(pack->rounds[0].plans[1].cost_cents, amounts[i].cents);
        }
        pack_free(pack);
        folder_finish(&folder);
    }
}

/* ---- the digest ---------------------------------------------------------------------------- */

static void digest_of(struct folder *folder, uint8_t ret[CRYPTO_HASH])
{
    struct pack *pack = pack_load(&folder->io, FOLDER_DIR, NULL);

    memcpy(ret, pack->digest, CRYPTO_HASH);
    pack_free(pack);
}

static void the_digest_sees_every_byte_and_every_name(void **state)
{
    struct folder folder;
    uint8_t base[CRYPTO_HASH], other[CRYPTO_HASH];

    (void)state;
    folder_init(&folder);
    digest_of(&folder, base);
    digest_of(&folder, other);
    assert_memory_equal(base, other, CRYPTO_HASH);
    for (size_t i = 0; i < folder.count; i++) {
        struct folder_file *file = &folder.files[i];
        file->data[file->len - 1] ^= 1;
        digest_of(&folder, other);
        assert_memory_not_equal(base, other, CRYPTO_HASH);
        file->data[file->len - 1] ^= 1;
        file->path[strlen(file->path) - 1] ^= 1;
        digest_of(&folder, other);
        assert_memory_not_equal(base, other, CRYPTO_HASH);
        file->path[strlen(file->path) - 1] ^= 1;
    }
    folder_text(&folder, "LEESMIJ.txt", "");
    digest_of(&folder, other);
    assert_memory_not_equal(base, other, CRYPTO_HASH);
    folder_finish(&folder);
}

static void the_digest_does_not_see_order_or_what_computers_leave_behind(void **state)
{
    struct folder folder;
    uint8_t base[CRYPTO_HASH], other[CRYPTO_HASH];

    (void)state;
    folder_init(&folder);
    digest_of(&folder, base);
    struct folder_file first = folder.files[0];
    folder.files[0] = folder.files[folder.count - 1];
    folder.files[folder.count - 1] = first;
    folder_text(&folder, ".DS_Store", "x");
    folder_text(&folder, ".~lock.plannen.csv#", "x");
    folder_text(&folder, "~$plannen.csv", "x");
    folder_text(&folder, "Thumbs.db", "x");
    folder_text(&folder, "desktop.ini", "[x]");
    digest_of(&folder, other);
    assert_memory_equal(base, other, CRYPTO_HASH);
    struct pack *pack = load(&folder);
    pack_free(pack);
    folder_finish(&folder);
}

/* ---- hostile bytes ------------------------------------------------------------------------- */

static void twenty_thousand_mutated_files_do_no_harm(void **state)
{
    (void)state;
    fuzz_pack_run(20000, 2026);
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

static void bounds_of_a_round_reach_the_count_and_the_digest(void **state)
{
    struct folder folder;
    struct count_options options;
    uint8_t plain[CRYPTO_HASH], bound[CRYPTO_HASH], other[CRYPTO_HASH];
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    folder_init(&folder);
    struct pack *pack = load(&folder);
    round_digest(plain, &pack->rounds[0]);
    pack_free(pack);
    folder_edit(&folder, "rondes.ini", "zout = ",
                "thema.buiten = 5.000,50\nniet_samen.a = 7 en 2\n"
                "stemmen = 1 maart 2027\nvoorwaarden = Voor mei klaar\nzout = ");
    pack = load(&folder);
    const struct round *round = &pack->rounds[0];
    assert_int_equal(round->theme_count, 1);
    assert_string_equal(round->themes[0].name, "buiten");
    assert_int_equal(round->themes[0].budget_cents, 500050);
    assert_int_equal(round->pair_count, 1);
    assert_int_equal(round->pairs[0].a, 0); /* plan 2 stands first */
    assert_int_equal(round->pairs[0].b, 1);
    assert_int_equal(round->day[PHASE_VOTE], 1803859200 / 86400);
    assert_string_equal(round->terms, "Voor mei klaar");
    assert_true(terms_read(&options, round, NULL));
    assert_true(options.per_theme);
    assert_int_equal(options.pair_count, 1);
    const struct election *election = election_of_round(&arena, round, 1, 2);
    assert_int_equal(election->theme_count, 1);
    assert_int_equal(election->themes[0].budget, 500050);
    round_digest(bound, round);
    assert_memory_not_equal(plain, bound, CRYPTO_HASH);
    pack->rounds[0].pair_count = 0;
    round_digest(other, round);
    assert_memory_not_equal(other, bound, CRYPTO_HASH);
    pack_free(pack);
    folder_finish(&folder);
    arena_finish(&arena);
}

/* The Kleine Wereld of 2019: each theme has its own money, and no count goes beyond it. */
static void a_real_round_with_budgets_per_theme_is_counted_within_them(void **state)
{
    struct copy copy;
    struct arena arena;
    struct count_options options;
    uint64_t votes[ROUND_MAX_PLANS];

    (void)state;
    arena_init(&arena, 0);
    struct pack *pack = load_copy(&copy, "tests/data/kleinewereld");
    const struct round *round = &pack->rounds[0];
    assert_int_equal(round->theme_count, 6);
    assert_int_equal(round->plan_count, 52);
    assert_true(terms_read(&options, round, NULL));
    for (size_t i = 0; i < round->plan_count; i++) {
        votes[i] = 200 + i * 3 % 50; /* enough for any of them: money decides */
    }
    const struct election *election = terms_election(&arena, round, 426, votes, NULL);
    assert_non_null(election);
    struct count_outcome outcome;
    assert_true(count_run(&outcome, &arena, election, &options, NULL));
    int64_t spent[ROUND_MAX_THEMES + ROUND_MAX_PLANS] = {0};
    for (size_t i = 0; i < outcome.winner_count; i++) {
        const struct election_plan *plan = &election->plans[outcome.winners[i]];
        spent[plan->theme] += plan->cost;
    }
    size_t tight = 0;
    for (size_t i = 0; i < election->theme_count; i++) {
        int64_t bound = election->themes[i].budget;
        assert_true(bound < 0 || spent[i] <= bound);
        tight += bound >= 0 && spent[i] > bound / 2 ? 1 : 0;
    }
    assert_true(tight >= 4); /* the bounds are what stops it */
    pack_free(pack);
    copy_finish(&copy);
    arena_finish(&arena);
}

static void jewels_and_cards_become_what_the_screens_show(void **state)
{
    struct folder folder;

    (void)state;
    folder_init(&folder);
    struct pack *pack = load(&folder);
    const struct jewel *jewel = &pack->jewels[0];
    assert_string_equal(jewel->id, "kooi");
    assert_string_equal(jewel->date, "sinds 1887");
    assert_string_equal(jewel->by, "Roelie");
    assert_string_equal(jewel->join, "Kom helpen.");
    assert_int_equal(jewel->face_count, 2);
    assert_string_equal(jewel->faces[1], "bank.png");
    assert_int_equal(jewel->owner, OWNER_SHARED);
    const struct card *card = &pack->cards[0];
    assert_string_equal(card->what, "Met een middag.");
    assert_string_equal(card->who, "Tien mensen.");
    assert_string_equal(card->first, "Prik een dag.");
    assert_string_equal(card->from, "Norg");
    assert_true(card->is_shared);
    assert_int_equal(card->owner, OWNER_COMMUNITY);
    pack_free(pack);
    folder_finish(&folder);
}

static void questions_of_each_kind_are_read(void **state)
{
    struct folder folder;

    (void)state;
    folder_init(&folder);
    struct pack *pack = load(&folder);
    const struct question *questions = pack->questions;
    assert_int_equal(pack->question_count, 4);
    assert_int_equal(questions[0].kind, QUESTION_CHOICE);
    assert_int_equal(questions[0].choice_count, 3);
    assert_string_equal(questions[0].choices[2], "Woensdag");
    assert_int_equal(questions[0].most, 2);
    assert_int_equal(questions[0].show, SHOW_ALWAYS);
    assert_false(questions[0].is_closed);
    assert_int_equal(questions[1].kind, QUESTION_SCALE);
    assert_int_equal(questions[1].steps, 7);
    assert_string_equal(questions[1].high, "helemaal");
    assert_int_equal(questions[1].show, SHOW_NEVER);
    assert_true(questions[1].is_closed);
    assert_int_equal(questions[2].kind, QUESTION_OPEN);
    assert_int_equal(questions[2].show, SHOW_AFTER); /* when nothing is said */
    assert_int_equal(questions[3].kind, QUESTION_ACTION);
    assert_string_equal(questions[3].group, "Plan");
    assert_int_equal(questions[3].owner, OWNER_MUNICIPALITY);
    pack_free(pack);
    folder_finish(&folder);
}

static void the_rows_of_a_project_become_its_story(void **state)
{
    struct folder folder;

    (void)state;
    folder_init(&folder);
    struct pack *pack = load(&folder);
    assert_int_equal(pack->project_count, 2);
    const struct project *garden = &pack->projects[0];
    assert_string_equal(garden->title, "De tuin");
    assert_int_equal(garden->got_cents, 180000);
    assert_int_equal(garden->spent_cents, 142050);
    assert_int_equal(garden->telling, TELL_PHOTOS);
    assert_int_equal(garden->state, PROJECT_HELP);
    assert_string_equal(garden->help, "Een kraan");
    assert_int_equal(garden->update_count, 2);
    assert_int_equal(garden->updates[1].state, PROJECT_BUSY);
    const struct project *bank = &pack->projects[1]; /* all it knows comes from its plan */
    const struct plan *plan = round_plan(&pack->rounds[0], 7);
    assert_string_equal(bank->title, plan->title);
    assert_string_equal(bank->by, "Henk");
    assert_int_equal(bank->got_cents, plan->cost_cents);
    assert_int_equal(bank->number, 7);
    pack_free(pack);
    folder_finish(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broekhoven_loads_without_a_fault),
        cmocka_unit_test(broekhoven_speaks_frisian_and_english_where_dutch_does),
        cmocka_unit_test(a_link_in_a_folder_on_the_disk_is_not_followed),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error_and_no_pack),
        cmocka_unit_test(assen_counts_as_it_was_published),
        cmocka_unit_test(amsterdam_counts_as_it_was_published),
        cmocka_unit_test(every_field_arrives_where_it_belongs),
        cmocka_unit_test(bounds_of_a_round_reach_the_count_and_the_digest),
        cmocka_unit_test(a_real_round_with_budgets_per_theme_is_counted_within_them),
        cmocka_unit_test(jewels_and_cards_become_what_the_screens_show),
        cmocka_unit_test(questions_of_each_kind_are_read),
        cmocka_unit_test(the_rows_of_a_project_become_its_story),
        cmocka_unit_test(what_windows_saves_says_the_same),
        cmocka_unit_test(amounts_are_read_to_the_cent),
        cmocka_unit_test(the_digest_sees_every_byte_and_every_name),
        cmocka_unit_test(the_digest_does_not_see_order_or_what_computers_leave_behind),
        cmocka_unit_test(twenty_thousand_mutated_files_do_no_harm),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
