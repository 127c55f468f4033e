/* PostgreSQL as the database of a hub: the one file that knows libpq.
 *
 * Values and answers travel in binary form. Rows come one at a time, so that a question with a
 * million rows takes the memory of one. */
#include "sync/hub/hub_db_inner.h"

#include <libpq-fe.h>

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, NAME = 16, INT8 = 8 };

struct pg {
    struct hub_db base;
    char *url;
    PGconn *conn;
    PGresult *row;    /* of the question that is being answered */
    const char **sql; /* what is prepared, found by its address: "s0", "s1", ... */
    size_t count, cap;
};

static struct pg *pg_of(struct hub_db *db)
{
    return (struct pg *)db;
}

/* ---- errors -------------------------------------------------------------------------------- */

static enum err_code code_of_state(const char *state)
{
    static const struct {
        const char *state; /* a class is its first two places */
        enum err_code code;
    } known[] = {
        /* 23505, 42P07 and 42710: another hub made the same row, table or type (each table has
         * one) at this moment */
        {"40001", ERR_BUSY},   {"40P01", ERR_BUSY},   {"55P03", ERR_BUSY}, {"23505", ERR_BUSY},
        {"42P07", ERR_BUSY},   {"42710", ERR_BUSY},   {"53100", ERR_FULL}, {"25006", ERR_READONLY},
        {"42501", ERR_DENIED}, {"53300", ERR_GONE},   {"57P0", ERR_GONE},  {"08", ERR_GONE},
        {"53200", ERR_MEMORY}, {"XX00", ERR_DAMAGED}, {"58", ERR_IO},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strncmp(state, known[i].state, strlen(known[i].state)) == 0) {
            return known[i].code;
        }
    }
    return ERR_FORMAT;
}

/* The first line of what the server or the library says. */
static bool tell(struct pg *pg, const PGresult *result, const char *what, struct err *err)
{
    const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = result == NULL ? PQerrorMessage(pg->conn) : PQresultErrorMessage(result);
    bool is_lost = PQstatus(pg->conn) == CONNECTION_BAD;
    enum err_code code = is_lost || state == NULL ? ERR_GONE : code_of_state(state);

    return err_set(err, code, "%s: %.*s (%s)", what, (int)strcspn(text, "\n"), text,
                   state == NULL ? "no connection" : state);
}

/* ---- the connection ------------------------------------------------------------------------ */

static void hear_nothing(void *unused, const char *message)
{
    (void)unused;
    (void)message;
}

static bool simple(struct pg *pg, const char *sql, struct err *err)
{
    PGresult *result = PQexec(pg->conn, sql);
    ExecStatusType status = PQresultStatus(result);
    bool done =
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || tell(pg, result, "running", err);

    PQclear(result);
    return done;
}

/* A server that answers before the disk has it would make our acks lies. */
static bool connect_to(struct pg *pg, struct err *err)
{
    const char *const keys[] = {"connect_timeout", "application_name", "dbname", NULL};
    const char *const values[] = {"5", "dorpel-hub", pg->url, NULL};

    pg->count = 0;
    pg->conn = PQconnectdbParams(keys, values, 1);
    if (pg->conn == NULL || PQstatus(pg->conn) != CONNECTION_OK) {
        return tell(pg, NULL, "connecting", err);
    }
    PQsetNoticeProcessor(pg->conn, hear_nothing, NULL);
    return PQsetClientEncoding(pg->conn, "UTF8") == 0
               ? simple(pg,
                        "SELECT set_config('synchronous_commit', 'on', false)"
                        " WHERE current_setting('synchronous_commit') = 'off'",
                        err)
               : tell(pg, NULL, "UTF-8", err);
}

static void drop_row(struct pg *pg)
{
    PQclear(pg->row);
    pg->row = NULL;
}

static void disconnect(struct pg *pg)
{
    drop_row(pg);
    PQfinish(pg->conn);
    pg->conn = NULL;
}

static void pg_close(struct hub_db *db)
{
    struct pg *pg = pg_of(db);

    disconnect(pg);
    free((void *)pg->sql);
    free(pg->url);
    free(pg);
}

static bool pg_reopen(struct hub_db *db, struct err *err)
{
    disconnect(pg_of(db));
    return connect_to(pg_of(db), err);
}

/* ---- transactions -------------------------------------------------------------------------- */

static bool pg_begin(struct hub_db *db, enum hub_db_mode mode, struct err *err)
{
    return simple(pg_of(db),
                  mode == HUB_CHANGE ? "BEGIN ISOLATION LEVEL READ COMMITTED"
                                     : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
                  err);
}

