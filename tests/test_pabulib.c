/* What a .pb file may look like and still be read; what is told of it; what is refused, and why. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/crypto.h"
#include "app/base/str.h"
#include "app/domain/pabulib/pabulib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a file in the making ------------------------------------------------------------------ */

#define META_OF(type, plans, votes)                                                                \
    "META\nkey;value\ndescription;Test\ncountry;Netherlands\nunit;Dorp\ninstance;2026\n"           \
    "num_projects;" plans "\nnum_votes;" votes "\nbudget;100\nvote_type;" type                     \
    "\nrule;unknown\ndate_begin;2026\ndate_end;2026\n"
#define META META_OF("approval", "2", "2")
#define PROJECTS "PROJECTS\nproject_id;cost;name\na;60;Bank\nb;50;Boom\n"
#define VOTES "VOTES\nvoter_id;vote\n1;a\n2;a,b\n"
#define GOOD META PROJECTS VOTES
#define POINTS_META META_OF("cumulative", "2", "1") "max_sum_points;10\n"
#define POINTS "VOTES\nvoter_id;vote;points\n"

struct bench {
    struct arena arena;
    struct err err;
    struct pabulib file;
    struct pabulib_notes notes;
    bool is_read;
};

static int start(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));

    assert_non_null(bench);
    assert_true(crypto_start(NULL));
    arena_init(&bench->arena, 0);
    *state = bench;
    return 0;
}

static int stop(void **state)
{
    struct bench *bench = *state;

    arena_finish(&bench->arena);
    free(bench);
    return 0;
}

/* From memory of exactly this length: one byte beyond is a fault. */
static bool read_bytes(struct bench *bench, const char *text, size_t len)
{
    char *copy = malloc(len == 0 ? 1 : len);

    assert_non_null(copy);
    memcpy(copy, text, len);
    bench->err = (struct err){0};
    bench->is_read =
        pabulib_read(&bench->file, &bench->notes, &bench->arena, copy, len, &bench->err);
    free(copy);
    assert_true(bench->is_read == (bench->notes.refusal.kind == PABULIB_FINE));
    assert_true(bench->is_read == (bench->err.code == ERR_NONE));
    return bench->is_read;
}

static void reads(struct bench *bench, const char *text)
{
    if (!read_bytes(bench, text, strlen(text))) {
        fail_msg("refused: %s", bench->err.msg);
    }
}

/* Read, and nothing to say. */
static void reads_clean(struct bench *bench, const char *text)
{
    reads(bench, text);
    if (bench->notes.count > 0) {
        fail_msg("line %d: %s", bench->notes.list[0].line,
                 pabulib_note_key(bench->notes.list[0].kind));
    }
}

static void refuses(struct bench *bench, const char *text, enum pabulib_kind kind, int line)
{
    if (read_bytes(bench, text, strlen(text))) {
        fail_msg("read, and should be refused with %s", pabulib_note_key(kind));
    }
    assert_string_equal(pabulib_note_key(bench->notes.refusal.kind), pabulib_note_key(kind));
    assert_int_equal(bench->notes.refusal.line, line);
    assert_true(kind < PABULIB_FIRST_WARNING);
}

/* Read, with this note alone. */
static const struct pabulib_note *warns(struct bench *bench, const char *text,
                                        enum pabulib_kind kind, int line)
{
    reads(bench, text);
    assert_int_equal(bench->notes.count, 1);
    assert_string_equal(pabulib_note_key(bench->notes.list[0].kind), pabulib_note_key(kind));
    assert_int_equal(bench->notes.list[0].line, line);
    assert_true(kind >= PABULIB_FIRST_WARNING);
    return &bench->notes.list[0];
}

/* "a,b|b:3||": the ballots with their choices, and weights when there are. */
static const char *ballots(struct bench *bench)
{
    static char text[512];
    const struct election *election = &bench->file.election;
    size_t len = 0;

    text[0] = '\0';
    for (size_t b = 0; b < election->ballot_count; b++) {
        for (uint32_t i = election->first[b]; i < election->first[b + 1]; i++) {
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s",
                                    i > election->first[b] ? "," : "",
                                    election->plans[election->plan[i]].id);
            if (election->weight != NULL) {
                len += (size_t)snprintf(text + len, sizeof(text) - len, ":%u",
                                        (unsigned)election->weight[i]);
            }
        }
        len += (size_t)snprintf(text + len, sizeof(text) - len, "|");
    }
    return text;
}

/* ---- what a file may look like ------------------------------------------------------------- */

