#include "app/domain/overlay.h"

#include "app/base/crypto.h"
#include "app/base/str.h"

#include <string.h>

void overlay_base(char ret[OVERLAY_BASE], const char *below)
{
    static const char domain[] = "dorpel edit base";
    uint8_t hash[CRYPTO_HASH];
    const struct crypto_part parts[] = {{domain, sizeof(domain)}, {below, strlen(below)}};

    crypto_hash_parts(hash, parts, 2);
    str_hex(ret, hash, (OVERLAY_BASE - 1) / 2);
}

bool overlay_is_photo(const char *name)
{
    size_t hex = strspn(name, "0123456789abcdef");

    return hex == (size_t)2 * CRYPTO_HASH &&
           (strcmp(name + hex, ".jpg") == 0 || strcmp(name + hex, ".png") == 0);
}

enum overlay_verdict overlay_meet(const char *below, const char *value, const char *base,
                                  const char **ret_shown)
{
    char now[OVERLAY_BASE];

    *ret_shown = below;
    if (value == NULL) {
        return OVERLAY_NONE;
    }
    if (strcmp(value, below) == 0) {
        return OVERLAY_SAME;
    }
    overlay_base(now, below);
    if (strcmp(now, base) != 0) {
        return OVERLAY_CLASH;
    }
    *ret_shown = value;
    return OVERLAY_HOLDS;
}