/* COMMIT of a transaction that failed says ROLLBACK, and no error. */
static bool pg_commit(struct hub_db *db, struct err *err)
{
    struct pg *pg = pg_of(db);
    PGresult *result = PQexec(pg->conn, "COMMIT");
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK
                    ? strcmp(PQcmdStatus(result), "COMMIT") == 0 ||
                          err_set(err, ERR_FORMAT, "rolled back at the end")
                    : tell(pg, result, "commit", err);

    PQclear(result);
    return done;
}

static void pg_rollback(struct hub_db *db)
{
    simple(pg_of(db), "ROLLBACK", NULL);
}

/* ---- the schema ---------------------------------------------------------------------------- */

/* SQLite's words for types become PostgreSQL's; comments may stay as they are. */
static char *translated(const char *sql)
{
    static const char *const words[][2] = {
        {"BLOB", "BYTEA"}, {"INTEGER", "BIGINT"}, {"STRICT", ""}, {"WITHOUT", ""}, {"ROWID", ""}};
    size_t len = strlen(sql), at = 0;
    char *text = malloc(2 * len + 1);

    while (text != NULL && *sql != '\0') {
        size_t word = 0;
        while (isalpha((unsigned char)sql[word])) {
            word++;
        }
        const char *other = NULL;
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
            other = strlen(words[i][0]) == word && memcmp(sql, words[i][0], word) == 0 ? words[i][1]
                                                                                       : other;
        }
        size_t take = word == 0 ? 1 : word;
        bool is_comma = other == NULL && *sql == ',' && strncmp(sql, ", WITHOUT ROWID", 15) == 0;
        if (other != NULL) {
            memcpy(text + at, other, strlen(other));
            at += strlen(other);
        } else if (!is_comma) {
            memcpy(text + at, sql, take);
            at += take;
        }
        sql += take;
    }
    if (text != NULL) {
        text[at] = '\0';
    }
    return text;
}

static bool pg_define(struct hub_db *db, const char *sql, struct err *err)
{
    char *text = translated(sql);
    bool done = text == NULL ? err_set(err, ERR_MEMORY, "schema") : simple(pg_of(db), text, err);

    free(text);
    return done;
}

static bool pg_count_tables(struct hub_db *db, int64_t *ret, struct err *err)
{
    struct pg *pg = pg_of(db);
    PGresult *result =
        PQexec(pg->conn, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()");
    bool done =
        PQresultStatus(result) == PGRES_TUPLES_OK || tell(pg, result, "looking for tables", err);

    if (done) {
        *ret = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    }
    PQclear(result);
    return done;
}

/* The server keeps watch over its own files. */
static bool pg_check(struct hub_db *db, struct err *err)
{
    return simple(pg_of(db), "SELECT 1", err);
}

/* ---- statements ---------------------------------------------------------------------------- */

struct call { /* values as libpq wants them */
    Oid types[HUB_DB_MAX_VALUES];
    const char *values[HUB_DB_MAX_VALUES];
    int lengths[HUB_DB_MAX_VALUES];
    int formats[HUB_DB_MAX_VALUES];
    char numbers[HUB_DB_MAX_VALUES][INT8];
    char name[NAME];
};

static void put_values(struct call *call, const struct hub_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        call->formats[i] = 1;
        if (values[i].kind == HUB_VALUE_INT) {
            for (int k = 0; k < INT8; k++) {
                call->numbers[i][k] = (char)((uint64_t)values[i].number >> (8 * (INT8 - 1 - k)));
            }
            call->types[i] = OID_INT8;
            call->values[i] = call->numbers[i];
            call->lengths[i] = INT8;
        } else {
            call->types[i] = values[i].kind == HUB_VALUE_TEXT ? OID_TEXT : OID_BYTEA;
            call->values[i] = values[i].data;
            call->lengths[i] = (int)values[i].len;
        }
    }
}

/* Prepared once a connection: it outlives transactions. */
static bool prepare(struct pg *pg, struct call *call, const char *sql, size_t count,
                    struct err *err)
{
    size_t at = 0;