static void a_plain_file_is_read(void **state)
{
    struct bench *bench = *state;
    const struct election *election = &bench->file.election;

    reads_clean(bench, GOOD);
    assert_string_equal(ballots(bench), "a|a,b|");
    assert_string_equal(election->title, "Test");
    assert_int_equal(election->budget, 100);
    assert_int_equal(election->unit, 1);
    assert_int_equal(election->plan_count, 2);
    assert_string_equal(election->plans[1].name, "Boom");
    assert_int_equal(election->plans[1].cost, 50);
    assert_int_equal(election->plans[1].theme, ELECTION_NO_THEME);
    assert_null(election->weight);
    assert_int_equal(bench->file.plans[0].votes, -1);
    assert_int_equal(bench->file.plans[0].selected, -1);
    assert_string_equal(pabulib_value(&bench->file, "unit"), "Dorp");
    assert_string_equal(pabulib_value(&bench->file, "currency"), "");
    assert_string_equal(bench->file.meta[2].key, "unit"); /* in the order of the file */
}

/* The same file with every line end replaced. */
static char *with_ends(struct arena *arena, const char *text, const char *end)
{
    char *made = arena_alloc(arena, 2 * strlen(text) + 1);
    size_t len = 0;

    for (; *text != '\0'; text++) {
        len +=
            (size_t)sprintf(made + len, *text == '\n' ? "%s" : "%.1s", *text == '\n' ? end : text);
    }
    return made;
}

static void line_ends_marks_and_blanks_change_nothing(void **state)
{
    struct bench *bench = *state;
    static const char *const same[] = {
        "\xEF\xBB\xBF" GOOD,
        META "\n\n" PROJECTS "\n" VOTES "\n\n",
        META PROJECTS "VOTES\nvoter_id; vote\n 1 ; a \n2;\ta , b\t\n",
        META "projects\nPROJECT_ID;Cost;name\na;60;Bank\nb;50;Boom\nVotes\nvoter_id;vote\n1;a\n"
             "2;a,b\n",
        META "PROJECTS\nname;extra;cost;project_id\nBank;x;60;a\nBoom;y;50;b\n" VOTES,
        META PROJECTS "VOTES\nage;vote;sex;voter_id\n34;a;M;1\n;a,b;;2\n",
        META PROJECTS "VOTES\nvoter_id;vote\n1;a\n2;\"a,b\"\n",
        META PROJECTS "VOTES\n\"voter_id\";\"vote\"\n\"1\"; \"a\" \n2;\" a , b\"\n",
    };

    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        reads_clean(bench, same[i]);
        assert_string_equal(ballots(bench), "a|a,b|");
        assert_string_equal(bench->file.election.plans[1].name, "Boom");
        reads_clean(bench, with_ends(&bench->arena, same[i], "\r\n"));
        assert_string_equal(ballots(bench), "a|a,b|");
    }
}

static void quoted_cells_hold_anything(void **state)
{
    struct bench *bench = *state;
    const struct election *election = &bench->file.election;

    reads_clean(bench, META "PROJECTS\nproject_id;cost;name\n"
                            "a;60;\"Bank; \"\"groen\"\"\nmet rug\"\n"
                            "\"b\"\"c\";50;\"\"\"Boom\"\"\"\n"
                            "VOTES\nvoter_id;vote\n1;a\n2;\"a,b\"\"c\"\n");
    assert_string_equal(election->plans[0].name, "Bank; \"groen\" met rug");
    assert_string_equal(election->plans[1].name, "\"Boom\"");
    assert_string_equal(election->plans[1].id, "b\"c");
    assert_string_equal(ballots(bench), "a|a,b\"c|");
    assert_int_equal(bench->file.plans[1].line, 18); /* the newline in the cell counts */
    /* A mark in the middle of a cell is only a mark. */
    reads_clean(bench, META "PROJECTS\nproject_id;cost;name\na;60;Bank 3\" hoog\nb;50;x\n" VOTES);
    assert_string_equal(election->plans[0].name, "Bank 3\" hoog");
}

static void blank_ballots_are_ballots(void **state)
{
    struct bench *bench = *state;
    const char *text = META_OF("approval", "2", "3") PROJECTS "VOTES\nvoter_id;vote\n1;\n2;a\n3;\n";

    reads_clean(bench, text);
    assert_string_equal(ballots(bench), "|a||");
    reads_clean(bench, with_ends(&bench->arena, text, "\r\n"));
    assert_string_equal(ballots(bench), "|a||");
}

