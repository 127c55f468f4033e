#include "app/store/store_sync.h"

#include "app/base/str.h"
#include "app/store/store_admin.h"
#include "app/store/store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60, AWAY_CAP = 80 };

enum part { PART_ANSWER, PART_NAME, PART_PRINT, PART_REVOKED, PARTS };
static const char *const settings[][PARTS] = {
    [STORE_HUB] = {"sync.answer", "sync.answer.name", "sync.answer.print", "sync.answer.revoked"},
    [STORE_HUB_WAITS] = {"sync.pending", "sync.pending.name", "sync.pending.print",
                         "sync.pending.revoked"},
};
/* "INCARNATION SEQ" of the newest ack: post_hear keeps it (sync/post.c). */
static const char heard_name[] = "sync.heard";
static const char away_name[] = "sync.away";
static const char incarnation_name[] = "sync.incarnation"; /* sync/kiosk.c draws it */
static const char self_name[] = "sync.print";
static const char code_name[] = "sync.code", code_state_name[] = "sync.code.state";

/* Inside a transaction. */
static bool put(struct store *store, const char *name, const char *value, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_SETTING_PUT];

    db_bind_text(stmt, ":name", name);
    db_bind_text(stmt, ":value", value);
    return db_run(stmt, err);
}

static bool put_all(struct store *store, enum store_hub_place place,
                    const char *const values[PARTS], struct err *err)
{
    for (int i = 0; i < PARTS; i++) {
        if (!put(store, settings[place][i], values[i], err)) {
            return false;
        }
    }
    return true;
}

static bool get_all(struct store *store, struct arena *arena, enum store_hub_place place,
                    const char *ret[PARTS], struct err *err)
{
    for (int i = 0; i < PARTS; i++) {
        if (!store_setting_or(store, arena, settings[place][i], "", &ret[i], err)) {
            return false;
        }
    }
    return ret[PART_ANSWER][0] != '\0' || err_set(err, ERR_MISSING, "no hub");
}

/* ---- the hub ------------------------------------------------------------------------------- */

bool store_hub_get(struct store *store, struct arena *arena, enum store_hub_place place,
                   struct store_hub *ret, struct err *err)
{
    const char *values[PARTS];

    if (!get_all(store, arena, place, values, err)) {
        return false;
    }
    size_t len = strlen(values[PART_ANSWER]) / 2;
    uint8_t *answer = arena_alloc(arena, len + 1);
    if (!str_unhex(answer, len, values[PART_ANSWER])) {
        return err_set(err, ERR_DAMAGED, "setting %s", settings[place][PART_ANSWER]);
    }
    *ret = (struct store_hub){.name = values[PART_NAME],
                              .print = values[PART_PRINT],
                              .is_revoked = strcmp(values[PART_REVOKED], "1") == 0,
                              .answer = answer,
                              .len = len};
    return true;
}

bool store_hub_put(struct store *store, enum store_hub_place place, const struct store_hub *hub,
                   struct err *err)
{
    struct err own = {0};
    struct arena arena;

    if (!store_begin(store, err)) {
        return false;
    }
    arena_init(&arena, 0);
    char *hex = arena_alloc(&arena, 2 * hub->len + 1);
    str_hex(hex, hub->answer, hub->len);
    const char *const values[PARTS] = {hex, hub->name, hub->print, hub->is_revoked ? "1" : "0"};
    bool good = put_all(store, place, values, &own);
    arena_finish(&arena);
    return store_end(store, good, &own, err);
}

/* What was sealed for a hub that is left cannot be read by another. Under a new incarnation, which
 * is drawn when there is none, the numbers begin anew: the next hub misses nothing. */
static bool leave(struct store *store, struct arena *arena, const char *print, struct err *err)
{
    const char *before;

    if (!store_setting_or(store, arena, settings[STORE_HUB][PART_PRINT], "", &before, err)) {
        return false;
    }
    return before[0] == '\0' || strcmp(before, print) == 0 ||
           (db_run(store->stmt[Q_OUTBOX_LEAVE_RECORDS], err) &&
            db_run(store->stmt[Q_OUTBOX_LEAVE], err) && put(store, incarnation_name, "", err));
}

/* Inside a transaction, so that nobody brings another in between. */
static bool settle(struct store *store, struct arena *arena, const char *print, bool accepts,
                   struct err *err)
{
    static const char *const none[PARTS] = {"", "", "", ""};
    const char *values[PARTS];

    if (!get_all(store, arena, STORE_HUB_WAITS, values, err)) {
        return false;
    }
    if (strcmp(values[PART_PRINT], print) != 0 || print[0] == '\0') {
        return err_set(err, ERR_DENIED, "another fingerprint");
    }
    return put_all(store, STORE_HUB_WAITS, none, err) &&
           (!accepts ||
            (leave(store, arena, print, err) && put_all(store, STORE_HUB, values, err) &&
             put(store, heard_name, "0 0", err) && put(store, away_name, "", err)));
}

