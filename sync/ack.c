#include "sync/ack.h"

#include "app/base/str.h"

#include <string.h>

static const char *const verdict_names[ACK_VERDICTS] = {
    [ACK_NEW] = "new",
    [ACK_DUPLICATE] = "duplicate",
    [ACK_PARTLY] = "partly",
    [ACK_QUARANTINED] = "quarantined",
    [ACK_UNKNOWN] = "unknown format",
};

const char *ack_verdict_name(enum ack_verdict verdict)
{
    return verdict_names[verdict];
}

/* ---- making -------------------------------------------------------------------------------- */

static json_t *put_bundles(const struct ack *ack)
{
    json_t *array = json_array();

    for (size_t i = 0; i < ack->bundle_count; i++) {
        json_t *line = json_object();
        json_put_hex(line, "id", ack->bundles[i].id, BUNDLE_ID);
        json_put_text(line, "verdict", verdict_names[ack->bundles[i].verdict]);
        json_put_text(line, "reason", ack->bundles[i].reason);
        json_array_append_new(array, line);
    }
    return array;
}

static json_t *put_have(const struct ack *ack)
{
    json_t *array = json_array();

    for (size_t i = 0; i < ack->have_count; i++) {
        const struct ack_have *have = &ack->have[i];
        json_t *line = json_object(), *missing = json_array();
        json_put_hex(line, "incarnation", have->incarnation, BUNDLE_INCARNATION);
        json_put_number(line, "stream", have->stream);
        json_put_number(line, "upto", (int64_t)have->upto);
        for (size_t k = 0; k < have->missing_count && k < ACK_MAX_MISSING; k++) {
            json_array_append_new(missing, json_integer((json_int_t)have->missing[k]));
        }
        json_put(line, "missing", missing);
        json_array_append_new(array, line);
    }
    return array;
}

static json_t *put_safe(const struct ack *ack)
{
    json_t *array = json_array();
    char hex[2 * BUNDLE_ID + 1];

    for (size_t i = 0; i < ack->safe_count; i++) {
        str_hex(hex, ack->safe[i], BUNDLE_ID);
        json_array_append_new(array, json_string(hex));
    }
    return array;
}

static void put_incarnation(uint8_t ret[BUNDLE_INCARNATION], uint64_t number)
{
    for (size_t i = 0; i < BUNDLE_INCARNATION; i++) {
        ret[i] = (uint8_t)(number >> (8 * i));
    }
}

bool ack_make(struct bundle_bytes *ret, struct arena *arena, const struct ack *ack,
              const struct party_secret *hub, struct err *err)
{
    struct bundle_head head = {.type = BUNDLE_ACK,
                               .seq = ack->hub_seq,
                               .stream = BUNDLE_REST,
                               .created_s = ack->time_s > 0 ? (uint64_t)ack->time_s : 0};
    size_t len;

    if (ack->bundle_count > ACK_MAX_IDS || ack->safe_count > ACK_MAX_IDS ||
        ack->have_count > ACK_MAX_IDS || ack->hub_seq == 0 || ack->hub_seq > INT64_MAX ||
        ack->hub_incarnation > INT64_MAX) { /* ack_read would refuse it */
        return err_set(err, ERR_LIMIT, "an ack of too many lines, or no number");
    }
    json_t *payload = json_object();
    memcpy(head.recipient, ack->kiosk, BUNDLE_PARTY);
    put_incarnation(head.incarnation, ack->hub_incarnation);
    json_put(payload, "bundles", put_bundles(ack));
    json_put(payload, "have", put_have(ack));
    json_put(payload, "safe", put_safe(ack));
    json_put_number(payload, "hub_incarnation", (int64_t)ack->hub_incarnation);
    json_put_number(payload, "hub_seq", (int64_t)ack->hub_seq);
    json_put(payload, "resend_all", json_boolean(ack->resend_all));
    json_put(payload, "new_incarnation", json_boolean(ack->new_incarnation));
    json_put_number(payload, "time_s", ack->time_s);
    json_put(payload, "nonce", json_null());
    if (ack->has_nonce) {
        json_put_hex(payload, "nonce", ack->nonce, ACK_NONCE);
    }
    const char *text = json_canonical(arena, payload, &len);
    json_decref(payload);
    return bundle_make(ret, arena, &head, text, len, NULL, 0, hub->party.sign, hub->sign_secret,
                       err);
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool get_id(const json_t *text, uint8_t ret[BUNDLE_ID])
{
    const char *hex = json_string_value(text);
    return hex != NULL && str_unhex(ret, BUNDLE_ID, hex);
}

static bool get_bundles(struct ack *ret, struct arena *arena, const json_t *array)
{
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > ACK_MAX_IDS) {
        return false;
    }
    ret->bundles = arena_array(arena, count + 1, sizeof(*ret->bundles));
    for (; ret->bundle_count < count; ret->bundle_count++) {
        const json_t *line = json_array_get(array, ret->bundle_count);
        struct ack_bundle *bundle = &ret->bundles[ret->bundle_count];
        const char *name = json_text(line, "verdict", "");
        int verdict = 0;
        while (verdict < ACK_VERDICTS && strcmp(name, verdict_names[verdict]) != 0) {
            verdict++;
        }
        if (verdict == ACK_VERDICTS || !get_id(json_object_get(line, "id"), bundle->id)) {
            return false;
        }
        bundle->verdict = (enum ack_verdict)verdict;
        str_clean(bundle->reason, sizeof(bundle->reason), json_text(line, "reason", ""), false);
    }
    return true;
}