static void all_kinds_of_vote_are_read(void **state)
{
    struct bench *bench = *state;

    reads_clean(bench, META_OF("choose-1", "2", "2") PROJECTS "VOTES\nvoter_id;vote\n1;a\n2;b\n");
    assert_string_equal(ballots(bench), "a|b|");
    reads_clean(bench, META_OF("ordinal", "2", "2") PROJECTS "VOTES\nvoter_id;vote\n1;b,a\n2;a\n");
    assert_string_equal(ballots(bench), "b:2,a:1|a:1|");
    reads_clean(bench, POINTS_META PROJECTS POINTS "1;b,a;7,3\n");
    assert_string_equal(ballots(bench), "b:7,a:3|");
    reads_clean(bench, META_OF("scoring", "2", "2") PROJECTS POINTS "1;b;5\n2;;\n");
    assert_string_equal(ballots(bench), "b:5||");
    /* Who is not named gets the default; also on a blank ballot. */
    reads_clean(bench,
                META_OF("scoring", "2", "2") "default_score;2\n" PROJECTS POINTS "1;b;5\n2;;\n");
    assert_string_equal(ballots(bench), "b:5,a:2|a:2,b:2|");
}

static void money_is_whole_units_of_the_smallest_amount(void **state)
{
    struct bench *bench = *state;
    const struct election *election = &bench->file.election;
    static const struct {
        const char *budget, *cost;
        int64_t unit, budget_units, cost_units;
    } cases[] = {
        {"1000,50", "333.5", 10, 10005, 3335},
        {"400000.0", "12.00", 1, 400000, 12},
        {"0.3", "0.1", 10, 3, 1},
        {"1", "0,000001", 1000000, 1000000, 1},
        {"100", ".5", 10, 1000, 5},
        {"007", "5.", 1, 7, 5},
        {"4611686018427387904", "4611686018427387904", 1, (int64_t)1 << 62, (int64_t)1 << 62},
        {"2488835.61", "-0", 100, 248883561, 0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *text = arena_printf(
            &bench->arena,
            "META\nkey;value\ndescription;x\ncountry;x\nunit;x\ninstance;x\nnum_projects;1\n"
            "num_votes;0\nbudget;%s\nvote_type;approval\nrule;x\ndate_begin;2026\ndate_end;2026\n"
            "PROJECTS\nproject_id;cost\na;%s\nVOTES\nvoter_id;vote\n",
            cases[i].budget, cases[i].cost);
        reads_clean(bench, text);
        assert_int_equal(election->unit, cases[i].unit);
        assert_int_equal(election->budget, cases[i].budget_units);
        assert_int_equal(election->plans[0].cost, cases[i].cost_units);
    }
}

static void categories_are_themes_with_their_bounds(void **state)
{
    struct bench *bench = *state;
    const struct election *election = &bench->file.election;

    reads(bench,
          META "categories;Sport, Groen\nbudget_per_category;60,39.5\n"
               "PROJECTS\nproject_id;cost;category\na;60;Groen\nb;50;\"Jeugd,Sport\"\n" VOTES);
    assert_int_equal(election->theme_count, 3);
    assert_string_equal(election->themes[0].name, "Sport");
    assert_int_equal(election->unit, 10); /* the bound's half counts too */
    assert_int_equal(election->themes[0].budget, 600);
    assert_int_equal(election->themes[1].budget, 395);
    assert_int_equal(election->themes[2].budget, -1);
    assert_int_equal(election->plans[0].theme, 1);
    assert_string_equal(election->themes[election->plans[1].theme].name, "Jeugd");
    assert_string_equal(bench->file.plans[1].category, "Jeugd,Sport");
    assert_int_equal(bench->notes.count, 1);
    assert_int_equal(bench->notes.list[0].kind, PABULIB_CATEGORIES);
}

static void the_published_outcome_is_kept(void **state)
{
    struct bench *bench = *state;

    reads_clean(bench, META "PROJECTS\nproject_id;cost;votes;selected\na;60;2;1\nb;50;1;\n" VOTES);
    assert_int_equal(bench->file.plans[0].votes, 2);
    assert_int_equal(bench->file.plans[0].selected, 1);
    assert_int_equal(bench->file.plans[1].selected, 0);
    assert_int_equal(bench->file.plans[1].score, -1);
}

/* ---- what is told, while the count goes on ------------------------------------------------- */

static void slips_in_the_file_are_told(void **state)
{
    struct bench *bench = *state;

    warns(bench, META "PROJECTS\nproject_id;cost;name\na;60;\"Bank\" groen\nb;50;Boom\n" VOTES,
          PABULIB_QUOTE_STRAY, 16);
    assert_string_equal(bench->file.election.plans[0].name, "Bank groen");
    warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a\n;;\n2;a,b\n", PABULIB_ROW_EMPTY, 21);
    warns(bench, META PROJECTS "VOTES\nvoter_id;vote;age\n1;a\n2;a,b;3\n", PABULIB_ROW_SHORT, 20);
    warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a;\n2;a,b\n", PABULIB_CELLS_EXTRA, 20);
    warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a\n2;a,b", PABULIB_LINE_OPEN, 21);
    assert_string_equal(ballots(bench), "a|a,b|");
    /* When the published votes are what was counted, nothing was lost. */
    reads_clean(bench, META "PROJECTS\nproject_id;cost;votes\na;60;2\nb;50;1\n"
                            "VOTES\nvoter_id;vote\n1;a\n2;a,b");
}

static void slips_in_meta_are_told(void **state)
{
    struct bench *bench = *state;
    const struct pabulib_note *note;

    note = warns(bench, META_OF("approval", "2", "3") PROJECTS VOTES, PABULIB_NUM_VOTES, 8);
    assert_int_equal(note->n, 3);
    assert_int_equal(note->m, 2);
    note = warns(bench, META_OF("approval", "7", "2") PROJECTS VOTES, PABULIB_NUM_PROJECTS, 7);
    assert_int_equal(note->n, 7);
    assert_int_equal(note->m, 2);
    note = warns(bench, META "categories;Groen,Sport\nbudget_per_category;60\n" PROJECTS VOTES,
                 PABULIB_CATEGORY_BUDGETS, 15);
    assert_int_equal(note->n, 1);
    assert_int_equal(note->m, 2);
    assert_int_equal(bench->file.election.themes[0].budget, -1);
    note =
        warns(bench,
              "META\nkey;value\ncountry;x\nunit;Dorp\ninstance;2026\nnum_projects;2\n"
              "num_votes;2\nbudget;100\nvote_type;approval\nrule;x\ndate_begin;x\ndate_end;x\n" //
              PROJECTS VOTES,
              PABULIB_KEY_WANTED, 0);
    assert_string_equal(note->detail, "description");
    assert_string_equal(bench->file.election.title, "Dorp 2026");
}

static void slips_in_plans_are_told(void **state)
{
    struct bench *bench = *state;
    const struct pabulib_note *note;

    note = warns(bench, META "PROJECTS\nproject_id;cost\na;60\nb;100.01\n" VOTES, PABULIB_COST_OVER,
                 17);
    assert_string_equal(note->detail, "b");
    warns(bench, META "PROJECTS\nproject_id;cost\na;60\nb;999999999\n" VOTES, PABULIB_WITHDRAWN,
          17);
    assert_true(bench->file.plans[1].is_withdrawn);
    assert_false(bench->file.plans[0].is_withdrawn);
    note = warns(bench, META "PROJECTS\nproject_id;cost;selected\na;60;ja\nb;50;1\n" VOTES,
                 PABULIB_SELECTED, 16);
    assert_int_equal(note->column, 3);
    note = warns(bench, META "PROJECTS\nproject_id;cost;votes\na;60;2\nb;50;4\n" VOTES,
                 PABULIB_VOTES_DIFFER, 17);
    assert_int_equal(note->n, 4);
    assert_int_equal(note->m, 1);
    note = warns(bench,
                 POINTS_META "PROJECTS\nproject_id;cost;votes;score\na;60;1;7\nb;50;1;4\n" POINTS
                             "1;a,b;7,3\n",
                 PABULIB_SCORE_DIFFER, 18);
    assert_int_equal(note->n, 4);
    assert_int_equal(note->m, 3);
}

static void slips_on_ballots_are_told(void **state)
{
    struct bench *bench = *state;
    const struct pabulib_note *note;

    warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n;a\n2;a,b\n", PABULIB_VOTER_EMPTY, 20);
    warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n7;a\n7;a,b\n", PABULIB_VOTER_TWICE, 21);
    warns(bench, META_OF("approval", "2", "3") PROJECTS "VOTES\nvoter_id;vote\n9;a\n8;\n9;b\n",
          PABULIB_VOTER_TWICE, 22);
    assert_string_equal(ballots(bench), "a||b|"); /* both count */
    warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a,,b\n2;b\n", PABULIB_CHOICE_EMPTY, 20);
    assert_string_equal(ballots(bench), "a,b|b|");
    note = warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a,z\n2;b\n", PABULIB_CHOICE_UNKNOWN,
                 20);
    assert_string_equal(note->detail, "z");
    assert_int_equal(note->column, 2);
    assert_string_equal(ballots(bench), "a|b|");
    warns(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a,b,a\n2;b\n", PABULIB_CHOICE_TWICE, 20);
    assert_string_equal(ballots(bench), "a,b|b|");
    note = warns(bench, META "max_length;1\n" PROJECTS VOTES, PABULIB_BALLOT_LONG, 22);
    assert_int_equal(note->n, 2);
    assert_int_equal(note->m, 1);
    warns(bench, META_OF("choose-1", "2", "2") PROJECTS VOTES, PABULIB_BALLOT_LONG, 21);
    warns(bench, META "max_sum_cost;109,9\n" PROJECTS VOTES, PABULIB_BALLOT_COST, 22);
    reads_clean(bench, META "max_sum_cost;110,1\n" PROJECTS VOTES);
    /* Two of the largest amounts together are still a number. */
    reads(bench, META "max_sum_cost;4611686018427387904\nPROJECTS\nproject_id;cost\n"
                      "a;4611686018427387904\nb;4611686018427387904\n" VOTES);
    assert_int_equal(bench->notes.counts[PABULIB_BALLOT_COST], 1);
}

static void slips_with_points_and_ranks_are_told(void **state)
{
    struct bench *bench = *state;
    const struct pabulib_note *note;

    /* The last points count, and the first place. */
    warns(bench, POINTS_META PROJECTS POINTS "1;a,b,a;7,3,2\n", PABULIB_CHOICE_TWICE, 21);
    assert_string_equal(ballots(bench), "a:2,b:3|");
    warns(bench, META_OF("ordinal", "2", "1") PROJECTS "VOTES\nvoter_id;vote\n1;b,a,b\n",
          PABULIB_CHOICE_TWICE, 20);
    assert_string_equal(ballots(bench), "b:2,a:1|");
    warns(bench, META_OF("ordinal", "2", "1") PROJECTS "VOTES\nvoter_id;vote\n1;b,z,a\n",
          PABULIB_CHOICE_UNKNOWN, 20);
    assert_string_equal(ballots(bench), "b:2,a:1|");
    warns(bench, POINTS_META PROJECTS POINTS "1;a,b;7,0\n", PABULIB_CHOICE_ZERO, 21);
    assert_string_equal(ballots(bench), "a:7|");
    note = warns(bench, POINTS_META PROJECTS POINTS "1;a,b;7,4\n", PABULIB_BALLOT_POINTS, 21);
    assert_int_equal(note->n, 11);
    assert_int_equal(note->m, 10);
    warns(bench, POINTS_META PROJECTS POINTS "1;a,,b;7,,3\n", PABULIB_CHOICE_EMPTY, 21);
    assert_string_equal(ballots(bench), "a:7,b:3|");
}

static void of_many_slips_a_few_are_kept_and_all_are_counted(void **state)
{
    struct bench *bench = *state;
    char *text = arena_alloc(&bench->arena, 4096);
    size_t len = (size_t)sprintf(text, "%s",
                                 META_OF("approval", "2", "100") PROJECTS "VOTES\nvoter_id;vote\n");

    for (int i = 1; i <= 100; i++) {
        len += (size_t)sprintf(text + len, "%d;a,z\n", i);
    }
    reads(bench, text);
    assert_int_equal(bench->notes.count, PABULIB_MAX_ALIKE);
    assert_int_equal(bench->notes.counts[PABULIB_CHOICE_UNKNOWN], 100);
}

/* ---- what is refused ----------------------------------------------------------------------- */

static void what_is_no_such_file_is_refused(void **state)
{
    struct bench *bench = *state;

    refuses(bench, "", PABULIB_SECTION_MISSING, 0);
    refuses(bench, "\n\n", PABULIB_SECTION_MISSING, 0);
    refuses(bench, "hallo;wereld\n" GOOD, PABULIB_NOT_META, 1);
    refuses(bench, "VOTES\n" GOOD, PABULIB_SECTION_ORDER, 1);
    refuses(bench, "META\nkey,value\n", PABULIB_META_HEADER, 2);
    refuses(bench, "META\n", PABULIB_META_HEADER, 1);
    refuses(bench, META, PABULIB_SECTION_MISSING, 0);
    assert_string_equal(bench->notes.refusal.detail, "PROJECTS");
    refuses(bench, META PROJECTS, PABULIB_SECTION_MISSING, 0);
    assert_string_equal(bench->notes.refusal.detail, "VOTES");
    refuses(bench, META VOTES PROJECTS, PABULIB_SECTION_ORDER, 14);
    refuses(bench, META META PROJECTS VOTES, PABULIB_SECTION_ORDER, 14);
    refuses(bench, GOOD VOTES, PABULIB_SECTION_ORDER, 22);
    refuses(bench, META "PROJECTS\nVOTES\n", PABULIB_HEADER_MISSING, 15);
    refuses(bench, META PROJECTS "VOTES", PABULIB_HEADER_MISSING, 18);
    refuses(bench, META "PROJECTS\nproject_id;cost\n" VOTES, PABULIB_NO_PLANS, 16);
    refuses(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;\"a\n2;a,b\n", PABULIB_QUOTE_OPEN, 20);
    refuses(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a\n2;\xFF\n", PABULIB_UTF8, 21);
    refuses(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a\n2;\xC3", PABULIB_UTF8, 21);
    static const char nul[] = META PROJECTS "VOTES\nvoter_id;vote\n1;a\n2;a\0b\n";
    assert_false(read_bytes(bench, nul, sizeof(nul) - 1));
    assert_int_equal(bench->notes.refusal.kind, PABULIB_NUL);
    assert_int_equal(bench->notes.refusal.line, 21);
}

static void what_is_missing_is_refused(void **state)
{
    struct bench *bench = *state;
    static const char *const keys[] = {"budget", "vote_type", "num_projects", "num_votes"};

    for (size_t i = 0; i < 4; i++) { /* the key is misspelt */
        char *text = arena_strdup(&bench->arena, GOOD);
        memcpy(strstr(text, keys[i]), "X", 1);
        refuses(bench, text, PABULIB_KEY_MISSING, 0);
        assert_string_equal(bench->notes.refusal.detail, keys[i]);
    }
    refuses(bench, META "PROJECTS\nproject_id;name\n", PABULIB_COLUMN_MISSING, 15);
    assert_string_equal(bench->notes.refusal.detail, "cost");
    refuses(bench, META PROJECTS "VOTES\nvoter;vote\n", PABULIB_COLUMN_MISSING, 19);
    refuses(bench, META PROJECTS "VOTES\nvoter_id;votes\n", PABULIB_COLUMN_MISSING, 19);
    refuses(bench, POINTS_META PROJECTS VOTES, PABULIB_COLUMN_MISSING, 20);
    assert_string_equal(bench->notes.refusal.detail, "points");
    refuses(bench, META "PROJECTS\nproject_id;cost;Cost\n", PABULIB_COLUMN_TWICE, 15);
    refuses(bench, META "PROJECTS\nproject_id;cost\na\n", PABULIB_ROW_CUT, 16);
    refuses(bench, META PROJECTS "VOTES\nvoter_id;vote\n1;a\n2", PABULIB_ROW_CUT, 21);
    refuses(bench, META "budget;200\n" PROJECTS VOTES, PABULIB_KEY_TWICE, 14);
    refuses(bench, META ";200\n" PROJECTS VOTES, PABULIB_KEY_EMPTY, 14);
    refuses(bench, META_OF("Borda", "2", "2") PROJECTS VOTES, PABULIB_VOTE_TYPE, 10);
    assert_string_equal(bench->notes.refusal.detail, "Borda");
}

static void numbers_that_are_none_are_refused(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *cost;
        enum pabulib_kind kind;
    } costs[] = {
        {"", PABULIB_NUMBER},
        {"x", PABULIB_NUMBER},
        {"1.000,50", PABULIB_NUMBER},
        {"1 000", PABULIB_NUMBER},
        {"1e6", PABULIB_NUMBER},
        {"+5", PABULIB_NUMBER},
        {".", PABULIB_NUMBER},
        {"0x10", PABULIB_NUMBER},
        {"NaN", PABULIB_NUMBER},
        {"--1", PABULIB_NUMBER},
        {"-1", PABULIB_NEGATIVE},
        {"-0,01", PABULIB_NEGATIVE},
        {"0.0000001", PABULIB_DECIMALS},
        {"4611686018427387905", PABULIB_NUMBER_LARGE},
        {"99999999999999999999999", PABULIB_NUMBER_LARGE},
    };

    for (size_t i = 0; i < sizeof(costs) / sizeof(costs[0]); i++) {
        refuses(bench,
                arena_printf(&bench->arena, META "PROJECTS\nproject_id;cost\na;1\nb;%s\n" VOTES,
                             costs[i].cost),
                costs[i].kind, 17);
        assert_int_equal(bench->notes.refusal.column, 2);
    }
    /* In one unit with a tenth the largest amount no longer fits. */
    refuses(bench, META "PROJECTS\nproject_id;cost\na;0.1\nb;4611686018427387904\n" VOTES,
            PABULIB_NUMBER_LARGE, 17);
    refuses(bench, META "max_length;drie\n" PROJECTS VOTES, PABULIB_NUMBER, 14);
    refuses(bench, META "max_length;2.5\n" PROJECTS VOTES, PABULIB_WHOLE, 14);
    refuses(bench, META_OF("approval", "2", "-2") PROJECTS VOTES, PABULIB_NEGATIVE, 8);
    refuses(bench, META "PROJECTS\nproject_id;cost;votes\na;1;veel\n" VOTES, PABULIB_NUMBER, 16);
    refuses(bench, META "categories;x,y\nbudget_per_category;1,z\n" PROJECTS VOTES, PABULIB_NUMBER,
            15);
    refuses(bench, META_OF("scoring", "2", "0") "default_score;-1\n" PROJECTS POINTS,
            PABULIB_NEGATIVE, 14);
    refuses(bench, META_OF("scoring", "2", "0") "default_score;65536\n" PROJECTS POINTS,
            PABULIB_POINTS_LARGE, 14);
}

static void points_that_do_not_fit_their_plans_are_refused(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *row;
        enum pabulib_kind kind;
    } rows[] = {
        {"1;a,b;7", PABULIB_POINTS_COUNT},
        {"1;a;7,3", PABULIB_POINTS_COUNT},
        {"1;a;", PABULIB_POINTS_COUNT},
        {"1;;7", PABULIB_POINTS_COUNT},
        {"1;a,,b;7,1,3", PABULIB_POINTS_COUNT},
        {"1;a,b;7,", PABULIB_NUMBER},
        {"1;a,b;7,x", PABULIB_NUMBER},
        {"1;a;-7", PABULIB_NEGATIVE},
        {"1;a;0.5", PABULIB_WHOLE},
        {"1;a;65536", PABULIB_POINTS_LARGE},
        {"1;a", PABULIB_ROW_CUT},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        refuses(bench, arena_printf(&bench->arena, POINTS_META PROJECTS POINTS "%s\n", rows[i].row),
                rows[i].kind, 21);
    }
    reads_clean(bench, POINTS_META "max_x;1\n" PROJECTS POINTS "1;a,b;7.0,003\n");
    assert_string_equal(ballots(bench), "a:7,b:3|");
}

static void ids_that_lists_cannot_hold_are_refused(void **state)
{
    struct bench *bench = *state;
    static const char *const ids[] = {"",        "a,c", "votes", "Meta", "x\ty", "x\xE2\x80\xAEy",
                                      "\"x\ny\""};

    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        refuses(bench,
                arena_printf(&bench->arena, META "PROJECTS\nproject_id;cost\na;1\n%s;2\n" VOTES,
                             ids[i]),
                PABULIB_ID, 17);
    }
    refuses(bench, META "PROJECTS\nproject_id;cost\na;1\nb;1\n\"a\";2\n" VOTES, PABULIB_ID_TWICE,
            18);
}

