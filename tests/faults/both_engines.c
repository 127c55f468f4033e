#include "tests/faults/both_engines.h"

#include "app/base/crypto.h"
#include "app/base/json.h"
#include "tests/faults/pg_server.h"

enum hub_engine both_engines[2] = {ENGINE_SQLITE, ENGINE_PG};

int both_engines_start(void **state)
{
    struct err err = {0};

    (void)state;
    json_start();
    pg_server_start();
    return crypto_start(&err) ? 0 : -1;
}

int both_engines_stop(void **state)
{
    (void)state;
    pg_server_stop();
    return 0;
}