static bool get_safe(struct ack *ret, struct arena *arena, const json_t *array)
{
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > ACK_MAX_IDS) {
        return false;
    }
    ret->safe = arena_array(arena, count + 1, BUNDLE_ID);
    for (; ret->safe_count < count; ret->safe_count++) {
        if (!get_id(json_array_get(array, ret->safe_count), ret->safe[ret->safe_count])) {
            return false;
        }
    }
    return true;
}

static bool get_missing(struct ack_have *have, struct arena *arena, const json_t *array)
{
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > ACK_MAX_MISSING) {
        return false;
    }
    have->missing = arena_array(arena, count + 1, sizeof(*have->missing));
    for (; have->missing_count < count; have->missing_count++) {
        const json_t *number = json_array_get(array, have->missing_count);
        if (!json_is_integer(number) || json_integer_value(number) <= 0) {
            return false;
        }
        have->missing[have->missing_count] = (uint64_t)json_integer_value(number);
    }
    return true;
}

static bool get_have(struct ack *ret, struct arena *arena, const json_t *array)
{
    size_t count = json_array_size(array);

    if (!json_is_array(array) || count > ACK_MAX_IDS) {
        return false;
    }
    ret->have = arena_array(arena, count + 1, sizeof(*ret->have));
    for (; ret->have_count < count; ret->have_count++) {
        const json_t *line = json_array_get(array, ret->have_count);
        struct ack_have *have = &ret->have[ret->have_count];
        int64_t stream = json_number(line, "stream", -1), upto = json_number(line, "upto", -1);
        if (stream < 0 || stream > BUNDLE_REST || upto < 0 ||
            !json_hex(line, "incarnation", have->incarnation, BUNDLE_INCARNATION) ||
            !get_missing(have, arena, json_object_get(line, "missing"))) {
            return false;
        }
        have->stream = (enum bundle_stream)stream;
        have->upto = (uint64_t)upto;
    }
    return true;
}

static bool get_ack(struct ack *ret, struct arena *arena, const json_t *payload)
{
    int64_t incarnation = json_number(payload, "hub_incarnation", -1);
    int64_t seq = json_number(payload, "hub_seq", 0);

    ret->hub_incarnation = (uint64_t)incarnation;
    ret->hub_seq = (uint64_t)seq;
    ret->resend_all = json_flag(payload, "resend_all", false);
    ret->new_incarnation = json_flag(payload, "new_incarnation", false);
    ret->time_s = json_number(payload, "time_s", 0);
    ret->has_nonce = json_hex(payload, "nonce", ret->nonce, ACK_NONCE);
    return incarnation >= 0 && seq > 0 &&
           (ret->has_nonce || json_is_null(json_object_get(payload, "nonce"))) &&
           get_bundles(ret, arena, json_object_get(payload, "bundles")) &&
           get_safe(ret, arena, json_object_get(payload, "safe")) &&
           get_have(ret, arena, json_object_get(payload, "have"));
}

bool ack_read(struct ack *ret, struct arena *arena, const uint8_t *data, size_t len,
              const struct party *hub, const uint8_t kiosk[BUNDLE_PARTY], struct err *err)
{
    struct bundle_head head;
    struct ack ack = {.hub_seq = 0};

    if (!bundle_read(&head, data, len, err)) {
        return false;
    }
    if (head.type != BUNDLE_ACK || (head.flags & BUNDLE_ENCRYPTED) != 0) {
        return err_set(err, ERR_FORMAT, "not an ack");
    }
    if (!bundle_verify(&head, data, len, hub->sign, err)) {
        return false;
    }
    if (memcmp(head.recipient, kiosk, BUNDLE_PARTY) != 0) {
        return err_set(err, ERR_DENIED, "an ack for another kiosk");
    }
    json_t *payload = json_read((const char *)head.sealed, head.payload_len, err);
    if (payload == NULL) {
        return false;
    }
    uint8_t incarnation[BUNDLE_INCARNATION];
    bool good = get_ack(&ack, arena, payload) && ack.hub_seq == head.seq;
    json_decref(payload);
    put_incarnation(incarnation, ack.hub_incarnation);
    if (!good || memcmp(incarnation, head.incarnation, BUNDLE_INCARNATION) != 0) {
        return err_set(err, ERR_FORMAT, "an ack that no hub makes");
    }
    memcpy(ack.kiosk, kiosk, BUNDLE_PARTY);
    *ret = ack;
    return true;
}
