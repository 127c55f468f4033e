/* The bundles of a visit: acks and answers in, bundles out.
 *
 *     DORPSHUIS/HEEN/<hub>/<kiosk>/A-00000057-3c9e5b1f.dkb     kiosk to hub
 *     DORPSHUIS/GELEZEN/<hub>/<kiosk>.dkb                      kiosk to hub: which acks it read
 *     DORPSHUIS/TERUG/<hub>/<kiosk>/00000112-91ab04d2.dkb      hub to kiosk: acks
 *     DORPSHUIS/AANMELD/<kiosk>.dkb, <kiosk>-antwoord.dkb      enrolment
 *
 * <hub> and <kiosk> are 32 hex digits. From HEEN only files of our own go, and only when the hub
 * said that they are safe. */
#include "sync/visit_inner.h"

#include "app/base/str.h"
#include "app/store/store_outbox.h"
#include "sync/poll.h"
#include "sync/post.h"

#include <string.h>

enum { PARTY_HEX = 2 * BUNDLE_PARTY + 1, MOST_ANSWERS = 2000 };

/* ---- in ------------------------------------------------------------------------------------ */

static void note(const struct visit_run *run, const char *key, const char *file)
{
    run->plan->note(run->plan->ctx, key, file);
}

/* What a file holds; false with err when the stick failed, with ERR_NONE when it is no such file.
 */
static bool read_file(struct visit_run *run, struct arena *arena, const char *path,
                      struct bundle_bytes *ret, struct err *err)
{
    struct err why = {0};
    char *data;

    if (io_read_file(run->io, arena, visit_path(run, path), BUNDLE_MAX_DATA, &data, &ret->len,
                     &why)) {
        ret->data = (uint8_t *)data;
        return true;
    }
    if (why.code != ERR_MISSING && why.code != ERR_FORMAT && why.code != ERR_LIMIT) {
        *err = why;
    } else {
        err->code = ERR_NONE;
    }
    return false;
}

static bool is_store_error(const struct err *err)
{
    return err->code == ERR_IO || err->code == ERR_FULL || err->code == ERR_READONLY ||
           err->code == ERR_DAMAGED || err->code == ERR_BUSY;
}

static bool import_ack(struct visit_run *run, const char *path, struct err *err)
{
    struct arena arena;
    struct bundle_bytes bytes;
    struct post_news news = {0};
    struct err why = {0};

    arena_init(&arena, 0);
    bool read = read_file(run, &arena, path, &bytes, err);
    bool heard = read && post_hear(run->plan->kiosk, bytes.data, bytes.len, &news, &why);
    arena_finish(&arena);
    if (!read) {
        return err->code == ERR_NONE;
    }
    if (!heard && is_store_error(&why)) {
        *err = why;
        return visit_fail(run, "stick.fail.store");
    }
    if (!heard && why.code != ERR_DENIED) {
        note(run, "stick.note.ack-refused", path);
    } else if (heard) {
        note(run, "stick.note.ack", path);
    }
    return true;
}

static bool import_acks(struct visit_run *run, const char *self, struct err *err)
{
    struct err why = {0};
    char hub[PARTY_HEX];
    char **names;
    size_t count = 0;

    str_hex(hub, run->plan->kiosk->hub.hub.id, BUNDLE_PARTY);
    const char *dir = arena_printf(&run->arena, "DORPSHUIS/TERUG/%s/%s", hub, self);
    if (!io_list_sorted(run->io, &run->arena, visit_path(run, dir), &names, &count, &why)) {
        *err = why;
        return why.code == ERR_MISSING || why.code == ERR_FORMAT;
    }
    for (size_t i = 0; i < count && i < MOST_ANSWERS; i++) {
        if (names[i][0] != '.' &&
            !import_ack(run, arena_printf(&run->arena, "%s/%s", dir, names[i]), err)) {
            return false;
        }
    }
    return true;
}

