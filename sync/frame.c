#include "sync/frame.h"

#include "app/base/str.h"
#include "app/domain/seal.h"

#include <stdlib.h>
#include <string.h>

enum { TOMBSTONE = 1, FIXED = RECORD_RID + 1 + 2 + 1 + 4 };

/* ---- ballots and register entries without hex ---------------------------------------------- */

/* Fields of the JSON body, in the order in which their bytes stand in a frame. */
static const char *const ballot_fields[] = {"round", "sealed", NULL};
static const char *const register_fields[] = {"round", "tag", "sealed", NULL};

static const char *const *fields_of(const char *kind)
{
    return strcmp(kind, "ballot") == 0     ? ballot_fields
           : strcmp(kind, "register") == 0 ? register_fields
                                           : NULL;
}

static bool bytes_of_json(struct frame *frame, struct arena *arena, const struct record *record,
                          const char *const *fields, struct err *err)
{
    json_t *body = json_read(record->body, record->body_len, NULL);
    uint8_t *bytes = arena_alloc(arena, record->body_len + 1);
    size_t len = 0;
    bool good = body != NULL && bytes != NULL;

    for (size_t i = 0; good && fields[i] != NULL; i++) {
        const char *hex = json_text(body, fields[i], "");
        size_t part = strlen(hex) / 2;
        good = part > 0 && str_unhex(bytes + len, part, hex);
        len += part;
    }
    json_decref(body);
    if (!good) {
        return err_set(err, ERR_FORMAT, "no body of a %s", frame->kind);
    }
    frame->body = bytes;
    frame->body_len = len;
    return true;
}

static bool json_of_bytes(struct record *record, struct arena *arena, const struct frame *frame,
                          struct err *err)
{
    bool is_ballot = strcmp(frame->kind, "ballot") == 0;
    size_t fixed = ROUND_ID + (is_ballot ? 0u : (size_t)CODE_TAG);
    size_t len;

    if (frame->body_len <= fixed || frame->body_len - fixed > SEAL_BALLOT_MAX ||
        (!is_ballot && frame->body_len - fixed != SEAL_REGISTER)) {
        return err_set(err, ERR_FORMAT, "a %s of %zu bytes", frame->kind, frame->body_len);
    }
    const uint8_t *sealed = frame->body + fixed;
    json_t *body = json_object();
    json_put_hex(body, "round", frame->body, ROUND_ID);
    json_put_hex(body, "sealed", sealed, frame->body_len - fixed);
    if (is_ballot) {
        uint8_t id[BALLOT_ID];
        crypto_hash(id, sealed, frame->body_len - fixed);
        json_put_hex(body, "ballot", id, sizeof(id));
        if (memcmp(id, frame->rid, RECORD_RID) != 0) {
            json_decref(body);
            return err_set(err, ERR_FORMAT, "a ballot under another's id");
        }
    } else {
        json_put_hex(body, "tag", frame->body + ROUND_ID, CODE_TAG);
    }
    record->body = json_canonical(arena, body, &len);
    record->body_len = len;
    json_decref(body);
    return true;
}

/* What the frame would be at the other end, byte for byte: a field that the bytes do not hold
 * would be lost on the way. */
static bool comes_back(struct arena *arena, const struct record *record, const struct frame *frame,
                       struct err *err)
{
    struct record back = {.kind = record->kind};

    return json_of_bytes(&back, arena, frame, err) &&
           ((back.body_len == record->body_len &&
             memcmp(back.body, record->body, back.body_len) == 0) ||
            err_set(err, ERR_FORMAT, "a %s in another form than ours", frame->kind));
}

bool frame_of_record(struct frame *ret, struct arena *arena, const struct record *record,
                     struct err *err)
{
    struct frame frame = {.version = RECORD_VERSION};
    const char *const *fields;

