#include "tests/faults/ruler.h"

static int ruler_advance(void *ctx, uint32_t codepoint, bool bold)
{
    (void)ctx;
    (void)codepoint;
    return bold ? 580 : 550;
}

const struct face ruler_face = {ruler_advance, 668, 950, 290, NULL};