static void what_is_too_large_is_refused(void **state)
{
    struct bench *bench = *state;
    size_t len = (size_t)PABULIB_MAX_LINE + 200;
    char *text = malloc(len);

    assert_non_null(text);
    memset(text, 'x', len);
    memcpy(text, "META\n", 5);
    assert_false(read_bytes(bench, text, len));
    assert_int_equal(bench->notes.refusal.kind, PABULIB_LINE_LONG);
    assert_int_equal(bench->notes.refusal.line, 2);
    assert_int_equal(bench->err.code, ERR_LIMIT);
    free(text);

    /* The length alone decides: nothing of it is read. */
    assert_false(pabulib_read(&bench->file, &bench->notes, &bench->arena, "META",
                              (size_t)PABULIB_MAX_BYTES + 1, &bench->err));
    assert_int_equal(bench->notes.refusal.kind, PABULIB_TOO_LARGE);
}

/* A pattern with a number behind it, `count` times. */
static char *many(const char *before, const char *pattern, int count, const char *after)
{
    size_t cap = strlen(before) + strlen(after) + (size_t)count * (strlen(pattern) + 16) + 1;
    char *text = malloc(cap);

    assert_non_null(text);
    size_t len = (size_t)snprintf(text, cap, "%s", before);
    for (int i = 0; i < count; i++) {
        len += (size_t)snprintf(text + len, cap - len, "%s%d", pattern, i);
    }
    snprintf(text + len, cap - len, "%s", after);
    return text;
}

