/* The words of a clerk's day: a new hub, a stick read, answers written, kiosks that ask. */
#include "sync/hub/hub_words.h"

#include "app/base/str.h"
#include "sync/hub/hub_code.h"
#include "sync/hub/hub_stick.h"

enum { KEY_FILE_MAX = 4096 };

static const char *number(const struct hub_run *run, size_t value)
{
    return arena_printf(run->arena, "%zu", value);
}

/* ---- init ---------------------------------------------------------------------------------- */

/* The public half out of a file that init wrote elsewhere. */
static bool read_recovery(struct hub_run *run, const char *path, uint8_t ret[CRYPTO_KEY],
                          struct err *err)
{
    char *text;
    size_t len;

    if (!io_read_file(run->io, run->arena, path, KEY_FILE_MAX, &text, &len, err)) {
        return false;
    }
    json_t *file = json_read(text, len, err);
    bool good = file != NULL && json_hex(file, "box", ret, CRYPTO_KEY);
    json_decref(file);
    return good || err_set(err, ERR_FORMAT, "%s: no public key", path);
}

/* A key pair for the day that the hub's own key is lost: to be taken away from here. */
static bool make_recovery(struct hub_run *run, uint8_t ret[CRYPTO_KEY], struct err *err)
{
    struct party_secret secret;
    const char *path = arena_printf(run->arena, "%s.recovery", run->place.keys);
    const char *public_path = arena_printf(run->arena, "%s.pub", path);
    const char *const pairs[] = {"file", path, NULL};
    size_t len;

    if (!party_load(&secret, run->io, path, true, err)) {
        return false;
    }
    memcpy(ret, secret.party.box, CRYPTO_KEY);
    party_wipe(&secret);
    json_t *file = json_object();
    json_put_hex(file, "box", ret, CRYPTO_KEY);
    const char *text = json_canonical(run->arena, file, &len);
    json_decref(file);
    if (!io_write_file(run->io, public_path, text, len, err)) {
        return false;
    }
    hub_say(run, "hub.init.recovery", pairs);
    return true;
}

/* Before anything is made: a second recovery key would fit nothing. */
static bool is_free(struct hub_run *run)
{
    struct hub_place place = run->place;
    struct err err = {0};

    place.keys = NULL; /* a hub whose keys are away is a hub */
    if (hub_open(&run->hub, &place, &err)) {
        const char *const pairs[] = {"detail", run->hub.name, NULL};
        return hub_complain(run, "hub.init.used", pairs);
    }
    hub_close(&run->hub);
    return err.code == ERR_MISSING || hub_fail(run, &err);
}

bool hub_word_init(struct hub_run *run)
{
    const char *name = run->args.value[HUB_ARG_NAME], *file = run->args.value[HUB_ARG_RECOVERY];
    uint8_t recovery[CRYPTO_KEY];
    char finger[PARTY_FINGERPRINT];
    struct err err = {0};

    if (name == NULL || name[0] == '\0') {
        return hub_complain(run, "hub.init.no-name", NULL);
    }
    if (!is_free(run)) {
        return false;
    }
    if (!(file != NULL ? read_recovery(run, file, recovery, &err)
                       : make_recovery(run, recovery, &err)) ||
        !hub_create(&run->hub, &run->place, name, recovery, &err)) {
        return hub_fail(run, &err);
    }
    party_fingerprint(finger, &run->hub.party);
    const char *const pairs[] = {"name",   run->hub.name, "file", run->place.keys,
                                 "finger", finger,        NULL};
    hub_say(run, "hub.init.done", pairs);
    hub_say(run, "hub.init.keys", pairs);
    hub_say(run, "hub.init.finger", pairs);
    return true;
}

/* ---- import -------------------------------------------------------------------------------- */

static void tell_odd(const struct hub_run *run, const struct hub_imported *imported)
{
    for (size_t i = 0; i < imported->odd_count; i++) {
        const char *const pairs[] = {"file", imported->odd[i].path, NULL};
        hub_complain(run, imported->odd[i].key, pairs);
    }
}

static size_t kept(const struct hub_imported *imported)
{
    return imported->receipts[HUB_GOT_NEW] + imported->receipts[HUB_GOT_BEFORE] +
           imported->receipts[HUB_GOT_UNKNOWN];
}

static void tell_import(const struct hub_run *run, const struct hub_imported *imported)
{
    const char *const pairs[] = {"n",     number(run, kept(imported)),
                                 "new",   number(run, imported->receipts[HUB_GOT_NEW]),
                                 "old",   number(run, imported->receipts[HUB_GOT_BEFORE]),
                                 "later", number(run, imported->receipts[HUB_GOT_UNKNOWN]),
                                 "apart", number(run, imported->applied.quarantined),
                                 "asks",  number(run, imported->requests),
                                 "odd",   number(run, imported->odd_count),
                                 NULL};

    hub_say(run, "hub.import.read", pairs);
    if (imported->receipts[HUB_GOT_UNKNOWN] > 0) {
        hub_say(run, "hub.import.later", pairs);
    }
    if (imported->applied.quarantined > 0) {
        hub_say(run, "hub.import.apart", pairs);
    }
    if (imported->odd_count > 0) {
        hub_say(run, "hub.import.odd", pairs);
    }
    if (imported->requests > 0) {
        hub_say(run, "hub.import.asks", pairs);
    }
}

