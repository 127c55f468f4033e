#include "app/store/store_admin.h"

#include "app/store/store_internal.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

enum { PIN_LEN = 6 };
enum { FREE_TRIES = 5, FIRST_WAIT_MS = 15000, LONGEST_WAIT_MS = 900000 };

#ifdef DORPEL_TEST
static const struct crypto_cost pin_cost = {.passes = 1, .memory_kib = 8};
#else
static const struct crypto_cost pin_cost = {.passes = 1, .memory_kib = 8 * 1024};
#endif

/* ---- the wait after failures ---------------------------------------------------------------- */

/* How much of wait_ms is left. Who asks for the first time after a start waits from then on: how
 * long the power was off is not known. */
static int64_t wait_left(struct store_wait *wait, int64_t wait_ms, int64_t now_ms)
{
    if (!wait->is_known || now_ms < wait->last_ms) {
        wait->is_known = true;
        wait->last_ms = now_ms;
    }
    int64_t left = wait->last_ms + wait_ms - now_ms;
    return left > 0 ? left : 0;
}

static void wait_begins(struct store_wait *wait, int64_t now_ms)
{
    wait->is_known = true;
    wait->last_ms = now_ms;
}

static int64_t pin_wait_of(int64_t failures)
{
    int64_t wait_ms = FIRST_WAIT_MS;

    if (failures < FREE_TRIES) {
        return 0;
    }
    for (int64_t i = FREE_TRIES; i < failures && wait_ms < LONGEST_WAIT_MS; i++) {
        wait_ms *= 2;
    }
    return wait_ms < LONGEST_WAIT_MS ? wait_ms : LONGEST_WAIT_MS;
}

/* ---- PINs ----------------------------------------------------------------------------------- */

bool store_pin_row(struct store *store, enum role role, struct store_pin *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_PIN_GET];
    struct store_pin pin = {.failures = 0};

    assert(role < ROLES);
    db_bind_int(stmt, ":role", role);
    int rc = db_step(stmt, err);
    bool good = rc == 1 && store_blob(stmt, 0, pin.salt, sizeof(pin.salt), err) &&
                store_blob(stmt, 1, pin.stretched, sizeof(pin.stretched), err);
    if (good) {
        pin.failures = db_int(stmt, 2);
        *ret = pin;
    }
    db_reset(stmt);
    return good || (rc == 0 && err_set(err, ERR_MISSING, "no PIN was set"));
}

/* With the failures that a read-only disk could not count. */
static bool get_pin(struct store *store, enum role role, struct store_pin *ret, struct err *err)
{
    if (!store_pin_row(store, role, ret, err)) {
        return false;
    }
    ret->failures += store->pin_wait[role].unsaved;
    /* Where nothing can be counted no try is free: the plug would give five more each time. */
    if (store->read_only && ret->failures < FREE_TRIES) {
        ret->failures = FREE_TRIES + store->pin_wait[role].unsaved;
    }
    return true;
}

bool store_pin_is_set(struct store *store, enum role role)
{
    struct store_pin pin;
    struct err err = {0};

    bool is_set = get_pin(store, role, &pin, &err) || err.code != ERR_MISSING;
    crypto_wipe(&pin, sizeof(pin));
    return is_set; /* a PIN that cannot be read is not an open door */
}

static bool is_pin(const char *pin)
{
    size_t len = strlen(pin);

    for (size_t i = 0; i < len; i++) {
        if (!isdigit((unsigned char)pin[i])) {
            return false;
        }
    }
    return len == PIN_LEN;
}

bool store_pin_was_lost(struct store *store, enum role role)
{
    int64_t lost = 0;

    return store_fact(store, "pin_lost", &lost, NULL) && (lost >> role & 1) != 0 &&
           !store_pin_is_set(store, role);
}