static void the_limits_are_exact(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *before, *pattern, *after;
        int count; /* one more than is read */
        enum pabulib_kind kind;
    } cases[] = {
        {META "x;1", "\nk", "", PABULIB_MAX_KEYS - 11, PABULIB_KEYS_MANY},
        {META "PROJECTS\nproject_id;cost", ";x", "\na;1", PABULIB_MAX_CELLS - 1,
         PABULIB_COLUMNS_MANY},
        {META "categories;x", ",t", "\n" PROJECTS VOTES, PABULIB_MAX_THEMES, PABULIB_THEMES_MANY},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int more = 0; more < 2; more++) {
            char *text =
                many(cases[i].before, cases[i].pattern, cases[i].count - 1 + more, cases[i].after);
            read_bytes(bench, text, strlen(text));
            assert_true((bench->notes.refusal.kind == cases[i].kind) == (more == 1));
            free(text);
        }
    }
}

static void ten_thousand_plans_are_read_and_too_many_are_not(void **state)
{
    struct bench *bench = *state;

    for (int count = 10000; count <= ELECTION_MAX_PLANS + 1; count += ELECTION_MAX_PLANS - 9999) {
        size_t cap = (size_t)count * 16 + 1000;
        char *text = malloc(cap);
        assert_non_null(text);
        size_t len = (size_t)snprintf(text, cap, META "PROJECTS\nproject_id;cost\n");
        for (int i = 0; i < count; i++) {
            len += (size_t)snprintf(text + len, cap - len, "p%d;%d\n", i, i % 100);
        }
        snprintf(text + len, cap - len, "VOTES\nvoter_id;vote\n1;p0,p9999\n2;p5000\n");
        if (count == 10000) {
            reads(bench, text);
            assert_string_equal(ballots(bench), "p0,p9999|p5000|");
        } else {
            refuses(bench, text, PABULIB_PLANS_MANY, 16 + ELECTION_MAX_PLANS);
        }
        free(text);
    }
}

