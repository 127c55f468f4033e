#include "sync/kiosk.h"

#include "app/base/str.h"
#include "app/store/store_admin.h"
#include "app/store/store_sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_CAP = 1024, HEX_CAP = 2 * CRYPTO_HASH + 1 };

/* ---- settings ------------------------------------------------------------------------------ */

static bool put_hex(struct store *store, const char *name, const uint8_t *data, size_t len,
                    struct err *err)
{
    struct arena arena;

    arena_init(&arena, 0);
    char *hex = arena_alloc(&arena, 2 * len + 1);
    str_hex(hex, data, len);
    bool done = store_setting_put(store, name, hex, err);
    arena_finish(&arena);
    return done;
}

/* ---- who we are ---------------------------------------------------------------------------- */

bool sync_kiosk_new_incarnation(struct sync_kiosk *kiosk, struct err *err)
{
    uint8_t incarnation[BUNDLE_INCARNATION];

    crypto_random(incarnation, sizeof(incarnation));
    if (!put_hex(kiosk->store, "sync.incarnation", incarnation, sizeof(incarnation), err)) {
        return false;
    }
    memcpy(kiosk->incarnation, incarnation, sizeof(incarnation));
    return true;
}

/* The incarnation that was drawn on this machine, or a new one. */
static bool load_incarnation(struct sync_kiosk *kiosk, struct arena *arena, const char *machine,
                             struct err *err)
{
    const char *kept, *drawn_on;
    uint8_t hash[CRYPTO_HASH];
    char hex[HEX_CAP] = "";

    if (machine != NULL) {
        crypto_hash(hash, machine, strlen(machine));
        str_hex(hex, hash, sizeof(hash));
    }
    if (!store_setting_or(kiosk->store, arena, "sync.incarnation", NULL, &kept, err) ||
        !store_setting_or(kiosk->store, arena, "sync.machine", NULL, &drawn_on, err)) {
        return false;
    }
    bool is_ours = machine == NULL || drawn_on == NULL || strcmp(drawn_on, hex) == 0;
    bool is_whole = kept != NULL && str_unhex(kiosk->incarnation, BUNDLE_INCARNATION, kept);
    if ((!is_ours || !is_whole) && !sync_kiosk_new_incarnation(kiosk, err)) {
        return false;
    }
    return machine == NULL || (drawn_on != NULL && is_ours) ||
           store_setting_put(kiosk->store, "sync.machine", hex, err);
}

static bool keep_answer(struct store *store, enum store_hub_place place,
                        const struct enrol_answer *answer, const uint8_t *data, size_t len,
                        struct err *err)
{
    char print[PARTY_FINGERPRINT];

    party_fingerprint(print, &answer->hub);
    const struct store_hub hub = {.name = answer->hub_name,
                                  .print = print,
                                  .is_revoked = answer->is_revoked,
                                  .answer = data,
                                  .len = len};
    return store_hub_put(store, place, &hub, err);
}

static bool load_answer(struct sync_kiosk *kiosk, struct arena *arena, enum store_hub_place place,
                        struct enrol_answer *ret, bool *ret_has, struct err *err)
{
    struct store_hub hub;
    struct err why = {0};
    char print[PARTY_FINGERPRINT];

    *ret_has = false;
    if (!store_hub_get(kiosk->store, arena, place, &hub, &why)) {
        if (why.code != ERR_MISSING && err != NULL) {
            *err = why;
        }
        return why.code == ERR_MISSING;
    }
    if (!enrol_read_answer(ret, hub.answer, hub.len, NULL, err)) {
        return err_set(err, ERR_DAMAGED, "the hub's answer in the store");
    }
    *ret_has = true;
    party_fingerprint(print, &ret->hub);
    /* The screen shows what is kept beside the bytes: never another hub's. */
    return (strcmp(print, hub.print) == 0 && strcmp(ret->hub_name, hub.name) == 0) ||
           keep_answer(kiosk->store, place, ret, hub.answer, hub.len, err);
}

/* For the screen, which has no key. A kiosk that cannot write it goes on without. */
static void keep_self(struct sync_kiosk *kiosk, struct arena *arena)
{
    char print[PARTY_FINGERPRINT];
    const char *kept;

    party_fingerprint(print, &kiosk->self.party);
    if (!store_self_print(kiosk->store, arena, &kept, NULL) || strcmp(kept, print) != 0) {
        store_self_print_put(kiosk->store, print, NULL);
    }
}

static bool load_heard(struct sync_kiosk *kiosk, struct arena *arena, struct err *err)
{
    const char *text;
    char id[2 * BUNDLE_ID + 1] = "";

    if (!store_setting_or(kiosk->store, arena, "sync.heard", NULL, &text, err)) {
        return false;
    }
    if (text != NULL && sscanf(text, "%" SCNu64 " %" SCNu64 " %64s", &kiosk->heard_incarnation,
                               &kiosk->heard_seq, id) < 2) {
        return err_set(err, ERR_DAMAGED, "setting sync.heard");
    }
    kiosk->has_heard_id = str_unhex(kiosk->heard_id, BUNDLE_ID, id);
    return true;
}

