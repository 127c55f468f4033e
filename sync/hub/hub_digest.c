#include "sync/hub/hub_digest.h"

#include "app/domain/record.h"
#include "sync/hub/hub_audit.h"

/* ---- the digest ---------------------------------------------------------------------------- */

/* A running hash: of the one before and the next item. */
static void chain(uint8_t hash[CRYPTO_HASH], const struct crypto_part *parts, size_t count)
{
    struct crypto_part all[6] = {{hash, CRYPTO_HASH}};
    uint8_t next[CRYPTO_HASH];

    for (size_t i = 0; i < count; i++) {
        all[i + 1] = parts[i];
    }
    crypto_hash_parts(next, all, count + 1);
    memcpy(hash, next, CRYPTO_HASH);
}

/* All rows of a question, each column as it stands: blobs and texts only. */
static bool chain_rows(struct hub_db *db, const char *sql, int columns, uint8_t hash[CRYPTO_HASH],
                       int64_t *ret_count, struct err *err)
{
    int rc;

    chain(hash, NULL, 0); /* where the next table begins */
    *ret_count = 0;
    if (!hub_db_ask(db, sql, HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        struct crypto_part parts[5];
        for (int i = 0; i < columns; i++) {
            parts[i].data = hub_db_blob(db, i, &parts[i].len);
        }
        chain(hash, parts, (size_t)columns);
        (*ret_count)++;
    }
    return rc == 0;
}

#define UNDISPUTED(t) " NOT EXISTS (SELECT 1 FROM quarantine AS q WHERE q.rid = " t ".rid)"

bool hub_digest_in(struct hub_db *db, struct hub_digest *ret, struct err *err)
{
    struct hub_digest digest = {.record_count = 0};
    int64_t unused;

    if (!chain_rows(db,
                    "SELECT rid, kind, body_hash FROM record WHERE kind <> '' AND" UNDISPUTED(
                        "record") " ORDER BY rid",
                    3, digest.records, &digest.record_count, err) ||
        !chain_rows(
            db,
            "SELECT rid, round_id, sealed FROM ballot WHERE" UNDISPUTED("ballot") " ORDER BY rid",
            3, digest.records, &digest.ballot_count, err) ||
        !chain_rows(db,
                    "SELECT rid, round_id, tag, sealed FROM register WHERE" UNDISPUTED(
                        "register") " ORDER BY rid",
                    4, digest.records, &digest.register_count, err) ||
        !chain_rows(db, "SELECT rid FROM record WHERE body IS NULL ORDER BY rid", 1, digest.records,
                    &unused, err) ||
        !chain_rows(db, "SELECT DISTINCT rid FROM quarantine ORDER BY rid", 1, digest.records,
                    &unused, err) ||
        !chain_rows(db, "SELECT id FROM bundle ORDER BY id", 1, digest.bundles,
                    &digest.bundle_count, err)) {
        return false;
    }
    *ret = digest;
    return true;
}

struct asked {
    struct hub_db *db;
    struct hub_digest digest;
};

static bool digest_act(void *ctx, struct err *err)
{
    struct asked *asked = ctx;
    return hub_digest_in(asked->db, &asked->digest, err);
}

bool hub_digest(struct hub_db *db, struct hub_digest *ret, struct err *err)
{
    struct asked asked = {.db = db};

    if (!hub_db_act(db, HUB_LOOK, digest_act, &asked, err)) {
        return false;
    }
    *ret = asked.digest;
    return true;
}

bool hub_digest_equal(const struct hub_digest *a, const struct hub_digest *b)
{
    return memcmp(a->records, b->records, CRYPTO_HASH) == 0 &&
           memcmp(a->bundles, b->bundles, CRYPTO_HASH) == 0 && a->record_count == b->record_count &&
           a->ballot_count == b->ballot_count && a->register_count == b->register_count &&
           a->bundle_count == b->bundle_count;
}

/* ---- flaws --------------------------------------------------------------------------------- */

static const char *const flaw_names[HUB_FLAWS] = {
    [HUB_FLAW_FILE] = "file",     [HUB_FLAW_BUNDLE] = "bundle", [HUB_FLAW_RECORD] = "record",
    [HUB_FLAW_BALLOT] = "ballot", [HUB_FLAW_TALLY] = "tally",   [HUB_FLAW_AUDIT] = "audit",
};

const char *hub_flaw_name(enum hub_flaw flaw)
{
    return flaw_names[flaw];
}

struct search {
    struct hub *hub;
    struct hub_flaws flaws;
};

static bool is_own_bundle(struct hub_db *db)
{
    uint8_t id[BUNDLE_ID], own[BUNDLE_ID], sign[CRYPTO_KEY];
    size_t len;
    const uint8_t *bytes = hub_db_blob(db, 1, &len);
    bool is_known = hub_db_int(db, 2) != 0;
    struct bundle_head head;

    if (len == 0 && !hub_db_is_null(db, 4)) {
        return true; /* it went, and that is written down */
    }
    bundle_id(own, bytes, len);
    return hub_db_bytes(db, 0, id, sizeof(id), NULL) && memcmp(id, own, sizeof(id)) == 0 &&
           (!is_known ||
            (hub_db_bytes(db, 3, sign, sizeof(sign), NULL) &&
             bundle_read(&head, bytes, len, NULL) && bundle_verify(&head, bytes, len, sign, NULL)));
}

static bool is_own_body(struct hub_db *db)
{
    uint8_t told[CRYPTO_HASH], own[CRYPTO_HASH];
    const char *body = hub_db_text(db, 0);

    crypto_hash(own, body, strlen(body));
    return hub_db_bytes(db, 1, told, sizeof(told), NULL) && memcmp(told, own, sizeof(own)) == 0;
}

static bool is_own_ballot(struct hub_db *db)
{
    uint8_t rid[RECORD_RID], own[CRYPTO_HASH];
    size_t len;
    const void *sealed = hub_db_blob(db, 1, &len);

    crypto_hash(own, sealed, len);
    return hub_db_bytes(db, 0, rid, sizeof(rid), NULL) && memcmp(rid, own, sizeof(rid)) == 0;
}

static bool search_rows(struct search *search, enum hub_flaw flaw, const char *sql,
                        bool (*is_good)(struct hub_db *db), struct err *err)
{
    struct hub_db *db = search->hub->db;
    int rc;

    if (!hub_db_ask(db, sql, HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        search->flaws.count[flaw] += !is_good(db);
    }
    return rc == 0;
}

/* Every number of the tally against the number of its rows, both ways. */
static const char tally_sql[] =
    "SELECT count(*) FROM (SELECT kind, subject, CAST(sum(number) AS BIGINT) AS rest FROM ("
    "SELECT kind, subject, number FROM tally"
    " UNION ALL SELECT kind, subject, 0 - count(*) FROM record WHERE body IS NOT NULL"
    " GROUP BY kind, subject"
    " UNION ALL SELECT 'ballot', round_id, 0 - count(*) FROM ballot GROUP BY round_id"
    " UNION ALL SELECT 'register', round_id, 0 - count(*) FROM register GROUP BY round_id"
    ") AS a GROUP BY kind, subject) AS b WHERE rest <> 0";

static bool search_all(void *ctx, struct err *err)
{
    struct search *search = ctx;

    search->flaws = (struct hub_flaws){.count = {0}};
    return search_rows(search, HUB_FLAW_BUNDLE,
                       "SELECT bundle.id, bundle.bytes, bundle.type, kiosk.sign, erased.at_s FROM"
                       " bundle JOIN kiosk ON kiosk.kiosk = bundle.kiosk"
                       " LEFT JOIN erased ON erased.id = bundle.id ORDER BY bundle.id",
                       is_own_bundle, err) &&
           search_rows(search, HUB_FLAW_RECORD,
                       "SELECT body, body_hash FROM record WHERE body IS NOT NULL", is_own_body,
                       err) &&
           search_rows(search, HUB_FLAW_BALLOT, "SELECT rid, sealed FROM ballot", is_own_ballot,
                       err) &&
           hub_db_number(search->hub->db, tally_sql, HUB_NO_VALUES,
                         &search->flaws.count[HUB_FLAW_TALLY], err) &&
           hub_digest_in(search->hub->db, &search->flaws.digest, err);
}

bool hub_verify(struct hub *hub, struct hub_flaws *ret, struct err *err)
{
    struct search search = {.hub = hub};
    struct err why = {0};
    int64_t is_damaged = 0;

    if (!hub_db_check(hub->db, &why)) {
        if (why.code != ERR_DAMAGED) {
            *err = why;
            return false;
        }
        is_damaged = 1;
    }
    if (!hub_db_act(hub->db, HUB_LOOK, search_all, &search, err)) {
        return false;
    }
    search.flaws.count[HUB_FLAW_FILE] = is_damaged;
    if (!hub_audit_each(hub, NULL, NULL, &why)) {
        if (why.code != ERR_DAMAGED) {
            *err = why;
            return false;
        }
        search.flaws.count[HUB_FLAW_AUDIT] = 1;
    }
    *ret = search.flaws;
    return true;
}