static bool import_answer(struct visit_run *run, const char *self, struct err *err)
{
    struct sync_kiosk *kiosk = run->plan->kiosk;
    struct bundle_bytes bytes;
    struct err why = {0};
    const char *path = arena_printf(&run->arena, "DORPSHUIS/AANMELD/%s-antwoord.dkb", self);

    if (!read_file(run, &run->arena, path, &bytes, err)) {
        return err->code == ERR_NONE;
    }
    if (sync_kiosk_answer(kiosk, bytes.data, bytes.len, &why)) {
        note(run, kiosk->has_pending ? "stick.note.hub-waits" : "stick.note.hub", path);
    } else if (is_store_error(&why)) {
        *err = why;
        return visit_fail(run, "stick.fail.store");
    } else if (why.code != ERR_DENIED) {
        note(run, "stick.note.hub-refused", path);
    }
    return true;
}

bool visit_post_import(struct visit_run *run, struct err *err)
{
    const struct sync_kiosk *kiosk = run->plan->kiosk;
    char self[PARTY_HEX];

    if (kiosk == NULL || run->plan->export.is_practice) {
        return true;
    }
    str_hex(self, kiosk->self.party.id, BUNDLE_PARTY);
    return import_answer(run, self, err) && (!kiosk->is_enrolled || import_acks(run, self, err));
}

/* ---- out ----------------------------------------------------------------------------------- */

struct sending {
    struct visit_run *run;
    const char *dir;
    struct err *err;
};

static bool send(void *ctx, const struct outbox_bundle *bundle)
{
    struct sending *sending = ctx;
    struct visit_run *run = sending->run;
    char name[POST_NAME];

    if (run->file_count + VISIT_FIXED_FILES >= VISIT_MOST_FILES) {
        return true; /* the rest at the next visit */
    }
    post_name(name, (enum bundle_stream)bundle->stream, bundle->seq, bundle->id);
    if (!visit_write(run, arena_printf(&run->arena, "%s/%s", sending->dir, name), bundle->bytes,
                     bundle->len, true, sending->err)) {
        return false;
    }
    memcpy(run->carried[run->carried_count++], bundle->id, BUNDLE_ID);
    return true;
}

/* Our own files that the hub called safe. What cannot be read or is not known stays. */
static void clean(struct visit_run *run, const char *dir)
{
    char **names;
    size_t count = 0;
    bool removed = false;

    if (!io_list_sorted(run->io, &run->arena, visit_path(run, dir), &names, &count, NULL)) {
        return;
    }
    for (size_t i = 0; i < count && i < MOST_ANSWERS; i++) {
        struct arena arena;
        struct outbox_bundle bundle;
        struct bundle_bytes bytes;
        struct err why = {0};
        uint8_t id[BUNDLE_ID];
        arena_init(&arena, 0);
        const char *path = arena_printf(&arena, "%s/%s", dir, names[i]);
        if (read_file(run, &arena, path, &bytes, &why)) {
            bundle_id(id, bytes.data, bytes.len);
            if (store_outbox_get(run->plan->export.store, &arena, id, &bundle, NULL) &&
                bundle.state == OUTBOX_SAFE) {
                run->io->ops->unlink(run->io, visit_path(run, path));
                removed = true;
            }
        }
        arena_finish(&arena);
    }
    if (removed) {
        run->io->ops->sync_dir(run->io, visit_path(run, dir));
    }
}

/* Also when there is nothing to send: a hub that was put back to an older copy of itself finds out
 * by it, and asks for all again. */
static bool send_heard(struct visit_run *run, const char *hub, const char *self, struct err *err)
{
    const struct sync_kiosk *kiosk = run->plan->kiosk;
    struct poll poll = {.heard_incarnation = kiosk->heard_incarnation,
                        .heard_seq = kiosk->heard_seq,
                        .has_heard = kiosk->has_heard_id};
    struct bundle_bytes bytes;
    const char *dir = arena_printf(&run->arena, "DORPSHUIS/GELEZEN/%s", hub);

    memcpy(poll.heard, kiosk->heard_id, BUNDLE_ID);
    crypto_random(poll.nonce, sizeof(poll.nonce));
    return poll_make(&bytes, &run->arena, &poll, &kiosk->self, kiosk->hub.hub.id, err) &&
           io_make_dirs_below(run->io, run->stick->root, dir, err) &&
           visit_write(run, arena_printf(&run->arena, "%s/%s.dkb", dir, self), bytes.data,
                       bytes.len, false, err);
}

