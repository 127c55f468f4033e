#include "tests/faults/forgetful.h"

#include "app/base/crypto.h"
#include "app/screens/visit.h"

#include <string.h>

bool forgetful_is_on;

static void forgetful_wipe(void *memory, size_t len)
{
    if (!forgetful_is_on || len != sizeof(struct visit)) {
        crypto_wipe(memory, len);
        return;
    }
    struct visit *visit = memory;
    static char kept[sizeof(visit->typed)];
    memcpy(kept, visit->typed, sizeof(kept));
    crypto_wipe(memory, len);
    memcpy(visit->typed, kept, sizeof(kept));
    crypto_wipe(kept, sizeof(kept));
}

#define crypto_wipe forgetful_wipe
#include "app/screens/visit.c"
