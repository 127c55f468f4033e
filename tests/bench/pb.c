/* pb FILE [RUNS]: how fast a .pb file is read. Prints JSON; the best and the median of all runs,
 * and the most memory that the process had beside the file itself.
 */
#include "app/base/crypto.h"
#include "app/base/io.h"
#include "app/domain/pabulib/pabulib.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_RUNS = 1000 };

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static long peak_kb(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* The time of one read, without giving the memory back. */
static double read_once(struct pabulib *file, struct pabulib_notes *notes, const char *text,
                        size_t len)
{
    struct arena arena;
    struct err err = {0};

    arena_init(&arena, 0);
    double start = now_s();
    bool is_read = pabulib_read(file, notes, &arena, text, len, &err);
    double taken = now_s() - start;
    arena_finish(&arena);
    if (!is_read) {
        fprintf(stderr, "pb: %s\n", err.msg);
        exit(1);
    }
    return taken;
}

int main(int argc, char **argv)
{
    static struct pabulib_notes notes;
    static double times[MOST_RUNS];
    struct pabulib file;
    struct arena arena;
    struct err err = {0};
    char *text;
    size_t len;
    int runs = argc > 2 ? atoi(argv[2]) : 21;

    if (argc < 2 || runs < 1 || runs > MOST_RUNS) {
        fputs("pb FILE [RUNS]\n", stderr);
        return 2;
    }
    struct io *io = io_posix();
    arena_init(&arena, 0);
    if (!crypto_start(&err) ||
        !io_read_file(io, &arena, argv[1], PABULIB_MAX_BYTES, &text, &len, &err)) {
        fprintf(stderr, "pb: %s\n", err.msg);
        return 1;
    }
    long before_kb = peak_kb();
    for (int i = 0; i < runs; i++) {
        times[i] = read_once(&file, &notes, text, len);
    }
    qsort(times, (size_t)runs, sizeof(times[0]), by_size);
    double mb = (double)len / 1e6;
    printf("{\"file_mb\": %.3f, \"plans\": %zu, \"ballots\": %zu, \"warnings\": %zu, "
           "\"best_mb_per_s\": %.0f, \"median_mb_per_s\": %.0f, \"median_ms\": %.3f, "
           "\"memory_beside_the_file_mb\": %.1f}\n",
           mb, file.election.plan_count, file.election.ballot_count, notes.count, mb / times[0],
           mb / times[runs / 2], times[runs / 2] * 1e3, (double)(peak_kb() - before_kb) / 1024);
    arena_finish(&arena);
    io_destroy(io);
    return 0;
}
