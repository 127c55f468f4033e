/* I7: the machine's own time decides nothing here. Linked in the place of what asks for it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

time_t __wrap_time(time_t *ret);
int __wrap_gettimeofday(struct timeval *ret, void *zone);
int __wrap_clock_gettime(clockid_t clock, struct timespec *ret);

static void end(const char *who)
{
    fprintf(stderr, "I7: %s was asked for the time\n", who);
    abort();
}

time_t __wrap_time(time_t *ret)
{
    (void)ret;
    end("time");
    return 0;
}

int __wrap_gettimeofday(struct timeval *ret, void *zone)
{
    (void)ret, (void)zone;
    end("gettimeofday");
    return -1;
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *ret)
{
    (void)clock, (void)ret;
    end("clock_gettime");
    return -1;
}