/* Row, file, and no more word of a lost one: in one transaction. */
static bool put_pin(struct store *store, enum role role, const struct store_pin *pin,
                    struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_PIN_PUT];
    int64_t lost = 0;

    db_bind_int(stmt, ":role", role);
    db_bind_blob(stmt, ":salt", pin->salt, sizeof(pin->salt));
    db_bind_blob(stmt, ":stretched", pin->stretched, sizeof(pin->stretched));
    if (!db_run(stmt, err)) {
        return false;
    }
    if (store_fact(store, "pin_lost", &lost, NULL) &&
        !store_fact_put(store, "pin_lost", lost & ~((int64_t)1 << role), err)) {
        return false;
    }
    return STORE_BUG(store, BUG_PIN_IN_DATABASE_ONLY) || store_pins_save(store, err);
}

bool store_pin_set(struct store *store, enum role role, const char pin[7], struct err *err)
{
    struct store_pin fresh = {.failures = 0};
    struct err own = {0};

    assert(role < ROLES);
    if (!is_pin(pin)) {
        return err_set(err, ERR_FORMAT, "a PIN is six digits");
    }
    crypto_random(fresh.salt, sizeof(fresh.salt));
    bool done = crypto_stretch(fresh.stretched, sizeof(fresh.stretched), pin, PIN_LEN, fresh.salt,
                               pin_cost, err) &&
                store_begin(store, err);
    if (done) {
        done = store_end(store, put_pin(store, role, &fresh, &own), &own, err);
        if (done) {
            store->pin_wait[role] = (struct store_wait){0};
        } else {
            store_pins_keep(store); /* what was not chosen leaves the file again */
        }
    }
    crypto_wipe(&fresh, sizeof(fresh));
    return done;
}

int64_t store_pin_wait_ms(struct store *store, enum role role, int64_t now_ms)
{
    struct store_pin pin;
    struct err err = {0};

    if (!get_pin(store, role, &pin, &err)) {
        return err.code == ERR_MISSING ? 0 : LONGEST_WAIT_MS;
    }
    return wait_left(&store->pin_wait[role], pin_wait_of(pin.failures), now_ms);
}

static bool run_for_role(struct store *store, enum store_query query, enum role role,
                         struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    /* A bit that fell over in the row since the start may not reach the file. */
    bool good = store_pins_fill(store, &own);
    db_bind_int(store->stmt[query], ":role", role);
    good = good && db_run(store->stmt[query], &own);
    if (good && !STORE_BUG(store, BUG_PIN_IN_DATABASE_ONLY) && !store_pins_save(store, &own)) {
        good = own.code != ERR_FULL; /* full: the reserve helps both; else the database counts */
    }
    return store_end(store, good, &own, err);
}

/* The try is on the disk before it is compared. A full disk may not lock the admin out, who comes
 * to make room: that is what the reserve is for. On a read-only disk the process counts. */
static bool count_try(struct store *store, enum role role, struct err *err)
{
    if (store->read_only) {
        store->pin_wait[role].unsaved++;
        return true;
    }
    struct err own = {0};
    if (run_for_role(store, Q_PIN_FAIL, role, &own) ||
        (own.code == ERR_FULL && store_use_reserve(store, NULL) &&
         run_for_role(store, Q_PIN_FAIL, role, &own))) {
        return true;
    }
    return store_fail(store, &own, err);
}

/* When the zero cannot be stored the PIN was right all the same. */
static void forget_tries(struct store *store, enum role role)
{
    store->pin_wait[role].unsaved = 0;
    if (!store->read_only) {
        run_for_role(store, Q_PIN_RIGHT, role, NULL);
    }
}

static bool compare(struct store *store, enum role role, const char *pin, bool *ret_right,
                    struct err *err)
{
    struct store_pin have;
    uint8_t tried[STORE_PIN] = {0};

    *ret_right = false;
    if (!is_pin(pin)) {
        return true;
    }
    bool done = store_pin_row(store, role, &have, err) &&
                crypto_stretch(tried, sizeof(tried), pin, PIN_LEN, have.salt, pin_cost, err);
    *ret_right = done && crypto_equal(tried, have.stretched, sizeof(tried));
    crypto_wipe(tried, sizeof(tried));
    crypto_wipe(&have, sizeof(have));
    return done;
}

