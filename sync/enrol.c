#include "sync/enrol.h"

#include "app/base/str.h"

#include <string.h>

enum { PAYLOAD_MAX = 4096 };

static bool make(struct bundle_bytes *ret, struct arena *arena, enum bundle_type type,
                 const uint8_t recipient[BUNDLE_PARTY], uint64_t seq, const json_t *payload,
                 const struct party_secret *sender, struct err *err)
{
    struct bundle_head head = {.type = type, .seq = seq, .stream = BUNDLE_REST};
    size_t len;
    const char *text = json_canonical(arena, payload, &len);

    if (recipient != NULL) {
        memcpy(head.recipient, recipient, BUNDLE_PARTY);
    }
    return bundle_make(ret, arena, &head, text, len, NULL, 0, sender->party.sign,
                       sender->sign_secret, err);
}

/* The payload of a bundle of this type; a new reference. NULL: none. */
static json_t *payload_of(struct bundle_head *ret, enum bundle_type type, const uint8_t *data,
                          size_t len, struct err *err)
{
    if (!bundle_read(ret, data, len, err)) {
        return NULL;
    }
    if (ret->type != type || (ret->flags & BUNDLE_ENCRYPTED) != 0) {
        err_set(err, ERR_FORMAT, "a bundle for something else");
        return NULL;
    }
    if (ret->payload_len > PAYLOAD_MAX) { /* read before anyone is believed */
        err_set(err, ERR_LIMIT, "%zu bytes of enrolment", ret->payload_len);
        return NULL;
    }
    return json_read((const char *)ret->sealed, ret->payload_len, err);
}

/* Names come from far: only what may stand on a screen. */
static bool get_name(const json_t *object, const char *key, char ret[ENROL_NAME + 1])
{
    const char *text = json_text(object, key, NULL);
    return text != NULL && str_clean(ret, ENROL_NAME + 1, text, false);
}

static void put_name(json_t *object, const char *key, const char *name)
{
    char clean[ENROL_NAME + 1];

    str_clean(clean, sizeof(clean), name, false); /* else get_name would refuse the whole */
    json_put_text(object, key, clean);
}

static bool get_party(const json_t *object, struct party *ret)
{
    uint8_t sign[CRYPTO_KEY], box[CRYPTO_KEY];

    if (!json_hex(object, "sign", sign, CRYPTO_KEY) || !json_hex(object, "box", box, CRYPTO_KEY)) {
        return false;
    }
    party_of_keys(ret, sign, box);
    return true;
}

static json_t *put_party(const struct party *party)
{
    json_t *object = json_object();
    json_put_hex(object, "sign", party->sign, CRYPTO_KEY);
    json_put_hex(object, "box", party->box, CRYPTO_KEY);
    return object;
}

/* ---- one-time code --------------------------------------------------------------------------- */

static void put_once(json_t *payload, const struct enrol_request *request)
{
    if (request->has_once) {
        json_t *once = json_object();
        json_put_hex(once, "name", request->once.name, ENROL_ONCE_NAME);
        json_put_hex(once, "nonce", request->once.nonce, ENROL_NONCE);
        json_put_hex(once, "proof", request->once.proof, CRYPTO_HASH);
        json_put(payload, "once", once);
    }
}

/* false: there is one, and it is none. */
static bool get_once(struct enrol_request *ret, const json_t *payload)
{
    const json_t *once = json_object_get(payload, "once");

    ret->has_once = once != NULL;
    return once == NULL || (json_hex(once, "name", ret->once.name, ENROL_ONCE_NAME) &&
                            json_hex(once, "nonce", ret->once.nonce, ENROL_NONCE) &&
                            json_hex(once, "proof", ret->once.proof, CRYPTO_HASH));
}

/* ---- the request --------------------------------------------------------------------------- */

bool enrol_ask(struct bundle_bytes *ret, struct arena *arena, const struct enrol_request *request,
               const struct party_secret *kiosk, struct err *err)
{
    json_t *payload = json_object();

    json_put(payload, "kiosk", put_party(&kiosk->party));
    json_put_hex(payload, "incarnation", request->incarnation, BUNDLE_INCARNATION);
    put_name(payload, "village", request->village);
    put_name(payload, "name", request->name);
    put_once(payload, request);
    bool done = make(ret, arena, BUNDLE_ENROL_REQUEST, NULL, 1, payload, kiosk, err);
    json_decref(payload);
    return done;
}