    if (record->kind >= RECORD_KINDS || record->version != RECORD_VERSION) {
        return err_set(err, ERR_FORMAT, "no record of ours");
    }
    memcpy(frame.rid, record->rid, RECORD_RID);
    str_copy(frame.kind, sizeof(frame.kind), record_kind_name(record->kind));
    fields = fields_of(frame.kind);
    if (record->body == NULL) {
        if (!record_may_be_erased(record->kind)) {
            return err_set(err, ERR_FORMAT, "an erased %s", frame.kind);
        }
        frame.is_tombstone = true;
        memcpy(frame.hash, record->body_hash, CRYPTO_HASH);
        *ret = frame;
        return true;
    }
    if (fields == NULL) {
        frame.body = (const uint8_t *)record->body;
        frame.body_len = record->body_len;
    } else if (!bytes_of_json(&frame, arena, record, fields, err) ||
               !comes_back(arena, record, &frame, err)) {
        return false;
    }
    crypto_hash(frame.hash, frame.body, frame.body_len);
    *ret = frame;
    return true;
}

/* Bodies are canonical JSON objects: the same record is the same bytes wherever it came from. */
static bool json_of_body(struct record *record, struct arena *arena, const struct frame *frame,
                         struct err *err)
{
    json_t *body = json_read((const char *)frame->body, frame->body_len, err);

    if (body == NULL) {
        return false;
    }
    bool good = json_is_object(body);
    record->body = good ? json_canonical(arena, body, &record->body_len) : "";
    json_decref(body);
    return (good && record->body_len == frame->body_len &&
            memcmp(record->body, frame->body, frame->body_len) == 0) ||
           err_set(err, ERR_FORMAT, "a %s in another form than ours", frame->kind);
}

bool frame_to_record(struct record *ret, struct arena *arena, const struct frame *frame,
                     struct err *err)
{
    struct record record = {.version = frame->version};

    if (!record_kind_parse(&record.kind, frame->kind) || frame->version != RECORD_VERSION) {
        return err_set(err, ERR_UNKNOWN, "%s of version %u", frame->kind, (unsigned)frame->version);
    }
    memcpy(record.rid, frame->rid, RECORD_RID);
    if (frame->is_tombstone) {
        if (!record_may_be_erased(record.kind)) {
            return err_set(err, ERR_FORMAT, "an erased %s", frame->kind);
        }
        memcpy(record.body_hash, frame->hash, CRYPTO_HASH);
        *ret = record;
        return true;
    }
    if (!(fields_of(frame->kind) != NULL ? json_of_bytes(&record, arena, frame, err)
                                         : json_of_body(&record, arena, frame, err))) {
        return false;
    }
    crypto_hash(record.body_hash, record.body, record.body_len);
    *ret = record;
    return true;
}

/* ---- the set ------------------------------------------------------------------------------- */

static int by_rid(const void *a, const void *b)
{
    return memcmp(((const struct frame *)a)->rid, ((const struct frame *)b)->rid, RECORD_RID);
}

void frames_digest(uint8_t ret[CRYPTO_HASH], struct arena *arena, const struct frame *frames,
                   size_t count)
{
    uint8_t *all = arena_alloc(arena, count * (RECORD_RID + CRYPTO_HASH) + 1);
    size_t len = 0;

    for (size_t i = 0; i < count; i++) {
        memcpy(all + len, frames[i].rid, RECORD_RID);
        memcpy(all + len + RECORD_RID, frames[i].hash, CRYPTO_HASH);
        len += RECORD_RID + CRYPTO_HASH;
    }
    crypto_hash(ret, all, len);
}

/* ---- writing ------------------------------------------------------------------------------- */

static void put(uint8_t **at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        *(*at)++ = (uint8_t)(number >> (8 * i));
    }
}

static void put_bytes(uint8_t **at, const void *data, size_t len)
{
    if (len > 0) {
        memcpy(*at, data, len);
        *at += len;
    }
}

static void put_frame(uint8_t **at, const struct frame *frame)
{
    size_t kind_len = strlen(frame->kind);

    put_bytes(at, frame->rid, RECORD_RID);
    put(at, kind_len, 1);
    put_bytes(at, frame->kind, kind_len);
    put(at, frame->version, 2);
    put(at, frame->is_tombstone ? TOMBSTONE : 0, 1);
    if (frame->is_tombstone) {
        put(at, CRYPTO_HASH, 4);
        put_bytes(at, frame->hash, CRYPTO_HASH);
    } else {
        put(at, frame->body_len, 4);
        put_bytes(at, frame->body, frame->body_len);
    }
}

