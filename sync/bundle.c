#include "sync/bundle.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { HEAD = 128, KEY_ID = 8, WRAPPED = CRYPTO_STREAM_KEY + CRYPTO_SEAL_EXTRA };
enum { WRAP = KEY_ID + WRAPPED, EXTENSION = 4, CRITICAL = 0x8000, CONTEXT = 32 };
enum { QUALITY_MAX = 3 };

static const uint8_t magic[8] = {'D', 'O', 'R', 'P', 'E', 'L', 0, 1};

/* ---- numbers ------------------------------------------------------------------------------- */

static void put(uint8_t *dst, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        dst[i] = (uint8_t)(number >> (8 * i));
    }
}

static uint64_t get(const uint8_t *src, size_t bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes; i++) {
        number |= (uint64_t)src[i] << (8 * i);
    }
    return number;
}

/* ---- names --------------------------------------------------------------------------------- */

/* BLAKE2b-256 cut short: what tells one key from the next, no more. */
void bundle_party(uint8_t ret[BUNDLE_PARTY], const uint8_t sign_public[CRYPTO_KEY])
{
    uint8_t hash[CRYPTO_HASH];

    crypto_hash(hash, sign_public, CRYPTO_KEY);
    memcpy(ret, hash, BUNDLE_PARTY);
}

void bundle_id(uint8_t ret[BUNDLE_ID], const void *data, size_t len)
{
    crypto_hash(ret, data, len);
}

static void key_id(uint8_t ret[KEY_ID], const uint8_t box_public[CRYPTO_KEY])
{
    uint8_t hash[CRYPTO_HASH];

    crypto_hash(hash, box_public, CRYPTO_KEY);
    memcpy(ret, hash, KEY_ID);
}

static const char *context_of(enum bundle_type type, char dst[CONTEXT])
{
    snprintf(dst, CONTEXT, "dorpel bundle %u", (unsigned)type);
    return dst;
}

static bool is_type(uint64_t number)
{
    switch (number) {
    case BUNDLE_DATA:
    case BUNDLE_ACK:
    case BUNDLE_POLL:
    case BUNDLE_PACK:
    case BUNDLE_ENROL_REQUEST:
    case BUNDLE_ENROL_ANSWER:
    case BUNDLE_ROOT_KEYS:
    case BUNDLE_CLOSING:
    case BUNDLE_HELLO:
    case BUNDLE_CARD:
    case BUNDLE_GUESTS:
        return true;
    default:
        return false;
    }
}

static size_t limit_of(uint64_t type)
{
    return type == BUNDLE_PACK ? BUNDLE_MAX_PACK : BUNDLE_MAX_DATA;
}

/* ---- making -------------------------------------------------------------------------------- */

static void put_head(uint8_t *data, const struct bundle_head *head, size_t head_len,
                     size_t payload_len, size_t wraps, const uint8_t sign_public[CRYPTO_KEY])
{
    memcpy(data, magic, sizeof(magic));
    put(data + 8, head->type, 2);
    put(data + 10, (head->flags & BUNDLE_PRACTICE) | (wraps > 0 ? BUNDLE_ENCRYPTED : 0), 2);
    put(data + 12, head_len, 4);
    bundle_party(data + 16, sign_public);
    memcpy(data + 32, head->recipient, BUNDLE_PARTY);
    memcpy(data + 48, head->incarnation, BUNDLE_INCARNATION);
    put(data + 56, head->seq, 8);
    memcpy(data + 64, head->prev, BUNDLE_ID);
    put(data + 96, head->stream == BUNDLE_VOTES ? 0 : head->created_s, 8);
    data[104] = head->quality;
    data[105] = (uint8_t)head->stream;
    put(data + 108, head->boot_count, 4);
    put(data + 112, payload_len, 8);
    put(data + 120, CRYPTO_CHUNK, 4);
    put(data + 124, wraps, 4);
}