    while (at < pg->count && pg->sql[at] != sql) {
        at++;
    }
    snprintf(call->name, NAME, "s%zu", at);
    if (at < pg->count) {
        return true;
    }
    if (pg->count == pg->cap) {
        size_t cap = pg->cap == 0 ? 64 : 2 * pg->cap;
        const char **wider = realloc((void *)pg->sql, cap * sizeof(*wider));
        if (wider == NULL) {
            return err_set(err, ERR_MEMORY, "statements");
        }
        pg->sql = wider;
        pg->cap = cap;
    }
    PGresult *result = PQprepare(pg->conn, call->name, sql, (int)count, call->types);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK || tell(pg, result, "preparing", err);
    PQclear(result);
    if (done) {
        pg->sql[pg->count++] = sql;
    }
    return done;
}

static bool pg_run(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                   int64_t *ret_changes, struct err *err)
{
    struct pg *pg = pg_of(db);
    struct call call;

    put_values(&call, values, count);
    if (!prepare(pg, &call, sql, count, err)) {
        return false;
    }
    PGresult *result =
        PQexecPrepared(pg->conn, call.name, (int)count, call.values, call.lengths, call.formats, 1);
    ExecStatusType status = PQresultStatus(result);
    bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
                tell(pg, result, "a statement", err);
    if (done && ret_changes != NULL) {
        *ret_changes = strtoll(PQcmdTuples(result), NULL, 10);
    }
    PQclear(result);
    return done;
}

static bool pg_ask(struct hub_db *db, const char *sql, const struct hub_value *values, size_t count,
                   struct err *err)
{
    struct pg *pg = pg_of(db);
    struct call call;

    put_values(&call, values, count);
    if (!prepare(pg, &call, sql, count, err)) {
        return false;
    }
    return (PQsendQueryPrepared(pg->conn, call.name, (int)count, call.values, call.lengths,
                                call.formats, 1) == 1 &&
            PQsetSingleRowMode(pg->conn) == 1) ||
           tell(pg, NULL, "a question", err);
}

static int pg_next(struct hub_db *db, struct err *err)
{
    struct pg *pg = pg_of(db);

    drop_row(pg);
    pg->row = PQgetResult(pg->conn);
    ExecStatusType status = PQresultStatus(pg->row);
    if (pg->row != NULL && status == PGRES_SINGLE_TUPLE) {
        return 1;
    }
    if (pg->row != NULL && status == PGRES_TUPLES_OK) {
        return 0;
    }
    tell(pg, pg->row, "a question", err);
    return -1;
}

static void pg_end(struct hub_db *db)
{
    struct pg *pg = pg_of(db);

    do { /* the rows that nobody wanted */
        drop_row(pg);
        pg->row = PQgetResult(pg->conn);
    } while (pg->row != NULL);
}

/* count(*) is eight bytes, a CASE of ours four. */
static int64_t pg_int(struct hub_db *db, int column)
{
    const struct pg *pg = pg_of(db);
    const unsigned char *bytes = (const unsigned char *)PQgetvalue(pg->row, 0, column);
    int len = PQgetlength(pg->row, 0, column);
    uint64_t number = len > 0 && (bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;

    for (int i = 0; i < len; i++) {
        number = number << 8 | bytes[i];
    }
    return (int64_t)number;
}

static const char *pg_text(struct hub_db *db, int column)
{
    return PQgetvalue(pg_of(db)->row, 0, column);
}

static const void *pg_blob(struct hub_db *db, int column, size_t *ret_len)
{
    *ret_len = (size_t)PQgetlength(pg_of(db)->row, 0, column);
    return PQgetisnull(pg_of(db)->row, 0, column) ? NULL : PQgetvalue(pg_of(db)->row, 0, column);
}

static bool pg_is_null(struct hub_db *db, int column)
{
    return PQgetisnull(pg_of(db)->row, 0, column) == 1;
}

static const struct hub_db_ops pg_ops = {
    .name = "postgresql",
    .close = pg_close,
    .reopen = pg_reopen,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .define = pg_define,
    .count_tables = pg_count_tables,
    .check = pg_check,
    .run = pg_run,
    .ask = pg_ask,
    .next = pg_next,
    .end = pg_end,
    .get_int = pg_int,
    .get_text = pg_text,
    .get_blob = pg_blob,
    .is_null = pg_is_null,
};

struct hub_db *hub_store_pg(const char *url, struct err *err)
{
    struct pg *pg = calloc(1, sizeof(*pg));

    if (pg == NULL || (pg->url = strdup(url)) == NULL) {
        free(pg);
        err_set(err, ERR_MEMORY, "a database");
        return NULL;
    }
    pg->base.ops = &pg_ops;
    if (!connect_to(pg, err)) {
        pg_close(&pg->base);
        return NULL;
    }
    return &pg->base;
}
