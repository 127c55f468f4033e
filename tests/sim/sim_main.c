/* sim: runs seeds and holds the promises of the sync against them (sim.h).
 *
 *     sim --seeds 2000 [--from 1] [--jobs 2]     ends in "N passed, N failed"
 *     sim --planted 300                          each planted bug must be seen among so many seeds
 *     sim --seed 17 [--bug NAME] [--verbose]     one run, every act of it
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "tests/sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_JOBS = 16, TOLD = 5 };

struct task {
    uint64_t from, count;
    enum sim_bug bug;
    bool until_seen; /* stop at the first seed that fails */
};

/* What the children tell: shared memory, so that a crash leaves its seed behind. */
struct tale {
    uint64_t seed; /* that runs now */
    size_t passed, failed;
    uint64_t first;
    char problem[400];
};

static void run_some(const struct task *task, unsigned job, unsigned jobs, struct tale *tales)
{
    static struct sim sim;
    struct tale *tale = &tales[job];

    for (uint64_t i = job; i < task->count; i += jobs) {
        tale->seed = task->from + i;
        if (sim_run(&sim, tale->seed, task->bug, false)) {
            tale->passed++;
            continue;
        }
        tale->failed++;
        if (tale->failed == 1) {
            tale->first = tale->seed;
            memcpy(tale->problem, sim.problem, sizeof(tale->problem));
        }
        if (!task->until_seen && tale->failed <= TOLD) {
            printf("seed %llu: step %u: %s\n", (unsigned long long)tale->seed, sim.step,
                   sim.problem);
            fflush(stdout);
        }
        if (task->until_seen) {
            return;
        }
    }
}

/* true: no child crashed. */
static bool run_jobs(const struct task *task, unsigned jobs, struct tale *ret)
{
    struct tale *tales = mmap(NULL, MAX_JOBS * sizeof(*tales), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child[MAX_JOBS];
    bool good = true;

    if (tales == MAP_FAILED) {
        abort();
    }
    fflush(NULL);
    for (unsigned job = 0; job < jobs; job++) {
        child[job] = fork();
        if (child[job] == 0) {
            run_some(task, job, jobs, tales);
            fflush(NULL);
            _exit(0);
        }
    }
    *ret = (struct tale){.seed = 0};
    for (unsigned job = 0; job < jobs; job++) {
        int status = 0;
        waitpid(child[job], &status, 0);
        if (child[job] < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            printf("seed %llu: the program ended by itself\n", (unsigned long long)tales[job].seed);
            tales[job].failed++;
            good = false;
        }
        ret->passed += tales[job].passed;
        ret->failed += tales[job].failed;
        if (tales[job].first != 0 && (ret->first == 0 || tales[job].first < ret->first)) {
            ret->first = tales[job].first;
            memcpy(ret->problem, tales[job].problem, sizeof(ret->problem));
        }
    }
    munmap(tales, MAX_JOBS * sizeof(*tales));
    return good;
}

static int run_seeds(uint64_t from, uint64_t count, unsigned jobs)
{
    const struct task task = {.from = from, .count = count};
    struct tale tale;

    run_jobs(&task, jobs, &tale);
    printf("%zu passed, %zu failed\n", tale.passed, tale.failed);
    return tale.failed == 0 ? 0 : 1;
}

static int run_planted(uint64_t from, uint64_t count, unsigned jobs)
{
    size_t passed = 0, failed = 0;

    for (int bug = 1; bug < SIM_BUGS; bug++) {
        const struct task task = {
            .from = from, .count = count, .bug = (enum sim_bug)bug, .until_seen = true};
        struct tale tale;
        bool seen = run_jobs(&task, jobs, &tale) && tale.first != 0;
        printf("planted %s: %s", sim_bug_names[bug], seen ? "seen" : "NOT SEEN");
        if (seen) {
            printf(", seed %llu: %s", (unsigned long long)tale.first, tale.problem);
        }
        printf("\n");
        passed += seen;
        failed += !seen;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

static int run_one(uint64_t seed, enum sim_bug bug, bool verbose)
{
    static struct sim sim;
    bool good = sim_run(&sim, seed, bug, verbose);

    printf("seed %llu: %s\n", (unsigned long long)seed, good ? "all holds" : sim.problem);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    uint64_t seed = 0, from = 1, seeds = 0, planted = 0;
    unsigned jobs = 2;
    enum sim_bug bug = SIM_BUG_NONE;
    bool verbose = false;

    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "0";
        uint64_t number = strtoull(value, NULL, 10);
        if (strcmp(argv[i], "--verbose") == 0) {
            verbose = true;
            continue;
        }
        if (strcmp(argv[i], "--seed") == 0) {
            seed = number;
        } else if (strcmp(argv[i], "--from") == 0) {
            from = number;
        } else if (strcmp(argv[i], "--seeds") == 0) {
            seeds = number;
        } else if (strcmp(argv[i], "--planted") == 0) {
            planted = number;
        } else if (strcmp(argv[i], "--jobs") == 0) {
            jobs = number >= 1 && number <= MAX_JOBS ? (unsigned)number : 1;
        } else if (strcmp(argv[i], "--bug") == 0) {
            for (int b = 0; b < SIM_BUGS; b++) {
                bug = strcmp(sim_bug_names[b], value) == 0 ? (enum sim_bug)b : bug;
            }
        } else {
            fprintf(stderr, "sim: what is %s?\n", argv[i]);
            return 2;
        }
        i++;
    }
    if (seed != 0) {
        return run_one(seed, bug, verbose);
    }
    return planted > 0 ? run_planted(from, planted, jobs) : run_seeds(from, seeds, jobs);
}