static void an_arena_that_is_full_is_no_crash(void **state)
{
    struct bench *bench = *state;
    size_t refused = 0;

    for (size_t limit = 1; limit < 100000; limit += 1 + limit / 8) {
        struct arena arena;
        struct err err = {0};
        arena_init(&arena, limit);
        if (!pabulib_read(&bench->file, &bench->notes, &arena, GOOD, strlen(GOOD), &err)) {
            assert_int_equal(err.code, ERR_MEMORY);
            refused++;
        }
        arena_finish(&arena);
    }
    assert_true(refused > 10);
}

/* All texts of a and b up to ten letters: 2,046 ids that are much alike, each with one vote. */
static void ids_that_are_alike_are_not_the_same(void **state)
{
    struct bench *bench = *state;
    enum { IDS = 2046 };
    char *text = malloc(100000);
    size_t len = 0;

    assert_non_null(text);
    for (int part = 0; part < 2; part++) {
        len =
            part == 0
                ? (size_t)sprintf(text, "%s",
                                  META_OF("choose-1", "2046", "2046") "PROJECTS\nproject_id;cost\n")
                : len + (size_t)sprintf(text + len, "VOTES\nvoter_id;vote\n");
        for (unsigned i = 2; i < IDS + 2; i++) { /* the bits behind the first are the letters */
            char id[12] = "";
            for (unsigned bit = 0; i >> (bit + 1) != 0; bit++) {
                id[bit] = (i >> bit & 1) != 0 ? 'b' : 'a';
            }
            len += (size_t)sprintf(text + len, "%s;%s\n", id, part == 0 ? "1" : id);
        }
    }
    reads_clean(bench, text);
    for (unsigned i = 0; i < IDS; i++) {
        assert_int_equal(bench->file.election.plan[i], i);
    }
    free(text);
}

