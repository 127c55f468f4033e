#include "sync/poll.h"

#include "app/base/json.h"
#include "app/base/str.h"

#include <string.h>

/* ---- both ---------------------------------------------------------------------------------- */

static json_t *put_ids(const uint8_t (*ids)[BUNDLE_ID], size_t count)
{
    json_t *array = json_array();
    char hex[2 * BUNDLE_ID + 1];

    for (size_t i = 0; i < count; i++) {
        str_hex(hex, ids[i], BUNDLE_ID);
        json_array_append_new(array, json_string(hex));
    }
    return array;
}

static bool get_ids(uint8_t (*ret)[BUNDLE_ID], size_t *ret_count, size_t most, const json_t *array)
{
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > most) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *hex = json_string_value(json_array_get(array, i));
        if (hex == NULL || !str_unhex(ret[i], BUNDLE_ID, hex)) {
            return false;
        }
    }
    *ret_count = count;
    return true;
}

/* Takes the payload. */
static bool make(struct bundle_bytes *ret, struct arena *arena, enum bundle_type type,
                 const uint8_t recipient[BUNDLE_PARTY], const struct party_secret *sender,
                 json_t *payload, struct err *err)
{
    struct bundle_head head = {.type = type, .seq = 1, .stream = BUNDLE_REST};
    size_t len;

    if (recipient != NULL) {
        memcpy(head.recipient, recipient, BUNDLE_PARTY);
    }
    const char *text = json_canonical(arena, payload, &len);
    json_decref(payload);
    return bundle_make(ret, arena, &head, text, len, NULL, 0, sender->party.sign,
                       sender->sign_secret, err);
}

/* The payload of a letter of this type, signed with this key; a new reference. */
static json_t *read_letter(const uint8_t *data, size_t len, enum bundle_type type,
                           const uint8_t recipient[BUNDLE_PARTY], const uint8_t sign[CRYPTO_KEY],
                           struct err *err)
{
    static const uint8_t anyone[BUNDLE_PARTY] = {0};
    struct bundle_head head;

    if (!bundle_read(&head, data, len, err)) {
        return NULL;
    }
    if (head.type != type || (head.flags & BUNDLE_ENCRYPTED) != 0) {
        err_set(err, ERR_FORMAT, "not a letter of type %d", (int)type);
        return NULL;
    }
    if (!bundle_verify(&head, data, len, sign, err)) {
        return NULL;
    }
    if (memcmp(head.recipient, recipient == NULL ? anyone : recipient, BUNDLE_PARTY) != 0) {
        err_set(err, ERR_DENIED, "a letter for another");
        return NULL;
    }
    return json_read((const char *)head.sealed, head.payload_len, err);
}

/* ---- what the kiosk says ------------------------------------------------------------------- */

bool poll_make(struct bundle_bytes *ret, struct arena *arena, const struct poll *poll,
               const struct party_secret *kiosk, const uint8_t hub[BUNDLE_PARTY], struct err *err)
{
    json_t *payload = json_object();

    json_put(payload, "heard", json_null());
    if (poll->has_heard) {
        json_put_hex(payload, "heard", poll->heard, BUNDLE_ID);
    }
    json_put_number(payload, "heard_incarnation", (int64_t)poll->heard_incarnation);
    json_put_number(payload, "heard_seq", (int64_t)poll->heard_seq);
    json_put(payload, "held", put_ids(poll->held, poll->held_count));
    json_put_hex(payload, "nonce", poll->nonce, POLL_NONCE);
    return make(ret, arena, BUNDLE_POLL, hub, kiosk, payload, err);
}

bool poll_read(struct poll *ret, const uint8_t *data, size_t len, const uint8_t sign[CRYPTO_KEY],
               const uint8_t hub[BUNDLE_PARTY], struct err *err)
{
    struct poll poll = {.held_count = 0};
    json_t *payload = read_letter(data, len, BUNDLE_POLL, hub, sign, err);

    if (payload == NULL) {
        return false;
    }
    int64_t incarnation = json_number(payload, "heard_incarnation", -1);
    int64_t seq = json_number(payload, "heard_seq", -1);
    poll.heard_incarnation = (uint64_t)incarnation;
    poll.heard_seq = (uint64_t)seq;
    poll.has_heard = json_hex(payload, "heard", poll.heard, BUNDLE_ID);
    bool good = incarnation >= 0 && seq >= 0 &&
                json_hex(payload, "nonce", poll.nonce, POLL_NONCE) &&
                get_ids(poll.held, &poll.held_count, POLL_IDS, json_object_get(payload, "held"));
    json_decref(payload);
    if (!good) {
        return err_set(err, ERR_FORMAT, "a poll that no kiosk makes");
    }
    *ret = poll;
    return true;
}

/* ---- what the hub says --------------------------------------------------------------------- */

bool hello_make(struct bundle_bytes *ret, struct arena *arena, const struct hello *hello,
                const struct party_secret *hub, const uint8_t kiosk[BUNDLE_PARTY], struct err *err)
{
    json_t *payload = json_object();

    json_put_number(payload, "hub_incarnation", (int64_t)hello->hub_incarnation);
    json_put(payload, "letters", put_ids(hello->letters, hello->letter_count));
    json_put_number(payload, "next_poll_s", hello->next_poll_s);
    json_put_hex(payload, "nonce", hello->nonce, POLL_NONCE);
    json_put_number(payload, "time_s", hello->time_s);
    json_put(payload, "wanted", put_ids(hello->wanted, hello->wanted_count));
    return make(ret, arena, BUNDLE_HELLO, kiosk, hub, payload, err);
}

static bool get_hello(struct hello *ret, const json_t *payload)
{
    int64_t incarnation = json_number(payload, "hub_incarnation", -1);

    ret->hub_incarnation = (uint64_t)incarnation;
    ret->time_s = json_number(payload, "time_s", 0);
    ret->next_poll_s = json_number(payload, "next_poll_s", 0);
    return incarnation >= 0 && ret->next_poll_s >= 0 &&
           json_hex(payload, "nonce", ret->nonce, POLL_NONCE) &&
           get_ids(ret->letters, &ret->letter_count, POLL_LETTERS,
                   json_object_get(payload, "letters")) &&
           get_ids(ret->wanted, &ret->wanted_count, POLL_IDS, json_object_get(payload, "wanted"));
}

bool hello_read(struct hello *ret, const uint8_t *data, size_t len, const struct party *hub,
                const uint8_t kiosk[BUNDLE_PARTY], const uint8_t nonce[POLL_NONCE], struct err *err)
{
    struct hello hello = {.letter_count = 0};
    json_t *payload = read_letter(data, len, BUNDLE_HELLO, kiosk, hub->sign, err);

    if (payload == NULL) {
        return false;
    }
    bool good = get_hello(&hello, payload);
    json_decref(payload);
    if (!good) {
        return err_set(err, ERR_FORMAT, "a hello that no hub makes");
    }
    if (memcmp(hello.nonce, nonce, POLL_NONCE) != 0) {
        return err_set(err, ERR_DENIED, "a hello to another question");
    }
    *ret = hello;
    return true;
}
