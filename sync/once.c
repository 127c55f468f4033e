#include "sync/once.h"

#include "app/base/str.h"

#include <string.h>

const struct crypto_cost once_cost = {2, 64 * 1024};

bool once_stretch(struct once *ret, const char *code, const struct party *hub, struct err *err)
{
    uint8_t hash[CRYPTO_HASH], both[sizeof(ret->name) + sizeof(ret->key)];
    static const char what[] = "dorpel once 1";
    const struct crypto_part parts[] = {
        {what, sizeof(what) - 1}, {hub->sign, CRYPTO_KEY}, {hub->box, CRYPTO_KEY}};

    crypto_hash_parts(hash, parts, sizeof(parts) / sizeof(parts[0]));
    if (!crypto_stretch(both, sizeof(both), code, ONCE_LEN, hash, once_cost, err)) {
        return false;
    }
    memcpy(ret->name, both, sizeof(ret->name));
    memcpy(ret->key, both + sizeof(ret->name), sizeof(ret->key));
    crypto_wipe(both, sizeof(both));
    return true;
}

/* Names as they come out at the other end. */
static struct crypto_part name_part(char clean[ENROL_NAME + 1], const char *name)
{
    str_clean(clean, ENROL_NAME + 1, name, false);
    return (struct crypto_part){clean, strlen(clean)};
}

static void number(uint8_t ret[8], uint64_t value)
{
    for (int i = 0; i < 8; i++) {
        ret[i] = (uint8_t)(value >> (8 * i));
    }
}

static void prove_kiosk(uint8_t ret[CRYPTO_HASH], const struct enrol_request *request,
                        const struct once *once, const struct party *hub)
{
    static const char what[] = "dorpel once 1 kiosk";
    char village[ENROL_NAME + 1], name[ENROL_NAME + 1];
    const struct crypto_part parts[] = {
        {what, sizeof(what) - 1},
        {request->kiosk.sign, CRYPTO_KEY},
        {request->kiosk.box, CRYPTO_KEY},
        {hub->sign, CRYPTO_KEY},
        {hub->box, CRYPTO_KEY},
        {request->once.nonce, ENROL_NONCE},
        {request->incarnation, BUNDLE_INCARNATION},
        name_part(village, request->village),
        name_part(name, request->name),
    };

    crypto_mac_parts(ret, once->key, parts, sizeof(parts) / sizeof(parts[0]));
}

static void prove_hub(uint8_t ret[CRYPTO_HASH], const struct enrol_answer *answer,
                      const struct once *once, const struct enrol_request *request)
{
    static const char what[] = "dorpel once 1 hub";
    char village[ENROL_NAME + 1], name[ENROL_NAME + 1];
    uint8_t incarnation[8], version[8];
    const uint8_t revoked = answer->is_revoked;
    const struct crypto_part parts[] = {
        {what, sizeof(what) - 1},
        {request->kiosk.sign, CRYPTO_KEY},
        {request->kiosk.box, CRYPTO_KEY},
        {answer->hub.sign, CRYPTO_KEY},
        {answer->hub.box, CRYPTO_KEY},
        {request->once.nonce, ENROL_NONCE},
        {answer->kiosk, BUNDLE_PARTY},
        {answer->recovery, answer->has_recovery ? CRYPTO_KEY : 0},
        {incarnation, sizeof(incarnation)},
        {version, sizeof(version)},
        {&revoked, 1},
        name_part(village, answer->village),
        name_part(name, answer->hub_name),
    };

    number(incarnation, answer->hub_incarnation);
    number(version, answer->version);
    crypto_mac_parts(ret, once->key, parts, sizeof(parts) / sizeof(parts[0]));
}

void once_ask(struct enrol_request *request, const struct once *once, const struct party *hub)
{
    request->has_once = true;
    memcpy(request->once.name, once->name, ENROL_ONCE_NAME);
    crypto_random(request->once.nonce, ENROL_NONCE);
    prove_kiosk(request->once.proof, request, once, hub);
}

bool once_is_asked(const struct enrol_request *request, const struct once *once,
                   const struct party *hub)
{
    uint8_t proof[CRYPTO_HASH];

    prove_kiosk(proof, request, once, hub);
    return request->has_once && crypto_equal(proof, request->once.proof, sizeof(proof));
}

void once_reply(struct enrol_answer *answer, const struct once *once,
                const struct enrol_request *request)
{
    answer->has_proof = true;
    prove_hub(answer->proof, answer, once, request);
}

bool once_is_replied(const struct enrol_answer *answer, const struct once *once,
                     const struct enrol_request *request)
{
    uint8_t proof[CRYPTO_HASH];

    prove_hub(proof, answer, once, request);
    return answer->has_proof && crypto_equal(proof, answer->proof, sizeof(proof));
}