static bool put_wraps(uint8_t *dst, const uint8_t key[CRYPTO_STREAM_KEY],
                      const uint8_t (*box_keys)[CRYPTO_KEY], size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++, dst += WRAP) {
        key_id(dst, box_keys[i]);
        if (!crypto_seal(dst + KEY_ID, key, CRYPTO_STREAM_KEY, box_keys[i], err)) {
            return false;
        }
    }
    return true;
}

/* plain: zeros, padded_len(len) of them. */
static void pad(uint8_t *plain, const void *payload, size_t len)
{
    if (len > 0) {
        memcpy(plain, payload, len);
    }
    plain[len] = 0x80;
}

static size_t padded_len(size_t len)
{
    return (len / BUNDLE_PAD + 1) * BUNDLE_PAD;
}

bool bundle_make(struct bundle_bytes *ret, struct arena *arena, const struct bundle_head *head,
                 const void *payload, size_t len, const uint8_t (*box_keys)[CRYPTO_KEY],
                 size_t key_count, const uint8_t sign_public[CRYPTO_KEY],
                 const uint8_t sign_secret[CRYPTO_SIGN_SECRET], struct err *err)
{
    bool encrypted = key_count > 0;
    size_t head_len = HEAD + key_count * WRAP + EXTENSION + CRYPTO_STREAM_HEADER;
    size_t plain_len = encrypted ? padded_len(len) : len;
    size_t whole = head_len + (encrypted ? crypto_stream_len(plain_len) : len) + CRYPTO_SIGNATURE;
    char context[CONTEXT];

    assert(key_count <= BUNDLE_MAX_WRAPS && is_type(head->type) && head->seq > 0);
    assert(head->quality <= QUALITY_MAX && head->stream <= BUNDLE_REST);
    if (len > limit_of(head->type) || whole > limit_of(head->type)) {
        return err_set(err, ERR_LIMIT, "a bundle of %zu bytes", whole);
    }
    uint8_t *data = arena_alloc(arena, whole);
    uint8_t *plain = encrypted ? arena_alloc(arena, plain_len) : NULL;
    if (data == NULL || (encrypted && plain == NULL)) {
        return err_set(err, ERR_LIMIT, "no room for a bundle of %zu bytes", whole);
    }
    put_head(data, head, head_len, plain_len, key_count, sign_public);
    if (encrypted) {
        uint8_t key[CRYPTO_STREAM_KEY];
        uint8_t bound[CRYPTO_HASH];
        uint8_t stream_header[CRYPTO_STREAM_HEADER];
        pad(plain, payload, len);
        crypto_random(key, sizeof(key));
        if (!put_wraps(data + HEAD, key, box_keys, key_count, err)) {
            crypto_wipe(key, sizeof(key));
            return false;
        }
        /* The stream header is drawn while sealing: what binds is the head before it. */
        crypto_hash(bound, data, head_len - CRYPTO_STREAM_HEADER);
        crypto_stream_seal(data + head_len, stream_header, plain, plain_len, bound, key);
        memcpy(data + head_len - CRYPTO_STREAM_HEADER, stream_header, CRYPTO_STREAM_HEADER);
        crypto_wipe(key, sizeof(key));
        crypto_wipe(plain, plain_len);
    } else if (len > 0) {
        memcpy(data + head_len, payload, len);
    }
    crypto_sign(data + whole - CRYPTO_SIGNATURE, context_of(head->type, context), data,
                whole - CRYPTO_SIGNATURE, sign_secret);
    *ret = (struct bundle_bytes){data, whole};
    return true;
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool check_magic(const uint8_t *data, size_t len, struct err *err)
{
    if (len < BUNDLE_MIN || memcmp(data, magic, 7) != 0) {
        return err_set(err, ERR_FORMAT, "not a bundle");
    }
    if (len > BUNDLE_MAX_PACK) { /* of whatever version: nobody keeps more */
        return err_set(err, ERR_LIMIT, "a bundle of %zu bytes", len);
    }
    if (data[7] != magic[7]) {
        return err_set(err, ERR_UNKNOWN, "a bundle of version %u", (unsigned)data[7]);
    }
    return true;
}

/* From the wraps to the stream header; the ones that are known are none yet. */
static bool check_extensions(const uint8_t *data, size_t at, size_t end, struct err *err)
{
    while (at + EXTENSION <= end) {
        uint64_t type = get(data + at, 2), length = get(data + at + 2, 2);
        at += EXTENSION;
        if (type == 0) {
            return (length == 0 && at == end) || err_set(err, ERR_FORMAT, "extensions do not end");
        }
        if ((type & CRITICAL) != 0) {
            return err_set(err, ERR_UNKNOWN, "extension %u", (unsigned)type);
        }
        at += length; /* beyond the end: no more come */
    }
    return err_set(err, ERR_FORMAT, "extensions are cut off");
}

static bool check_lengths(const struct bundle_head *head, size_t len, struct err *err)
{
    static const uint8_t no_header[CRYPTO_STREAM_HEADER];
    size_t payload = head->payload_len;
    bool encrypted = (head->flags & BUNDLE_ENCRYPTED) != 0;

    if ((encrypted && (payload == 0 || payload % BUNDLE_PAD != 0)) ||
        (!encrypted && memcmp(head->stream_header, no_header, sizeof(no_header)) != 0)) {
        return err_set(err, ERR_FORMAT, "no payload of a sender's");
    }
    size_t sealed = encrypted ? crypto_stream_len(payload) : payload;
    if (head->head_len + sealed + CRYPTO_SIGNATURE != len) {
        return err_set(err, ERR_FORMAT, "%zu bytes where %zu were told", len,
                       head->head_len + sealed + CRYPTO_SIGNATURE);
    }
    return true;
}

/* What stands in fixed places. */
static bool check_fixed(const uint8_t *data, size_t len, struct err *err)
{
    uint64_t type = get(data + 8, 2), flags = get(data + 10, 2), head_len = get(data + 12, 4);
    uint64_t payload = get(data + 112, 8), wraps = get(data + 124, 4);

    if (!is_type(type)) {
        return err_set(err, ERR_UNKNOWN, "a bundle of type %u", (unsigned)type);
    }
    if (len > limit_of(type) || payload > limit_of(type)) {
        return err_set(err, ERR_LIMIT, "a bundle of %zu bytes", len);
    }
    if ((flags & ~(uint64_t)(BUNDLE_ENCRYPTED | BUNDLE_PRACTICE)) != 0 || data[104] > QUALITY_MAX ||
        data[105] > BUNDLE_REST || get(data + 106, 2) != 0 || get(data + 120, 4) != CRYPTO_CHUNK ||
        get(data + 56, 8) == 0 || wraps > BUNDLE_MAX_WRAPS ||
        ((flags & BUNDLE_ENCRYPTED) != 0) != (wraps > 0) ||
        head_len < HEAD + wraps * WRAP + EXTENSION + CRYPTO_STREAM_HEADER || head_len > len) {
        return err_set(err, ERR_FORMAT, "a head that no sender makes");
    }
    return true;
}

static struct bundle_head get_head(const uint8_t *data)
{
    struct bundle_head head = {.type = (enum bundle_type)get(data + 8, 2),
                               .flags = (uint16_t)get(data + 10, 2),
                               .seq = get(data + 56, 8),
                               .created_s = get(data + 96, 8),
                               .quality = data[104],
                               .stream = (enum bundle_stream)data[105],
                               .boot_count = (uint32_t)get(data + 108, 4),
                               .head_len = (size_t)get(data + 12, 4),
                               .payload_len = (size_t)get(data + 112, 8),
                               .wrap_count = (size_t)get(data + 124, 4),
                               .wraps = data + HEAD};

    memcpy(head.sender, data + 16, BUNDLE_PARTY);
    memcpy(head.recipient, data + 32, BUNDLE_PARTY);
    memcpy(head.incarnation, data + 48, BUNDLE_INCARNATION);
    memcpy(head.prev, data + 64, BUNDLE_ID);
    head.stream_header = data + head.head_len - CRYPTO_STREAM_HEADER;
    head.sealed = data + head.head_len;
    return head;
}

/* Lengths before extensions: a damaged bundle must not look like a newer one. */
bool bundle_read(struct bundle_head *ret, const uint8_t *data, size_t len, struct err *err)
{
    if (!check_magic(data, len, err) || !check_fixed(data, len, err)) {
        return false;
    }
    struct bundle_head head = get_head(data);
    if (!check_lengths(&head, len, err) ||
        !check_extensions(data, HEAD + head.wrap_count * WRAP, head.head_len - CRYPTO_STREAM_HEADER,
                          err)) {
        return false;
    }
    if (head.stream == BUNDLE_VOTES && head.created_s != 0) {
        return err_set(err, ERR_FORMAT, "a time on votes");
    }
    head.sealed_len = len - head.head_len - CRYPTO_SIGNATURE;
    *ret = head;
    return true;
}

bool bundle_verify(const struct bundle_head *head, const uint8_t *data, size_t len,
                   const uint8_t sign_public[CRYPTO_KEY], struct err *err)
{
    uint8_t party[BUNDLE_PARTY];
    char context[CONTEXT];

    bundle_party(party, sign_public);
    if (memcmp(party, head->sender, BUNDLE_PARTY) != 0 ||
        !crypto_verify(data + len - CRYPTO_SIGNATURE, context_of(head->type, context), data,
                       len - CRYPTO_SIGNATURE, sign_public)) {
        return err_set(err, ERR_CRYPTO, "not signed by who should have sent it");
    }
    return true;
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool unwrap(uint8_t ret[CRYPTO_STREAM_KEY], const struct bundle_head *head,
                   const uint8_t box_public[CRYPTO_KEY], const uint8_t box_secret[CRYPTO_KEY],
                   struct err *err)
{
    uint8_t id[KEY_ID];

    key_id(id, box_public);
    for (size_t i = 0; i < head->wrap_count; i++) {
        const uint8_t *wrap = head->wraps + i * WRAP;
        if (memcmp(wrap, id, KEY_ID) == 0) {
            return crypto_open(ret, wrap + KEY_ID, WRAPPED, box_public, box_secret, err);
        }
    }
    return err_set(err, ERR_DENIED, "not for this key");
}

/* The padding: zeros from the end, then one 0x80. */
static bool unpad(const uint8_t *plain, size_t *len, struct err *err)
{
    size_t end = *len;

    while (end > 0 && plain[end - 1] == 0) {
        end--;
    }
    if (end == 0 || plain[end - 1] != 0x80 || *len - end >= BUNDLE_PAD) {
        return err_set(err, ERR_FORMAT, "padding that no sender makes");
    }
    *len = end - 1;
    return true;
}

bool bundle_open(struct bundle_bytes *ret, struct arena *arena, const struct bundle_head *head,
                 const uint8_t *data, const uint8_t box_public[CRYPTO_KEY],
                 const uint8_t box_secret[CRYPTO_KEY], struct err *err)
{
    uint8_t key[CRYPTO_STREAM_KEY];
    uint8_t bound[CRYPTO_HASH];
    size_t len = head->payload_len;
    uint8_t *plain = arena_alloc(arena, len + 1);

    if (plain == NULL) {
        return err_set(err, ERR_LIMIT, "no room for %zu bytes", len);
    }
    if ((head->flags & BUNDLE_ENCRYPTED) == 0) {
        if (len > 0) {
            memcpy(plain, head->sealed, len);
        }
        *ret = (struct bundle_bytes){plain, len};
        return true;
    }
    if (!unwrap(key, head, box_public, box_secret, err)) {
        return false;
    }
    crypto_hash(bound, data, head->head_len - CRYPTO_STREAM_HEADER);
    bool opened = crypto_stream_open(plain, &len, head->sealed, head->sealed_len,
                                     head->stream_header, bound, key, err) &&
                  unpad(plain, &len, err);
    crypto_wipe(key, sizeof(key));
    if (!opened) {
        return false;
    }
    *ret = (struct bundle_bytes){plain, len};
    return true;
}