bool store_pin_check(struct store *store, enum role role, const char *pin, int64_t now_ms,
                     int64_t *ret_wait_ms, struct err *err)
{
    struct store_pin have;
    bool is_right = false;

    if (!get_pin(store, role, &have, err)) {
        return false;
    }
    int64_t failures = have.failures;
    crypto_wipe(&have, sizeof(have));
    struct store_wait *wait = &store->pin_wait[role];
    int64_t left = wait_left(wait, pin_wait_of(failures), now_ms);
    if (left > 0) {
        *ret_wait_ms = left;
        return err_set(err, ERR_DENIED, "too early");
    }
    if (!STORE_BUG(store, BUG_COUNT_PIN_AFTER) && !count_try(store, role, err)) {
        return false;
    }
    wait_begins(wait, now_ms);
    if (!compare(store, role, pin, &is_right, err)) {
        return false;
    }
    if (is_right) {
        forget_tries(store, role);
        *ret_wait_ms = 0;
        return true;
    }
    if (STORE_BUG(store, BUG_COUNT_PIN_AFTER) && !count_try(store, role, err)) {
        return false;
    }
    *ret_wait_ms = pin_wait_of(failures + 1);
    return err_set(err, ERR_DENIED, "not the PIN");
}

/* ---- guesses -------------------------------------------------------------------------------- */

static struct store_wait *guess_wait(struct store *store, const char *name)
{
    bool is_code = strcmp(name, "code") == 0;

    assert(is_code || strcmp(name, "idea") == 0);
    return &store->guess_wait[is_code ? 0 : 1];
}

static bool guess_failures(struct store *store, const char *name, int64_t *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_GUESS_GET];

    db_bind_text(stmt, ":name", name);
    int rc = db_step(stmt, err);
    *ret = rc == 1 ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return rc >= 0;
}

int64_t store_guess_wait_ms(struct store *store, const char *name, int64_t now_ms)
{
    int64_t failures;

    if (!guess_failures(store, name, &failures, NULL)) {
        failures = FREE_TRIES;
    }
    return wait_left(guess_wait(store, name), failures < FREE_TRIES ? 0 : FIRST_WAIT_MS, now_ms);
}

static bool run_for_name(struct store *store, enum store_query query, const char *name,
                         struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    db_bind_text(store->stmt[query], ":name", name);
    return store_end(store, db_run(store->stmt[query], &own), &own, err);
}

bool store_guess_begin(struct store *store, const char *name, int64_t now_ms, struct err *err)
{
    if (store_guess_wait_ms(store, name, now_ms) > 0) {
        return err_set(err, ERR_DENIED, "too early");
    }
    if (!run_for_name(store, Q_GUESS_FAIL, name, err)) {
        return false;
    }
    wait_begins(guess_wait(store, name), now_ms);
    return true;
}

bool store_guess_right(struct store *store, const char *name, struct err *err)
{
    return run_for_name(store, Q_GUESS_RIGHT, name, err);
}

/* ---- settings ------------------------------------------------------------------------------- */

bool store_setting_get(struct store *store, struct arena *arena, const char *name,
                       const char **ret_value, struct err *err)
{
    const char *copy = NULL;
    struct db_stmt *stmt = store->stmt[Q_SETTING_GET];

    db_bind_text(stmt, ":name", name);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        copy = arena_strdup(arena, db_text(stmt, 0));
    }
    db_reset(stmt);
    if (rc == 0) {
        return err_set(err, ERR_MISSING, "no setting \"%s\"", name);
    }
    if (rc < 0) {
        return false;
    }
    if (copy == NULL) {
        return err_set(err, ERR_LIMIT, "the setting does not fit");
    }
    *ret_value = copy;
    return true;
}

bool store_setting_or(struct store *store, struct arena *arena, const char *name,
                      const char *otherwise, const char **ret_value, struct err *err)
{
    struct err why = {0};

    *ret_value = otherwise;
    if (store_setting_get(store, arena, name, ret_value, &why) || why.code == ERR_MISSING) {
        return true;
    }
    if (err != NULL) {
        *err = why;
    }
    return false;
}

bool store_setting_put(struct store *store, const char *name, const char *value, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_SETTING_PUT];
    struct err own = {0};

    if (!store_begin(store, err)) {
        return false;
    }
    db_bind_text(stmt, ":name", name);
    db_bind_text(stmt, ":value", value);
    return store_end(store, db_run(stmt, &own), &own, err);
}