static json_t *make_manifest(struct arena *arena, const struct frame *frames, size_t count,
                             const json_t *extra)
{
    json_t *manifest = json_object();
    json_t *counts = json_object();
    uint8_t set[CRYPTO_HASH];

    if (extra != NULL) {
        json_object_update(manifest, (json_t *)(uintptr_t)extra);
    }
    for (size_t i = 0; i < count; i++) {
        json_put_number(counts, frames[i].kind, json_number(counts, frames[i].kind, 0) + 1);
    }
    json_put(manifest, "counts", counts);
    frames_digest(set, arena, frames, count);
    json_put_hex(manifest, "set", set, sizeof(set));
    return manifest;
}

static bool is_kind(const char *kind, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((kind[i] < 'a' || kind[i] > 'z') && kind[i] != '-') {
            return false;
        }
    }
    return len > 0 && len <= FRAME_KIND;
}

/* What frames_read would refuse must not be sealed first. */
static bool check_frames(const struct frame *frames, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_kind(frames[i].kind, strlen(frames[i].kind)) || frames[i].version == 0 ||
            (i > 0 && by_rid(&frames[i - 1], &frames[i]) == 0)) {
            return err_set(err, ERR_FORMAT, "record %zu of %zu is none, or is there twice", i + 1,
                           count);
        }
        if (!frames[i].is_tombstone && frames[i].body_len > RECORD_MAX_BODY) {
            return err_set(err, ERR_LIMIT, "a body of %zu bytes", frames[i].body_len);
        }
    }
    return true;
}

bool frames_write(uint8_t **ret, size_t *ret_len, struct arena *arena, struct frame *frames,
                  size_t count, const json_t *extra, struct err *err)
{
    size_t len = 4 + 4, text_len;

    if (count > FRAME_MAX_RECORDS) {
        return err_set(err, ERR_LIMIT, "%zu records in one bundle", count);
    }
    if (count > 1) {
        qsort(frames, count, sizeof(*frames), by_rid);
    }
    if (!check_frames(frames, count, err)) {
        return false;
    }
    json_t *manifest = make_manifest(arena, frames, count, extra);
    const char *text = json_canonical(arena, manifest, &text_len);
    json_decref(manifest);
    if (text_len > FRAME_MAX_MANIFEST) {
        return err_set(err, ERR_LIMIT, "a manifest of %zu bytes", text_len);
    }
    for (size_t i = 0; i < count; i++) {
        len += FIXED + strlen(frames[i].kind) +
               (frames[i].is_tombstone ? (size_t)CRYPTO_HASH : frames[i].body_len);
    }
    uint8_t *payload = arena_alloc(arena, len + text_len);
    uint8_t *at = payload;
    if (payload == NULL) {
        return err_set(err, ERR_LIMIT, "no room for %zu bytes", len + text_len);
    }
    put(&at, count, 4);
    for (size_t i = 0; i < count; i++) {
        put_frame(&at, &frames[i]);
    }
    put(&at, text_len, 4);
    put_bytes(&at, text, text_len);
    *ret = payload;
    *ret_len = len + text_len;
    return true;
}

/* ---- reading ------------------------------------------------------------------------------- */

struct cursor {
    const uint8_t *at;
    size_t left;
};

static bool take(struct cursor *cursor, size_t len, const uint8_t **ret)
{
    if (len > cursor->left) {
        return false;
    }
    *ret = cursor->at;
    cursor->at += len;
    cursor->left -= len;
    return true;
}

static bool take_number(struct cursor *cursor, size_t bytes, uint32_t *ret)
{
    const uint8_t *from;

    if (!take(cursor, bytes, &from)) {
        return false;
    }
    *ret = 0;
    for (size_t i = 0; i < bytes; i++) {
        *ret |= (uint32_t)from[i] << (8 * i);
    }
    return true;
}

