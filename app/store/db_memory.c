/* SQLite's memory: what it frees is wiped, and nothing is kept in pools of its own.
 *
 * A page of the database holds what a visitor typed and stored; a binding holds it once more. */
#define _DEFAULT_SOURCE /* malloc_usable_size: how much there is to wipe */
#include "app/store/db.h"

#include "app/base/crypto.h"

#include <assert.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static void *take(int len)
{
    return malloc((size_t)len);
}

static void wipe_and_free(void *memory)
{
    if (memory != NULL) {
        crypto_wipe(memory, malloc_usable_size(memory));
        free(memory);
    }
}

static int size_of(void *memory)
{
    return memory == NULL ? 0 : (int)malloc_usable_size(memory);
}

/* Never in place: what realloc() leaves behind nobody wipes. */
static void *move(void *memory, int len)
{
    void *moved = malloc((size_t)len);
    if (moved != NULL) {
        size_t had = malloc_usable_size(memory);
        memcpy(moved, memory, had < (size_t)len ? had : (size_t)len);
        wipe_and_free(memory);
    }
    return moved;
}

static int round_up(int len)
{
    return (len + 7) & ~7;
}

static int start(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void stop(void *unused)
{
    (void)unused;
}

void db_start(void)
{
    static const sqlite3_mem_methods methods = {
        .xMalloc = take,
        .xFree = wipe_and_free,
        .xRealloc = move,
        .xSize = size_of,
        .xRoundup = round_up,
        .xInit = start,
        .xShutdown = stop,
    };
    int rc = sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    assert(rc == SQLITE_OK || rc == SQLITE_MISUSE); /* misuse: started before, with the same */
    (void)rc;
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}
