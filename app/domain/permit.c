#include "app/domain/permit.h"

#include <string.h>

static const char context[] = "dorpel permit 1";

void permit_sign(uint8_t ret[CRYPTO_SIGNATURE], const char *print,
                 const uint8_t secret[CRYPTO_SIGN_SECRET])
{
    crypto_sign(ret, context, print, strlen(print), secret);
}

bool permit_holds(const uint8_t permit[CRYPTO_SIGNATURE], const char *print,
                  const uint8_t village_sign[CRYPTO_KEY])
{
    return print[0] != '\0' && crypto_verify(permit, context, print, strlen(print), village_sign);
}
