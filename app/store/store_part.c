#include "app/store/store_part.h"

#include "app/base/str.h"
#include "app/store/store_internal.h"

#include <string.h>

static char *body_of(struct arena *arena, enum record_kind kind, const struct vote_part *part,
                     size_t *ret_len)
{
    json_t *body = json_object();

    if (kind == RECORD_BALLOT) {
        json_put_hex(body, "ballot", part->ballot_id, BALLOT_ID);
    } else {
        json_put_hex(body, "tag", part->tag, CODE_TAG);
    }
    json_put_hex(body, "round", part->round_id, ROUND_ID);
    json_put_hex(body, "sealed", part->sealed, part->sealed_len);
    char *text = json_canonical(arena, body, ret_len);
    json_decref(body);
    return text;
}

void store_part_record(struct record *ret, struct arena *arena, enum record_kind kind,
                       const struct vote_part *part)
{
    *ret = (struct record){.kind = kind, .version = RECORD_VERSION};
    memcpy(ret->rid, part->rid, RECORD_RID);
    ret->body = body_of(arena, kind, part, &ret->body_len);
    crypto_hash(ret->body_hash, ret->body, ret->body_len);
}

static bool read_part(struct vote_part *ret, const struct record *record, const json_t *body)
{
    const char *hex = json_text(body, "sealed", "");
    size_t len = strlen(hex) / 2;

    if (len == 0 || len > sizeof(ret->sealed) || !str_unhex(ret->sealed, len, hex) ||
        !json_hex(body, "round", ret->round_id, ROUND_ID)) {
        return false;
    }
    ret->sealed_len = len;
    memcpy(ret->rid, record->rid, RECORD_RID);
    if (record->kind == RECORD_REGISTER) {
        return len == SEAL_REGISTER && json_hex(body, "tag", ret->tag, CODE_TAG);
    }
    uint8_t hash[CRYPTO_HASH];
    crypto_hash(hash, ret->sealed, len);
    return json_hex(body, "ballot", ret->ballot_id, BALLOT_ID) &&
           memcmp(hash, ret->ballot_id, BALLOT_ID) == 0 && /* an id is made, never chosen */
           memcmp(record->rid, ret->ballot_id, RECORD_RID) == 0;
}

/* Refuses a body that is not, byte for byte, what we would write: else two forms of one ballot
 * would have two hashes. */
bool store_part_read(struct vote_part *ret, const struct record *record, struct err *err)
{
    struct arena arena;
    struct vote_part part = {0};

    if (record->body == NULL || record->version != RECORD_VERSION) {
        return err_set(err, ERR_FORMAT, "a %s without its bytes", record_kind_name(record->kind));
    }
    json_t *body = json_read(record->body, record->body_len, err);
    if (body == NULL) {
        return false;
    }
    arena_init(&arena, 0);
    bool good = read_part(&part, record, body);
    if (good) {
        size_t len = 0;
        const char *text = body_of(&arena, record->kind, &part, &len);
        good = len == record->body_len && memcmp(text, record->body, len) == 0;
    }
    json_decref(body);
    arena_finish(&arena);
    if (!good) {
        return err_set(err, ERR_FORMAT, "a forged or broken %s", record_kind_name(record->kind));
    }
    *ret = part;
    return true;
}

bool store_part_sealed(struct vote_part *ret, struct db_stmt *stmt, int column, struct err *err)
{
    size_t len;
    const void *sealed = db_blob(stmt, column, &len);

    if (sealed == NULL || len > sizeof(ret->sealed)) {
        return err_set(err, ERR_DAMAGED, "sealed bytes of no length");
    }
    memcpy(ret->sealed, sealed, len);
    ret->sealed_len = len;
    return true;
}

/* Columns ballot_id, round_id, sealed. */
bool store_part_ballot(struct vote_part *ret, struct db_stmt *stmt, struct err *err)
{
    uint8_t hash[CRYPTO_HASH];

    if (!store_blob(stmt, 0, ret->ballot_id, BALLOT_ID, err) ||
        !store_blob(stmt, 1, ret->round_id, ROUND_ID, err) ||
        !store_part_sealed(ret, stmt, 2, err)) {
        return false;
    }
    memcpy(ret->rid, ret->ballot_id, RECORD_RID);
    crypto_hash(hash, ret->sealed, ret->sealed_len);
    return memcmp(hash, ret->ballot_id, BALLOT_ID) == 0 ||
           err_set(err, ERR_DAMAGED, "a ballot is not as its id says");
}

/* Columns rid, round_id, tag, sealed. */
bool store_part_register(struct vote_part *ret, struct db_stmt *stmt, struct err *err)
{
    return store_blob(stmt, 0, ret->rid, RECORD_RID, err) &&
           store_blob(stmt, 1, ret->round_id, ROUND_ID, err) &&
           store_blob(stmt, 2, ret->tag, CODE_TAG, err) && store_part_sealed(ret, stmt, 3, err);
}