static bool take_kind(struct cursor *cursor, char kind[FRAME_KIND + 1])
{
    uint32_t len;
    const uint8_t *from;

    if (!take_number(cursor, 1, &len) || len == 0 || len > FRAME_KIND ||
        !take(cursor, len, &from)) {
        return false;
    }
    memcpy(kind, from, len);
    kind[len] = '\0';
    return is_kind(kind, len);
}

static bool take_frame(struct cursor *cursor, struct frame *ret)
{
    const uint8_t *rid, *body;
    uint32_t version, flags, len;

    if (!take(cursor, RECORD_RID, &rid) || !take_kind(cursor, ret->kind) ||
        !take_number(cursor, 2, &version) || version == 0 || !take_number(cursor, 1, &flags) ||
        flags > TOMBSTONE || !take_number(cursor, 4, &len) || len > RECORD_MAX_BODY ||
        !take(cursor, len, &body)) {
        return false;
    }
    memcpy(ret->rid, rid, RECORD_RID);
    ret->version = (uint16_t)version;
    ret->is_tombstone = flags == TOMBSTONE;
    if (ret->is_tombstone) {
        memcpy(ret->hash, body, len == CRYPTO_HASH ? len : 0);
        return len == CRYPTO_HASH;
    }
    ret->body = body;
    ret->body_len = len;
    crypto_hash(ret->hash, body, len);
    return true;
}

/* A new reference; in the one form that frames_write gives it, or NULL. */
static json_t *take_manifest(struct cursor *cursor, struct arena *arena, struct err *err)
{
    uint32_t len;
    size_t own_len = 0;
    const uint8_t *text;

    if (!take_number(cursor, 4, &len) || len > FRAME_MAX_MANIFEST || !take(cursor, len, &text) ||
        cursor->left != 0) {
        err_set(err, ERR_FORMAT, "no manifest at the end");
        return NULL;
    }
    json_t *manifest = json_read((const char *)text, len, err);
    if (manifest == NULL) {
        return NULL;
    }
    const char *own = json_is_object(manifest) ? json_canonical(arena, manifest, &own_len) : "";
    if (own_len != len || memcmp(own, text, len) != 0) {
        err_set(err, ERR_FORMAT, "a manifest in another form than ours");
        json_decref(manifest);
        return NULL;
    }
    return manifest;
}

static bool proves(struct arena *arena, const json_t *manifest, const struct frame *frames,
                   size_t count, struct err *err)
{
    json_t *own = make_manifest(arena, frames, count, NULL);
    bool same =
        json_equal(json_object_get(own, "set"), json_object_get(manifest, "set")) == 1 &&
        json_equal(json_object_get(own, "counts"), json_object_get(manifest, "counts")) == 1;

    json_decref(own);
    return same || err_set(err, ERR_FORMAT, "not the records that the manifest tells");
}

bool frames_read(struct frame **ret, size_t *ret_count, json_t **ret_manifest, struct arena *arena,
                 const uint8_t *payload, size_t len, struct err *err)
{
    struct cursor cursor = {payload, len};
    uint32_t count;

    if (!take_number(&cursor, 4, &count) || count > FRAME_MAX_RECORDS ||
        count > cursor.left / FIXED) {
        return err_set(err, ERR_FORMAT, "no payload of records");
    }
    struct frame *frames = arena_array(arena, (size_t)count + 1, sizeof(*frames));
    if (frames == NULL) {
        return err_set(err, ERR_LIMIT, "no room for %u records", (unsigned)count);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!take_frame(&cursor, &frames[i]) ||
            (i > 0 && memcmp(frames[i - 1].rid, frames[i].rid, RECORD_RID) >= 0)) {
            return err_set(err, ERR_FORMAT, "record %u of %u", (unsigned)i + 1, (unsigned)count);
        }
    }
    json_t *manifest = take_manifest(&cursor, arena, err);
    if (manifest == NULL || !proves(arena, manifest, frames, count, err)) {
        json_decref(manifest);
        return false;
    }
    *ret = frames;
    *ret_count = count;
    *ret_manifest = manifest;
    return true;
}