static bool load(struct sync_kiosk *kiosk, struct arena *arena, const char *machine,
                 struct err *err)
{
    bool has_hub;

    if (!load_incarnation(kiosk, arena, machine, err) ||
        !load_answer(kiosk, arena, STORE_HUB, &kiosk->hub, &has_hub, err) ||
        !load_answer(kiosk, arena, STORE_HUB_WAITS, &kiosk->pending, &kiosk->has_pending, err) ||
        !load_heard(kiosk, arena, err)) {
        return false;
    }
    keep_self(kiosk, arena);
    kiosk->is_revoked = has_hub && kiosk->hub.is_revoked;
    kiosk->is_enrolled = has_hub && !kiosk->hub.is_revoked;
    if (kiosk->heard_incarnation < kiosk->hub.hub_incarnation) {
        kiosk->heard_incarnation = kiosk->hub.hub_incarnation;
        kiosk->heard_seq = 0;
        kiosk->has_heard_id = false;
    }
    return true;
}

bool sync_kiosk_load(struct sync_kiosk *ret, struct io *io, struct store *store,
                     const char *data_dir, const char *machine, struct err *err)
{
    struct sync_kiosk kiosk = {.store = store};
    struct arena arena;
    char path[PATH_CAP];
    int len = snprintf(path, sizeof(path), "%s/sync.key", data_dir);

    if (len < 0 || (size_t)len >= sizeof(path)) {
        return err_set(err, ERR_LIMIT, "%s: a path too long", data_dir);
    }
    if (!party_load(&kiosk.self, io, path, true, err)) {
        return false;
    }
    arena_init(&arena, 0);
    bool done = load(&kiosk, &arena, machine, err);
    arena_finish(&arena);
    if (done) {
        *ret = kiosk;
    }
    party_wipe(&kiosk.self);
    return done;
}

void sync_kiosk_finish(struct sync_kiosk *kiosk)
{
    party_wipe(&kiosk->self);
}

/* ---- enrolment ----------------------------------------------------------------------------- */

bool sync_kiosk_request(struct bundle_bytes *ret, struct arena *arena,
                        const struct sync_kiosk *kiosk, const char *village, const char *name,
                        struct err *err)
{
    struct enrol_request request = {.kiosk = kiosk->self.party};

    memcpy(request.incarnation, kiosk->incarnation, BUNDLE_INCARNATION);
    str_copy(request.village, sizeof(request.village), village);
    str_copy(request.name, sizeof(request.name), name);
    return enrol_ask(ret, arena, &request, &kiosk->self, err);
}

static bool is_same_hub(const struct party *a, const struct party *b)
{
    return memcmp(a->sign, b->sign, CRYPTO_KEY) == 0;
}

bool sync_kiosk_answer(struct sync_kiosk *kiosk, const uint8_t *data, size_t len, struct err *err)
{
    struct enrol_answer answer;
    bool knows = kiosk->is_enrolled || kiosk->is_revoked;

    if (!enrol_read_answer(&answer, data, len, NULL, err)) {
        return false;
    }
    if (memcmp(answer.kiosk, kiosk->self.party.id, BUNDLE_PARTY) != 0) {
        return err_set(err, ERR_DENIED, "an answer for another kiosk");
    }
    bool is_ours = knows && is_same_hub(&answer.hub, &kiosk->hub.hub);
    if (is_ours && answer.version <= kiosk->hub.version) {
        return err_set(err, ERR_DENIED, "an answer of before");
    }
    if (!keep_answer(kiosk->store, is_ours ? STORE_HUB : STORE_HUB_WAITS, &answer, data, len,
                     err)) {
        return false;
    }
    if (is_ours) {
        kiosk->hub = answer;
        kiosk->is_revoked = answer.is_revoked;
        kiosk->is_enrolled = !answer.is_revoked;
    } else {
        kiosk->pending = answer;
        kiosk->has_pending = true;
    }
    return true;
}

bool sync_kiosk_accept(struct sync_kiosk *kiosk, const char *fingerprint, struct err *err)
{
    bool leaves = (kiosk->is_enrolled || kiosk->is_revoked) &&
                  !is_same_hub(&kiosk->hub.hub, &kiosk->pending.hub);

    if (!store_hub_accept(kiosk->store, fingerprint, err) ||
        (leaves && !sync_kiosk_new_incarnation(kiosk, err))) {
        return false;
    }
    kiosk->hub = kiosk->pending;
    kiosk->has_pending = false;
    kiosk->is_revoked = kiosk->hub.is_revoked;
    kiosk->is_enrolled = !kiosk->hub.is_revoked;
    kiosk->heard_incarnation = kiosk->hub.hub_incarnation;
    kiosk->heard_seq = 0;
    kiosk->has_heard_id = false;
    return true;
}