bool enrol_read_request(struct enrol_request *ret, const uint8_t *data, size_t len, struct err *err)
{
    struct bundle_head head;
    struct enrol_request request = {.has_once = false};
    json_t *payload = payload_of(&head, BUNDLE_ENROL_REQUEST, data, len, err);

    if (payload == NULL) {
        return false;
    }
    bool good = get_party(json_object_get(payload, "kiosk"), &request.kiosk) &&
                json_hex(payload, "incarnation", request.incarnation, BUNDLE_INCARNATION) &&
                get_name(payload, "village", request.village) &&
                get_name(payload, "name", request.name) && get_once(&request, payload);
    json_decref(payload);
    if (!good) {
        return err_set(err, ERR_FORMAT, "no request to enrol");
    }
    if (!bundle_verify(&head, data, len, request.kiosk.sign, err)) {
        return false;
    }
    *ret = request;
    return true;
}

/* ---- the answer ---------------------------------------------------------------------------- */

bool enrol_reply(struct bundle_bytes *ret, struct arena *arena, const struct enrol_answer *answer,
                 const struct party_secret *hub, struct err *err)
{
    json_t *payload = json_object();

    json_put(payload, "hub", put_party(&answer->hub));
    json_put(payload, "recovery", json_null());
    if (answer->has_recovery) {
        json_put_hex(payload, "recovery", answer->recovery, CRYPTO_KEY);
    }
    json_put_hex(payload, "kiosk", answer->kiosk, BUNDLE_PARTY);
    put_name(payload, "hub_name", answer->hub_name);
    put_name(payload, "village", answer->village);
    json_put_number(payload, "hub_incarnation", (int64_t)answer->hub_incarnation);
    json_put_number(payload, "version", (int64_t)answer->version);
    json_put(payload, "revoked", json_boolean(answer->is_revoked));
    if (answer->has_proof) {
        json_put_hex(payload, "proof", answer->proof, CRYPTO_HASH);
    }
    bool done =
        make(ret, arena, BUNDLE_ENROL_ANSWER, answer->kiosk, answer->version, payload, hub, err);
    json_decref(payload);
    return done;
}

static bool get_answer(struct enrol_answer *ret, const json_t *payload)
{
    int64_t incarnation = json_number(payload, "hub_incarnation", -1);
    int64_t version = json_number(payload, "version", 0);

    ret->has_recovery = json_hex(payload, "recovery", ret->recovery, CRYPTO_KEY);
    ret->hub_incarnation = (uint64_t)incarnation;
    ret->version = (uint64_t)version;
    ret->is_revoked = json_flag(payload, "revoked", true);
    ret->has_proof = json_object_get(payload, "proof") != NULL;
    return (!ret->has_proof || json_hex(payload, "proof", ret->proof, CRYPTO_HASH)) &&
           incarnation >= 0 && version > 0 &&
           (ret->has_recovery || json_is_null(json_object_get(payload, "recovery"))) &&
           get_party(json_object_get(payload, "hub"), &ret->hub) &&
           json_hex(payload, "kiosk", ret->kiosk, BUNDLE_PARTY) &&
           get_name(payload, "hub_name", ret->hub_name) &&
           get_name(payload, "village", ret->village);
}

bool enrol_read_answer(struct enrol_answer *ret, const uint8_t *data, size_t len,
                       const struct party *known, struct err *err)
{
    struct bundle_head head;
    struct enrol_answer answer = {.version = 0};
    json_t *payload = payload_of(&head, BUNDLE_ENROL_ANSWER, data, len, err);

    if (payload == NULL) {
        return false;
    }
    bool good = get_answer(&answer, payload);
    json_decref(payload);
    if (!good || head.seq != answer.version ||
        memcmp(head.recipient, answer.kiosk, BUNDLE_PARTY) != 0) {
        return err_set(err, ERR_FORMAT, "no answer to a request");
    }
    if (!bundle_verify(&head, data, len, known == NULL ? answer.hub.sign : known->sign, err)) {
        return false;
    }
    *ret = answer;
    return true;
}

/* ---- the card -------------------------------------------------------------------------------- */

bool enrol_show_card(struct bundle_bytes *ret, struct arena *arena, const struct enrol_card *card,
                     const struct party_secret *hub, struct err *err)
{
    json_t *payload = json_object();

    json_put(payload, "hub", put_party(&card->hub));
    put_name(payload, "name", card->name);
    bool done = make(ret, arena, BUNDLE_CARD, NULL, 1, payload, hub, err);
    json_decref(payload);
    return done;
}

bool enrol_read_card(struct enrol_card *ret, const uint8_t *data, size_t len, struct err *err)
{
    struct bundle_head head;
    struct enrol_card card;
    json_t *payload = payload_of(&head, BUNDLE_CARD, data, len, err);

    if (payload == NULL) {
        return false;
    }
    bool good = get_party(json_object_get(payload, "hub"), &card.hub) &&
                get_name(payload, "name", card.name);
    json_decref(payload);
    if (!good) {
        return err_set(err, ERR_FORMAT, "no card of a hub");
    }
    if (!bundle_verify(&head, data, len, card.hub.sign, err)) {
        return false;
    }
    *ret = card;
    return true;
}
