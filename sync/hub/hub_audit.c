#include "sync/hub/hub_audit.h"

#include "app/base/str.h"

static void hash_line(uint8_t ret[CRYPTO_HASH], const uint8_t before[CRYPTO_HASH],
                      const struct hub_audit_line *line)
{
    char numbers[64];
    size_t len = (size_t)snprintf(numbers, sizeof(numbers), "%lld %lld", (long long)line->n,
                                  (long long)line->at_s);
    const struct crypto_part parts[] = {
        {before, CRYPTO_HASH},
        {numbers, len},
        {line->what, strlen(line->what)},
        {line->kiosk, line->kiosk == NULL ? 0u : (size_t)BUNDLE_PARTY},
        {line->detail, strlen(line->detail)},
    };

    crypto_hash_parts(ret, parts, sizeof(parts) / sizeof(parts[0]));
}

/* The row of hub_meta is the lock: who changes it first writes the next line. */
bool hub_audit(struct hub *hub, const char *what, const uint8_t kiosk[BUNDLE_PARTY],
               const char *detail, struct err *err)
{
    char clean[HUB_AUDIT_DETAIL + 1];
    uint8_t before[CRYPTO_HASH], hash[CRYPTO_HASH];
    struct hub_audit_line line = {
        .at_s = clock_wall_s(hub->clock), .what = what, .detail = clean, .kiosk = kiosk};

    str_clean(clean, sizeof(clean), detail == NULL ? "" : detail, false);
    if (!hub_db_ask(hub->db,
                    "UPDATE hub_meta SET audit_n = audit_n + 1 WHERE id = 1"
                    " RETURNING audit_n, audit_head",
                    HUB_NO_VALUES, err)) {
        return false;
    }
    int rc = hub_db_next(hub->db, err);
    bool good = rc == 1 && hub_db_bytes(hub->db, 1, before, sizeof(before), err);
    line.n = good ? hub_db_int(hub->db, 0) : 0;
    hub_db_end(hub->db);
    if (!good) {
        return rc != 0 || err_set(err, ERR_DAMAGED, "no hub_meta");
    }
    hash_line(hash, before, &line);
    return hub_db_run(hub->db, "UPDATE hub_meta SET audit_head = $1 WHERE id = 1",
                      HUB_VALUES(hub_blob(hash, sizeof(hash))), NULL, err) &&
           hub_db_run(hub->db,
                      "INSERT INTO audit (n, at_s, what, kiosk, detail, hash)"
                      " VALUES ($1, $2, $3, $4, $5, $6)",
                      HUB_VALUES(hub_int(line.n), hub_int(line.at_s), hub_text(what),
                                 hub_blob(kiosk == NULL ? (const uint8_t *)"" : kiosk,
                                          kiosk == NULL ? 0 : BUNDLE_PARTY),
                                 hub_text(clean), hub_blob(hash, sizeof(hash))),
                      NULL, err);
}

struct walk {
    struct hub *hub;
    void (*each)(void *ctx, const struct hub_audit_line *line);
    void *ctx;
};

static bool check_row(struct walk *walk, uint8_t head[CRYPTO_HASH], int64_t n, struct err *err)
{
    struct hub_db *db = walk->hub->db;
    uint8_t hash[CRYPTO_HASH], told[CRYPTO_HASH];
    size_t kiosk_len;
    const uint8_t *kiosk = hub_db_blob(db, 3, &kiosk_len);
    struct hub_audit_line line = {hub_db_int(db, 0), hub_db_int(db, 1), hub_db_text(db, 2),
                                  hub_db_text(db, 4), kiosk_len == BUNDLE_PARTY ? kiosk : NULL};

    if (!hub_db_bytes(db, 5, told, sizeof(told), err)) {
        return false;
    }
    hash_line(hash, head, &line);
    if (line.n != n || memcmp(hash, told, sizeof(hash)) != 0) {
        return err_set(err, ERR_DAMAGED, "line %lld of the audit", (long long)n);
    }
    memcpy(head, hash, sizeof(hash));
    if (walk->each != NULL) {
        walk->each(walk->ctx, &line);
    }
    return true;
}

static bool walk_audit(void *ctx, struct err *err)
{
    struct walk *walk = ctx;
    struct hub_db *db = walk->hub->db;
    uint8_t head[CRYPTO_HASH] = {0}, told[CRYPTO_HASH];
    int64_t n = 0;
    int rc;

    if (!hub_db_ask(db, "SELECT n, at_s, what, kiosk, detail, hash FROM audit ORDER BY n",
                    HUB_NO_VALUES, err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        if (!check_row(walk, head, ++n, err)) {
            return false;
        }
    }
    if (rc < 0 || !hub_db_ask(db, "SELECT audit_n, audit_head FROM hub_meta WHERE id = 1",
                              HUB_NO_VALUES, err)) {
        return false;
    }
    bool good = hub_db_next(db, err) == 1 && hub_db_bytes(db, 1, told, sizeof(told), err) &&
                ((hub_db_int(db, 0) == n && memcmp(told, head, sizeof(head)) == 0) ||
                 err_set(err, ERR_DAMAGED, "the end of the audit"));
    hub_db_end(db);
    return good;
}

bool hub_audit_each(struct hub *hub, void (*each)(void *ctx, const struct hub_audit_line *line),
                    void *ctx, struct err *err)
{
    struct walk walk = {hub, each, ctx};
    return hub_db_act(hub->db, HUB_LOOK, walk_audit, &walk, err);
}
