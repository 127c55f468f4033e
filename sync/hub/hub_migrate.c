/* The numbered migrations of hub_schema.sql. */
#include "sync/hub/hub_db.h"
#include "sync/hub/hub_db_inner.h"

#include <stdlib.h>
#include <string.h>

#define MIGRATION "-- migration "

extern const char *const hub_schema_sql[]; /* lines; NULL at the end */

struct step {
    struct hub_db *db;
    int64_t number, version;
};

static int64_t begins(const char *line)
{
    size_t len = strlen(MIGRATION);
    return strncmp(line, MIGRATION, len) == 0 ? strtoll(line + len, NULL, 10) : 0;
}

static int64_t newest(void)
{
    int64_t number = 0;

    for (const char *const *line = hub_schema_sql; *line != NULL; line++) {
        number = begins(*line) > number ? begins(*line) : number;
    }
    return number;
}

/* The statements of one migration without their comments, joined; free it. */
static char *text_of(int64_t number)
{
    size_t len = 0, at = 0;

    for (const char *const *line = hub_schema_sql; *line != NULL; line++) {
        len += strlen(*line);
    }
    char *text = malloc(len + 1);
    int64_t current = 0;
    for (const char *const *line = hub_schema_sql; text != NULL && *line != NULL; line++) {
        const char *comment = strstr(*line, "--");
        size_t part = comment == NULL ? strlen(*line) : (size_t)(comment - *line);
        current = begins(*line) > 0 ? begins(*line) : current;
        if (current == number) {
            memcpy(text + at, *line, part);
            at += part;
            text[at++] = '\n';
        }
    }
    if (text != NULL) {
        text[at] = '\0';
    }
    return text;
}

/* Two hubs may start at once: whose row it is makes the tables, the other waits for that row. */
static bool migrate_one(void *ctx, struct err *err)
{
    struct step *step = ctx;
    int64_t is_mine;

    if (!hub_db_run(step->db, "INSERT INTO hub_schema (number) VALUES ($1) ON CONFLICT DO NOTHING",
                    HUB_VALUES(hub_int(step->number)), &is_mine, err)) {
        return false;
    }
    char *text = is_mine == 1 ? text_of(step->number) : NULL;
    bool done = is_mine == 0 || (text != NULL && step->db->ops->define(step->db, text, err));
    free(text);
    return done || err_wrap(err, "migration %d", (int)step->number);
}

static bool read_version(void *ctx, struct err *err)
{
    struct step *step = ctx;
    return hub_db_number(step->db, "SELECT coalesce(max(number), 0) FROM hub_schema", HUB_NO_VALUES,
                         &step->version, err);
}

static bool make_first(void *ctx, struct err *err)
{
    struct step *step = ctx;
    return step->db->ops->define(
        step->db, "CREATE TABLE IF NOT EXISTS hub_schema (number INTEGER NOT NULL PRIMARY KEY)",
        err);
}

bool hub_db_has_schema(struct hub_db *db, bool *ret, struct err *err)
{
    struct step step = {.db = db};
    struct err why = {0};
    int64_t tables;

    if (!db->ops->count_tables(db, &tables, err)) {
        return false;
    }
    if (tables == 0) {
        *ret = false;
        return true;
    }
    if (!hub_db_act(db, HUB_LOOK, read_version, &step, &why)) {
        if (why.code == ERR_FORMAT) {
            return err_set(err, ERR_FORMAT, "a database of something else");
        }
        *err = why;
        return false;
    }
    *ret = step.version > 0;
    return true;
}

bool hub_db_migrate(struct hub_db *db, struct err *err)
{
    struct step step = {.db = db};
    bool has;

    if (!hub_db_has_schema(db, &has, err) ||
        (!has && !hub_db_act(db, HUB_CHANGE, make_first, &step, err)) ||
        !hub_db_act(db, HUB_LOOK, read_version, &step, err)) {
        return false;
    }
    if (step.version > newest()) {
        return err_set(err, ERR_FORMAT, "made by a later version of Dorpel (%d)",
                       (int)step.version);
    }
    for (step.number = step.version + 1; step.number <= newest(); step.number++) {
        if (!hub_db_act(db, HUB_CHANGE, migrate_one, &step, err)) {
            return false;
        }
    }
    return true;
}