static bool send_all(struct visit_run *run, const char *self, struct err *err)
{
    struct store *store = run->plan->export.store;
    struct outbox_counts counts;
    struct sending sending = {run, NULL, err};
    char hub[PARTY_HEX];

    run->steps += 2; /* what was heard */
    str_hex(hub, run->plan->kiosk->hub.hub.id, BUNDLE_PARTY);
    sending.dir = arena_printf(&run->arena, "DORPSHUIS/HEEN/%s/%s", hub, self);
    for (int stream = 0; stream < OUTBOX_STREAMS; stream++) {
        if (!store_outbox_count(store, (enum outbox_stream)stream, &counts, err)) {
            return visit_fail(run, "stick.fail.store");
        }
        for (int state = OUTBOX_SEALED; state < OUTBOX_SAFE; state++) {
            run->steps += 2 * (size_t)counts.bundles[state];
        }
    }
    if (!io_make_dirs_below(run->io, run->stick->root, sending.dir, err)) {
        return false;
    }
    clean(run, sending.dir);
    /* Received ones too, last: the hub may have been put back since, or "safe" may have gone to a
     * twin of ours or been lost. Only what is safe stays at home. */
    return store_outbox_each(store, OUTBOX_SEALED, send, &sending, err) &&
           store_outbox_each(store, OUTBOX_CARRIED, send, &sending, err) &&
           store_outbox_each(store, OUTBOX_RECEIVED, send, &sending, err) &&
           send_heard(run, hub, self, err);
}

static bool send_request(struct visit_run *run, const char *self, struct err *err)
{
    const struct pack *pack = run->plan->export.pack;
    struct bundle_bytes bytes;

    if (pack == NULL) {
        return true;
    }
    if (!sync_kiosk_request(&bytes, &run->arena, run->plan->kiosk, pack->name, pack->name, err)) {
        return visit_fail(run, "stick.fail.store");
    }
    return io_make_dirs_below(run->io, run->stick->root, "DORPSHUIS/AANMELD", err) &&
           visit_write(run, arena_printf(&run->arena, "DORPSHUIS/AANMELD/%s.dkb", self), bytes.data,
                       bytes.len, true, err);
}

bool visit_post_write(struct visit_run *run, struct err *err)
{
    const struct visit_plan *plan = run->plan;
    char self[PARTY_HEX];
    size_t sealed;

    if (plan->kiosk == NULL || (plan->export.is_practice && !plan->kiosk->is_enrolled)) {
        return true;
    }
    str_hex(self, plan->kiosk->self.party.id, BUNDLE_PARTY);
    if (!plan->kiosk->is_enrolled) {
        return plan->kiosk->is_revoked || send_request(run, self, err);
    }
    struct err why = {0};
    if (!post_seal(plan->kiosk, plan->now_s, plan->quality, plan->export.is_practice, &sealed,
                   &why)) {
        if (why.code != ERR_FULL && why.code != ERR_READONLY) {
            *err = why;
            return visit_fail(run, "stick.fail.store");
        }
        note(run, "stick.note.not-released", ""); /* a full kiosk still gives what it sealed */
    }
    run->steps +=
        2; /* the request: a hub that was put back to before our enrolment needs it again */
    return send_all(run, self, err) && (plan->export.is_practice || send_request(run, self, err));
}

bool visit_post_done(struct visit_run *run, struct err *err)
{
    const uint8_t(*ids)[BUNDLE_ID] = (const uint8_t(*)[BUNDLE_ID])run->carried;
    struct err why = {0};

    /* All is on the stick and was read back; that we do not note it is no fault of the stick. */
    if (run->carried_count > 0 &&
        !(store_outbox_carried(run->plan->export.store, ids, run->carried_count, &why) &&
          store_outbox_trip(run->plan->export.store, ids, run->carried_count, OUTBOX_BY_STICK,
                            run->plan->now_s, &why)) &&
        err != NULL) {
        *err = why;
    }
    return true;
}