static bool settle_once(struct store *store, const char *print, bool accepts, struct err *err)
{
    struct err own = {0};
    struct arena arena;

    if (!store_begin(store, err)) {
        return false;
    }
    arena_init(&arena, 0);
    bool good = settle(store, &arena, print, accepts, &own);
    arena_finish(&arena);
    return store_end(store, good, &own, err);
}

bool store_hub_accept(struct store *store, const char *print, struct err *err)
{
    return settle_once(store, print, true, err);
}

bool store_hub_refuse(struct store *store, const char *print, struct err *err)
{
    return settle_once(store, print, false, err);
}

/* ---- a one-time code ------------------------------------------------------------------------ */

static bool settle_code(struct store *store, const char *code, enum store_code_state state,
                        struct err *err)
{
    const char text[] = {(char)('0' + state), '\0'};
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    return store_end(store,
                     put(store, code_name, code, &own) && put(store, code_state_name, text, &own),
                     &own, err);
}

bool store_code_put(struct store *store, const char *code, struct err *err)
{
    return settle_code(store, code, STORE_CODE_WAITS, err);
}

bool store_code_end(struct store *store, enum store_code_state state, struct err *err)
{
    return settle_code(store, "", state, err);
}

bool store_code_get(struct store *store, struct arena *arena, enum store_code_state *ret_state,
                    const char **ret_code, struct err *err)
{
    const char *code, *state;

    if (!store_setting_or(store, arena, code_name, "", &code, err) ||
        !store_setting_or(store, arena, code_state_name, "", &state, err)) {
        return false;
    }
    *ret_state = state[0] >= '0' && state[0] < '0' + STORE_CODE_STATES
                     ? (enum store_code_state)(state[0] - '0')
                     : STORE_CODE_NONE;
    if (ret_code != NULL) {
        *ret_code = code;
    }
    return true;
}

/* ---- this kiosk ---------------------------------------------------------------------------- */

bool store_self_print(struct store *store, struct arena *arena, const char **ret, struct err *err)
{
    return store_setting_get(store, arena, self_name, ret, err);
}

bool store_self_print_put(struct store *store, const char *print, struct err *err)
{
    return store_setting_put(store, self_name, print, err);
}

static const char permit_name[] = "sync.permit";

bool store_permit_put(struct store *store, const uint8_t permit[STORE_PERMIT], struct err *err)
{
    char hex[2 * STORE_PERMIT + 1];

    str_hex(hex, permit, STORE_PERMIT);
    return store_setting_put(store, permit_name, hex, err);
}

bool store_permit_get(struct store *store, uint8_t ret[STORE_PERMIT], struct err *err)
{
    struct arena arena;
    const char *hex;

    arena_init(&arena, 0);
    bool has = store_setting_get(store, &arena, permit_name, &hex, err);
    bool good = has && str_unhex(ret, STORE_PERMIT, hex);
    arena_finish(&arena);
    return good || (has && err_set(err, ERR_DAMAGED, "setting %s", permit_name));
}

/* ---- a stick that left --------------------------------------------------------------------- */

/* The setting is "DAY HEARD": the day, and the newest ack as it was then. Once that is another, an
 * answer came, and the note says nothing any more. Nobody has to take it away. */
bool store_away_since(struct store *store, int64_t *ret_wall_s, struct err *err)
{
    struct arena arena;
    const char *away, *heard;
    int64_t day = 0;
    int at = 0;

    arena_init(&arena, 0);
    bool good = store_setting_or(store, &arena, away_name, "", &away, err) &&
                store_setting_or(store, &arena, heard_name, "", &heard, err);
    bool waits = good && sscanf(away, "%" SCNd64 " %n", &day, &at) == 1 && at > 0 &&
                 strcmp(away + at, heard) == 0;
    arena_finish(&arena);
    if (waits) {
        *ret_wall_s = day * DAY_S;
    }
    return waits || (good && err_set(err, ERR_MISSING, "no stick is away without an answer"));
}

bool store_away_note(struct store *store, int64_t wall_s, struct err *err)
{
    struct err why = {0};
    struct arena arena;
    const char *heard;
    char text[AWAY_CAP];
    int64_t since;

    if (store_away_since(store, &since, &why)) {
        return true; /* the first of them counts */
    }
    arena_init(&arena, 0);
    bool good =
        why.code == ERR_MISSING && store_setting_or(store, &arena, heard_name, "", &heard, &why);
    if (good) {
        snprintf(text, sizeof(text), "%" PRId64 " %s", wall_s / DAY_S, heard);
    }
    arena_finish(&arena);
    if (!good && err != NULL) {
        *err = why;
    }
    return good && store_setting_put(store, away_name, text, err);
}
