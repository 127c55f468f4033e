/* Times the count: the real elections that are named, made ones of the sizes that the peers were
 * timed on, and a village round by every rule. Prints one JSON object; seconds are the least of a
 * few runs, which a busy machine disturbs least.
 *
 *   bench_count [FILE.pb]... */
#include "app/base/io.h"
#include "app/domain/count/count.h"
#include "app/domain/pabulib/pabulib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { VILLAGE_PLANS = 100, VILLAGE_BALLOTS = 1000 };

static uint64_t state;

/* splitmix64: the same elections on every machine. */
static uint64_t draw(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double unit(void)
{
    return (double)(draw() >> 11) * 0x1p-53;
}

/* Popularity r^2 + 0.05, costs 100 to 20,000, a third of all costs to spend; `average` approvals a
 * ballot, exponentially spread, at least one. */
static struct election *make(struct arena *arena, size_t ballots, size_t plans, unsigned average,
                             enum election_weights weights)
{
    struct election *election = arena_alloc(arena, sizeof(*election));
    double *edge = arena_array(arena, plans + 1, sizeof(*edge));
    uint64_t *seen = arena_array(arena, plans, sizeof(*seen));
    size_t cap = ballots * average * 2 + 1000;
    int64_t all = 0;

    state = ballots * 1000 + plans;
    *election = (struct election){.title = "made",
                                  .unit = 1,
                                  .weights = weights,
                                  .plans = arena_array(arena, plans, sizeof(*election->plans)),
                                  .plan_count = plans,
                                  .ballot_count = ballots,
                                  .first = arena_array(arena, ballots + 1, sizeof(uint32_t)),
                                  .plan = arena_array(arena, cap, sizeof(uint16_t)),
                                  .weight = arena_array(arena, cap, sizeof(uint16_t))};
    for (size_t p = 0; p < plans; p++) {
        double r = unit();
        edge[p + 1] = edge[p] + r * r + 0.05;
        election->plans[p] = (struct election_plan){.id = arena_printf(arena, "p%zu", p),
                                                    .name = "",
                                                    .cost = 100 + (int64_t)(draw() % 19901),
                                                    .theme = ELECTION_NO_THEME};
        all += election->plans[p].cost;
    }
    election->budget = all / 3;
    uint32_t at = 0;
    for (size_t b = 0; b < ballots; b++) {
        double u = unit();
        size_t want = 1;
        while (want < plans && u < 1.0 - 1.0 / average) { /* a geometric spread */
            u = unit();
            want++;
        }
        uint32_t first = at;
        for (size_t k = 0; k < want && at < cap; k++) {
            double where = unit() * edge[plans];
            size_t p = 0;
            while (p + 1 < plans && edge[p + 1] <= where) {
                p++;
            }
            if (seen[p] != b + 1) {
                seen[p] = b + 1;
                election->plan[at] = (uint16_t)p;
                election->weight[at] =
                    (uint16_t)(weights == ELECTION_RANKS ? at - first + 1 : 1 + draw() % 9);
                at++;
            }
        }
        election->first[b + 1] = at;
    }
    if (weights == ELECTION_APPROVALS) {
        election->weight = NULL;
    }
    return election;
}

static double now_s(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double time_run(const struct election *election, enum count_rule rule,
                       enum count_completion completion, int runs)
{
    double least = 1e9;

    for (int i = 0; i < runs; i++) {
        struct count_options options = {.rule = rule, .completion = completion};
        struct count_outcome outcome;
        struct arena arena;
        struct err err = {0};
        arena_init(&arena, 0);
        double start = now_s();
        if (!count_run(&outcome, &arena, election, &options, &err)) {
            fprintf(stderr, "%s: %s\n", count_rules[rule].name, err.msg);
            exit(1);
        }
        double took = now_s() - start;
        least = took < least ? took : least;
        arena_finish(&arena);
    }
    return least;
}

static void show(const char *name, const struct election *election, int runs)
{
    printf("\"%s\": {\"mes_s\": %.6f, ", name,
           time_run(election, COUNT_EQUAL_SHARES, COUNT_NONE, runs));
    printf("\"add1_s\": %.6f}, ", time_run(election, COUNT_EQUAL_SHARES, COUNT_ADD1, runs));
}

static void size(const char *name, size_t ballots, size_t plans, unsigned average, int runs)
{
    struct arena arena;

    arena_init(&arena, 0);
    show(name, make(&arena, ballots, plans, average, ELECTION_APPROVALS), runs);
    arena_finish(&arena);
}

/* A real one, by the name of its file. */
static void file(struct io *io, const char *path)
{
    struct arena arena;
    struct pabulib pabulib;
    struct pabulib_notes notes = {0};
    struct err err = {0};
    char *text;
    size_t len;
    const char *name = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;

    arena_init(&arena, 0);
    if (!io_read_file(io, &arena, path, PABULIB_MAX_BYTES, &text, &len, &err) ||
        !pabulib_read(&pabulib, &notes, &arena, text, len, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.msg);
        exit(1);
    }
    show(arena_printf(&arena, "%.*s", (int)strcspn(name, "."), name), &pabulib.election, 7);
    arena_finish(&arena);
}

/* Every rule on a village round, in milliseconds. */
static void village(void)
{
    printf("\"village_rules_ms\": {");
    for (int rule = 0; rule < COUNT_RULES; rule++) {
        struct arena arena;
        arena_init(&arena, 0);
        const struct election *election =
            make(&arena, VILLAGE_BALLOTS, VILLAGE_PLANS, 5, count_rules[rule].weights);
        printf("%s\"%s\": %.3f", rule == 0 ? "" : ", ", count_rules[rule].name,
               1e3 * time_run(election, (enum count_rule)rule, COUNT_NONE, 9));
        if (count_rules[rule].may_complete) {
            printf(", \"%s add1\": %.3f", count_rules[rule].name,
                   1e3 * time_run(election, (enum count_rule)rule, COUNT_ADD1, 9));
        }
        arena_finish(&arena);
    }
    printf("}");
}

int main(int argc, char *argv[])
{
    struct rusage usage;
    struct io *io = io_posix();

    crypto_start(NULL);
    printf("{");
    for (int i = 1; i < argc; i++) {
        file(io, argv[i]);
    }
    io_destroy(io);
    size("village_300x25", 300, 25, 5, 9);
    size("town_10000x100", 10000, 100, 7, 5);
    size("huge_200000x500", 200000, 500, 8, 3);
    village();
    getrusage(RUSAGE_SELF, &usage);
    printf(", \"most_memory_mb\": %ld}\n", usage.ru_maxrss / 1024);
    return 0;
}