/* ---- the sentences ------------------------------------------------------------------------- */

static void a_note_becomes_a_sentence(void **state)
{
    struct bench *bench = *state;
    char text[200];

    warns(bench, META_OF("approval", "2", "3") PROJECTS VOTES, PABULIB_NUM_VOTES, 8);
    pabulib_note_say(text, sizeof(text), "Regel {line}: {n} is geen {m}{detail}.",
                     &bench->notes.list[0]);
    assert_string_equal(text, "Regel 8: 3 is geen 2.");
    /* What stands in a file is cleaned and cut before anyone sees it. */
    refuses(bench,
            META "PROJECTS\nproject_id;cost\na;1\nb;\x1b[31m\xE2\x80\xAE"
                 "123456789 123456789 123456789 123456789 123456789 123456789 123456789\n" VOTES,
            PABULIB_NUMBER, 17);
    assert_int_equal(str_count(bench->notes.refusal.detail), 60);
    assert_memory_equal(bench->notes.refusal.detail, "[31m123", 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_file_is_read),
        cmocka_unit_test(line_ends_marks_and_blanks_change_nothing),
        cmocka_unit_test(quoted_cells_hold_anything),
        cmocka_unit_test(blank_ballots_are_ballots),
        cmocka_unit_test(all_kinds_of_vote_are_read),
        cmocka_unit_test(money_is_whole_units_of_the_smallest_amount),
        cmocka_unit_test(categories_are_themes_with_their_bounds),
        cmocka_unit_test(the_published_outcome_is_kept),
        cmocka_unit_test(slips_in_the_file_are_told),
        cmocka_unit_test(slips_in_meta_are_told),
        cmocka_unit_test(slips_in_plans_are_told),
        cmocka_unit_test(slips_on_ballots_are_told),
        cmocka_unit_test(slips_with_points_and_ranks_are_told),
        cmocka_unit_test(of_many_slips_a_few_are_kept_and_all_are_counted),
        cmocka_unit_test(what_is_no_such_file_is_refused),
        cmocka_unit_test(what_is_missing_is_refused),
        cmocka_unit_test(numbers_that_are_none_are_refused),
        cmocka_unit_test(points_that_do_not_fit_their_plans_are_refused),
        cmocka_unit_test(ids_that_lists_cannot_hold_are_refused),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(the_limits_are_exact),
        cmocka_unit_test(ten_thousand_plans_are_read_and_too_many_are_not),
        cmocka_unit_test(an_arena_that_is_full_is_no_crash),
        cmocka_unit_test(ids_that_are_alike_are_not_the_same),
        cmocka_unit_test(a_note_becomes_a_sentence),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
