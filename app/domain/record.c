#include "app/domain/record.h"

#include "app/base/str.h"

#include <string.h>

enum { PEPPER = 16, LINE_MAX_LEN = RECORD_MAX_RESULT + 1024 };

static const char *const kind_names[RECORD_KINDS] = {
    [RECORD_IDEA] = "idea",
    [RECORD_SUPPORT] = "support",
    [RECORD_PLEDGE] = "pledge",
    [RECORD_ANSWER] = "answer",
    [RECORD_THANKS] = "thanks",
    [RECORD_BALLOT] = "ballot",
    [RECORD_REGISTER] = "register",
    [RECORD_MODERATION] = "moderation",
    [RECORD_CONTENT_EDIT] = "content-edit",
    [RECORD_ROUND_ACT] = "round-act",
    [RECORD_CLOSE_STATEMENT] = "close-statement",
    [RECORD_HEALTH] = "health",
    [RECORD_CONTENT_APPLIED] = "content-applied",
    [RECORD_ERASE] = "erase",
};

const char *record_kind_name(enum record_kind kind)
{
    return kind < RECORD_KINDS ? kind_names[kind] : "unknown";
}

bool record_kind_parse(enum record_kind *ret, const char *name)
{
    for (size_t i = 0; i < RECORD_KINDS; i++) {
        if (strcmp(name, kind_names[i]) == 0) {
            *ret = (enum record_kind)i;
            return true;
        }
    }
    return false;
}

static bool is_vote(enum record_kind kind)
{
    return kind == RECORD_BALLOT || kind == RECORD_REGISTER;
}

/* What an election stands on stays. So does an erase: taking it back would take nothing back. */
bool record_may_be_erased(enum record_kind kind)
{
    return !is_vote(kind) && kind != RECORD_ROUND_ACT && kind != RECORD_CLOSE_STATEMENT &&
           kind != RECORD_ERASE && kind < RECORD_KINDS;
}

size_t record_max_body(enum record_kind kind)
{
    return kind == RECORD_CONTENT_APPLIED ? RECORD_MAX_RESULT : RECORD_MAX_BODY;
}

bool record_make(struct record *ret, struct arena *arena, enum record_kind kind, json_t *body,
                 struct err *err)
{
    if (kind >= RECORD_KINDS || is_vote(kind) || !json_is_object(body)) {
        return err_set(err, ERR_FORMAT, "no %s is made of this", record_kind_name(kind));
    }
    json_t *copy = json_copy(body); /* the caller's object gets no pepper */
    if (copy == NULL) {
        return err_set(err, ERR_MEMORY, "record body");
    }
    if (record_may_be_erased(kind)) {
        uint8_t pepper[PEPPER];
        crypto_random(pepper, sizeof(pepper));
        json_put_hex(copy, "pepper", pepper, sizeof(pepper));
    }
    size_t len;
    const char *text = json_canonical(arena, copy, &len);
    json_decref(copy);
    if (len > record_max_body(kind)) {
        return err_set(err, ERR_LIMIT, "a body of %zu bytes", len);
    }
    *ret = (struct record){.kind = kind, .version = RECORD_VERSION, .body = text, .body_len = len};
    crypto_random(ret->rid, RECORD_RID);
    crypto_hash(ret->body_hash, text, len);
    return true;
}

/* ---- one line of an export ----------------------------------------------------------------- */

char *record_line(struct arena *arena, const struct record *record, size_t *ret_len)
{
    json_t *body =
        record->body == NULL ? json_null() : json_read(record->body, record->body_len, NULL);
    if (body == NULL) {
        return NULL;
    }
    json_t *line = json_object();
    json_put(line, "body", body);
    json_put_hex(line, "hash", record->body_hash, CRYPTO_HASH);
    json_put_text(line, "kind", record_kind_name(record->kind));
    json_put_hex(line, "rid", record->rid, RECORD_RID);
    json_put_number(line, "version", record->version);
    char *text = json_canonical(arena, line, ret_len);
    json_decref(line);
    return text;
}

/* A ballot's id is made of its sealed bytes and its rid of its id: none of them is chosen. */
static bool is_named_after_itself(struct arena *arena, const struct record *record,
                                  const json_t *body)
{
    uint8_t told[CRYPTO_HASH], own[CRYPTO_HASH];
    const char *hex = json_text(body, "sealed", "");
    size_t len = strlen(hex) / 2;
    uint8_t *sealed = arena_alloc(arena, len + 1);

    /* In one form only: with hex in capitals it would be the same ballot under another hash. */
    if (sealed == NULL || len == 0 || strpbrk(hex, "ABCDEF") != NULL ||
        strpbrk(json_text(body, "ballot", ""), "ABCDEF") != NULL || !str_unhex(sealed, len, hex) ||
        !json_hex(body, "ballot", told, sizeof(told))) {
        return false;
    }
    crypto_hash(own, sealed, len);
    return memcmp(own, told, sizeof(own)) == 0 && memcmp(own, record->rid, RECORD_RID) == 0;
}

static bool read_body(struct record *record, struct arena *arena, const json_t *body)
{
    if (json_is_null(body)) {
        return record_may_be_erased(record->kind); /* a tombstone; its hash is all there is */
    }
    if (!json_is_object(body)) {
        return false;
    }
    record->body = json_canonical(arena, body, &record->body_len);
    uint8_t hash[CRYPTO_HASH];
    crypto_hash(hash, record->body, record->body_len);
    return record->body_len <= record_max_body(record->kind) &&
           crypto_equal(hash, record->body_hash, sizeof(hash)) &&
           (record->kind != RECORD_BALLOT || is_named_after_itself(arena, record, body));
}

static bool read_fields(struct record *record, struct arena *arena, const json_t *line,
                        struct err *err)
{
    int64_t version = json_number(line, "version", 0);

    if (version > RECORD_VERSION ||
        !record_kind_parse(&record->kind, json_text(line, "kind", ""))) {
        return err_set(err, ERR_UNKNOWN, "a kind or version of record from later");
    }
    record->version = (int)version;
    if (version < 1 || !json_hex(line, "rid", record->rid, RECORD_RID) ||
        !json_hex(line, "hash", record->body_hash, CRYPTO_HASH) ||
        !read_body(record, arena, json_object_get(line, "body"))) {
        return err_set(err, ERR_FORMAT, "not a record, or not its own body");
    }
    return true;
}

bool record_from_line(struct record *ret, struct arena *arena, const char *line, size_t len,
                      struct err *err)
{
    struct record record = {0};

    if (len > LINE_MAX_LEN) {
        return err_set(err, ERR_LIMIT, "a record of %zu bytes", len);
    }
    json_t *value = json_read(line, len, err);
    bool good = value != NULL && read_fields(&record, arena, value, err);
    json_decref(value);
    if (!good) {
        return false;
    }
    /* One form only: the same record must be the same bytes wherever it came from. */
    size_t again_len = 0;
    const char *again = record_line(arena, &record, &again_len);
    if (again == NULL || again_len != len || memcmp(again, line, len) != 0) {
        return err_set(err, ERR_FORMAT, "a record in another form than ours");
    }
    *ret = record;
    return true;
}