bool hub_word_import(struct hub_run *run)
{
    struct hub_imported imported;
    struct err err = {0};
    bool done =
        hub_stick_import(&run->hub, run->io, run->arena, run->args.rest[0], &imported, &err);

    tell_odd(run, &imported);
    tell_import(run, &imported);
    if (!done) {
        return hub_fail(run, &err);
    }
    /* A stick with junk on it is read; a file that is refused is not. */
    return imported.odd_count == 0 || kept(&imported) + imported.requests > 0;
}

/* ---- answer -------------------------------------------------------------------------------- */

static bool answer_on(struct hub_run *run, const char *path, bool all)
{
    struct hub_answered answered;
    struct err err = {0};

    if (!hub_stick_answer(&run->hub, run->io, path, all, &answered, &err)) {
        return hub_fail(run, &err);
    }
    const char *const pairs[] = {"n", number(run, answered.files), "kiosks",
                                 number(run, answered.kiosks), NULL};
    hub_say(run,
            answered.files > 0    ? "hub.answer.done"
            : answered.kiosks > 0 ? "hub.answer.there"
                                  : "hub.answer.none",
            pairs);
    return true;
}

bool hub_word_answer(struct hub_run *run)
{
    return answer_on(run, run->args.rest[0], run->args.all) &&
           hub_answer_content(run, run->args.rest[0]);
}

/* ---- enrol --------------------------------------------------------------------------------- */

static void say_kiosk(const struct hub_run *run, const char *key, const struct hub_kiosk *kiosk)
{
    const char *const pairs[] = {"village", kiosk->village,     "name", kiosk->name,
                                 "finger",  kiosk->fingerprint, NULL};
    hub_say(run, key, pairs);
}

static bool list_asking(struct hub_run *run)
{
    struct hub_kiosk *list;
    size_t count, asking = 0;
    struct err err = {0};

    if (!hub_enrol_list(&run->hub, run->arena, &list, &count, &err)) {
        return hub_fail(run, &err);
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i].state == KIOSK_ASKED) {
            say_kiosk(run, "hub.enrol.asks", &list[i]);
            asking++;
        }
    }
    hub_say(run, asking > 0 ? "hub.enrol.compare" : "hub.enrol.nobody", NULL);
    return true;
}

static bool is_folder(const struct hub_run *run, const char *path)
{
    struct io_stat stat;
    return run->io->ops->stat(run->io, path, &stat) == 0 && stat.kind == IO_DIR;
}

static bool decide(struct hub_run *run, const char *wanted, bool revokes)
{
    struct hub_kiosk kiosk;
    struct err err = {0};
    const char *const pairs[] = {"detail", wanted, NULL};
    bool done = revokes ? hub_enrol_revoke(&run->hub, wanted, &kiosk, &err)
                        : hub_enrol_accept(&run->hub, wanted, &kiosk, &err);

    if (!done) {
        return err.code == ERR_MISSING ? hub_complain(run, "hub.enrol.unknown", pairs)
                                       : hub_fail(run, &err);
    }
    say_kiosk(run, revokes ? "hub.enrol.revoked" : "hub.enrol.done", &kiosk);
    return true;
}

/* The only time that it is to be seen. */
static bool make_code(struct hub_run *run)
{
    char code[CODE_SHOWN];
    struct err err = {0};

    if (!hub_code_make(&run->hub, code, &err)) {
        return err.code == ERR_LIMIT ? hub_complain(run, "hub.enrol.codes-full", NULL)
                                     : hub_fail(run, &err);
    }
    const char *const pairs[] = {"code", code, "days", number(run, ONCE_DAYS), NULL};
    hub_say(run, "hub.enrol.code", pairs);
    hub_say(run, "hub.enrol.code-how", pairs);
    crypto_wipe(code, sizeof(code));
    return true;
}

bool hub_word_enrol(struct hub_run *run)
{
    const char *path = run->args.rest_count > 0 ? run->args.rest[0] : NULL;
    const char *yes = run->args.value[HUB_ARG_YES], *revoke = run->args.value[HUB_ARG_REVOKE];
    struct hub_imported found;
    struct err err = {0};

    if (path != NULL) {
        bool done = hub_stick_requests(&run->hub, run->io, run->arena, path, &found, &err);
        tell_odd(run, &found);
        if (!done) {
            return hub_fail(run, &err);
        }
    }
    if (run->args.code && !make_code(run)) {
        return false;
    }
    if (yes == NULL && revoke == NULL && run->args.code) {
        return true;
    }
    if (yes == NULL && revoke == NULL) {
        return list_asking(run);
    }
    return (yes == NULL || decide(run, yes, false)) &&
           (revoke == NULL || decide(run, revoke, true)) &&
           (path == NULL || !is_folder(run, path) || answer_on(run, path, false));
}
